"""Ten hands at once on one list: whatever they do, the record is whole and leads to the list as it stands."""

from __future__ import annotations

import contextvars
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from rtop_event.database import Failing, failing, session
from rtop_event.delegations.words import Kind, Level
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.organisers.chain import first_break, last_digest
from rtop_event.organisers.models import Change
from rtop_event.organisers.record import record
from rtop_event.refusal import NotFound, Refusal
from rtop_event.registrations import actions as requests
from rtop_event.registrations import reserve
from rtop_event.registrations.asked import Asked
from rtop_event.registrations.models import Registration
from rtop_event.speakers import actions
from rtop_event.speakers.composing import Listing
from rtop_event.speakers.listing import listing
from rtop_event.speakers.models import PlacedMove, Revision
from rtop_event.speakers.proving import on_record
from tests import builders
from tests.speakers.desk_lists import NOW, a_list, publish

ROUNDS, MOST_TURNS = 5, 90
BY = "Desk (example)"
Step = Callable[[random.Random, int], None]


def move(chance: random.Random, turn: int) -> None:
    """Put somebody after somebody else, on the list as it was seen a moment ago."""
    dialogue = any_dialogue("rtop-2012")
    found = listing(dialogue)
    if len(found.rows) < 2:
        raise NotFound
    one, other = chance.sample([row.key for row in found.rows], 2)
    said: dict[str, Any] = {"reason": "flight", "seen": found.fingerprint, "by": BY, "at": later(turn)}
    actions.move(dialogue, one, after=other, **said)


def request(_chance: random.Random, turn: int) -> None:
    """A new request for the floor, by the desk."""
    dialogue = any_dialogue("rtop-2012")
    delegation = builders.a_delegation(f"State {turn:04}")
    wanted = Asked(
        kind=Kind.MEMBER_STATE,
        wants_floor=True,
        level=Level.MINISTER,
        focal_point="A. Example",
        address="",
        address_key="",
        form_key=f"parallel-{turn}",
    )
    requests.add_by_desk(dialogue, delegation.id, wanted, at=later(turn), by=BY, why="telephone")


def withdraw(chance: random.Random, turn: int) -> None:
    """Somebody withdraws, or comes back."""
    dialogue = any_dialogue("rtop-2012")
    numbers = session.scalars(select(Registration.id).where(Registration.dialogue_id == dialogue.id)).all()
    one = reserve.held_of(dialogue, chance.choice(numbers))
    if one.withdrawn_at:
        requests.come_back(one, at=later(turn), by=BY, why="back")
    else:
        requests.withdraw(one, at=later(turn), by=BY, why="called off")


def publication(_chance: random.Random, turn: int) -> None:
    """The list as it stands is published."""
    publish(any_dialogue("rtop-2012"), at=later(turn))


def later(turn: int) -> Any:
    """A moment of its own for each turn."""
    return NOW + timedelta(seconds=turn)


WRITERS: tuple[Step, ...] = (move, move, move, move, request, request, withdraw, withdraw, publication, publication)


def works(app: Flask, number: int) -> Counter[str]:
    """One writer: turns until so many were taken, others being refused because another hand was first."""
    done: Counter[str] = Counter()
    chance, step = random.Random(number), WRITERS[number]
    for turn in range(number * 100, number * 100 + MOST_TURNS):
        if done[step.__name__] == ROUNDS:
            break
        with app.app_context():
            try:
                step(chance, turn)
                session.commit()
                done[step.__name__] += 1
            except (Refusal, StaleDataError):
                session.rollback()
            except DBAPIError as error:
                session.rollback()
                if failing(error) is not Failing.BUSY:
                    raise
    return done


def told(places: Listing) -> list[tuple[Any, ...]]:
    return [(row.key, row.place.meeting, row.place.number, str(row.place.reason)) for row in places.rows]


def test_record_of_ten_parallel_writers_replays_to_the_same_list(app: Flask) -> None:
    with app.app_context():
        a_list()
        record("brought in", by=BY, at=NOW, dialogue="rtop-2012", about="dialogue")
        session.commit()
    with ThreadPoolExecutor(len(WRITERS)) as hall:
        sent = [hall.submit(contextvars.Context().run, works, app, number) for number in range(len(WRITERS))]
        done = sum((one.result() for one in sent), Counter[str]())
    assert sorted(done) == sorted({step.__name__ for step in WRITERS})
    with app.app_context():
        assert first_break(session()) is None
        assert last_digest(session())[0] == len(session.scalars(select(Change)).all())
        assert len(session.scalars(select(PlacedMove)).all()) == done["move"]
        revisions = session.scalars(select(Revision.number).order_by(Revision.number)).all()
        assert list(revisions) == list(range(done["publication"]))
        session.rollback()
        dialogue = any_dialogue("rtop-2012")
        assert told(on_record(dialogue).listing()) == told(listing(dialogue))
    told_so = app.test_cli_runner().invoke(args=["record", "verify", "--dialogue", "rtop-2012"])
    assert (told_so.exit_code, "is the list of rtop-2012 as it stands" in told_so.output) == (0, True)
