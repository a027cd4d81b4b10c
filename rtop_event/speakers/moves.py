"""Moves, exchanges of places and whole orders restored, made again on the list as the rules order it now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rtop_event.speakers.facts import Arrangement, Exchange, Fact, Inscription, Move

Meeting = int | None
Lists = dict[Meeting, list[Inscription]]

# A link is the key of an inscription, or the head of a meeting's list as a tuple, which no key can equal.
_Link = str | tuple[Meeting]


def made_again(
    lists: Lists,
    moves: Iterable[Move],
    fixed: frozenset[str],
    exchanges: Iterable[Exchange] = (),
    arrangements: Iterable[Arrangement] = (),
) -> tuple[Lists, dict[str, Fact]]:
    """The lists after all these facts in time order, and the last one for each inscription whose place it decided.

    An inscription goes to the list in which its anchor stands. What cannot be made has no effect: an inscription or an
    anchor that is not there, an inscription put after itself, one whose key is among the fixed; and an exchange or an
    arrangement after which an inscription took its place anew.
    """
    made: list[Fact] = [*moves, *exchanges, *arrangements]
    if not made:
        return lists, {}
    linked = _Linked(lists)
    last: dict[str, Fact] = {}
    for fact in sorted(made, key=_in_time):
        last |= dict.fromkeys(_made(linked, fact, fixed), fact)
    return linked.lists(), last


def _made(linked: _Linked, fact: Fact, fixed: frozenset[str]) -> list[str]:
    """The keys of the inscriptions whose place this fact decides now."""
    if isinstance(fact, Arrangement):
        return linked.arrange(fact)
    if isinstance(fact, Exchange):
        both = [fact.one, fact.other]
        return both if not fixed.intersection(both) and linked.exchange(fact) else []
    return [fact.key] if fact.key not in fixed and linked.put(fact.key, fact.after) else []


def _in_time(fact: Fact) -> tuple[datetime, str]:
    if isinstance(fact, Arrangement):
        return fact.arranged_at, ""
    return (fact.applied_at, fact.one) if isinstance(fact, Exchange) else (fact.moved_at, fact.key)


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
        head = self.heads[key] if after is None else self.heads[after]
        self._put(key, head if after is None else after, head)
        return True

    def _put(self, key: str, anchor: _Link, head: tuple[Meeting]) -> None:
        self._tie(self.preceding[key], self.following[key])
        self.heads[key] = head
        self._tie(key, self.following[anchor])
        self._tie(anchor, key)

    def exchange(self, fact: Exchange) -> bool:
        """Each takes the other's place; False when that is impossible, or undone by a place taken anew."""
        both = [self.inscriptions.get(key) for key in (fact.one, fact.other)]
        if fact.one == fact.other or any(one is None or one.requested_at > fact.applied_at for one in both):
            return False
        before, head = self.preceding[fact.one], self.heads[fact.one]
        self._put(fact.one, fact.other, self.heads[fact.other])
        self._put(fact.other, fact.one if before == fact.other else before, head)
        return True

    def arrange(self, fact: Arrangement) -> list[str]:
        """Put all in that order; those it does not know stay after whom they stand, in their own list."""
        held = {key for _, keys in fact.lists for key in keys if self._stands_since(key, fact.arranged_at)}
        wanted = self._wanted(fact, held)
        goes_to = {key: meeting for meeting, keys in wanted.items() for key in keys}
        lines = self.lists()
        for meeting in {*lines, *wanted}:
            followers = _followers(meeting, lines.get(meeting, []), goes_to)
            own = [one for key in wanted.get(meeting, ()) for one in (key, *followers.get(key, ()))]
            self._join((meeting,), [*followers.get(None, ()), *own])
        return list(goes_to)

    def _stands_since(self, key: str, moment: datetime) -> bool:
        return key in self.inscriptions and self.inscriptions[key].requested_at <= moment

    def _wanted(self, fact: Arrangement, held: set[str]) -> dict[Meeting, list[str]]:
        """The order of each list; where lists were made otherwise then, it holds within each of the present ones."""
        present = {head[0] for head in self.following if isinstance(head, tuple)}
        alike = (present == {None}) == ({meeting for meeting, _ in fact.lists} == {None})
        wanted: dict[Meeting, list[str]] = {}
        for meeting, keys in fact.lists:
            for key in dict.fromkeys(keys):
                if key in held:
                    wanted.setdefault(meeting if alike else self.heads[key][0], []).append(key)
        return wanted

    def _tie(self, before: _Link, after: _Link | None) -> None:
        self.following[before] = after
        if after is not None:
            self.preceding[after] = before

    def lists(self) -> Lists:
        """The inscriptions of each list, in order."""
        heads = sorted((head for head in self.following if isinstance(head, tuple)), key=_none_last)
        return {head[0]: self._line(head) for head in heads}

    def _line(self, head: tuple[Meeting]) -> list[Inscription]:
        line: list[Inscription] = []
        link = self.following[head]
        while isinstance(link, str):
            line.append(self.inscriptions[link])
            link = self.following[link]
        return line


def _none_last(head: tuple[Meeting]) -> tuple[bool, int]:
    return head[0] is None, head[0] or 0


def _followers(meeting: Meeting, line: list[Inscription], goes_to: dict[str, Meeting]) -> dict[str | None, list[str]]:
    """Those an arrangement does not know, by the one of this list after whom they stand; None for its front."""
    followers: dict[str | None, list[str]] = {}
    before: str | None = None
    for one in line:
        if one.key not in goes_to:
            followers.setdefault(before, []).append(one.key)
        elif goes_to[one.key] == meeting:
            before = one.key
    return followers
