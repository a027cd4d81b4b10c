"""Which statements are public: those whose turn at the floor is over, and those submitted in writing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rtop_event.floor.words import Voice


class Turn(Protocol):
    """A turn at the floor that is over."""

    @property
    def turn(self) -> str:
        """The key of whose turn it was."""

    @property
    def voice(self) -> Voice: ...

    @property
    def ended_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Public:
    """Whose statement is public, and when it was delivered; None for one submitted in writing."""

    registration: int
    delivered_at: datetime | None


def public_statements(turns: Iterable[Turn], in_writing: Collection[int] = ()) -> list[Public]:
    """In the order in which they were delivered; after these the written ones, by the number of their request.

    A turn that was given up or taken back is none; a reply and the panel have no statement.
    """
    ended = {int(one.turn): one.ended_at for one in turns if one.voice is Voice.STATEMENT and one.turn.isdecimal()}
    spoken = [Public(number, at) for number, at in ended.items()]
    return spoken + [Public(number, None) for number in sorted(set(in_writing) - set(ended))]
