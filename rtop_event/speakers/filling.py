"""The rule that fills meetings: who asks for one that is full is moved on to the next that has a place.

Places are given in the order in which inscriptions came to the list; where pins hold, those who are pinned come first.
Who finds all later meetings full too is assigned to none. A meeting without a capacity takes as many as come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import cast

from rtop_event.delegations.words import Kind
from rtop_event.speakers.chain import Chain, RuleName, contains, rule_in
from rtop_event.speakers.facts import Inscription

_BY_HABIT = {kind: number for number, kind in enumerate(Kind)}


def moved_on(inscriptions: Iterable[Inscription], chain: Chain) -> dict[str, int | None]:
    """To which meeting each of those goes, by key, who cannot have the one they asked for; None: to none."""
    rule = rule_in(chain, RuleName.MEETING)
    capacity = cast("list[int | None]", rule.parameters.get("capacity", [])) if rule else []
    pinned = contains(chain, RuleName.PINS)
    asking = [one for one in inscriptions if one.live and one.meeting is not None and one.meeting <= len(capacity)]
    asking.sort(
        key=lambda one: (
            not (pinned and one.pin is not None),
            one.since,
            one.requested_at,
            _BY_HABIT[one.kind],
            one.key,
        )
    )
    taken: Counter[int] = Counter()
    found: dict[str, int | None] = {}
    for one in asking:
        meeting = _with_a_place(one.meeting or 1, capacity, taken)
        if meeting is not None:
            taken[meeting] += 1
        if meeting != one.meeting:
            found[one.key] = meeting
    return found


def _with_a_place(first: int, capacity: list[int | None], taken: Counter[int]) -> int | None:
    for meeting in range(first, len(capacity) + 1):
        places = capacity[meeting - 1]
        if places is None or taken[meeting] < places:
            return meeting
    return None
