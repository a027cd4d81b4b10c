"""Whether two names are one name spelt twice: word order, accents, abbreviations, acronyms and slips of the key."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rtop_event.delegations.search import SMALL_WORDS, folded


class Likeness(IntEnum):
    """How alike two names are."""

    SAME = 2
    """One name in two spellings."""
    NEAR = 1
    """One is the other with more words, as a branch has it, or its acronym."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SMALL = SMALL_WORDS | _set(
    "an as at by d da das del della den der des di die do dos du e el fur im in l las le les los o por pour und von "
    "with"
)
_FORMS = _set("ev inc incorporated ltd limited asbl ong ngo gmbh llc aisbl vzw")
_SHORT = {
    "intl": "international",
    "int": "international",
    "inter": "international",
    "internat": "international",
    "internatl": "international",
    "org": "organisation",
    "orgs": "organisation",
    "orgn": "organisation",
    "assn": "association",
    "assoc": "association",
    "natl": "national",
    "fed": "federation",
    "fdn": "foundation",
    "fndn": "foundation",
    "found": "foundation",
    "cttee": "committee",
    "comm": "committee",
    "ctr": "centre",
    "cntr": "centre",
    "center": "centre",
    "inst": "institute",
    "dept": "department",
    "univ": "university",
    "govt": "government",
    "gov": "government",
    "soc": "society",
    "st": "saint",
    "ste": "saint",
    "defense": "defence",
    "labor": "labour",
    "program": "programme",
    "women": "woman",
    "men": "man",
    "children": "child",
}
_LONG = {
    "r2p": ("responsibility", "protect"),
    "rtop": ("responsibility", "protect"),
    "rtp": ("responsibility", "protect"),
    "un": ("united", "nation"),
    "eu": ("european", "union"),
}
_BRANCHES = _set(
    "international national global worldwide world usa us uk africa america europe asia secretariat office network "
    "foundation federation association society organisation headquarters geneva york new branch chapter"
)
_OFFICIAL = _set("republic permanent mission government embassy delegation kingdom state observer of federal")
_COMMON = _set(
    "republic democratic people peoples united states state islands federation kingdom south north northern great "
    "and the new former saint federated arab central"
)
_NATIONS = _set(
    "african american asian austrian australian dominican slovak slovakian slovene slovenian iranian iraqi mauritian "
    "mauritanian guinean nigerian nigerien indian indonesian gambian zambian malian malawian maltese"
)
"""Words that differ little and never mean the same, beside the names of States."""
_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]{2,14}?)\s*[)\]]")
_BETWEEN = r"(?:\s+[-–—/]|\s*:)\s+"
_BESIDE = re.compile(rf"^\s*([A-Za-z0-9]{{2,12}}){_BETWEEN}(.+)$|^\s*(.+?){_BETWEEN}([A-Za-z0-9]{{2,12}})\s*$")
_DASH = re.compile(_BETWEEN)
_SLIP_LETTERS = 7


@dataclass(frozen=True, slots=True)
class Spelt:
    """A name taken apart: its telling words in their order, all of them run together, and its acronym if it is one."""

    words: tuple[str, ...]
    run: str
    acronym: str
    letters: tuple[str, ...]
    """Patterns of the acronyms that its words make."""
    head: tuple[str, ...] = ()
    """Its telling words before a dash or colon."""

    @property
    def bag(self) -> tuple[str, ...]:
        """The words without their order."""
        return tuple(sorted(self.words))


@lru_cache(maxsize=4096)
def spelt(name: str) -> Spelt:
    """The name taken apart."""
    bare = _without_acronym(name)
    plain = folded(bare).split()
    words = _words(plain) or tuple(plain)
    single = folded(name).split()
    acronym = single[0] if len(single) == 1 and _looks_like_one(name.strip()) else ""
    letters = (_letters(plain),) if len(words) > 1 else ()
    return Spelt(words, "".join(words), acronym, letters, _words(folded(_DASH.split(bare)[0]).split()))


def likeness(one: str, other: str, nations: frozenset[str] = frozenset()) -> Likeness | None:
    """How alike two names are; `nations` are the words of the names of States, which are no slips of one another."""
    a, b = spelt(one), spelt(other)
    if _same(a, b, nations | _NATIONS):
        return Likeness.SAME
    if _acronym_of(a, b) or _acronym_of(b, a) or _branch(a, b, nations) or _branch(b, a, nations):
        return Likeness.NEAR
    return None


def official(one: str, other: str, nations: frozenset[str] = frozenset()) -> bool:
    """Whether the first, a name that somebody typed in, is that of a State or organisation, by whatever form of it."""
    a, b = spelt(one), spelt(other)
    bare = tuple(word for word in a.words if word not in _OFFICIAL) or a.words
    rest = Spelt(bare, "".join(bare), a.acronym, a.letters)
    stripped = tuple(word for word in b.words if word not in _OFFICIAL) or b.words
    same = _same(a, b, nations | _NATIONS) or _same(rest, b, nations | _NATIONS) or sorted(bare) == sorted(stripped)
    return same or (len(a.acronym) > 2 and _acronym_of(a, b))


def nations_of(names: Iterable[str]) -> frozenset[str]:
    """The words that tell these names of States apart."""
    words = {word for name in names for word in folded(name).split()}
    return frozenset(word for word in words if len(word) > _SLIP_LETTERS - 4 and word not in _COMMON)


class Index:
    """Names by their words, so that each is compared only with those that share one."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._by_key: defaultdict[str, dict[tuple[int, str], None]] = defaultdict(dict)
        for number, name in names:
            for key in _keys(name):
                self._by_key[key][(number, name)] = None

    def near(self, name: str) -> Iterator[tuple[int, str]]:
        """The names that may be like this one, each once."""
        yield from {pair: None for key in _keys(name) for pair in self._by_key.get(key, ())}


def _keys(name: str) -> Iterator[str]:
    apart = spelt(name)
    yield from apart.words
    yield f"={apart.run[:6]}"
    if len(apart.words) <= 2:
        yield from (f"^{word[0]}" for word in apart.words)
    if apart.acronym:
        yield f"~{apart.acronym[0]}"
    if apart.letters:
        yield f"~{folded(_without_acronym(name))[0]}"


def _words(plain: list[str]) -> tuple[str, ...]:
    return tuple(word for raw in plain if raw not in _FORMS for word in _telling(raw))


def _without_acronym(name: str) -> str:
    """The name without its own acronym in brackets or before a dash."""
    rest = " ".join(_BRACKETS.sub(" ", name).split())
    inner = _BRACKETS.findall(name)
    if rest and inner and all(_looks_like_one(one) for one in inner):
        name = rest
    found = _BESIDE.match(name)
    if found:
        short, long = (found[1], found[2]) if found[1] else (found[4], found[3])
        if re.fullmatch(_letters(folded(long).split()), folded(short)):
            return long
    return name


def _looks_like_one(text: str) -> bool:
    """Whether a word is written like an acronym: mostly in capitals."""
    capitals = sum(sign.isupper() for sign in text)
    return " " not in text and text.isalnum() and 2 <= len(text) <= 12 and capitals * 2 > len(text)


def _letters(words: list[str]) -> str:
    """The pattern of the acronyms that these words make: small words are in or out, with one letter or whole."""
    parts = [f"(?:{word[0]}|{re.escape(word)})?" if word in _SMALL else word[0] for word in words if word not in _FORMS]
    return "".join(re.escape(part) if len(part) == 1 else part for part in parts)


def _telling(word: str) -> Iterator[str]:
    if word in _LONG:
        yield from _LONG[word]
    elif word not in _SMALL:
        yield _stem(_SHORT.get(word, word))


def _stem(word: str) -> str:
    word = re.sub(r"iz(?=ation|e|ing)", "is", word)
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _same(a: Spelt, b: Spelt, nations: frozenset[str]) -> bool:
    if a.run == b.run or a.bag == b.bag:
        return bool(a.run)
    if len(a.words) != len(b.words):
        return len(a.run) >= _SLIP_LETTERS + 3 and abs(len(a.run) - len(b.run)) <= 1 and _slip(a.run, b.run)
    left, right = list(a.words), list(b.words)
    for word in a.words:
        if word in right:
            left.remove(word)
            right.remove(word)
    return len(left) <= 2 and all(_is_slip(*pair, nations) for pair in zip(sorted(left), sorted(right), strict=True))


def _is_slip(one: str, other: str, nations: frozenset[str]) -> bool:
    """Whether one word is the other mistyped; two names of nations never are."""
    return not (one in nations and other in nations) and _slip(one, other)


def _slip(one: str, other: str) -> bool:
    """One pair of letters transposed, one letter too many, or in longer words a wrong one; never the first letter."""
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or len(long) - len(short) > 1 or short[0] != long[0]:
        return False
    at = next((place for place, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    if len(short) < len(long):
        return len(short) > 4 and short[at:] == long[at + 1 :]
    if short[at + 2 :] == long[at + 2 :] and short[at : at + 2] == long[at : at + 2][::-1]:
        return True
    return len(short) >= _SLIP_LETTERS and short[at + 1 :] == long[at + 1 :]


def _acronym_of(short: Spelt, long: Spelt) -> bool:
    return len(short.acronym) > 2 and any(re.fullmatch(pattern, short.acronym) for pattern in long.letters)


def _branch(short: Spelt, long: Spelt, nations: frozenset[str]) -> bool:
    """Whether the longer name is the shorter with a mark of branches, a country, or more after a dash."""
    few, many = set(short.words), set(long.words)
    if not few < many or few <= nations | _OFFICIAL or len(short.run) < _SLIP_LETTERS - 3:
        return False
    return many - few <= _BRANCHES | nations or (len(short.words) > 1 and long.head == short.words)
