"""Bringing a dialogue's folder in: all of it or nothing, and again after edits, without losing registrations."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.actions import (
    a_meeting,
    called_people,
    changing,
    keep_turn_keys,
    new_uid,
    publish,
    put,
    put_documents,
    put_items,
    write_text,
)
from rtop_event.dialogues.folder import TOML, DialogueFile, MeetingFile, PersonFile
from rtop_event.dialogues.keys import BadDialogueFile
from rtop_event.dialogues.models import Dialogue, Meeting
from rtop_event.dialogues.own_customs import keep as keep_customs
from rtop_event.dialogues.words import RESERVED_SLUGS
from rtop_event.organisers.record import record
from rtop_event.wording import sentence

PARTS = {"slug", "meetings", "documents", "texts", "issues", "points", "order_preset", "order_chain", "floor"}
BY = "dialogue load"


class Outcome(StrEnum):
    """What loading did."""

    NEW = "brought in"
    CHANGED = "changed"
    SAME = "nothing new"


def load(file: DialogueFile, *, at: datetime, domain: str, public: bool) -> Outcome:
    """Make the dialogue as its folder has it; meetings are known by their number and keep their UIDs."""
    if file.slug in RESERVED_SLUGS:
        raise BadDialogueFile(TOML, "slug", sentence("is a word that the addresses of this site need"))
    with session.no_autoflush:
        found = session.scalar(select(Dialogue).where(Dialogue.slug == file.slug))
        dialogue = found or _new(file, at=at, domain=domain)
        if found:
            with changing(found, by=BY, at=at, what="loaded from a folder"):
                _put(found, file, at=at, domain=domain)
        _put_texts(dialogue, file, at=at)
        if public:
            publish(dialogue, by=BY, at=at)
        changed = bool(session.new)  # every change adds its line to the record
    session.flush()
    if file.floor:  # a folder without customs leaves those that were chosen in the browser
        changed = keep_customs(dialogue, file.floor, BY, at) or changed
    return Outcome.NEW if not found else Outcome.CHANGED if changed else Outcome.SAME


def _new(file: DialogueFile, *, at: datetime, domain: str) -> Dialogue:
    dialogue = Dialogue(slug=file.slug, uid=new_uid(domain), sequence=0, created_at=at, changed_at=at)
    _put(dialogue, file, at=at, domain=domain)
    session.add(dialogue)
    record("brought in", by=BY, at=at, dialogue=file.slug, about="dialogue")
    return dialogue


def _put(dialogue: Dialogue, file: DialogueFile, *, at: datetime, domain: str) -> None:
    plain = {field.name: getattr(file, field.name) for field in fields(file) if field.name not in PARTS}
    put(
        dialogue,
        **plain,
        issues=list(file.issues),
        points=list(file.points),
        order_preset=file.order_preset.value,
    )
    if file.order_chain:  # a folder without rules leaves those that were chosen in the browser
        put(dialogue, order_chain=list(file.order_chain))
    _put_meetings(dialogue, file, at=at, domain=domain)
    put_documents(dialogue, [asdict(document) for document in file.documents])


def _put_meetings(dialogue: Dialogue, file: DialogueFile, *, at: datetime, domain: str) -> None:
    known, before = {meeting.number: meeting for meeting in dialogue.meetings}, called_people(dialogue)
    for number, wanted in enumerate(file.meetings, 1):
        if number not in known:
            known[number] = a_meeting(number=number, domain=domain, at=at)
            dialogue.meetings.append(known[number])
        _put_meeting(known[number], wanted)
    for number, meeting in known.items():
        if number > len(file.meetings):
            _drop(dialogue, meeting, at=at)
    keep_turn_keys(dialogue, before, by_place=True)


def _put_meeting(meeting: Meeting, wanted: MeetingFile) -> None:
    put(
        meeting,
        name=wanted.name,
        room=wanted.room,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        cancelled_at=None,
    )
    put_items(
        meeting,
        [
            {
                "kind": item.kind,
                "title": item.title,
                "minutes": item.minutes,
                "people": [_person(person) for person in item.people],
                "batch": item.batch,
                "answers": item.answers,
            }
            for item in wanted.programme
        ],
    )


def _person(person: PersonFile) -> dict[str, object]:
    minutes = {} if person.minutes is None else {"minutes": person.minutes}
    return {"name": person.name, "function": person.function, "role": person.role.value, **minutes}


def _drop(dialogue: Dialogue, meeting: Meeting, *, at: datetime) -> None:
    """A meeting that the folder no longer has: cancelled where people may hold it, gone from a draft."""
    if dialogue.published_at is None:
        dialogue.meetings.remove(meeting)
    elif meeting.cancelled_at is None:
        meeting.cancelled_at = at


def _put_texts(dialogue: Dialogue, file: DialogueFile, *, at: datetime) -> None:
    for (kind, language), body in file.texts.items():
        write_text(dialogue, kind, language, body, by=BY, at=at)


def texts_left(file: DialogueFile) -> list[str]:
    """The texts that the folder has not, such as `briefing.fr`: somebody may have written them in the browser."""
    dialogue = session.scalars(select(Dialogue).where(Dialogue.slug == file.slug)).one()
    left = [text for text in dialogue.texts if (text.kind, text.language) not in file.texts]
    return sorted(f"{text.kind}.{text.language}" for text in left)
