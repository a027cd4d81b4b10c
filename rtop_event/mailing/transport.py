"""Handing letters over: to an SMTP server, or as files; what the other side says is one of four answers."""

from __future__ import annotations

import os
import secrets
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from flask import Flask, current_app
from flask_mail import Connection, Mail, Message

from rtop_event.mailing.envelope import wishes
from rtop_event.settings import BadSetting, Settings

TIMEOUT_SECONDS = 20
CLOSING = 421
READY = 354
NOT_LET_IN = frozenset({530, 534, 535, 538})
PORTS = {"smtp": 25, "smtps": 465}


def nothing() -> None:
    """Do nothing."""


class Outcome(StrEnum):
    """What became of a letter that was handed over."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    REST = "rest"
    """Nothing can be sent at the moment, whatever the letter: the server is away or does not let us in."""


@dataclass(frozen=True)
class Reply:
    """What the other side said to one letter, and whether the line still stands."""

    outcome: Outcome
    words: str
    line_stands: bool = True
    unanswered: bool = False
    """Whether the whole letter was handed over and no answer came: it may have arrived."""


class Carrier(Protocol):
    """Takes one letter after the other."""

    def carry(
        self, *, sender: str, recipient: str, content: bytes, name: str, before_end: Callable[[], None] = nothing
    ) -> Reply:
        """Hand one letter over; `name` is what its file is called.

        `before_end` is called when all but the end is handed over: until then the letter cannot have arrived.
        """


class Unreachable(Exception):
    """No line to the server could be had: away, or it does not let us in."""


class Post(Mail):
    """Flask-Mail with a line that has a time limit, checks certificates and keeps what the server said."""

    def connect(self) -> Line:
        return Line(current_app.extensions["mail"])


class Line(Connection):
    """One connection for many letters."""

    def configure_host(self) -> Listener:
        mail, name = self.mail, current_app.extensions["settings"].mail_domain
        host: Listener
        if mail.use_ssl:
            trust = ssl.create_default_context()
            host = SecureListener(mail.server, mail.port or 0, name, timeout=TIMEOUT_SECONDS, context=trust)
        else:
            host = Listener(mail.server, mail.port or 0, name, timeout=TIMEOUT_SECONDS)
        try:
            if mail.use_tls:
                host.starttls(context=ssl.create_default_context())
            if mail.username and mail.password:
                host.login(mail.username, mail.password)
            host.ehlo_or_helo_if_needed()
        except BaseException:
            host.close()
            raise
        return host

    def __exit__(self, *_error: object) -> None:
        """Say goodbye; on a line that broke there is nobody to say it to."""
        if self.host is not None:
            try:
                self.host.quit()
            except (smtplib.SMTPException, OSError):
                self.host.close()


class Listener(smtplib.SMTP):
    """An SMTP client that remembers the words with which the server took the last letter."""

    said = ""
    asking = False
    """Whether a letter's end is handed over and its answer has not come."""
    before_end: Callable[[], None] = staticmethod(nothing)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the text of the letter; smtplib looks for periods in a way that takes forty times as long."""
        code, words = self.docmd("data")
        if code != READY:
            raise smtplib.SMTPDataError(code, words)
        self.send(dotted(msg))
        self.before_end()
        self.asking = True
        code, words = self.docmd(".")
        self.said, self.asking = f"{code} {words.decode('utf-8', 'replace')}", False
        return code, words


class SecureListener(Listener, smtplib.SMTP_SSL):
    """The same over TLS from the start."""


def dotted(content: bytes) -> bytes:
    """A mail as it travels (RFC 5321, 4.5.2): a period that begins a line is doubled, and the last line is ended."""
    first = b"." if content.startswith(b".") else b""
    return first + content.replace(b"\r\n.", b"\r\n..") + (b"" if content.endswith(b"\r\n") else b"\r\n")


class Ready(Message):
    """A message of Flask-Mail whose bytes are already ours; its own making asks the resolver for our name each time."""

    def __init__(self, *, sender: str, recipient: str, content: bytes, reports: bool) -> None:
        self.content = content
        self.sender, self.recipients, self.cc, self.bcc = sender, [recipient], [], []
        self.subject, self.reply_to, self.date = "", None, 0.0
        self.mail_options, self.rcpt_options = wishes(sender, recipient) if reports else ([], [])

    def as_bytes(self) -> bytes:
        return self.content


class ByServer:
    """Carries letters over one line to the SMTP server."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def carry(
        self, *, sender: str, recipient: str, content: bytes, name: str, before_end: Callable[[], None] = nothing
    ) -> Reply:
        """Hand one letter over and read the server's answer."""
        _ = name
        host = cast(Listener, self.line.host)
        host.before_end = before_end
        reports = host.has_extn("dsn")
        try:
            self.line.send(Ready(sender=sender, recipient=recipient, content=content, reports=reports))
        except (smtplib.SMTPException, OSError) as error:
            return reply_of(error, asking=host.asking)
        return Reply(Outcome.TAKEN, host.said)


def reply_of(error: smtplib.SMTPException | OSError, *, asking: bool = False) -> Reply:
    """The answer that an error stands for; no line left after a broken one or a 421.

    Where the line broke while the text was handed over (`asking`), the letter may have arrived.
    """
    code, words = _code_and_words(error)
    if code is None:
        return Reply(Outcome.LATER, words, line_stands=False, unanswered=asking)
    said = f"{code} {words}"
    if code in NOT_LET_IN:
        return Reply(Outcome.REST, said, line_stands=False)
    if code >= 500:
        return Reply(Outcome.REFUSED, said)
    return Reply(Outcome.LATER, said, line_stands=code != CLOSING)


def _code_and_words(error: smtplib.SMTPException | OSError) -> tuple[int | None, str]:
    code: int
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return None, str(error) or type(error).__name__
    return code, words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)


class AsFiles:
    """Writes letters into a folder, each whole and on the disk before its name appears."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def carry(
        self, *, sender: str, recipient: str, content: bytes, name: str, before_end: Callable[[], None] = nothing
    ) -> Reply:
        """Write one letter; the same letter again replaces its own file."""
        _ = sender, recipient
        draft = self.folder / f".{name}.{secrets.token_hex(4)}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as paper:
                paper.write(content)
                paper.flush()
                os.fsync(paper.fileno())
            before_end()
            draft.replace(self.folder / name)
            _sync_folder(self.folder)
        except OSError as error:
            with suppress(OSError):
                draft.unlink()
            return Reply(Outcome.REST, f"{self.folder.name}: {error.strerror or error}")
        return Reply(Outcome.TAKEN, f"written to {name}")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def configure(app: Flask, settings: Settings) -> None:
    """Read RTOP_MAIL_URL: smtp://user:password@host:port, with ?starttls=true; smtps://...; or file:///folder."""
    parts = urlsplit(settings.mail_url)
    options = dict(parse_qsl(parts.query))
    if unknown := set(options) - {"starttls"} or set(options.values()) - {"true", "false"}:
        raise BadSetting("mail_url", f"knows only ?starttls=true or false, not {sorted(unknown)[0]!r}")
    app.config.from_mapping(
        MAIL_SERVER=parts.hostname or "",
        MAIL_PORT=parts.port or PORTS.get(parts.scheme, 0),
        MAIL_USERNAME=unquote(parts.username) if parts.username else None,
        MAIL_PASSWORD=unquote(parts.password) if parts.password else None,
        MAIL_USE_SSL=parts.scheme == "smtps",
        MAIL_USE_TLS=options.get("starttls") == "true",
        MAIL_DEFAULT_SENDER=settings.mail_from,
        MAIL_SUPPRESS_SEND=False,
    )
    Post(app)


@contextmanager
def carrier(settings: Settings) -> Iterator[Carrier]:
    """The way out that the settings name, open for many letters; raises Unreachable when no line can be had."""
    if settings.mail_folder:
        yield AsFiles(settings.mail_folder)
        return
    with _line() as line:
        yield ByServer(line)


def _line() -> AbstractContextManager[Line]:
    line = Post().connect()
    try:
        line.__enter__()
    except (smtplib.SMTPException, OSError) as error:
        code, words = _code_and_words(error)
        raise Unreachable(f"{code} {words}" if code else words) from error
    return _closing(line)


@contextmanager
def _closing(line: Line) -> Iterator[Line]:
    try:
        yield line
    finally:
        line.__exit__(None, None, None)
