"""A dialogue is ordered by its own chain, and by what was done to its list, as its rows tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from rtop_event.database import session
from rtop_event.delegations.words import Level
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import Preset
from rtop_event.speakers.listing import listing
from rtop_event.speakers.models import Arrangement, Exchange
from rtop_event.speakers.publishing import choose_order, made_with
from tests import builders

LATER = builders.OPENED + timedelta(days=3)


@pytest.fixture
def dialogue(app: Flask) -> Iterator[Dialogue]:
    with app.app_context():
        yield _dialogue()


def _dialogue() -> Dialogue:
    dialogue = builders.a_dialogue()
    for number, name in enumerate(("Chad", "Chile", "Peru")):
        level = Level.MINISTER if name == "Peru" else Level.CHAIR_OF_DELEGATION
        builders.an_inscription(dialogue, name, level=level, requested_at=builders.OPENED + timedelta(hours=number + 1))
    return dialogue


def names(dialogue: Dialogue) -> list[str]:
    return [row.entry.english for row in listing(dialogue).rows]


def test_own_chain_orders_the_list_and_is_kept_with_what_is_published(dialogue: Dialogue) -> None:
    before = listing(dialogue).fingerprint
    assert (names(dialogue), "chain" in made_with(dialogue)) == (["Peru", "Chad", "Chile"], False)
    dialogue.order_chain = [{"name": "time", "parameters": {}}]
    assert names(dialogue) == ["Chad", "Chile", "Peru"]
    assert made_with(dialogue)["chain"] == [{"name": "time", "parameters": {}}]
    assert listing(dialogue).fingerprint != before


def test_choosing_a_preset_ends_the_own_chain(dialogue: Dialogue) -> None:
    dialogue.order_chain = [{"name": "time", "parameters": {}}]
    session.flush()
    choose_order(dialogue, Preset.DIALOGUE, version=dialogue.version, reason="", by="Desk", at=LATER)
    assert (names(dialogue), dialogue.order_chain) == (["Peru", "Chad", "Chile"], [])


def test_arrangements_and_exchanges_hold_while_they_live(dialogue: Dialogue) -> None:
    ids = {row.entry.english: row.entry.id for row in listing(dialogue).rows}
    before = listing(dialogue).fingerprint
    lists = [{"meeting": None, "registrations": [ids["Chile"], ids["Peru"], ids["Chad"]]}]
    restored = Arrangement(dialogue_id=dialogue.id, revision=0, lists=lists, reason="", by="Desk", arranged_at=LATER)
    session.add(restored)
    session.flush()
    assert names(dialogue) == ["Chile", "Peru", "Chad"]
    swapped = Exchange(
        dialogue_id=dialogue.id,
        asker_id=ids["Chile"],
        other_id=ids["Chad"],
        asked_at=LATER,
        expires_at=LATER + timedelta(days=1),
        accepted_at=LATER,
        applied_at=LATER + timedelta(hours=1),
    )
    session.add(swapped)
    session.flush()
    assert names(dialogue) == ["Chad", "Peru", "Chile"]
    swapped.ended_at, swapped.ended_how, restored.taken_back_at = LATER + timedelta(hours=2), "undone", LATER
    session.flush()
    assert (names(dialogue), listing(dialogue).fingerprint) == (["Peru", "Chad", "Chile"], before)
