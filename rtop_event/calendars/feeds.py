"""A dialogue as a calendar to subscribe to: each meeting its own appointment, told in the reader's language."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rtop_event.appointment import Appointment
from rtop_event.dialogues.called import called
from rtop_event.dialogues.entries import DialogueFacts, MeetingFacts, meeting_entry
from rtop_event.wording import sentence

Say = Callable[[object], str]
KEEPS = timedelta(days=7300)
"""For how long what took place stays in a feed, unless a setting says otherwise."""


@dataclass(frozen=True, slots=True)
class Version:
    """How a feed is known: it changes with the facts it is made from, and where words change by themselves."""

    tag: str
    changed_at: datetime


def leaves_at(ends_at: datetime, keeps: timedelta, *, cancelled: bool) -> datetime:
    """When an entry leaves the feeds: with its end if it is cancelled, else once that lies so far back."""
    return ends_at if cancelled else ends_at + keeps


def leaving(dialogue: DialogueFacts, keeps: timedelta) -> list[datetime]:
    """When each meeting leaves the feeds."""
    off = dialogue.cancelled_at is not None
    return [leaves_at(one.ends_at, keeps, cancelled=off or one.cancelled_at is not None) for one in dialogue.meetings]


def gone(moments: Iterable[datetime], at: datetime) -> list[datetime]:
    """Those of the moments that have passed: a feed is another since the last of them."""
    return [one for one in moments if one <= at]


def appointments(
    dialogue: DialogueFacts, *, at: datetime, url: str, about: str, say: Say = str, keeps: timedelta = KEEPS
) -> tuple[Appointment, ...]:
    """The meetings that stand in the feed at that moment."""
    return tuple(
        meeting_entry(
            dialogue,
            meeting,
            name=say(called(meeting.name)),
            description=_told(dialogue, meeting, url=url, about=about, say=say),
            url=url,
        )
        for meeting, leaves in zip(dialogue.meetings, leaving(dialogue, keeps), strict=True)
        if at < leaves
    )


def version_of(
    dialogue: DialogueFacts, *, at: datetime, version: object, language: str, keeps: timedelta = KEEPS
) -> Version:
    """How the feed is known before it is made: another once anything that it tells is another."""
    meetings = [
        (one.uid, one.sequence, one.changed_at, one.starts_at, one.cancelled_at, leaves <= at)
        for one, leaves in zip(dialogue.meetings, leaving(dialogue, keeps), strict=True)
    ]
    facts = (dialogue.uid, version, dialogue.changed_at, meetings, language)
    changed_at = max([dialogue.changed_at, *gone(leaving(dialogue, keeps), at)])
    return Version(hashlib.sha256(repr(facts).encode()).hexdigest()[:32], changed_at)


def _told(dialogue: DialogueFacts, meeting: MeetingFacts, *, url: str, about: str, say: Say) -> str:
    """The text of an entry: what it is, that it is cancelled, where to register, and who runs this."""
    cancelled = dialogue.cancelled_at or meeting.cancelled_at
    lines = [
        say(sentence("This meeting is cancelled.")) if cancelled else "",
        dialogue.title,
        say(sentence("Programme, documents and registration: %(url)s", url=url)),
        about,
    ]
    return "\n\n".join(line for line in lines if line)
