"""What everybody sees: the statements that were delivered or submitted in writing, and no trace of any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.statements import finding
from rtop_event.statements.shown import StatementShown, named, public_of, shown


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


def public_page(dialogue: Dialogue, language: str, at: datetime) -> PublicPage:
    """In the order in which they were delivered, then those in writing; only those of which a file is there."""
    room, public = public_of(dialogue, language, at)
    sent = finding.current(dialogue)
    lines = []
    for one in public:
        if one.registration in sent:
            who = sent[one.registration][0].registration
            files = tuple(_file(shown(each)) for each in sent[one.registration])
            group = who.group.name if who.group else None
            lines.append(PublicLine(named(who, room), group, one.delivered_at, files))
    return PublicPage(dialogue.slug, dialogue.title, dialogue.zone, dialogue.host_statement, tuple(lines))


def _file(one: StatementShown) -> PublicFile:
    return PublicFile(one.id, one.language, one.told, one.kind, one.size, one.digest, one.check_against_delivery)
