"""Whom the desk finds in the table by a few letters: names, acronyms, other names, groups, speakers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from rtop_event.delegations.finding import groups, on_day
from rtop_event.delegations.names import names_elsewhere
from rtop_event.delegations.search import folded
from rtop_event.speakers.composing import Entry, Row

Rows = tuple[Row, ...]


def fitting(wanted: str, rows: Rows, others: Mapping[int, Iterable[str]], codes: Mapping[str, str]) -> Rows:
    """The rows in which each wanted word begins a word.

    `others` are further names of delegations by their ids, `codes` the acronyms of groups by their names.
    """
    words = folded(wanted).split()
    return tuple(row for row in rows if _has(words, _said(row.entry, others, codes)))


def searched(wanted: str, rows: Rows, day: date) -> Rows:
    """The rows that fit what was typed, with the names that are known on that day; all when nothing was."""
    if not folded(wanted):
        return rows
    others = {one.id: (*one.aliases, *names_elsewhere(one.iso2, one.name)) for one in on_day(day)}
    return fitting(wanted, rows, others, {one.name: one.code for one in groups()})


def _said(entry: Entry, others: Mapping[int, Iterable[str]], codes: Mapping[str, str]) -> list[str]:
    group = entry.on_behalf_of or ""
    names = (entry.delegation, entry.english, *others.get(entry.delegation_id, ()))
    return [*names, entry.iso2, group, codes.get(group, ""), entry.speaker, entry.function]


def _has(words: list[str], texts: Iterable[str]) -> bool:
    there = {word for text in texts for word in folded(text).split()}
    return all(any(one.startswith(word) for one in there) for word in words)
