"""A conflict: what on a list may be a mistake, whom it concerns, and the plain facts in which it is looked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rtop_event.delegations.words import Kind
from rtop_event.wording import Sentence


class ConflictKind(StrEnum):
    """What kind of mistake it may be; the order is the one in which the desk sees them."""

    SPELLINGS = "spellings"
    TWICE = "twice"
    OFFICIAL = "official"
    RESEMBLES = "resembles"
    SPEAKER = "speaker"
    FOCAL_POINT = "focal_point"
    OVERLAP = "overlap"
    READER = "reader"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Asking:
    """A live request as far as conflicts are concerned; `delegation` is the name in the reader's language."""

    id: int
    delegation_id: int
    delegation: str
    english: str
    kind: Kind
    typed_in: bool = False
    wants_floor: bool = True
    listed: bool = True
    group: str = ""
    standing: frozenset[int] = frozenset()
    speaker: str = ""
    focal_point: str = ""
    address_key: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody named in another dialogue, with the hours of its meetings."""

    id: int
    slug: str
    title: str
    delegation: str
    speaker: str
    hours: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A delegation of the reference table with all its names."""

    id: int
    kind: Kind
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concerned:
    """A request that a conflict is about; `slug` names another dialogue, empty for this one."""

    id: int
    name: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What was found: its key changes with the facts; `merge` are the two requests that may be one."""

    kind: ConflictKind
    key: str
    told: Sentence
    concerned: tuple[Concerned, ...]
    merge: tuple[int, ...] = ()


@dataclass(frozen=True)
class Hall:
    """What conflicts are looked for in: live requests, the hours of the meetings, other dialogues, the reference."""

    asking: Sequence[Asking]
    hours: tuple[tuple[datetime, datetime], ...] = ()
    elsewhere: Sequence[Elsewhere] = ()
    reference: Sequence[Reference] = ()


def made(
    kind: ConflictKind, told: Sentence, about: Iterable[Asking], facts: Iterable[object], merge: tuple[int, ...] = ()
) -> Conflict:
    """A conflict about these requests; `facts` are what else its key depends on."""
    requests = sorted(about, key=lambda one: one.id)
    concerned = tuple(Concerned(one.id, one.delegation) for one in requests)
    return Conflict(kind, key_of(kind, [*(one.id for one in requests), *facts]), told, concerned, merge)


def key_of(kind: ConflictKind, facts: Iterable[object]) -> str:
    """Kind and whom it concerns: it is another conflict when these change."""
    said = "\n".join(str(fact) for fact in facts)
    return f"{kind}-{hashlib.sha256(said.encode()).hexdigest()[:24]}"


def listed(those: Iterable[Asking]) -> str:
    """The delegations by name, each once."""
    return ", ".join(dict.fromkeys(one.delegation for one in those))
