"""The stages of a list: which one holds at a moment, and what is told of it online and at the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from rtop_event.dialogues.periods import State
from rtop_event.dialogues.stages import ListHours, Stage, asking_told, desk_told, floor_opens, list_hours, online_told
from rtop_event.dialogues.words import ItemKind

OPENS = datetime(2012, 8, 16, 13, 0, tzinfo=UTC)
ONLINE = datetime(2012, 9, 5, 12, 0, tzinfo=UTC)
ANNOUNCED = datetime(2012, 9, 5, 14, 5, tzinfo=UTC)
CLOSES = datetime(2012, 9, 5, 14, 15, tzinfo=UTC)
MORNING = datetime(2012, 9, 5, 14, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
PLAIN = ListHours(OPENS, CLOSES)
DESK = ListHours(OPENS, CLOSES, ONLINE)
CHAIR = ListHours(OPENS, CLOSES, ONLINE, ANNOUNCED)
REGISTERED = datetime(2012, 9, 3, 22, 0, tzinfo=UTC)
SHUT = ListHours(OPENS, CLOSES, ONLINE, ANNOUNCED, REGISTERED)
NOBODY_ONLINE = (
    "Registration is closed. Only the desk in the room still adds to the list of speakers, until 5 September 2012, 10:15 "
    "(New York time).",
    "Registration is closed, so nothing is asked online any more. The desk adds to the list until 5 September 2012, "
    "10:15 (New York time).",
)
EARLY = ListHours(OPENS, CLOSES, None, ANNOUNCED)


@dataclass(frozen=True)
class APart:
    """A part of the programme."""

    kind: ItemKind
    minutes: int | None = None


@dataclass(frozen=True)
class AMeeting:
    """A meeting."""

    starts_at: datetime
    items: list[APart] = field(default_factory=list)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(hours=3)


@dataclass(frozen=True)
class AList:
    """What a dialogue says about its list."""

    held: list[AMeeting]
    closes_into_debate: int | None = None
    online_closes_at: datetime | None = ONLINE
    announced_at: datetime | None = ANNOUNCED
    registration_closes_at: datetime = REGISTERED
    list_opens_at: datetime = OPENS
    list_closes_at: datetime = CLOSES


OPENING, PANEL, FLOOR = APart(ItemKind.OPENING, 30), APart(ItemKind.PANEL, 75), APart(ItemKind.FLOOR)
USUAL = AMeeting(MORNING, [OPENING, PANEL, FLOOR])
TALKS = AMeeting(MORNING, [OPENING, PANEL])
AFTERNOON = AMeeting(MORNING + timedelta(hours=5))


@pytest.mark.parametrize(
    ("hours", "at", "stage", "state", "turns"),
    [
        (PLAIN, OPENS - TICK, Stage.NOT_YET, State.ANNOUNCED, OPENS),
        (PLAIN, OPENS, Stage.OPEN, State.OPEN, CLOSES),
        (PLAIN, CLOSES - TICK, Stage.OPEN, State.OPEN, CLOSES),
        (PLAIN, CLOSES, Stage.CLOSED, State.CLOSED, CLOSES),
        (DESK, OPENS, Stage.OPEN, State.OPEN, ONLINE),
        (DESK, ONLINE - TICK, Stage.OPEN, State.OPEN, ONLINE),
        (DESK, ONLINE, Stage.DESK, State.OPEN, CLOSES),
        (DESK, CLOSES, Stage.CLOSED, State.CLOSED, CLOSES),
        (CHAIR, ANNOUNCED - TICK, Stage.DESK, State.OPEN, CLOSES),
        (CHAIR, ANNOUNCED, Stage.ANNOUNCED, State.OPEN, CLOSES),
        (CHAIR, CLOSES, Stage.CLOSED, State.CLOSED, CLOSES),
        (SHUT, REGISTERED - TICK, Stage.OPEN, State.OPEN, REGISTERED),
        (SHUT, REGISTERED, Stage.OPEN, State.OPEN, CLOSES),
        (EARLY, ANNOUNCED - TICK, Stage.OPEN, State.OPEN, ANNOUNCED),
        (EARLY, ANNOUNCED, Stage.ANNOUNCED, State.OPEN, CLOSES),
    ],
)
def test_stage_of_a_list(hours: ListHours, at: datetime, stage: Stage, state: State, turns: datetime) -> None:
    assert (hours.stage(at), hours.state(at), hours.turns_at(at)) == (stage, state, turns)


@pytest.mark.parametrize(
    ("hours", "late_from", "turns"),
    [
        (PLAIN, CLOSES, (OPENS, CLOSES)),
        (DESK, ONLINE, (OPENS, ONLINE, CLOSES)),
        (CHAIR, ONLINE, (OPENS, ONLINE, CLOSES)),
        (EARLY, ANNOUNCED, (OPENS, ANNOUNCED, CLOSES)),
        (SHUT, ONLINE, (OPENS, REGISTERED, ONLINE, CLOSES)),
    ],
)
def test_list_turns_at_its_moments(hours: ListHours, late_from: datetime, turns: tuple[datetime, ...]) -> None:
    assert (hours.late_from, hours.turns) == (late_from, turns)


@pytest.mark.parametrize(
    ("hours", "at", "online", "desk"),
    [
        (PLAIN, OPENS - TICK, "The list of speakers opens on 16 August 2012, 09:00 (New York time).",
         "Delegations can ask for the floor from 16 August 2012, 09:00 (New York time). Until then only the desk adds "
         "to the list."),
        (PLAIN, OPENS, "The list of speakers is open until 5 September 2012, 10:15 (New York time).",
         "Delegations ask for the floor online, and the desk adds to the list, until 5 September 2012, 10:15 (New York "
         "time)."),
        (DESK, OPENS, "The list of speakers is open: online until 5 September 2012, 08:00 (New York time), and then at "
         "the desk in the room.",
         "Delegations ask for the floor online until 5 September 2012, 08:00 (New York time); after that only the desk "
         "adds to the list."),
        (DESK, ONLINE, "Only the desk in the room still adds to the list of speakers. Online, one can ask for a place "
         "on the reserve until 5 September 2012, 10:15 (New York time).",
         "What is asked online now waits on the reserve. The desk adds to the list until 5 September 2012, 10:15 (New "
         "York time)."),
        (CHAIR, ANNOUNCED, "The chair has announced the list of speakers. Only the desk in the room still adds to it; "
         "online, one can ask for a place on the reserve until 5 September 2012, 10:15 (New York time).",
         "The list is announced: what is asked online now waits on the reserve. The desk adds to the list until "
         "5 September 2012, 10:15 (New York time)."),
        (SHUT, OPENS, "The list of speakers is open: online until 3 September 2012, 18:00 (New York time), and then at "
         "the desk in the room.",
         "Delegations ask for the floor online until 3 September 2012, 18:00 (New York time); after that only the desk "
         "adds to the list."),
        (SHUT, REGISTERED, *NOBODY_ONLINE),
        (SHUT, ONLINE, *NOBODY_ONLINE),
        (SHUT, ANNOUNCED, *NOBODY_ONLINE),
        (CHAIR, CLOSES, "The list of speakers closed on 5 September 2012, 10:15 (New York time). Only rights of reply "
         "and points of order are still possible.",
         "The list closed on 5 September 2012, 10:15 (New York time). Nobody is added any more, except by an "
         "organiser with a reason."),
    ],
)  # fmt: skip
def test_what_is_still_possible(hours: ListHours, at: datetime, online: str, desk: str) -> None:
    assert (str(online_told(hours, at)), str(desk_told(hours, at))) == (online, desk)


@pytest.mark.parametrize(
    ("hours", "at", "told"),
    [
        (CHAIR, OPENS - TICK, None),
        (CHAIR, OPENS, "Ask for the floor"),
        (CHAIR, ONLINE, "Ask for a place on the reserve"),
        (CHAIR, ANNOUNCED, "Ask for a place on the reserve"),
        (CHAIR, CLOSES, None),
        (SHUT, REGISTERED, None),
        (SHUT, ONLINE, None),
    ],
)
def test_button_says_what_one_can_ask_for(hours: ListHours, at: datetime, told: str | None) -> None:
    said = asking_told(hours, at)
    assert (str(said) if said else None) == told


def test_moment_is_told_on_the_clock_of_the_place() -> None:
    assert str(online_told(PLAIN, OPENS, "Europe/Zurich")) == (
        "The list of speakers is open until 5 September 2012, 16:15 (Zurich time)."
    )


@pytest.mark.parametrize(
    ("meetings", "opens"),
    [
        ([USUAL, AFTERNOON], MORNING + timedelta(minutes=105)),
        ([AFTERNOON, USUAL], MORNING + timedelta(minutes=105)),
        ([TALKS, AFTERNOON], AFTERNOON.starts_at),
        ([TALKS], None),
        ([AMeeting(MORNING, [APart(ItemKind.PANEL, 180), FLOOR])], None),
        ([], None),
    ],
)
def test_floor_opens_with_the_first_part_for_it(meetings: list[AMeeting], opens: datetime | None) -> None:
    assert floor_opens(meetings) == opens


@pytest.mark.parametrize(
    ("found", "closes"),
    [
        (AList([USUAL, AFTERNOON]), CLOSES),
        (AList([USUAL, AFTERNOON], closes_into_debate=15), MORNING + timedelta(minutes=120)),
        (AList([USUAL, AFTERNOON], closes_into_debate=0), MORNING + timedelta(minutes=105)),
        (AList([USUAL], closes_into_debate=600), USUAL.ends_at),
        (AList([TALKS], closes_into_debate=15), CLOSES),
    ],
)
def test_list_closes_at_its_hour_or_into_the_debate(found: AList, closes: datetime) -> None:
    assert list_hours(found) == ListHours(OPENS, closes, ONLINE, ANNOUNCED, REGISTERED)
