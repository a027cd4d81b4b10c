"""A house that five hundred people were invited to, and their answers, in the shape of one client after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from rtop_event import clock, schema
from rtop_event.application import create_app
from rtop_event.database import db, session
from rtop_event.invitations.models import Reply
from rtop_event.mailing.models import Received
from rtop_event.settings import read_settings
from tests import client_mails
from tests.builders import a_contact, a_dialogue, an_invitation
from tests.client_mails import CLIENTS

AT = datetime(2012, 8, 21, 13, 0, tzinfo=UTC)
SAID = ("ACCEPTED", "TENTATIVE", "DECLINED")


@contextmanager
def invited(instance: Path, people: int) -> Iterator[dict[str, str]]:
    """An instance of its own, in August 2012, with so many invited people; its environment."""
    given = {"RTOP_INSTANCE": str(instance), "RTOP_LOG_LEVEL": "error"}
    app = create_app(read_settings(given))
    clock.begin_trial(instance, shows=AT)
    with app.app_context():
        schema.prepare(db.engine)
        dialogue = a_dialogue()
        for number in range(people):
            an_invitation(dialogue, a_contact(f"m{number}@mission.example"), reply_key=f"key{number}")
        session.commit()
        yield given
        session.remove()
        db.engine.dispose()


def answer_of(number: int) -> bytes:
    """The answer of one person."""
    made = list(CLIENTS.values())[number % len(CLIENTS)]
    address = f"m{number}@mission.example"
    to = f"rsvp-key{number}@dialogue.example"
    return made(client_mails.Reply(SAID[number % 3], to=to, attendee=address, sender=address, number=number))


def each_counts_once(people: int) -> None:
    """Each of so many answers was kept once, applied once, and is what that person said."""
    outcomes = Counter((one.outcome, one.reason) for one in session.scalars(select(Received)))
    given = [(one.invitation_id, one.answer.value.upper()) for one in session.scalars(select(Reply))]
    session.rollback()
    assert outcomes == {("applied", "answered"): people}
    assert (len(given), len(dict(given))) == (people, people)
    assert Counter(dict(given).values()) == Counter(SAID[number % 3] for number in range(people))
