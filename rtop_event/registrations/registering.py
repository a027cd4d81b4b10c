"""The registration: one form in four steps, whose later questions follow from the first answers."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _now
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired

from rtop_event.delegations.search import Entry
from rtop_event.delegations.titles import CAPACITIES, KINDS
from rtop_event.delegations.words import Capacity, Kind, Level
from rtop_event.fields import MailAddress, OneLine, SeveralLines
from rtop_event.languages import CODES, named
from rtop_event.registrations.asked import Asked
from rtop_event.registrations.choosing import Choice, choose, elsewhere
from rtop_event.registrations.forms import Hall, SpeakerForm, meetings_of
from rtop_event.registrations.voices import Voice, outsider
from rtop_event.registrations.words import (
    KINDS_OF,
    PARTICIPANTS,
    PARTS,
    RESERVE_PART,
    SPEAKS_FOR_GROUPS,
    Part,
    Participant,
)
from rtop_event.showing import say

Problem = tuple[Any, str]
AS_TYPED = "as-typed"
"""Chosen instead of a delegation that was offered: none of these, but the name as it was typed."""


class RegistrationForm(SpeakerForm):
    """A registration; the server decides which answers matter, so that it works without a script."""

    version = None  # type: ignore[assignment] # a new request has none
    step = HiddenField(default="review")
    participant = RadioField(
        _("You register for"), validators=[InputRequired(_("Please choose for whom you register."))]
    )
    delegation_name = OneLine(
        _("Delegation or organisation"),
        required=_("Please name the delegation or organisation."),
        description=_("By its name, acronym or another name. A civil society organisation writes its own name."),
    )
    delegation = RadioField(_("Which of these do you mean?"), validate_choice=False, default="")
    accreditation = OneLine(
        _("Accreditation"),
        description=_("For example: consultative status with the Economic and Social Council. Leave empty if none."),
    )
    topic = SeveralLines(
        _("What you would speak about"),
        most=600,
        description=_("Two or three sentences. The organisers select speakers by it."),
    )
    part = RadioField(_("You would like to"), default=Part.SPEAK.value)
    capacity = RadioField(_("The statement is made"), default=Capacity.NATIONAL.value)
    group = SelectField(_("Group"), default="")
    meeting_number = SelectField(_("Preferred meeting"), default="")
    focal_point = OneLine(_("Your name"), required=_("Please give the name of a person whom we can write to."))
    address = MailAddress(
        _("Your mail address"),
        required=_("Please give a mail address."),
        description=_("We send the receipt there at once, with a link that confirms the request."),
    )
    language = SelectField(_("We write to you in"))

    def __init__(self, hall: Hall, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        self.hall, self.choice = hall, Choice()
        self.participant.choices = [(one.value, say(text)) for one, text in PARTICIPANTS.items()]
        self.part.choices = _parts(hall)
        if hall.no_floor is not None and not self.part.raw_data:
            self.part.data = Part.ATTEND.value
        self.capacity.choices = [(one.value, say(text)) for one, text in CAPACITIES.items()]
        self.group.choices = [("", _now("Please choose")), *((code, name) for _id, code, name in hall.groups)]
        self.meeting_number.choices = meetings_of(hall)
        self.language.choices = [(code, named(code)) for code in CODES]
        self.delegation.choices = []
        if not self.language.data:
            self.language.data = str(get_locale() or CODES[0])
        for field in (self.level, self.group, self.topic):  # each stands where only those see it who need it
            field.flags.required = True
        known = dict(self._fields)
        self._fields.clear()
        self._fields.update({name: known[name] for name in dict.fromkeys((*_ON_THE_PAGE, *known)) if name in known})

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then what follows from the first answers."""
        fine = bool(super().validate(extra_validators))
        if self.speaks and self.hall.no_floor is not None:
            self.part.errors = [say(self.hall.no_floor)]
        if not fine and (self.participant.errors or self.delegation_name.errors or self.part.errors):
            return False
        problems = [*self._choose(), *(self._of_the_floor() if self.speaks else ())]
        for field, problem in problems:
            field.errors = [*field.errors, problem]
        return fine and not problems

    @property
    def speaks(self) -> bool:
        """Whether the floor is asked for."""
        return bool(self.part.data == Part.SPEAK.value)

    @property
    def civil(self) -> bool:
        """Whether civil society registers, which writes its own name and is selected."""
        return bool(self.participant.data == Participant.CIVIL_SOCIETY.value)

    @property
    def kind(self) -> Kind:
        """What the chosen delegation is."""
        if self.choice.one:
            return self.choice.one.kind
        return Kind.CIVIL_SOCIETY if self.civil else Kind.OTHER_ORGANISATION

    @property
    def typed_in(self) -> bool:
        """Whether an organisation that we do not know registers under the name that it typed."""
        organisation = self.participant.data == Participant.ORGANISATION.value
        return organisation and self.choice.one is None and not self.choice.offered

    def _choose(self) -> list[Problem]:
        typed, kinds = str(self.delegation_name.data), KINDS_OF[Participant(self.participant.data)]
        self.choice = choose(typed, str(self.delegation.data or ""), self.hall.entries, kinds)
        self.delegation.choices = [(one.code, one.name) for one in self.choice.offered]
        if self.choice.one is not None:
            self.delegation.data = self.choice.one.code
            return []
        as_typed, self.delegation.data = self.delegation.data == AS_TYPED, ""
        other = elsewhere(typed, self.hall.entries, kinds)
        if other is not None:
            told = _now(
                "%(name)s is listed as: %(kind)s. Please choose that in step 1.", name=other.name, kind=_kind(other)
            )
            return [(self.participant, told)]
        if self.participant.data == Participant.ORGANISATION.value and self.choice.offered and not as_typed:
            self.delegation.choices.append((AS_TYPED, _now("None of these: “%(name)s”, as I typed it", name=typed)))
        elif self.participant.data == Participant.ORGANISATION.value:
            self.choice, self.delegation.choices = Choice(), []
            self.delegation.data = AS_TYPED if as_typed else ""
            return []
        if self.civil:
            self.choice, self.delegation.choices = Choice(), []
            return []
        if self.choice.offered:
            return [(self.delegation, _now("Please choose which of these you mean, or write another name."))]
        unknown = _now("We know no such delegation. Please try another name, or write to the desk.")
        return [(self.delegation_name, unknown)]

    def _of_the_floor(self) -> list[Problem]:
        problems: list[Problem] = []
        if self.civil and not self.topic.data:
            problems.append((self.topic, _now("Please say what you would speak about.")))
        if not self.civil and not self.level.data:
            problems.append((self.level, _now("Please choose the level of the speaker.")))
        return [*problems, *(self._of_the_group() if self.capacity.data == Capacity.GROUP.value else ())]

    def _of_the_group(self) -> list[Problem]:
        if self.civil or ((self.choice.one is not None or self.typed_in) and self.kind not in SPEAKS_FOR_GROUPS):
            return [(self.capacity, _now("Only States, observers and regional organisations speak for groups."))]
        if not self.group.data:
            return [(self.group, _now("Please choose the group."))]
        one = self.choice.one
        if one is None or self.hall.members.voice(one.code, self.group.data) is not Voice.OUTSIDER:
            return []
        return self._an_outsider(one.name, self.hall.group_name(self.group.data))

    def _an_outsider(self, delegation: str, group: str) -> list[Problem]:
        return [(self.group, say(outsider(delegation, group)))]

    @property
    def group_id(self) -> int | None:
        """The id of the chosen group, None for a national statement."""
        if not self.speaks or self.capacity.data != Capacity.GROUP.value:
            return None
        return next(number for number, code, _name in self.hall.groups if code == self.group.data)

    def asked(self) -> Asked:
        """The request as plain values; what does not matter for this kind or part is left out."""
        typed = {name: self[name].data or "" for name in _TYPED}
        return Asked(
            kind=self.kind,
            wants_floor=self.speaks,
            speaker_gender=self.speaker_gender.gender,
            capacity=Capacity.NATIONAL if self.group_id is None else Capacity.GROUP,
            group_id=self.group_id,
            level=Level(self.level.data) if self.speaks and not self.civil else Level.CHAIR_OF_DELEGATION,
            statement_language=self.statement_language.data,
            meeting_number=int(self.meeting_number.data) if self.speaks and self.meeting_number.data else None,
            topic=(self.topic.data or "") if self.civil else "",
            accreditation=(self.accreditation.data or "") if self.civil else "",
            address_key=self.address.address_key if self.address.data else "",
            language=self.language.data,
            form_key=self.key.data or secrets.token_urlsafe(16),
            **typed,
        )

    def sent(self) -> Sequence[tuple[str, str]]:
        """Every value by its name, to be carried in hidden fields from the review to the sending."""
        kept = [(name, field) for name, field in self._fields.items() if name not in {"step", "csrf_token"}]
        return [(name, str(field.data)) for name, field in kept if field.data]


_ON_THE_PAGE = ("participant", "delegation_name", "delegation", "accreditation", "part", "capacity", "group", "topic")
"""What stands first on the page, so that what is wrong is listed in the order in which it is read."""
_TYPED = ("speaker_name", "speaker_function", "focal_point", "address", "phone", "access_needs")


def _parts(hall: Hall) -> list[tuple[str, str]]:
    """How one can take part at this stage of the list."""
    texts = {**PARTS, **({Part.SPEAK: RESERVE_PART} if hall.on_reserve else {})}
    return [(one.value, say(text)) for one, text in texts.items() if one is Part.ATTEND or hall.no_floor is None]


def _kind(entry: Entry) -> str:
    return say(KINDS[entry.kind])
