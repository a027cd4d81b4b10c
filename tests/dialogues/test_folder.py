"""A dialogue's folder: what is read from it, and every sentence with which one is refused."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import rtop_event
from rtop_event.dialogues.folder import DocumentFile, ItemFile, MeetingFile, PersonFile, read_folder
from rtop_event.dialogues.keys import BadDialogueFile
from rtop_event.dialogues.lettertext import PLACEHOLDERS, split_letter
from rtop_event.dialogues.words import DocumentKind, ItemKind, Preset, Role, TextKind
from rtop_event.speakers.chain import RuleName
from rtop_event.speakers.chain_of_folder import read_rules

OURS = Path(rtop_event.__file__).parent / "data" / "rtop-2012"

CLOSE = "closes = 2030-07-02T10:15:00"
GOOD = """\
slug = "tides-2030"
title = "Dialogue on tides"
theme = "Tides"
session = "84th session"
summary = "About tides."
example = true
issues = ["Ebb", "Flow"]
points = ["Water is wet."]

[convenor]
name = "The President"
function = "President of the General Assembly"

[host]
name = "Tide Coalition"
short_name = "TC"
statement = "Not the United Nations."
url = "https://tides.example/"

[place]
zone = "America/New_York"
room = "Room 1"
address = "New York"
latitude = 40.7
longitude = -74

[report]
symbol = "A/84/1"
title = "Tides"
date = 2030-01-02

[contact]
name = "The desk"
address = "desk@tides.example"

[registration]
opens = 2030-01-03T09:00:00
closes = 2030-07-01T18:00:00

[list]
opens = 2030-01-03T09:00:00
closes = 2030-07-02T10:15:00
preset = "inscription"
exchange_needs_approval = false
civil_society_places = 2

[limits]
delegation = 180
group = 300
organisation = 150
civil_society = 120
changeover = 0

[[meetings]]
name = "Morning"
room = "Room 2"
starts = 2030-07-02T10:00:00
ends = 2030-07-02T13:00:00

[[meetings.programme]]
kind = "panel"
title = "Panel"
minutes = 170
people = [{ name = "A. Moon", function = "Moon", role = "moderator" }]

[[meetings.programme]]
kind = "floor"
title = "Statements"

[[meetings]]
name = "Afternoon"
starts = 2030-07-02T15:00:00
ends = 2030-07-02T18:00:00

[[documents]]
kind = "report"
title = "Tides"
symbol = "A/84/1"
url = "https://undocs.org/A/84/1"
"""
LETTER = "Subject: {dialogue}\n\n{salutation}\n\nPlease come to {room}.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dialogue.toml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def refusal(folder: Path) -> str:
    with pytest.raises(BadDialogueFile) as refused:
        read_folder(folder, read_rules)
    error = refused.value
    assert str(error) == ": ".join(part for part in (error.file, error.where, str(error.why)) if part)
    return str(error)


def test_folder_is_read_with_moments_in_utc(folder: Path) -> None:
    read = read_folder(folder, read_rules)
    assert (read.slug, read.title, read.theme, read.session, read.summary, read.is_example) == (
        "tides-2030",
        "Dialogue on tides",
        "Tides",
        "84th session",
        "About tides.",
        True,
    )
    assert (read.convenor, read.convenor_function) == ("The President", "President of the General Assembly")
    assert (read.host, read.host_short, read.host_statement, read.host_url) == (
        "Tide Coalition",
        "TC",
        "Not the United Nations.",
        "https://tides.example/",
    )
    assert (read.zone, read.room, read.address) == ("America/New_York", "Room 1", "New York")
    assert (read.latitude, read.longitude) == (40.7, -74.0)
    assert (read.report_symbol, read.report_title, read.report_date) == ("A/84/1", "Tides", date(2030, 1, 2))
    assert (read.issues, read.points) == (("Ebb", "Flow"), ("Water is wet.",))
    assert (read.contact_name, read.contact_address) == ("The desk", "desk@tides.example")
    assert (read.registration_opens_at, read.registration_closes_at, read.list_opens_at, read.list_closes_at) == (
        datetime(2030, 1, 3, 14, tzinfo=UTC),
        datetime(2030, 7, 1, 22, tzinfo=UTC),
        datetime(2030, 1, 3, 14, tzinfo=UTC),
        datetime(2030, 7, 2, 14, 15, tzinfo=UTC),
    )
    chosen = (read.order_preset, read.exchange_needs_approval, read.civil_society_places)
    assert chosen == (Preset.INSCRIPTION, False, 2)
    limits = (read.limit_delegation, read.limit_group, read.limit_organisation, read.limit_civil_society)
    assert (*limits, read.changeover) == (180, 300, 150, 120, 0)
    moon = PersonFile("A. Moon", "Moon", Role.MODERATOR)
    assert read.meetings == (
        MeetingFile(
            "Morning",
            "Room 2",
            datetime(2030, 7, 2, 14, tzinfo=UTC),
            datetime(2030, 7, 2, 17, tzinfo=UTC),
            (
                ItemFile(ItemKind.PANEL, "Panel", 170, (moon,)),
                ItemFile(ItemKind.FLOOR, "Statements", None, ()),
            ),
        ),
        MeetingFile("Afternoon", "", datetime(2030, 7, 2, 19, tzinfo=UTC), datetime(2030, 7, 2, 22, tzinfo=UTC), ()),
    )
    assert read.documents == (DocumentFile(DocumentKind.REPORT, "Tides", "A/84/1", "https://undocs.org/A/84/1"),)
    assert read.texts == {}


def test_the_folder_names_who_is_called_and_how_many_statements_are_answered(folder: Path) -> None:
    told = GOOD.replace('role = "moderator"', 'role = "panellist", minutes = 10')
    told = told.replace('title = "Statements"', 'title = "Statements"\nbatch = 3\nanswers = 8')
    (folder / "dialogue.toml").write_text(told, encoding="utf-8")
    assert read_folder(folder, read_rules).meetings[0].programme == (
        ItemFile(ItemKind.PANEL, "Panel", 170, (PersonFile("A. Moon", "Moon", Role.PANELLIST, 10),)),
        ItemFile(ItemKind.FLOOR, "Statements", None, (), 3, 8),
    )


RULES = """
[[rules]]
name = "pins"
[[rules]]
name = "protected_top"
parameters = { n = 5, from = "2030-07-01T18:00:00-04:00" }
[[rules]]
name = "time"
"""


def test_rules_of_the_order_stand_as_in_a_file_of_rules(folder: Path) -> None:
    (folder / "dialogue.toml").write_text(GOOD + RULES, encoding="utf-8")
    assert read_folder(folder, read_rules).order_chain == (
        {"name": "pins", "parameters": {}},
        {"name": "protected_top", "parameters": {"n": 5, "from": "2030-07-01T18:00:00-04:00"}},
        {"name": "time", "parameters": {}},
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            'name = "time"',
            'name = "age"',
            "rules[3]: there is no such rule; there are " + ", ".join(RuleName),
        ),
        ("n = 5", "n = 0", "rules[2].parameters.n: give a whole number from 1 to 9999"),
        ("n = 5, ", "", "rules[2].parameters.n: this is missing"),
        ('name = "time"', 'name = "pins"', "rules[3]: this rule stands twice in the chain"),
        (
            'from = "2030-07-01T18:00:00-04:00"',
            "until = 3",
            "rules[2].parameters.until: this rule has no such parameter",
        ),
        (
            '"2030-07-01T18:00:00-04:00"',
            "2030-07-01T18:00:00-04:00",
            "rules[2].parameters.from: give a moment with its time zone, such as 2012-09-04T18:00:00-04:00",
        ),
        (RULES, "rules = []", "rules: give a list of rules, each with its name and its parameters"),
    ],
)
def test_bad_rules_are_refused_where_they_stand(folder: Path, before: str, after: str, said: str) -> None:
    text = after + "\n" + GOOD if before == RULES else GOOD + RULES.replace(before, after)
    (folder / "dialogue.toml").write_text(text, encoding="utf-8")
    assert refusal(folder) == f"dialogue.toml: {said}"


FLOOR = """
[floor]
most_replies = 1
first_reply = 180
replies_go = "meeting"
point_stops_clock = false
"""


def test_the_floor_is_run_by_its_customs(folder: Path) -> None:
    assert read_folder(folder, read_rules).floor == {}
    (folder / "dialogue.toml").write_text(GOOD + FLOOR, encoding="utf-8")
    assert read_folder(folder, read_rules).floor == {
        "most_replies": 1,
        "first_reply": 180,
        "second_reply": 300,
        "replies_go": "meeting",
        "point_stops_clock": False,
        "absent_go": "block",
        "lengthen_by": 30,
        "undo_freely": 30,
    }


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("most_replies = 1", "most_replies = 10", "floor.most_replies: must be a whole number from 0 to 9"),
        ("first_reply = 180", "first_reply = 29", "floor.first_reply: must be a whole number from 30 to 3600"),
        ('"meeting"', '"never"', "floor.replies_go: must be one of: day, meeting"),
        ("= false", '= "no"', "floor.point_stops_clock: must be true or false"),
        (
            "most_replies",
            "replies",
            "floor.replies: unknown key; known here are: absent_go, first_reply, lengthen_by, most_replies, "
            "point_stops_clock, replies_go, second_reply, undo_freely",
        ),
    ],
)
def test_bad_customs_are_refused_where_they_stand(folder: Path, before: str, after: str, said: str) -> None:
    (folder / "dialogue.toml").write_text(GOOD + FLOOR.replace(before, after), encoding="utf-8")
    assert refusal(folder) == f"dialogue.toml: {said}"


def test_what_is_optional_may_be_left_out(folder: Path) -> None:
    optional = "session|summary|example|issues|points|short_name|url|latitude|longitude|preset|civil_society_places"
    optional += "|exchange_needs_approval"
    text = re.sub(r"\[report\].*?(?=\[contact\])", "", GOOD, flags=re.DOTALL)
    text = re.sub(rf"(?m)^({optional}) = .*\n", "", text)
    text = text.replace('function = "President of the General Assembly"\n', "")
    (folder / "dialogue.toml").write_text(text, encoding="utf-8")
    read = read_folder(folder, read_rules)
    assert (read.session, read.summary, read.is_example, read.issues, read.points) == ("", "", False, (), ())
    assert (read.convenor_function, read.host_short, read.host_url) == ("", "", "")
    assert (read.latitude, read.longitude, read.report_title, read.report_symbol, read.report_date) == (
        None,
        None,
        "",
        "",
        None,
    )
    assert (read.order_preset, read.exchange_needs_approval, read.civil_society_places) == (Preset.DIALOGUE, True, 0)


LOCAL = "must be a local time without offset, such as 2012-09-05T10:00:00"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('slug = "tides-2030"', 'slug = "Tides"', "slug: must be small letters, digits and single hyphens, 60 at most"),
        ('slug = "tides-2030"', f'slug = "{"a" * 61}"', "slug: must be small letters, digits and single hyphens, 60 at most"),
        ('slug = "tides-2030"\n', "", "slug: is missing"),
        ('title = "Dialogue on tides"', "title = 7", "title: must be text, and not empty"),
        ('title = "Dialogue on tides"', 'title = " "', "title: must be text, and not empty"),
        ('title = "Dialogue on tides"', 'title = "a\\nb"', "title: has line breaks, needless spaces or invisible characters"),
        ('"Ebb"', "3", "issues[1]: must be text, and not empty"),
        ('["Ebb", "Flow"]', '"Ebb"', "issues: must be a list of texts"),
        ("example = true", 'example = "yes"', "example: must be true or false"),
        ("example = true", "exemple = true", "exemple: unknown key; known here are: contact, convenor, documents, example, floor, host, issues, limits, list, meetings, place, points, registration, report, rules, session, slug, summary, theme, title"),
        ('short_name = "TC"', 'short = "TC"', "host.short: unknown key; known here are: name, short_name, statement, url"),
        ('url = "https://tides.example/"', 'url = "ftp://tides.example/"', "host.url: must be an address that begins with https://"),
        ('url = "https://tides.example/"', 'url = "https:tides"', "host.url: must be an address that begins with https://"),
        ('url = "https://tides.example/"', 'url = "https://[tides"', "host.url: must be an address that begins with https://"),
        ("[contact]\n", "[contacts]\n", "contact: is missing"),
        ('symbol = "A/84/1"', "number = 3", "report.number: unknown key; known here are: date, symbol, title"),
        ('theme = "Tides"', 'theme = "Tides"\nlimits = 3', "line 48, column 8: not TOML: Cannot overwrite a value"),
        ('zone = "America/New_York"', 'zone = "New York"', "place.zone: must be the name of a time zone, such as America/New_York"),
        ("latitude = 40.7", "latitude = 91", "place.latitude: must be a number from -90 to 90"),
        ("latitude = 40.7", "latitude = nan", "place.latitude: must be a number from -90 to 90"),
        ("longitude = -74", "longitude = true", "place.longitude: must be a number from -180 to 180"),
        ("date = 2030-01-02", 'date = "2030-01-02"', "report.date: must be a date, such as 2012-09-05"),
        ("date = 2030-01-02", "date = 2030-01-02T00:00:00", "report.date: must be a date, such as 2012-09-05"),
        ("desk@tides.example", "desk", "contact.address: must be one mail address"),
        ("desk@tides.example", "a@b.example, c@d.example", "contact.address: must be one mail address"),
        ("closes = 2030-07-01T18:00:00", "closes = 2030-01-03T09:00:00", "registration.closes: must be after opens"),
        ("closes = 2030-07-02T10:15:00", "closes = 2029-07-02T10:15:00", "list.closes: must be after opens"),
        ("closes = 2030-07-02T10:15:00", "closes = 2030-07-02T10:15:00Z", f"list.closes: {LOCAL}"),
        ("closes = 2030-07-02T10:15:00", "closes = 2030-07-02", f"list.closes: {LOCAL}"),
        (CLOSE, f"{CLOSE}\nonline_closes = 2030-01-03T09:00:00", "list.online_closes: must be after opens"),
        (CLOSE, f"{CLOSE}\nonline_closes = 2030-07-02T10:16:00", "list.online_closes: must not be after closes"),
        (CLOSE, f"{CLOSE}\nonline_closes = 3", f"list.online_closes: {LOCAL}"),
        (CLOSE, f"{CLOSE}\ncloses_into_debate = 601", "list.closes_into_debate: must be a whole number from 0 to 600"),
        ("opens = 2030-01-03T09:00:00", "opens = 2030-03-10T02:30:00", "registration.opens: The clocks go forward over this hour in America/New_York: it does not exist."),
        ("opens = 2030-01-03T09:00:00", "opens = 2029-11-04T01:30:00", "registration.opens: The clocks go back in America/New_York: this hour comes twice."),
        ('"inscription"', '"alphabet"', "list.preset: must be one of: dialogue, inscription, general-debate"),
        ("needs_approval = false", 'needs_approval = "no"', "list.exchange_needs_approval: must be true or false"),
        ("needs_approval = false", "need_approval = false", "list.exchange_need_approval: unknown key; known here are: civil_society_places, closes, closes_into_debate, exchange_needs_approval, online_closes, opens, preset"),
        ("civil_society_places = 2", "civil_society_places = -1", "list.civil_society_places: must be a whole number from 0 to 1000"),
        ("delegation = 180", "delegation = 29", "limits.delegation: must be a whole number from 30 to 3600"),
        ("delegation = 180", "delegation = 180.0", "limits.delegation: must be a whole number from 30 to 3600"),
        ("group = 300", "group = true", "limits.group: must be a whole number from 30 to 3600"),
        ("changeover = 0", "changeover = 601", "limits.changeover: must be a whole number from 0 to 600"),
        ("[limits]", "[[limits]]", "limits: must be a table"),
        ("ends = 2030-07-02T13:00:00", "ends = 2030-07-02T13:00:30", "meetings[1].ends: must be a whole minute"),
        ("ends = 2030-07-02T13:00:00", "ends = 2050-07-02T13:00:00", "meetings[1].ends: a meeting lasts 24 hours at most"),
        ("opens = 2030-01-03T09:00:00", "opens = 0001-01-03T09:00:00", "registration.opens: The year must be from 1945 to 2199."),
        ("closes = 2030-07-02T10:15:00", "closes = 9999-12-31T23:00:00", "list.closes: The year must be from 1945 to 2199."),
        ('theme = "Tides"', f'theme = "{"x" * 301}"', "theme: is longer than 300 characters"),
        ('issues = ["Ebb", "Flow"]', f'issues = ["{"x" * 1001}"]', "issues[1]: is longer than 1000 characters"),
        ('issues = ["Ebb", "Flow"]', f"issues = {['x'] * 41}", "issues: must be at most 40"),
        ("[report]", 41 * '[[meetings]]\nname = "x"\n' + "[report]", "meetings: must be at most 40"),
        ('zone = "America/New_York"', 'zone = "localtime"', "place.zone: must be the name of a time zone, such as America/New_York"),
        ("longitude = -74\n", "", "place.longitude: give both latitude and longitude, or neither"),
        ("ends = 2030-07-02T13:00:00", "ends = 2030-07-02T10:00:00", "meetings[1].ends: must be after starts"),
        ("ends = 2030-07-02T13:00:00", "ends = 2030-07-02T15:01:00", "meetings[2].starts: must not be before the end of the meeting before it"),
        ('name = "Afternoon"', 'names = "Afternoon"', "meetings[2].name: is missing"),
        ('name = "Afternoon"', 'name = "Afternoon"\nhall = "B"', "meetings[2].hall: unknown key; known here are: ends, name, programme, room, starts"),
        ("minutes = 170", "minutes = 181", "meetings[1].programme: 181 minutes in a meeting of 180"),
        ("minutes = 170", "minutes = 0", "meetings[1].programme[1].minutes: must be a whole number from 1 to 1440"),
        ("minutes = 170\n", "", "meetings[1].programme[1].minutes: is missing"),
        ('kind = "panel"', 'kind = "lunch"', "meetings[1].programme[1].kind: must be one of: opening, panel, floor, break, closing"),
        ('kind = "panel"\ntitle = "Panel"\nminutes = 170', 'kind = "floor"\ntitle = "Panel"', "meetings[1].programme: only one part can take the time that is left"),
        ('title = "Statements"', 'title = "Statements"\nlength = 3', "meetings[1].programme[2].length: unknown key; known here are: answers, batch, kind, minutes, people, title"),
        ('role = "moderator"', 'role = "moderator", minutes = 0', "meetings[1].programme[1].people[1].minutes: must be a whole number from 1 to 1440"),
        ('role = "moderator"', 'role = "moderator", minutes = 171', "meetings[1].programme[1].people: have more minutes than the part"),
        ("minutes = 170", "minutes = 170\nbatch = 3\nanswers = 5", "meetings[1].programme[1].batch: give both batch and answers, and only where the kind is floor"),
        ('title = "Statements"', 'title = "Statements"\nanswers = 3', "meetings[1].programme[2].answers: give both batch and answers, and only where the kind is floor"),
        ('title = "Statements"', 'title = "Statements"\nbatch = 100', "meetings[1].programme[2].batch: must be a whole number from 1 to 99"),
        ('role = "moderator"', 'role = "chair"', "meetings[1].programme[1].people[1].role: must be one of: speaker, moderator, panellist"),
        ('role = "moderator"', 'role = "moderator", age = 4', "meetings[1].programme[1].people[1].age: unknown key; known here are: function, minutes, name, role"),
        ('people = [{ name = "A. Moon", function = "Moon", role = "moderator" }]', "people = [3]", "meetings[1].programme[1].people[1]: must be a table"),
        ('people = [{ name = "A. Moon", function = "Moon", role = "moderator" }]', "people = 3", "meetings[1].programme[1].people: must be a list of tables"),
        ('kind = "report"', 'kind = "book"', "documents[1].kind: must be one of: report, concept_note, letter, resolution, background"),
        ('kind = "report"', 'kind = "report"\npages = 3', "documents[1].pages: unknown key; known here are: kind, symbol, title, url"),
        ('"https://undocs.org/A/84/1"', '"https://undocs.org/A 84"', "documents[1].url: must be an address that begins with https://"),
        ("[convenor]", "[convenor", "line 10, column 10: not TOML: Expected ']' at the end of a table declaration"),
    ],
)  # fmt: skip
def test_bad_dialogue_is_refused_with_its_key(folder: Path, old: str, new: str, message: str) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    (folder / "dialogue.toml").write_text(text, encoding="utf-8")
    assert refusal(folder) == f"dialogue.toml: {message}"


@pytest.mark.parametrize(
    ("more", "online", "into"),
    [
        ("", None, None),
        ("online_closes = 2030-07-02T08:00:00", datetime(2030, 7, 2, 12, tzinfo=UTC), None),
        ("closes_into_debate = 0", None, 0),
        ("online_closes = 2030-07-02T12:00:00\ncloses_into_debate = 15", datetime(2030, 7, 2, 16, tzinfo=UTC), 15),
    ],
)
def test_list_can_close_online_first_and_into_the_debate(
    folder: Path, more: str, online: datetime | None, into: int | None
) -> None:
    (folder / "dialogue.toml").write_text(GOOD.replace(CLOSE, f"{CLOSE}\n{more}", 1), encoding="utf-8")
    read = read_folder(folder, read_rules)
    assert (read.online_closes_at, read.closes_into_debate) == (online, into)


def test_a_dialogue_without_meetings_is_refused(folder: Path) -> None:
    text = re.sub(r"\[\[meetings\]\].*(?=\[\[documents\]\])", "", GOOD, flags=re.DOTALL)
    (folder / "dialogue.toml").write_text(text, encoding="utf-8")
    assert refusal(folder) == "dialogue.toml: meetings: there must be at least one"


def test_a_folder_without_dialogue_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "dialogue.toml: there is no such file, or it cannot be read"


def test_a_dialogue_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "dialogue.toml").write_bytes(GOOD.replace("Tides", "Gezeitenströme", 1).encode("latin-1"))
    assert refusal(folder) == "dialogue.toml: line 3: this is not UTF-8"


def test_a_byte_order_mark_and_foreign_line_breaks_do_no_harm(folder: Path) -> None:
    (folder / "dialogue.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    (folder / "letter.en.md").write_bytes(b"\xef\xbb\xbf" + LETTER.replace("\n", "\r\n").encode())
    read = read_folder(folder, read_rules)
    assert (read.slug, read.texts) == ("tides-2030", {(TextKind.LETTER, "en"): LETTER.strip()})


def test_texts_are_found_by_kind_and_language(folder: Path) -> None:
    (folder / "letter.fr.md").write_text(LETTER, encoding="utf-8")
    (folder / "briefing.ar.md").write_text("# مد\n", encoding="utf-8")
    (folder / "README.md").write_text("", encoding="utf-8")
    assert read_folder(folder, read_rules).texts == {
        (TextKind.BRIEFING, "ar"): "# مد",
        (TextKind.LETTER, "fr"): LETTER.strip(),
    }


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("briefing.de.md", "# Flut", "the language in its name must be one of: ar, en, es, fr, ru, zh"),
        ("briefing.en.md", " \n", "is empty"),
        ("briefing.en.md", "x" * 60_001, "is longer than 60000 characters"),
        ("briefing.en.md", "# Tides\n\nHidden\u200b.", "line 3: has invisible characters"),
        ("letter.en.md", "Dear all\n", "line 1: the first line must be “Subject: ” and a subject"),
        ("letter.en.md", "Subject:  \nText", "line 1: the first line must be “Subject: ” and a subject"),
        ("letter.en.md", "\n" + LETTER, "line 1: the first line must be “Subject: ” and a subject"),
        ("letter.en.md", "Subject: Tides\n", "line 2: the letter has no text below its subject"),
        ("letter.en.md", LETTER + "\n{ name}", f"line 7: unknown placeholder {{ name}}; known are: {', '.join(PLACEHOLDERS)}"),
        ("letter.en.md", LETTER + "{password}", f"line 6: unknown placeholder {{password}}; known are: {', '.join(PLACEHOLDERS)}"),
        ("letter.en.md", LETTER + "{name", "line 6: a single brace; braces stand only around placeholders"),
        ("letter.en.md", LETTER + "{{name}}", "line 6: a single brace; braces stand only around placeholders"),
        ("letter.en.md", LETTER + "name}", "line 6: a single brace; braces stand only around placeholders"),
    ],
)  # fmt: skip
def test_bad_texts_are_refused_with_their_line(folder: Path, name: str, text: str, message: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert refusal(folder) == f"{name}: {message}"


def test_a_text_that_is_a_folder_is_refused(folder: Path) -> None:
    (folder / "letter.en.md").mkdir()
    assert refusal(folder) == "letter.en.md: there is no such file, or it cannot be read"


def test_split_letter_parts_subject_and_body() -> None:
    assert split_letter(LETTER) == ("{dialogue}", "{salutation}\n\nPlease come to {room}.")


def test_our_dialogue_sits_from_14_to_17_and_19_to_22_utc() -> None:
    read = read_folder(OURS, read_rules)
    assert [(meeting.starts_at, meeting.ends_at) for meeting in read.meetings] == [
        (datetime(2012, 9, 5, 14, tzinfo=UTC), datetime(2012, 9, 5, 17, tzinfo=UTC)),
        (datetime(2012, 9, 5, 19, tzinfo=UTC), datetime(2012, 9, 5, 22, tzinfo=UTC)),
    ]
    total = sum((meeting.ends_at - meeting.starts_at for meeting in read.meetings), timedelta())
    taken = sum(item.minutes or 0 for meeting in read.meetings for item in meeting.programme)
    assert total - timedelta(minutes=taken) == timedelta(minutes=255)


def test_our_dialogue_has_its_parts() -> None:
    read = read_folder(OURS, read_rules)
    assert (len(read.issues), len(read.points), len(read.documents)) == (6, 4, 6)
    assert [person.name for person in read.meetings[0].programme[1].people] == [
        "Adama Dieng",
        "Jan Eliasson",
        "Ivan Šimonović",
        "Gert Rosenthal",
        "Youssoufou Bamba",
        "Alex Bellamy",
    ]
    assert (read.registration_opens_at, read.online_closes_at, read.list_closes_at) == (
        datetime(2012, 8, 16, 13, tzinfo=UTC),
        datetime(2012, 9, 5, 12, tzinfo=UTC),
        datetime(2012, 9, 5, 14, 15, tzinfo=UTC),
    )
    assert set(read.texts) == {(TextKind.BRIEFING, "en"), (TextKind.LETTER, "en")}


def test_our_overview_is_about_two_pages_and_prints_no_ordinal() -> None:
    overview = read_folder(OURS, read_rules).texts[TextKind.BRIEFING, "en"]
    assert 900 <= len(overview.split()) <= 1200
    assert re.findall(r"(?i)\b(?:fourth|fifth|third)\b[^.]* dialogue", overview) == []
