"""What was done to several places at once, told from the line of the record in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rtop_event.delegations.names import DelegationName
from rtop_event.organisers.models import Change
from rtop_event.organisers.record_reading import UNSHOWN
from rtop_event.speakers.reasons import why_told
from rtop_event.speakers.revisions import label
from rtop_event.wording import Sentence, sentence, sentence_of

NAMES = f"{UNSHOWN}names"
"""Where a line keeps the delegations of which it tells, as code of two letters and official name."""
REVISION = f"{UNSHOWN}revision"
"""Where it keeps the number of the list that was restored."""
TOGETHER, RESTORED, BROUGHT_IN = "moved together", "revision restored", "list brought in"


def bulk_told(line: Change) -> Sentence | None:
    """What was done to several at once, and why; None for a change of one."""
    said = _BULK.get(line.what)
    if said is None:
        return None
    what = said(line)
    return sentence("%(what)s, because: %(why)s", what=what, why=why_told(line.why)) if line.why else what


def _together(line: Change) -> Sentence:
    number, after = int(line.after["moved"]), line.after.get("after")
    if "swapped" in line.after:
        return swapped_told(line.after)
    if after is None:
        return sentence_of(
            "Moved %(number)s delegation to the end of its level",
            "Moved %(number)s delegations to the end of their level",
            number,
        )
    return sentence_of(
        "Moved %(number)s delegation directly after %(after)s",
        "Moved %(number)s delegations together directly after %(after)s",
        number,
        after=_names(line.after, [after])[0],
    )


def swapped_told(facts: Mapping[str, Any]) -> Sentence:
    """Who exchanged their places, from what the line keeps of it."""
    one, other = _names(facts, facts["swapped"])
    return sentence("%(one)s and %(other)s exchanged their places", one=one, other=other)


def _names(facts: Mapping[str, Any], english: Sequence[str]) -> Sequence[str]:
    """The delegations in the reader's language; in English where an older line keeps no more."""
    return [DelegationName(iso2, name) for iso2, name in facts[NAMES]] if NAMES in facts else english


def _restored(line: Change) -> Sentence:
    number = line.after.get(REVISION)
    return sentence("Restored: %(list)s", list=line.after["restored"] if number is None else label(number))


def _brought_in(line: Change) -> Sentence:
    return sentence(
        "Brought a file in: moved %(moved)s, pinned %(pinned)s", moved=line.after["moved"], pinned=line.after["pinned"]
    )


_BULK = {TOGETHER: _together, RESTORED: _restored, BROUGHT_IN: _brought_in}
