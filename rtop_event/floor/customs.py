"""How the floor of a dialogue is run: read, set by the desk, brought in by a folder, and taken along by a copy."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues import own_customs
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.models import FloorCustoms
from rtop_event.floor.pressing import Customs
from rtop_event.organisers.record import record
from rtop_event.refusal import StaleHand
from rtop_event.speakers.holding import held

NAMES = tuple(one.name for one in fields(Customs))


def add_to(app: Flask) -> None:
    """Answer the folder of a dialogue, and copies of it."""
    own_customs.set_hands(app, brought_in, taken_along)


def stored(dialogue: Dialogue) -> FloorCustoms | None:
    """What is stored of them; nothing where they are those of the house."""
    return session.scalar(select(FloorCustoms).where(FloorCustoms.dialogue_id == dialogue.id))


def customs_of(dialogue: Dialogue) -> Customs:
    """How its floor is run."""
    own = stored(dialogue)
    return Customs(**{name: getattr(own, name) for name in NAMES}) if own else Customs()


def version_of(dialogue: Dialogue) -> int:
    """What a form shows to have been drawn from these customs; 0 before they were first set."""
    own = stored(dialogue)
    return own.version if own else 0


def set_customs(
    dialogue: Dialogue, customs: Customs, *, version: int | None, why: str = "", by: str, at: datetime
) -> bool:
    """Run the floor by these from now on; whether anything changed. Who has the floor keeps the limit.

    Raises StaleHand where they were changed since; `version` None asks for none.
    """
    held(dialogue)
    own, before = stored(dialogue), customs_of(dialogue)
    if own:
        session.refresh(own)
    if version is not None and version != (own.version if own else 0):
        raise StaleHand
    if customs == before:
        return False
    own = own or FloorCustoms(dialogue_id=dialogue.id)
    for name in NAMES:
        setattr(own, name, getattr(customs, name))
    session.add(own)
    session.flush()
    facts = {"before": asdict(before), "after": asdict(customs)}
    record("customs of the floor set", by=by, at=at, dialogue=dialogue.slug, about="floor", why=why, **facts)
    return True


def brought_in(dialogue: Dialogue, values: own_customs.Values, by: str, at: datetime) -> bool:
    """The customs that a folder gives, those it leaves out being those of the house; whether anything changed."""
    return set_customs(dialogue, Customs(**values), version=None, by=by, at=at)


def taken_along(source: Dialogue, copy: Dialogue, by: str, at: datetime) -> None:
    """A copy is run as its original is."""
    set_customs(copy, customs_of(source), version=None, by=by, at=at)
