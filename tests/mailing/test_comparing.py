"""What a calendar entry does to the one that its reader holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rtop_event.mailing.comparing import Compared, Effect, compared
from rtop_event.occasion import Occasion

HELD = Occasion(
    uid="rtop-2012@dialogue.example",
    starts_at=datetime(2012, 9, 5, 14, tzinfo=UTC),
    ends_at=datetime(2012, 9, 5, 22, tzinfo=UTC),
    place="Conference Room 4",
    title="Dialogue (example)",
)
HOUR = timedelta(hours=1)
LATER = replace(HELD, starts_at=HELD.starts_at + HOUR)
LONGER = replace(HELD, ends_at=HELD.ends_at + HOUR)
ELSEWHERE = replace(HELD, place="Trusteeship Council")
NOWHERE = replace(HELD, place="")
RENAMED = replace(HELD, title="Second dialogue (example)")


@pytest.mark.parametrize(
    ("held", "method", "now", "found"),
    [
        (None, "REQUEST", HELD, Compared(Effect.NEW)),
        (HELD, "REQUEST", HELD, Compared(Effect.REPEATS)),
        (HELD, "REQUEST", LATER, Compared(Effect.MOVES, old_times=HELD)),
        (HELD, "REQUEST", LONGER, Compared(Effect.MOVES, old_times=HELD)),
        (HELD, "REQUEST", ELSEWHERE, Compared(Effect.MOVES, old_place="Conference Room 4")),
        (NOWHERE, "REQUEST", HELD, Compared(Effect.MOVES, old_place="")),
        (HELD, "REQUEST", RENAMED, Compared(Effect.RENAMES, old_title="Dialogue (example)")),
        (RENAMED, "REQUEST", LATER, Compared(Effect.MOVES, RENAMED, None, "Second dialogue (example)")),
        (HELD, "CANCEL", HELD, Compared(Effect.CANCELS)),
        (LATER, "CANCEL", HELD, Compared(Effect.CANCELS, old_times=LATER)),
        (None, "CANCEL", HELD, Compared(Effect.CANCELS)),
    ],
)
def test_effect_and_what_was_before(held: Occasion | None, method: str, now: Occasion, found: Compared) -> None:
    assert compared(now, method, held) == found
