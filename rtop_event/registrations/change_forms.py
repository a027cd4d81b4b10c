"""What may come in about a change after the close: from the delegate who asks for it, from the desk that decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Regexp

from rtop_event.fields import Form, OneLine, SeveralLines
from rtop_event.languages import CODES, named
from rtop_event.registrations.desk_forms import WHY
from rtop_event.registrations.forms import SpeakerForm, seen_version
from rtop_event.registrations.words import PARTS, RESERVE_PART, Part
from rtop_event.showing import say
from rtop_event.wording import Sentence, sentence


class Verdict(StrEnum):
    """What the desk says to a change."""

    ACCEPT = "accept"
    REFUSE = "refuse"


VERDICTS = {
    Verdict.ACCEPT: sentence("Accept: the change is made"),
    Verdict.REFUSE: sentence("Refuse: all stays as it is"),
}


@dataclass(frozen=True)
class Beginning:
    """From where a delegate changes a request: its meetings, what it is, and whether the floor can be asked for."""

    meetings: list[tuple[str, str]]
    speaks: bool = True
    civil: bool = False
    late: bool = False
    no_floor: Sentence | None = None
    """Why who attends cannot ask for the floor, None while that is possible."""


class OwnEditForm(SpeakerForm):
    """What a delegate can change, or ask the desk to change; who attends can ask for the floor, who speaks leave it."""

    part = RadioField(_("You would like to"))
    meeting_number = SelectField(_("Preferred meeting"), default="")
    topic = SeveralLines(_("What you would speak about"), most=600)
    accreditation = OneLine(_("Accreditation"))
    focal_point = OneLine(_("Name of the focal point"))
    language = SelectField(_("We write to you in"))
    message = OneLine(_("A sentence to the desk"), most=400, description=_("Optional. For example why it is urgent."))

    def __init__(self, begins: Beginning, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        self.begins = begins
        speak = RESERVE_PART if begins.late and not begins.speaks else PARTS[Part.SPEAK]
        self.part.choices = [(Part.SPEAK.value, say(speak)), (Part.ATTEND.value, say(PARTS[Part.ATTEND]))]
        self.meeting_number.choices = begins.meetings
        self.language.choices = [(code, named(code)) for code in CODES]
        if not begins.civil:
            del self.topic, self.accreditation

    def validate(self, extra_validators: Any = None) -> bool:
        """Somebody has to be there to whom we can write."""
        valid = bool(super().validate(extra_validators))
        if self.focal_point.raw_data and not self.focal_point.data:
            self.focal_point.errors = [str(_("Please give the name of a person whom we can write to."))]
            return False
        return self._can_ask_for_the_floor() and valid

    @property
    def speaks(self) -> bool:
        """Whether the floor is asked for, or kept."""
        return bool(self.part.data == Part.SPEAK.value)

    def _can_ask_for_the_floor(self) -> bool:
        """Who has attended so far says what is needed to speak."""
        if self.begins.speaks or not self.speaks:
            return True
        if self.begins.no_floor is not None:
            self.part.errors = [say(self.begins.no_floor)]
        elif self.begins.civil and not self.topic.data:
            self.topic.errors = [str(_("Please say what you would speak about."))]
        elif not self.begins.civil and not self.level.data:
            self.level.errors = [str(_("Please choose the level of the speaker."))]
        else:
            return True
        return False

    def changes(self) -> dict[str, Any]:
        """The typed values by the names of the row; a meeting that was not asked about stays out."""
        number = int(self.meeting_number.data) if self.meeting_number.data else None
        asked = ("focal_point", "language", *(("topic", "accreditation") if self.begins.civil else ()))
        typed: dict[str, Any] = {name: self[name].data or "" for name in asked if self[name].raw_data}
        typed["wants_floor"] = self.speaks
        return {**super().changes(), **typed, **({"meeting_number": number} if self.meeting_number.raw_data else {})}


class ChangeForm(Form):
    """The desk's decision about a change, made from the request and the change as they were seen."""

    version = seen_version()
    asked = HiddenField(validators=[Regexp(r"\A[0-9]{1,9}\Z", message=_("Please open the page again and repeat it."))])
    decision = RadioField(_("Decision"), validators=[InputRequired(_("Please choose."))])
    message = OneLine(_("A sentence to them"), most=600, description=_("Optional. It stands in their letter as typed."))
    why = OneLine(WHY, required=_("Please give the reason: it stands in the record."), most=400)
    send = BooleanField(_("Approve the letter at once; otherwise it waits in the outbox as a draft"))

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        self.decision.choices = [(one.value, say(text)) for one, text in VERDICTS.items()]

    @property
    def verdict(self) -> Verdict:
        """What was decided."""
        return Verdict(self.decision.data)

    def said(self) -> dict[str, Any]:
        """What was said with it."""
        return {"message": self.message.data or "", "why": str(self.why.data), "send": bool(self.send.data)}
