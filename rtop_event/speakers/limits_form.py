"""How long statements may last, typed in minutes and seconds."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, ValidationError
from wtforms.widgets import TextInput

from rtop_event.speakers.forms import VersionForm
from rtop_event.speakers.timing import Limits

TYPED = re.compile(r"([0-9]{1,3}):([0-5][0-9])")
SECONDS = re.compile(r"[0-9]{1,6}")


def as_typed(seconds: int) -> str:
    """A length in minutes and seconds, such as 3:30."""
    return f"{seconds // 60}:{seconds % 60:02}"


def as_seconds(typed: str) -> int | None:
    """The seconds of "3:30", or of a number of seconds; None for anything else."""
    if SECONDS.fullmatch(typed):
        return int(typed)
    found = TYPED.fullmatch(typed)
    return int(found[1]) * 60 + int(found[2]) if found else None


class LengthField(Field):
    """A length of time from least to most seconds."""

    widget = TextInput()

    data: int | None

    def __init__(self, label: Any = None, *, least: int = 0, most: int = 0, **kw: Any) -> None:
        super().__init__(label, **kw)
        self.least, self.most = least, most

    def _value(self) -> str:
        return as_typed(self.data) if isinstance(self.data, int) else str((self.raw_data or [""])[0])

    def process_formdata(self, valuelist: list[Any]) -> None:
        """What was typed, in seconds."""
        self.data = as_seconds(str(valuelist[0]).strip()) if valuelist else None

    def pre_validate(self, _form: Any) -> None:
        """Between the least and the most."""
        if self.data is None or not self.least <= self.data <= self.most:
            said = _(
                "Give minutes and seconds between %(least)s and %(most)s, such as 3:30.",
                least=as_typed(self.least),
                most=as_typed(self.most),
            )
            raise ValidationError(str(said))


class LimitsForm(VersionForm):
    """How long statements may last."""

    delegation = LengthField(_("A delegation"), least=30, most=3600)
    group = LengthField(_("On behalf of a group"), least=30, most=3600)
    organisation = LengthField(_("An organisation"), least=30, most=3600)
    civil_society = LengthField(_("Civil society"), least=30, most=3600)
    changeover = LengthField(_("Between two statements"), least=0, most=600)

    @property
    def limits(self) -> Limits:
        """The limits that were given."""
        given = (self.delegation, self.group, self.organisation, self.civil_society)
        return Limits(*(int(field.data or 0) for field in given))

    @property
    def pause(self) -> int:
        """The seconds between two statements."""
        return int(self.changeover.data or 0)

    def validate_tried(self) -> bool:
        """Whether the limits are fit to be looked at, nothing being sent."""
        judged = [field.validate(self) for field in self if isinstance(field, LengthField)]
        return all(judged)
