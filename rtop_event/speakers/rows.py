"""How those whom the ranking rules leave equal stand in a row: by time, by lot, by the alphabet; told in a sentence."""

from __future__ import annotations

from datetime import datetime

from rtop_event.speakers.chain import Rule, RuleName
from rtop_event.wording import Sentence, sentence

BY_TIME = Rule(RuleName.TIME)


def drawn(row: Rule) -> Sentence:
    """By which draw."""
    seed, witness = row.parameters["seed"], row.parameters["witness"]
    return sentence("drawn by lot (seed %(seed)s, witnessed by %(witness)s)", seed=seed, witness=witness)


def alphabet(row: Rule) -> Sentence:
    """From which State on."""
    if row.parameters.get("first"):
        return sentence("in English alphabetical order from %(first)s, drawn by lot", first=row.parameters["first"])
    return sentence("in English alphabetical order")


def how(row: Rule, requested_at: datetime) -> Sentence:
    """By what, for one of them."""
    if row.name is RuleName.TIME:
        return sentence("by time of inscription (%(requested_at)s)", requested_at=requested_at)
    return drawn(row) if row.name is RuleName.LOTS else alphabet(row)


def in_row(row: Rule, clauses: Sentence | None, number: int, among: int, requested_at: datetime) -> Sentence:
    """The reason of one among equals: what put it among them, then its number in their row."""
    if row.name is RuleName.TIME:
        return _by_time(clauses, number, among, requested_at)
    counted = {"place": number, "among": among, "how": how(row, requested_at)}
    if clauses is None:
        return sentence("Number %(place)s of %(among)s, %(how)s.", **counted)
    return sentence("%(clauses)s; number %(place)s of %(among)s there, %(how)s.", clauses=clauses, **counted)


def _by_time(clauses: Sentence | None, number: int, among: int, requested_at: datetime) -> Sentence:
    if clauses is None:
        return sentence(
            "Number %(place)s of %(among)s by time of inscription (%(requested_at)s).",
            place=number,
            among=among,
            requested_at=requested_at,
        )
    return sentence(
        "%(clauses)s; number %(place)s of %(among)s there by time of inscription (%(requested_at)s).",
        clauses=clauses,
        place=number,
        among=among,
        requested_at=requested_at,
    )
