"""A dialogue as a calendar to subscribe to: each meeting its own appointment, told in the reader's language."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rtop_event.appointment import Appointment
from rtop_event.dialogues.called import called
from rtop_event.dialogues.entries import DialogueFacts, MeetingFacts, meeting_entry
from rtop_event.wording import sentence

Say = Callable[[object], str]


@dataclass(frozen=True, slots=True)
class Version:
    """How a feed is known: it changes with the facts it is made from, and where words change by themselves."""

    tag: str
    changed_at: datetime


def appointments(
    dialogue: DialogueFacts, *, at: datetime, url: str, about: str, say: Say = str
) -> tuple[Appointment, ...]:
    """The meetings that stand in the feed at that moment; one that is cancelled stays until its end has passed.

    Those that were held stay: a feed of one dialogue is bounded by its few meetings.
    """
    return tuple(
        meeting_entry(
            dialogue,
            meeting,
            name=say(called(meeting.name)),
            description=_told(dialogue, meeting, url=url, about=about, say=say),
            url=url,
        )
        for meeting in dialogue.meetings
        if not (dialogue.cancelled_at or meeting.cancelled_at) or at < meeting.ends_at
    )


def version_of(dialogue: DialogueFacts, *, at: datetime, version: object, language: str) -> Version:
    """How the feed is known before it is made: another once anything that it tells is another."""
    meetings = [
        (one.uid, one.sequence, one.changed_at, one.starts_at, one.cancelled_at, one.ends_at <= at)
        for one in dialogue.meetings
    ]
    facts = (dialogue.uid, version, dialogue.changed_at, meetings, language)
    return Version(hashlib.sha256(repr(facts).encode()).hexdigest()[:32], dialogue.changed_at)


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
