"""The chair's moves, made again on the list as the rules order it now."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from rtop_event.speakers.facts import Inscription, Move

Meeting = int | None
Lists = dict[Meeting, list[Inscription]]

# A link is the key of an inscription, or the head of a meeting's list as a tuple, which no key can equal.
_Link = str | tuple[Meeting]


def made_again(lists: Lists, moves: Iterable[Move], fixed: frozenset[str]) -> tuple[Lists, dict[str, Move]]:
    """The lists after all moves in time order, and the last move of each inscription that was moved.

    An inscription goes to the list in which its anchor stands. What cannot be made has no effect: an inscription or an
    anchor that is not there, an inscription put after itself, one whose key is among the fixed.
    """
    in_time_order = sorted(moves, key=attrgetter("moved_at", "key"))
    if not in_time_order:
        return lists, {}
    linked = _Linked(lists)
    last: dict[str, Move] = {}
    for move in in_time_order:
        if move.key not in fixed and linked.put(move.key, move.after):
            last[move.key] = move
    return linked.lists(), last


class _Linked:
    """The lists with a link from each inscription to its neighbours, so that a move costs the same on any list."""

    def __init__(self, lists: Lists) -> None:
        self.inscriptions = {inscription.key: inscription for line in lists.values() for inscription in line}
        self.heads: dict[_Link, tuple[Meeting]] = {}
        self.following: dict[_Link, _Link | None] = {}
        self.preceding: dict[_Link, _Link] = {}
        for meeting, line in lists.items():
            self._join((meeting,), [inscription.key for inscription in line])

    def _join(self, head: tuple[Meeting], keys: list[str]) -> None:
        before: _Link = head
        for key in keys:
            self.heads[key] = head
            self.following[before] = key
            self.preceding[key] = before
            before = key
        self.following[before] = None

    def put(self, key: str, after: str | None) -> bool:
        """Put an inscription directly after another, or at the front; False when that is impossible."""
        if key not in self.inscriptions or after == key or (after is not None and after not in self.inscriptions):
            return False
        self._tie(self.preceding[key], self.following[key])
        anchor: _Link = self.heads[key] if after is None else after
        self.heads[key] = self.heads[key] if after is None else self.heads[after]
        self._tie(key, self.following[anchor])
        self._tie(anchor, key)
        return True

    def _tie(self, before: _Link, after: _Link | None) -> None:
        self.following[before] = after
        if after is not None:
            self.preceding[after] = before

    def lists(self) -> Lists:
        """The inscriptions of each list, in order."""
        return {head[0]: self._line(head) for head in self.following if isinstance(head, tuple)}

    def _line(self, head: tuple[Meeting]) -> list[Inscription]:
        line: list[Inscription] = []
        link = self.following[head]
        while isinstance(link, str):
            line.append(self.inscriptions[link])
            link = self.following[link]
        return line
