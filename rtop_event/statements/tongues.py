"""The languages of statements, by their IETF tags: the six official ones, and every other that Babel has a name for."""

from __future__ import annotations

import unicodedata
from functools import cache

from babel import Locale
from babel.languages import get_official_languages

from rtop_event.registrations.words import LANGUAGE_NAMES
from rtop_event.wording import Named, Sentence, sentence

MOST_SIGNS = 20
UNNAMED = "other"
"""What is kept of statements that came before other languages had names."""
ANOTHER = sentence("Another language")
_NONE = {"und", "zxx"}


class TongueName(Named):
    """The name of a language, said in the reader's."""

    tag: str

    def __new__(cls, tag: str) -> TongueName:
        """As a text it is the English name; of one that Babel has forgotten, its tag."""
        name = super().__new__(cls, _names("en").get(tag, tag))
        name.tag = tag
        return name

    def said_in(self, language: str) -> str:
        """The name in that language, as a heading has it; the English one where there is none."""
        name = _names(language).get(self.tag, str(self))
        return name[:1].upper() + name[1:]


def told(tag: str) -> Sentence:
    """What the language with this tag is called."""
    if tag == UNNAMED:
        return ANOTHER
    return LANGUAGE_NAMES.get(tag) or Sentence("%(language)s", {"language": TongueName(tag)})


def tag_of(typed: str) -> str | None:
    """The tag that was meant, however it was written; None where it is that of no language with a name."""
    return _tags().get(typed.replace("_", "-").lower())


def offered(language: str) -> list[tuple[str, str]]:
    """The other languages that States or their parts speak officially, with their names in that language, in order."""
    named = [(tag, TongueName(tag).said_in(language)) for tag in _official_somewhere()]
    return sorted(named, key=lambda one: unicodedata.normalize("NFKD", one[1].casefold()))


@cache
def _names(language: str) -> dict[str, str]:
    return {code.replace("_", "-"): name for code, name in Locale.parse(language).languages.items()}


@cache
def _tags() -> dict[str, str]:
    return {tag.lower(): tag for tag in _names("en") if tag not in _NONE}


@cache
def _official_somewhere() -> frozenset[str]:
    found = [
        code.partition("_")[0]
        for territory in Locale("en").territories
        for code in get_official_languages(str(territory), regional=True, de_facto=True)
    ]
    return frozenset(found) & frozenset(_tags()) - frozenset(LANGUAGE_NAMES)
