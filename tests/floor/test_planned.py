"""Whom the programme calls beside the list: before it, at their hour, after it; and the panel's answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from rtop_event.delegations.words import Kind
from rtop_event.dialogues.words import ItemKind
from rtop_event.floor.coming import coming
from rtop_event.floor.planned import Rounds, planned_name, planned_of, rounds_of
from rtop_event.floor.state import Floor
from rtop_event.floor.taking import floor_after
from rtop_event.floor.waiting import with_answers, with_programme
from rtop_event.speakers.timing import Item, Sitting, Timetable
from tests.floor.steps import TEN, at, story

THREE = TEN + timedelta(hours=5)


@dataclass(frozen=True)
class APart:
    """A part of a programme."""

    kind: ItemKind
    minutes: int | None
    people: Sequence[dict[str, Any]] = ()
    batch: int | None = None
    answers: int | None = None
    title: str = ""


@dataclass(frozen=True)
class AMeeting:
    """A meeting of three hours."""

    number: int
    starts_at: datetime
    items: Sequence[APart]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(hours=3)


@dataclass(frozen=True)
class APlace:
    """A place on a list that runs through the day."""

    key: str
    meeting: int | None = None
    block: str = ""
    kind: Kind = Kind.MEMBER_STATE
    on_behalf_of: str | None = None


def person(name: str, minutes: int | None = None) -> dict[str, Any]:
    return {"name": name, "function": "", "role": "speaker"} | ({} if minutes is None else {"minutes": minutes})


OPENING = APart(ItemKind.OPENING, 30, [person("President", 10), person("Moderator"), person("Secretary", 5)])
FLOOR = APart(ItemKind.FLOOR, None)
SECOND = APart(ItemKind.PANEL, 20, [person("Second", 8)])
CLOSING = APart(ItemKind.CLOSING, 10, [person("President", 10)])
DAY = (AMeeting(1, TEN, [OPENING, FLOOR, SECOND]), AMeeting(2, THREE, [FLOOR, CLOSING]))
LIST = [APlace("Tonga"), APlace("Peru"), APlace("Chad")]
SAT = ["10:00 opened 1"]


def spoke(*turns: str, minute: int = 1) -> list[str]:
    """The steps of those who are called, begin and end, a minute each; a voice may follow the name."""
    found = []
    for number, turn in enumerate(turns, minute):
        name, _, voice = turn.partition(" ")
        found += [f"10:{number:02} called {name} 180 {voice or 'statement'}"]
        found += [f"10:{number:02}:01 began", f"10:{number:02}:59 ended"]
    return found


def line(floor: Floor, *, meeting: int = 1, moment: datetime = TEN, rounds: Rounds | None = None) -> str:
    """Who is called, in order."""
    spoken = floor.spoken | {floor.speech.turn if floor.speech else ""}
    still = [one for one in LIST if one.key not in spoken]
    found = with_programme(still, planned_of(DAY), rounds, floor, meeting, moment)
    return " ".join(planned_name(one.key) or one.key for one in found)


def test_the_programme_gives_minutes_hours_and_places() -> None:
    found = planned_of(DAY)
    assert [(one.key, one.limit, one.when.value, one.starts_at) for one in found] == [
        ("programme:1:1:President", 600, "first", TEN),
        ("programme:1:1:Secretary", 300, "first", at(10)),
        ("programme:1:1:Second", 480, "hour", at(160)),
        ("programme:2:1:President", 600, "last", THREE + timedelta(minutes=170)),
    ]
    twice = replace(DAY[0], items=[OPENING, replace(CLOSING, kind=ItemKind.PANEL)])
    assert [one.key for one in planned_of([twice])][-1] == "programme:1:2:President"
    assert planned_of([AMeeting(1, TEN, [FLOOR])]) == []


def test_a_part_between_two_times_of_the_floor_has_its_hour() -> None:
    [one] = planned_of([AMeeting(1, TEN, [replace(FLOOR, minutes=60), SECOND, FLOOR])])
    assert (one.when.value, one.starts_at) == ("hour", at(60))


def test_the_first_round_of_a_meeting_counts() -> None:
    two = [replace(FLOOR, minutes=9, batch=3, answers=10), replace(FLOOR, batch=5, answers=1)]
    assert rounds_of([AMeeting(2, TEN, two), AMeeting(1, TEN, [FLOOR])]) == {2: Rounds(2, 3, 600)}


def test_the_programme_around_the_list() -> None:
    assert line(floor_after([])) == "President Secretary Tonga Peru Chad Second"
    assert line(floor_after(story(*SAT, *spoke("programme:1:1:President panel")))) == "Secretary Tonga Peru Chad Second"
    assert line(floor_after(story(*SAT)), moment=at(161)) == "President Secretary Second Tonga Peru Chad"


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([], "Tonga Peru Chad President"),
        (["10:01 absent programme:1:1:Secretary"], "Tonga Secretary Peru Chad President"),
        (["10:01 passed_over programme:1:1:President", *spoke("Tonga", minute=2)], "President Peru Chad President"),
        (["10:01 absent programme:1:1:Second"], "Tonga Peru Chad President"),
    ],
)
def test_who_was_called_in_vain_at_the_beginning_is_made_up_for_and_others_are_over_with_their_meeting(
    steps: list[str], told: str
) -> None:
    later = floor_after(story(*SAT, *steps, "12:00 closed", "15:00 opened 2"))
    assert line(later, meeting=2, moment=THREE) == told


def test_who_of_the_programme_was_absent_twice_comes_behind_the_list() -> None:
    once = [*SAT, "10:01 absent programme:1:1:President", *spoke("programme:1:1:Secretary panel", minute=2)]
    assert line(floor_after(story(*once))) == "President Tonga Peru Chad Second"
    twice = [*once, "10:04 absent programme:1:1:President", "10:05 called Tonga", "10:05:01 began", "10:08 ended"]
    assert line(floor_after(story(*twice))) == "Peru Chad President Second"
    assert line(floor_after(story(*twice)), moment=at(161)) == "Second Peru Chad President"
    found = floor_after(story(*twice, "10:09 found programme:1:1:President"))
    assert line(found) == "President Peru Chad Second"


def test_only_who_is_absent_on_the_list_tells_of_the_pace() -> None:
    steps = [
        *SAT, "10:01 absent programme:1:1:President", "10:02 absent answers:1:1", "10:03 reply_asked Chad",
        "10:04 reply_granted reply:4", "10:05 absent reply:4", "10:06 absent Tonga",
    ]  # fmt: skip
    floor = floor_after(story(*steps))
    assert (len(floor.absent), floor.missed) == (4, 1)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (["10:01 absent programme:1:1:President"], "Secretary President Tonga Peru Chad Second"),
        (["10:01 passed_over programme:1:1:President"], "Secretary President Tonga Peru Chad Second"),
        (["10:01 yielded programme:1:1:President"], "Secretary Tonga Peru Chad Second"),
        (["10:01 called programme:1:1:Secretary 300 panel"], "President Tonga Peru Chad Second"),
        (
            ["10:01 yielded programme:1:1:President", "10:02 passed_over programme:1:1:Secretary"],
            "Tonga Secretary Peru Chad Second",
        ),
    ],
)
def test_who_of_the_programme_is_not_there(steps: list[str], told: str) -> None:
    assert line(floor_after(story(*SAT, *steps))) == told


TWO = Rounds(1, 2, 600)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([], "Tonga Peru answers:1:1 Chad answers:1:2"),
        ([*SAT, "10:01 called Tonga"], "Peru answers:1:1 Chad answers:1:2"),
        ([*SAT, *spoke("Tonga")], "Peru answers:1:1 Chad answers:1:2"),
        ([*SAT, *spoke("Tonga", "Peru")], "answers:1:1 Chad answers:1:2"),
        ([*SAT, *spoke("Tonga", "Peru"), "10:09 called answers:1:1 600 panel"], "Chad answers:1:2"),
        ([*SAT, *spoke("Tonga", "Peru", "answers:1:1 panel", "Chad")], "answers:1:2"),
        ([*SAT, *spoke("Tonga", "Peru", "answers:1:1 panel", "Chad", "answers:1:2 panel")], ""),
        ([*SAT, *spoke("Tonga", "answers:1:1 panel")], "Peru Chad answers:1:2"),
        ([*SAT, *spoke("Tonga", "Peru"), "10:09 yielded answers:1:1"], "Chad answers:1:2"),
        ([*SAT, *spoke("Tonga", "Peru", "Chad"), "10:09 yielded answers:1:1", "10:10 yielded answers:1:2"], ""),
        ([*SAT, *spoke("programme:1:1:Secretary panel")], "Tonga Peru answers:1:1 Chad answers:1:2"),
    ],
)
def test_statements_in_batches_with_the_answers_of_the_panel(steps: list[str], told: str) -> None:
    floor = floor_after(story(*steps))
    still = [one for one in LIST if one.key not in floor.spoken | {floor.speech.turn if floor.speech else ""}]
    assert " ".join(one.key for one in with_answers(still, TWO, floor)) == told


def test_answers_belong_to_their_own_meeting() -> None:
    floor = floor_after(story(*SAT, *spoke("Tonga"), "12:00 closed", "15:00 opened 2"))
    two = replace(TWO, meeting=2)
    assert [one.key for one in with_answers(LIST[1:], two, floor)] == ["Peru", "Chad", "answers:2:1"]
    assert line(floor, meeting=2, moment=THREE, rounds=two).endswith("Peru Chad answers:2:1 President")
    assert {one.block for one in with_answers([], TWO, floor_after(story(*SAT, *spoke("Tonga"))))} == {"answers:1:1"}


TIMETABLE = Timetable(
    (
        Sitting(1, TEN, TEN + timedelta(hours=3), (Item(30), Item(floor=True), Item(20))),
        Sitting(2, THREE, THREE + timedelta(hours=3), (Item(floor=True), Item(10))),
    )
)


def hours(floor: Floor, moment: datetime, *, meeting: int = 1, rounds: Rounds | None = None) -> dict[str, int]:
    """In how many minutes after ten each is expected."""
    still = [one for one in LIST if one.key not in floor.spoken]
    found = with_programme(still, planned_of(DAY), rounds, floor, meeting, moment)
    turns = coming(found, floor, TIMETABLE, {}, moment)
    assert all(one.fits for one in turns)
    return {planned_name(one.key) or one.key: round((one.starts_at - TEN) / timedelta(minutes=1)) for one in turns}


def test_the_programme_has_its_minutes_in_the_expected_times() -> None:
    before = hours(floor_after([]), at(-30))
    assert (before["President"], before["Secretary"], before["Tonga"], before["Second"]) == (0, 10, 30, 160)
    late = hours(floor_after(story(*SAT, "10:25 called programme:1:1:President 600 panel", "10:25:01 began")), at(25))
    assert late["Secretary"] in range(33, 38)
    assert late["Tonga"] - late["Secretary"] == 5
    answered = hours(floor_after([]), at(-30), rounds=TWO)
    assert answered["Chad"] - answered["answers:1:1"] == 10


def test_the_close_comes_after_the_list() -> None:
    sat = floor_after(story("15:00 opened 2"))
    planned = [one for one in planned_of(DAY) if one.meeting == 2]
    turns = coming([*LIST, *planned], sat, TIMETABLE, {}, THREE)
    assert (turns[-1].key, turns[-1].fits, turns[-1].starts_at > turns[-2].starts_at) == (
        "programme:2:1:President", True, True,
    )  # fmt: skip


def test_a_meeting_without_floor_begins_with_its_programme() -> None:
    talk = Timetable((Sitting(1, TEN, TEN + timedelta(hours=3), (Item(180),)), TIMETABLE.sittings[1]))
    found = coming([*planned_of(DAY)[:1], *LIST], floor_after([]), talk, {}, TEN)
    assert [one.starts_at for one in found[:2]] == [TEN, THREE]


def test_a_meeting_that_was_cancelled_while_it_sits_has_no_hours() -> None:
    found = coming([*planned_of(DAY)[:1], *LIST], floor_after(story("10:00 opened 3")), TIMETABLE, {}, TEN)
    assert found[0].starts_at == at(30)
