"""Finding a delegation by what people type: names first, then other names and acronyms, codes last."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import IntEnum

from rtop_event.delegations.words import Kind

SMALL_WORDS = frozenset({"a", "and", "de", "et", "for", "in", "la", "of", "on", "the", "to", "y"})
TYPO_LENGTH = 4
TYPO_LIKENESS = 0.8
_KINDS = list(Kind)
_APOSTROPHES = re.compile("[.'’‘ʼ`´]")
_NO_LETTERS = re.compile(r"[\W_]+")


class Rank(IntEnum):
    """Why something was found, best first."""

    NAME = 0
    ALIAS = 1
    NAME_BEGINS = 2
    NAME_WORDS_BEGIN = 3
    ALIAS_BEGINS = 4
    ALIAS_WORDS_BEGIN = 5
    CODE = 6
    TYPO = 7


@dataclass(frozen=True)
class Entry:
    """What can be found: `aliases` are acronyms, other names and the names in other languages."""

    code: str
    name: str
    kind: Kind
    sort_key: str
    iso2: str = ""
    aliases: tuple[str, ...] = ()
    folded_name: str = field(init=False, repr=False, compare=False)
    folded_aliases: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded_name", folded(self.name))
        object.__setattr__(self, "folded_aliases", tuple(dict.fromkeys(map(folded, self.aliases))))


def folded(text: str) -> str:
    """The text without case, accents and punctuation, its words parted by one space."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()
    return _NO_LETTERS.sub(" ", _APOSTROPHES.sub("", plain)).strip()


def find(query: str, entries: Iterable[Entry], *, limit: int = 8) -> list[Entry]:
    """The entries that fit, best first: by Rank, then kind, then sort key; likely slips of the key if none does."""
    wanted = folded(query)
    if not wanted:
        return []
    offered = list(entries)
    ranked = [(rank, entry) for entry in offered if (rank := _rank(wanted, entry)) is not None]
    if not ranked and len(wanted) >= TYPO_LENGTH:
        return _nearest(wanted, offered)[:limit]
    ranked.sort(key=lambda pair: (pair[0], _KINDS.index(pair[1].kind), pair[1].sort_key))
    return [entry for _rank_of_it, entry in ranked[:limit]]


def _rank(wanted: str, entry: Entry) -> Rank | None:
    """The best reason, None if there is none; one Latin letter looks at no beginnings of other names."""
    words = _telling_words(wanted)
    others = () if len(wanted) == 1 and wanted.isascii() else entry.folded_aliases
    reasons = (
        (Rank.NAME, wanted == entry.folded_name),
        (Rank.ALIAS, wanted in entry.folded_aliases),
        (Rank.NAME_BEGINS, entry.folded_name.startswith(wanted)),
        (Rank.NAME_WORDS_BEGIN, _words_begin(words, entry.folded_name)),
        (Rank.ALIAS_BEGINS, any(alias.startswith(wanted) for alias in others)),
        (Rank.ALIAS_WORDS_BEGIN, any(_words_begin(words, alias) for alias in others)),
        (Rank.CODE, wanted in (entry.code.casefold(), entry.iso2.casefold())),
    )
    return next((rank for rank, fits in reasons if fits), None)


def _telling_words(text: str) -> list[str]:
    return [word for word in text.split() if word not in SMALL_WORDS]


def _words_begin(wanted: list[str], text: str) -> bool:
    """Whether every wanted word begins another word of the text; small words of the text do not count."""
    left = _telling_words(text)
    for word in sorted(wanted, key=len, reverse=True):
        match = min((one for one in left if one.startswith(word)), key=len, default=None)
        if match is None:
            return False
        left.remove(match)
    return bool(wanted)


def _nearest(wanted: str, entries: list[Entry]) -> list[Entry]:
    matcher = SequenceMatcher(b=wanted, autojunk=False)
    near = [(likeness, entry) for entry in entries if (likeness := _likeness(matcher, entry)) >= TYPO_LIKENESS]
    near.sort(key=lambda pair: (-pair[0], _KINDS.index(pair[1].kind), pair[1].sort_key))
    return [entry for _how_like, entry in near]


def _likeness(matcher: SequenceMatcher[str], entry: Entry) -> float:
    """How like the best of its names is, 0 to 1; acronyms are too short to be mistyped and found."""
    best = 0.0
    for name in (entry.folded_name, *entry.folded_aliases):
        matcher.set_seq1(name)
        if len(name) > TYPO_LENGTH and matcher.quick_ratio() >= TYPO_LIKENESS:
            best = max(best, matcher.ratio())
    return best
