"""Words that stand in a text for what differs from reader to reader, while it is parsed; and putting that in."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from html import escape

GAP = f"gap{secrets.token_hex(8)}"
"""How gaps begin: nobody can guess it, so nobody's text is taken for one."""


def gap(name: str) -> str:
    """A word that stands for what differs from reader to reader."""
    return f"{GAP}{name}x"


def link_gap(name: str) -> str:
    """The same in place of a whole web address."""
    return f"https://{gap(name)}.example/"


def put(text: str, values: Mapping[str, str], fit: Callable[[str], str] = str) -> str:
    """The text with the values in its gaps, each made fit for it."""
    if GAP not in text:
        return text
    for name, value in values.items():
        text = text.replace(link_gap(name), fit(value)).replace(gap(name), fit(value))
    return text


def escaped(value: str) -> str:
    """A value for the text of a page, never for an attribute."""
    return escape(value, quote=False).replace("\u00a0", "&nbsp;")


def marked_up(value: str) -> str:
    """The same, to be seen as what was put in."""
    return f"<mark>{escaped(value)}</mark>" if value else ""
