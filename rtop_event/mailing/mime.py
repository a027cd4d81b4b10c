"""A letter as the bytes of a mail: always the same bytes, in seven bits, without asking the clock or chance.

The shape is multipart/mixed > [multipart/alternative > [text, html, calendar], invite.ics, files]; what a letter does
not have is left out. We join the parts ourselves: the `email` package is several times slower, folds a file of 60 kB
anew for each recipient, and draws its boundaries by lot.
"""

from __future__ import annotations

import hashlib
import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache
from typing import Protocol

END = b"\r\n"
LINE = 76
ROOM = 66
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class File(Protocol):
    """What a mail needs to know of an enclosed file."""

    @property
    def digest(self) -> str: ...
    @property
    def filename(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class Mail(Protocol):
    """What a mail needs to know of a letter; `approved_at` is its date."""

    @property
    def sender(self) -> str: ...
    @property
    def sender_name(self) -> str: ...
    @property
    def recipient(self) -> str: ...
    @property
    def recipient_name(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def calendar(self) -> bytes | None: ...
    @property
    def method(self) -> str: ...
    @property
    def message_id(self) -> str: ...
    @property
    def in_reply_to(self) -> str: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def approved_at(self) -> datetime | None: ...
    @property
    def enclosures(self) -> Sequence[File]: ...


def mail_bytes(letter: Mail) -> bytes:
    """The whole mail, lines ended by CRLF; ValueError for a header that holds a line break."""
    body = _alternative(letter)
    files = [_invitation(letter.calendar)] if letter.calendar else []
    files += [_enclosed(_Kept(file.digest, file.filename, file.media_type, file.content)) for file in letter.enclosures]
    if files:
        body = _parts("mixed", _boundary(letter, "m"), [body, *files])
    return headers(letter) + body


def headers(letter: Mail) -> bytes:
    """The headers, folded, without those that tell of the content."""
    given = (letter.sender_name, letter.sender, letter.recipient_name, letter.recipient, letter.subject)
    if any(_CONTROL.search(value) for value in (*given, letter.message_id, letter.in_reply_to, letter.language)):
        raise ValueError(f"a line break or control in a header of {letter.message_id[:80]!r}")
    lines = [
        _mailbox("From", letter.sender_name, letter.sender),
        _mailbox("To", letter.recipient_name, letter.recipient),
        f"Subject: {_words('Subject', letter.subject)}",
        f"Date: {format_datetime(letter.approved_at or letter.created_at)}",
        f"Message-ID: {letter.message_id}",
        *([f"In-Reply-To: {letter.in_reply_to}", f"References: {letter.in_reply_to}"] if letter.in_reply_to else []),
        "Auto-Submitted: auto-generated",
        f"Content-Language: {letter.language}",
        "MIME-Version: 1.0",
    ]
    return "\r\n".join([*lines, ""]).encode("ascii")


def _mailbox(header: str, name: str, address: str) -> str:
    if not name:
        return f"{header}: {address}"
    plain = name.isascii() and "=?" not in name
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    shown = f'"{quoted}"' if plain else _words(header, name)
    between = "\r\n " if len(shown.rpartition("\n")[2]) + len(address) > ROOM else " "
    return f"{header}: {shown}{between}<{address}>"


def _words(header: str, text: str) -> str:
    """Words for a header, folded; encoded when not ASCII, and when they would be read as encoded."""
    plain = text.isascii() and "=?" not in text
    return Header(text, "us-ascii" if plain else "utf-8", LINE, header).encode(linesep="\r\n")


def _alternative(letter: Mail) -> bytes:
    parts = [_text("plain", letter.text), _text("html", letter.html)]
    if letter.calendar:
        kind = f"text/calendar; charset=utf-8; method={letter.method}"
        parts.append(_part([f"Content-Type: {kind}", "Content-Transfer-Encoding: base64"], _base64(letter.calendar)))
    return _parts("alternative", _boundary(letter, "a"), parts)


def _text(subtype: str, text: str) -> bytes:
    """A text in quoted-printable; its last line is ended, without which b2a_qp would not break lines by CRLF."""
    lines = text.rstrip("\n").replace("\n", "\r\n") + "\r\n"
    heads = [f"Content-Type: text/{subtype}; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"]
    return _part(heads, b2a_qp(lines.encode()))


def _invitation(calendar: bytes) -> bytes:
    heads = [
        'Content-Type: application/ics; name="invite.ics"',
        "Content-Transfer-Encoding: base64",
        'Content-Disposition: attachment; filename="invite.ics"',
    ]
    return _part(heads, _base64(calendar))


@dataclass(frozen=True)
class _Kept:
    """A file as it is kept encoded: the digest stands for the content."""

    digest: str
    filename: str
    media_type: str
    content: bytes = field(compare=False)


@lru_cache(maxsize=16)
def _enclosed(file: _Kept) -> bytes:
    heads = [
        f'Content-Type: {file.media_type}; name="{file.filename}"',
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{file.filename}"',
    ]
    return _part(heads, _base64(file.content))


def _base64(content: bytes) -> bytes:
    return encodebytes(content).replace(b"\n", END)


def _part(heads: list[str], body: bytes) -> bytes:
    return "\r\n".join(heads).encode("ascii") + END + END + body


def _parts(subtype: str, boundary: str, parts: list[bytes]) -> bytes:
    between = f"--{boundary}\r\n".encode()
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(between + part + END for part in parts) + f"--{boundary}--\r\n".encode()


def _boundary(letter: Mail, level: str) -> str:
    """The same for the same letter; the equals sign cannot stand in quoted-printable or base64 before an underscore."""
    return f"=_{level}_{hashlib.sha256(letter.message_id.encode()).hexdigest()[:24]}"
