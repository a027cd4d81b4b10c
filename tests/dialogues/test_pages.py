"""The public pages: three faces, kept by edition, exact about what is so, inert whatever was typed."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from rtop_event.database import db, session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue, DialogueText, Document
from rtop_event.dialogues.notices import add_source
from rtop_event.dialogues.programme import begins
from rtop_event.dialogues.shown import turns
from rtop_event.dialogues.words import DocumentKind, TextKind
from rtop_event.wording import sentence
from tests.builders import AFTERNOON, FAR, MORNING, OPENED, SITTING, a_dialogue

HERE = "/dialogues/rtop-2012/"
PUBLIC = [HERE, HERE + "briefing/", HERE + "briefing.pdf", HERE + "programme.pdf"]
JSON = {"Accept": "application/json"}
HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}" onmouseover="x'
OVERVIEW = """# The report in short

It has **three** pillars.

## The first

Text with <b>markup</b> and [a link](javascript:alert(1)).

## The second

More text.
"""


class Seen(HTMLParser):
    """Tags with the names of their attributes, and the text inside script elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.scripts: list[str] = []
        self.words = ""
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self._inside = self._inside if tag != self._inside else ""

    def handle_data(self, data: str) -> None:
        """Note text."""
        if self._inside == "script":
            self.scripts.append(data)
        else:
            self.words += data.replace("\u2060", "")


def seen(client: FlaskClient, url: str = HERE, **headers: str) -> Seen:
    """The page as a reader gets it."""
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    return Seen(response.text)


@contextmanager
def queries(app: Flask) -> Iterator[list[str]]:
    """The questions put to the database meanwhile, without the one for the edition."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT") and "FROM editions" not in statement:
            asked.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(db.engine, "before_cursor_execute", note)


def given(app: Flask, *, briefing: str = OVERVIEW, **facts: Any) -> None:
    """A dialogue with people, documents and an overview, committed."""
    with app.app_context():
        dialogue = a_dialogue(**facts)
        people = [{"name": "Ban Ki-moon", "function": "Secretary-General", "role": "moderator"}]
        dialogue.meetings[0].items[1].people = people
        dialogue.documents = [
            Document(
                position=1, kind=DocumentKind.REPORT, title="The report", symbol="A/1", url="https://un.example/1"
            ),
            Document(position=2, kind=DocumentKind.LETTER, title="A letter"),
        ]
        if briefing:
            dialogue.texts = [DialogueText(kind=TextKind.BRIEFING, language="en", body=briefing, changed_at=OPENED)]
        session.commit()


def test_dialogue_is_told_in_words(app: Flask, client: FlaskClient) -> None:
    given(app, issues=["An issue"], points=["A point"], convenor_function="President of the General Assembly")
    words = seen(client).words
    told = [
        "Timely and decisive response", "Conference Room 4", "the President of the General Assembly",
        "International Coalition for the Responsibility to Protect", "This is not an official United Nations site.",
        "10:00–13:00 New York time", "15:00–18:00 New York time", "Wednesday", "September 2012",
        "Registration is open until 31 December 2099, 19:00 (New York time).",
        "The list of speakers is open until 31 December 2099, 19:00 (New York time).",
        "Ban Ki-moon", "Secretary-General", "Moderator", "An issue", "A point", "The report", "A letter", "Report · A/1",
        "States and observers", "Organisations", "Civil society", "desk@icrtop.example", "Time for a statement: 3 min, for a group 5 min.",
    ]  # fmt: skip
    assert [one for one in told if one not in words] == []


def test_dialogue_has_three_faces(app: Flask, client: FlaskClient) -> None:
    given(app)
    page = client.get(HERE).text
    fragment = client.get(HERE, headers={"X-Fragment": "1"}).text
    assert fragment.lstrip().startswith("<article>")
    assert fragment.strip() in page
    found = client.get(HERE, headers=JSON)
    told = found.get_json()
    assert found.mimetype == "application/json"
    assert (told["slug"], told["starts_at"], told["ends_at"]) == (
        "rtop-2012",
        "2012-09-05T14:00:00Z",
        "2012-09-05T22:00:00Z",
    )
    assert told["registration"] == {
        "state": "open",
        "told": "Registration is open until 31 December 2099, 19:00 (New York time).",
        "opens_at": "2012-08-16T13:00:00Z",
        "closes_at": "2100-01-01T00:00:00Z",
    }
    assert told["meetings"][0]["parts"][1] == {
        "begins_at": "2012-09-05T14:30:00Z",
        "kind": "panel",
        "title": "Panel",
        "people": [{"name": "Ban Ki-moon", "function": "Secretary-General", "role": "Moderator"}],
    }


@pytest.mark.parametrize(
    ("opens", "closes", "state", "offered"),
    [
        (FAR - timedelta(days=2), FAR, "announced", False),
        (OPENED, FAR, "open", True),
        (OPENED, MORNING, "closed", False),
    ],
)
def test_registration_is_offered_while_it_is_open(
    app: Flask, client: FlaskClient, opens: datetime, closes: datetime, state: str, offered: bool
) -> None:
    given(app, registration_opens_at=opens, registration_closes_at=closes)
    page = client.get(HERE).text
    assert client.get(HERE, headers=JSON).get_json()["registration"]["state"] == state
    assert page.count('register/">') == (5 if offered else 1)


def test_cancelled_dialogue_says_so_first(app: Flask, client: FlaskClient) -> None:
    given(app, cancelled_at=OPENED, cancelled_why="The building is closed.")
    page = client.get(HERE).text
    assert page.count("<title>Cancelled: ") == 1
    body = page[page.index("<main") :]
    assert (
        body.index("This dialogue is cancelled") < body.index("The building is closed.") < body.index("New York time")
    )
    assert page.count('register/">') == 1
    assert json.loads(Seen(page).scripts[0])["eventStatus"] == "https://schema.org/EventCancelled"
    assert client.get(HERE + "briefing/").text.count("The dialogue is cancelled.") == 1


def test_cancelled_meeting_is_marked_and_not_among_the_hours(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        dialogue = a_dialogue()
        dialogue.meetings[1].cancelled_at = OPENED
        dialogue.meetings[1].room = "Room Z"
        session.commit()
    found = client.get(HERE, headers=JSON).get_json()
    assert [one["cancelled"] for one in found["meetings"]] == [False, True]
    assert found["ends_at"] == "2012-09-05T17:00:00Z"
    assert seen(client).words.count("15:00–18:00") == 1


def test_names_of_the_house_are_in_the_readers_language_and_typed_ones_as_typed(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        dialogue = a_dialogue()
        dialogue.meetings[1].name = "Evening of the youth"
        dialogue.meetings[0].items[0].title = "Opening"
        dialogue.meetings[0].items[1].title = "A first round"
        session.commit()
    page = client.get("/dialogues/rtop-2012/", headers={"Accept-Language": "es"} | JSON).get_json()
    assert [one["name"] for one in page["meetings"]] == ["Sesión de la mañana", "Evening of the youth"]
    assert [part["title"] for part in page["meetings"][0]["parts"]] == ["Apertura", "A first round", "Floor"]


def test_example_says_that_it_is_made_up(app: Flask, client: FlaskClient) -> None:
    given(app, is_example=True)
    assert (
        seen(client).words.count("This is an example: the dialogue, the names and the registrations are made up.") == 1
    )


def test_structured_data_tells_the_event_and_cannot_end_its_script(app: Flask, client: FlaskClient) -> None:
    given(app, theme=HOSTILE, summary=HOSTILE, latitude=40.7, longitude=-74.0)
    page = client.get(HERE).text
    scripts = Seen(page).scripts
    assert len(scripts) == 1
    told = json.loads(scripts[0])
    assert (told["@type"], told["name"], told["description"]) == ("Event", HOSTILE, HOSTILE)
    assert (told["startDate"], told["endDate"]) == ("2012-09-05T10:00:00-04:00", "2012-09-05T18:00:00-04:00")
    assert told["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 40.7, "longitude": -74.0}
    assert [one["startDate"] for one in told["subEvent"]] == ["2012-09-05T10:00:00-04:00", "2012-09-05T15:00:00-04:00"]


TYPED = [
    "title", "theme", "session", "summary", "convenor", "convenor_function", "host", "host_short", "host_statement",
    "room", "address", "report_title", "report_symbol", "contact_name", "contact_address", "cancelled_why",
]  # fmt: skip


def fill(app: Flask, text: str) -> None:
    """One dialogue with this text wherever people type."""
    with app.app_context():
        values: dict[str, Any] = dict.fromkeys(TYPED, text)
        dialogue = a_dialogue(
            **values, issues=[text], points=[text], cancelled_at=OPENED, report_date=date(2012, 7, 25)
        )
        for meeting in dialogue.meetings:
            meeting.name = meeting.room = text
            for item in meeting.items:
                item.title, item.people = text, [{"name": text, "function": text, "role": "panellist"}]
        dialogue.documents = [Document(position=1, kind=DocumentKind.REPORT, title=text, symbol=text)]
        dialogue.texts = [DialogueText(kind=TextKind.BRIEFING, language="en", body=text, changed_at=OPENED)]
        session.commit()


@pytest.mark.parametrize("url", ["/", HERE, HERE + "briefing/"])
def test_hostile_text_in_every_field_is_only_text(app: Flask, client: FlaskClient, url: str) -> None:
    fill(app, HOSTILE)
    hostile = seen(client, url)
    with app.app_context():
        session.delete(any_dialogue("rtop-2012"))
        session.commit()
    fill(app, "Plain words")
    plain = seen(client, url)
    assert hostile.tags == plain.tags
    assert "49" not in hostile.words


@pytest.mark.parametrize("url", [*PUBLIC, "/"])
def test_public_answers_are_kept_and_revalidated(app: Flask, client: FlaskClient, url: str) -> None:
    given(app)
    first = client.get(url)
    assert first.headers["Cache-Control"] == "private, no-cache"
    with queries(app) as asked:
        again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
        head = client.head(url)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", str(len(first.data)))
    assert asked == []
    with app.app_context():
        any_dialogue("rtop-2012").theme = "Another theme"
        session.commit()
    after = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (after.status_code, after.headers["ETag"] != first.headers["ETag"]) == (200, True)


def test_pages_are_squeezed_for_those_who_can(app: Flask, client: FlaskClient) -> None:
    given(app)
    squeezed = client.get(HERE, headers={"Accept-Encoding": "gzip"})
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed.data) == client.get(HERE).data


def test_dialogue_page_costs_few_queries_and_little_weight(app: Flask, client: FlaskClient) -> None:
    given(app)
    with queries(app) as asked:
        page = client.get(HERE).data
    assert len(asked) <= 4
    assert len(page) < 40_000


@pytest.mark.parametrize("url", [*PUBLIC, HERE + "calendar/", HERE + "calendar.ics"])
@pytest.mark.parametrize("slug", ["rtop-2012", "no-such"])
def test_draft_is_not_found_by_the_public(app: Flask, client: FlaskClient, url: str, slug: str) -> None:
    given(app, published=False)
    assert client.get(url.replace("rtop-2012", slug)).status_code == 404
    assert "Timely and decisive" not in client.get("/").text


def test_other_wings_add_what_they_know(app: Flask, client: FlaskClient) -> None:
    def known(dialogue: Dialogue, at: datetime) -> list[Any]:
        return [sentence("Rev.%(number)s of %(slug)s is out.", number=2, slug=dialogue.slug)]

    with app.app_context():
        add_source(app, known)
    given(app)
    try:
        assert client.get(HERE, headers=JSON).get_json()["notices"][-1] == "Rev.2 of rtop-2012 is out."
    finally:
        app.extensions["dialogue_notices"].remove(known)


def test_words_turn_when_periods_and_meetings_do(rows: None) -> None:
    dialogue = a_dialogue()
    ends = {MORNING, MORNING + SITTING, AFTERNOON, AFTERNOON + SITTING}
    assert set(turns(dialogue)) == {OPENED, FAR, *ends}


def test_home_without_dialogues_says_so(client: FlaskClient) -> None:
    assert seen(client, "/").words.count("No dialogue is announced yet.") == 1
    assert client.get("/", headers=JSON).get_json()["next"] is None


def test_home_shows_the_next_and_lists_the_others(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        a_dialogue("rtop-2012", theme="Held long ago", open_now=False)
        for slug, year in (("soon", 2090), ("later", 2095), ("off", 2080)):
            dialogue = a_dialogue(slug, theme=f"Dialogue {slug}", cancelled_at=OPENED if slug == "off" else None)
            for meeting in dialogue.meetings:
                meeting.starts_at = meeting.starts_at.replace(year=year)
                meeting.ends_at = meeting.ends_at.replace(year=year)
        session.commit()
    found = client.get("/", headers=JSON).get_json()
    assert (found["next"]["slug"], found["is_over"]) == ("soon", False)
    told = [(one["slug"], one["stage"]["word"]) for one in found["others"]]
    assert told == [("later", "registration is open"), ("off", "cancelled"), ("rtop-2012", "held")]
    assert seen(client, "/").words.count("Next dialogue") == 1


def test_home_shows_the_latest_when_all_are_over(app: Flask, client: FlaskClient) -> None:
    given(app, open_now=False)
    words = seen(client, "/").words
    assert (words.count("Latest dialogue"), words.count("This is not an official United Nations site.")) == (1, 1)


def test_home_tells_a_dialogue_that_is_announced_and_one_under_way(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        a_dialogue("coming", registration_opens_at=FAR - timedelta(days=1)).meetings[1].ends_at = FAR
        now_on = a_dialogue("now-on")
        now_on.meetings[1].ends_at = FAR
        announced = any_dialogue("coming")
        for meeting in announced.meetings:
            meeting.starts_at, meeting.ends_at = FAR, FAR + SITTING
        session.commit()
    found = client.get("/", headers=JSON).get_json()
    told = {one["slug"]: one["stage"]["word"] for one in [found["next"], *found["others"]]}
    assert told == {"now-on": "under way", "coming": "announced"}


def test_briefing_has_title_contents_and_safe_text(app: Flask, client: FlaskClient) -> None:
    given(app)
    page = client.get(HERE + "briefing/").text
    assert '<h1 lang="en" dir="auto">The report in short</h1>' in page
    assert page.count('<a href="#s-the-first">The first</a>') == 1
    assert page.count('<h2 id="s-the-second">The second</h2>') == 1
    assert ("<b>markup" in page, 'href="javascript' in page) == (False, False)
    told = client.get(HERE + "briefing/", headers=JSON).get_json()
    assert (told["title"], told["language"], told["is_in_readers_language"]) == ("The report in short", "en", True)
    assert told["contents"] == [
        {"id": "s-the-first", "text": "The first"},
        {"id": "s-the-second", "text": "The second"},
    ]


def test_briefing_in_another_language_than_the_readers_says_so(app: Flask, client: FlaskClient) -> None:
    given(app)
    told = client.get(HERE + "briefing/", headers={**JSON, "Accept-Language": "fr"}).get_json()
    assert (told["language"], told["language_name"], told["is_in_readers_language"]) == ("en", "anglais", False)
    page = seen(client, HERE + "briefing/", **{"Accept-Language": "fr"})
    assert "anglais" in page.words


def test_briefing_without_title_takes_that_of_the_report(app: Flask, client: FlaskClient) -> None:
    given(app, briefing="Only text.", report_title="The report")
    assert client.get(HERE + "briefing/", headers=JSON).get_json()["title"] == "The report"


@pytest.mark.parametrize("url", [HERE + "briefing/", HERE + "briefing.pdf"])
def test_dialogue_without_briefing_has_none(app: Flask, client: FlaskClient, url: str) -> None:
    given(app, briefing="")
    response = client.get(url, headers=JSON)
    assert (response.status_code, response.get_json()["refused"]) == (404, "This dialogue has no briefing overview.")
    assert client.get(HERE).text.count(HERE + "briefing.pdf") == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [("briefing", ["The report in short", "three", "The second"]), ("programme", ["Ban Ki-moon", "Afternoon meeting"])],
)
def test_paper_carries_the_same_words(app: Flask, client: FlaskClient, name: str, words: list[str]) -> None:
    given(app)
    response = client.get(f"{HERE}{name}.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="rtop-2012-{name}.pdf"'
    paper = pypdf.PdfReader(io.BytesIO(response.data))
    text = " ".join(page.extract_text() for page in paper.pages)
    shown = [*words, "Timely and decisive response", "10:00–13:00", "Conference Room 4", "not an official"]
    assert [one for one in shown if one not in text] == []


def test_paper_of_a_cancelled_dialogue_says_so(app: Flask, client: FlaskClient) -> None:
    given(app, cancelled_at=OPENED, cancelled_why="The building is closed.")
    with app.app_context():
        any_dialogue("rtop-2012").meetings[1].cancelled_at = OPENED
        session.commit()
    text = pypdf.PdfReader(io.BytesIO(client.get(HERE + "programme.pdf").data)).pages[0].extract_text()
    assert ("The building is closed." in text, "Afternoon meeting (cancelled)" in text) == (True, True)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([30, 75, None], [0, 30, 105]),
        ([30, None, 20, 10], [0, 30, 150, 170]),
        ([None], [0]),
        ([60, 60], [0, 60]),
        ([], []),
    ],
)
def test_parts_begin_from_the_opening_and_back_from_the_end(minutes: list[int | None], expected: list[int]) -> None:
    found = begins(MORNING, MORNING + SITTING, minutes)
    assert [int((at - MORNING).total_seconds()) // 60 for at in found] == expected


def test_moments_are_utc_for_machines(app: Flask, client: FlaskClient) -> None:
    given(app)
    assert client.get(HERE).text.count('<time datetime="2012-09-05T14:00Z">10:00</time>') == 3
