"""A list in a CSV file, put in order: inscriptions in, places with reasons out; needs no database."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from rtop_event.delegations.regions import regional_group_of
from rtop_event.delegations.words import Kind, Level, RegionalGroup
from rtop_event.inert import inert
from rtop_event.registrations.states import Gender
from rtop_event.speakers.chain import Chain, RuleName, contains
from rtop_event.speakers.facts import Request
from rtop_event.speakers.ordering import Place, order
from rtop_event.text import has_invisible
from rtop_event.wording import spoken

COLUMNS = ("delegation", "kind", "level", "on_behalf_of", "requested_at", "meeting", "pin")
MORE = ("regional_group", "gender")
"""Columns that can be left out."""
OUT = ("place", "meeting", "delegation", "kind", "level", "on_behalf_of", "requested_at", "reason")
T = TypeVar("T")
LONGEST = 300
MOST_NUMBER = 9999
MOST_QUOTED = 60
MOST_UNKNOWN = 20
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9:]{2,8})?")


class FaultyList(Exception):
    """The file cannot be used; `faults` are lines such as "line 3: kind: ..."."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class _Line:
    number: int
    cells: dict[str, str]


def ordered(content: bytes, chain: Chain) -> str:
    """The file in order, as CSV; raises FaultyList with everything that is wrong."""
    return written_out(placed(content, chain))


def placed(content: bytes, chain: Chain) -> list[tuple[Place, str]]:
    """The places of the file in order, each with the moment as it was typed; raises FaultyList."""
    faults: list[str] = []
    lines = list(_lines(content, faults))
    look_up = contains(chain, RuleName.BALANCE)
    requests = [_request(line, faults, look_up=look_up) for line in lines]
    if faults:
        raise FaultyList(faults)
    typed = {_key(line): line.cells["requested_at"] for line in lines}
    return [(place, typed[place.key]) for place in order([one for one in requests if one], chain)]


def written_out(places: list[tuple[Place, str]]) -> str:
    """These places as CSV."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(OUT)
    for place, requested_at in places:
        writer.writerow([inert(value) for value in _out(place, requested_at)])
    return written.getvalue()


def _out(place: Place, requested_at: str) -> tuple[object, ...]:
    one = place.inscription
    return (
        place.number_in_meeting,
        place.meeting or one.meeting,
        one.delegation,
        one.kind.value,
        one.level.value,
        one.on_behalf_of,
        requested_at,
        spoken(place.reason, None, _plain),
    )


def _plain(value: object) -> str:
    return f"{value:%-d %B %Y, %H:%M} UTC" if isinstance(value, datetime) else str(value)


def _lines(content: bytes, faults: list[str]) -> Iterator[_Line]:
    """The rows below the heads; what is not a table of our columns goes to the faults."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        faults.append(f"line {line}: this is not UTF-8")
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heads = next(reader, [])
        if _wrong_heads(heads, faults):
            return
        begins = reader.line_num + 1
        for cells in reader:
            if cells and len(cells) != len(heads):
                faults.append(f"line {begins}: {len(cells)} values, but there are {len(heads)} columns")
            elif cells:
                yield _Line(begins, dict(zip(heads, cells, strict=True)))
            begins = reader.line_num + 1
    except csv.Error as wrong:
        faults.append(f"line {reader.line_num}: {wrong}")


def _wrong_heads(heads: list[str], faults: list[str]) -> bool:
    given, known = Counter(heads), {*COLUMNS, *MORE}
    missing = [name for name in COLUMNS if name not in given]
    unknown = [name for name in heads if name not in known][:MOST_UNKNOWN]
    twice = sorted(name for name in known if given[name] > 1)
    found = {"missing columns": missing, "unknown columns": unknown, "columns given twice": twice}
    wrong = [f"line 1: {what}: {', '.join(map(repr, names))}" for what, names in found.items() if names]
    faults.extend(wrong)
    return bool(wrong)


def _key(line: _Line) -> str:
    """The key of the inscription on a line; keys sort as lines stand."""
    return f"{line.number:09}"


@dataclass
class _Reading:
    """One line being read; what is wrong goes to the faults."""

    line: _Line
    faults: list[str]

    def read(self, name: str, convert: Callable[[str], T]) -> T | None:
        """The value of a column, None where it is wrong."""
        try:
            return convert(self.line.cells[name])
        except ValueError as wrong:
            self.faults.append(f"line {self.line.number}: {name}: {wrong}")
            return None


def _request(line: _Line, faults: list[str], *, look_up: bool) -> Request | None:
    """The inscription of one line, or None where something is wrong with it."""
    reading = _Reading(line, faults)
    delegation = reading.read("delegation", _name)
    kind = reading.read("kind", _kind)
    level = reading.read("level", _level)
    group = reading.read("on_behalf_of", _text)
    requested_at = reading.read("requested_at", _moment)
    meeting, pin = reading.read("meeting", _number), reading.read("pin", _number)
    region = reading.read("regional_group", _region) if "regional_group" in line.cells else None
    if look_up and "regional_group" not in line.cells and kind is Kind.MEMBER_STATE and delegation:
        region = regional_group_of(delegation)
    gender = reading.read("gender", _gender) if "gender" in line.cells else Gender.NOT_GIVEN
    if not (delegation and kind and level and requested_at and gender is not None):
        return None
    return Request(
        _key(line),
        delegation,
        requested_at,
        kind,
        level,
        group or None,
        meeting,
        pin,
        regional_group=region,
        gender=gender,
    )


def _text(text: str) -> str:
    if has_invisible(text) or "\n" in text or "\r" in text or "\t" in text:
        raise ValueError("this holds line breaks or invisible characters")
    if len(text) > LONGEST:
        raise ValueError(f"this is longer than {LONGEST} characters")
    return unicodedata.normalize("NFC", text).strip()


def _name(text: str) -> str:
    name = _text(text)
    if not name:
        raise ValueError("this is empty")
    return name


def _kind(text: str) -> Kind:
    return Kind(_known(text, [kind.value for kind in Kind]))


def _level(text: str) -> Level:
    return Level(_known(text, [level.value for level in Level]))


def _region(text: str) -> RegionalGroup | None:
    return RegionalGroup(_known(text, [one.value for one in RegionalGroup])) if text.strip() else None


def _gender(text: str) -> Gender:
    return Gender(_known(text, [one.value for one in Gender if one])) if text.strip() else Gender.NOT_GIVEN


def _told(text: str) -> str:
    """A cell as an error quotes it: its beginning, on one line."""
    return repr(text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}…")


def _known(text: str, values: list[str]) -> str:
    if text.strip() not in values:
        raise ValueError(f"{_told(text)} is none of {', '.join(values)}")
    return text.strip()


def _moment(text: str) -> datetime:
    try:
        if not _MOMENT.fullmatch(text.strip()):  # the library takes any sign between day and hour
            raise ValueError
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{_told(text)} is not a moment such as 2012-08-16T09:00:00-04:00") from None
    if moment.tzinfo is None:
        raise ValueError(f"{_told(text)} has no time zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{_told(text)} is out of range") from None


def _number(text: str) -> int | None:
    digits = text.strip()
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST_NUMBER)) and int(digits) >= 1):
        raise ValueError(f"{_told(text)} is not a number from 1 to {MOST_NUMBER}")
    return int(digits)
