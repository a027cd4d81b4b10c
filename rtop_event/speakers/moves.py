"""Moves, exchanges of places and whole orders restored, made again on the list as the rules order it now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from rtop_event.speakers.facts import Arrangement, Exchange, Fact, Inscription, Move

Meeting = int | None
Lists = dict[Meeting, list[Inscription]]

# A link is the key of an inscription, or the head of a meeting's list as a tuple, which no key can equal.
_Link = str | tuple[Meeting]


@dataclass
class Made:
    """The lists after all that was done, and what that did to each inscription."""

    lists: Lists
    begun: Lists
    """The lists as the last whole order left them, else as the rules did: what `slots` and `put` tell came after."""
    last: dict[str, Fact] = field(default_factory=dict)
    """The last fact for each inscription whose place it decided."""
    slots: dict[str, str] = field(default_factory=dict)
    """Who holds a place by exchange, and who held it when the lists had begun."""
    put: dict[str, Move] = field(default_factory=dict)
    """The move by which a place of the lists as they had begun was put elsewhere."""
    order: Arrangement | None = None
    """The last whole order."""
    told: dict[str, Move | Exchange] = field(default_factory=dict)
    """By what somebody had its place already when the revision of the last whole order was published."""


def made_again(
    lists: Lists,
    moves: Iterable[Move],
    fixed: frozenset[str],
    exchanges: Iterable[Exchange] = (),
    arrangements: Iterable[Arrangement] = (),
    *,
    begun: Lists | None = None,
) -> Made:
    """The lists after all these facts in time order.

    An inscription goes to the list in which its anchor stands. What cannot be made has no effect: an inscription or an
    anchor that is not there, an inscription put after itself, one whose key is among the fixed; and an exchange or an
    arrangement after which an inscription took its place anew. `begun` are the lists of the rules, before any pin.
    """
    made: list[Fact] = [*moves, *exchanges, *arrangements]
    rules = lists if begun is None else begun
    if not made:
        return Made(lists, rules)
    making = _Making(lists, rules, fixed)
    for fact in sorted(made, key=in_time):
        making.make(fact)
    making.done.lists = making.linked.lists()
    return making.done


def in_time(fact: Fact) -> tuple[datetime, str]:
    """When it was done, and by what it is told from others of that moment."""
    if isinstance(fact, Arrangement):
        return fact.arranged_at, ""
    return (fact.applied_at, fact.one) if isinstance(fact, Exchange) else (fact.moved_at, fact.key)


class _Making:
    """One fact after the other, with what each did."""

    def __init__(self, lists: Lists, rules: Lists, fixed: frozenset[str]) -> None:
        self.linked = _Linked(lists)
        self.rules = rules
        self.fixed = fixed
        self.done = Made(lists, rules)
        self.history: dict[str, list[tuple[datetime, Move | Exchange | None]]] = {}

    def make(self, fact: Fact) -> None:
        """Make it, if it can be made."""
        if isinstance(fact, Arrangement):
            self._arrange(fact)
        elif isinstance(fact, Exchange):
            if not self.fixed.intersection((fact.one, fact.other)) and self.linked.exchange(fact):
                slots, one, other = self.done.slots, fact.one, fact.other
                slots[one], slots[other] = slots.get(other, other), slots.get(one, one)
                self._decided(fact, one, other)
        elif fact.key not in self.fixed and self.linked.put(fact.key, fact.after):
            self.done.put[self.done.slots.get(fact.key, fact.key)] = fact
            self._decided(fact, fact.key)

    def _decided(self, fact: Move | Exchange, *keys: str) -> None:
        for key in keys:
            self.done.last[key] = fact
            self.history.setdefault(key, []).append((in_time(fact)[0], fact))

    def _arrange(self, order: Arrangement) -> None:
        """All whom it knows stand in that order, the others where the rules and their own moves put them among it."""
        told = {key: self._told(key, order) for _, keys in order.lists for key in keys}
        known = self.linked.arrange(order, self.rules, frozenset(key for key, one in told.items() if one is not None))
        others = {id(fact): fact for key, fact in self.done.last.items() if key not in known}.values()
        self.done = Made({}, {}, order=order)
        for key in known:
            self.done.last[key] = order
            self.history.setdefault(key, []).append((order.arranged_at, told[key]))
        self.done.told = {key: one for key in known if (one := told[key]) is not None}
        for fact in sorted(others, key=in_time):
            self._hold(fact, known)
        self.done.begun = self.linked.lists()

    def _hold(self, fact: Fact, known: frozenset[str]) -> None:
        """What was done with those alone whom a whole order does not know still holds."""
        if isinstance(fact, Exchange):
            if not known.intersection((fact.one, fact.other)) and self.linked.exchange(fact):
                self.done.last |= {fact.one: fact, fact.other: fact}
        elif not isinstance(fact, Arrangement) and self.linked.put(fact.key, fact.after):
            self.done.last[fact.key] = fact

    def _told(self, key: str, order: Arrangement) -> Move | Exchange | None:
        """The move or exchange by which it had its place when that order was published."""
        if order.published_at is None:
            return None
        before = [told for moment, told in self.history.get(key, ()) if moment <= order.published_at]
        return before[-1] if before else None


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

    def arrange(self, fact: Arrangement, rules: Lists, by_hand: frozenset[str] = frozenset()) -> frozenset[str]:
        """Put all in that order; those it does not know stand after whom the rules put them, in their own list.

        Nobody stands after one whom a hand, and not the rules, had put where it is.
        """
        held = {key for _, keys in fact.lists for key in keys if self._stands_since(key, fact.arranged_at)}
        wanted = _wanted(fact, held, rules)
        goes_to = {key: meeting for meeting, keys in wanted.items() for key in keys}
        for meeting in {*self._meetings(), *wanted}:
            followers = _followers(meeting, rules.get(meeting, []), goes_to, by_hand)
            own = [one for key in wanted.get(meeting, ()) for one in (key, *followers.get(key, ()))]
            self._join((meeting,), [*followers.get(None, ()), *own])
        return frozenset(goes_to)

    def _meetings(self) -> list[Meeting]:
        return [head[0] for head in self.following if isinstance(head, tuple)]

    def _stands_since(self, key: str, moment: datetime) -> bool:
        return key in self.inscriptions and self.inscriptions[key].requested_at <= moment

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


def _wanted(fact: Arrangement, held: set[str], rules: Lists) -> dict[Meeting, list[str]]:
    """The order of each list; where lists were made otherwise then, it holds within each of the present ones."""
    home = {one.key: meeting for meeting, line in rules.items() for one in line}
    alike = (set(rules) == {None}) == ({meeting for meeting, _ in fact.lists} == {None})
    wanted: dict[Meeting, list[str]] = {}
    for meeting, keys in fact.lists:
        for key in dict.fromkeys(keys):
            if key in held:
                wanted.setdefault(meeting if alike else home[key], []).append(key)
    return wanted


def _followers(
    meeting: Meeting, line: list[Inscription], goes_to: dict[str, Meeting], by_hand: frozenset[str]
) -> dict[str | None, list[str]]:
    """Those an arrangement does not know, by the one of this list after whom they stand; None for its front."""
    followers: dict[str | None, list[str]] = {}
    before: str | None = None
    for one in line:
        if one.key not in goes_to:
            followers.setdefault(before, []).append(one.key)
        elif goes_to[one.key] == meeting and one.key not in by_hand:
            before = one.key
    return followers
