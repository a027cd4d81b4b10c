"""A dialogue as a folder, read strictly: `dialogue.toml` and texts such as `briefing.en.md` and `letter.en.md`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rtop_event.dialogues.floor_file import floor_of
from rtop_event.dialogues.keys import BadDialogueFile, Keys
from rtop_event.dialogues.plan import LONGEST_MEETING
from rtop_event.dialogues.texts import read_texts, text_of
from rtop_event.dialogues.words import DocumentKind, ItemKind, Preset, Role, TextKind
from rtop_event.wording import Sentence, sentence

TOML = "dialogue.toml"
ROUNDS = {"batch": 99, "answers": LONGEST_MEETING}
"""The two keys of an interactive round, with the most that each can be."""
Rules = tuple[dict[str, object], ...]
"""Each with `name` and `parameters`."""
ReadRules = Callable[[object], Rules]
"""Reads rules of the order strictly; raises BadRules."""
_TOML_PLACE = re.compile(r"(?P<why>.*) \(at (?P<where>.*)\)", re.S)


class BadRules(Exception):
    """These are no rules of an order: where in their list, such as `[2].parameters.n`, and why."""

    def __init__(self, where: str, why: Sentence) -> None:
        super().__init__(where)
        self.where, self.why = where, why


@dataclass(frozen=True, slots=True)
class PersonFile:
    """A person named in the programme; with minutes, the chair gives it the floor."""

    name: str
    function: str
    role: Role
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ItemFile:
    """A part of a meeting; `minutes` is None for the floor that takes what is left."""

    kind: ItemKind
    title: str
    minutes: int | None
    people: tuple[PersonFile, ...]
    batch: int | None = None
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class MeetingFile:
    """One sitting, its moments aware and in UTC."""

    name: str
    room: str
    starts_at: datetime
    ends_at: datetime
    programme: tuple[ItemFile, ...]


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document; `symbol` and `url` are empty where there is none."""

    kind: DocumentKind
    title: str
    symbol: str
    url: str


@dataclass(frozen=True, slots=True)
class DialogueFile:
    """All that a dialogue's folder says; moments aware and in UTC, limits in seconds."""

    slug: str
    title: str
    theme: str
    session: str
    summary: str
    is_example: bool
    convenor: str
    convenor_function: str
    host: str
    host_short: str
    host_statement: str
    host_url: str
    zone: str
    room: str
    address: str
    latitude: float | None
    longitude: float | None
    report_title: str
    report_symbol: str
    report_date: date | None
    issues: tuple[str, ...]
    points: tuple[str, ...]
    contact_name: str
    contact_address: str
    registration_opens_at: datetime
    registration_closes_at: datetime
    list_opens_at: datetime
    list_closes_at: datetime
    online_closes_at: datetime | None
    closes_into_debate: int | None
    order_preset: Preset
    order_chain: Rules
    """Rules that take the place of those of the preset; empty where the folder has none."""
    floor: dict[str, Any]
    """How the floor is run, where the folder says it; empty where it has no `[floor]`."""
    exchange_needs_approval: bool
    civil_society_places: int
    limit_delegation: int
    limit_group: int
    limit_organisation: int
    limit_civil_society: int
    changeover: int
    meetings: tuple[MeetingFile, ...]
    documents: tuple[DocumentFile, ...]
    texts: dict[tuple[TextKind, str], str]


def read_folder(path: Path, read_rules: ReadRules) -> DialogueFile:
    """The dialogue of that folder; raises BadDialogueFile at the first fault."""
    keys = Keys(TOML, "", _toml(text_of(path / TOML)))
    return _dialogue(keys, read_texts(path), _rules(keys, read_rules))


def _rules(keys: Keys, read: ReadRules) -> Rules:
    """Its rules of the order, written as in a file for `speakers order --rules`."""
    if not keys.has("rules"):
        return ()
    try:
        return read(keys.value("rules"))
    except BadRules as bad:
        raise keys.bad(f"rules{bad.where}", bad.why) from bad


def _toml(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_PLACE.fullmatch(str(error))
        where, why = (found["where"], found["why"]) if found else ("", str(error))
        raise BadDialogueFile(TOML, where, sentence("not TOML: %(why)s", why=why)) from None


def _dialogue(keys: Keys, texts: dict[tuple[TextKind, str], str], rules: Rules) -> DialogueFile:
    convenor, host, place, contact = (keys.keys(name) for name in ("convenor", "host", "place", "contact"))
    registration, speakers, limits = (keys.keys(name) for name in ("registration", "list", "limits"))
    report = keys.keys("report") if keys.has("report") else Keys(TOML, "report.", {})
    zone = place.zone("zone")
    registration_opens_at, registration_closes_at = _period(registration, "opens", "closes", zone)
    list_opens_at, list_closes_at = _period(speakers, "opens", "closes", zone)
    online_closes_at = _online_close(speakers, zone, list_opens_at, list_closes_at)
    latitude, longitude = place.degrees("latitude", 90), place.degrees("longitude", 180)
    if (latitude is None) != (longitude is None):
        raise place.bad("longitude", sentence("give both latitude and longitude, or neither"))
    dialogue = DialogueFile(
        slug=keys.slug("slug"),
        title=keys.text("title"),
        theme=keys.text("theme"),
        session=keys.text("session", ""),
        summary=keys.text("summary", "", most=1000),
        is_example=keys.yes("example"),
        convenor=convenor.text("name"),
        convenor_function=convenor.text("function", ""),
        host=host.text("name"),
        host_short=host.text("short_name", ""),
        host_statement=host.text("statement", most=800),
        host_url=host.url("url"),
        zone=zone.key,
        room=place.text("room"),
        address=place.text("address", ""),
        latitude=latitude,
        longitude=longitude,
        report_title=report.text("title", ""),
        report_symbol=report.text("symbol", ""),
        report_date=report.day("date") if report.has("date") else None,
        issues=keys.texts("issues"),
        points=keys.texts("points"),
        contact_name=contact.text("name"),
        contact_address=contact.address("address"),
        registration_opens_at=registration_opens_at,
        registration_closes_at=registration_closes_at,
        list_opens_at=list_opens_at,
        list_closes_at=list_closes_at,
        online_closes_at=online_closes_at,
        closes_into_debate=_minutes_or_none(speakers, "closes_into_debate"),
        order_preset=speakers.choice("preset", Preset, Preset.DIALOGUE),
        order_chain=rules,
        floor=floor_of(keys),
        exchange_needs_approval=speakers.yes("exchange_needs_approval", default=True),
        civil_society_places=speakers.integer("civil_society_places", 0, 1000, 0),
        limit_delegation=limits.integer("delegation", 30, 3600),
        limit_group=limits.integer("group", 30, 3600),
        limit_organisation=limits.integer("organisation", 30, 3600),
        limit_civil_society=limits.integer("civil_society", 30, 3600),
        changeover=limits.integer("changeover", 0, 600),
        meetings=_meetings(keys, zone),
        documents=tuple(_document(one) for one in keys.lists("documents")),
        texts=texts,
    )
    for table in (keys, convenor, host, place, contact, registration, speakers, limits, report):
        table.done()
    return dialogue


def _period(keys: Keys, first: str, last: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    start, end = keys.moment(first, zone), keys.moment(last, zone)
    if end <= start:
        raise keys.bad(last, sentence("must be after %(first)s", first=first))
    return start, end


def _online_close(keys: Keys, zone: ZoneInfo, opens_at: datetime, closes_at: datetime) -> datetime | None:
    """When online requests end; with a close into the debate the programme decides how late that may be."""
    if not keys.has("online_closes"):
        return None
    moment = keys.moment("online_closes", zone)
    if moment <= opens_at:
        raise keys.bad("online_closes", sentence("must be after %(first)s", first="opens"))
    if moment > closes_at and not keys.has("closes_into_debate"):
        raise keys.bad("online_closes", sentence("must not be after %(last)s", last="closes"))
    return moment


def _minutes_or_none(keys: Keys, key: str) -> int | None:
    return keys.integer(key, 0, 600) if keys.has(key) else None


def _meetings(keys: Keys, zone: ZoneInfo) -> tuple[MeetingFile, ...]:
    tables = keys.lists("meetings")
    if not tables:
        raise keys.bad("meetings", sentence("there must be at least one"))
    meetings = tuple(_meeting(table, zone) for table in tables)
    for (earlier, later), table in zip(pairwise(meetings), tables[1:], strict=True):
        if later.starts_at < earlier.ends_at:
            raise table.bad("starts", sentence("must not be before the end of the meeting before it"))
    return meetings


def _meeting(keys: Keys, zone: ZoneInfo) -> MeetingFile:
    starts_at, ends_at = _period(keys, "starts", "ends", zone)
    programme = tuple(_item(one) for one in keys.lists("programme"))
    meeting = MeetingFile(keys.text("name"), keys.text("room", ""), starts_at, ends_at, programme)
    length = int((ends_at - starts_at).total_seconds()) // 60
    if length > LONGEST_MEETING:
        raise keys.bad("ends", sentence("a meeting lasts 24 hours at most"))
    planned = sum(item.minutes or 0 for item in programme)
    if planned > length:
        raise keys.bad(
            "programme", sentence("%(planned)s minutes in a meeting of %(length)s", planned=planned, length=length)
        )
    if sum(item.minutes is None for item in programme) > 1:
        raise keys.bad("programme", sentence("only one part can take the time that is left"))
    keys.done()
    return meeting


def _item(keys: Keys) -> ItemFile:
    kind = keys.choice("kind", ItemKind)
    rest = kind is ItemKind.FLOOR and not keys.has("minutes")
    minutes = None if rest else keys.integer("minutes", 1, 1440)
    people = tuple(_person(one) for one in keys.lists("people"))
    batch, answers = (keys.integer(key, 1, most) if keys.has(key) else None for key, most in ROUNDS.items())
    if (batch is None) != (answers is None) or (batch and kind is not ItemKind.FLOOR):
        key = "batch" if batch else "answers"
        raise keys.bad(key, sentence("give both batch and answers, and only where the kind is floor"))
    if minutes is not None and sum(one.minutes or 0 for one in people) > minutes:
        raise keys.bad("people", sentence("have more minutes than the part"))
    item = ItemFile(kind, keys.text("title"), minutes, people, batch, answers)
    keys.done()
    return item


def _person(keys: Keys) -> PersonFile:
    minutes = keys.integer("minutes", 1, LONGEST_MEETING) if keys.has("minutes") else None
    person = PersonFile(keys.text("name"), keys.text("function", ""), keys.choice("role", Role), minutes)
    keys.done()
    return person


def _document(keys: Keys) -> DocumentFile:
    kind = keys.choice("kind", DocumentKind)
    document = DocumentFile(kind, keys.text("title"), keys.text("symbol", ""), keys.url("url"))
    keys.done()
    return document
