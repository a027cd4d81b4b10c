"""Lots drawn with a published seed, and the alphabet from a State drawn by lot: anybody can draw them again.

The lot of an inscription is the SHA-256 of the seed, a line break and the delegation's official English name (for a
group statement one more line break and the name of the group), in UTF-8; the smallest comes first. At a shell:
`printf '%s\\n%s' "$SEED" "$DELEGATION" | sha256sum`.
"""

from __future__ import annotations

import hashlib
import unicodedata

from rtop_event.speakers.facts import Inscription


def lot(seed: str, inscription: Inscription) -> str:
    """The lot of an inscription in hexadecimal digits."""
    drawn = [seed, inscription.official, *([inscription.on_behalf_of] if inscription.on_behalf_of else [])]
    return hashlib.sha256("\n".join(drawn).encode()).hexdigest()


def filed_under(name: str) -> str:
    """A name as the English alphabet files it: small letters and figures, without accents."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", "")).casefold()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())
