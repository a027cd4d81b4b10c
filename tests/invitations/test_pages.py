"""The pages of contacts and invitations, in their three faces, for each role; and links that scanners open."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from rtop_event import clock
from rtop_event.database import db, session
from rtop_event.dialogues.actions import cancel, changing
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.words import TextKind
from rtop_event.invitations import actions, desk_views
from rtop_event.invitations.drafting import draft_letters, prepare_letters
from rtop_event.invitations.finding import token_of
from rtop_event.invitations.models import Answer, Channel, Contact, Invitation, Reply
from rtop_event.invitations.waiting import charts, waiting
from rtop_event.mailing.deciding import approve
from rtop_event.mailing.models import Letter, LetterState
from rtop_event.organisers.models import Change
from tests.builders import OPENED, a_contact, a_delegation, a_dialogue

JSON = {"Accept": "application/json"}
FORGED = {"csrf_token": "forged"}
FRAGMENT = {"X-Fragment": "1"}
AUGUST = datetime(2012, 8, 20, 13, 0, tzinfo=UTC)
LIST = "/organise/rtop-2012/invitations/"
LETTER = "Subject: Invitation: {dialogue}, {date}\n\n{salutation}\n\n{register_link}\n\n{page_link}\n"
Outbox = Callable[[], list[Letter]]


@pytest.fixture(autouse=True)
def _in_august(tmp_path: Path) -> Iterator[None]:
    """The clock shows a day before the dialogue."""
    clock.begin_trial(tmp_path, shows=AUGUST)
    clock.set_clock(tmp_path, trial=True)
    yield
    clock.set_clock(tmp_path, trial=False)


@pytest.fixture
def dialogue(app: Flask, rows: None) -> Dialogue:
    """A dialogue with three contacts, of whom two are invited."""
    made = a_dialogue()
    made.texts = [
        DialogueText(kind=TextKind.LETTER, language="en", body=LETTER, changed_at=OPENED),
        DialogueText(kind=TextKind.BRIEFING, language="en", body="# Overview\n\nWhat it says.", changed_at=OPENED),
    ]
    peru, chad = a_delegation("Peru", code="PER"), a_delegation("Chad", code="TCD")
    known = [
        a_contact("peru@mission.example", name="A. Peru", delegation_id=peru.id),
        a_contact("chad@mission.example", name="B. Chad", delegation_id=chad.id, function="Ambassador"),
        a_contact("ngo@body.example", name="C. Body"),
    ]
    actions.invite(made, known[:2], by="Desk", at=OPENED)
    session.commit()
    return made


def numbers() -> list[int]:
    """The numbers of the invitations."""
    session.expire_all()
    return list(session.scalars(select(Invitation.id).order_by(Invitation.id)))


def press(client: FlaskClient, url: str, page: str = LIST, **values: Any) -> TestResponse:
    """Send a form of a page as a browser does."""
    session.rollback()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert found
    return client.post(url, data={"csrf_token": found[1], **values})


def post(client: FlaskClient, url: str, **sent: Any) -> TestResponse:
    """Send without a token; the test holds no lock meanwhile."""
    session.rollback()
    return client.post(url, **sent)


def drafted(app: Flask, dialogue: Dialogue, *, sent: bool = False) -> None:
    """Letters for everybody who is invited, sent if so wished."""
    with app.test_request_context():
        draft_letters(dialogue, by="Desk", at=AUGUST)
        for letter in session.scalars(select(Letter)) if sent else []:
            approve(letter, by="Desk", at=AUGUST)
            letter.sent_at = AUGUST
        session.commit()


def link(app: Flask, number: int) -> str:
    """The personal page of an invitation."""
    with app.test_request_context():
        return url_for("invitations.answer_page", token=token_of(session.get_one(Invitation, number)))


# Contacts


def test_contacts_are_listed_and_narrowed(desk: FlaskClient, dialogue: Dialogue) -> None:
    def names(query: str) -> list[str]:
        page: Any = desk.get(f"/organise/contacts/{query}", headers=JSON).json
        return [row["name"] for row in page["rows"]]

    assert names("") == ["A. Peru", "B. Chad", "C. Body"]
    assert names("?q=PERU") == ["A. Peru"]
    assert names("?q=ambassador chad") == ["B. Chad"]
    assert names("?q=%25") == []
    assert names("?kind=member_state") == ["A. Peru", "B. Chad"]
    assert names("?kind=none") == ["C. Body"]
    assert names("?kind=observer") == []
    assert names("?page=99999") == ["A. Peru", "B. Chad", "C. Body"]
    page: Any = desk.get("/organise/contacts/", headers=JSON).json
    assert [(one["value"], one["number"]) for one in page["filters"]] == [("", 3), ("member_state", 2), ("none", 1)]


def test_contact_is_added_by_name_of_its_delegation(desk: FlaskClient, dialogue: Dialogue) -> None:
    new = "/organise/contacts/new/"
    values = {"address": "Tonga@Mission.example", "name": "D. Peru", "delegation": "peru", "language": "es"}
    wrong = press(desk, new, new, **{**values, "delegation": "Atlantis", "address": "two@a.example, b"})
    assert wrong.status_code == 422
    assert wrong.text.count("No delegation is called “Atlantis”.") == 2
    done = press(desk, new, new, **values)
    assert (done.status_code, done.headers["Location"]) == (303, "/organise/contacts/")
    session.expire_all()
    added = session.scalars(select(Contact).where(Contact.name == "D. Peru")).one()
    assert (added.address, added.address_key, added.language) == (
        "Tonga@mission.example",
        "tonga@mission.example",
        "es",
    )
    assert added.delegation is not None
    assert added.delegation.code == "PER"
    assert press(desk, new, new, **values).status_code == 409


def test_contact_changed_by_another_hand_is_refused(desk: FlaskClient, dialogue: Dialogue) -> None:
    number = session.scalars(select(Contact.id).where(Contact.name == "C. Body")).one()
    url = f"/organise/contacts/{number}/"
    values = {"address": "ngo@body.example", "name": "New", "language": "en", "version": "1"}
    assert press(desk, url, url, **values).status_code == 303
    assert press(desk, url, url, **{**values, "name": "Other"}).status_code == 409
    session.expire_all()
    assert session.get_one(Contact, number).name == "New"
    assert desk.get("/organise/contacts/999999/").status_code == 404


def upload(client: FlaskClient, content: bytes) -> TestResponse:
    """Upload a file of contacts."""
    page = "/organise/contacts/import/"
    return press(client, page, page, file=(io.BytesIO(content), "../../x.csv"))


def test_file_is_looked_at_before_it_is_brought_in(desk: FlaskClient, dialogue: Dialogue) -> None:
    content = b"address,name,delegation\nnew@mission.example,D. New,Peru\nngo@body.example,C. Body,\n"
    there = upload(desk, content).headers["Location"]
    page: Any = desk.get(there, headers=JSON).json
    assert [(row["number"], row["verdict"], row["shown"]["address"]) for row in page["rows"]] == [
        (2, "new", "new@mission.example"),
        (3, "known", "ngo@body.example"),
    ]
    assert len(session.scalars(select(Contact)).all()) == 3
    only: Any = desk.get(f"{there}?only=known", headers=JSON).json
    assert [row["number"] for row in only["rows"]] == [3]
    done = press(desk, there, there, seen=page["form"]["fields"]["seen"])
    assert (done.status_code, done.headers["Location"]) == (303, "/organise/contacts/")
    session.expire_all()
    assert len(session.scalars(select(Contact)).all()) == 4
    assert desk.get(there).status_code == 404


def test_file_with_a_wrong_line_cannot_be_brought_in(desk: FlaskClient, dialogue: Dialogue) -> None:
    there = upload(desk, b"address\nnew@mission.example\nnobody\n").headers["Location"]
    page = desk.get(there)
    assert "1 line is wrong, so nothing can be brought in" in page.text
    assert "This is not exactly one complete mail address." in page.text
    seen = desk.get(there, headers=JSON).json["form"]["fields"]["seen"]  # type: ignore[index] # our own JSON
    assert post(desk, there, json={"seen": seen}).status_code == 409
    assert post(desk, there, data={"seen": seen, **FORGED}).status_code == 409
    session.expire_all()
    assert len(session.scalars(select(Contact)).all()) == 3


def test_broken_file_is_refused_at_its_field(desk: FlaskClient, dialogue: Dialogue) -> None:
    refused = upload(desk, b"colour\nred\n")
    assert refused.status_code == 422
    assert refused.text.count("There is no column “colour”.") == 2
    missing = press(desk, "/organise/contacts/import/", "/organise/contacts/import/")
    assert (missing.status_code, "Choose a file." in missing.text) == (422, True)


# The list of the invited


def test_list_tells_letter_calendar_and_answer(app: Flask, desk: FlaskClient, dialogue: Dialogue) -> None:
    drafted(app, dialogue, sent=True)
    peru = session.get_one(Invitation, numbers()[0])
    actions.give_answer(dialogue, peru, Answer.ACCEPTED, channel=Channel.WEB, by="x", at=AUGUST)
    session.commit()
    page: Any = desk.get(LIST, headers=JSON).json
    told = [(one["name"], one["letter"], one["holds"], one["answer"], one["due"]) for one in page["guests"]]
    assert told == [("B. Chad", "sent", 0, "needs-action", "nothing"), ("A. Peru", "sent", 0, "accepted", "nothing")]
    assert page["answers"] == {"accepted": 1, "tentative": 0, "declined": 0, "needs-action": 1}
    assert [(one["value"], one["number"]) for one in page["filters"]] == [("", 2), ("sent", 2)]
    narrowed: Any = desk.get(f"{LIST}?q=peru&state=sent", headers=JSON).json
    assert [one["name"] for one in narrowed["guests"]] == ["A. Peru"]
    fragment = desk.get(LIST, headers=FRAGMENT).text
    assert ("<html" in fragment, "A. Peru" in fragment) == (False, True)


def test_contacts_are_chosen_ticked_or_all(desk: FlaskClient, dialogue: Dialogue) -> None:
    choose = f"{LIST}choose/"
    page: Any = desk.get(choose, headers=JSON).json
    assert [row["name"] for row in page["rows"]] == ["C. Body"]
    seen = desk.get(choose).text
    assert seen.index("Invite the 1 of this list") < seen.index('name="contacts"') < seen.index("Invite those chosen")
    assert press(desk, choose, choose).status_code == 422
    assert press(desk, choose, choose, contacts="0").status_code == 422
    assert press(desk, choose, choose, contacts=str(page["rows"][0]["number"])).headers["Location"] == LIST
    assert len(numbers()) == 3
    session.add(Contact(address="d@x.example", address_key="d@x.example", created_at=OPENED))
    session.commit()
    press(desk, f"{choose}?kind=member_state", choose, all="1")
    assert len(numbers()) == 3
    press(desk, choose, choose, all="1")
    assert len(numbers()) == 4


def test_letters_are_drafted_for_all_or_some(desk: FlaskClient, dialogue: Dialogue, outbox: Outbox) -> None:
    first, second = numbers()
    url = f"{LIST}letters/"
    assert press(desk, url).status_code == 422
    assert press(desk, url, numbers="9999999999").status_code == 422
    one = press(desk, url, numbers=str(second))
    assert one.headers["Location"] == f"{LIST}{second}/preview/"
    assert [letter.about for letter in outbox()] == [f"invitation:{second}"]
    assert press(desk, url, what="invitations").headers["Location"] == LIST
    assert [letter.about for letter in outbox()] == [f"invitation:{second}", f"invitation:{first}"]
    assert [letter.state(clock.now()) for letter in outbox()] == [LetterState.DRAFT] * 2
    press(desk, url, what="changes")
    assert len(outbox()) == 2


def test_change_offers_updates_and_a_cancellation_offers_its_own(
    app: Flask, desk: FlaskClient, dialogue: Dialogue, outbox: Outbox
) -> None:
    drafted(app, dialogue, sent=True)
    with changing(dialogue, by="Desk", at=clock.now()):
        dialogue.room = "Trusteeship Council Chamber"
    session.commit()
    assert "2 people hold an outdated entry" in desk.get(LIST).text
    programme = desk.get("/organise/rtop-2012/programme/").text
    assert ("2 people hold an outdated entry" in programme, f'<a href="{LIST}">Draft 2 updates</a>' in programme) == (
        True,
        True,
    )
    press(desk, f"{LIST}letters/", what="changes")
    assert "outdated entry" not in desk.get("/organise/rtop-2012/programme/").text
    assert [letter.method for letter in outbox()] == ["REQUEST"] * 4
    dialogue = session.scalars(select(Dialogue)).one()
    cancel(dialogue, "", by="Desk", at=clock.now())
    session.commit()
    assert "Draft 2 cancellations" in desk.get(LIST).text
    press(desk, f"{LIST}letters/", what="changes")
    now = clock.now()
    assert [letter.method for letter in outbox() if letter.state(now) is LetterState.DRAFT] == ["CANCEL"] * 2


def test_list_says_what_hinders_letters(desk: FlaskClient, dialogue: Dialogue) -> None:
    dialogue.texts.clear()
    session.commit()
    assert "The invitation has no text yet" in desk.get(LIST).text
    dialogue.published_at = None
    session.commit()
    assert "The dialogue is not published" in desk.get(LIST).text
    assert press(desk, f"{LIST}letters/", what="invitations").status_code == 409
    assert desk.get("/organise/none/invitations/").status_code == 404


# The text


def test_address_of_the_text_leads_to_the_wording_of_the_invitation(desk: FlaskClient, dialogue: Dialogue) -> None:
    there = "/organise/rtop-2012/letters/invitation/"
    assert desk.get(f"{LIST}text/").headers["Location"] == f"{there}en/"
    assert desk.get(f"{LIST}text/?language=ar").headers["Location"] == f"{there}ar/"
    assert desk.get(f"{LIST}text/?language=xx").status_code == 404


# One person


def test_preview_shows_the_mail_and_stores_nothing(desk: FlaskClient, dialogue: Dialogue, outbox: Outbox) -> None:
    number = numbers()[0]
    page: Any = desk.get(f"{LIST}{number}/preview/", headers=JSON).json
    mail = page["seen"]["mail"]
    assert (page["seen"]["tense"], page["duty"]) == ("would", "invitation")
    assert (mail["subject"], mail["recipient"]) == (
        "Invitation: Timely and decisive response, 5 September 2012",
        "A. Peru <peru@mission.example>",
    )
    assert mail["card"]["when"] == "5 September 2012, 10:00–18:00 New York time (14:00–22:00 UTC)"
    assert mail["card"]["attendee"] == "peru@mission.example"
    assert mail["encloses_briefing"] is True
    assert outbox() == []
    assert desk.get(f"{LIST}999/preview/").status_code == 404


def test_preview_shows_what_waits_what_was_sent_and_before_and_after(
    app: Flask, desk: FlaskClient, dialogue: Dialogue
) -> None:
    url = f"{LIST}{numbers()[0]}/preview/"
    drafted(app, dialogue)
    assert desk.get(url, headers=JSON).json["seen"]["tense"] == "waits"  # type: ignore[index] # our own JSON
    for letter in session.scalars(select(Letter)):
        approve(letter, by="Desk", at=AUGUST)
        letter.sent_at = AUGUST
    session.commit()
    assert desk.get(url, headers=JSON).json["seen"]["tense"] == "sent"  # type: ignore[index] # our own JSON
    with changing(session.scalars(select(Dialogue)).one(), by="Desk", at=clock.now()) as _:
        session.scalars(select(Dialogue)).one().room = "Trusteeship Council Chamber"
    session.commit()
    card = desk.get(url, headers=JSON).json["seen"]["mail"]["card"]  # type: ignore[index] # our own JSON
    assert (card["old_where"], card["where"], card["old_when"]) == (
        "Conference Room 4",
        "Trusteeship Council Chamber",
        None,
    )
    text = desk.get(url).text
    assert "<del>Conference Room 4</del> <ins>Trusteeship Council Chamber</ins>" in text


def test_preview_says_why_there_is_no_letter(desk: FlaskClient, dialogue: Dialogue) -> None:
    number = numbers()[0]
    dialogue.texts.clear()
    session.commit()
    assert "Write the invitation&#39;s text first." in desk.get(f"{LIST}{number}/preview/").text
    press(desk, f"{LIST}{number}/withdraw/")
    assert "Nothing is to be written." in desk.get(f"{LIST}{number}/preview/").text


def test_person_is_taken_off_and_put_back(app: Flask, desk: FlaskClient, dialogue: Dialogue, outbox: Outbox) -> None:
    drafted(app, dialogue, sent=True)
    number = numbers()[0]
    there = f"{LIST}{number}/preview/"
    assert press(desk, f"{LIST}{number}/withdraw/", there, why="x" * 301).status_code == 422
    assert press(desk, f"{LIST}{number}/withdraw/", there, why="By mistake").headers["Location"] == there
    assert [letter.method for letter in outbox()] == ["REQUEST", "REQUEST", "CANCEL"]
    page: Any = desk.get(f"{LIST}?state=withdrawn", headers=JSON).json
    assert [one["number"] for one in page["guests"]] == [number]
    assert post(desk, f"{LIST}{number}/invite/", data=FORGED).status_code == 409
    assert press(desk, f"{LIST}{number}/invite/", there).headers["Location"] == there
    session.expire_all()
    assert session.get_one(Invitation, number).withdrawn_at is None


def test_answer_told_to_the_desk_is_noted(desk: FlaskClient, dialogue: Dialogue) -> None:
    number = numbers()[0]
    url, there = f"{LIST}{number}/answer/", f"{LIST}{number}/preview/"
    assert press(desk, url, there, answer="delegated").status_code == 422
    assert press(desk, url, there, answer="declined", note="By telephone").status_code == 303
    (reply,) = session.scalars(select(Reply))
    assert (reply.answer, reply.channel, reply.note) == (Answer.DECLINED, Channel.DESK, "By telephone")


def test_replaced_link_leads_nowhere(app: Flask, desk: FlaskClient, client: FlaskClient, dialogue: Dialogue) -> None:
    number = numbers()[0]
    old = link(app, number)
    assert post(desk, f"{LIST}{number}/link/", data=FORGED).status_code == 409
    assert press(desk, f"{LIST}{number}/link/", f"{LIST}{number}/preview/").status_code == 303
    session.expire_all()
    assert [client.get(url).status_code for url in (old, link(app, number))] == [404, 200]


# The person's own page


def test_person_answers_by_a_button_and_sees_the_history(app: Flask, client: FlaskClient, dialogue: Dialogue) -> None:
    url = link(app, numbers()[0])
    page = client.get(url)
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == (
        "no-referrer",
        "no-store",
        "noindex",
    )
    assert press(client, url, url, answer="needs-action").status_code == 422
    assert post(client, url, data={"answer": "accepted", **FORGED}).status_code == 422
    assert press(client, url, url, answer="accepted", note="With two colleagues").headers["Location"] == url
    assert press(client, url, url, answer="declined").status_code == 303
    told: Any = client.get(url, headers=JSON).json
    assert (told["answer"], [(one["answer"], one["note"], one["counts"]) for one in told["answers"]]) == (
        "declined",
        [("declined", "", True), ("accepted", "With two colleagues", True)],
    )
    assert told["register_url"] == f"{url}register/"
    assert [reply.channel for reply in session.scalars(select(Reply))] == [Channel.WEB, Channel.WEB]


def test_person_is_asked_again_after_a_move(app: Flask, client: FlaskClient, dialogue: Dialogue) -> None:
    drafted(app, dialogue, sent=True)
    url = link(app, numbers()[0])
    press(client, url, url, answer="accepted")
    dialogue = session.scalars(select(Dialogue)).one()
    with changing(dialogue, by="Desk", at=clock.now()):
        dialogue.room = "Elsewhere"
    session.commit()
    told: Any = client.get(url, headers=JSON).json
    assert (told["answer"], told["earlier"]) == ("needs-action", "accepted")


@pytest.mark.parametrize("token", ["WzEsMV0~forged_forged_forged", "aaaaaaaaaaaaaaaa"])
def test_forged_link_leads_nowhere(client: FlaskClient, dialogue: Dialogue, token: str) -> None:
    assert client.get(f"/invitations/{token}/").status_code == 404
    assert post(client, f"/invitations/{token}/", data={"answer": "accepted"}).status_code == 404


def test_nothing_is_answered_once_withdrawn_or_cancelled(app: Flask, client: FlaskClient, dialogue: Dialogue) -> None:
    first, second = numbers()
    actions.withdraw(dialogue, session.get_one(Invitation, second), by="Desk", at=AUGUST)
    session.commit()
    token = "/dialogues/rtop-2012/register/"
    url = link(app, second)
    assert "This invitation has been withdrawn" in client.get(url).text
    assert post(client, url, json={"answer": "accepted"}).status_code == 409
    cancel(session.scalars(select(Dialogue)).one(), "The hall is closed.", by="Desk", at=AUGUST)
    session.commit()
    cancelled = client.get(link(app, first)).text
    assert ("The hall is closed." in cancelled, token in cancelled.partition("</header>")[2]) == (True, False)
    assert post(client, link(app, first), json={"answer": "accepted"}).status_code == 409
    assert session.scalars(select(Reply)).all() == []


def test_scanner_that_opens_every_link_changes_nothing(
    app: Flask, client: FlaskClient, dialogue: Dialogue, outbox: Outbox
) -> None:
    drafted(app, dialogue, sent=True)
    before = [(letter.id, letter.sent_at) for letter in outbox()]
    base = app.extensions["settings"].base_url
    found = {
        url.rstrip(".,)")
        for letter in outbox()
        for url in re.findall(r"https?://[^\s\"<>]+", letter.text + letter.html)
    }
    assert {url for url in found if not url.startswith(base)} == set()
    opened = {}
    for url in sorted(found):
        for method in ("GET", "HEAD"):
            opened[url.removeprefix(base)] = client.open(url.removeprefix(base) or "/", method=method).status_code
    assert set(opened.values()) == {200}
    assert len([url for url in opened if url.startswith("/invitations/")]) == 2
    session.expire_all()
    assert session.scalars(select(Reply)).all() == []
    assert [(letter.id, letter.sent_at) for letter in outbox()] == before


# Roles and the dashboard

CHANGES = ["choose/", "letters/", "{n}/withdraw/", "{n}/invite/", "{n}/link/", "{n}/answer/"]


@pytest.mark.parametrize("path", CHANGES)
def test_viewers_and_strangers_change_nothing(
    viewer: FlaskClient, client: FlaskClient, dialogue: Dialogue, path: str
) -> None:
    url = LIST + path.format(n=numbers()[0])
    assert (post(viewer, url).status_code, post(client, url).status_code) == (403, 303)
    assert post(client, url, headers=JSON).status_code == 401


@pytest.mark.parametrize("path", ["new/", "1/", "import/", "import/abcdefghijklmnop/"])
def test_viewers_and_strangers_change_no_contacts(
    viewer: FlaskClient, client: FlaskClient, dialogue: Dialogue, path: str
) -> None:
    url = f"/organise/contacts/{path}"
    assert (post(viewer, url).status_code, post(client, url).status_code) == (403, 303)


def test_viewers_see_without_buttons(app: Flask, viewer: FlaskClient, client: FlaskClient, dialogue: Dialogue) -> None:
    drafted(app, dialogue, sent=True)
    number = numbers()[0]
    for url in (LIST, "/organise/contacts/", f"{LIST}{number}/preview/"):
        page = viewer.get(url)
        main = page.text.partition("<main")[2]
        assert (page.status_code, "csrf_token" in main) == (200, False)
        assert client.get(url).status_code == 303


def test_dashboard_learns_of_outdated_entries_and_answers(app: Flask, dialogue: Dialogue) -> None:
    drafted(app, dialogue, sent=True)
    peru, chad = (session.get_one(Invitation, number) for number in numbers())
    actions.give_answer(dialogue, peru, Answer.ACCEPTED, channel=Channel.WEB, by="x", at=AUGUST)
    with changing(dialogue, by="Desk", at=AUGUST):
        dialogue.theme = "Another name"
    chad.withdrawn_at = AUGUST
    session.commit()
    with app.test_request_context():
        assert [(one.number, str(one.what), one.url) for one in waiting(AUGUST)[2:]] == [
            (1, "person holds an outdated entry", LIST),
            (1, "person holds an entry to be cancelled", LIST),
            (0, "people answered the earlier entry", f"{LIST}?answer=earlier"),
        ]
        (chart,) = charts(AUGUST)
        assert [(str(label), values) for label, values in chart.rows] == [("Member State", (1, 0, 0, 0))]
        assert (waiting(dialogue.ends_at)[2:], charts(dialogue.ends_at)) == ([], [])


def test_who_was_taken_off_is_marked_and_comes_back_only_when_ticked(desk: FlaskClient, dialogue: Dialogue) -> None:
    first = session.scalars(select(Invitation).order_by(Invitation.id)).first()
    assert first is not None
    actions.withdraw(dialogue, first, by="Desk", at=AUGUST)
    session.commit()
    contact, url = first.contact_id, f"{LIST}choose/"
    page = desk.get(url).text
    assert page.count("was taken off the list") == 1
    assert "Invite the 1 of this list" in page
    assert press(desk, url, url, all="1").headers["Location"] == LIST
    assert [one.withdrawn_at is None for one in invitations()] == [False, True, True]
    assert press(desk, url, url, contacts=[str(contact)]).headers["Location"] == LIST
    assert [one.withdrawn_at is None for one in invitations()] == [True, True, True]


def invitations() -> list[Invitation]:
    """All invitations, read anew."""
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(Invitation).order_by(Invitation.id)))


def test_letters_are_drafted_a_batch_at_a_time(
    desk: FlaskClient, dialogue: Dialogue, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rtop_event.invitations.desk_views.BATCH", 2)
    actions.invite(dialogue, [a_contact() for _ in range(3)], by="Desk", at=OPENED)
    session.commit()
    assert press(desk, f"{LIST}letters/", what="invitations").headers["Location"] == LIST
    session.rollback()
    assert len(outbox()) == 5
    drafted = select(Change.after).where(Change.what == "letters drafted").order_by(Change.id)
    assert list(session.scalars(drafted)) == [{"invitation": 2}, {"invitation": 2}, {"invitation": 1}]
    assert "No letter is owed" not in desk.get(LIST).text


def test_others_write_while_letters_are_composed(
    desk: FlaskClient, dialogue: Dialogue, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compose(*given: Any, **named: Any) -> Any:
        done = prepare_letters(*given, **named)
        with db.engine.begin() as other:
            other.execute(text("UPDATE contacts SET name = 'D. Other', version = version + 1 WHERE name = 'A. Peru'"))
        return done

    monkeypatch.setattr(desk_views, "prepare_letters", compose)
    assert press(desk, f"{LIST}letters/", what="invitations").headers["Location"] == LIST
    session.rollback()
    assert [one.recipient_name for one in outbox()] == ["D. Other", "B. Chad"]
    assert [b"D. Other" in (one.calendar or b"") for one in outbox()] == [True, False]


def test_many_invited_people_are_shown_a_page_at_a_time(
    desk: FlaskClient, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_views, "PAGE", 2)
    actions.invite(dialogue, [a_contact(name=f"Z. Person {number}") for number in range(3)], by="Desk", at=OPENED)
    session.commit()

    def shown(query: str) -> list[str]:
        return [one["name"] for one in desk.get(f"{LIST}{query}", headers=JSON).get_json()["guests"]]

    assert shown("?page=1") == shown("") == ["Z. Person 0", "Z. Person 1"]
    assert shown("?page=2") == ["Z. Person 2", "B. Chad"]
    assert shown("?page=3") == shown("?page=9") == ["A. Peru"]
    assert shown("?q=person&page=2") == ["Z. Person 2"]
    assert "?q=person&amp;page=2" in desk.get(f"{LIST}?q=person").text
    assert "?page=2" in desk.get(LIST).text
