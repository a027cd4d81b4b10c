"""What may come in about an exercise: when, with how many, with which dice; and that it is thrown away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired

from rtop_event.dialogues.desk_fields import Count, Day
from rtop_event.fields import Form, OneLine
from rtop_event.rehearsals.actions import Wanted
from rtop_event.rehearsals.made_up import MOST
from rtop_event.showing import say
from rtop_event.typed_hours import BadHour, local_of, moment_of

GIVE = _("Give a whole number.")


class RehearsalForm(Form):
    """An exercise of a dialogue, on the clock of its place."""

    day = Day(_("Day"), required=_("Choose the day."))
    hour = OneLine(_("The first meeting opens at"), required=_("Type the hour."), most=5, render_kw={"type": "time"})
    speakers = Count(_("How many made-up speakers"), low=1, high=MOST, required=GIVE)
    seed = Count(
        _("Number of the dice"),
        low=0,
        high=999_999,
        required=GIVE,
        description=_("The same number makes the same delegations again."),
    )

    def __init__(self, zone: str, **kw: Any) -> None:
        super().__init__(**kw)
        self.zone = zone

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then whether that hour exists on that day."""
        if not super().validate(extra_validators):
            return False
        try:
            self._opens()
        except BadHour as bad:
            self.hour.errors = [say(bad.why)]
            return False
        return True

    def _opens(self) -> datetime:
        return moment_of(local_of(f"{self.day.data}T{self.hour.data}"), self.zone)

    @property
    def wanted(self) -> Wanted:
        """The exercise that was asked for; only of a form found right."""
        return Wanted(self._opens(), self.speakers.value() or 1, self.seed.value() or 0)


class ThrowForm(Form):
    """Throwing it away is said twice: by the tick and by the button."""

    sure = BooleanField(
        _("Yes, remove this exercise and all that was done in it"),
        validators=[InputRequired(_("Tick this first: nothing of it can be brought back."))],
    )
