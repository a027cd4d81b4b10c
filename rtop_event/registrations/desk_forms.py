"""What may come in from the desk about a request."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField

from rtop_event.delegations.titles import CAPACITIES
from rtop_event.delegations.words import Capacity
from rtop_event.fields import Form, MailAddress, OneLine, SeveralLines
from rtop_event.languages import CODES, named
from rtop_event.registrations.asked import ExceptionNeeded
from rtop_event.registrations.forms import Hall, SpeakerForm, meetings_of, seen_version
from rtop_event.registrations.models import Decision, Registration
from rtop_event.registrations.pages import shown_name
from rtop_event.registrations.registering import Problem, RegistrationForm
from rtop_event.registrations.voices import Voice, outsider_at_desk
from rtop_event.registrations.words import PARTS, SPEAKS_FOR_GROUPS, Part
from rtop_event.showing import say
from rtop_event.wording import sentence

WHY = _("Reason, for the record")
MOST_OF_A_REASON = 400
DECISIONS = {
    Decision.ACCEPTED: sentence("Accept"),
    Decision.REFUSED: sentence("Refuse"),
    Decision.NONE: sentence("Take the decision back"),
}


def all_the_same() -> BooleanField:
    """The tick by which the desk lets an outsider speak for a group."""
    return BooleanField(_("Let them speak for this group although they are neither a member nor its secretariat"))


class AddForm(RegistrationForm):
    """A request that the desk makes for somebody; an address is not needed, and the close of the list does not bind."""

    focal_point = OneLine(_("Name of the focal point"))
    address = MailAddress(_("Mail address"), description=_("A receipt with the personal link goes there, if given."))
    exception = BooleanField(_("Add them to the list although it is closed, as an exception"))
    outsider = all_the_same()
    another = BooleanField(_("Add, and add another"))
    """Pressed instead of the other button by who has more of them to type."""
    why = OneLine(WHY, required=_("Please give the reason: it stands in the record."), most=MOST_OF_A_REASON)

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        self.participant.label.text = str(_("Registered for"))
        self.part.label.text = str(_("Takes part"))
        self.topic.label.text = str(_("What they would speak about"))
        self.language.label.text = str(_("Language of letters"))

    def validate(self, extra_validators: Any = None) -> bool:
        """As any registration; once the list is closed, a place on it is an exception that the desk ticks."""
        fine = super().validate(extra_validators)
        if self.hall.exception and self.speaks and not self.exception.data:
            self.exception.errors = [*self.exception.errors, say(ExceptionNeeded().reason)]
            return False
        return fine

    def _an_outsider(self, delegation: str, group: str) -> list[Problem]:
        return [] if self.outsider.data else [(self.outsider, say(outsider_at_desk(delegation, group)))]


class DeskEditForm(SpeakerForm):
    """What the desk can change of a request; the delegation itself stays."""

    part = RadioField(_("Takes part"))
    capacity = RadioField(_("The statement is made"))
    group = SelectField(_("Group"), default="")
    meeting_number = SelectField(_("Preferred meeting"), default="")
    topic = SeveralLines(_("What they would speak about"), most=600)
    accreditation = OneLine(_("Accreditation"))
    focal_point = OneLine(_("Focal point"))
    address = MailAddress(_("Mail address"))
    language = SelectField(_("Language of letters"))
    outsider = all_the_same()
    why = OneLine(WHY, required=_("Please give the reason: it stands in the record."), most=MOST_OF_A_REASON)
    look = BooleanField()
    """Whether one only looks at who would move; that needs no reason."""

    def __init__(self, hall: Hall, whose: Registration, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        self.hall, self.whose = hall, whose
        self.part.choices = [(one.value, say(text)) for one, text in PARTS.items()]
        self.capacity.choices = [(one.value, say(text)) for one, text in CAPACITIES.items()]
        self.group.choices = [("", "–"), *((code, name) for _id, code, name in hall.groups)]
        self.meeting_number.choices = meetings_of(hall)
        self.language.choices = [(code, named(code)) for code in CODES]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself; a statement for a group needs the group, and one who may speak for it."""
        fine = bool(super().validate(extra_validators))
        if self.look.data:
            self.why.errors = []
            fine = not self.errors
        if not fine or self.part.data != Part.SPEAK.value or self.capacity.data != Capacity.GROUP.value:
            return fine
        problems = self._of_the_group()
        for field, problem in problems:
            field.errors = [*field.errors, problem]
        return not problems

    def _of_the_group(self) -> list[Problem]:
        if self.whose.kind not in SPEAKS_FOR_GROUPS:
            return [(self.capacity, str(_("Only States, observers and regional organisations speak for groups.")))]
        if not self.group.data:
            return [(self.group, str(_("Please choose the group.")))]
        voice = self.hall.members.voice(self.whose.delegation.code, self.group.data)
        if voice is not Voice.OUTSIDER or self.outsider.data:
            return []
        told = outsider_at_desk(shown_name(self.whose), self.hall.group_name(self.group.data))
        return [(self.outsider, say(told))]

    def changes(self) -> dict[str, Any]:
        """The typed values by the names of the row."""
        speaks = self.part.data == Part.SPEAK.value
        for_group = speaks and self.capacity.data == Capacity.GROUP.value
        ids = {code: number for number, code, _name in self.hall.groups}
        names = ("topic", "accreditation", "focal_point", "address", "language")
        return {
            **super().changes(),
            **{name: self[name].data or "" for name in names},
            "wants_floor": speaks,
            "capacity": Capacity.GROUP if for_group else Capacity.NATIONAL,
            "group_id": ids[self.group.data] if for_group else None,
            "meeting_number": int(self.meeting_number.data) if self.meeting_number.data else None,
            "address_key": self.address.address_key if self.address.data else "",
        }


class StepForm(Form):
    """A step by the desk, with its reason, from the row as it was seen."""

    version = seen_version()
    why = OneLine(WHY, required=_("Please give the reason: it stands in the record."), most=MOST_OF_A_REASON)


class ConfirmForm(StepForm):
    """The desk confirms for a delegation."""

    send = BooleanField(_("Approve the letter at once; otherwise it waits in the outbox as a draft"), id="confirm-send")


class DecideForm(Form):
    """The organisers' decision, with a sentence for the delegate if they wish."""

    version = seen_version()
    decision = RadioField(_("Decision"))
    message = OneLine(_("A sentence to them"), most=600, description=_("Optional. It stands in their letter as typed."))
    why = OneLine(WHY, id="decide-why", most=MOST_OF_A_REASON, description=_("Optional. Only the desk sees it."))
    send = BooleanField(_("Approve the letter at once; otherwise it waits in the outbox as a draft"))

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        self.decision.choices = [(one.value, say(text)) for one, text in DECISIONS.items()]


class WithdrawForm(Form):
    """The desk withdraws a request."""

    version = seen_version()
    why = OneLine(
        WHY, id="withdraw-why", required=_("Please give the reason: it stands in the record."), most=MOST_OF_A_REASON
    )
    message = OneLine(
        _("A sentence to them"),
        id="withdraw-message",
        most=600,
        description=_("Optional. It stands in their letter as typed."),
    )
    send = BooleanField(
        _("Approve the letter at once; otherwise it waits in the outbox as a draft"), id="withdraw-send"
    )
