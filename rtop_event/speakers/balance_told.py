"""How alternating streams are told: whose turn was before, and which number a speaker has in the stream."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from rtop_event.delegations.titles import REGIONAL_GROUPS
from rtop_event.delegations.words import RegionalGroup
from rtop_event.registrations.states import Gender
from rtop_event.speakers.balance import Balance, By, Turn
from rtop_event.speakers.chain import Rule
from rtop_event.speakers.rows import how
from rtop_event.wording import Sentence, sentence

NO_REGION = sentence("those without a regional group")
_OF_GENDER = {
    Gender.WOMAN: sentence("the women"),
    Gender.MAN: sentence("the men"),
    Gender.NOT_GIVEN: sentence("those whose gender is not given"),
}
_AFTER_GENDER = {
    Gender.WOMAN: sentence("alternating women and men: after a woman"),
    Gender.MAN: sentence("alternating women and men: after a man"),
    Gender.NOT_GIVEN: sentence("alternating women and men: after a speaker whose gender is not given"),
}


def turn_told(clauses: Sentence | None, turn: Turn, balance: Balance, row: Rule, requested_at: datetime) -> Sentence:
    """The reason of one whose stream takes turns with others: what put it there, its turn, its number in the stream."""
    values = {
        "place": turn.number,
        "among": turn.among,
        "alternating": _alternating(turn.before, turn.stream, balance.by),
        "own": turn.own,
        "stream": stream_told(balance.by, turn.stream),
        "how": _in_stream(row, requested_at) if balance.over_levels else how(row, requested_at),
    }
    if clauses is None:
        return sentence(
            "Number %(place)s of %(among)s, %(alternating)s; number %(own)s of %(stream)s %(how)s.", **values
        )
    return sentence(
        "%(clauses)s; number %(place)s of %(among)s there, %(alternating)s; number %(own)s of %(stream)s %(how)s.",
        clauses=clauses,
        **values,
    )


def turns_apart(one: Turn, other: Turn, by: By) -> Sentence:
    """How two of different streams are told apart, the first of whom comes first."""
    values = {"stream": stream_told(by, one.stream), "later": stream_told(by, other.stream)}
    numbers = {"own": one.own, "number": other.own}
    if one.own != other.own and by is By.GENDER:
        return sentence(
            "women and men alternate, and it is number %(own)s of %(stream)s, the other number %(number)s of %(later)s",
            **values,
            **numbers,
        )
    if one.own != other.own:
        return sentence(
            "regional groups alternate, and it is number %(own)s of %(stream)s, the other number %(number)s of "
            "%(later)s",
            **values,
            **numbers,
        )
    if by is By.GENDER:
        return sentence(
            "women and men alternate, and the first of %(stream)s comes before the first of %(later)s", **values
        )
    return sentence(
        "regional groups alternate, and the first of %(stream)s comes before the first of %(later)s", **values
    )


@cache
def stream_told(by: By, stream: str) -> Sentence:
    """Who is in a stream, after “number 2 of”."""
    if by is By.GENDER:
        return _OF_GENDER[Gender(stream)]
    return sentence("the %(group)s", group=REGIONAL_GROUPS[RegionalGroup(stream)]) if stream else NO_REGION


@cache
def _alternating(before: str | None, stream: str, by: By) -> Sentence:
    if by is By.GENDER:
        if before is None:
            return sentence("alternating women and men: the first")
        if before == stream:
            return sentence("alternating women and men, where no others are left")
        return _AFTER_GENDER[Gender(before)]
    if before is None:
        return sentence("alternating regional groups: the first")
    if before == stream:
        return sentence("alternating regional groups, where no others are left")
    if not before:
        return sentence("alternating regional groups: after a speaker without a regional group")
    group = REGIONAL_GROUPS[RegionalGroup(before)]
    return sentence("alternating regional groups: after a speaker of the %(group)s", group=group)


def _in_stream(row: Rule, requested_at: datetime) -> Sentence:
    return sentence("by level, then %(how)s", how=how(row, requested_at))
