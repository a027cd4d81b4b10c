"""When and where, told in sentences: for letters, calendar entries and pages, on New York's clock and in UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from rtop_event.dialogues.called import called
from rtop_event.dialogues.periods import NEW_YORK
from rtop_event.invitations.entries import Dialogue
from rtop_event.wording import Sentence, sentence


class Times(Protocol):
    """What has a beginning and an end."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


def day_of(moment: datetime, zone: str) -> date:
    """The day on which a moment falls at that place."""
    return moment.astimezone(ZoneInfo(zone)).date()


def clock_told(zone: str) -> Sentence:
    """Whose clock it is."""
    if zone == NEW_YORK:
        return sentence("New York time")
    return sentence("%(city)s time", city=zone.rpartition("/")[2].replace("_", " "))


def hours_told(start: datetime, end: datetime, zone: str = NEW_YORK) -> Sentence:
    """From one hour to another on the clock of the place and in UTC."""
    return sentence(
        "%(from)s–%(to)s %(clock)s (%(utc)s UTC)",
        **{"from": _hour(start, zone), "to": _hour(end, zone)},
        clock=clock_told(zone),
        utc=f"{start.astimezone(UTC):%H:%M}–{end.astimezone(UTC):%H:%M}",
    )


def when_told(times: Times, zone: str = NEW_YORK) -> Sentence:
    """Day and hours of an entry; both days where it ends on another one."""
    first, last = day_of(times.starts_at, zone), day_of(times.ends_at, zone)
    if first == last:
        return sentence("%(day)s, %(hours)s", day=first, hours=hours_told(times.starts_at, times.ends_at, zone))
    return sentence(
        "%(first)s, %(from)s, to %(last)s, %(to)s %(clock)s",
        **{"from": _hour(times.starts_at, zone), "to": _hour(times.ends_at, zone)},
        first=first,
        last=last,
        clock=clock_told(zone),
    )


def programme_told(dialogue: Dialogue, inert: Callable[[str], str] = str) -> tuple[Sentence, ...]:
    """Each meeting and the breaks between them, with their hours; day and room where these change.

    Typed names go through `inert`, which makes them fit for what they are put into.
    """
    lines: list[Sentence] = []
    zone, held = dialogue.zone, dialogue.held
    several_days = day_of(dialogue.starts_at, zone) != day_of(dialogue.ends_at, zone)
    for number, meeting in enumerate(held):
        before = held[number - 1] if number else None
        same_day = before is not None and day_of(before.ends_at, zone) == day_of(meeting.starts_at, zone)
        if before is not None and same_day and before.ends_at < meeting.starts_at:
            lines.append(sentence("Break: %(hours)s", hours=hours_told(before.ends_at, meeting.starts_at, zone)))
        when = when_told(meeting, zone) if several_days else hours_told(meeting.starts_at, meeting.ends_at, zone)
        line = sentence("%(meeting)s: %(hours)s", meeting=called(meeting.name, inert), hours=when)
        if meeting.room and meeting.room != dialogue.room:
            line = sentence("%(line)s, %(room)s", line=line, room=inert(meeting.room))
        lines.append(line)
    return tuple(lines)


def times_told(dialogue: Dialogue) -> Sentence:
    """The hours of all meetings in one go, such as "10:00–13:00 and 15:00–18:00 New York time"."""
    zone = dialogue.zone
    spans = [f"{_hour(one.starts_at, zone)}–{_hour(one.ends_at, zone)}" for one in dialogue.held]
    said: Sentence | str = spans[0]
    for span in spans[1:]:
        said = sentence("%(hours)s and %(more)s", hours=said, more=span)
    return sentence("%(hours)s %(clock)s", hours=said, clock=clock_told(zone))


def _hour(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"
