"""How a rule tells two inscriptions apart, in words that go into a sentence."""

from __future__ import annotations

from rtop_event.speakers.chain import Rule, RuleName
from rtop_event.speakers.facts import Inscription
from rtop_event.speakers.reasons import KINDS, LEVELS
from rtop_event.speakers.rows import alphabet, drawn
from rtop_event.wording import Sentence, sentence, sentence_of


def ranked_apart(name: RuleName, one: Inscription, other: Inscription) -> Sentence:
    """How a ranking rule tells two apart, the first of whom it puts first."""
    if name is RuleName.GROUPS_FIRST:
        return sentence("statements on behalf of groups come before those of single delegations")
    if name is RuleName.LEVEL:
        return sentence("%(higher)s come before %(lower)s", higher=LEVELS[one.level], lower=LEVELS[other.level])
    if name is RuleName.OBSERVERS_AFTER_MEMBERS:
        return sentence("observers come after the Member States of their level")
    return sentence("%(earlier)s come before %(later)s", earlier=KINDS[one.kind], later=KINDS[other.kind])


def held_apart(number: int, *, both: bool) -> Sentence:
    """How the protected top tells two apart whom the other rules would put the other way round."""
    if both:
        return sentence("the next %(number)s are protected, both are among them, and keep their order", number=number)
    return sentence_of(
        "it is the next one, which is protected", "it is one of the next %(number)s, which are protected", number
    )


def apart_in_row(row: Rule, one: Inscription, other: Inscription) -> Sentence:
    """How two that the ranking rules leave equal are told apart, the first of whom comes first."""
    if row.name is RuleName.LOTS:
        return drawn(row)
    if row.name is RuleName.ALPHABETICAL:
        return alphabet(row)
    if one.requested_at == other.requested_at:
        return sentence("both asked for the floor at the same moment, and their requests are kept in this order")
    return sentence(
        "it asked for the floor earlier (%(earlier)s) than the other (%(later)s)",
        earlier=one.requested_at,
        later=other.requested_at,
    )
