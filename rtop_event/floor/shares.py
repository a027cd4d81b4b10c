"""How the time at the floor was shared: by region, kind, level, and for whom; each sharing adds up to the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from rtop_event.floor.held import Spoken

C = TypeVar("C", bound=Enum)


@dataclass(frozen=True, slots=True)
class Share(Generic[C]):
    """The part of some of those who spoke; None for who is in none of them."""

    of: C | None
    statements: int
    used: int
    """Seconds."""
    planned: int
    """Seconds."""


def shared(spoken: Sequence[Spoken], choices: Iterable[C], of: Callable[[Spoken], C | None]) -> tuple[Share[C], ...]:
    """The parts in the order of the choices, who is in none of them last; only parts in which somebody spoke."""
    found: list[Share[C]] = []
    for choice in (*choices, None):
        own = [one for one in spoken if of(one) is choice]
        if own:
            found.append(Share(choice, len(own), sum(one.used for one in own), sum(one.planned for one in own)))
    return tuple(found)
