"""The list of speakers, computed from inscriptions, a chain of rules and the chair's moves."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rtop_event.delegations.words import Kind
from rtop_event.speakers.balance import balance_of
from rtop_event.speakers.between import rule_between
from rtop_event.speakers.chain import Chain, RuleName, contains, ranking_rules, row_rule
from rtop_event.speakers.facts import Arrangement, Exchange, Inscription, Move
from rtop_event.speakers.grounds import Grounds
from rtop_event.speakers.moves import Lists, Made, Meeting, in_time, made_again
from rtop_event.speakers.reasons import (
    arranged_because,
    exchanged_because,
    moved_because,
    pinned_because,
)
from rtop_event.speakers.ruling import Ruling, ruled
from rtop_event.speakers.shifts import Cause, Pinned, shifted
from rtop_event.speakers.shifts_told import ShiftsTold, among_restored, not_beside, still_restored
from rtop_event.wording import Sentence


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the list: its number over all meetings, its number in its own list, and why."""

    number: int
    meeting: int | None
    number_in_meeting: int
    inscription: Inscription
    decided: Decided = field(compare=False, repr=False)

    @property
    def key(self) -> str:
        """The key of the inscription."""
        return self.inscription.key

    @property
    def kind(self) -> Kind:
        """The kind of the delegation."""
        return self.inscription.kind

    @property
    def on_behalf_of(self) -> str | None:
        """The name of the group for which the statement is made."""
        return self.inscription.on_behalf_of

    @property
    def reason(self) -> Sentence:
        """Why it stands here, in one sentence."""
        return self.decided.of(self)


def order(
    inscriptions: Iterable[Inscription],
    chain: Chain,
    moves: Iterable[Move] = (),
    exchanges: Iterable[Exchange] = (),
    arrangements: Iterable[Arrangement] = (),
) -> list[Place]:
    """The places of all live inscriptions: by the rules, then what was done since in its time, then the pins.

    What the rules leave equal is ordered by time of inscription; at the same moment by kind, then by key. A meeting is
    known to a place only where each meeting is a list of its own. Needs n log n steps.
    """
    ruling = ruled(inscriptions, chain)
    rules: Lists = {meeting: [one for _, one in found.line] for meeting, found in ruling.lists.items()}
    pinned = contains(chain, RuleName.PINS)
    fixed = frozenset(one.key for line in rules.values() for one in line if pinned and one.pin is not None)
    lists = {meeting: seated(line) for meeting, line in rules.items()} if fixed else rules
    made = made_again(lists, moves, fixed, exchanges, arrangements, begun=rules)
    if fixed and made.last:
        made.lists = {meeting: seated(line) for meeting, line in made.lists.items()}
    return _places(made.lists, Decided(ruling, chain, fixed, made))


def seated(line: Sequence[Inscription]) -> list[Inscription]:
    """A list with every pinned inscription at its place, the others around them in their order.

    Of two that are pinned to one place the earlier request has it, the other takes the next one that is free. A pin
    beyond the end takes the last free place. A withdrawn inscription stays beside its place, to be moved after.
    """
    exact, waiting = _pinned(line)
    gone = deque(sorted((one for one in line if one.pin is not None and not one.live), key=_by_pin))
    others = deque(one for one in line if one.pin is None)
    seats: list[Inscription] = []
    for place in range(1, sum(one.live for one in line) + 1):
        while gone and (gone[0].pin or 0) <= place:
            seats.append(gone.popleft())
        while others and not others[0].live:
            seats.append(others.popleft())
        if place in exact:
            seats.append(exact[place])
        elif waiting and (not others or (waiting[0].pin or 0) < place):
            seats.append(waiting.popleft())
        else:
            seats.append(others.popleft())
    return [*seats, *others, *gone]


def _pinned(line: Sequence[Inscription]) -> tuple[dict[int, Inscription], deque[Inscription]]:
    """Those who have the very place to which they are pinned, and those who wait for a free one."""
    exact: dict[int, Inscription] = {}
    waiting: deque[Inscription] = deque()
    last = sum(one.live for one in line)
    for one in sorted((one for one in line if one.pin is not None and one.live), key=_by_pin):
        if one.pin is not None and 1 <= one.pin <= last and one.pin not in exact:
            exact[one.pin] = one
        else:
            waiting.append(one)
    return exact, waiting


def _by_pin(inscription: Inscription) -> tuple[object, ...]:
    return inscription.pin, inscription.requested_at, inscription.key


def _last(cause: Cause) -> tuple[bool, object]:
    """What holds longest comes last: a pin, then what was done most recently."""
    return (True, None) if isinstance(cause, Pinned) else (False, in_time(cause))


@dataclass(frozen=True)
class Decided:
    """Finds what decided a place, and only when somebody asks."""

    ruling: Ruling
    chain: Chain
    fixed: frozenset[str]
    made: Made

    def of(self, place: Place) -> Sentence:
        """The reason of one place: what decided it, and what others changed of it since."""
        one = place.inscription
        if one.key in self.fixed:
            return self._pinned(place)
        fact = self.made.last.get(one.key)
        if isinstance(fact, Exchange):
            partner = self._find(fact.other if one.key == fact.one else fact.one)
            return self._shifted_since(one, exchanged_because(partner))
        if isinstance(fact, Arrangement):
            return self._shifted_since(one, self._restored(place, fact))
        if fact is not None:
            return self._moved(place, fact)
        reason = self._grounds[place.meeting].because(one)
        if self.made.order is not None:
            reason = among_restored(reason, self.made.order)
        return self._shifted_since(one, reason)

    def by_hand(self, place: Place) -> bool:
        """Whether a pin or something that was done since decided the place, and not the rules alone."""
        return place.key in self.fixed or place.key in self.made.last or self.made.order is not None

    def _pinned(self, place: Place) -> Sentence:
        one, line = place.inscription, self._live[place.meeting]
        at = one.pin or 0
        there = line[at - 1] if 1 <= at <= len(line) else None
        holder = there if there is not None and there.pin == at else None
        return pinned_because(one, place=place.number_in_meeting, last=len(line), holder=holder)

    def _restored(self, place: Place, order: Arrangement) -> Sentence:
        before = self.made.told.get(place.key)
        if before is None:
            return arranged_because(order)
        if isinstance(before, Exchange):
            partner = self._find(before.other if place.key == before.one else before.one)
            return still_restored(exchanged_because(partner), order)
        if not self._beside(place, before):
            return arranged_because(order)
        return still_restored(self._moved(place, before), order)

    def _moved(self, place: Place, move: Move) -> Sentence:
        anchor = None if move.after is None else self._find(move.after)
        reason = moved_because(move, anchor)
        cause = None if self._beside(place, move) else self._between(place, move, anchor)
        return reason if cause is None else not_beside(reason, cause, self._find)

    def _beside(self, place: Place, move: Move) -> bool:
        """Whether it stands where it was put, as far as anybody is left to see it by."""
        anchor = None if move.after is None else self._find(move.after)
        line, number = self._live[place.meeting], place.number_in_meeting
        before = line[number - 2] if number > 1 else None
        return before is anchor or (anchor is not None and not anchor.live)

    def _between(self, place: Place, move: Move, anchor: Inscription | None) -> Cause | None:
        """What was done with the one beside whom it was put, or with the one that stands there instead."""
        line = self._live[place.meeting]
        there = line[0] if anchor is None else self._next(anchor)
        causes = [self._done(one, move) for one in (there, anchor) if one is not None and one.key != place.key]
        return max((cause for cause in causes if cause is not None), key=_last, default=None)

    def _done(self, one: Inscription, move: Move) -> Cause | None:
        if one.key in self.fixed:
            return Pinned(one)
        since = self.made.last.get(one.key)
        return since if since is not None and in_time(since) > in_time(move) else None

    def _next(self, one: Inscription) -> Inscription | None:
        meeting, number = self._numbers[one.key]
        line = self._live[meeting]
        return line[number] if number < len(line) else None

    def _shifted_since(self, one: Inscription, reason: Sentence) -> Sentence:
        return self._shifts.after(reason, one.key)

    def _find(self, key: str) -> Inscription:
        return self._inscriptions[key]

    def rule_between(self, one: Place, other: Place) -> Sentence:
        """What puts the one before the other where nothing was done by hand."""
        return rule_between(self.chain, self._grounds[one.meeting], one.inscription, other.inscription)

    @cached_property
    def _live(self) -> dict[Meeting, list[Inscription]]:
        return {meeting: [one for one in line if one.live] for meeting, line in self.made.lists.items()}

    @cached_property
    def _numbers(self) -> dict[str, tuple[Meeting, int]]:
        return {
            one.key: (meeting, number) for meeting, line in self._live.items() for number, one in enumerate(line, 1)
        }

    @cached_property
    def _shifts(self) -> ShiftsTold:
        return ShiftsTold(shifted(self.made, self.fixed), self._find)

    @cached_property
    def _inscriptions(self) -> dict[str, Inscription]:
        return {one.key: one for line in self.made.lists.values() for one in line}

    @cached_property
    def _grounds(self) -> dict[Meeting, Grounds]:
        found = self.ruling.lists
        live = {meeting: [row for row in one.rows if row[1].live] for meeting, one in found.items()}
        several = sum(bool(line) for line in live.values()) > 1
        rules, row, balance = ranking_rules(self.chain), row_rule(self.chain), balance_of(self.chain)
        return {
            meeting: Grounds(
                rules,
                line,
                meeting,
                one_of_several=several,
                row=row,
                balance=balance,
                top=found[meeting].protected,
                moved_on=self.ruling.moved_on,
            )
            for meeting, line in live.items()
        }


def _places(lists: Lists, decided: Decided) -> list[Place]:
    places: list[Place] = []
    for meeting, line in lists.items():
        live = (one for one in line if one.live)
        for number_in_meeting, one in enumerate(live, start=1):
            places.append(Place(len(places) + 1, meeting, number_in_meeting, one, decided))
    return places
