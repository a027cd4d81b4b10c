"""The letters that reached somebody, as that person reads them again on their own page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from rtop_event.mailing import finding
from rtop_event.showing import say
from rtop_event.wording import sentence

MASKED = sentence("a personal link, left out here")
_PERSONAL = re.compile(r"https?://[^\s<>()\"]+/(?:registrations|invitations|sign-in)/[A-Za-z0-9._~-]{16,}[^\s<>()\"]*")
_LEADING_THERE = re.compile(rf'\s+href="{_PERSONAL.pattern}"')


@dataclass(frozen=True, slots=True)
class Reread:
    """A letter that left, without the links in it that open somebody's page: others may look at this one."""

    subject: str
    sent_at: datetime
    language: str
    text: str


def reread(about: str, address: str) -> tuple[Reread, ...]:
    """The letters about something that left to this mailbox and did not come back, the latest first."""
    return tuple(
        Reread(one.subject, one.sent_at, one.language, without_links(one.text))
        for one in finding.arrived(about, address)
        if one.sent_at is not None
    )


def without_links(text: str) -> str:
    """The text or page with words in place of each personal link: a letter may hold those of other requests too."""
    return _PERSONAL.sub(f"[{say(MASKED)}]", _LEADING_THERE.sub("", text))
