"""What files of statements are called when they leave: names of ours, safe on every system, one for each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MOST_SIGNS = 80
_UNSAFE = re.compile(r"[^\w .,()’-]+")


def safe(name: str) -> str:
    """A name with letters, digits and plain signs only."""
    kept = _UNSAFE.sub(" ", unicodedata.normalize("NFC", name).replace("'", "’"))
    return " ".join(kept.split())[:MOST_SIGNS].strip(" .") or "Delegation"


def file_name(delegation: str, on_behalf_of: str | None, language: str, ending: str, place: str = "") -> str:
    """What one statement is called, such as "01 - Kenya - en.pdf"."""
    who = f"{safe(delegation)} ({safe(on_behalf_of)})" if on_behalf_of else safe(delegation)
    return " - ".join(part for part in (place, who, language) if part) + f".{ending}"


def once_each(names: Iterable[str]) -> list[str]:
    """The same names, where one comes again with a number behind it; systems differ in whether case counts."""
    found: list[str] = []
    seen: set[str] = set()
    for name in names:
        stem, _, ending = name.rpartition(".")
        number, one = 1, name
        while one.lower() in seen:
            number += 1
            one = f"{stem} ({number}).{ending}"
        seen.add(one.lower())
        found.append(one)
    return found
