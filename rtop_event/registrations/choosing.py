"""Which delegation is meant by what somebody typed: taken when it is clear, offered when it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rtop_event.delegations.search import Entry, find, folded
from rtop_event.delegations.words import Kind

OFFERED = 8


@dataclass(frozen=True)
class Choice:
    """The one that is meant, or those that may be meant; neither when nothing fits."""

    one: Entry | None = None
    offered: tuple[Entry, ...] = ()


def choose(typed: str, picked: str, entries: Sequence[Entry], kinds: frozenset[Kind]) -> Choice:
    """What `typed` means among the entries of these kinds; `picked` is the code of one that was offered for it."""
    fitting = [entry for entry in entries if entry.kind in kinds]
    found = find(typed, fitting, limit=OFFERED)
    for entry in found:
        if entry.code == picked:
            return Choice(entry)
    exact = _exactly(typed, found)
    if exact:
        return Choice(exact)
    if len(found) == 1 and _begins(typed, found[0]):
        return Choice(found[0])
    return Choice(None, tuple(found))


def elsewhere(typed: str, entries: Sequence[Entry], kinds: frozenset[Kind]) -> Entry | None:
    """The entry of another kind that has exactly this name, so that people learn where it stands."""
    return _exactly(typed, find(typed, [entry for entry in entries if entry.kind not in kinds], limit=OFFERED))


def _exactly(typed: str, found: Sequence[Entry]) -> Entry | None:
    """The only one with that name; else the only one with that other name; a code only if no name begins like it."""
    wanted = folded(typed)
    by_name = [entry for entry in found if entry.folded_name == wanted]
    by_other = [entry for entry in found if wanted in entry.folded_aliases]
    by_code = [entry for entry in found[:1] if wanted in (entry.code.casefold(), entry.iso2.casefold())]
    fitting = by_name or by_other or by_code
    return fitting[0] if len(fitting) == 1 else None


def _begins(typed: str, entry: Entry) -> bool:
    wanted = folded(typed)
    return len(wanted) > 2 and any(name.startswith(wanted) for name in (entry.folded_name, *entry.folded_aliases))
