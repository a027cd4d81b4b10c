"""What the front page holds: the dialogue that is next, and all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rtop_event.dialogues.entries import place_of
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import State
from rtop_event.dialogues.shown import Leaf, Stand, leaf, registration_stand
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True)
class Stage:
    """Where a dialogue stands as a whole, as a status and in words."""

    kind: str
    word: Sentence


@dataclass(frozen=True)
class Row:
    """A dialogue in the list of all."""

    slug: str
    title: str
    theme: str
    place: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    hours: tuple[tuple[datetime, datetime], ...]
    leaf: Leaf
    stage: Stage
    registration: Stand


@dataclass(frozen=True)
class HomePage:
    """The dialogue that is next, and all others."""

    next: Row | None
    is_over: bool
    others: tuple[Row, ...]
    host_statement: str


def home_page(dialogues: Sequence[Dialogue], at: datetime) -> HomePage:
    """The next dialogue that takes place, else the latest, and the others; `dialogues` come latest first."""
    coming = [one for one in dialogues if at < one.ends_at and one.cancelled_at is None]
    chosen = coming[-1] if coming else dialogues[0] if dialogues else None
    return HomePage(
        next=_row(chosen, at) if chosen else None,
        is_over=not coming,
        others=tuple(_row(one, at) for one in dialogues if one is not chosen),
        host_statement=chosen.host_statement if chosen else "",
    )


def _row(dialogue: Dialogue, at: datetime) -> Row:
    return Row(
        slug=dialogue.slug,
        title=dialogue.title,
        theme=dialogue.theme,
        place=place_of(dialogue),
        zone=dialogue.zone,
        starts_at=dialogue.starts_at,
        ends_at=dialogue.ends_at,
        hours=tuple((one.starts_at, one.ends_at) for one in dialogue.held),
        leaf=leaf(dialogue.starts_at, dialogue.zone),
        stage=_stage(dialogue, at),
        registration=registration_stand(dialogue, at),
    )


def _stage(dialogue: Dialogue, at: datetime) -> Stage:
    if dialogue.cancelled_at:
        return Stage("cancelled", sentence("cancelled"))
    if at >= dialogue.ends_at:
        return Stage("closed", sentence("held"))
    if at >= dialogue.starts_at:
        return Stage("speaking", sentence("under way"))
    if registration_stand(dialogue, at).state is State.OPEN:
        return Stage("open", sentence("registration is open"))
    return Stage("announced", sentence("announced"))
