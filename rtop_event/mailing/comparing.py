"""What a calendar entry does to the one that its reader holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rtop_event.occasion import Occasion


class Effect(StrEnum):
    """What happens in the reader's calendar."""

    NEW = "new"
    MOVES = "moves"
    """To another day, hour or place."""
    RENAMES = "renames"
    REPEATS = "repeats"
    CANCELS = "cancels"


@dataclass(frozen=True, slots=True)
class Compared:
    """What an entry does, and what was before; None where it stays."""

    effect: Effect
    old_times: Occasion | None = None
    old_place: str | None = None
    old_title: str | None = None


def compared(now: Occasion, method: str, held: Occasion | None) -> Compared:
    """What the entry does to the one that is held under the same UID, None where none is."""
    if held is None:
        return Compared(Effect.CANCELS if method == "CANCEL" else Effect.NEW)
    return Compared(
        _effect(now, method, held),
        held if _times(held) != _times(now) else None,
        held.place if held.place != now.place else None,
        held.title if held.title != now.title else None,
    )


def _effect(now: Occasion, method: str, held: Occasion) -> Effect:
    if method == "CANCEL":
        return Effect.CANCELS
    if (_times(held), held.place) != (_times(now), now.place):
        return Effect.MOVES
    return Effect.REPEATS if held.title == now.title else Effect.RENAMES


def _times(one: Occasion) -> tuple[object, object]:
    return one.starts_at, one.ends_at
