"""One story of calendars: the afternoon moves by an hour, somebody answers the old hour, and all is called off."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event import clock
from rtop_event.calendars.models import TurnHolder
from rtop_event.calendars.turns import uid_of
from rtop_event.database import session
from rtop_event.dialogues.actions import cancel, changing
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.words import TextKind
from rtop_event.ical import events_in
from rtop_event.invitations.drafting import draft_letters
from rtop_event.invitations.finding import numbers_of
from rtop_event.mailing.deciding import approve
from rtop_event.mailing.models import Letter, Way
from rtop_event.mailing.opening import opened
from rtop_event.mailing.sending import send_due
from rtop_event.mailing.taking import keep, work
from tests.builders import OPENED, a_contact, an_invitation
from tests.client_mails import PERU, Reply, thunderbird
from tests.hands import Hands
from tests.mail_lint import mail_faults
from tests.speakers.desk_lists import NOW, a_list, publish, registration

GOLDEN = Path(__file__).parent / "golden"
HOUR = timedelta(hours=1)
LETTER = "Subject: Invitation: {dialogue}, {date}\n\n{salutation}\n\n{register_link}\n"
CHAD = "chad@mission.example"
Mails = dict[str, tuple[str, str, int, str, str]]
"""By recipient: method, hours in UTC, SEQUENCE, PARTSTAT and UID."""


class Hall:
    """The stage: a list of which Peru's contact holds the dialogue, and six delegations their turns."""

    def __init__(self, app: Flask, desk: FlaskClient, folder: Path) -> None:
        self.app, self.desk, self.folder = app, Hands(desk), folder

    def it_is(self, moment: datetime) -> None:
        clock.begin_trial(self.folder, shows=moment)
        clock.set_clock(self.folder, trial=True)

    def post_leaves(self, at: datetime) -> Mails:
        """The desk approves all drafts and the worker sends them: what comes out, each without a fault."""
        for letter in session.scalars(
            select(Letter).where(Letter.approved_at.is_(None), Letter.discarded_at.is_(None))
        ):
            approve(letter, by="Desk (example)", at=at)
        session.commit()
        mails = Path(self.app.extensions["settings"].instance, "mail")
        before = set(mails.glob("*.eml"))
        assert send_due(clock.now).trouble == ""
        session.expire_all()
        found: Mails = {}
        for file in sorted(set(mails.glob("*.eml")) - before):
            assert mail_faults(file.read_bytes()) == []
            found |= _told(file.read_bytes())
        return found

    def press(self, button: str) -> None:
        """The button on the desk's page of calendars; our own reading must not stand in its way."""
        session.commit()
        self.desk.open("/organise/rtop-2012/calendars/").press(button)
        session.expire_all()

    def answers(self, reply: Reply) -> str:
        """A calendar answers; what the inbox says of it."""
        number = keep(io.BytesIO(thunderbird(reply)), way=Way.PIPE, at=clock.now())
        with self.app.test_request_context():
            mail = work(number, clock.now, opened)
        return f"{mail.outcome} {mail.reason}"

    def calendars(self, state: str = "") -> dict[str, list[tuple[Any, ...]]]:
        """The desk's page: by address what is held, in which version, why it is outdated, and the answer."""
        page = self.desk.read(f"/organise/rtop-2012/calendars/?state={state}")
        session.expire_all()
        return {
            one["address"]: [
                (thing["version"], thing["why"], thing["answer"], thing["earlier"]) for thing in one["things"]
            ]
            for one in page["people"]
        }


def _told(raw: bytes) -> Mails:
    mail = message_from_bytes(raw, policy=policy.default)
    data = next(part for part in mail.walk() if part.get_content_type() == "text/calendar").get_payload(decode=True)
    assert isinstance(data, bytes)
    entry = events_in(data)[0]
    one = entry.appointment
    hours = f"{one.starts_at:%H:%M}–{one.ends_at:%H:%M}"
    to = str(mail["To"].addresses[0].addr_spec)
    return {to: (entry.method or "", hours, one.sequence, entry.answer or "", one.uid)}


@pytest.fixture
def hall(app: Flask, desk: FlaskClient, rows: None, tmp_path: Path) -> Iterator[Hall]:
    made = Hall(app, desk, tmp_path)
    made.it_is(NOW)
    yield made
    clock.set_clock(tmp_path, trial=False)


@pytest.fixture
def dialogue(hall: Hall) -> Dialogue:
    """From Chad on they speak in the afternoon; two are invited, and only Peru's contact was written to."""
    made = a_list(limit_delegation=1800)
    made.texts = [DialogueText(kind=TextKind.LETTER, language="en", body=LETTER, changed_at=OPENED)]
    chad = registration("Chad")
    facts = {"address": CHAD, "address_key": CHAD, "focal_point": "F. Chad (example)", "form_key": "chads-form"}
    for name, value in {**facts, "received_at": OPENED, "requested_at": OPENED + HOUR}.items():
        setattr(chad, name, value)
    turn = {"address": CHAD, "address_key": CHAD, "reply_key": "chadturn", "created_at": NOW}
    session.add(TurnHolder(registration_id=chad.id, **turn))
    an_invitation(made, a_contact(PERU, name="A. Peru"), reply_key="perukey")
    with hall.app.test_request_context():
        draft_letters(made, by="Desk", at=NOW, numbers=numbers_of(made))
    an_invitation(made, a_contact("late@mission.example", name="L. Late"), reply_key="latekey")
    publish(made)
    return made


def golden(name: str) -> None:
    """The newest entry of Chad's turn is the golden one, byte by byte."""
    asked = select(Letter.calendar).where(Letter.recipient == CHAD).order_by(Letter.id.desc()).limit(1)
    assert session.scalar(asked) == (GOLDEN / f"{name}.ics").read_bytes()


def test_entries_follow_the_facts(hall: Hall, dialogue: Dialogue) -> None:
    first = hall.post_leaves(NOW)
    turn = uid_of("chads-form", dialogue.uid)
    assert (len(first), first[PERU][:4]) == (7, ("REQUEST", "14:00–22:00", 0, "NEEDS-ACTION"))
    assert first[CHAD] == ("REQUEST", "19:00–19:30", 0, "NEEDS-ACTION", turn)
    golden("turn-request")
    chad = Reply(to="rsvp-chadturn@dialogue.example", attendee=CHAD, sender=CHAD, uid=turn, stamp="20120901T121000Z")
    chad = chad.but(starts="20120905T190000Z", ends="20120905T193000Z")
    hall.it_is(NOW + HOUR / 2)
    assert hall.answers(chad) == "applied answered"
    assert hall.answers(Reply(stamp="20120901T121000Z", number=2)) == "applied answered"

    hall.it_is(NOW + HOUR)
    with changing(dialogue := any_dialogue("rtop-2012"), by="desk", at=NOW + HOUR):
        dialogue.meetings[1].starts_at += HOUR
        dialogue.meetings[1].ends_at += HOUR
    session.commit()
    outdated = hall.calendars("outdated")
    assert outdated == {
        PERU: [(0, "The dialogue is at another time, or in another place.", "needs-action", "accepted")],
        CHAD: [(0, "The turn is at another time.", "needs-action", "accepted")],
        **{
            registration(name).address: [(0, "The turn is at another time.", "needs-action", None)]
            for name in ("Holy See", "Example Society (example)")
        },
    }
    hall.press("Draft 1 letter")
    moved = hall.post_leaves(NOW + HOUR)
    assert sorted(moved) == sorted(outdated)
    assert moved[PERU] == ("REQUEST", "14:00–23:00", 1, "NEEDS-ACTION", first[PERU][4])
    assert moved[CHAD] == ("REQUEST", "20:00–20:30", 1, "NEEDS-ACTION", turn)
    golden("turn-update")
    assert hall.calendars("outdated") == {}

    hall.it_is(NOW + HOUR * 2)
    late = {"stamp": "20120901T134000Z", "number": 3}
    assert hall.answers(chad.but(answer="TENTATIVE", **late)) == "applied earlier-version"
    assert hall.calendars("earlier")[CHAD] == [(1, None, "needs-action", "tentative")]
    new = {"sequence": "1", "starts": "20120905T200000Z", "ends": "20120905T203000Z", "stamp": "20120901T134500Z"}
    assert hall.answers(chad.but(**new, number=4)) == "applied answered"
    assert hall.calendars()[CHAD] == [(1, None, "accepted", None)]

    hall.it_is(NOW + HOUR * 3)
    cancel(any_dialogue("rtop-2012"), "Storm (example).", by="desk", at=NOW + HOUR * 3)
    session.commit()
    hall.press("Draft 1 letter")
    gone = hall.post_leaves(NOW + HOUR * 3)
    assert sorted(gone) == sorted(first)
    assert gone[PERU] == ("CANCEL", "14:00–23:00", 2, "", first[PERU][4])
    assert gone[CHAD] == ("CANCEL", "20:00–20:30", 2, "", turn)
    golden("turn-cancel")
    assert {one[0][0] for one in hall.calendars().values()} == {None}
