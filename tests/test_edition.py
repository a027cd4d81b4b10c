"""The edition: higher with every change of what the public sees, and only then, in the same transaction."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import delete

from rtop_event.clock import now
from rtop_event.database import db, session
from rtop_event.delegations.words import Level
from rtop_event.dialogues.models import Dialogue
from rtop_event.edition import (
    LIST,
    Edition,
    current_edition,
    raise_edition,
    see_edition,
    seen_edition,
    seen_list,
    watch,
)
from rtop_event.speakers.models import Pin
from tests import builders

NOON = datetime(2012, 9, 5, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _database(rows: None) -> None:
    """Every test here works with rows."""


def number() -> int:
    """The edition that other connections see."""
    return current_edition(db.engine)[0]


def listed() -> int:
    """The edition of the list of speakers that other connections see."""
    return current_edition(db.engine, LIST)[0]


def test_before_the_first_change_it_is_nothing() -> None:
    assert current_edition(db.engine) == (0, None)


def test_new_changed_and_deleted_rows_raise_it_with_their_commit() -> None:
    dialogue = builders.a_dialogue()
    session.commit()
    first = number()
    dialogue.title = "Another title"
    session.flush()
    assert number() == first
    session.commit()
    second = number()
    session.delete(dialogue)
    session.commit()
    assert (first, second, number()) == (1, 2, 3)


def test_what_the_public_does_not_see_leaves_it() -> None:
    builders.an_organiser()
    session.commit()
    assert number() == 0


def test_row_that_only_looks_touched_leaves_it() -> None:
    dialogue = builders.a_dialogue()
    session.commit()
    dialogue.title = str(dialogue.title)
    session.commit()
    assert number() == 1


def test_change_that_was_taken_back_leaves_it() -> None:
    builders.a_dialogue()
    session.rollback()
    assert number() == 0


def test_one_flush_raises_it_once_however_many_applications_there_are() -> None:
    watch(Session)
    builders.a_dialogue("one")
    session.commit()
    assert number() == 1


def test_it_tells_since_when() -> None:
    before = now()
    builders.a_dialogue()
    session.commit()
    _, since = current_edition(db.engine)
    assert since is not None
    assert (before <= since <= now(), since.utcoffset()) == (True, timedelta(0))


def test_two_that_raise_it_first_do_not_collide() -> None:
    raise_edition(session.connection(), at=NOON)
    session.commit()
    session.execute(delete(Edition))
    raise_edition(session.connection(), at=NOON)
    raise_edition(session.connection(), at=NOON + timedelta(hours=1))
    session.commit()
    assert current_edition(db.engine) == (2, NOON + timedelta(hours=1))
    assert session.query(Dialogue).count() == 0


def test_transaction_asks_once_and_sees_its_own_change_and_what_it_took_back() -> None:
    assert seen_edition(session()) == (0, None)
    dialogue = builders.a_dialogue()
    assert seen_edition(session())[0] == 1
    session.commit()
    with suppress(ZeroDivisionError), session.begin_nested():
        dialogue.title = "Another title"
        assert seen_edition(session())[0] == 2
        raise ZeroDivisionError
    assert seen_edition(session())[0] == 1
    see_edition(session(), (7, NOON))
    assert seen_edition(session()) == (7, NOON)
    session.rollback()
    assert seen_edition(session())[0] == 1


def test_the_list_moves_with_who_stands_on_it_and_leaves_it() -> None:
    dialogue = builders.a_dialogue()
    waits = builders.a_registration(dialogue, "Peru")
    session.commit()
    before, public = listed(), number()
    waits.phone, waits.level = "+1 212 555 0100", Level.MINISTER
    session.commit()
    unlisted = listed()
    waits.verified_at = NOON
    waits.settle()
    session.commit()
    came = listed()
    waits.phone = "+1 212 555 0199"
    session.commit()
    called = listed()
    waits.level = Level.HEAD_OF_STATE
    session.commit()
    risen = listed()
    waits.withdrawn_at = NOON
    waits.settle()
    session.commit()
    assert (before, unlisted, came, called, risen, listed(), number()) == (0, 0, 1, 1, 2, 3, public)
    assert seen_list(session()) == 3


def test_the_list_moves_with_facts_of_the_chair_and_with_exchanges_that_hold() -> None:
    dialogue = builders.a_dialogue()
    tonga, peru = (builders.an_inscription(dialogue, name) for name in ("Tonga", "Peru"))
    offer = builders.an_exchange(tonga, peru)
    session.commit()
    offered = listed()
    offer.accepted_at = offer.applied_at = NOON
    session.commit()
    pin = Pin(dialogue_id=dialogue.id, registration_id=peru.id, place=1, reason="", by="chair", pinned_at=NOON)
    session.add(pin)
    session.commit()
    pinned = listed()
    session.delete(pin)
    session.commit()
    assert (offered, pinned, listed()) == (2, 4, 5)
