"""The text of an invitation letter: a subject line, Markdown, and placeholders from one list."""

from __future__ import annotations

import re

from rtop_event.wording import Sentence, sentence

PLACEHOLDERS = (
    "salutation",
    "name",
    "delegation",
    "dialogue",
    "date",
    "times",
    "room",
    "register_link",
    "page_link",
    "contact",
    "host",
)
SUBJECT = "Subject: "
_BRACED = re.compile(r"\{([^{}]*)\}|[{}]")


def split_letter(text: str) -> tuple[str, str]:
    """Subject and body of a letter that has no fault."""
    first, _break, rest = text.partition("\n")
    return first.removeprefix(SUBJECT).strip(), rest.strip()


def fault_in_letter(text: str) -> tuple[int, Sentence] | None:
    """The line (from 1) and reason of the first fault of a letter, None if there is none."""
    lines = text.split("\n")
    if not lines[0].startswith(SUBJECT) or not lines[0].removeprefix(SUBJECT).strip():
        return 1, sentence("the first line must be “Subject: ” and a subject")
    if not "".join(lines[1:]).strip():
        return len(lines), sentence("the letter has no text below its subject")
    for number, line in enumerate(lines, start=1):
        for found in _BRACED.finditer(line):
            if found[1] is None:
                return number, sentence("a single brace; braces stand only around placeholders")
            if found[1] not in PLACEHOLDERS:
                known = ", ".join(PLACEHOLDERS)
                return number, sentence(
                    "unknown placeholder {%(name)s}; known are: %(known)s", name=found[1], known=known
                )
    return None
