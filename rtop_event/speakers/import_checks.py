"""Each line of an edited working list against the list as it stands: what it asks for, or what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rtop_event.delegations.words import Kind, Level
from rtop_event.inert import as_typed
from rtop_event.speakers.composing import Listing, Row
from rtop_event.speakers.listing import key_of
from rtop_event.speakers.seen import as_seen
from rtop_event.speakers.tables import table
from rtop_event.speakers.working_file import FIXED, KEY, Line, says
from rtop_event.text import has_invisible, one_line
from rtop_event.wording import Sentence, sentence

LONGEST = 200
_KEY = re.compile(r"[Rr]?0{0,8}([1-9][0-9]{0,8})")
_PLACE = re.compile(r"[0-9]{1,4}([.,][0-9]{1,3})?")
_WHOLE = re.compile(r"[1-9][0-9]{0,3}")
_TEXTS = {"speaker": "speaker_name", "function": "speaker_function"}


@dataclass(frozen=True)
class Asked:
    """What one line asks for: a place (a broken number stands between two), changes of the request by column, a pin."""

    key: str
    place: float | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    pinned: bool = False
    pin: int | None = None

    def __bool__(self) -> bool:
        return self.place is not None or bool(self.changes) or self.pinned


@dataclass(frozen=True)
class Checked:
    """One line with the row that it means; without faults it asks for something or for nothing."""

    number: int
    shown: str
    row: Row | None
    asked: Asked | None
    faults: tuple[Sentence, ...] = ()


def checked(lines: Sequence[Line], listing: Listing, meetings: Collection[int]) -> list[Checked]:
    """All lines of the file, each by itself and all together."""
    by_key = {row.key: row for row in listing.rows}
    fixed = _fixed(listing)
    keys = Counter(_key(line) for line in lines)
    found = [_checked(line, by_key, fixed, meetings, keys) for line in lines]
    return list(_pinned_once(found, listing))


def _fixed(listing: Listing) -> dict[str, dict[str, str]]:
    """What the file says of each inscription that it cannot change."""
    bare = table(as_seen(listing), "UTC", for_desk=True)
    return {
        row.key: {name: str(cells[bare.heads.index(name)]) for name in FIXED}
        for row, cells in zip(listing.rows, bare.rows, strict=True)
    }


def _key(line: Line) -> str:
    known = _KEY.fullmatch(one_line(line.cells.get(KEY, "")))
    return key_of(int(known[1])) if known else ""


def _checked(
    line: Line,
    by_key: dict[str, Row],
    fixed: dict[str, dict[str, str]],
    meetings: Collection[int],
    keys: Counter[str],
) -> Checked:
    key, shown = _key(line), one_line(line.cells.get(KEY, ""))[:60]
    row = by_key.get(key)
    if row is None:
        wrong = sentence("There is no “%(key)s” on the list; it may have been withdrawn.", key=shown)
        return Checked(line.number, shown, None, None, (wrong,))
    if keys[key] > 1:
        return Checked(line.number, shown, row, None, (sentence("This key stands on more than one line."),))
    faults = [sentence("%(column)s: a formula without its result.", column=column) for column in line.formulas]
    faults += [
        sentence("%(column)s: the list says “%(value)s”, and a file cannot change it.", column=name, value=value)
        for name, value in fixed[key].items()
        if name in line.cells and not says(line.cells[name], value)
    ]
    values = dict(_values(line, row, meetings, faults))
    place, changes = values.pop("place", None), {name: one for name, one in values.items() if name != "pin"}
    if place is not None and "pin" not in values and row.entry.pin is not None:
        faults.append(
            sentence("Pinned to place %(pin)s: change the column “pin” to move it.", pin=row.entry.pin),
        )
    asked = Asked(key, place if "pin" not in values else None, changes, "pin" in values, values.get("pin"))
    return Checked(line.number, shown, row, None if faults else asked, tuple(faults))


def _values(line: Line, row: Row, meetings: Collection[int], faults: list[Sentence]) -> Iterator[tuple[str, Any]]:
    """What the line wants otherwise, by the names of the request; what is wrong goes to the faults."""
    entry = row.entry
    cells = {name: one_line(as_typed(cell)) for name, cell in line.cells.items() if name not in line.formulas}
    for column, name in _TEXTS.items():
        present = getattr(entry, column)
        if column in cells and not says(line.cells[column], present):
            if has_invisible(line.cells[column]) or len(cells[column]) > LONGEST:
                faults.append(_no_text(column))
            yield name, cells[column]
    if cells.get("level") and cells["level"].upper() != entry.level.value:
        if entry.kind is Kind.CIVIL_SOCIETY or cells["level"].upper() not in {level.value for level in Level}:
            faults.append(_no_level(entry.kind))
        else:
            yield "level", Level(cells["level"].upper())
    if "preferred_meeting" in cells and cells["preferred_meeting"] != str(entry.meeting or ""):
        wanted = cells["preferred_meeting"]
        known = {str(number): number for number in meetings}
        if wanted and wanted not in known:
            faults.append(sentence("preferred_meeting: there is no meeting “%(value)s”.", value=wanted[:20]))
        yield "meeting_number", known.get(wanted)
    yield from _standing(cells, row, faults)


def _standing(cells: dict[str, str], row: Row, faults: list[Sentence]) -> Iterator[tuple[str, Any]]:
    pin, place = cells.get("pin"), cells.get("place")
    if pin is not None and pin != str(row.entry.pin or ""):
        if pin and not _WHOLE.fullmatch(pin):
            faults.append(sentence("pin: “%(value)s” is no place.", value=pin[:20]))
        yield "pin", int(pin) if _WHOLE.fullmatch(pin) else None
    if place and place != str(row.place.number_in_meeting):
        if not _PLACE.fullmatch(place):
            faults.append(sentence("place: “%(value)s” is no place.", value=place[:20]))
        else:
            yield "place", float(place.replace(",", "."))


def _no_text(column: str) -> Sentence:
    return sentence(
        "%(column)s: too long (at most %(most)s characters), or with invisible characters.", column=column, most=LONGEST
    )


def _no_level(kind: Kind) -> Sentence:
    if kind is Kind.CIVIL_SOCIETY:
        return sentence("level: civil society has none.")
    return sentence("level: one of %(known)s.", known=" ".join(level.value for level in Level))


def _pinned_once(found: Sequence[Checked], listing: Listing) -> Iterator[Checked]:
    """Two cannot be pinned to one place, nor anybody beyond the end of the list."""
    pins = {row.key: row.entry.pin for row in listing.rows}
    pins |= {one.asked.key: one.asked.pin for one in found if one.asked and one.asked.pinned}
    taken = Counter((row.place.meeting, pins[row.key]) for row in listing.rows if pins[row.key])
    lengths = Counter(row.place.meeting for row in listing.rows)
    for one in found:
        pin = one.asked.pin if one.row and one.asked and one.asked.pinned else None
        meeting = one.row.place.meeting if one.row else None
        wrong: Sentence | None = None
        if pin and pin > lengths[meeting]:
            wrong = sentence("pin: the list has the places from 1 to %(last)s.", last=lengths[meeting])
        elif pin and taken[(meeting, pin)] > 1:
            wrong = sentence("pin: somebody else is pinned to place %(place)s.", place=pin)
        yield Checked(one.number, one.shown, one.row, None, (wrong,)) if wrong else one
