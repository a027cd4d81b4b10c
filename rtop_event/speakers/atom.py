"""An Atom feed (RFC 4287) as bytes; pure. Texts lose the characters that XML cannot hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from rtop_event.text import one_line, several_lines

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class Entry:
    """One piece of news: its id never changes, nor does what it says; `page` is an address."""

    id: str
    title: str
    at: datetime
    page: str
    text: str


@dataclass(frozen=True)
class Feed:
    """News of one thing, the newest first; `own` is the feed's address, `page` that of the page about the same."""

    id: str
    title: str
    subtitle: str
    author: str
    language: str
    own: str
    page: str
    updated: datetime
    entries: Sequence[Entry]


def written(feed: Feed) -> bytes:
    """The feed as XML in UTF-8."""
    register_namespace("", ATOM)
    root = Element(_name("feed"), {_LANGUAGE: feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", _moment(feed.updated))
    _add(SubElement(root, _name("author")), "name", feed.author)
    _link(root, "self", MEDIA_TYPE.partition(";")[0], feed.own)
    _link(root, "alternate", "text/html", feed.page)
    for entry in feed.entries:
        _entry(SubElement(root, _name("entry")), entry)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _entry(at: Element, entry: Entry) -> None:
    _add(at, "id", entry.id)
    _add(at, "title", entry.title)
    _add(at, "updated", _moment(entry.at))
    _add(at, "published", _moment(entry.at))
    _link(at, "alternate", "text/html", entry.page)
    content = SubElement(at, _name("content"), {"type": "text"})
    content.text = several_lines(entry.text)


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, _name(name)).text = one_line(text)


def _link(parent: Element, relation: str, kind: str, address: str) -> None:
    SubElement(parent, _name("link"), {"rel": relation, "type": kind, "href": address})


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
