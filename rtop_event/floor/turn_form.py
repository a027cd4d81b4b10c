"""What a delegation may ask for before its turn."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField

from rtop_event.fields import Form
from rtop_event.floor.soon import MINUTES, USUAL


class TurnForm(Form):
    """A letter before the turn: whether, and how long before."""

    mail = BooleanField(_("Write to me before my turn"))
    minutes = SelectField(
        _("How long before"),
        choices=lambda: [(str(number), str(_("%(number)s minutes", number=number))) for number in MINUTES],
        default=str(USUAL),
    )

    @property
    def wanted(self) -> int | None:
        """How many minutes before; None where no letter is wanted."""
        return int(self.minutes.data) if self.mail.data else None
