"""Rows of a form that are added, removed and moved by buttons, before anything is saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

MOST_ROWS = 40
Blank = Callable[[list[str]], dict[str, Any]]
_STEP = re.compile(r"(add|remove|up|down):((?:[a-z]+-[0-9]{1,3}-)*)([a-z]+)(?:-([0-9]{1,3}))?")


def rearranged(data: dict[str, Any], step: str, blank: Blank) -> dict[str, Any] | None:
    """The form's data after a step such as `add:meetings-0-items` or `up:documents-2`; None for what is no step.

    `blank` makes a new row, told the names of the lists that lead to it, outermost first.
    """
    found = _STEP.fullmatch(step)
    if not found:
        return None
    verb, path, name, number = found.groups()
    if (number is None) != (verb == "add"):
        return None
    changed = deepcopy(data)
    rows, names = _rows(changed, path, name)
    if rows is None:
        return None
    if verb == "add":
        if len(rows) < MOST_ROWS:
            rows.append(blank(names))
        return changed
    place = int(number)
    if place >= len(rows):
        return None
    other = {"up": place - 1, "down": place + 1}.get(verb)
    if other is None:
        del rows[place]
    elif 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    return changed


def _rows(data: dict[str, Any], path: str, name: str) -> tuple[list[dict[str, Any]] | None, list[str]]:
    """The list at the end of a path such as `meetings-0-`, and the names of the lists that lead to it."""
    here: Any = data
    parts = path.split("-")[:-1]
    names = parts[::2]
    for outer, number in zip(names, parts[1::2], strict=True):
        rows = here.get(outer)
        if not isinstance(rows, list) or int(number) >= len(rows):
            return None, names
        here = rows[int(number)]
    found = here.get(name)
    return (found if isinstance(found, list) else None), [*names, name]
