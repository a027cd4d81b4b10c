"""The desk's pages of a dialogue: who may, what is refused, what a stale hand sees, what is saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from rtop_event.database import session
from rtop_event.dialogues.actions import all_facts
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.organisers.models import Change
from tests import builders

JSON = {"Accept": "application/json"}
AT = "/organise/rtop-2012/"
PAGES = [
    AT,
    f"{AT}facts/",
    f"{AT}programme/",
    f"{AT}texts/",
    f"{AT}texts/briefing/en/",
    f"{AT}texts/letter/ar/",
]
CHANGES = [
    f"{AT}{step}/" for step in ("facts", "programme", "texts/letter/en", "publish", "draft", "restore", "cancel")
]
NOT_AFTER_THE_CLOSE = "This must not be later than the close of the list."
LETTER = "Subject: Invitation\n\nDear {name}, **come**."


@pytest.fixture(autouse=True)
def dialogue(rows: None) -> Dialogue:
    """A public dialogue that every test begins with."""
    made = builders.a_dialogue(list_closes_at=builders.MORNING)
    session.commit()
    return made


def now() -> Dialogue:
    """The dialogue as it is stored."""
    session.rollback()
    session.expire_all()
    return any_dialogue("rtop-2012")


def stored() -> list[Any]:
    """All that these pages can change."""
    session.rollback()
    session.expire_all()
    dialogues = session.scalars(select(Dialogue).order_by(Dialogue.slug)).all()
    texts = [(text.kind, text.language, text.body, text.version) for text in session.scalars(select(DialogueText))]
    found = [*((one.version, one.sequence, one.published_at, all_facts(one)) for one in dialogues), texts, lines()]
    session.rollback()
    return found


def lines() -> list[tuple[str, str]]:
    """The record: what, and why."""
    return [(change.what, change.why) for change in session.scalars(select(Change).order_by(Change.id))]


def drawn(client: FlaskClient, url: str) -> dict[str, Any]:
    """The fields of the form at that address, flat as a browser sends them."""
    fields = client.get(url, headers=JSON).json["form"]["fields"]  # type: ignore[index] # our own JSON
    return dict(flat(fields, ""))


def flat(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Nested fields under their full names."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if pairs is None:
        yield name, value
        return
    for key, inner in pairs:
        yield from flat(inner, f"{name}-{key}" if name else str(key))


def send(client: FlaskClient, url: str, body: dict[str, Any]) -> TestResponse:
    """A form sent as JSON, answered in JSON; what the test has read holds no lock."""
    session.rollback()
    return client.post(url, json=body, headers=JSON)


def wrong(response: TestResponse) -> dict[str, list[str]]:
    """Errors by the full name of their field."""
    assert response.status_code == 422
    return dict(response.json["wrong"])  # type: ignore[index] # our own JSON


@pytest.mark.parametrize("url", [*PAGES, "/organise/dialogues/new/", f"{AT}cancel/"])
def test_pages_lead_a_stranger_to_sign_in(client: FlaskClient, url: str) -> None:
    assert client.get(url).headers["Location"].startswith("/organise/sign-in/")
    assert client.get(url, headers=JSON).status_code == 401


@pytest.mark.parametrize("url", PAGES)
def test_a_viewer_looks_and_finds_no_button(viewer: FlaskClient, url: str) -> None:
    page = viewer.get(url)
    assert (page.status_code, page.text.count('class="button primary"'), page.text.count('name="step"')) == (200, 0, 0)


@pytest.mark.parametrize("url", ["/organise/dialogues/new/", f"{AT}cancel/"])
def test_a_viewer_is_refused_pages_that_only_change(viewer: FlaskClient, url: str) -> None:
    assert viewer.get(url).status_code == 403


@pytest.mark.parametrize("url", [*CHANGES, "/organise/dialogues/new/", f"{AT}programme/1/restore/"])
def test_a_viewer_changes_nothing(viewer: FlaskClient, url: str) -> None:
    before = stored()
    assert send(viewer, url, {"version": 1, "why": "w", "sure": True, "body": LETTER}).status_code == 403
    assert stored() == before


@pytest.mark.parametrize("url", [page.replace("rtop-2012", "none") for page in PAGES])
def test_an_unknown_dialogue_is_not_found(desk: FlaskClient, url: str) -> None:
    assert desk.get(url).status_code == 404


@pytest.mark.parametrize("url", [f"{AT}texts/speech/en/", f"{AT}texts/letter/de/"])
def test_an_unknown_text_is_not_found(desk: FlaskClient, url: str) -> None:
    assert desk.get(url).status_code == 404


def test_a_form_without_our_token_changes_nothing(desk: FlaskClient) -> None:
    before = stored()
    assert [desk.post(url, data={"version": "1"}).status_code for url in CHANGES] == [400] * len(CHANGES)
    assert stored() == before


def test_facts_are_saved_and_recorded(desk: FlaskClient) -> None:
    form = {**drawn(desk, f"{AT}facts/"), "theme": "Another theme", "issues": "One\n\n  Two ", "is_example": True}
    answered = send(
        desk, f"{AT}facts/", {**form, "latitude": 40.749, "longitude": -73.968, "report_date": "2012-07-25"}
    )
    assert (answered.status_code, answered.headers["Location"]) == (303, f"{AT}facts/")
    dialogue = now()
    assert (dialogue.theme, dialogue.issues, dialogue.is_example) == ("Another theme", ["One", "Two"], True)
    assert (dialogue.latitude, dialogue.longitude, str(dialogue.report_date)) == (40.749, -73.968, "2012-07-25")
    assert lines() == [("facts changed", "")]
    assert drawn(desk, f"{AT}facts/")["latitude"] == "40.749"


def test_facts_saved_as_drawn_change_nothing(desk: FlaskClient) -> None:
    before = stored()
    assert send(desk, f"{AT}facts/", drawn(desk, f"{AT}facts/")).status_code == 303
    assert stored() == before


BAD_FACTS: list[tuple[dict[str, Any], dict[str, list[str]]]] = [
    ({"theme": " "}, {"theme": ["Type the theme."]}),
    ({"title": "x" * 301}, {"title": ["This is too long: at most 300 characters."]}),
    (
        {"room": "Room\x004"},
        {"room": ["There are invisible characters in this text (control or direction marks). Please remove them."]},
    ),
    ({"room": "a\nb"}, {"room": ["This must stand on one line."]}),
    ({"zone": "Moon/Base"}, {"zone": ["This is not the name of a time zone, such as America/New_York."]}),
    (
        {"contact_address": "a@b@c"},
        {"contact_address": ["This is not one complete mail address, such as name@mission.example."]},
    ),
    ({"host_url": "javascript:alert(1)"}, {"host_url": ["This is not an address that begins with https://."]}),
    ({"latitude": "91", "longitude": "0"}, {"latitude": ["This must be a number from -90 to 90."]}),
    ({"latitude": "NaN", "longitude": "0"}, {"latitude": ["This must be a number from -90 to 90."]}),
    ({"latitude": "40"}, {"longitude": ["Give both latitude and longitude, or neither."]}),
    ({"report_date": "2012-02-30"}, {"report_date": ["This is not a day, such as 2012-09-05."]}),
    ({"report_date": "1900-01-01"}, {"report_date": ["This is not a day, such as 2012-09-05."]}),
    ({"civil_society_places": "1001"}, {"civil_society_places": ["This must be a whole number from 0 to 1000."]}),
    ({"issues": "a\n" * 21}, {"issues": ["These are too many lines: at most 20."]}),
    (
        {"registration_opens_at": "tomorrow"},
        {"registration_opens_at": ["This is not a day and hour, such as 2012-09-05T10:00."]},
    ),
    (
        {"registration_opens_at": "2012-03-11T02:30"},
        {"registration_opens_at": ["The clocks go forward over this hour in America/New_York: it does not exist."]},
    ),
    (
        {"list_opens_at": "2012-11-04T01:30"},
        {"list_opens_at": ["The clocks go back in America/New_York: this hour comes twice."]},
    ),
    ({"list_closes_at": "2012-08-16T09:00"}, {"list_closes_at": ["This must be later than the opening."]}),
    ({"list_closes_at": "2012-09-05T18:01"}, {"list_closes_at": ["The list must close before the meetings end."]}),
    ({"online_closes_at": "2012-08-16T09:00"}, {"online_closes_at": ["This must be later than the opening."]}),
    ({"online_closes_at": "2012-09-05T10:01"}, {"online_closes_at": [NOT_AFTER_THE_CLOSE]}),
    ({"online_closes_at": "soon"}, {"online_closes_at": ["This is not a day and hour, such as 2012-09-05T10:00."]}),
    (
        {"online_closes_at": "2012-09-05T12:01", "closes_into_debate": "15"},
        {"online_closes_at": [NOT_AFTER_THE_CLOSE]},
    ),
    ({"closes_into_debate": "601"}, {"closes_into_debate": ["This must be a whole number from 0 to 600."]}),
    ({"closes_into_debate": "soon"}, {"closes_into_debate": ["This must be a whole number from 0 to 600."]}),
    ({"closes_into_debate": "376"}, {"closes_into_debate": ["The list must close before the meetings end."]}),
    ({"version": ""}, {"version": ["The form does not say its version."]}),
    ({"version": "9" * 20}, {"version": ["The form does not say its version."]}),
    ({"documents-0-title": ""}, {"documents-0-title": ["Type the title of the document, or remove its row."]}),
    ({f"documents-{row}-title": "T" for row in range(41)}, {"": ["These are too many documents: at most 40."]}),
]


@pytest.mark.parametrize(("typed", "told"), BAD_FACTS)
def test_bad_facts_are_refused_at_their_field(
    desk: FlaskClient, typed: dict[str, Any], told: dict[str, list[str]]
) -> None:
    before = stored()
    assert wrong(send(desk, f"{AT}facts/", {**drawn(desk, f"{AT}facts/"), **typed})) == told
    assert stored() == before


def test_nan_and_foreign_row_numbers_change_nothing(desk: FlaskClient) -> None:
    before, form = stored(), drawn(desk, f"{AT}facts/")
    broken = desk.post(f"{AT}facts/", data='{"latitude": NaN}', content_type="application/json", headers=JSON)
    assert broken.status_code == 400
    strange = {"documents-²-title": "x", "documents-٣-title": "x", f"documents-{'9' * 5000}-title": "x"}
    assert send(desk, f"{AT}facts/", {**form, **strange}).status_code == 303
    assert stored() == before


def test_a_zone_in_which_a_meeting_has_no_hour_is_refused(desk: FlaskClient, dialogue: Dialogue) -> None:
    dialogue.meetings[0].starts_at = dialogue.meetings[0].starts_at.replace(month=3, day=25, hour=6, minute=30)
    session.commit()
    before = stored()
    refused = send(desk, f"{AT}facts/", {**drawn(desk, f"{AT}facts/"), "zone": "Europe/Zurich"})
    assert (refused.status_code, refused.json["refused"]) == (  # type: ignore[index] # our own JSON
        409,
        "The clocks go forward over this hour in Europe/Zurich: it does not exist.",
    )
    assert stored() == before


def test_a_stale_hand_sees_what_differs_and_may_insist(desk: FlaskClient) -> None:
    early = {**drawn(desk, f"{AT}facts/"), "theme": "Mine", "documents-0-title": "Mine", "documents-0-kind": "letter"}
    send(desk, f"{AT}facts/", {**drawn(desk, f"{AT}facts/"), "theme": "Theirs"})
    before = stored()
    refused = send(desk, f"{AT}facts/", early)
    page = refused.json
    assert refused.status_code == 409
    assert page is not None
    assert page["differs"] == [
        {"label": "Theme", "now": "Theirs", "typed": "Mine"},
        {"label": "Documents 1", "now": "", "typed": "Letter · Mine"},
    ]
    assert (page["last"]["what"], page["last"]["by"]) == ("facts changed", "Desk (example)")
    assert stored() == before
    assert send(desk, f"{AT}facts/", {**early, "version": page["form"]["fields"]["version"]}).status_code == 303
    assert now().theme == "Mine"


def test_the_stale_page_shows_both(desk: FlaskClient) -> None:
    early = {**drawn(desk, f"{AT}programme/"), "meetings-0-name": "Mine"}
    send(desk, f"{AT}programme/", {**drawn(desk, f"{AT}programme/"), "meetings-0-name": "Theirs"})
    page = token_sent(desk, f"{AT}programme/", early)
    assert page.status_code == 409
    assert "Somebody else changed this meanwhile. Nothing was saved." in page.text
    assert "Theirs · 2012-09-05 10:00" in page.text


def token_sent(client: FlaskClient, url: str, form: dict[str, Any], **extra: str) -> TestResponse:
    """A form sent as a browser does, with the token of its page."""
    session.rollback()
    token = client.get(url).text.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    return client.post(url, data={**{k: v for k, v in form.items() if v is not None}, "csrf_token": token, **extra})


def test_an_error_is_told_at_its_field_and_above_the_form(desk: FlaskClient) -> None:
    form = {**drawn(desk, f"{AT}programme/"), "meetings-0-name": ""}
    page = token_sent(desk, f"{AT}programme/", form)
    assert page.status_code == 422
    assert '<li><a href="#meetings-0-name">Name the meeting.</a></li>' in page.text
    assert (
        '<p class="error" id="meetings-0-name-error"><span class="unseen">Error: </span>Name the meeting.</p>'
        in page.text
    )


def test_rows_of_documents_are_added_and_moved_without_saving(desk: FlaskClient) -> None:
    before, form = stored(), {**drawn(desk, f"{AT}facts/"), "theme": "Typed", "is_example": ""}
    two = {**form, "documents-0-title": "First", "documents-1-title": "Second"}
    added = token_sent(desk, f"{AT}facts/", two, step="add:documents")
    assert (added.status_code, added.text.count('<li id="documents-'), 'value="Typed"' in added.text) == (200, 3, True)
    moved = token_sent(desk, f"{AT}facts/", two, step="up:documents-1").text
    assert moved.index('value="Second"') < moved.index('value="First"')
    assert stored() == before


def test_the_programme_is_saved_and_calendars_learn_of_it(desk: FlaskClient) -> None:
    form = drawn(desk, f"{AT}programme/")
    people = {"meetings-0-parts-0-people-0-name": "A. Person", "meetings-0-parts-0-people-0-role": "moderator"}
    answered = send(desk, f"{AT}programme/", {**form, **people, "meetings-1-ends": "2012-09-05T17:30"})
    dialogue = now()
    assert (answered.status_code, answered.headers["Location"]) == (303, f"{AT}programme/")
    assert [dialogue.sequence, *(one.sequence for one in dialogue.meetings)] == [1, 0, 1]
    assert dialogue.meetings[0].items[0].people == [{"name": "A. Person", "function": "", "role": "moderator"}]
    assert lines() == [("programme changed", "")]


def test_the_programme_names_who_is_called_and_how_many_statements_are_answered(desk: FlaskClient) -> None:
    person = {"name": "A. Person", "role": "panellist", "minutes": "10"}
    row = {f"meetings-0-parts-1-people-0-{name}": value for name, value in person.items()}
    rounds = {"meetings-0-parts-2-batch": "3", "meetings-0-parts-2-answers": "8"}
    assert send(desk, f"{AT}programme/", {**drawn(desk, f"{AT}programme/"), **row, **rounds}).status_code == 303
    _, panel, floor = now().meetings[0].items
    assert panel.people == [{"name": "A. Person", "function": "", "role": "panellist", "minutes": 10}]
    assert (floor.batch, floor.answers) == (3, 8)
    shown = drawn(desk, f"{AT}programme/")
    assert {name: shown[name] for name in {**row, **rounds}} == {**row, **rounds}


BAD_PROGRAMMES: list[tuple[dict[str, Any], dict[str, list[str]]]] = [
    ({"meetings-0-name": ""}, {"meetings-0-name": ["Name the meeting."]}),
    ({"meetings-0-ends": "2012-09-05T09:00"}, {"meetings-0-ends": ["The end must be later than the beginning."]}),
    (
        {"meetings-0-starts": "2012-03-11T02:30"},
        {"meetings-0-starts": ["The clocks go forward over this hour in America/New_York: it does not exist."]},
    ),
    (
        {"meetings-1-starts": "2012-09-05T12:59"},
        {"meetings-1-starts": ["This is before the end of another meeting, Morning meeting."]},
    ),
    (
        {"meetings-0-parts-0-minutes": "1e3"},
        {"meetings-0-parts-0-minutes": ["This must be a whole number from 1 to 1440."]},
    ),
    (
        {"meetings-0-parts-0-minutes": "106"},
        {"meetings-0-ends": ["The parts of this meeting are one minute longer than the meeting."]},
    ),
    (
        {"meetings-0-parts-0-people-0-name": "P", "meetings-0-parts-0-people-0-minutes": "31"},
        {"meetings-0-parts-0-minutes": ["The people of this part have 31 minutes, more than it lasts."]},
    ),
    (
        {"meetings-0-parts-1-batch": "3", "meetings-0-parts-1-answers": "5"},
        {"meetings-0-parts-1-batch": ["Only statements from the floor are heard in batches."]},
    ),
    (
        {"meetings-0-parts-2-batch": "3"},
        {"meetings-0-parts-2-answers": ["Give both the statements of a batch and the minutes of answers."]},
    ),
    (
        {"meetings-0-parts-2-answers": "3"},
        {"meetings-0-parts-2-batch": ["Give both the statements of a batch and the minutes of answers."]},
    ),
    ({"meetings-0-number": "7"}, {"": ["The form names a meeting that is not in this programme."]}),
    ({"meetings-0-number": "2"}, {"": ["The form names a meeting that is not in this programme."]}),
    (
        {f"meetings-0-parts-0-people-{row}-name": "P" for row in range(41)},
        {"": ["These are too many rows: at most 40 of a kind."]},
    ),
]


@pytest.mark.parametrize(("typed", "told"), BAD_PROGRAMMES)
def test_bad_programmes_are_refused_at_their_field(
    desk: FlaskClient, typed: dict[str, Any], told: dict[str, list[str]]
) -> None:
    before = stored()
    assert wrong(send(desk, f"{AT}programme/", {**drawn(desk, f"{AT}programme/"), **typed})) == told
    assert stored() == before


def test_a_programme_without_meetings_is_refused(desk: FlaskClient) -> None:
    before = stored()
    assert wrong(send(desk, f"{AT}programme/", {"version": 1})) == {"": ["A dialogue needs at least one meeting."]}
    assert stored() == before


def test_rows_of_the_programme_are_added_and_tell_what_saving_would_cancel(desk: FlaskClient) -> None:
    before, form = stored(), drawn(desk, f"{AT}programme/")
    steps = ["add:meetings", "add:meetings-0-parts", "add:meetings-0-parts-0-people", "remove:meetings-1"]
    pages = [token_sent(desk, f"{AT}programme/", form, step=step) for step in steps]
    assert [page.status_code for page in pages] == [200] * 4
    assert [page.text.count(' id="meetings-2"') for page in pages] == [1, 0, 0, 0]
    assert [page.text.count(' id="meetings-0-parts-3"') for page in pages] == [0, 1, 0, 0]
    assert [page.text.count(' id="meetings-0-parts-0-people-0"') for page in pages] == [0, 0, 1, 0]
    assert ["Saving cancels: Afternoon meeting." in page.text for page in pages] == [False, False, False, True]
    assert stored() == before


def test_a_public_meeting_left_out_is_cancelled_and_can_take_place_again(desk: FlaskClient) -> None:
    form = {k: v for k, v in drawn(desk, f"{AT}programme/").items() if not k.startswith("meetings-1")}
    assert send(desk, f"{AT}programme/", form).status_code == 303
    assert [one.cancelled_at is not None for one in now().meetings] == [False, True]
    page = desk.get(f"{AT}programme/", headers=JSON).json
    assert page is not None
    assert page["cancelled"] == [[2, "Afternoon meeting"]]
    url, version = f"{AT}programme/2/restore/", now().version
    assert [send(desk, url, body).status_code for body in ({}, {"version": 1}, {"version": version})] == [409, 409, 303]
    assert [one.cancelled_at for one in now().meetings] == [None, None]


def test_a_text_is_written_changed_and_removed(desk: FlaskClient) -> None:
    url = f"{AT}texts/letter/fr/"
    assert send(desk, url, {"version": 0, "body": LETTER}).headers["Location"] == url
    assert send(desk, url, {"version": 1, "body": LETTER + " Bis."}).status_code == 303
    assert [text.body for text in now().texts] == [LETTER + " Bis."]
    assert send(desk, url, {"version": 1, "step": "remove"}).status_code == 409
    removed = token_sent(desk, url, {"version": "2", "step": "remove"})
    assert (removed.status_code, removed.headers["Location"]) == (303, f"{AT}texts/")
    assert now().texts == []
    assert [what for what, _ in lines()] == ["text written", "text written", "text removed"]


@pytest.mark.parametrize("form", [{"version": "0"}, {"version": "x"}, {}])
def test_a_text_that_is_not_there_cannot_be_removed(desk: FlaskClient, form: dict[str, str]) -> None:
    before = stored()
    assert token_sent(desk, f"{AT}texts/letter/fr/", form, step="remove").status_code == 409
    assert stored() == before


def test_a_preview_saves_nothing_and_is_safe(desk: FlaskClient) -> None:
    before, body = stored(), LETTER + "\n\n<script>alert(1)</script>"
    page = token_sent(desk, f"{AT}texts/letter/en/", {"version": "0", "body": body}, step="preview")
    assert page.status_code == 200
    assert "<mark>name</mark>, <strong>come</strong>" in page.text
    assert "<script>alert" not in page.text
    assert stored() == before


BAD_TEXTS = [
    ("letter", "", "Type the text."),
    ("letter", "Dear all", "Line 1: the first line must be “Subject: ” and a subject."),
    (
        "letter",
        "Subject: x\n\n{nobody}",
        "Line 3: unknown placeholder {nobody}; known are: salutation, name, delegation, dialogue, date, times, room, register_link, page_link, contact, host.",
    ),
    ("briefing", "x" * 60_001, "This is too long: at most 60000 characters."),
    (
        "briefing",
        "a\u202eb",
        "There are invisible characters in this text (control or direction marks). Please remove them.",
    ),
]


@pytest.mark.parametrize(("kind", "body", "told"), BAD_TEXTS)
def test_bad_texts_are_refused(desk: FlaskClient, kind: str, body: str, told: str) -> None:
    before = stored()
    refused = send(desk, f"{AT}texts/{kind}/en/", {"version": 0, "body": body})
    assert wrong(refused) == {"body": [told]}
    assert stored() == before


def test_a_stale_text_is_refused_beside_what_is_stored(desk: FlaskClient) -> None:
    url = f"{AT}texts/briefing/en/"
    send(desk, url, {"version": 0, "body": "# Theirs"})
    before = stored()
    refused = send(desk, url, {"version": 0, "body": "# Mine"})
    page = refused.json
    assert page is not None
    assert (refused.status_code, page["now"], page["form"]["fields"]["body"]) == (409, "# Theirs", "# Mine")
    assert page["form"]["fields"]["version"] == "1"
    assert stored() == before


def test_the_list_of_texts_names_the_missing(desk: FlaskClient) -> None:
    send(desk, f"{AT}texts/briefing/zh/", {"version": 0, "body": "保护责任"})
    page = desk.get(f"{AT}texts/", headers=JSON).json
    assert page is not None
    assert [one["language"] for one in page["kinds"]["briefing"] if one["length"] is None] == [
        "ar",
        "en",
        "es",
        "fr",
        "ru",
    ]
    assert page["kinds"]["briefing"][5]["length"] == {"words": 4, "pages": 0.0}


def test_publish_draft_cancel_and_restore_follow_each_other(desk: FlaskClient) -> None:
    for step, body, what in [
        ("draft", {}, "withdrawn from view"),
        ("publish", {}, "published"),
        ("cancel", {"why": "The room burns.", "sure": True}, "cancelled"),
        ("restore", {}, "reinstated"),
    ]:
        done = send(desk, f"{AT}{step}/", {**body, "version": now().version})
        assert (done.status_code, done.headers["Location"]) == (303, AT)
        assert lines()[-1] == (what, body.get("why", ""))
    dialogue = now()
    assert [dialogue.sequence, *(one.sequence for one in dialogue.meetings)] == [2, 2, 2]
    assert (dialogue.published_at is not None, dialogue.cancelled_at, dialogue.cancelled_why) == (True, None, "")


@pytest.mark.parametrize("step", ["publish", "draft", "restore"])
def test_a_button_without_a_version_changes_nothing(desk: FlaskClient, step: str) -> None:
    before = stored()
    refused = send(desk, f"{AT}{step}/", {})
    assert (refused.status_code, refused.json["refused"]) == (  # type: ignore[index] # our own JSON
        409,
        "This page is too old. Load it again, then press the button.",
    )
    assert stored() == before


@pytest.mark.parametrize("step", ["publish", "draft", "restore", "cancel"])
def test_a_stale_button_changes_nothing(desk: FlaskClient, step: str) -> None:
    before = stored()
    assert send(desk, f"{AT}{step}/", {"version": 99, "why": "w", "sure": True}).status_code == 409
    assert stored() == before


def test_a_dialogue_is_not_published_before_it_is_ready(desk: FlaskClient, dialogue: Dialogue) -> None:
    dialogue.published_at, dialogue.host_statement = None, ""
    session.commit()
    before = stored()
    refused = send(desk, f"{AT}publish/", {"version": dialogue.version})
    assert (refused.status_code, refused.json["refused"]) == (  # type: ignore[index] # our own JSON
        409,
        "This cannot be published yet. Still missing: a statement who runs this site.",
    )
    assert 'href="/organise/rtop-2012/facts/">a statement who runs this site</a>' in desk.get(AT).text
    assert stored() == before


@pytest.mark.parametrize("body", [{"why": "", "sure": True}, {"why": "w"}, {"why": "w\x00", "sure": True}])
def test_cancelling_needs_a_reason_and_a_tick(desk: FlaskClient, body: dict[str, Any]) -> None:
    before = stored()
    assert send(desk, f"{AT}cancel/", {"version": 1, **body}).status_code == 422
    assert stored() == before


def test_a_cancelled_dialogue_is_not_cancelled_again(desk: FlaskClient) -> None:
    body = {"why": "w", "sure": True}
    send(desk, f"{AT}cancel/", {**body, "version": 1})
    before = stored()
    assert send(desk, f"{AT}cancel/", {**body, "version": now().version}).status_code == 409
    assert stored() == before
    assert "This dialogue is cancelled" in desk.get(AT).text


NEW = {"title": "Title", "theme": "Prévention", "day": "2013-09-11"}


def test_a_new_dialogue_begins_with_what_the_last_one_had(desk: FlaskClient) -> None:
    form = {**drawn(desk, "/organise/dialogues/new/"), **NEW}
    assert (form["host"], form["morning_starts"], form["slug"]) == (
        "International Coalition for the Responsibility to Protect",
        "10:00",
        None,
    )
    begun = send(desk, "/organise/dialogues/new/", form)
    assert (begun.status_code, begun.headers["Location"]) == (303, "/organise/prevention-2013/")
    dialogue = any_dialogue("prevention-2013")
    assert [one.starts_at.isoformat() for one in dialogue.meetings] == [
        "2013-09-11T14:00:00+00:00",
        "2013-09-11T19:00:00+00:00",
    ]
    assert desk.get("/organise/prevention-2013/").status_code == 200


def test_the_first_dialogue_of_all_begins_empty(desk: FlaskClient, dialogue: Dialogue) -> None:
    session.delete(dialogue)
    session.commit()
    page = desk.get("/organise/dialogues/new/", headers=JSON).json
    assert page is not None
    assert (page["sources"], page["form"]["fields"]["host"]) == ([], None)


def test_a_copy_begins_with_the_programme_of_its_source(desk: FlaskClient) -> None:
    url = "/organise/dialogues/new/?of=rtop-2012"
    begun = send(desk, url, {**drawn(desk, url), "day": "2013-09-11"})
    assert begun.headers["Location"] == "/organise/rtop-2013/"
    assert [len(one.items) for one in any_dialogue("rtop-2013").meetings] == [3, 1]
    assert any_dialogue("rtop-2013").published_at is None


def test_a_copy_of_nothing_is_not_found(desk: FlaskClient) -> None:
    assert desk.get("/organise/dialogues/new/?of=none").status_code == 404


BAD_BEGINNINGS: list[tuple[dict[str, Any], dict[str, list[str]]]] = [
    ({"slug": "rtop-2012"}, {"slug": ["Another dialogue has this short name. Choose another."]}),
    ({"slug": "Rtop"}, {"slug": ["Use small letters a to z, digits and single hyphens, 60 at most."]}),
    ({"slug": "outbox"}, {"slug": ["This word is needed for other addresses of this site. Choose another."]}),
    ({"day": ""}, {"day": ["Choose the day."]}),
    ({"morning_starts": "25:00"}, {"morning_starts": ["This is not an hour, such as 10:00."]}),
    ({"morning_ends": "09:00"}, {"morning_ends": ["The end must be later than the beginning."]}),
    ({"morning_ends": ""}, {"morning_ends": ["Type the hour, or leave both empty."]}),
    (
        {"afternoon_starts": "12:00"},
        {"afternoon_starts": ["This must not be before the end of the morning meeting."]},
    ),
    (
        {"morning_starts": "02:30", "day": "2012-03-11"},
        {"morning_starts": ["The clocks go forward over this hour in America/New_York: it does not exist."]},
    ),
    (
        dict.fromkeys(("morning_starts", "morning_ends", "afternoon_starts", "afternoon_ends"), ""),
        {"morning_starts": ["A dialogue needs at least one meeting."]},
    ),
]


@pytest.mark.parametrize(("typed", "told"), BAD_BEGINNINGS)
def test_bad_beginnings_are_refused_at_their_field(
    desk: FlaskClient, typed: dict[str, Any], told: dict[str, list[str]]
) -> None:
    before = stored()
    refused = send(desk, "/organise/dialogues/new/", {**drawn(desk, "/organise/dialogues/new/"), **NEW, **typed})
    assert (refused.status_code, refused.json["form"]["errors"]) == (422, told)  # type: ignore[index] # our own JSON
    assert stored() == before


def test_a_dialogue_of_one_meeting_can_begin(desk: FlaskClient) -> None:
    form = {**drawn(desk, "/organise/dialogues/new/"), **NEW, "afternoon_starts": "", "afternoon_ends": ""}
    assert send(desk, "/organise/dialogues/new/", form).status_code == 303
    assert [one.name for one in any_dialogue("prevention-2013").meetings] == ["Morning meeting"]


def test_the_dashboard_leads_to_every_dialogue(desk: FlaskClient) -> None:
    builders.a_dialogue("draft-2013", published=False, theme="Drafted")
    session.commit()
    page = desk.get("/organise/", headers=JSON).json
    assert page is not None
    assert [(one["label"], one["url"], one["note"]) for one in page["shortcuts"]] == [
        ("Timely and decisive response", AT, "5 September 2012, published"),
        ("Drafted", "/organise/draft-2013/", "5 September 2012, draft"),
        ("New dialogue", "/organise/dialogues/new/", None),
    ]


def test_the_rail_leads_through_a_dialogue(desk: FlaskClient) -> None:
    rail = desk.get(f"{AT}programme/").text.split('class="sections rail"')[1].split("</nav>")[0]
    assert [f'href="{AT}{part}"' in rail for part in ("", "facts/", "programme/", "texts/")] == [True] * 4
    assert rail.count('aria-current="page"') == 1
    assert f'href="{AT}programme/" aria-current="page"' in rail


@pytest.mark.parametrize("body", ["[]", '{"step": ["add:documents"]}', '{"step": 1}'])
def test_a_step_that_is_none_moves_no_row(desk: FlaskClient, body: str) -> None:
    before = stored()
    answered = desk.post(f"{AT}facts/", data=body, content_type="application/json", headers=JSON)
    assert answered.status_code == (400 if body == "[]" else 422)
    assert stored() == before


def test_the_hours_of_the_list_are_set_and_emptied_again(desk: FlaskClient) -> None:
    url = f"{AT}facts/"
    send(desk, url, {**drawn(desk, url), "online_closes_at": "2012-09-05T08:00", "closes_into_debate": "15"})
    assert (now().online_closes_at, now().closes_into_debate) == (builders.MORNING - timedelta(hours=2), 15)
    assert (drawn(desk, url)["online_closes_at"], drawn(desk, url)["closes_into_debate"]) == ("2012-09-05T08:00", "15")
    assert "online until 5 September 2012, 08:00" in desk.get(AT).text
    send(desk, url, {**drawn(desk, url), "online_closes_at": "", "closes_into_debate": ""})
    assert (now().online_closes_at, now().closes_into_debate) == (None, None)


@pytest.mark.parametrize(
    ("languages", "told"),
    [([], False), (["fr"], False), (["en", "fr", "en"], True)],
)
def test_reason_of_a_cancellation_is_asked_for_in_the_languages_that_are_read(
    desk: FlaskClient, languages: list[str], told: bool
) -> None:
    dialogue = session.scalars(select(Dialogue)).one()
    for number, language in enumerate(languages):
        builders.an_invitation(dialogue, builders.a_contact(f"p{number}@mission.example", language=language))
    off = builders.an_invitation(dialogue, builders.a_contact("x@mission.example", language="es"))
    off.withdrawn_at = dialogue.created_at
    session.commit()
    page = " ".join(desk.get(f"{AT}cancel/").text.split())
    assert ("these are written in English and Français: say it in each" in page) == told
