"""The Markdown that gives a piece of HTML which markdown.py made, so that people can edit what was written. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

INLINE = frozenset({"a", "br", "code", "em", "strong"})
_SIGNS = re.compile(r"[\\`*\[\]<>|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_BEGINS = re.compile(r"(?m)^[ \t]*([#+=~:-]|[0-9]{1,9}(?=[.)]))")


@dataclass
class _Node:
    """A tag and what is in it."""

    tag: str
    url: str = ""
    start: int = 1
    inside: list[_Node | str] = field(default_factory=list)


def source_of(html: str) -> str:
    """The Markdown from which markdown.html() makes this page again."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _blocks(reader.open[0].inside, "\n\n")


class _Reader(HTMLParser):
    """Makes the tree; our HTML is whole, so every tag that opens is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        node = _Node(tag, given.get("href") or "", int(given.get("start") or 1))
        self.open[-1].inside.append(node)
        if tag not in ("br", "hr"):
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def _blocks(inside: list[_Node | str], between: str) -> str:
    """Blocks one under the other; what stands loose among them is a paragraph."""
    written: list[str] = []
    loose: list[_Node | str] = []
    last = ""
    for one in [*inside, _Node("")]:
        if isinstance(one, str) or one.tag in INLINE:
            loose.append(one)
            continue
        if text := _lines(loose):
            written.append(text)
            last = ""
        loose = []
        if one.tag:
            again = one.tag == last
            written.append(_block(one, other=again))
            last = "" if again else one.tag
    return between.join(written)


def _block(node: _Node, *, other: bool) -> str:
    """One block; `other` marks a list that follows upon one of its kind."""
    match node.tag:
        case "ul" | "ol":
            return _list(node, other=other)
        case "blockquote":
            return _under(_blocks(node.inside, "\n\n"), "> ", "> ")
        case "hr":
            return "---"
        case "pre":
            return _fence(_words(node).removesuffix("\n"))
        case "table":
            return _table(node)
        case "p":
            return _lines(node.inside)
        case _:
            title = _lines(node.inside).replace("\n", " ")
            return f"{'#' * (int(node.tag[1]) - 1)} {title}"


def _list(node: _Node, *, other: bool) -> str:
    items = [one for one in node.inside if isinstance(one, _Node)]
    loose = any(isinstance(one, _Node) and one.tag == "p" for item in items for one in item.inside)
    written = []
    for place, item in enumerate(items, node.start):
        mark = ("* " if other else "- ") if node.tag == "ul" else f"{place}{')' if other else '.'} "
        written.append(_under(_blocks(item.inside, "\n\n" if loose else "\n"), mark, " " * len(mark)))
    return ("\n\n" if loose else "\n").join(written)


def _table(node: _Node) -> str:
    rows = [
        [_lines(cell.inside) for cell in row.inside if isinstance(cell, _Node)]
        for part in node.inside
        if isinstance(part, _Node)
        for row in part.inside
        if isinstance(row, _Node)
    ]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _under(text: str, first: str, rest: str) -> str:
    """Lines behind a mark; empty ones carry none but that of a quotation."""
    begun = (first if not place else rest if line else rest.rstrip() for place, line in enumerate(text.split("\n")))
    return "\n".join(f"{mark}{line}" for mark, line in zip(begun, text.split("\n"), strict=True)).rstrip(" ")


def _lines(inside: list[_Node | str]) -> str:
    """Text with its marks; no line of it begins like a block."""
    text = "".join(_span(one) for one in inside).strip()
    return _BEGINS.sub(lambda one: f"{one[1]}\\" if one[1].isdigit() else f"\\{one[1]}", text)


def _span(one: _Node | str) -> str:
    if isinstance(one, str):
        return _SIGNS.sub(lambda sign: f"\\{sign[0]}", one)
    within = "".join(_span(part) for part in one.inside)
    match one.tag:
        case "br":
            return "\\"
        case "code":
            return _fenced_words(_words(one))
        case "a":
            plain = _words(one)
            return f"<{plain}>" if one.url in (plain, f"mailto:{plain}") else f"[{within}](<{one.url}>)"
        case _:
            mark = "*" if one.tag == "em" else "**"
            return f"{mark}{within}{mark}"


def _words(node: _Node) -> str:
    return "".join(one if isinstance(one, str) else _words(one) for one in node.inside)


def _fenced_words(text: str) -> str:
    ticks = "`" * (_longest(text) + 1)
    stripped = text[:1] == text[-1:] == " " and text.strip(" ")
    edge = " " if stripped or "`" in (text[:1], text[-1:]) else ""
    return f"{ticks}{edge}{text}{edge}{ticks}"


def _fence(text: str) -> str:
    ticks = "`" * max(3, _longest(text) + 1)
    return f"{ticks}\n{text}\n{ticks}"


def _longest(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
