"""Small lists, meetings and clocks that the tests of this wing share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from rtop_event.delegations.words import Kind, Level
from rtop_event.speakers.facts import ChairsMove, Request
from rtop_event.speakers.timing import Item, Sitting

OPENS = datetime(2012, 8, 16, 14, tzinfo=UTC)
FLOOR = Item(floor=True)
NEW_YORK = ZoneInfo("America/New_York")


def request_of(line: str) -> Request:
    name, level, kind, group, minutes, *more = [*(cell.strip() for cell in line.split("|")), "", "", ""]
    return Request(
        key=name,
        delegation=name,
        requested_at=OPENS + timedelta(minutes=int(minutes)),
        kind=Kind(kind),
        level=Level(level),
        on_behalf_of=group or None,
        meeting=int(more[0]) if more[0] else None,
        pin=int(more[1]) if more[1] else None,
    )


def listed(table: str) -> list[Request]:
    return [request_of(line) for line in table.strip().splitlines()]


def single(name: str, minutes: int = 0, *, pin: int | None = None, live: bool = True) -> Request:
    return Request(name, name, OPENS + timedelta(minutes=minutes), pin=pin, live=live)


def alphabet(letters: str, pins: dict[str, int] | None = None, gone: str = "") -> list[Request]:
    return [
        single(letter, number, pin=(pins or {}).get(letter), live=letter not in gone)
        for number, letter in enumerate(letters)
    ]


def moved(key: str, after: str | None, minute: int = 0) -> ChairsMove:
    return ChairsMove(key, after, "agreed by both", OPENS + timedelta(days=1, minutes=minute))


@dataclass(frozen=True)
class Speaker:
    """A place on the list, as far as its time depends on it."""

    key: str
    kind: Kind = Kind.MEMBER_STATE
    on_behalf_of: str | None = None
    meeting: int | None = None


def at(clock: str) -> datetime:
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime(2012, 9, 5, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


def clock(moment: datetime | None) -> str:
    if moment is None:
        return "-"
    local = moment.astimezone(NEW_YORK)
    return local.strftime("%H:%M:%S" if local.second else "%H:%M")


MORNING = Sitting(1, at("10:00"), at("13:00"), (Item(30), Item(75), FLOOR))
AFTERNOON = Sitting(2, at("15:00"), at("18:00"), (FLOOR, Item(10)))
DAY = (MORNING, AFTERNOON)


def short_day(*minutes: int) -> tuple[Sitting, ...]:
    """Meetings of so many minutes, the first at 10:00, then one each hour."""
    return tuple(
        Sitting(number, at(f"{9 + number}:00"), at(f"{9 + number}:00") + timedelta(minutes=length))
        for number, length in enumerate(minutes, start=1)
    )


def speakers(letters: str, meeting: int | None = None) -> list[Speaker]:
    """A group for each capital letter, a delegation for each small one."""
    return [
        Speaker(letter, on_behalf_of="African Group" if letter.isupper() else None, meeting=meeting)
        for letter in letters
    ]
