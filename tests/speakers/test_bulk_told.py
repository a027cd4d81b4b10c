"""What was done to several places at once is said in the language of whoever reads the record, old lines as well."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from rtop_event.organisers.models import Change
from rtop_event.organisers.record_reading import line_of
from rtop_event.showing import say
from rtop_event.speakers.bulk_told import BROUGHT_IN, RESTORED, TOGETHER, bulk_told
from tests.builders import OPENED

FRENCH = {"Accept-Language": "fr"}
PAIR = {"moved": 2, "swapped": ["Germany", "Chad"]}
TOLD: list[tuple[str, dict[str, Any], str]] = [
    (TOGETHER, PAIR | {"_names": [["DE", "Germany"], ["TD", "Chad"]]}, "Allemagne et Tchad ont échangé leurs places"),
    (TOGETHER, PAIR, "Germany et Chad ont échangé leurs places"),
    (TOGETHER, {"moved": 1, "after": "Germany", "_names": [["DE", "Germany"]]}, "1 délégation déplacée immédiatement après Allemagne"),
    (TOGETHER, {"moved": 1, "after": "Germany"}, "1 délégation déplacée immédiatement après Germany"),
    (TOGETHER, {"moved": 1, "after": None}, "1 délégation déplacée à la fin de son niveau"),
    (RESTORED, {"restored": "Provisional list", "_revision": 0}, "Liste rétablie : Liste provisoire"),
    (RESTORED, {"restored": "Provisional list"}, "Liste rétablie : Provisional list"),
    (BROUGHT_IN, {"moved": 2, "pinned": 1}, "Fichier importé (déplacements : 2 ; fixations : 1)"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "after", "told"), TOLD)
def test_names_and_lists_are_said_in_the_reader_s_language(
    app: Flask, what: str, after: dict[str, Any], told: str
) -> None:
    with app.test_request_context(headers=FRENCH):
        assert say(bulk_told(Change(what=what, before={}, after=after, why=""))) == told


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ({"takes back": 12, "_undoes": "moved"}, "Annule la ligne 12 du journal (déplacée)."),
        ({"takes back": 12}, "Takes back line 12 of the record (moved)."),
    ],
)
def test_what_was_taken_back_is_said_in_the_reader_s_language(app: Flask, after: dict[str, Any], told: str) -> None:
    why = "Takes back line 12 of the record (moved)."
    line = Change(at=OPENED, by="A", what="undone", dialogue="d", about="list", before={}, after=after, why=why)
    with app.test_request_context(headers=FRENCH):
        assert say(line_of(line).why) == told
