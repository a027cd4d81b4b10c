"""The short name of a dialogue in addresses: how one is proposed, and which ones cannot be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from rtop_event.dialogues.keys import SLUG, SLUG_LENGTH
from rtop_event.dialogues.words import RESERVED_SLUGS
from rtop_event.wording import Sentence, sentence

_YEAR = re.compile(r"(.*?)-?(?:19|20|21)[0-9]{2}(?:-[0-9]+)?")
_SHORT = 40


def proposed(text: str, year: int, taken: Collection[str]) -> str:
    """A free short name from a title or from the name of an earlier dialogue, with the year at its end."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall("[a-z0-9]+", letters))
    found = _YEAR.fullmatch(words)
    stem = (found[1] if found else words)[:_SHORT].strip("-") or "dialogue"
    first = f"{stem}-{year}"
    return next(
        name for name in (first, *(f"{first}-{again}" for again in range(2, len(taken) + 3))) if name not in taken
    )


def fault_in(slug: str) -> Sentence | None:
    """Why this cannot be the short name of a dialogue, None if it can."""
    if not SLUG.fullmatch(slug) or len(slug) > SLUG_LENGTH:
        return sentence("Use small letters a to z, digits and single hyphens, 60 at most.")
    if slug in RESERVED_SLUGS:
        return sentence("This word is needed for other addresses of this site. Choose another.")
    return None
