"""What the desk sees of merged requests: into which one, and what was merged into this one, with its history."""

from __future__ import annotations

from dataclasses import dataclass

from rtop_event.registrations.merging import merge_of, merged_into
from rtop_event.registrations.models import Registration
from rtop_event.registrations.own_pages import HistoryLine, history
from rtop_event.registrations.pages import Around, shown_name


@dataclass(frozen=True)
class MergedShown:
    """Another request, under its number, with its history."""

    number: int
    name: str
    history: tuple[HistoryLine, ...]


@dataclass(frozen=True)
class Merges:
    """Into which request this one was merged, and which were merged into it."""

    into: MergedShown | None
    others: tuple[MergedShown, ...]


@dataclass(frozen=True)
class MergedPage:
    """What the personal link of a merged request shows: whom to ask, and nothing of the other one."""

    around: Around


def merges_of(registration: Registration) -> Merges:
    """What was merged with this request."""
    merge = merge_of(registration)
    return Merges(
        into=_shown(merge.into) if merge is not None else None,
        others=tuple(_shown(one) for one in merged_into(registration)),
    )


def _shown(registration: Registration) -> MergedShown:
    return MergedShown(registration.id, shown_name(registration), tuple(history(registration, for_desk=True)))
