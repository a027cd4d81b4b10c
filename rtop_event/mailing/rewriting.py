"""Editing a draft: its subject and text, from which the HTML follows; all else stays as it was fixed at drafting."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from markupsafe import escape

from rtop_event import markdown
from rtop_event.mailing.deciding import NotInThatState, lock
from rtop_event.mailing.models import Letter, LetterState
from rtop_event.markdown_source import source_of
from rtop_event.refusal import StaleHand
from rtop_event.wording import sentence

FOOT = "\n\n-- \n"
_PAGE = re.compile(r"(?P<head>.*?<hr>\n)(?P<body>.*)(?P<foot>\n<hr>.*)", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_OWN_LINK = re.compile(r"https?://[^\s<>()]+/(?:invitations|registrations)/[A-Za-z0-9._~-]{20,}/?")


@dataclass(frozen=True, slots=True)
class Draft:
    """What can be edited: the body as Markdown, without what stands around every letter."""

    subject: str
    body: str
    mark: str
    """What tells whether somebody else edited it meanwhile."""


def read(letter: Letter) -> Draft:
    """The draft as it stands."""
    return Draft(letter.subject, source_of(_page(letter)["body"]), _mark(letter))


def rewrite(letter: Letter, draft: Draft, *, at: datetime) -> None:
    """Give the draft another subject and text; raises StaleHand when it was edited since the form was drawn."""
    lock(letter)
    require_draft(letter, at)
    if draft.mark != _mark(letter):
        raise StaleHand
    page, written = _page(letter), markdown.both(draft.body)
    head = _TITLE.sub(lambda _: f"<title>{escape(draft.subject)}</title>", page["head"])
    letter.html = f"{head}{written.html}{page['foot']}"
    letter.text = f"{written.plain}{FOOT}{letter.text.rpartition(FOOT)[2]}"
    letter.subject = draft.subject


def lost_links(before: str, after: str) -> list[str]:
    """The reader's own links that are no longer in the text: without them nobody answers or finds their page."""
    kept = set(_OWN_LINK.findall(after))
    return [link for link in dict.fromkeys(_OWN_LINK.findall(before)) if link not in kept]


def require_draft(letter: Letter, at: datetime) -> None:
    """Raises NotInThatState for what is approved or gone."""
    if letter.state(at) is not LetterState.DRAFT:
        raise NotInThatState(sentence("This letter is no draft any more: its words stay as they were approved."))


def _page(letter: Letter) -> re.Match[str]:
    """The letter's page in its three parts, as mailing/letter.html puts them together."""
    found = _PAGE.fullmatch(letter.html)
    if found is None:
        raise NotInThatState(sentence("This letter was written by an earlier version: discard it and write it anew."))
    return found


def _mark(letter: Letter) -> str:
    return hashlib.sha256(f"{letter.subject}\0{letter.html}".encode()).hexdigest()[:16]
