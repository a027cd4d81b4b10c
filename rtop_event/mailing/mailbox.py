"""Our mailbox on an IMAP server: what is new is kept first, and marked only then; where the server can, it calls us.

Each mail is known by its place (mailbox, UIDVALIDITY, UID): one whose mark was lost, because something died between
keeping and marking, is marked again and not kept twice. The mark is a keyword of ours where the server lets us set
one, so that what somebody reads there is taken in all the same; else a mail that was read counts as taken.
"""

from __future__ import annotations

import imaplib
import io
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxUnencrypted

from rtop_event.mailing.models import Way
from rtop_event.mailing.opening import MOST_OF_A_MAIL
from rtop_event.mailing.taking import keep, kept_from
from rtop_event.settings import Settings

TIMEOUT_SECONDS = 20
PORTS = {"imap": 143, "imaps": 993}
MARK = "RtopTaken"
Clock = Callable[[], datetime]
TROUBLES = (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError)


class Away(Exception):
    """The mailbox cannot be reached, does not let us in, or has no such folder."""


class Box:
    """An open line to the mailbox, its folder chosen."""

    def __init__(self, line: BaseMailBox, name: str) -> None:
        self.line = line
        validity, allowed = self._told("UIDVALIDITY"), self._told("PERMANENTFLAGS")
        self.place = f"{name}:{validity}:" if validity else ""
        self.marks = ("\\Seen", MARK) if "\\*" in allowed else ("\\Seen",)
        self.calls = b"IDLE" in b" ".join(_said(line.client.capability())).upper().split()
        """Whether the server tells by itself when something comes."""

    def take_new(self, clock: Clock, stopping: Callable[[], bool]) -> int:
        """Keep what is new and mark it; how many mails were kept."""
        taken = 0
        new = f"UNDELETED UNKEYWORD {MARK}" if MARK in self.marks else "UNDELETED UNSEEN"
        for number in sorted(self.line.uids(new, None), key=int):
            if stopping():
                break
            taken += self._take(number, clock)
        return taken

    def wait(self, seconds: float) -> None:
        """Until the server calls, or the time is over."""
        self.line.idle.wait(seconds)

    def _take(self, number: str, clock: Clock) -> bool:
        """Keep one mail and mark it; one that was kept before is only marked."""
        origin = f"{self.place}{number}" if self.place else ""
        new = kept_from(origin) is None
        if new:
            content = self._content(number)
            if content is None:
                return False
            keep(io.BytesIO(content), way=Way.MAILBOX, at=clock(), origin=origin)
        # not imap_tools' flag(): it also expunges, and so would throw away what others only marked as deleted
        _said(self.line.client.uid("STORE", number, "+FLAGS", f"({' '.join(self.marks)})"))
        return new

    def _content(self, number: str) -> bytes | None:
        """The mail, up to what is opened at all; None when it has gone meanwhile."""
        found = _said(self.line.client.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST_OF_A_MAIL + 1}>)"))
        return next((one[1] for one in found if isinstance(one, tuple)), None)

    def _told(self, name: str) -> str:
        """What the server told of the folder when it was chosen."""
        said = self.line.client.response(name)[1] or [None]
        return said[-1].decode("latin-1") if isinstance(said[-1], bytes) else ""


def fetch(settings: Settings, clock: Clock, stopping: Callable[[], bool] = lambda: False) -> int:
    """Keep what is new in the mailbox; how many mails. Raises Away; nothing to do where none is named."""
    if not settings.inbox_url:
        return 0
    with opened(settings.inbox_url) as box:
        return box.take_new(clock, stopping)


@contextmanager
def opened(url: str) -> Iterator[Box]:
    """The mailbox at this address; raises Away, whatever happens on the line."""
    parts = urlsplit(url)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    user = unquote(parts.username or "")
    try:
        line = _line(parts.scheme, parts.hostname or "", parts.port)
        try:
            line.login(user, unquote(parts.password or ""), folder)
            yield Box(line, f"{user}@{parts.hostname}/{folder}")
        finally:
            with suppress(*TROUBLES):
                line.logout()
    except TROUBLES as away:
        raise Away(f"RTOP_INBOX_URL: {' '.join(str(away).split())[:300] or type(away).__name__}") from away


def _line(scheme: str, host: str, port: int | None) -> BaseMailBox:
    if scheme == "imaps":
        trust = ssl.create_default_context()
        return MailBox(host, port or PORTS[scheme], timeout=TIMEOUT_SECONDS, ssl_context=trust)
    return MailBoxUnencrypted(host, port or PORTS[scheme], timeout=TIMEOUT_SECONDS)


def _said(answer: tuple[str, list[Any]]) -> list[Any]:
    """What the server answered; raises when it refused."""
    status, found = answer
    if status != "OK":
        raise imaplib.IMAP4.error(b" ".join(one for one in found if isinstance(one, bytes)).decode("utf-8", "replace"))
    return found
