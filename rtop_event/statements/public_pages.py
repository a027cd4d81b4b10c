"""What everybody sees: the statements that were delivered or submitted in writing, and no trace of any other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rtop_event.dialogues.models import Dialogue
from rtop_event.statements import finding
from rtop_event.statements.shown import StatementSeen, named, public_of, seen

FILES_ON_A_PAGE = 75


@dataclass(frozen=True, slots=True)
class PublicFile:
    """One statement, as much of it as is for everybody."""

    id: int
    language: str
    told: object
    kind: str
    size: int
    digest: str
    check_against_delivery: bool


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A delegation whose statement can be read; `delivered_at` is None for one submitted in writing."""

    delegation: str
    on_behalf_of: str | None
    delivered_at: datetime | None
    files: tuple[PublicFile, ...]


@dataclass(frozen=True)
class PublicPage:
    """The statements of a dialogue."""

    slug: str
    title: str
    zone: str
    host_statement: str
    lines: tuple[PublicLine, ...]
    number: int
    last: int
    """The number of the last page of them."""
    several_days: bool
    """Whether an hour alone does not tell when one was delivered."""


def public_page(dialogue: Dialogue, language: str, number: int) -> PublicPage:
    """In the order in which they were delivered, then those in writing; only those of which a file is there.

    A `number` beyond the last page is the last.
    """
    sent, zone = finding.current(dialogue), ZoneInfo(dialogue.zone)
    written = {number for number, some in sent.items() if some[0].in_writing}
    lines: list[PublicLine] = []
    for one in public_of(dialogue, written):
        if one.registration in sent:
            who = sent[one.registration][0].registration
            files = tuple(_file(seen(each)) for each in sent[one.registration])
            group = who.group.name if who.group else None
            lines.append(PublicLine(named(who, language), group, one.delivered_at, files))
    sheets = in_pages(lines)
    number = min(max(1, number), len(sheets))
    days = {meeting.starts_at.astimezone(zone).date() for meeting in dialogue.meetings}
    return PublicPage(
        slug=dialogue.slug,
        title=dialogue.title,
        zone=dialogue.zone,
        host_statement=dialogue.host_statement,
        lines=sheets[number - 1],
        number=number,
        last=len(sheets),
        several_days=len(days) > 1,
    )


def in_pages(lines: Iterable[PublicLine]) -> list[tuple[PublicLine, ...]]:
    """What stands on each page: so many files, and never half a delegation."""
    sheets: list[list[PublicLine]] = [[]]
    files = 0
    for line in lines:
        if files and files + len(line.files) > FILES_ON_A_PAGE:
            sheets.append([])
            files = 0
        sheets[-1].append(line)
        files += len(line.files)
    return [tuple(sheet) for sheet in sheets]


def _file(one: StatementSeen) -> PublicFile:
    return PublicFile(one.id, one.language, one.told, one.kind, one.size, one.digest, one.check_against_delivery)
