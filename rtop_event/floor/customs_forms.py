"""How the floor is run, as the desk may set it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from rtop_event.dialogues.desk_fields import Count
from rtop_event.dialogues.words import AbsentGo, RepliesGo
from rtop_event.floor.pressing import Customs
from rtop_event.showing import say
from rtop_event.speakers.forms import VersionForm
from rtop_event.speakers.limits_form import LengthField, as_seconds
from rtop_event.wording import Sentence, sentence

MINUTES = 60
GIVE = _("Give a whole number.")
ABSENT: dict[AbsentGo, Sentence] = {
    AbsentGo.BLOCK: sentence("to the end of the own block: those of the same kind and level"),
    AbsentGo.LIST: sentence("to the end of the list of the meeting"),
}
REPLIES: dict[RepliesGo, Sentence] = {
    RepliesGo.DAY: sentence("at the end of the day's debate"),
    RepliesGo.MEETING: sentence("at the end of each meeting"),
}


def as_length(typed: str) -> int | None:
    """The seconds of "10" minutes or of "3:30"; a number above sixty is one of seconds. None for anything else."""
    seconds = as_seconds(typed)
    return seconds * MINUTES if seconds is not None and ":" not in typed and seconds <= MINUTES else seconds


class Minutes(LengthField):
    """A length in minutes, or in minutes and seconds."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """What was typed, in seconds."""
        self.data = as_length(str(valuelist[0]).strip()) if valuelist else None


class CustomsForm(VersionForm):
    """All customs of a floor at once."""

    most_replies = Count(_("How many for a delegation and item"), low=0, high=9, required=GIVE)
    first_reply = Minutes(_("Limit of the first"), least=30, most=3600)
    second_reply = Minutes(_("Limit of the second and of any other"), least=30, most=3600)
    replies_go = RadioField(_("When they are called"), validators=[InputRequired(_("Choose one."))])
    point_stops_clock = BooleanField(_("A point of order stops the clock of the speaker"), false_values=("", "0"))
    absent_go = RadioField(_("Who is absent when called goes"), validators=[InputRequired(_("Choose one."))])
    lengthen_by = Count(_("Seconds that one press gives a speaker more"), low=5, high=600, required=GIVE)
    undo_freely = Count(_("Seconds within which a press is undone without a reason"), low=0, high=600, required=GIVE)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.absent_go.choices = [(one.value, say(told)) for one, told in ABSENT.items()]
        self.replies_go.choices = [(one.value, say(told)) for one, told in REPLIES.items()]

    @property
    def customs(self) -> Customs:
        """What was given; only of a form found right."""
        return Customs(
            most_replies=self.most_replies.value() or 0,
            first_reply=int(self.first_reply.data or 0),
            second_reply=int(self.second_reply.data or 0),
            replies_go=RepliesGo(str(self.replies_go.data)),
            point_stops_clock=bool(self.point_stops_clock.data),
            absent_go=AbsentGo(str(self.absent_go.data)),
            lengthen_by=self.lengthen_by.value() or 0,
            undo_freely=self.undo_freely.value() or 0,
        )
