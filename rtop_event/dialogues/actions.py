"""What can be done with a dialogue: change it so that calendars learn of it, publish, cancel, write its texts."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from rtop_event.database import Base
from rtop_event.dialogues.followers import tell_followers
from rtop_event.dialogues.gist import gist_of, look_again
from rtop_event.dialogues.models import Dialogue, DialogueText, Document, Meeting, ProgrammeItem
from rtop_event.dialogues.turn_keys import Place, called_in, carried
from rtop_event.dialogues.words import TextKind
from rtop_event.organisers.record import record
from rtop_event.refusal import Refusal, StaleHand
from rtop_event.wording import sentence

NOT_FACTS = {
    "id",
    "dialogue_id",
    "meeting_id",
    "version",
    "uid",
    "sequence",
    "created_at",
    "changed_at",
    "published_at",
}


class IsCancelled(Refusal):
    """A dialogue or meeting that is cancelled cannot be cancelled again."""

    def __init__(self) -> None:
        super().__init__(sentence("This is cancelled already."))


def new_uid(domain: str) -> str:
    """A UID for a calendar entry: random, opaque, made once."""
    return f"{secrets.token_hex(16)}@{domain}"


def facts(row: Base) -> dict[str, Any]:
    """What people decided about a row: its columns without keys, versions and stamps."""
    names = [column.key for column in row.__table__.columns if column.key not in NOT_FACTS]
    return {name: getattr(row, name) for name in names}


def all_facts(dialogue: Dialogue) -> dict[str, Any]:
    """The facts of a dialogue with its meetings, programme and documents, flat enough for the record."""
    return {
        **facts(dialogue),
        **{f"meeting {meeting.number}": _meeting_facts(meeting) for meeting in dialogue.meetings},
        "documents": [facts(document) for document in dialogue.documents],
    }


@contextmanager
def changing(dialogue: Dialogue, *, by: str, at: datetime, what: str = "changed", why: str = "") -> Iterator[None]:
    """Whatever changes inside is stamped and recorded; SEQUENCE rises by one where people must look again."""
    before, meetings = all_facts(dialogue), {id(one): _meeting_facts(one) for one in dialogue.meetings}
    gists, whole = {id(one): gist_of(dialogue, [one]) for one in dialogue.meetings}, gist_of(dialogue)
    yield
    after = all_facts(dialogue)
    if after == before:
        return
    dialogue.changed_at = at
    dialogue.sequence += look_again(whole, gist_of(dialogue))
    for meeting in dialogue.meetings:
        if id(meeting) in meetings:
            moved = look_again(gists[id(meeting)], gist_of(dialogue, [meeting]))
            meeting.sequence += moved
            if moved or meetings[id(meeting)] != _meeting_facts(meeting):
                meeting.changed_at = at
    record(what, by=by, at=at, dialogue=dialogue.slug, about="dialogue", before=before, after=after, why=why)


def a_meeting(*, number: int, domain: str, at: datetime, **values: Any) -> Meeting:
    """A new meeting with its own UID; `values` are name, room, starts_at and ends_at."""
    return Meeting(number=number, uid=new_uid(domain), sequence=0, created_at=at, changed_at=at, **values)


def publish(dialogue: Dialogue, *, by: str, at: datetime) -> None:
    """Show the dialogue to everybody."""
    if dialogue.published_at is None:
        dialogue.published_at = at
        record("published", by=by, at=at, dialogue=dialogue.slug, about="dialogue")


def withdraw_from_view(dialogue: Dialogue, *, by: str, at: datetime) -> None:
    """Make the dialogue a draft again."""
    if dialogue.published_at is not None:
        dialogue.published_at = None
        record("withdrawn from view", by=by, at=at, dialogue=dialogue.slug, about="dialogue")


def cancel(dialogue: Dialogue, why: str, *, by: str, at: datetime) -> None:
    """Call the dialogue off: its page says so first, its feed too; every meeting's SEQUENCE rises."""
    if dialogue.cancelled_at is not None:
        raise IsCancelled
    with changing(dialogue, by=by, at=at, what="cancelled", why=why):
        dialogue.cancelled_at, dialogue.cancelled_why = at, why
    tell_followers(dialogue, at)


def reinstate(dialogue: Dialogue, *, by: str, at: datetime) -> None:
    """Let a cancelled dialogue take place after all."""
    with changing(dialogue, by=by, at=at, what="reinstated"):
        dialogue.cancelled_at, dialogue.cancelled_why = None, ""
    tell_followers(dialogue, at)


def cancel_meeting(dialogue: Dialogue, meeting: Meeting, *, by: str, at: datetime, why: str = "") -> None:
    """Call one meeting off; it stays in the feed, cancelled, until its end has passed."""
    if meeting.cancelled_at is not None:
        raise IsCancelled
    with changing(dialogue, by=by, at=at, what="meeting cancelled", why=why):
        meeting.cancelled_at = at


def write_text(
    dialogue: Dialogue, kind: TextKind, language: str, body: str, *, by: str, at: datetime, version: int | None = None
) -> bool:
    """Write a text anew, or for the first time; raises StaleHand when `version` is not the one that is there."""
    found = next((text for text in dialogue.texts if (text.kind, text.language) == (kind, language)), None)
    if version is not None and version != (found.version if found else 0):
        raise StaleHand
    if found is not None and found.body == body:
        return False
    record(
        "text written",
        by=by,
        at=at,
        dialogue=dialogue.slug,
        about=f"{kind}:{language}",
        before={"body": found.body} if found else {},
        after={"body": body},
    )
    if found is None:
        dialogue.texts.append(DialogueText(kind=kind, language=language, body=body, changed_at=at))
    else:
        found.body, found.changed_at = body, at
    return True


def remove_text(dialogue: Dialogue, text: DialogueText, *, by: str, at: datetime) -> None:
    """Take a text away."""
    about = f"{text.kind}:{text.language}"
    record("text removed", by=by, at=at, dialogue=dialogue.slug, about=about, before={"body": text.body})
    dialogue.texts.remove(text)


def put(row: Base, **values: object) -> None:
    """Set only what differs, so that a row that stays as it was is not written."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def put_items(meeting: Meeting, wanted: list[dict[str, Any]]) -> None:
    """The programme of a meeting as given: kind, title, minutes and people of each part, in order."""
    for position, values in enumerate(wanted, 1):
        if position > len(meeting.items):
            meeting.items.append(ProgrammeItem(position=position, **values))
        else:
            put(meeting.items[position - 1], position=position, **values)
    del meeting.items[len(wanted) :]


def called_people(dialogue: Dialogue) -> list[Place]:
    """All whom the programme calls, with the keys under which the floor knows them."""
    return [
        one
        for meeting in dialogue.meetings
        for one in called_in(meeting.uid, meeting.number, [item.people for item in meeting.items])
    ]


def keep_turn_keys(dialogue: Dialogue, before: Sequence[Place], *, by_place: bool = False) -> None:
    """Whoever of the programme was there before a change keeps the key, so that nobody who has spoken is called again.

    A key is written down only where it is not the one that would be made.
    """
    after = called_people(dialogue)
    keys = carried(before, after, by_place=by_place)
    own = {(one.meeting, one.part, one.row): (key, one) for key, one in zip(keys, after, strict=True)}
    for meeting in dialogue.meetings:
        for part, item in enumerate(meeting.items):
            people = [{name: value for name, value in person.items() if name != "key"} for person in item.people]
            for row, person in enumerate(people):
                key, one = own.get((meeting.uid, part, row), ("", None))
                if one and key != one.made:
                    person["key"] = key
            put(item, people=people)


def put_documents(dialogue: Dialogue, wanted: list[dict[str, Any]]) -> None:
    """The documents as given: kind, title, symbol and url of each, in order."""
    for position, values in enumerate(wanted, 1):
        if position > len(dialogue.documents):
            dialogue.documents.append(Document(position=position, **values))
        else:
            put(dialogue.documents[position - 1], position=position, **values)
    del dialogue.documents[len(wanted) :]


def _meeting_facts(meeting: Meeting) -> dict[str, Any]:
    return {**facts(meeting), "programme": [facts(item) for item in meeting.items]}
