"""Headers and parts of a received mail, read without trusting them: nothing raises for a wrong name or charset."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from typing import Any, TypeVar

from rtop_event.itip import mailbox
from rtop_event.text import one_line, several_lines

MOST_PARTS = 100
DEEPEST = 16
MOST_OF_A_HEADER = 10_000
MOST_OF_A_TEXT = 20_000
STUMBLES = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the standard library raises over what a stranger wrote into a mail."""
Mail = Message
T = TypeVar("T")


class BeyondLimits(ValueError):
    """A mail with too many parts or too deep ones; the text names which."""


def header(mail: Mail, name: str) -> str:
    """The first header of that name in words on one line; empty where there is none."""
    return next(iter(headers(mail, name)), "")


def headers(mail: Mail, name: str) -> list[str]:
    """All headers of that name in words, each on one line and of bounded length."""
    return [one_line(_words(one)) for one in _raw(mail, name)]


def addresses(mail: Mail, *names: str) -> list[str]:
    """The plain addresses in these headers."""
    raw = [re.sub(r"\s+", " ", one) for name in names for one in _raw(mail, name)]
    return [plain for _, one in getaddresses(raw)[:100] if (plain := mailbox(one))]


def _raw(mail: Mail, name: str) -> list[str]:
    """The headers of that name as they came, eight bits read as UTF-8 where they are."""
    found = [value for key, value in mail.raw_items() if key.lower() == name.lower()][:20]
    raw = [str(one)[:MOST_OF_A_HEADER].encode("utf-8", "surrogateescape") for one in found]
    return [_utf8_or_latin1(one) for one in raw]


def _utf8_or_latin1(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def walk(mail: Mail) -> list[Mail]:
    """All parts in their order, those of enclosed mails too; raises BeyondLimits."""
    found: list[Mail] = []
    for part, depth in _walk(mail, 1):
        if depth > DEEPEST:
            raise BeyondLimits("too-deep")
        found.append(part)
        if len(found) > MOST_PARTS:
            raise BeyondLimits("too-many-parts")
    return found


def own_parts(mail: Mail) -> list[Mail]:
    """The parts that are the sender's own: not those of an enclosed mail or of a report."""
    return [part for part, _ in _walk(mail, 1, own=True)]


def _walk(part: Mail, depth: int, *, own: bool = False) -> Iterator[tuple[Mail, int]]:
    kind = part.get_content_type()
    if own and (part.get_content_maintype() == "message" or kind == "multipart/report"):
        return
    yield part, depth
    inside: Any = part.get_payload() if part.is_multipart() else ()  # of others it would be decoded
    for inner in inside if depth <= DEEPEST else ():
        yield from _walk(inner, depth + 1, own=own)


def content(part: Mail) -> bytes:
    """What a part holds, its transfer encoding undone."""
    found = _or_none(lambda: part.get_payload(decode=True))
    return found if isinstance(found, bytes) else b""


def _or_none(read: Callable[[], T]) -> T | None:
    """What the library reads of a part; None where it stumbles over what a stranger wrote."""
    try:
        return read()
    except (MessageError, ValueError, LookupError, TypeError, AssertionError):
        return None


def text_of(part: Mail) -> str:
    """The text of a part: UTF-8 where it is, else by its charset, else Latin-1, whatever it claims to be."""
    raw, named = content(part), _charset(part)
    if raw[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return raw.decode("utf-16", "replace")
    for charset in (named,) if named.startswith("utf-16") and b"\0" in raw else ("utf-8", named):
        try:
            return raw.decode(charset)
        except (ValueError, LookupError):
            continue
    return raw.decode("latin-1")


def filename(part: Mail) -> str:
    """The name of an attached file, in lower case."""
    return one_line(_or_none(lambda: part.get_filename("")) or "").lower()[:200]


def parameter(part: Mail, name: str) -> str:
    """A parameter of the Content-Type, such as `method`; empty where there is none."""
    found = _or_none(lambda: part.get_param(name))
    return one_line(str(found[2] if isinstance(found, tuple) else found or ""))[:200]


def plain_text(mail: Mail) -> str:
    """The first plain text of the sender's own, its lines kept; else the text of the first HTML, without its marks."""
    parts = [part for part in own_parts(mail) if filename(part) == ""]
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind and (said := text_of(part)[: 5 * MOST_OF_A_TEXT].strip()):
                return several_lines(_without_marks(said) if kind == "text/html" else said)[:MOST_OF_A_TEXT]
    return ""


def _without_marks(page: str) -> str:
    """The words of an HTML page, roughly: they are only shown as text."""
    page = re.sub(r"(?is)<(script|style|head)\b[^>]{0,500}>[^<]{0,50000}", " ", page)
    page = re.sub(r"(?i)<(br|/p|/div|/tr|/li)\b[^<>]{0,500}>", "\n", page)
    page = re.sub(r"<[^<>]{0,2000}>", " ", page)
    lines = (re.sub(r"[ \t\xa0]+", " ", line.replace("&nbsp;", " ")).strip() for line in page.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _charset(part: Mail) -> str:
    named = parameter(part, "charset").strip("'\" ").lower()[:40]
    return named if re.fullmatch(r"[a-z0-9_.:-]+", named) else "latin-1"


def _words(raw: str) -> str:
    """Encoded words made readable, where they can be."""
    if "=?" not in raw:
        return raw
    pieces = _or_none(lambda: decode_header(raw))
    return raw if pieces is None else "".join(_decoded(piece, charset) for piece, charset in pieces)


def _decoded(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    try:
        return piece.decode(charset or "utf-8", "replace")
    except (ValueError, LookupError):
        return piece.decode("latin-1")
