"""Speakers and States represented, as pages show them and as they are kept with what was published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rtop_event.delegations.finding import on_day
from rtop_event.delegations.titles import REGIONAL_GROUPS
from rtop_event.delegations.words import RegionalGroup
from rtop_event.dialogues.models import Dialogue
from rtop_event.registrations.finding import day_of
from rtop_event.speakers.composing import Listing
from rtop_event.speakers.represented import Counted, Represented, represented
from rtop_event.wording import Sentence, sentence, sentence_of

NO_GROUP = sentence("In no regional group")


@dataclass(frozen=True)
class CountedShown:
    """One line of the table by regional group."""

    group: Sentence
    speakers: int
    states: int


@dataclass(frozen=True)
class RepresentedShown:
    """The two counts as a sentence, and by regional group."""

    told: Sentence
    lines: tuple[CountedShown, ...]


def counted(dialogue: Dialogue, listing: Listing) -> Represented:
    """The two counts of the list as it stands, with the regional groups of the day of the dialogue."""
    return represented((row.entry for row in listing.rows), {one.id: one for one in on_day(day_of(dialogue))})


def kept(found: Represented) -> dict[str, Any]:
    """The counts as JSON values, for a revision."""
    lines = [[one.group.value if one.group else "", one.speakers, one.states] for one in found.by_group]
    return {"speakers": found.speakers, "states": found.states, "by_group": lines, "others": found.others}


def read(plain: dict[str, Any]) -> Represented:
    """The counts from their JSON values."""
    lines: Iterable[tuple[str, int, int]] = plain["by_group"]
    by_group = (Counted(RegionalGroup(group) if group else None, *numbers) for group, *numbers in lines)
    return Represented(plain["speakers"], plain["states"], tuple(by_group), plain.get("others", 0))


def represented_then(made_with: dict[str, Any]) -> RepresentedShown | None:
    """The counts that were kept with a published list; None for a list that was published without them."""
    return shown(read(made_with["represented"])) if "represented" in made_with else None


def _told(found: Represented, states: Sentence) -> Sentence:
    """An organisation speaks for no State, so that it is counted beside those that do."""
    told = sentence_of(
        "%(number)s speaker for %(states)s.",
        "%(number)s speakers for %(states)s.",
        found.speakers - found.others,
        states=states,
    )
    if not found.others:
        return told
    beside = sentence_of("%(number)s more is an organisation.", "%(number)s more are organisations.", found.others)
    return sentence("%(told)s %(beside)s", told=told, beside=beside)


def shown(found: Represented) -> RepresentedShown:
    """The counts in words."""
    states = sentence_of("%(number)s State", "%(number)s States", found.states)
    return RepresentedShown(
        told=_told(found, states),
        lines=tuple(
            CountedShown(REGIONAL_GROUPS[one.group] if one.group else NO_GROUP, one.speakers, one.states)
            for one in found.by_group
            if one.states
        ),
    )
