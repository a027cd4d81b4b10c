"""What strangers typed, fenced for letters: on one line, no link, no markup, nothing that a header cannot carry."""

from __future__ import annotations

import re

from rtop_event.text import DOT, SCHEME, one_line, visible

_HOST = re.compile(r"[0-9]+(\.[0-9]+){3,}")
_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")


def unlinked(text: str) -> str:
    """A stranger's text on one line, without anything that a mail program would make a link."""
    return DOT.sub(lambda dot: f"{dot[0]} ", SCHEME.sub(lambda scheme: f"{scheme[0]} ", one_line(text)))


def fenced(text: str) -> str:
    """A stranger's text for the Markdown of a letter: the same, and without markup."""
    return _SIGNS.sub(r"\\\1", unlinked(text))


def for_header(text: str) -> str:
    """A stranger's text for a header: the same as plain text, without mail addresses and marks that nobody sees."""
    plain = _HOST.sub(lambda host: host[0].replace(".", ". "), visible(unlinked(text)).replace("@", " "))
    return one_line(plain)
