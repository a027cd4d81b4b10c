"""Who is still to speak, and in which order: the list of speakers, less what happened in the room."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime, tzinfo
from itertools import takewhile
from typing import Protocol, TypeVar

from rtop_event.dialogues.words import AbsentGo
from rtop_event.floor.planned import ANSWERS, Answers, Planned, Rounds, When
from rtop_event.floor.state import Floor
from rtop_event.floor.words import Voice


class Waits(Protocol):
    """A place on the list of speakers, as far as its turn depends on it."""

    @property
    def key(self) -> str: ...

    @property
    def meeting(self) -> int | None:
        """The meeting whose list it is on; None where one list runs through the day."""

    @property
    def block(self) -> Hashable:
        """What stands together: those of one block wait for each other."""


W = TypeVar("W", bound=Waits)


def waiting(places: Sequence[W], floor: Floor, absent_go: AbsentGo = AbsentGo.BLOCK) -> list[W]:
    """Those who are still to speak, in the order in which they will be called; who has the floor is none of them.

    Whoever was absent goes to the end of the own block, or of the own meeting's list, and in any case behind the next
    one; a second time to the end of the list. Who was passed over once comes after the next one who speaks. Where a
    meeting was closed before all its speakers had the floor, they come before those of the next.
    """
    return _passed_over(_absent_last(_still(places, floor), floor, absent_go), floor)


def due(places: Sequence[W], floor: Floor) -> list[W]:
    """Those of them whose meeting sits, or sat already; those of later meetings are called out of order only."""
    sitting = floor.sitting.meeting if floor.sitting else 0
    return [one for one in places if one.meeting is None or one.meeting <= sitting]


class Hours(Protocol):
    """A meeting as it is planned, as far as the day it is on depends on it."""

    @property
    def number(self) -> int: ...

    @property
    def starts_at(self) -> datetime: ...


def more_today(places: Sequence[Waits], floor: Floor, hours: Sequence[Hours], zone: tzinfo) -> bool:
    """Whether somebody waits for a later meeting of the day of the one that sits: that day's debate goes on."""
    later = later_today(floor, hours, zone)
    return any(one.meeting in later for one in places)


def later_today(floor: Floor, hours: Sequence[Hours], zone: tzinfo) -> frozenset[int]:
    """The later meetings of the day of the one that sits; with none of them the day ends with it."""
    days = {one.number: one.starts_at.astimezone(zone).date() for one in hours}
    sitting = floor.sitting.meeting if floor.sitting else 0
    return frozenset(number for number, day in days.items() if number > sitting and day == days.get(sitting))


def with_programme(
    line: Sequence[W], planned: Sequence[Planned], rounds: Rounds | None, floor: Floor, meeting: int, at: datetime
) -> list[W | Planned | Answers]:
    """Those of the list who are called in a meeting, among those whom its programme calls; absent ones as on the list.

    Whoever was called in vain, or passed over, at the beginning of an earlier meeting is made up for; else the
    programme of a meeting is over with it.
    """
    tried = {*floor.absent, *(turn for turn, _ in floor.passed)}
    made_up = [one for one in planned if one.meeting < meeting and one.when is When.FIRST and one.key in tried]
    theirs = [*made_up, *(one for one in planned if one.meeting == meeting)]
    still = {when: _absent_last(_still([one for one in theirs if one.when is when], floor), floor) for when in When}
    begun = [*still[When.FIRST], *(one for one in still[When.HOUR] if one.starts_at <= at)]
    later = [one for one in still[When.HOUR] if one.starts_at > at]
    twice = [one for one in begun if floor.absent.count(one.key) > 1]
    now = [one for one in begun if one not in twice]
    answered = with_answers(line, rounds, floor) if rounds else list(line)
    return _passed_over([*now, *answered, *twice, *later, *still[When.LAST]], floor)


def with_answers(line: Sequence[W], rounds: Rounds, floor: Floor) -> list[W | Answers]:
    """The list in batches, the panel's answers after each; after the last one too, however few were heard.

    Answers that the chair called early begin a new batch; those that were given up leave their batch unanswered.
    """
    asked, last = _asked(rounds, floor)
    number = last + 1
    while Answers(number, rounds.meeting, rounds.limit).key in floor.spoken:
        number += 1
    open_questions = asked - (number - last - 1) * rounds.batch
    found: list[W | Answers] = []
    for one in line:
        if open_questions >= rounds.batch:
            found.append(Answers(number, rounds.meeting, rounds.limit))
            number, open_questions = number + 1, 0
        found.append(one)
        open_questions += 1
    return [*found, Answers(number, rounds.meeting, rounds.limit)] if open_questions > 0 else found


def _asked(rounds: Rounds, floor: Floor) -> tuple[int, int]:
    """How many statements were made in the meeting since the panel answered, and the number of those answers."""
    opened = next((one.opened_at for one in floor.sittings if one.meeting == rounds.meeting), None)
    asked, last = 0, 0
    for one in [*floor.delivered, *([floor.speech] if floor.speech else [])]:
        if one.turn.startswith(f"{ANSWERS}{rounds.meeting}:"):
            asked, last = 0, int(one.turn.rpartition(":")[2])
        elif opened and one.called_at >= opened and one.voice is Voice.STATEMENT:
            asked += 1
    return asked, last


def _still(places: Sequence[W], floor: Floor) -> list[W]:
    at_the_floor = floor.speech.turn if floor.speech else None
    return [one for one in places if one.key not in floor.spoken and one.key != at_the_floor]


def _absent_last(still: list[W], floor: Floor, absent_go: AbsentGo = AbsentGo.BLOCK) -> list[W]:
    """Each absent one after the last of those with whom it waits, in the order in which they were called in vain."""
    seats = {one.key: number for number, one in enumerate(still)}
    missed = {turn: number for number, turn in enumerate(floor.absent)}
    times = {turn: floor.absent.count(turn) for turn in missed}

    def seat(one: W) -> tuple[int, int, int]:
        if one.key not in missed:
            return seats[one.key], 0, 0
        wide = absent_go is AbsentGo.LIST or times[one.key] > 1
        last = max(seats[other.key] for other in still if _together(one, other, wide=wide))
        return last, times[one.key], missed[one.key] + 1

    return sorted(still, key=seat)


def _together(one: Waits, other: Waits, *, wide: bool) -> bool:
    return one.meeting == other.meeting and (wide or one.block == other.block)


def _passed_over(line: list[W], floor: Floor) -> list[W]:
    """Those at the front who were passed over come after the next one, until somebody has spoken since."""
    over = {turn for turn, heard in floor.passed if heard == floor.heard}
    front = list(takewhile(lambda one: one.key in over, line))
    rest = line[len(front) :]
    return [rest[0], *front, *rest[1:]] if rest else line
