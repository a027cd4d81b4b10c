"""What the public pages of a dialogue hold: plain values, made from the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from flask_babel import get_locale

from rtop_event.dialogues.called import called
from rtop_event.dialogues.models import Dialogue, Meeting
from rtop_event.dialogues.periods import Period, State, registration_told
from rtop_event.dialogues.programme import begins
from rtop_event.dialogues.stages import LATE, ListHours, Stage, list_hours, online_told
from rtop_event.dialogues.titles import DOCUMENTS, ORDERS, ROLES
from rtop_event.dialogues.words import Preset, Role
from rtop_event.showing import say
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True)
class Leaf:
    """A day as a leaf of a calendar, in the reader's language."""

    day: str
    month: str
    weekday: str


@dataclass(frozen=True)
class Somebody:
    """A person named in the programme; `role` is empty for a plain speaker."""

    name: str
    function: str
    role: Sentence | None


@dataclass(frozen=True)
class Part:
    """One part of a meeting."""

    begins_at: datetime
    kind: str
    title: str
    people: tuple[Somebody, ...]


@dataclass(frozen=True)
class Sitting:
    """One meeting with its programme; `room` only where it is not the dialogue's."""

    number: int
    name: str
    room: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Paper:
    """A document of the dialogue."""

    kind: Sentence
    title: str
    symbol: str
    url: str


@dataclass(frozen=True)
class Stand:
    """Where a period stands, as a status and in words."""

    state: State
    told: Sentence
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class DialoguePage:
    """Everything that the public is told of a dialogue."""

    slug: str
    title: str
    theme: str
    session: str
    summary: str
    is_example: bool
    cancelled_at: datetime | None
    cancelled_why: str
    convenor: str
    convenor_function: str
    host: str
    host_short: str
    host_url: str
    host_statement: str
    zone: str
    room: str
    address: str
    starts_at: datetime
    ends_at: datetime
    leaf: Leaf
    report_title: str
    report_symbol: str
    report_date: date | None
    issues: tuple[str, ...]
    points: tuple[str, ...]
    meetings: tuple[Sitting, ...]
    documents: tuple[Paper, ...]
    registration: Stand
    speakers: Stand
    register: Sentence
    """What the button says that leads to the registration."""
    notices: tuple[Sentence, ...]
    order: Sentence
    limits: dict[str, int]
    civil_society_places: int
    contact_name: str
    contact_address: str
    briefing_languages: tuple[str, ...]
    url: str
    feed_url: str
    event: dict[str, Any]


def dialogue_page(
    dialogue: Dialogue,
    at: datetime,
    *,
    notices: Sequence[Sentence],
    briefing_languages: Sequence[str],
    url: str,
    feed_url: str,
    event: dict[str, Any],
) -> DialoguePage:
    """The page of a dialogue at that moment."""
    same = ("slug title theme session summary is_example cancelled_at cancelled_why convenor convenor_function "
            "host host_short host_url host_statement zone room address starts_at ends_at report_title "
            "report_symbol report_date civil_society_places contact_name contact_address")  # fmt: skip
    return DialoguePage(
        **{name: getattr(dialogue, name) for name in same.split()},
        leaf=leaf(dialogue.starts_at, dialogue.zone),
        issues=tuple(dialogue.issues),
        points=tuple(dialogue.points),
        meetings=sittings(dialogue),
        documents=tuple(Paper(DOCUMENTS[one.kind], one.title, one.symbol, one.url) for one in dialogue.documents),
        registration=registration_stand(dialogue, at),
        speakers=list_stand(dialogue, at),
        register=_register_told(list_hours(dialogue), at),
        notices=tuple(notices),
        order=ORDERS[Preset(dialogue.order_preset)],
        limits={
            "delegation": dialogue.limit_delegation,
            "group": dialogue.limit_group,
            "organisation": dialogue.limit_organisation,
            "civil_society": dialogue.limit_civil_society,
        },
        briefing_languages=tuple(briefing_languages),
        url=url,
        feed_url=feed_url,
        event=event,
    )


def _register_told(hours: ListHours, at: datetime) -> Sentence:
    if hours.stage(at) in LATE:
        return sentence("Ask for a place on the reserve")
    return sentence("Register") if hours.stage(at) is Stage.OPEN else sentence("Register to attend")


def turns(dialogue: Dialogue) -> tuple[datetime, ...]:
    """The moments at which the words about a dialogue change by themselves."""
    ends = [moment for meeting in dialogue.meetings for moment in (meeting.starts_at, meeting.ends_at)]
    return (*_registration(dialogue).turns, *list_hours(dialogue).turns, *ends)


def registration_stand(dialogue: Dialogue, at: datetime) -> Stand:
    """Where registration stands."""
    period = _registration(dialogue)
    return Stand(period.state(at), registration_told(period, at, dialogue.zone), period.opens_at, period.closes_at)


def list_stand(dialogue: Dialogue, at: datetime) -> Stand:
    """Where the list of speakers stands."""
    hours = list_hours(dialogue)
    return Stand(hours.state(at), online_told(hours, at, dialogue.zone), hours.opens_at, hours.closes_at)


def sittings(dialogue: Dialogue) -> tuple[Sitting, ...]:
    """The meetings with their programmes."""
    return tuple(_sitting(one) for one in dialogue.meetings)


def leaf(at: datetime, zone: str) -> Leaf:
    """The day of a moment as a leaf of a calendar."""
    day, locale = at.astimezone(ZoneInfo(zone)).date(), get_locale()
    month = format_skeleton("yMMMM", day, locale=locale)
    return Leaf(str(day.day), month, format_date(day, "EEEE", locale=locale))


def _sitting(meeting: Meeting) -> Sitting:
    starts = begins(meeting.starts_at, meeting.ends_at, [item.minutes for item in meeting.items])
    parts = tuple(
        Part(at, item.kind.value, say(called(item.title)), tuple(_somebody(one) for one in item.people))
        for at, item in zip(starts, meeting.items, strict=True)
    )
    return Sitting(
        number=meeting.number,
        name=say(called(meeting.name)),
        room=meeting.room,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        cancelled=meeting.cancelled_at is not None,
        parts=parts,
    )


def _somebody(person: dict[str, Any]) -> Somebody:
    role = Role(person["role"])
    told = ROLES[role] if role is Role.MODERATOR else None
    return Somebody(str(person["name"]), str(person["function"]), told)


def _registration(dialogue: Dialogue) -> Period:
    return Period(dialogue.registration_opens_at, dialogue.registration_closes_at)
