"""What may come in about a dialogue that begins: a new one, or a copy of an earlier one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import ValidationError
from wtforms.validators import Regexp

from rtop_event.dialogues.desk_fields import Day, Zone
from rtop_event.dialogues.hours import SITTINGS
from rtop_event.dialogues.slugs import fault_in
from rtop_event.fields import Form, MailAddress, OneLine
from rtop_event.showing import say
from rtop_event.typed_hours import BadHour, local_of, moment_of

PARTS_OF_THE_DAY = ("morning", "afternoon")
Sitting = tuple[datetime, datetime]


class CopyForm(Form):
    """A dialogue that begins as a copy; all its days move with the first. `taken` are the short names in use."""

    title = OneLine(_("Title"), required=_("Type the title."), most=300)
    theme = OneLine(
        _("Theme"),
        required=_("Type the theme."),
        most=300,
        description=_("By this name pages, letters and calendars call the dialogue."),
    )
    slug = OneLine(_("Short name in addresses"), most=60)
    day = Day(_("Day of the dialogue"), required=_("Choose the day."))

    def __init__(self, taken: Collection[str], **kw: Any) -> None:
        super().__init__(**kw)
        self.taken = taken

    def validate_slug(self, field: OneLine) -> None:
        """Of plain signs, and free; empty means that one is made from the theme."""
        fault = fault_in(field.data) if field.data else None
        if fault:
            raise ValidationError(say(fault))
        if field.data in self.taken:
            raise ValidationError(str(_("Another dialogue has this short name. Choose another.")))


def _time(label: Any, at: time) -> OneLine:
    clock = Regexp(r"\A([01][0-9]|2[0-3]):[0-5][0-9]\Z", message=_("This is not an hour, such as 10:00."))
    return OneLine(label, most=5, validators=[clock], default=f"{at:%H:%M}", render_kw={"type": "time"})


class NewForm(CopyForm):
    """A new dialogue of one or two meetings on one day."""

    convenor = OneLine(_("Convened by"), required=_("Say who convenes the dialogue."))
    host = OneLine(_("This site is run by"), required=_("Say who runs this site."))
    zone = Zone(_("Time zone"), default="America/New_York")
    room = OneLine(_("Room"), required=_("Name the room."))
    contact_name = OneLine(_("Contact"), required=_("Say whom delegations can ask."))
    contact_address = MailAddress(_("Mail address"), required=_("Type the mail address for questions."))
    morning_starts = _time(_("Morning meeting from"), SITTINGS[0][0])
    morning_ends = _time(_("Morning meeting to"), SITTINGS[0][1])
    afternoon_starts = _time(_("Afternoon meeting from"), SITTINGS[1][0])
    afternoon_ends = _time(_("Afternoon meeting to"), SITTINGS[1][1])

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then the hours on the clock of the zone, in their order."""
        if not super().validate(extra_validators):
            return False
        sittings = {name: self._sitting(name) for name in PARTS_OF_THE_DAY if self._has(name)}
        if not sittings:
            self.morning_starts.errors = [str(_("A dialogue needs at least one meeting."))]
        morning, afternoon = sittings.get("morning"), sittings.get("afternoon")
        if morning and afternoon and afternoon[0] < morning[1]:
            self.afternoon_starts.errors = [str(_("This must not be before the end of the morning meeting."))]
        return not self.errors

    def sittings(self) -> dict[str, Sitting]:
        """The moments of the meetings that have hours, `morning` and `afternoon`; only of a form found right."""
        return {name: found for name in PARTS_OF_THE_DAY if self._has(name) and (found := self._sitting(name))}

    def _has(self, name: str) -> bool:
        return bool(self[f"{name}_starts"].data or self[f"{name}_ends"].data)

    def _sitting(self, name: str) -> Sitting | None:
        """Beginning and end of a meeting; None, with the reason at its field, where they are no hours."""
        moments: list[datetime] = []
        for field in (self[f"{name}_starts"], self[f"{name}_ends"]):
            try:
                moments.append(moment_of(local_of(f"{self.day.data}T{field.data}"), str(self.zone.data)))
            except BadHour as bad:
                field.errors = [say(bad.why) if field.data else str(_("Type the hour, or leave both empty."))]
        if len(moments) == 2 and moments[1] <= moments[0]:
            self[f"{name}_ends"].errors = [str(_("The end must be later than the beginning."))]
            return None
        return (moments[0], moments[1]) if len(moments) == 2 else None
