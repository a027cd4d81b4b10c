"""One table of a TOML file read strictly: every key known, present where needed, and of its type."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from http import HTTPStatus
from typing import TypeVar
from zoneinfo import ZoneInfo

from rtop_event.dialogues.rows import MOST_ROWS
from rtop_event.refusal import Refusal
from rtop_event.text import one_line
from rtop_event.typed_hours import BadHour, local_of, moment_of
from rtop_event.wording import Sentence, sentence
from rtop_event.zones import zone_named

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
URL = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[^\s<>\"]*)?")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_LENGTH = 60
ChoiceT = TypeVar("ChoiceT", bound=StrEnum)


class BadDialogueFile(Refusal):
    """A file of a dialogue's folder does not fit: which file, where in it (key path or line), and why."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, file: str, where: str, why: Sentence) -> None:
        place = f"{file}: {where}" if where else file
        super().__init__(sentence("%(place)s: %(why)s", place=place, why=why))
        self.file, self.where, self.why = file, where, why


@dataclass(slots=True)
class Keys:
    """A table of the file; `path` is where it stands, with lists counted from 1 (`meetings[2].`)."""

    file: str
    path: str
    table: dict[str, object]
    asked: set[str] = field(default_factory=set)

    def bad(self, key: str, why: Sentence) -> BadDialogueFile:
        """The refusal of one key."""
        return BadDialogueFile(self.file, self.path + key, why)

    def done(self) -> None:
        """Refuses keys that nobody asked for."""
        unknown = sorted(set(self.table) - self.asked)
        if unknown:
            raise self.bad(
                unknown[0], sentence("unknown key; known here are: %(known)s", known=", ".join(sorted(self.asked)))
            )

    def has(self, key: str) -> bool:
        """Whether an optional key is there."""
        self.asked.add(key)
        return key in self.table

    def value(self, key: str) -> object:
        """A value of any type; refused when missing."""
        if not self.has(key):
            raise self.bad(key, sentence("is missing"))
        return self.table[key]

    def text(self, key: str, default: str | None = None, *, most: int = 300) -> str:
        """One line of text, clean and not empty; the default makes the key optional."""
        if default is not None and not self.has(key):
            return default
        return self._clean(key, self.value(key), most)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of such texts, empty when missing."""
        values = self.table[key] if self.has(key) else []
        if not isinstance(values, list):
            raise self.bad(key, sentence("must be a list of texts"))
        if len(values) > MOST_ROWS:
            raise self.bad(key, sentence("must be at most %(most)s", most=MOST_ROWS))
        return tuple(self._clean(f"{key}[{number}]", value, 1000) for number, value in enumerate(values, start=1))

    def slug(self, key: str) -> str:
        """A short name for addresses."""
        text = self.text(key)
        if not SLUG.fullmatch(text) or len(text) > SLUG_LENGTH:
            raise self.bad(key, sentence("must be small letters, digits and single hyphens, 60 at most"))
        return text

    def address(self, key: str) -> str:
        """One mail address."""
        text = self.text(key)
        if not ADDRESS.fullmatch(text):
            raise self.bad(key, sentence("must be one mail address"))
        return text

    def url(self, key: str) -> str:
        """An https or http address, empty when missing."""
        text = self.text(key, "")
        if text and not URL.fullmatch(text):
            raise self.bad(key, sentence("must be an address that begins with https://"))
        return text

    def choice(self, key: str, choices: type[ChoiceT], default: ChoiceT | None = None) -> ChoiceT:
        """One of the identifiers."""
        text = self.text(key, default)
        if text not in set(choices):
            raise self.bad(key, sentence("must be one of: %(known)s", known=", ".join(choices)))
        return choices(text)

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number in a range."""
        if default is not None and not self.has(key):
            return default
        value = self.value(key)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.bad(key, sentence("must be a whole number from %(low)s to %(high)s", low=low, high=high))
        return value

    def degrees(self, key: str, limit: int) -> float | None:
        """An angle, None when missing."""
        if not self.has(key):
            return None
        value = self.table[key]
        if not isinstance(value, int | float) or isinstance(value, bool) or not -limit <= value <= limit:
            raise self.bad(key, sentence("must be a number from %(low)s to %(high)s", low=-limit, high=limit))
        return float(value)

    def yes(self, key: str, *, default: bool = False) -> bool:
        """true or false."""
        value = self.table[key] if self.has(key) else default
        if not isinstance(value, bool):
            raise self.bad(key, sentence("must be true or false"))
        return value

    def zone(self, key: str) -> ZoneInfo:
        """A time zone by its IANA name."""
        try:
            return zone_named(self.text(key))
        except ValueError:
            raise self.bad(key, sentence("must be the name of a time zone, such as America/New_York")) from None

    def day(self, key: str) -> date:
        """A date."""
        value = self.value(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.bad(key, sentence("must be a date, such as 2012-09-05"))
        return value

    def moment(self, key: str, zone: ZoneInfo) -> datetime:
        """A local time of that zone, as an aware moment in UTC."""
        value = self.value(key)
        if not isinstance(value, datetime) or value.tzinfo is not None:
            raise self.bad(key, sentence("must be a local time without offset, such as 2012-09-05T10:00:00"))
        if value.second or value.microsecond:
            raise self.bad(key, sentence("must be a whole minute"))
        try:
            return moment_of(local_of(value.isoformat("T", "minutes")), zone.key)
        except BadHour as bad:
            raise self.bad(key, bad.why) from None

    def keys(self, key: str) -> Keys:
        """A table inside this one."""
        return self._table(key, self.value(key))

    def lists(self, key: str) -> list[Keys]:
        """A list of tables inside this one, empty when missing."""
        values = self.table[key] if self.has(key) else []
        if not isinstance(values, list):
            raise self.bad(key, sentence("must be a list of tables"))
        if len(values) > MOST_ROWS:
            raise self.bad(key, sentence("must be at most %(most)s", most=MOST_ROWS))
        return [self._table(f"{key}[{number}]", value) for number, value in enumerate(values, start=1)]

    def _table(self, key: str, value: object) -> Keys:
        if not isinstance(value, dict):
            raise self.bad(key, sentence("must be a table"))
        return Keys(self.file, f"{self.path}{key}.", value)

    def _clean(self, key: str, value: object, most: int) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.bad(key, sentence("must be text, and not empty"))
        if len(value) > most:
            raise self.bad(key, sentence("is longer than %(most)s characters", most=most))
        if value != one_line(value):
            raise self.bad(key, sentence("has line breaks, needless spaces or invisible characters"))
        return value
