"""Markdown in its four shapes: safe HTML, blocks for print, outline, plain text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtop_event.gaps import gap, link_gap
from rtop_event.mailing.writing import fenced, unlinked
from rtop_event.markdown import Heading, Mould, Rendered, blocks, both, html, outline, plain, titled

TEXT = """# Šimonović & *co*

#### Deep

Para **b** with [a link](https://example.org/x?a=1&b=2), [here](/dialogues/), [mail](mailto:desk@example.org).
Soft, then hard\\
break and `code`.

# Šimonović & *co*

3. three
   - under
4. four

> said
>
> again

| a | b |
|---|---|
| 1 | *2* |

***

    kept  as is
"""


def test_html_shifts_headings_and_names_them() -> None:
    assert re.findall(r"<h\d.*?</h\d>", html(TEXT, level=3)) == [
        '<h3 id="s-šimonović-co">Šimonović &amp; <em>co</em></h3>',
        '<h4 id="s-deep">Deep</h4>',
        '<h3 id="s-šimonović-co-2">Šimonović &amp; <em>co</em></h3>',
    ]


def test_html_of_deep_headings_stops_at_six() -> None:
    assert re.findall(r"<h\d", html("# a\n## b\n### c", level=5)) == ["<h5", "<h6", "<h6"]


def test_html_marks_links_that_lead_elsewhere() -> None:
    assert re.findall(r"<a [^>]*>", html(TEXT)) == [
        '<a href="https://example.org/x?a=1&amp;b=2" rel="noopener">',
        '<a href="/dialogues/">',
        '<a href="mailto:desk@example.org" rel="noopener">',
    ]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<b onclick=x>y</b>", "<p>&lt;b onclick=x&gt;y&lt;/b&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,y)", "<p>[x](data:text/html,y)</p>"),
        ("[x](//elsewhere.example)", "<p>[x](//elsewhere.example)</p>"),
        ("![x](https://example.org/y.png)", '<p>!<a href="https://example.org/y.png" rel="noopener">x</a></p>'),
        ("a\x00b\u202ec", "<p>abc</p>"),
        ("{{ x }} {% y %} $z$", "<p>{{ x }} {% y %} $z$</p>"),
        ("", ""),
    ],
)
def test_html_of_strangers_is_inert(typed: str, shown: str) -> None:
    assert html(typed) == shown


def test_outline_skips_no_level_and_names_each_once() -> None:
    assert outline(TEXT + "\n## ***\n") == [
        Heading(1, "s-šimonović-co", "Šimonović & co"),
        Heading(2, "s-deep", "Deep"),
        Heading(1, "s-šimonović-co-2", "Šimonović & co"),
        Heading(2, "s-heading", "***"),
    ]


def test_blocks_are_plain_data() -> None:
    text, kinds = {"kind": "text", "text": "x"}, [block["kind"] for block in blocks(TEXT)]
    assert kinds == ["heading", "heading", "paragraph", "heading", "list", "quote", "table", "rule", "code"]
    assert blocks("1. x\n2. *x*\n") == [
        {
            "kind": "list",
            "ordered": True,
            "start": 1,
            "items": [
                [{"kind": "paragraph", "content": [text]}],
                [{"kind": "paragraph", "content": [{"kind": "em", "content": [text]}]}],
            ],
        }
    ]
    assert blocks("|x|\n|-|\n|x|\n") == [{"kind": "table", "header": [[text]], "rows": [[[text]]]}]
    assert blocks("[](https://example.org) x") == [{"kind": "paragraph", "content": [{"kind": "text", "text": " x"}]}]


def test_plain_is_fit_for_a_mail() -> None:
    assert plain(TEXT, width=60) == (
        "Šimonović & co\n\nDeep\n\n"
        "Para b with a link (https://example.org/x?a=1&b=2), here,\n"
        "mail (desk@example.org). Soft, then hard\nbreak and code.\n\n"
        "Šimonović & co\n\n3. three\n   - under\n4. four\n\n> said\n>\n> again\n\na | b\n1 | 2\n\n* * *\n\nkept  as is"
    )
    assert plain("<https://example.org/>") == "https://example.org/"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("# The *report*\n\nText\n\n## More", ("The report", "Text\n\n## More")),
        ("The report\n==========\nText", ("The report", "Text")),
        ("# One\n\n# Two", ("", "# One\n\n# Two")),
        ("Text\n\n# Late", ("", "Text\n\n# Late")),
        ("## Lower", ("", "## Lower")),
        ("", ("", "")),
    ],
)
def test_titled_takes_the_only_highest_heading(typed: str, expected: tuple[str, str]) -> None:
    assert titled(typed) == expected


class Tags(HTMLParser):
    """Collects every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, str, str]] = set()
        self.in_order: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_order += [(tag, name, value or "") for name, value in attrs]
        self.found |= {(tag, name, (value or "").split(":")[0]) for name, value in attrs} | {(tag, "", "")}


SIGNS = st.sampled_from(
    ["*", "_", "`", "#", ">", "- ", "[", "](", ")", "<", "<script>", "javascript:", "|", "\n", "\n\n", "a", " "]
)


@settings(max_examples=150, deadline=None)
@given(typed=st.one_of(st.lists(SIGNS, max_size=60).map("".join), st.text(max_size=80)))
def test_any_text_is_safe_in_every_shape(typed: str) -> None:
    tags = Tags()
    tags.feed(html(typed))
    names = {tag for tag, _, _ in tags.found}
    assert names & {"script", "style", "img", "iframe", "form", "input", "svg", "object"} == set()
    assert {name for _, name, _ in tags.found} <= {"", "href", "rel", "id", "start"}
    assert {value for _, name, value in tags.found if name == "href"} & {"javascript", "data", "vbscript"} == set()
    assert [value for tag, name, value in tags.in_order if name == "id"] == [each.id for each in outline(typed)]
    assert isinstance(plain(typed), str)
    assert isinstance(blocks(typed), list)


def test_deep_nesting_ends() -> None:
    for typed in ("*" * 2000 + "a" + "*" * 2000, ">" * 2000, "- " * 2000, "[" * 2000):
        assert len(html(typed)) + len(plain(typed)) + len(blocks(typed)) > 0


TYPED = ['A. "Peru" & <b>Chad</b>', "1. [x](https://evil.example)", "*a* _b_ `c` # d", "a\u00a0b " * 30, "’ é 邀请"]


@pytest.mark.parametrize("typed", TYPED)
def test_mould_gives_what_the_whole_text_would_give(typed: str) -> None:
    text = "Dear {name},\n\n- *One* {name} more\n- two\n\n> {name}\n\nSee {link}, as it is.\n\nThe **end**."
    link = "https://dialogue.example/invitations/abc~1/"
    mould = Mould(text.format(name=gap("name"), link=f"<{link_gap('link')}>"))
    whole = text.format(name=fenced(typed), link=f"<{link}>")
    assert mould.filled({"name": unlinked(typed), "link": link}) == both(whole)
    assert both(whole) == Rendered(html(whole), plain(whole))
