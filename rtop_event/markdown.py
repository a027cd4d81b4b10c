"""Markdown as safe HTML, as blocks for print, as an outline and as plain text; the only user of markdown-it and nh3."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from textwrap import fill
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from rtop_event.gaps import GAP, escaped, marked_up, put
from rtop_event.text import one_line, several_lines

Block = dict[str, Any]
DEEPEST = 24
DEEPEST_EMPHASIS = 6
WIDTH = 72
_LINKS = re.compile(r"(https?://|mailto:)[^\s<>\"\x00-\x20]{1,2000}", re.IGNORECASE)
_INSIDE = re.compile(r"(/(?!/)|#)[^\s<>\"\x00-\x20]{0,2000}")
_TAGS = {"a", "p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "hr"}
_TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of an outline; levels count from 1 and skip none."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """One text in both forms of a mail."""

    html: str
    plain: str


class Mould:
    """A text with gaps, parsed once; what is put into a gap is plain text and can be neither markup nor a link."""

    def __init__(self, text: str) -> None:
        self._page, parts = _both(text)
        self._parts = [(block, _plain(block, WIDTH)) for block in parts]

    def filled(self, values: Mapping[str, str], marked: Collection[str] = ()) -> Rendered:
        """The text with the values in place of their gaps; on a page those named in `marked` are marked."""
        shown = {name: value for name, value in values.items() if name in marked}
        page = put(self._page, {name: value for name, value in values.items() if name not in marked}, escaped)
        parts = [_plain(_put(block, values), WIDTH) if GAP in plain else plain for block, plain in self._parts]
        return Rendered(put(page, shown, marked_up), "\n\n".join(parts).strip())


def joined(*parts: Rendered) -> Rendered:
    """Texts one below the other, each parsed by itself: no markup of one reaches into the next."""
    whole = [part for part in parts if part.plain or part.html]
    return Rendered("\n".join(part.html for part in whole), "\n\n".join(part.plain for part in whole))


def addresses(text: str) -> list[str]:
    """The address of every link in the text, in order."""
    return [str(link.attrGet("href")) for link in _links(_parsed(_parser(), text, {}))]


def both(text: str) -> Rendered:
    """The text in both forms, parsed once."""
    page, parts = _both(text)
    return Rendered(page, "\n\n".join(_plain(block, WIDTH) for block in parts).strip())


def _both(text: str) -> tuple[str, list[Block]]:
    parser, environment = _parser(), dict[str, Any]()
    tokens = _parsed(parser, text, environment)
    headings = iter(_headings(tokens))
    parts = [_block(node, headings) for node in SyntaxTreeNode(tokens).children]
    return _html(tokens, environment, level=2), parts


def _put(block: Any, values: Mapping[str, str]) -> Any:
    """The values in the gaps of a block, however deep."""
    if isinstance(block, str):
        return put(block, values)
    if isinstance(block, list):
        return [_put(one, values) for one in block]
    return {name: _put(one, values) for name, one in block.items()} if isinstance(block, dict) else block


def html(text: str, *, level: int = 2) -> str:
    """Safe HTML; the highest headings are `h<level>`, every heading has an id, links elsewhere are rel=noopener."""
    environment = dict[str, Any]()
    return _html(_parsed(_parser(), text, environment), environment, level=level)


def _html(tokens: list[Token], environment: dict[str, Any], *, level: int) -> str:
    parser = _parser()
    opened = [token for token in tokens if token.type == "heading_open"]
    for token, heading in zip(opened, _headings(tokens), strict=True):
        token.tag = f"h{min(6, heading.level + level - 1)}"
        if GAP not in heading.id:  # what is put into a gap must never stand in an attribute
            token.attrSet("id", heading.id)
        tokens[tokens.index(token) + 2].tag = token.tag
    for link in _links(tokens):
        if not _INSIDE.fullmatch(str(link.attrGet("href"))):
            link.attrSet("rel", "noopener")
    return nh3.clean(
        parser.renderer.render(tokens, parser.options, environment),
        tags=_TAGS | _TABLE | _HEADINGS,
        attributes={"a": {"href", "rel"}, "ol": {"start"}} | {heading: {"id"} for heading in _HEADINGS},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    ).strip()


def outline(text: str) -> list[Heading]:
    """The headings in order."""
    return _headings(_parsed(_parser(), text, {}))


def titled(text: str) -> tuple[str, str]:
    """The title and the rest of a text that begins with its only heading of the first level; else no title and all."""
    text = several_lines(text)
    tokens = _parsed(_parser(), text, {})
    highest = [token for token in tokens if token.type == "heading_open" and token.tag == "h1"]
    if len(highest) != 1 or tokens[0] is not highest[0] or not highest[0].map:
        return "", text
    return _headings(tokens)[0].text, "\n".join(text.split("\n")[highest[0].map[1] :]).strip()


def blocks(text: str) -> list[Block]:
    """The text as plain data: headings, paragraphs, lists, quotes, tables, rules, and spans inside them."""
    tokens = _parsed(_parser(), text, {})
    headings = iter(_headings(tokens))
    return [_block(node, headings) for node in SyntaxTreeNode(tokens).children]


def plain(text: str, *, width: int = WIDTH) -> str:
    """The text for a mail without markup: wrapped lines, links written out."""
    return "\n\n".join(_plain(block, width) for block in blocks(text)).strip()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """The parser, made once: it keeps nothing of what it parses."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable("table").disable("image")
    parser.validateLink = lambda url: bool(_LINKS.fullmatch(url) or _INSIDE.fullmatch(url))  # type: ignore[method-assign] # so the parser documents it
    return parser


def _parsed(parser: MarkdownIt, text: str, environment: dict[str, Any]) -> list[Token]:
    """The tokens, emphasis within emphasis only so deep that nobody's recursion ends on it."""
    tokens = parser.parse(several_lines(text), environment)
    for token in tokens:
        depth, kept = 0, []
        for child in token.children or []:
            depth += child.nesting if child.nesting < 0 else 0
            if child.nesting == 0 or child.type.startswith("link") or depth < DEEPEST_EMPHASIS:
                kept.append(child)
            depth += child.nesting if child.nesting > 0 else 0
        token.children = kept if token.children else token.children
    return tokens


def _headings(tokens: Sequence[Token]) -> list[Heading]:
    found: list[Heading] = []
    taken: dict[str, int] = {}
    depths: list[int] = []
    for opened, inline in pairwise(tokens):
        if opened.type != "heading_open":
            continue
        depth = int(opened.tag[1])
        depths = [*(above for above in depths if above < depth), depth]
        words = one_line("".join(child.content or " " for child in inline.children or []))
        name = "s-" + ("-".join(re.findall(r"\w+", words.lower()))[:60] or "heading")
        taken[name] = taken.get(name, 0) + 1
        found.append(Heading(len(depths), name if taken[name] == 1 else f"{name}-{taken[name]}", words))
    return found


def _links(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from (child for child in token.children or [] if child.type == "link_open")


def _block(node: SyntaxTreeNode, headings: Iterator[Heading]) -> Block:
    match node.type:
        case "heading":
            heading = next(headings)
            return {"kind": "heading", "level": heading.level, "id": heading.id, "content": _inline(node)}
        case "bullet_list" | "ordered_list":
            items = [[_block(child, headings) for child in item.children] for item in node.children]
            ordered = node.type == "ordered_list"
            return {"kind": "list", "ordered": ordered, "start": int(node.attrs.get("start", 1)), "items": items}
        case "blockquote":
            return {"kind": "quote", "body": [_block(child, headings) for child in node.children]}
        case "table":
            rows = [[_inline(cell) for cell in row.children] for part in node.children for row in part.children]
            return {"kind": "table", "header": rows[0], "rows": rows[1:]}
        case "hr":
            return {"kind": "rule"}
        case "fence" | "code_block":
            return {"kind": "code", "text": node.content.rstrip("\n")}
        case _:
            return {"kind": "paragraph", "content": _inline(node)}


def _inline(node: SyntaxTreeNode) -> list[Block]:
    return [span for inline in node.children for child in inline.children for span in _span(child)]


def _span(node: SyntaxTreeNode) -> list[Block]:
    match node.type:
        case "em" | "strong":
            return [{"kind": node.type, "content": [span for child in node.children for span in _span(child)]}]
        case "link":
            content = [span for child in node.children for span in _span(child)]
            return [{"kind": "link", "url": str(node.attrs["href"]), "content": content}] if content else []
        case "hardbreak":
            return [{"kind": "break"}]
        case "softbreak":
            return [{"kind": "text", "text": " "}]
        case "code_inline":
            return [{"kind": "code", "text": node.content}]
        case _:
            return [{"kind": "text", "text": node.content}] if node.content else []


def _plain(block: Block, width: int) -> str:
    match block["kind"]:
        case "list":
            marks = [
                f"{block['start'] + place}. " if block["ordered"] else "- " for place in range(len(block["items"]))
            ]
            return "\n".join(_hung(mark, item, width) for mark, item in zip(marks, block["items"], strict=True))
        case "quote":
            body = "\n\n".join(_plain(inner, width - 2) for inner in block["body"])
            return "\n".join(f"> {line}".rstrip() for line in body.split("\n"))
        case "table":
            return "\n".join(" | ".join(_words(cell) for cell in row) for row in [block["header"], *block["rows"]])
        case "rule":
            return "* * *"
        case "code":
            return str(block["text"])
        case _:
            lines = _words(block["content"]).split("\n")
            return "\n".join(_broken(line, width) for line in lines)


@lru_cache(maxsize=1024)
def _broken(line: str, width: int) -> str:
    """A line broken between words; most lines of a letter are the same in many letters."""
    return fill(line, width, break_long_words=False, break_on_hyphens=False)


def _hung(mark: str, item: list[Block], width: int) -> str:
    """A list item, its later lines under its first word."""
    body = "\n".join(_plain(inner, width - len(mark)) for inner in item)
    return mark + body.replace("\n", "\n" + " " * len(mark))


def _words(spans: list[Block]) -> str:
    return "".join(_word(span) for span in spans).strip()


def _word(span: Block) -> str:
    match span["kind"]:
        case "break":
            return "\n"
        case "link":
            words, url = _words(span["content"]), str(span["url"]).removeprefix("mailto:")
            return words if words == url or _INSIDE.fullmatch(url) else f"{words} ({url})"
        case "em" | "strong":
            return _words(span["content"])
        case _:
            return str(span["text"])
