"""What turns of the programme are called."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from rtop_event.floor.planned import ANSWERS, planned_name


def programme_name(turn: str, language: str) -> str | None:
    """The name of a turn of the programme in that language; None for any other turn."""
    if turn.startswith(ANSWERS):
        with force_locale(language):
            return str(_("Answers of the panel"))
    return planned_name(turn)
