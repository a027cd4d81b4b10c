"""A dialogue as search engines read it: a schema.org Event."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rtop_event.dialogues.called import called
from rtop_event.dialogues.entries import place_of
from rtop_event.dialogues.models import Dialogue, Meeting
from rtop_event.showing import say

SCHEMA = "https://schema.org"


def event(dialogue: Dialogue, url: str) -> dict[str, Any]:
    """The dialogue as one Event, its meetings as events inside it."""
    return {
        "@context": SCHEMA,
        "@type": "Event",
        "name": dialogue.theme,
        "alternateName": dialogue.title,
        "description": dialogue.summary,
        "url": url,
        "startDate": _local(dialogue.starts_at, dialogue.zone),
        "endDate": _local(dialogue.ends_at, dialogue.zone),
        "eventStatus": _status(cancelled=dialogue.cancelled_at is not None),
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "location": _place(dialogue),
        "organizer": {"@type": "Person", "name": dialogue.convenor, "jobTitle": dialogue.convenor_function},
        "subEvent": [_meeting(dialogue, meeting) for meeting in dialogue.meetings],
    }


def _meeting(dialogue: Dialogue, meeting: Meeting) -> dict[str, Any]:
    return {
        "@type": "Event",
        "name": say(called(meeting.name)),
        "startDate": _local(meeting.starts_at, dialogue.zone),
        "endDate": _local(meeting.ends_at, dialogue.zone),
        "eventStatus": _status(cancelled=bool(dialogue.cancelled_at or meeting.cancelled_at)),
        "location": {"@type": "Place", "name": place_of(dialogue, meeting), "address": dialogue.address},
    }


def _place(dialogue: Dialogue) -> dict[str, Any]:
    place: dict[str, Any] = {"@type": "Place", "name": dialogue.room, "address": dialogue.address}
    if dialogue.latitude is not None and dialogue.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": dialogue.latitude,
            "longitude": dialogue.longitude,
        }
    return place


def _status(*, cancelled: bool) -> str:
    return f"{SCHEMA}/{'EventCancelled' if cancelled else 'EventScheduled'}"


def _local(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).isoformat()
