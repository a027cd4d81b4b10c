"""What the desk may send when it moves several at once."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField, SelectField, SelectMultipleField
from wtforms.validators import AnyOf, Optional

from rtop_event.speakers.forms import ReasonForm


class Target(StrEnum):
    """Where they go."""

    AFTER = "after"
    LEVEL = "level"


class TogetherForm(ReasonForm):
    """Those who were chosen, and where they go together."""

    chosen = SelectMultipleField(_("Those chosen"))
    to = RadioField(_("Where to"), [AnyOf([one.value for one in Target])], default=Target.AFTER.value)
    after = SelectField(_("Directly after"), validators=[Optional()])

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.to.choices = [
            (Target.AFTER.value, _("Directly after another delegation, one behind the other")),
            (Target.LEVEL.value, _("Each to the end of its level")),
        ]

    @property
    def keys(self) -> list[str]:
        """The inscriptions that were chosen."""
        return list(self.chosen.data or [])

    @property
    def anchor(self) -> str | None:
        """After whom they go, None: each to the end of its level."""
        return str(self.after.data) if self.to.data == Target.AFTER else None

    def at_odds(self) -> Iterator[tuple[Field, Any]]:
        """Somebody is chosen, and the anchor is another one."""
        yield from super().at_odds()
        if not self.keys:
            yield self.chosen, _("Choose at least one delegation on the list.")
        if self.anchor == "":
            yield self.after, _("Choose after whom.")
        if self.anchor and self.anchor in self.keys:
            yield self.after, _("Choose one that does not move itself.")
