"""Who asked for one meeting and is expected in another, and why: a preference moves nobody."""

from __future__ import annotations

from collections.abc import Sequence

from rtop_event.speakers.composing import Row
from rtop_event.wording import Sentence, sentence_of


def unmet_wish(row: Row) -> int | None:
    """The number of the meeting that was asked for; None where it is the expected one, or nothing was asked."""
    wanted = row.entry.meeting
    return wanted if wanted is not None and wanted != row.turn.meeting else None


def wishes_told(rows: Sequence[Row]) -> Sentence | None:
    """How many are expected in another meeting than they asked for, with the reason; None where nobody is."""
    unmet = [row for row in rows if unmet_wish(row) is not None]
    if not unmet:
        return None
    if any(row.place.meeting is not None for row in rows):
        return sentence_of(
            "%(number)s delegation is expected in another meeting than it asked for: it was moved there, or its "
            "meeting has no time left.",
            "%(number)s delegations are expected in another meeting than they asked for: they were moved there, or "
            "their meeting has no time left.",
            len(unmet),
        )
    return sentence_of(
        "%(number)s delegation asked for another meeting than it is expected in. One list runs through the day, so the "
        "order decides: move it, or give each meeting a list of its own under Order.",
        "%(number)s delegations asked for another meeting than they are expected in. One list runs through the day, so "
        "the order decides: move them, or give each meeting a list of its own under Order.",
        len(unmet),
    )
