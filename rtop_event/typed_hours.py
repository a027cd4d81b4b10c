"""Hours as people type them: local times of a zone, which exist once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rtop_event.wording import Sentence, sentence
from rtop_event.zones import zone_named

FIRST_YEAR, LAST_YEAR = 1945, 2199
_LOCAL = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:00)?")


class BadHour(ValueError):
    """A time that cannot be used; `why` says it in a sentence."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(str(why))
        self.why = why


def local_of(text: str) -> datetime:
    """A typed day and hour, without a zone; raises BadHour."""
    found = _LOCAL.fullmatch(text.strip())
    try:
        local = datetime.fromisoformat(f"{found[1]}T{found[2]}") if found else None
    except ValueError:
        local = None
    if local is None:
        raise BadHour(sentence("This is not a day and hour, such as 2012-09-05T10:00."))
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise BadHour(
            sentence("The year must be from %(first)s to %(last)s.", first=str(FIRST_YEAR), last=str(LAST_YEAR))
        )
    return local


def aware_moment(text: str) -> datetime:
    """A moment with its distance from UTC, as it stands in an address; raises ValueError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def moment_of(local: datetime, zone: str) -> datetime:
    """The one moment, in UTC, at which the clocks of the zone show that hour; raises BadHour for none or two."""
    there = local.replace(tzinfo=ZoneInfo(zone))
    moment = there.astimezone(UTC)
    if moment.astimezone(there.tzinfo).replace(tzinfo=None) != local:
        raise BadHour(sentence("The clocks go forward over this hour in %(zone)s: it does not exist.", zone=zone))
    if there.utcoffset() != there.replace(fold=1).utcoffset():
        raise BadHour(sentence("The clocks go back in %(zone)s: this hour comes twice.", zone=zone))
    return moment


def typed(moment: datetime, zone: str) -> str:
    """A moment as a form shows it: the local day and hour of the zone."""
    return moment.astimezone(zone_named(zone)).strftime("%Y-%m-%dT%H:%M")
