"""Our mailbox on an IMAP server, looked into each minute: a mail is marked as seen only once it is kept.

The mailbox is ours alone: what somebody else has read there counts as taken. A mail fetched twice, because something
died between keeping and marking, is the same mail again and has no second effect.
"""

from __future__ import annotations

import imaplib
import io
import ssl
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from rtop_event.mailing.models import Way
from rtop_event.mailing.opening import MOST_OF_A_MAIL
from rtop_event.mailing.taking import keep
from rtop_event.settings import Settings

TIMEOUT_SECONDS = 20
AT_ONCE = 100
PORTS = {"imap": 143, "imaps": 993}
Clock = Callable[[], datetime]


class Away(Exception):
    """The mailbox cannot be reached, does not let us in, or has no such folder."""


def fetch(settings: Settings, clock: Clock, stopping: Callable[[], bool] = lambda: False) -> int:
    """Keep what is new in the mailbox; how many mails. Raises Away; nothing to do where none is named."""
    if not settings.inbox_url:
        return 0
    try:
        return _fetch(settings.inbox_url, clock, stopping)
    except (imaplib.IMAP4.error, OSError) as away:
        raise Away(f"RTOP_INBOX_URL: {' '.join(str(away).split())[:300] or type(away).__name__}") from away


def _fetch(url: str, clock: Clock, stopping: Callable[[], bool]) -> int:
    parts = urlsplit(url)
    folder = unquote(parts.path.strip("/")).replace("\\", "\\\\").replace('"', '\\"') or "INBOX"
    taken = 0
    with _line(parts.scheme, parts.hostname or "", parts.port) as line:
        line.login(unquote(parts.username or ""), unquote(parts.password or ""))
        _said(line.select(f'"{folder}"'))
        numbers = (_said(line.uid("SEARCH", "UNSEEN"))[0] or b"").split()
        for number in numbers[:AT_ONCE]:
            if stopping():
                break
            mail = _content(line, number.decode())
            if mail is not None:
                keep(io.BytesIO(mail), way=Way.MAILBOX, at=clock())
                _said(line.uid("STORE", number.decode(), "+FLAGS", r"(\Seen)"))
                taken += 1
    return taken


def _line(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imaps":
        trust = ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, port or PORTS[scheme], ssl_context=trust, timeout=TIMEOUT_SECONDS)
    return imaplib.IMAP4(host, port or PORTS[scheme], timeout=TIMEOUT_SECONDS)


def _content(line: imaplib.IMAP4, number: str) -> bytes | None:
    """The mail, up to what is opened at all; None when it has gone meanwhile."""
    found = _said(line.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST_OF_A_MAIL + 1}>)"))
    return next((one[1] for one in found if isinstance(one, tuple)), None)


def _said(answer: tuple[str, list[Any]]) -> list[Any]:
    """What the server answered; raises when it refused."""
    status, found = answer
    if status != "OK":
        raise imaplib.IMAP4.error(b" ".join(one for one in found if isinstance(one, bytes)).decode("utf-8", "replace"))
    return found
