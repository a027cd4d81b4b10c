"""What may come in at the outbox: a step, and a step for many with their number."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, ValidationError

from rtop_event.fields import Form, OneLine

MANY = 25
"""Beyond so many letters the number must be typed."""


class StepForm(Form):
    """A step for one letter, or for the whole outbox: nothing is typed."""


class AllForm(Form):
    """A step for all letters of a filter; `expected` is how many there are, and the number must say so."""

    number = OneLine(_("Number of letters"), required=_("Type the number of letters."), most=10)

    def __init__(self, expected: int) -> None:
        self.expected = expected
        super().__init__()

    def validate_number(self, field: Field) -> None:
        """Refuse when the letters have become more or fewer, or the number is mistyped."""
        if (field.data or "").strip() != str(self.expected):
            raise ValidationError(
                gettext("There are %(number)s letters now. Type this number to go on.", number=str(self.expected))
            )
