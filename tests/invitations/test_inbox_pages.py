"""The desk of what came in: shown as text, dealt with once, by who may."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from rtop_event import clock
from rtop_event.database import session
from rtop_event.dialogues.actions import cancel, changing
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.words import TextKind
from rtop_event.invitations import declining
from rtop_event.invitations.drafting import draft_letters
from rtop_event.invitations.inbox_titles import REASONS
from rtop_event.invitations.models import Invitation
from rtop_event.invitations.waiting import waiting
from rtop_event.mailing.blocking import blocked
from rtop_event.mailing.deciding import approve
from rtop_event.mailing.fitting import NoLongerFits
from rtop_event.mailing.mime import mail_bytes
from rtop_event.mailing.models import Letter, LetterKind, Received, Way
from rtop_event.mailing.opening import opened
from rtop_event.mailing.taking import keep, work
from rtop_event.organisers.models import Change
from tests.builders import a_contact, a_dialogue, an_invitation
from tests.client_mails import PERU, Reply, mail, part, thunderbird
from tests.mail_lint import mail_faults

LETTER = "Subject: Invitation: {dialogue}, {date}\n\n{salutation}\n\n{register_link}\n"
INBOX = "/organise/inbox/"
JSON = {"Accept": "application/json"}
AUGUST = datetime(2012, 8, 21, 13, 0, tzinfo=UTC)
FORWARDED = thunderbird(
    Reply("TENTATIVE", attendee="a@b.example", sender="a@b.example", comment="For <b>Peru</b> https://x.example")
)
PROPOSAL = thunderbird(
    Reply("TENTATIVE", method="COUNTER", starts="20120905T190000Z", ends="20120905T210000Z", number=2)
)
Took = Callable[[bytes], int]


@pytest.fixture(autouse=True)
def _in_august(tmp_path: Path) -> Iterator[None]:
    """The clock shows a day before the dialogue."""
    clock.begin_trial(tmp_path, shows=AUGUST)
    clock.set_clock(tmp_path, trial=True)
    yield
    clock.set_clock(tmp_path, trial=False)


@pytest.fixture
def took(app: Flask, rows: None) -> Took:
    """Take in a mail of a dialogue to which Peru and Chad are invited; its number."""
    dialogue = a_dialogue()
    for name in ("peru", "chad"):
        an_invitation(dialogue, a_contact(f"{name}@mission.example", name=f"A. {name.title()}"), reply_key=f"{name}key")
    session.commit()

    def taken(raw: bytes) -> int:
        number = keep(io.BytesIO(raw), way=Way.PIPE, at=AUGUST)
        with app.test_request_context():
            work(number, clock.now, opened)
        session.remove()
        return number

    return taken


def press(client: FlaskClient, page: str, url: str, **values: str) -> TestResponse:
    """Send a form of a page as a browser does."""
    session.rollback()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert found
    return client.post(url, data={"csrf_token": found[1], **values})


def replies(name: str) -> list[tuple[str, str, str]]:
    """What somebody answered."""
    session.rollback()
    invitation = session.scalars(select(Invitation).where(Invitation.reply_key == f"{name}key")).one()
    return [(one.answer.value, one.channel.value, one.note) for one in invitation.replies]


def settled(number: int) -> tuple[str, bool]:
    """How a mail was dealt with, and that it is known by whom."""
    session.rollback()
    found = session.get_one(Received, number, populate_existing=True)
    return found.settled_as, found.settled_by != ""


def test_a_mail_is_shown_as_text_with_what_tells_for_and_against_it(desk: FlaskClient, took: Took) -> None:
    number = took(FORWARDED)
    page = desk.get(f"{INBOX}{number}/").text
    assert "somebody answers who was not invited" in page
    assert "a@b.example: TENTATIVE" in page
    assert "For &lt;b&gt;Peru&lt;/b&gt; https://x.example" in page
    assert 'href="https://x.example' not in page
    assert "rsvp-perukey" in page
    assert desk.get(f"{INBOX}{number}/", headers=JSON).get_json()["evidence"][0][1] == "a@b.example"


def test_the_list_shows_what_waits_and_the_rest_by_outcome(app: Flask, desk: FlaskClient, took: Took) -> None:
    assert "No mail here" in desk.get(INBOX).text
    took(FORWARDED), took(FORWARDED)
    shown = {
        wanted: desk.get(f"{INBOX}?outcome={wanted}").text.count("<tr>")
        for wanted in ("open", "duplicate", "bounce", "all", "x")
    }
    assert shown == {"open": 2, "duplicate": 2, "bounce": 0, "all": 3, "x": 2}
    with app.test_request_context():
        assert [one.number for one in waiting(AUGUST)][:2] == [1, 0]


def test_a_mail_is_applied_to_a_person_once(desk: FlaskClient, took: Took) -> None:
    number = took(FORWARDED)
    with_person = {"person": str(session.scalars(select(Invitation.id).where(Invitation.reply_key == "chadkey")).one())}
    wrong = press(desk, f"{INBOX}{number}/", f"{INBOX}{number}/apply/", answer="accepted", person="999")
    assert (wrong.status_code, replies("chad")) == (422, [])
    done = press(
        desk, f"{INBOX}{number}/", f"{INBOX}{number}/apply/", answer="accepted", note="By the desk", **with_person
    )
    assert (done.status_code, replies("chad"), replies("peru")) == (303, [("accepted", "mail", "By the desk")], [])
    assert settled(number) == ("applied", True)
    assert desk.get(f"{INBOX}{number}/", headers=JSON).get_json()["became"]["name"] == "A. Chad"
    found = re.search('<a href="([^"]+)">Accepted, <bdi>A. Chad</bdi></a>', desk.get(f"{INBOX}{number}/").text, re.I)
    assert found
    assert f'href="{INBOX}{number}/"' in desk.get(found[1]).text
    session.rollback()
    again = desk.post(f"{INBOX}{number}/ignore", json={}, headers=JSON)
    assert (again.status_code, settled(number)) == (409, ("applied", True))
    session.rollback()
    assert "mail settled" in {one.what for one in session.scalars(select(Change))}


def test_a_mail_is_put_aside_or_called_a_bounce(desk: FlaskClient, took: Took) -> None:
    first, second = took(FORWARDED), took(mail(Reply(number=3), part("text/plain", "Gone."), subject="No longer here"))
    assert press(desk, f"{INBOX}{first}/", f"{INBOX}{first}/ignore").status_code == 303
    assert press(desk, f"{INBOX}{second}/", f"{INBOX}{second}/bounce").status_code == 303
    assert (settled(first), settled(second)) == (("ignored", True), ("bounce", True))
    assert [*blocked()] == [PERU]
    session.rollback()
    assert "Addresses to mend (1)" in desk.get(INBOX).text
    assert press(desk, f"{INBOX}addresses/", f"{INBOX}mend/", address=PERU).status_code == 303
    assert desk.post(f"{INBOX}mend/", json={}, headers=JSON).status_code == 409
    session.rollback()
    assert blocked() == {}


def test_an_address_that_nothing_stands_against_is_mended_without_a_record(desk: FlaskClient, rows: None) -> None:
    before = session.scalars(select(Change.id)).all()
    mended = press(desk, "/organise/", f"{INBOX}mend/", address=PERU)
    session.rollback()
    assert (mended.status_code, session.scalars(select(Change.id)).all()) == (303, before)


def test_nobody_known_cannot_have_bounced(desk: FlaskClient, took: Took) -> None:
    number = took(mail(Reply(to="desk@dialogue.example"), part("text/plain", "Hello."), subject="Hello"))
    assert desk.post(f"{INBOX}{number}/bounce", json={}, headers=JSON).status_code == 409
    assert desk.post(f"{INBOX}{number}/proposal/decline", json={}, headers=JSON).status_code == 404
    assert (settled(number), blocked()) == (("", False), {})


def test_a_proposal_is_declined_by_a_drafted_letter(desk: FlaskClient, took: Took) -> None:
    number = took(PROPOSAL)
    page = desk.get(f"{INBOX}{number}/").text
    assert "15:00" in page
    assert re.search(r"<p>Now: .*10:00.* – .*18:00", page)
    long = press(desk, f"{INBOX}{number}/", f"{INBOX}{number}/proposal/decline", word="x" * 301)
    assert (long.status_code, settled(number)) == (422, ("", False))
    word = "The room is *taken*, alas: https://x.example"
    declined = press(desk, f"{INBOX}{number}/", f"{INBOX}{number}/proposal/decline", word=word)
    assert declined.status_code == 303
    mail, _, file = desk.get(declined.headers["Location"]).text.partition("BEGIN:VCALENDAR")
    assert ("https://x.example" in mail, 'href="https://x.example' in file) == (False, False)
    session.rollback()
    letter = session.scalars(select(Letter)).one()
    assert letter.calendar is not None
    lines = letter.calendar.decode().replace("\r\n ", "").splitlines()
    assert (letter.method, lines[4], lines[6], lines[8], lines[-3]) == (
        "DECLINECOUNTER",
        "METHOD:DECLINECOUNTER",
        "UID:rtop-2012-uid@dialogue.example",
        "SEQUENCE:0",
        "COMMENT:The room is *taken*\\, alas: https://x.example",
    )
    seen = desk.get(f"/organise/outbox/{letter.id}/").text
    assert [word in seen for word in ("Proposal declined", "METHOD:DECLINECOUNTER", ">invite.ics</a>")] == [True] * 3
    assert mail_faults(mail_bytes(letter)) == []
    assert (letter.kind, letter.recipient, letter.approved_at) == (LetterKind.DECISION, PERU, None)
    assert (letter.subject, letter.sender.partition("@")[0]) == (
        "The time stays: Timely and decisive response",
        "rsvp-perukey",
    )
    assert settled(number) == ("declined", True)
    filters = desk.get(INBOX, headers=JSON).get_json()["filters"]
    assert {one["value"]: one["number"] for one in filters} == {"open": 0, "settled": 1, "all": 1}
    assert replies("peru")[0][0] == "tentative"


CHANGES: dict[str, Callable[[Invitation], object]] = {
    "has been cancelled": lambda one: cancel(one.dialogue, "", by="Desk", at=AUGUST),
    "is over": lambda _one: None,
    "no longer invited": lambda one: setattr(one, "withdrawn_at", AUGUST),
    "has changed since": lambda one: setattr(one.dialogue, "sequence", 1),
    "address of the person was corrected": lambda one: setattr(one.contact, "address", "new@mission.example"),
}


@pytest.mark.parametrize("why", CHANGES)
def test_that_the_time_stays_is_not_told_once_it_does_not(app: Flask, desk: FlaskClient, took: Took, why: str) -> None:
    number = took(PROPOSAL)
    assert press(desk, f"{INBOX}{number}/", f"{INBOX}{number}/proposal/decline").status_code == 303
    session.rollback()
    letter = session.scalars(select(Letter)).one()
    with app.test_request_context():
        assert declining.misfits([letter], AUGUST) == {}
        invitation = session.scalars(select(Invitation).where(Invitation.reply_key == "perukey")).one()
        CHANGES[why](invitation)
        session.flush()
        at = invitation.dialogue.ends_at if why == "is over" else AUGUST
        with pytest.raises(NoLongerFits, match=why):
            approve(letter, by="Desk", at=at)


@pytest.mark.parametrize("why", ["over or cancelled", "withdrawn"])
def test_what_is_off_is_not_declined(desk: FlaskClient, took: Took, why: str) -> None:
    number = took(PROPOSAL)
    invitation = session.scalars(select(Invitation).where(Invitation.reply_key == "perukey")).one()
    if why == "withdrawn":
        invitation.withdrawn_at = AUGUST
    else:
        cancel(invitation.dialogue, "", by="Desk", at=AUGUST)
    session.commit()
    refused = press(desk, f"{INBOX}{number}/", f"{INBOX}{number}/proposal/decline")
    assert (refused.status_code, why in refused.text) == (409, True)
    assert (settled(number), session.scalars(select(Letter)).all()) == (("", False), [])


def test_a_proposal_that_is_accepted_leads_to_the_programme(desk: FlaskClient, took: Took) -> None:
    number = took(PROPOSAL)
    led = press(desk, f"{INBOX}{number}/", f"{INBOX}{number}/proposal/accept")
    where = led.headers["Location"]
    assert (led.status_code, where.partition("?")[0]) == (303, "/organise/rtop-2012/programme/")
    assert settled(number) == ("accepted", True)
    assert re.findall(r'value="(2012-09-05T[0-9:]+)"', desk.get(where).text)[0] == "2012-09-05T15:00"
    for wrong in (
        "starts=x",
        "starts=2012-09-05T10:00",
        "starts=9999-12-31T00:00Z",
        "starts=2012-09-05T19:00Z&ends=9999-12-31T23:59Z",
    ):
        assert desk.get(f"/organise/rtop-2012/programme/?{wrong}").status_code == 200


def test_a_proposal_in_an_unknown_zone_is_told_as_it_was_written(desk: FlaskClient, took: Took) -> None:
    raw = PROPOSAL.replace(b"TZID=America/New_York", b"TZID=Somewhere Else")
    assert "20120905T150000 Somewhere Else" in desk.get(f"{INBOX}{took(raw)}/").text


def test_a_proposal_in_what_cannot_be_a_zone_is_told_as_it_was_written(desk: FlaskClient, took: Took) -> None:
    raw = PROPOSAL.replace(b"TZID=America/New_York", b"TZID=New*York")
    assert "20120905T150000 New*York" in desk.get(f"{INBOX}{took(raw)}/").text


def test_a_viewer_sees_and_does_nothing(viewer: FlaskClient, took: Took) -> None:
    number = took(FORWARDED)
    page = viewer.get(f"{INBOX}{number}/").text
    assert ("Its words" in page, "Put aside" in page) == (True, False)
    assert viewer.get(f"{INBOX}999/").status_code == 404


def test_what_has_no_outcome_yet_is_not_shown(desk: FlaskClient, took: Took) -> None:
    number = keep(io.BytesIO(FORWARDED), way=Way.PIPE, at=AUGUST)
    assert desk.get(f"{INBOX}{number}/").status_code == 404


@pytest.mark.parametrize("step", ["ignore", "proposal/accept"])
def test_a_button_of_an_old_page_is_refused(desk: FlaskClient, took: Took, step: str) -> None:
    number = took(PROPOSAL)
    assert desk.post(f"{INBOX}{number}/{step}", data={"csrf_token": "forged"}).status_code == 409
    assert settled(number) == ("", False)


def test_every_reason_has_its_sentence() -> None:
    house = Path(__file__).parents[2] / "rtop_event"
    named = set()
    for file in ("mailing/taking.py", "mailing/blocking.py", "mailing/meaning.py", "invitations/receiving.py"):
        named |= set(re.findall(r'(?:Judgement\(\s*[\w.()]+, |_Unclear\()"([a-z-]+)"', (house / file).read_text()))
    for file in ("itip.py", "itip_lines.py", "mailing/opening.py", "mailing/parts.py", "mailing/limited.py"):
        named |= set(re.findall(r'(?:NotReadable|BeyondLimits)\("([a-z-]+)"', (house / file).read_text()))
    assert named - set(REASONS) == set()


def test_an_answer_by_mail_leads_to_its_mail(desk: FlaskClient, took: Took) -> None:
    number = took(thunderbird(Reply()))
    invitation = session.scalars(select(Invitation.id).where(Invitation.reply_key == "perukey")).one()
    session.rollback()
    page = desk.get(f"/organise/rtop-2012/invitations/{invitation}/preview/").text
    assert f'<a href="{INBOX}{number}/">from the calendar</a>' in page


def test_mails_are_found_by_sender_subject_person_and_dialogue(desk: FlaskClient, took: Took) -> None:
    took(FORWARDED)
    took(PROPOSAL)
    took(thunderbird(Reply("ACCEPTED", number=3)))

    def found(query: str) -> list[str]:
        session.rollback()
        page = desk.get(f"{INBOX}{query}", headers=JSON).get_json()
        return [f"{one['value']} {one['number']}" for one in page["filters"]] + [one["sender"] for one in page["lines"]]

    assert found("") == ["open 2", "counter 1", "applied 1", "all 3", PERU, "a@b.example"]
    assert found("?q=A@B.example") == ["open 1", "all 1", "a@b.example"]
    assert found("?q=decisive+rtop-2012+peru&outcome=applied") == ["open 2", "counter 1", "applied 1", "all 3", PERU]
    assert found("?q=100%25_nobody") == ["open 0"]
    session.execute(update(Received).where(Received.sender == "a@b.example").values(subject="Lettre d'Émile ÉLIE"))
    session.commit()
    assert found("?q=émile+Élie") == found("?q=ÉMILE") == found("?q=A@B.example")
    assert found("?outcome=nonsense&page=-3") == found("?page=99") == found("")


def test_what_was_put_aside_is_taken_back(desk: FlaskClient, took: Took) -> None:
    number = took(FORWARDED)
    there = f"{INBOX}{number}/"
    assert press(desk, INBOX, f"{there}ignore").status_code == 303
    assert settled(number)[0] == "ignored"
    session.rollback()
    listed = desk.get(f"{INBOX}?outcome=settled", headers=JSON).get_json()
    assert [one["number"] for one in listed["lines"]] == [number]
    session.rollback()
    assert ">Undo</button>" in desk.get(there).text
    assert press(desk, there, f"{there}reopen").status_code == 303
    assert settled(number)[0] == ""
    assert press(desk, there, f"{there}reopen").status_code == 409
    session.rollback()
    assert desk.post(f"{there}reopen", json={}, headers=JSON).status_code == 409


def test_taking_a_bounce_back_lets_letters_leave_unless_another_mail_stopped_them(
    desk: FlaskClient, took: Took
) -> None:
    number = took(FORWARDED)
    there = f"{INBOX}{number}/"
    assert press(desk, there, f"{there}bounce").status_code == 303
    session.expire_all()
    assert [*blocked()] == [PERU]
    assert press(desk, there, f"{there}reopen").status_code == 303
    session.expire_all()
    assert blocked() == {}
    assert press(desk, there, f"{there}bounce").status_code == 303
    session.expire_all()
    blocked()[PERU].received_id = None
    session.commit()
    assert press(desk, there, f"{there}reopen").status_code == 303
    session.expire_all()
    assert [*blocked()] == [PERU]


def test_an_answer_to_the_earlier_entry_is_told_as_one_with_the_way_to_the_update(
    app: Flask, desk: FlaskClient, took: Took
) -> None:
    dialogue = session.scalars(select(Dialogue)).one()
    dialogue.texts = [DialogueText(kind=TextKind.LETTER, language="en", body=LETTER, changed_at=AUGUST)]
    with app.test_request_context():
        draft_letters(dialogue, by="Desk", at=AUGUST)
        for letter in session.scalars(select(Letter)):
            letter.approved_at, letter.approved_by, letter.sent_at = AUGUST, "Desk", AUGUST
        with changing(dialogue, by="Desk", at=AUGUST):
            dialogue.room = "Elsewhere"
        session.commit()
    number = took(thunderbird(Reply()))
    told = desk.get(f"{INBOX}{number}/").text
    assert ("<h2>Answered the earlier entry</h2>" in told, "Draft the update" in told, "Became" in told) == (
        True,
        True,
        False,
    )
    assert "answered the earlier time: accepted" in told
