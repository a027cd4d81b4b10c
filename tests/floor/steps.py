"""Steps on the floor as a test writes them: plain tuples, a minute apart unless told otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rtop_event.floor.words import Act, Voice

TEN = datetime(2012, 9, 5, 14, 0, tzinfo=UTC)
"""Ten in the morning in New York."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step of a test."""

    act: Act
    turn: str = ""
    number: int = 0
    at: datetime = TEN
    press: str = ""
    by: str = "Marta (example)"
    meeting: int | None = None
    voice: Voice | None = None
    seconds: int | None = None
    stops: bool = False
    why: str = ""
    undoes: str = ""


def at(minutes: float) -> datetime:
    """So many minutes after ten."""
    return TEN + timedelta(minutes=minutes)


def story(*lines: str) -> list[Taken]:
    """Steps from lines such as `10:02:30 called Tonga 180`; a line that begins with `+` belongs to the press before.

    After the act come its words: the turn; for a call the seconds and the voice; for an opening the meeting; for an
    undoing the number of the press; for a point of order, and for who is given back at rest, `stops`.
    """
    steps: list[Taken] = []
    for line in lines:
        clock, act, *words = line.removeprefix("+").split()
        press = steps[-1].press if line.startswith("+") else f"press {len({one.press for one in steps}) + 1}"
        steps.append(_step(len(steps) + 1, _clock(clock), press, Act(act), words))
    return steps


def _step(number: int, moment: datetime, press: str, act: Act, words: list[str]) -> Taken:
    first = words[0] if words else ""
    if act is Act.OPENED:
        return Taken(act, number=number, at=moment, press=press, meeting=int(first or 1))
    if act is Act.UNDONE:
        return Taken(act, number=number, at=moment, press=press, undoes=f"press {first}", stops="stops" in words)
    if act is Act.CALLED:
        seconds = int(words[1]) if len(words) > 1 else 180
        voice = Voice(words[2]) if len(words) > 2 else Voice.STATEMENT
        return Taken(act, first, number, moment, press, voice=voice, seconds=seconds)
    if act is Act.LENGTHENED:
        return Taken(act, number=number, at=moment, press=press, seconds=int(first))
    return Taken(act, first, number, moment, press, stops="stops" in words)


def _clock(text: str) -> datetime:
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    return TEN.replace(hour=hours + 4, minute=minutes, second=seconds[0] if seconds else 0)


def names(turns: Iterable[str]) -> str:
    """Turns in a row, as a test reads them."""
    return " ".join(turns)
