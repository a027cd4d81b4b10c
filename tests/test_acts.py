"""The acts of the record: each that any code records has its words, and nothing else has."""

from __future__ import annotations

from flask import Flask

from rtop_event.floor.words import Act
from rtop_event.organisers.acts import ACTS
from rtop_event.speakers.exchanging import OVER
from tests.recorded_acts import ENDS, recorded_acts

OPEN = {
    f"floor: {ENDS}": {f"floor: {act}" for act in Act},
    f"exchange {ENDS}": {f"exchange {state.value}" for state in OVER},
    f"{ENDS} mail": {"hold mail", "release mail"},
}
"""The acts of which a part is known only when the code runs."""


def test_every_act_that_is_recorded_has_its_words(app: Flask) -> None:
    found = recorded_acts()
    acts = {act for one in found for act in OPEN.get(one, {one})}
    assert acts == ACTS.keys() | app.extensions["acts"].keys()
    assert {one for one in found if ENDS in one} == OPEN.keys()
