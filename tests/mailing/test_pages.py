"""The outbox as organisers see it, and what each role may do there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.mailing import finding, postman
from rtop_event.mailing.finding import Wanted
from rtop_event.mailing.models import Blocked, Letter, LetterKind, LetterState
from rtop_event.mailing.outbox import waiting
from rtop_event.mailing.writing import enclose
from rtop_event.organisers.models import Change
from tests import builders
from tests.mailing.letters import AT, ENTRY, INVITED, MINUTE, a_letter, an_entry_letter

Outbox = Callable[[], list[Letter]]
JSON = {"Accept": "application/json"}


def token(client: FlaskClient, page: str = "/organise/outbox/") -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert found
    return found[1]


def press(client: FlaskClient, url: str, page: str = "/organise/outbox/", **values: str) -> tuple[int, str]:
    session.rollback()
    answer = client.post(url, data={"csrf_token": token(client, page), **values})
    return answer.status_code, answer.headers.get("Location", "")


def with_token(client: FlaskClient) -> dict[str, str]:
    return {**JSON, "X-CSRFToken": token(client)}


def stored(*letters: Letter) -> list[int]:
    session.commit()
    return [letter.id for letter in letters]


@pytest.fixture
def cast(rows: None) -> list[int]:
    """A draft, an approved one, one to be tried again, a failed one, a sent one and a discarded one."""
    draft = an_entry_letter()
    others = [a_letter(recipient=f"{name}@mission.example", stream=name) for name in ("b", "c", "d", "e", "f")]
    _approved, waits, failed, sent, discarded = others
    waits.attempts, waits.next_attempt_at, waits.server_answer = 1, now() + timedelta(hours=1), "451 greylisted"
    failed.attempts, failed.failed_at, failed.server_answer = 1, AT, "550 <no> such mailbox"
    sent.attempts, sent.sent_at = 1, now()
    discarded.discarded_at = AT
    return stored(draft, *others)


def test_outbox_counts_each_state_and_shows_failures_first(desk: FlaskClient, cast: list[int]) -> None:
    page: Any = desk.get("/organise/outbox/", headers=JSON).json
    assert page["counts"] == {
        "failed": 1,
        "bounced": 0,
        "draft": 1,
        "approved": 1,
        "waiting": 1,
        "stopped": 1,
        "sent": 1,
        "discarded": 0,
    }
    assert [line["number"] for line in page["lines"]] == [cast[3], cast[0], cast[2], cast[1], cast[5], cast[4]]
    assert page["drafts"] == ["1 draft"]
    assert page["progress"]["leaving"] == 2
    text = desk.get("/organise/outbox/").text
    assert text.count("550 &lt;no&gt; such mailbox") == 2
    assert text.count("451 greylisted") == 1


@pytest.mark.parametrize(
    ("state", "place"), [("draft", 0), ("approved", 1), ("waiting", 2), ("failed", 3), ("sent", 4), ("stopped", 5)]
)
def test_filter_shows_the_letters_of_its_state(desk: FlaskClient, cast: list[int], state: str, place: int) -> None:
    page: Any = desk.get(f"/organise/outbox/?state={state}", headers=JSON).json
    assert [line["number"] for line in page["lines"]] == [cast[place]]
    filters = desk.get(f"/organise/outbox/?state={state}").text.partition('class="filters"')[2].partition("</nav>")[0]
    assert re.findall(r'state=(\w+)" aria-current="true"', filters) == [state]


def test_filter_by_dialogue_and_cause(desk: FlaskClient, rows: None) -> None:
    first, second, _third = stored(
        a_letter(dialogue="rtop-2012", about="registration:1"), a_letter(dialogue="rtop-2012"), a_letter()
    )
    numbers = [
        [line["number"] for line in desk.get(f"/organise/outbox/?{query}", headers=JSON).json["lines"]]  # type: ignore[index] # a page
        for query in ("dialogue=rtop-2012", "about=registration:1")
    ]
    assert numbers == [[second, first], [first]]
    assert desk.get("/organise/outbox/?state=sending").status_code == 404


def test_outbox_is_shown_in_pages(desk: FlaskClient, rows: None) -> None:
    stored(*[a_letter(stream=str(number)) for number in range(51)])
    page: Any = desk.get("/organise/outbox/?page=2", headers=JSON).json
    assert (len(page["lines"]), page["number"], page["last"]) == (1, 2, 2)


def test_letter_is_shown_as_it_is_read(desk: FlaskClient, rows: None) -> None:
    file = enclose("overview.pdf", "application/pdf", b"%PDF" * 500)
    (number,) = stored(an_entry_letter(enclosures=[file], recipient_name="Mission <of> Tonga"))
    text = desk.get(f"/organise/outbox/{number}/").text
    assert "&lt;p&gt;we have &lt;strong&gt;received&lt;/strong&gt; it.&lt;/p&gt;" in text.partition("srcdoc=")[2]
    assert "Mission &lt;of&gt; Tonga &lt;mission@tonga.example&gt;" in text
    assert "overview.pdf</a> (2 kB)" in text
    page: Any = desk.get(f"/organise/outbox/{number}/", headers=JSON).json
    assert page["card"]["starts_at"] == "2012-09-05T14:00:00Z"
    assert page["steps"] == ["approve", "edit", "discard"]


def test_update_shows_what_the_recipient_holds_until_now(desk: FlaskClient, rows: None) -> None:
    held = an_entry_letter(approved_by="Ana")
    held.sent_at = AT
    moved = replace(
        ENTRY, sequence=1, starts_at=ENTRY.starts_at + timedelta(minutes=30), location="Trusteeship Council"
    )
    _held, number = stored(held, an_entry_letter(LetterKind.UPDATE, moved))
    page: Any = desk.get(f"/organise/outbox/{number}/", headers=JSON).json
    assert (page["card"]["old_starts_at"], page["card"]["old_place"]) == ("2012-09-05T14:00:00Z", "Conference Room 4")
    text = desk.get(f"/organise/outbox/{number}/").text
    assert "<del>Conference Room 4</del> <ins>Trusteeship Council</ins>" in text


def test_files_of_a_letter_are_handed_out_as_attachments(desk: FlaskClient, rows: None) -> None:
    file = enclose("overview.pdf", "application/pdf", b"%PDF")
    other = enclose("map.pdf", "application/pdf", b"%PDF-map")
    with_all, plain = stored(an_entry_letter(enclosures=[other, file]), a_letter(stream="other"))
    got = {
        path: desk.get(f"/organise/outbox/{with_all}/{path}")
        for path in (f"files/{file.id}/", "invite.ics", "mail.eml")
    }
    assert {path: answer.headers["Content-Disposition"] for path, answer in got.items()} == {
        f"files/{file.id}/": 'attachment; filename="overview.pdf"',
        "invite.ics": 'attachment; filename="invite.ics"',
        "mail.eml": 'attachment; filename="mail.eml"',
    }
    assert got[f"files/{file.id}/"].data == b"%PDF"
    assert got["invite.ics"].data.startswith(b"BEGIN:VCALENDAR")
    assert got["mail.eml"].data.startswith(b"From: ")
    missing = [f"{plain}/invite.ics", f"{plain}/files/{file.id}/", "999/", "999/mail.eml"]
    assert [desk.get(f"/organise/outbox/{path}").status_code for path in missing] == [404] * 4


def test_approving_the_last_draft_leads_to_the_list_and_is_recorded(desk: FlaskClient, outbox: Outbox) -> None:
    (number,) = stored(an_entry_letter(dialogue="rtop-2012"))
    page = f"/organise/outbox/{number}/"
    assert press(desk, f"{page}approve?state=draft", page) == (303, "/organise/outbox/?state=draft")
    told = desk.get("/organise/outbox/?state=draft").text
    assert [f"Approved: {INVITED}." in told, "That was the last one." in told] == [True, True]
    letter = outbox()[0]
    assert (letter.approved_by, letter.state(now())) == ("Desk (example)", LetterState.APPROVED)
    changes = session.scalars(select(Change)).all()
    assert [(one.what, one.by, one.about, one.dialogue) for one in changes] == [
        ("letter approved", "Desk (example)", f"letter:{number}", "rtop-2012")
    ]


def test_discarding_and_sending_again(desk: FlaskClient, outbox: Outbox, cast: list[int]) -> None:
    for number, step in ((cast[0], "discard"), (cast[2], "retry"), (cast[3], "retry")):
        page = f"/organise/outbox/{number}/"
        assert press(desk, f"{page}{step}", page) == (303, page)
    states = {letter.id: letter.state(now()) for letter in outbox()}
    assert [states[number] for number in (cast[0], cast[2], cast[3])] == [
        LetterState.DISCARDED,
        LetterState.APPROVED,
        LetterState.APPROVED,
    ]


def test_impossible_step_is_refused_and_changes_nothing(desk: FlaskClient, outbox: Outbox, cast: list[int]) -> None:
    assert press(desk, f"/organise/outbox/{cast[4]}/discard")[0] == 409
    assert outbox()[4].state(now()) is LetterState.SENT
    assert session.scalars(select(Change)).all() == []


def test_step_without_its_token_or_with_a_bad_key_is_refused(
    desk: FlaskClient, outbox: Outbox, cast: list[int]
) -> None:
    for url in (f"/organise/outbox/{cast[0]}/approve", "/organise/outbox/hold"):
        assert desk.post(url, data={}).status_code == 400
        assert press(desk, url, key="x" * 65)[0] == 422
    assert outbox()[0].state(now()) is LetterState.DRAFT


def test_all_drafts_are_approved_after_a_question(desk: FlaskClient, outbox: Outbox) -> None:
    stored(*[an_entry_letter(dialogue="rtop-2012", stream=str(number)) for number in range(3)], an_entry_letter())
    url = "/organise/outbox/all/approve?dialogue=rtop-2012"
    assert "Approve 3 letters?" in desk.get(url).text
    assert press(desk, url, url, number="3") == (303, "/organise/outbox/?dialogue=rtop-2012")
    assert "3 letters were approved." in desk.get("/organise/outbox/").text
    assert [letter.state(now()) for letter in outbox()] == [LetterState.APPROVED] * 3 + [LetterState.DRAFT]
    assert [one.after for one in session.scalars(select(Change))] == [{"letters": 3}]


def test_many_letters_ask_for_their_number(desk: FlaskClient, outbox: Outbox) -> None:
    stored(*[a_letter(LetterKind.DECISION, stream=str(number)) for number in range(26)])
    url = "/organise/outbox/all/discard?state=draft"
    text = desk.get(url).text
    assert 'type="hidden" name="number"' not in text
    assert press(desk, url, url, number="25")[0] == 422
    assert [letter.state(now()) for letter in outbox()] == [LetterState.DRAFT] * 26
    assert press(desk, url, url, number="26")[0] == 303
    assert "26 letters were discarded." in desk.get("/organise/outbox/").text
    assert [letter.state(now()) for letter in outbox()] == [LetterState.DISCARDED] * 26


def test_letters_that_became_more_meanwhile_are_not_approved_unseen(desk: FlaskClient, outbox: Outbox) -> None:
    stored(an_entry_letter())
    url = "/organise/outbox/all/approve"
    asked = token(desk, url)
    stored(an_entry_letter(stream="another"))
    assert desk.post(url, data={"csrf_token": asked, "number": "1"}).status_code == 422
    assert [letter.state(now()) for letter in outbox()] == [LetterState.DRAFT] * 2


def test_all_failed_are_sent_again(desk: FlaskClient, outbox: Outbox, cast: list[int]) -> None:
    url = "/organise/outbox/all/retry"
    assert press(desk, url, url, number="1")[0] == 303
    assert "1 letter is sent again." in desk.get("/organise/outbox/").text
    assert outbox()[3].state(now()) is LetterState.APPROVED


def test_mail_is_held_and_released(desk: FlaskClient, rows: None) -> None:
    assert press(desk, "/organise/outbox/hold") == (303, "/organise/outbox/")
    assert postman.standing(now()).held_by == "Desk (example)"
    assert "All mail is held back" in desk.get("/organise/outbox/").text
    assert press(desk, "/organise/outbox/release") == (303, "/organise/outbox/")
    assert postman.standing(now()).held_at is None


def test_trouble_is_shown_in_the_words_of_the_server(desk: FlaskClient, rows: None) -> None:
    postman.rest("535 <bad> password", at=now())
    session.commit()
    assert "<q>535 &lt;bad&gt; password</q>" in desk.get("/organise/outbox/").text


def test_progress_asks_to_look_again_while_letters_leave(desk: FlaskClient, cast: list[int], outbox: Outbox) -> None:
    fragment = {"X-Fragment": "1"}
    text = desk.get("/organise/outbox/progress/", headers=fragment).text
    assert text.count("data-again") == 1
    assert "<html" not in text
    assert "2 letters are leaving" in text
    for letter in outbox():
        letter.discarded_at = None if letter.sent_at else AT
    session.commit()
    assert "data-again" not in desk.get("/organise/outbox/progress/", headers=fragment).text
    assert "<html" in desk.get("/organise/outbox/progress/").text


def test_list_and_its_counts_follow_while_letters_leave(desk: FlaskClient, cast: list[int]) -> None:
    found = re.search(r'data-refresh="([^"]+)"', desk.get("/organise/outbox/?state=approved").text)
    assert found
    assert found[1] == "/organise/outbox/?state=approved&amp;page=1"
    fragment = desk.get(found[1].replace("&amp;", "&"), headers={"X-Fragment": "1"}).text
    assert ("<html" in fragment, "data-again" in fragment, "<nav" in fragment, "<table" in fragment) == (
        False,
        True,
        True,
        True,
    )


def test_recipients_are_told_apart_by_their_address(desk: FlaskClient, rows: None) -> None:
    named, _nameless = stored(a_letter(recipient_name="A. Tonga"), a_letter(recipient="b@mission.example", stream="b"))
    assert desk.get("/organise/outbox/").text.count(f"<bdi>{INVITED}</bdi>") == 1
    assert desk.get(f"/organise/outbox/{named}/").text.count(f"<bdi>{INVITED}</bdi>") == 2
    page: Any = desk.get("/organise/outbox/", headers=JSON).json
    assert [(one["recipient"], one["address"]) for one in page["lines"]] == [
        ("b@mission.example", ""),
        ("A. Tonga", INVITED),
    ]


def test_a_personal_link_is_for_who_may_act(desk: FlaskClient, viewer: FlaskClient, rows: None) -> None:
    link = f"http://localhost:5000/invitations/{'x' * 30}/"
    [number] = stored(a_letter(body=f"Answer at <{link}> or [here]({link})."))
    seen: list[Any] = [one.get(f"/organise/outbox/{number}/", headers=JSON).json for one in (desk, viewer)]
    assert [(link in page["html"], link in page["text"], page["whole"]) for page in seen] == [
        (True, True, True),
        (False, False, False),
    ]
    page = viewer.get(f"/organise/outbox/{number}/").text
    assert [word in page for word in ("x" * 30, "mail.eml", "left out here")] == [False, False, True]


def test_viewer_looks_and_changes_nothing(viewer: FlaskClient, outbox: Outbox, cast: list[int]) -> None:
    paths = ["", "progress/", f"{cast[0]}/", f"{cast[0]}/mail.eml", f"{cast[0]}/invite.ics"]
    assert [viewer.get(f"/organise/outbox/{path}").status_code for path in paths] == [200, 200, 200, 403, 403]
    assert "<form" not in viewer.get(f"/organise/outbox/{cast[0]}/").text.partition("<main")[2]
    assert "<form" not in viewer.get("/organise/outbox/").text.partition("<main")[2]
    for path in (f"{cast[0]}/approve", "all/approve", "hold"):
        assert viewer.post(f"/organise/outbox/{path}").status_code == 403
    assert viewer.get("/organise/outbox/all/approve").status_code == 403
    assert outbox()[0].state(now()) is LetterState.DRAFT


def test_stranger_sees_nothing(client: FlaskClient, cast: list[int]) -> None:
    paths = ["", "progress/", f"{cast[0]}/", f"{cast[0]}/mail.eml", f"{cast[0]}/invite.ics", f"{cast[0]}/files/1/"]
    assert [client.get(f"/organise/outbox/{path}", headers=JSON).status_code for path in paths] == [401] * 6
    assert [client.get(f"/organise/outbox/{path}").status_code for path in paths] == [303] * 6


def told(app: Flask) -> list[tuple[int, str, bool]]:
    with app.test_request_context():
        return [(one.number, str(one.what), one.urgent) for one in waiting(now()) if one.number]


def test_dashboard_is_told_of_drafts_failures_and_a_dead_worker(app: Flask, cast: list[int]) -> None:
    drafts_and_failures = [(1, "letter to approve", False), (1, "failed letter", True)]
    assert told(app) == [*drafts_and_failures, (2, "letters that wait: the worker is not running", True)]
    postman.sign_of_life(at=now())
    session.commit()
    assert told(app) == drafts_and_failures
    postman.rest("451 <away>", at=now())
    session.commit()
    stuck = (2, "letters that cannot leave: the mail server says “451 <away>”", True)
    assert told(app) == [*drafts_and_failures, stuck]
    postman.hold(by="Ana", at=now())
    session.commit()
    assert told(app) == [*drafts_and_failures, (2, "letters held back: mail is paused", True)]


def test_drafts_that_move_or_cancel_an_entry_are_counted(desk: FlaskClient, rows: None) -> None:
    held = an_entry_letter(approved_by="Ana")
    held.sent_at = AT
    later = replace(ENTRY, sequence=1, starts_at=ENTRY.starts_at + timedelta(minutes=30))
    for draft in (
        later,
        replace(ENTRY, sequence=1, location="Trusteeship Council"),
        ENTRY,
        replace(ENTRY, summary="x"),
    ):
        an_entry_letter(LetterKind.UPDATE, draft)
    an_entry_letter(LetterKind.UPDATE, replace(later, uid="another@dialogue.example"))
    an_entry_letter(LetterKind.CANCELLATION, replace(ENTRY, sequence=1))
    a_letter(LetterKind.DECISION)
    session.commit()
    page: Any = desk.get("/organise/outbox/", headers=JSON).json
    assert page["drafts"] == ["7 drafts", "2 move an entry", "1 cancels"]


def card_of(desk: FlaskClient, number: int) -> dict[str, Any]:
    page: Any = desk.get(f"/organise/outbox/{number}/", headers=JSON).json
    return {name: page["card"][name] for name in ("effect", "old_starts_at", "old_place", "old_title")}


def test_card_compares_with_what_was_sent_last_to_the_same_mailbox_under_the_same_uid(
    desk: FlaskClient, rows: None
) -> None:
    elsewhere = replace(ENTRY, uid="another@dialogue.example", location="Elsewhere")
    for entry in (ENTRY, replace(ENTRY, summary="Its second title"), elsewhere):
        an_entry_letter(entry=entry, approved_by="Ana").sent_at = AT
    (number,) = stored(an_entry_letter(LetterKind.UPDATE))
    now_is = {"effect": "renames", "old_starts_at": None, "old_place": None, "old_title": "Its second title"}
    assert card_of(desk, number) == now_is


def test_card_of_an_invitation_after_a_cancellation_is_new(desk: FlaskClient, rows: None) -> None:
    for kind in (LetterKind.INVITATION, LetterKind.CANCELLATION):
        an_entry_letter(kind, approved_by="Ana").sent_at = AT
    (number,) = stored(an_entry_letter(entry=replace(ENTRY, location="Elsewhere", sequence=2)))
    assert card_of(desk, number) == {"effect": "new", "old_starts_at": None, "old_place": None, "old_title": None}


def test_step_in_a_filter_leads_on_to_the_next_letter(desk: FlaskClient, outbox: Outbox) -> None:
    first, second, third = stored(*[an_entry_letter(stream=str(number)) for number in range(3)])
    page = f"/organise/outbox/{second}/"
    seen: Any = desk.get(f"{page}?state=draft", headers=JSON).json
    assert (seen["before"], seen["after"], seen["place"], seen["of"]) == (third, first, 2, 3)
    assert press(desk, f"{page}approve?state=draft", page) == (303, f"/organise/outbox/{first}/?state=draft")
    page = f"/organise/outbox/{first}/"
    assert press(desk, f"{page}discard?state=draft", page) == (303, f"/organise/outbox/{third}/?state=draft")
    told = desk.get(f"/organise/outbox/{third}/?state=draft").text
    assert [f"Discarded: {INVITED}." in told, "That was the last one." in told] == [True, False]
    assert [one.state(now()) for one in outbox()] == [LetterState.DISCARDED, LetterState.APPROVED, LetterState.DRAFT]
    page = f"/organise/outbox/{third}/"
    press(desk, f"{page}approve?state=draft", page, not_before="2199-01-05T10:00")
    assert f"Set for later: {INVITED}." in desk.get("/organise/outbox/").text


def test_each_letter_of_a_long_list_knows_its_neighbours(rows: None) -> None:
    failed = a_letter(stream="failed")
    failed.attempts, failed.failed_at = 1, AT
    numbers = stored(failed, *[an_entry_letter(stream=str(number)) for number in range(60)])
    order = [numbers[0], *numbers[:0:-1]]
    for wanted, shown in ((Wanted(), order), (Wanted(LetterState.DRAFT), order[1:])):
        for place in (0, 1, 25, 26, 40, len(shown) - 1):
            near = finding.around(shown[place], wanted, now())
            assert (near.place, near.of, len(near.letters)) == (place + 1, len(shown), finding.PAGE)
            assert [near.before, near.after] == [dict(enumerate(shown)).get(place + step) for step in (-1, 1)]
            assert shown[place] in [letter.id for letter in near.letters]
        assert finding.first_of(wanted, now()) == shown[0]
    elsewhere = finding.around(failed.id, Wanted(LetterState.DRAFT), now())
    assert (elsewhere.place, elsewhere.of, elsewhere.before, elsewhere.after) == (0, 60, None, None)


def test_letter_for_a_blocked_address_is_stopped_and_says_so(desk: FlaskClient, rows: None) -> None:
    session.add(Blocked(address_key="b@mission.example", since=AT, words="550 <unknown>"))
    number, other = stored(a_letter(recipient="B@mission.example", stream="b"), a_letter())
    page: Any = desk.get("/organise/outbox/?state=stopped", headers=JSON).json
    assert [(line["number"], line["state"], line["blocked"]) for line in page["lines"]] == [
        (number, "stopped", "550 <unknown>")
    ]
    assert page["counts"]["approved"] == 1
    text = desk.get(f"/organise/outbox/{number}/").text
    assert "<q>550 &lt;unknown&gt;</q>" in text
    assert '<a href="/organise/inbox/addresses/">Mend the address</a>' in text
    seen: Any = desk.get(f"/organise/outbox/{other}/", headers=JSON).json
    assert (seen["line"]["state"], seen["line"]["blocked"]) == ("approved", None)


def test_letter_is_held_back_and_let_go(desk: FlaskClient, outbox: Outbox) -> None:
    (number,) = stored(a_letter())
    page = f"/organise/outbox/{number}/"
    assert press(desk, f"{page}hold", page) == (303, page)
    shown: Any = desk.get(page, headers=JSON).json
    assert (shown["line"]["state"], shown["line"]["why"]) == ("stopped", "Desk (example) holds it back.")
    assert shown["steps"] == ["release", "discard"]
    assert press(desk, f"{page}release", page) == (303, page)
    assert [one.state(now()) for one in outbox()] == [LetterState.APPROVED]


def test_letter_is_approved_for_later_and_taken_back(desk: FlaskClient, outbox: Outbox) -> None:
    (number,) = stored(an_entry_letter())
    page = f"/organise/outbox/{number}/"
    assert press(desk, f"{page}approve", page, not_before="2199-01-05T10:00") == (303, page)
    assert outbox()[0].not_before == datetime(2199, 1, 5, 15, tzinfo=UTC)
    shown: Any = desk.get(page, headers=JSON).json
    assert (shown["line"]["state"], shown["line"]["not_before"]) == ("approved", "2199-01-05T15:00:00Z")
    assert shown["steps"] == ["back", "hold", "discard"]
    progress: Any = desk.get("/organise/outbox/progress/", headers=JSON).json
    assert (progress["leaving"], progress["later"]) == (0, 1)
    assert press(desk, f"{page}back", page) == (303, page)
    assert [(one.state(now()), one.not_before, one.approved_by) for one in outbox()] == [(LetterState.DRAFT, None, "")]
    assert press(desk, f"{page}back", page)[0] == 409


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2012-09-05T10:00", "This moment is past. Choose a later one, or leave it empty to send at once."),
        ("2199-03-10T02:30", "The clocks go forward over this hour in America/New_York: it does not exist."),
        ("soon", "This is not a day and hour, such as 2012-09-05T10:00."),
        ("9999-01-01T10:00", "The year must be from 1945 to 2199."),
    ],
)
def test_moment_that_cannot_be_is_refused_at_its_field(
    desk: FlaskClient, outbox: Outbox, typed: str, told: str
) -> None:
    (number,) = stored(an_entry_letter())
    for url in (f"/organise/outbox/{number}/approve", "/organise/outbox/all/approve"):
        sent = desk.post(url, json={"not_before": typed, "number": "1"}, headers=with_token(desk))
        assert (sent.status_code, sent.json["form"]["errors"]) == (422, {"not_before": [told]})  # type: ignore[index] # a page
    assert outbox()[0].state(now()) is LetterState.DRAFT


def test_all_drafts_are_approved_for_later(desk: FlaskClient, outbox: Outbox) -> None:
    stored(an_entry_letter(), an_entry_letter(stream="another"))
    url = "/organise/outbox/all/approve"
    assert press(desk, url, url, number="2", not_before="2199-07-05T10:00")[0] == 303
    assert [one.not_before for one in outbox()] == [datetime(2199, 7, 5, 14, tzinfo=UTC)] * 2
    changes = session.scalars(select(Change)).all()
    assert [one.after for one in changes] == [{"letters": 2, "not_before": "2199-07-05T14:00:00Z"}]


def test_letter_that_came_back_says_so_and_leaves_no_entry_behind(desk: FlaskClient, rows: None) -> None:
    held = an_entry_letter(approved_by="Ana")
    held.sent_at, held.bounced_at, held.bounced_words = AT, AT + MINUTE, "5.1.1 <unknown>"
    number, update = stored(held, an_entry_letter(LetterKind.UPDATE, replace(ENTRY, location="Elsewhere")))
    page: Any = desk.get("/organise/outbox/?state=bounced", headers=JSON).json
    lines = [(line["number"], line["state"], line["words"], line["at"]) for line in page["lines"]]
    assert lines == [(number, "bounced", "5.1.1 <unknown>", "2012-08-16T13:01:00Z")]
    assert page["drafts"] == ["1 draft"]
    assert card_of(desk, update)["effect"] == "new"


def test_form_for_later_without_a_moment_approves_nothing(desk: FlaskClient, outbox: Outbox) -> None:
    (number,) = stored(an_entry_letter())
    sent = desk.post(f"/organise/outbox/{number}/approve", json={"later": "1"}, headers=with_token(desk))
    errors = sent.json["form"]["errors"]  # type: ignore[index] # a page
    assert (sent.status_code, errors) == (422, {"not_before": ["Say when it may leave."]})
    assert outbox()[0].state(now()) is LetterState.DRAFT


def test_list_names_the_delegation_beside_the_recipient(desk: FlaskClient, rows: None) -> None:
    dialogue = builders.a_dialogue()
    request = builders.an_inscription(dialogue, "Chad")
    tonga = builders.a_delegation("Tonga")
    invited = builders.an_invitation(
        dialogue, builders.a_contact("a@mission.example", delegation_id=tonga.id, name="Ana")
    )
    nobody = builders.an_invitation(dialogue, builders.a_contact("b@mission.example", name="Bea"))
    session.flush()
    abouts = [f"registration:{request.id}", f"turn:{request.id}", f"invitation:{invited.id}", f"invitation:{nobody.id}"]
    for number, about in enumerate([*abouts, "turn:x", ""]):
        name = "Bea" if about == abouts[-1] else "Ana"
        a_letter(about=about, stream=str(number), recipient_name=name)
    session.commit()
    lines = desk.get("/organise/outbox/", headers={"Accept": "application/json"}).get_json()["lines"]
    assert [one["delegation"] for one in sorted(lines, key=lambda one: one["number"])] == [
        "Chad", "Chad", "Tonga", "", "", "",
    ]  # fmt: skip


def test_discarded_letter_is_restored_as_a_draft(desk: FlaskClient, outbox: Outbox, rows: None) -> None:
    (number,) = stored(an_entry_letter())
    page = f"/organise/outbox/{number}/"
    assert press(desk, f"{page}approve", page)[0] == 303
    approved: Any = desk.get(page, headers=JSON).json
    assert press(desk, f"{page}discard", page)[0] == 303
    discarded: Any = desk.get(page, headers=JSON).json
    assert (approved["steps"], discarded["steps"]) == (["back", "hold", "discard"], ["restore"])
    assert press(desk, f"{page}restore", page) == (303, page)
    assert [one.state(now()) for one in outbox()] == [LetterState.DRAFT]
    assert press(desk, f"{page}restore", page)[0] == 409
