"""What the desk does with a dialogue as a whole: begin, copy, change its facts, publish it when it is ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.dialogues.actions import (
    a_meeting,
    changing,
    new_uid,
    publish,
    put,
    put_documents,
    put_items,
    write_text,
)
from rtop_event.dialogues.finding import languages_of
from rtop_event.dialogues.hours import moved, periods_before
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.own_customs import copied as customs_copied
from rtop_event.dialogues.readiness import Check, checklist, require_ready
from rtop_event.dialogues.rewording import copy_wordings
from rtop_event.dialogues.words import ItemKind, TextKind
from rtop_event.organisers.record import record
from rtop_event.refusal import Refusal, StaleHand
from rtop_event.typed_hours import BadHour
from rtop_event.wording import sentence

OWN = {"id", "slug", "title", "theme", "version", "uid", "sequence", "is_example", "rehearses"}
STAMPS = {"created_at", "changed_at", "published_at", "cancelled_at", "cancelled_why", "announced_at"}
PERIODS = ("registration_opens_at", "registration_closes_at", "list_opens_at", "list_closes_at", "online_closes_at")


class SlugTaken(Refusal):
    """Two dialogues cannot have one short name."""

    def __init__(self) -> None:
        super().__init__(sentence("Another dialogue has this short name. Choose another."))


class HourMissing(Refusal):
    """An hour that would be moved is no hour, or two, on the clock of the place."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Who begins a dialogue: person, moment, and the domain of its calendar entries."""

    by: str
    at: datetime
    domain: str


def require_version(dialogue: Dialogue, version: int) -> None:
    """Raises StaleHand where the dialogue is no longer as the form showed it."""
    if dialogue.version != version:
        raise StaleHand


def begin(
    facts: dict[str, Any], meetings: list[tuple[str, datetime, datetime]], *, statement: str, floor: str, who: Beginning
) -> Dialogue:
    """A new draft with these meetings, each wholly for statements from the floor; raises SlugTaken."""
    opens, closes = periods_before(meetings[0][1], facts["zone"], who.at)
    dialogue = Dialogue(
        **facts,
        host_statement=statement,
        registration_opens_at=opens,
        registration_closes_at=closes,
        list_opens_at=opens,
        list_closes_at=meetings[0][1],
    )
    for number, (name, starts_at, ends_at) in enumerate(meetings, 1):
        meeting = a_meeting(
            number=number, domain=who.domain, at=who.at, name=name, starts_at=starts_at, ends_at=ends_at
        )
        put_items(meeting, [{"kind": ItemKind.FLOOR, "title": floor, "minutes": None, "people": []}])
        dialogue.meetings.append(meeting)
    return _added(dialogue, who, why="")


def copy(source: Dialogue, *, slug: str, title: str, theme: str, day: date, who: Beginning) -> Dialogue:
    """A draft like an earlier dialogue, with programme, documents, all texts, all days moved; raises SlugTaken."""
    first = source.starts_at.astimezone(ZoneInfo(source.zone)).date()
    days = (day - first).days
    columns = {column.key for column in Dialogue.__table__.columns} - OWN - STAMPS - set(PERIODS)
    dialogue = Dialogue(
        slug=slug,
        title=title,
        theme=theme,
        is_example=source.is_example,
        **{name: getattr(source, name) for name in columns},
        **{
            name: _moved(moment, days, source.zone, source.zone)
            for name in PERIODS
            if (moment := getattr(source, name))
        },
    )
    for number, meeting in enumerate(source.held, 1):
        again = a_meeting(
            number=number,
            domain=who.domain,
            at=who.at,
            name=meeting.name,
            room=meeting.room,
            starts_at=_moved(meeting.starts_at, days, source.zone, source.zone),
            ends_at=_moved(meeting.ends_at, days, source.zone, source.zone),
        )
        put_items(again, [_item(item) for item in meeting.items])
        dialogue.meetings.append(again)
    documents = [
        {"kind": one.kind, "title": one.title, "symbol": one.symbol, "url": one.url} for one in source.documents
    ]
    put_documents(dialogue, documents)
    dialogue.texts = [
        DialogueText(kind=text.kind, language=text.language, body=text.body, changed_at=who.at) for text in source.texts
    ]
    added = _added(dialogue, who, why=f"copy of {source.slug}")
    customs_copied(source, added, who.by, who.at)
    copy_wordings(source, added, by=who.by, at=who.at)
    return added


def _item(item: Any) -> dict[str, Any]:
    people = [dict(person) for person in item.people]
    rounds = {"batch": item.batch, "answers": item.answers}
    return {"kind": item.kind, "title": item.title, "minutes": item.minutes, "people": people, **rounds}


def _added(dialogue: Dialogue, who: Beginning, *, why: str) -> Dialogue:
    dialogue.uid, dialogue.sequence = new_uid(who.domain), 0
    dialogue.created_at = dialogue.changed_at = who.at
    session.add(dialogue)
    try:
        session.flush()
    except IntegrityError as taken:
        raise SlugTaken from taken
    after = {"title": dialogue.title, "theme": dialogue.theme, "starts_at": dialogue.starts_at}
    record("drafted", by=who.by, at=who.at, dialogue=dialogue.slug, about="dialogue", after=after, why=why)
    return dialogue


def change_facts(
    dialogue: Dialogue, facts: dict[str, Any], documents: list[dict[str, Any]], *, by: str, at: datetime
) -> None:
    """New facts and documents; in another zone the meetings keep their hours on the clock; raises HourMissing."""
    was, becomes = dialogue.zone, facts["zone"]
    with changing(dialogue, by=by, at=at, what="facts changed"):
        put(dialogue, **facts)
        put_documents(dialogue, documents)
        for meeting in dialogue.meetings if was != becomes else []:
            put(
                meeting,
                starts_at=_moved(meeting.starts_at, 0, was, becomes),
                ends_at=_moved(meeting.ends_at, 0, was, becomes),
            )


def save_text(dialogue: Dialogue, kind: TextKind, language: str, body: str, *, by: str, at: datetime) -> None:
    """Write a text; raises StaleHand where somebody wrote the first one in that language at the same moment."""
    write_text(dialogue, kind, language, body, by=by, at=at)
    try:
        session.flush()
    except IntegrityError as faster:
        raise StaleHand from faster


def checks_of(dialogue: Dialogue) -> list[Check]:
    """The checklist of a dialogue with the texts that it has."""
    briefings, letters = (languages_of(dialogue, kind) for kind in (TextKind.BRIEFING, TextKind.LETTER))
    return checklist(dialogue, briefings, letters)


def publish_when_ready(dialogue: Dialogue, *, by: str, at: datetime) -> None:
    """Show the dialogue to everybody; raises NotReady while something that it needs is missing."""
    require_ready(checks_of(dialogue))
    publish(dialogue, by=by, at=at)


def _moved(moment: datetime, days: int, was: str, becomes: str) -> datetime:
    try:
        return moved(moment, days=days, was=was, becomes=becomes)
    except BadHour as bad:
        raise HourMissing(bad.why) from bad
