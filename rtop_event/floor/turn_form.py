"""What a delegation may ask for before its turn."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import SelectField

from rtop_event.fields import Form
from rtop_event.floor.soon import MINUTES

NONE = "none"


class TurnForm(Form):
    """A letter before the turn: none, or how long before."""

    minutes = SelectField(
        _("A letter before your turn"),
        choices=lambda: [
            (NONE, str(_("No letter"))),
            *((str(number), str(_("%(number)s minutes before", number=number))) for number in MINUTES),
        ],
        default=NONE,
    )

    @property
    def wanted(self) -> int | None:
        """How many minutes before; None where no letter is wanted."""
        return None if self.minutes.data == NONE else int(self.minutes.data)
