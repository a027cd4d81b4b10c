"""Accessible PDF (PDF/UA-1) from data: what goes onto the paper, set in type by a process of its own.

What people typed reaches typst as data, never as source; signs that no font holds become a white square. The process
keeps fonts and native code out of the web server's memory, and ends whatever takes too long.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rtop_event.bars import Plot
from rtop_event.text import several_lines

ROOT = Path(__file__).resolve().parent.parent
_LINK = re.compile(r"(https?|mailto):\S+", re.IGNORECASE)
SECONDS = 60
_MODULE = "rtop_event.typesetting"


class PrintingFailed(RuntimeError):
    """The process that sets the type did not give a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands at the head and foot of a document; `language` is an ISO 639 code, `facts` are names with values.

    `mark` stands on each page, above all else.
    """

    title: str
    author: str
    footer: str
    made_at: datetime
    language: str = "en"
    kicker: str = ""
    subtitle: str = ""
    facts: Sequence[tuple[str, str]] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammePerson:
    """Somebody named in the programme."""

    name: str
    function: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """One item of a meeting."""

    title: str
    time: str = ""
    detail: str = ""
    people: Sequence[ProgrammePerson] = ()


@dataclass(frozen=True, slots=True)
class ProgrammeMeeting:
    """One meeting with its items in order."""

    title: str
    when: str = ""
    where: str = ""
    items: Sequence[ProgrammeItem] = ()


@dataclass(frozen=True, slots=True)
class SpeakersRow:
    """One place on the list, each field as people read it."""

    place: str
    delegation: str
    on_behalf_of: str = ""
    level: str = ""
    speaker: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class SpeakersMeeting:
    """The places of one meeting."""

    title: str
    when: str = ""
    rows: Sequence[SpeakersRow] = ()


@dataclass(frozen=True, slots=True)
class SpeakersWords:
    """The heads of the columns, and the sentence of an empty list, in the reader's language."""

    place: str = "Place"
    delegation: str = "Delegation"
    on_behalf_of: str = "On behalf of"
    level: str = "Level"
    speaker: str = "Speaker"
    expected: str = "Expected"
    nobody: str = "No speakers yet."


@dataclass(frozen=True, slots=True)
class ScriptPassage:
    """What is said in one breath, and when."""

    cue: str
    lines: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ScriptPart:
    """Passages in their order; the title is empty where they need none."""

    title: str
    passages: Sequence[ScriptPassage] = ()


@dataclass(frozen=True, slots=True)
class RecordShare:
    """How time was shared: rows of a name and two lengths as text, and each length as a part of the longest."""

    title: str
    heads: tuple[str, str, str]
    rows: Sequence[tuple[str, tuple[str, float], tuple[str, float]]] = ()
    told: str = ""


@dataclass(frozen=True, slots=True)
class RecordPlot:
    """A chart of columns: what it says, what its height stands for, what its ends are, and the names of its kinds."""

    title: str
    told: str
    top: str
    ends: tuple[str, str]
    plot: Plot
    kinds: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class RecordMeeting:
    """One meeting as it was held: names with values, a row of texts for each who spoke, charts, and lists by title.

    Of a text of several lines the first is the one that counts.
    """

    title: str
    facts: Sequence[tuple[str, str]] = ()
    told: str = ""
    rows: Sequence[tuple[str, ...]] = ()
    plots: Sequence[RecordPlot] = ()
    lists: Sequence[tuple[str, Sequence[str]]] = ()


@dataclass(frozen=True, slots=True)
class RecordWords:
    """The heads of those who spoke, the head and first words of the shares, and what is said of no meeting at all."""

    heads: Sequence[str]
    shared: str
    counted: str
    nothing: str
    nobody: str


def article(paper: Paper, blocks: Iterable[dict[str, Any]]) -> bytes:
    """A text, given as the blocks of `markdown.blocks`."""
    return _rendered("article", paper, blocks=_on_paper(list(blocks)))


def programme(paper: Paper, meetings: Iterable[ProgrammeMeeting]) -> bytes:
    """The programme of a dialogue."""
    return _rendered("programme", paper, meetings=[asdict(meeting) for meeting in meetings])


def speakers(paper: Paper, meetings: Iterable[SpeakersMeeting], words: SpeakersWords | None = None) -> bytes:
    """A published list of speakers."""
    shown = [asdict(meeting) for meeting in meetings]
    return _rendered("speakers", paper, meetings=shown, words=asdict(words or SpeakersWords()))


def script(paper: Paper, parts: Iterable[ScriptPart]) -> bytes:
    """What the chair reads, in type for reading aloud."""
    return _rendered("script", paper, parts=[asdict(part) for part in parts])


def record(paper: Paper, meetings: Iterable[RecordMeeting], shares: Iterable[RecordShare], words: RecordWords) -> bytes:
    """The record of the meetings."""
    shown, parts = [asdict(one) for one in meetings], [asdict(one) for one in shares]
    return _rendered("record", paper, meetings=shown, shares=parts, words=asdict(words))


def _rendered(template: str, paper: Paper, **content: Any) -> bytes:
    made_at = int(paper.made_at.astimezone(UTC).timestamp())
    head = {name: getattr(paper, name) for name in ("title", "author", "footer", "kicker", "subtitle", "mark")}
    data = _clean(head | {"facts": [list(fact) for fact in paper.facts]} | content)
    data["title"] = data["title"] or "—"
    data["language"] = re.split("[-_]", paper.language)[0].lower()
    data["justify"] = template == "article"
    made = subprocess.run(  # noqa: S603 (our own module, nothing of it typed by anybody)
        [sys.executable, "-m", _MODULE, template, str(made_at)],
        input=json.dumps(data).encode(),
        cwd=ROOT,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    if made.returncode:
        raise PrintingFailed(made.stderr.decode("utf-8", "replace")[-500:])
    return made.stdout


def _clean(value: Any) -> Any:
    """The same data with every text fit to be set."""
    if isinstance(value, str):
        kept = several_lines(value)
        return (" " if value[:1].isspace() else "") + kept + (" " if value[-1:].isspace() and kept else "")
    if isinstance(value, dict):
        return {name: _clean(inner) for name, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list | tuple) else value


def _on_paper(value: Any) -> Any:
    """The blocks with links that lead nowhere on paper as plain words."""
    if isinstance(value, list):
        return [_on_paper(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if value.get("kind") == "link" and not _LINK.fullmatch(value["url"]):
        return {"kind": "plain", "content": _on_paper(value["content"])}
    return {name: _on_paper(inner) for name, inner in value.items()}
