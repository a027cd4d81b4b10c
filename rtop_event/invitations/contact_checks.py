"""The dry run of an import: each line is new, known, changed or wrong, with the reason beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rtop_event.delegations.search import Entry, find, folded
from rtop_event.dialogues.words import LANGUAGES
from rtop_event.invitations.contact_files import COLUMNS, Line
from rtop_event.text import has_invisible, one_line
from rtop_event.wording import Sentence, sentence

MOST = {"address": 254, "name": 200, "function": 200, "delegation": 200, "language": 40, "salutation": 200}
FIRST_LANGUAGE = "en"
LANGUAGE_NAMES = {
    "arabic": "ar",
    "chinese": "zh",
    "english": "en",
    "french": "fr",
    "russian": "ru",
    "spanish": "es",
    "العربية": "ar",
    "中文": "zh",
    "français": "fr",
    "русский": "ru",
    "español": "es",
    **{code: code for code in LANGUAGES},
}


class Verdict(StrEnum):
    """What a line of the file would do."""

    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A contact as the file or the database has it; `delegation` is a code, empty for none."""

    address: str
    name: str = ""
    function: str = ""
    delegation: str = ""
    language: str = FIRST_LANGUAGE
    salutation: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """One line with its verdict and the reasons; `facts` is what would be stored, None when it is wrong."""

    number: int
    verdict: Verdict
    reasons: tuple[Sentence, ...]
    shown: dict[str, str]
    facts: ContactFacts | None = None

    @property
    def key(self) -> str:
        """How the address is compared; empty when the line is wrong."""
        return self.facts.address.lower() if self.facts else ""


def check_lines(
    lines: Sequence[Line],
    *,
    known: Mapping[str, ContactFacts],
    delegations: Sequence[Entry],
    plain_address: Callable[[str], str],
) -> list[Checked]:
    """Every line with its verdict; `known` are the contacts that we have, by address key.

    `plain_address` is the house's parser: the address, or ValueError for what is not exactly one.
    """
    check = _Check(known, Names(delegations), plain_address)
    return [check.line(line) for line in lines]


def digest(checked: Sequence[Checked]) -> str:
    """A short name for what an import would do, to see whether it still is what was looked at."""
    said = repr([(one.number, one.verdict.value, one.facts) for one in checked])
    return hashlib.sha256(said.encode()).hexdigest()[:24]


class _Check:
    """The check of one file: it remembers the addresses that it has seen."""

    def __init__(self, known: Mapping[str, ContactFacts], names: Names, plain_address: Callable[[str], str]) -> None:
        self.known, self.names, self.plain_address = known, names, plain_address
        self.seen: dict[str, int] = {}

    def line(self, line: Line) -> Checked:
        """One line with its verdict."""
        shown = {column: one_line(line[column])[: MOST[column]] for column in COLUMNS}
        wrong = _faults(line)
        address, fault = self._address(line)
        wrong += [fault] if fault else []
        language = LANGUAGE_NAMES.get(shown["language"].casefold(), "")
        if shown["language"] and not language:
            wrong.append(sentence("The language must be one of: %(known)s.", known=", ".join(LANGUAGES)))
        code, fault = self.names.code_of(shown["delegation"])
        wrong += [fault] if fault else []
        if wrong:
            return Checked(line.number, Verdict.WRONG, tuple(wrong), shown)
        before = self.known.get(address.lower())
        facts = _facts(shown, before, address=address, code=code, language=language)
        if before is None:
            return Checked(line.number, Verdict.NEW, (), shown, facts)
        changes = _changes(before, facts)
        return Checked(line.number, Verdict.CHANGED if changes else Verdict.KNOWN, changes, shown, facts)

    def _address(self, line: Line) -> tuple[str, Sentence | None]:
        if "address" in line.formulas:
            return "", None
        if not line["address"].strip():
            return "", sentence("The address is missing.")
        try:
            address = self.plain_address(line["address"].strip())
        except ValueError:
            return "", sentence("This is not exactly one complete mail address.")
        first = self.seen.setdefault(address.lower(), line.number)
        if first != line.number:
            return address, sentence("The address stands in line %(number)s already.", number=first)
        return address, None


def _facts(
    shown: Mapping[str, str], before: ContactFacts | None, *, address: str, code: str, language: str
) -> ContactFacts:
    """What would be stored: an empty cell leaves what is known as it is."""
    old = before or ContactFacts(address)
    return ContactFacts(
        address=old.address,
        name=shown["name"] or old.name,
        function=shown["function"] or old.function,
        delegation=code or old.delegation,
        language=language or old.language,
        salutation=shown["salutation"] or old.salutation,
    )


def _faults(line: Line) -> list[Sentence]:
    faults = []
    for column in COLUMNS:
        if column in line.formulas:
            faults.append(sentence("“%(column)s” holds a formula without its result: write the value.", column=column))
        elif has_invisible(line[column]):
            faults.append(sentence("There are invisible characters in “%(column)s”.", column=column))
        elif len(one_line(line[column])) > MOST[column]:
            faults.append(
                sentence("“%(column)s” is too long: at most %(most)s characters.", column=column, most=MOST[column])
            )
    return faults


def _changes(before: ContactFacts, after: ContactFacts) -> tuple[Sentence, ...]:
    return tuple(
        sentence("%(column)s: “%(old)s” becomes “%(new)s”", column=column, old=old or "–", new=new)
        for column in COLUMNS
        if (old := getattr(before, column)) != (new := getattr(after, column))
    )


class Names:
    """Delegations by every name under which they are known, folded."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.by_name: dict[str, dict[str, str]] = {}
        self.by_alias: dict[str, dict[str, str]] = {}
        for entry in entries:
            self.by_name.setdefault(entry.folded_name, {})[entry.code] = entry.name
            for alias in entry.folded_aliases:
                self.by_alias.setdefault(alias, {})[entry.code] = entry.name

    def code_of(self, typed: str) -> tuple[str, Sentence | None]:
        """The code of what was typed, or why there is none; names count before acronyms and other names."""
        if not typed:
            return "", None
        wanted = folded(typed)
        fitting = self.by_name.get(wanted) or self.by_alias.get(wanted) or {}
        if len(fitting) == 1:
            return next(iter(fitting)), None
        if fitting:
            names = ", ".join(sorted(fitting.values()))
            return "", sentence("“%(typed)s” can be several: %(names)s.", typed=typed, names=names)
        near = [entry.name for entry in find(typed, self.entries, limit=3)]
        if near:
            return "", sentence(
                "No delegation is called “%(typed)s”. Near it: %(names)s.", typed=typed, names=", ".join(near)
            )
        return "", sentence("No delegation is called “%(typed)s”.", typed=typed)
