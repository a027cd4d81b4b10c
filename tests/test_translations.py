"""The catalogues: every sentence of the product is there in each language, with its places for values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from rtop_event.languages import CODES

FOLDER = Path(__file__).parent.parent / "rtop_event" / "translations"
PLACE = re.compile(r"%\((\w+)\)s")


def catalogue(path: Path) -> Catalog:
    """A catalogue as it is kept."""
    with path.open("rb") as file:
        return read_po(file)


def forms(text: object) -> list[str]:
    """A text, or all its plural forms."""
    return [str(one) for one in text] if isinstance(text, tuple | list) else [str(text)]


@pytest.mark.parametrize("code", [code for code in CODES if code != "en"])
def test_nothing_is_left_in_english(code: str) -> None:
    wanted = {forms(message.id)[0] for message in catalogue(FOLDER / "messages.pot") if message.id}
    said = {
        forms(message.id)[0]
        for message in catalogue(FOLDER / code / "LC_MESSAGES" / "messages.po")
        if message.id and message.string and all(forms(message.string)) and not message.fuzzy
    }
    assert wanted - said == set()


@pytest.mark.parametrize("code", [code for code in CODES if code != "en"])
def test_no_translation_asks_for_a_value_that_there_is_not(code: str) -> None:
    wrong = [
        message.id
        for message in catalogue(FOLDER / code / "LC_MESSAGES" / "messages.po")
        if message.id
        and {place for one in forms(message.string) for place in PLACE.findall(one)}
        - {place for one in forms(message.id) for place in PLACE.findall(one)}
    ]
    assert wrong == []
