"""Documents in print: accessible, with the words that were typed, whatever was typed."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pikepdf
import pypdf
import pytest

from rtop_event import markdown, pdf
from rtop_event.pdf import (
    Paper,
    ProgrammeItem,
    ProgrammeMeeting,
    ProgrammePerson,
    SpeakersMeeting,
    SpeakersRow,
    SpeakersWords,
)

FOOTER = "Published by an example coalition. Not an official United Nations site."
PAPER = Paper(
    title="Timely and decisive response",
    author="Example coalition",
    footer=FOOTER,
    made_at=datetime(2012, 8, 20, 12, 0, tzinfo=UTC),
    kicker="Briefing overview",
    subtitle="For the dialogue of 5 September 2012",
    facts=[("Report", "A/66/874–S/2012/578")],
)
TEXT = """# What the report says

Ivan Šimonović, **Ελλάδα**, *Україна*, [the report](https://example.org/report), [here](/dialogues/).

- first
  - nested
- second

## Tools

3. third
4. fourth

> How, not whether.

| Chapter | Measures |
|---|---|
| VI | mediation |

***

    code  stays

### Mediation
"""
HOSTILE = '#eval("1") @ref $x$ \\ \\n *a* _b_ `c` = x // y /* z */ <b>&amp;</b> [u](v) #let a = 1; {{ x }} ~ -- --- "q"'


def opened(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def words(data: bytes) -> str:
    """The text of all pages on one line."""
    return " ".join(" ".join(page.extract_text() for page in opened(data).pages).split())


def bookmarks(outline: list[Any], level: int = 1) -> list[tuple[int, str]]:
    """The outline entries as (level, title)."""
    found: list[tuple[int, str]] = []
    for entry in outline:
        found += bookmarks(entry, level + 1) if isinstance(entry, list) else [(level, str(entry.title))]
    return found


def tags(data: bytes) -> Counter[str]:
    """How often each structure tag is used."""
    with pikepdf.open(io.BytesIO(data)) as document:
        found: Counter[str] = Counter()
        waiting = [document.Root.StructTreeRoot]
        while waiting:
            node = waiting.pop()
            found.update([str(node.S)] if "/S" in node else [])
            kids: Any = node.get("/K", [])
            waiting += [
                kid
                for kid in (kids if isinstance(kids, pikepdf.Array) else [kids])
                if isinstance(kid, pikepdf.Dictionary)
            ]
        return found


def assert_accessible(data: bytes, *, title: str, language: str = "en") -> None:
    with pikepdf.open(io.BytesIO(data)) as document:
        told = document.open_metadata()
        assert (told.get("pdfuaid:part"), told.get("dc:title")) == ("1", title)
        assert (str(document.Root.Lang), bool(document.Root.MarkInfo.Marked)) == (language, True)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle) is True
        assert str(document.docinfo["/Author"]) == PAPER.author
        assert "/StructTreeRoot" in document.Root


def an_article(text: str, **changes: Any) -> bytes:
    paper = Paper(**{name: getattr(PAPER, name) for name in Paper.__slots__} | changes)
    return pdf.article(paper, markdown.blocks(text))


def a_list(*rows: SpeakersRow, title: str = "First meeting") -> bytes:
    return pdf.speakers(PAPER, [SpeakersMeeting(title, "10 a.m.", rows)])


def test_article_is_accessible_and_says_what_was_typed() -> None:
    data = an_article(TEXT)
    assert_accessible(data, title=PAPER.title)
    assert bookmarks(opened(data).outline) == [(h.level, h.text) for h in markdown.outline(TEXT)]
    shown = words(data)
    typed = [
        "Šimonović",
        "Ελλάδα",
        "Україна",
        "How, not whether.",
        "mediation",
        "3. third",
        "A/66/874–S/2012/578",
        "Briefing overview",
        FOOTER,
    ]
    assert [word for word in typed if word not in shown] == []
    assert re.search(r"\b1 ?/ ?1\b", shown) is not None


def test_article_carries_structure_and_links() -> None:
    data = an_article(TEXT)
    counted = tags(data)
    expected = {"/H1": 1, "/H2": 1, "/H3": 1, "/L": 3, "/LI": 5, "/Table": 1, "/TH": 2, "/Link": 1, "/BlockQuote": 0}
    assert {name: counted[name] for name in expected} == expected
    links = [note.get_object()["/A"]["/URI"] for page in opened(data).pages for note in page.get("/Annots", [])]
    assert links == ["https://example.org/report"]


def test_article_is_the_same_bytes_each_time() -> None:
    assert an_article(TEXT) == an_article(TEXT)
    assert an_article(TEXT) != an_article(TEXT, made_at=PAPER.made_at + timedelta(seconds=1))


def test_article_in_arabic_is_written_from_the_right() -> None:
    data = an_article("# ما يقوله التقرير\n\nالمسؤولية عن الحماية", title="الحوار", language="ar_EG")
    assert_accessible(data, title="الحوار", language="ar")
    with pikepdf.open(io.BytesIO(data)) as document:
        assert str(document.Root.ViewerPreferences.Direction) == "/R2L"


@pytest.mark.parametrize(
    "text", [HOSTILE, "x" * 5000, "\ud800\x00\x07ok\u202e", " \n\t "], ids=["markup", "long", "controls", "blank"]
)
def test_hostile_text_is_only_text(text: str) -> None:
    person = ProgrammePerson(text, text, text)
    meeting = ProgrammeMeeting(text, text, text, [ProgrammeItem(text, text, text, [person])])
    paper = Paper(
        title=text, author=PAPER.author, footer=text, made_at=PAPER.made_at, kicker=text, facts=[(text, text)]
    )
    for data in (
        pdf.programme(paper, [meeting]),
        pdf.speakers(paper, [SpeakersMeeting(text, text, [SpeakersRow(*[text] * 6)])], SpeakersWords(*[text] * 7)),
        pdf.article(paper, [{"kind": "paragraph", "content": [{"kind": "text", "text": text}]}]),
    ):
        assert len(opened(data).pages) >= 1


def test_markup_of_others_appears_as_typed() -> None:
    assert HOSTILE in words(a_list(SpeakersRow("1", HOSTILE)))


def test_deeply_nested_text_is_set() -> None:
    for text in (
        ">" * 60 + " deep",
        "\n".join("  " * depth + "- item" for depth in range(40)),
        "*" * 500 + "a" + "*" * 500,
    ):
        assert len(opened(an_article(text)).pages) >= 1


def test_structure_that_the_standard_refuses_is_set_all_the_same() -> None:
    data = pdf.article(
        PAPER, [{"kind": "heading", "level": 3, "id": "x", "content": [{"kind": "text", "text": "Too deep"}]}]
    )
    assert "Too deep" in words(data)


def test_signs_without_a_font_become_squares() -> None:
    shown = words(a_list(SpeakersRow("1", "Delta \U0010fffd\U00016fff end"), title="Meeting \U0010fffd"))
    assert [part for part in ("Delta □□ end", "Meeting □") if part not in shown] == []


def test_programme_names_meetings_items_and_people() -> None:
    people = [ProgrammePerson("Ivan Šimonović", "Assistant Secretary-General", "panellist")]
    data = pdf.programme(
        PAPER,
        [
            ProgrammeMeeting(
                "First meeting", "10 a.m.", "Conference Room 4", [ProgrammeItem("Panel", "10:30", "Moderated", people)]
            ),
            ProgrammeMeeting("Second meeting", items=[ProgrammeItem("Floor")]),
        ],
    )
    assert_accessible(data, title=PAPER.title)
    assert bookmarks(opened(data).outline) == [(1, "First meeting"), (2, "Panel"), (1, "Second meeting"), (2, "Floor")]
    assert "10:30 Panel Moderated – Ivan Šimonović, Assistant Secretary-General panellist" in words(data)


def test_list_of_two_hundred_repeats_its_head_on_every_page() -> None:
    rows = [
        SpeakersRow(
            str(place),
            f"Delegation {place} of a State with a long official name",
            "A group",
            "Minister",
            "Example Person",
            "10:00",
        )
        for place in range(1, 201)
    ]
    data = a_list(*rows)
    assert_accessible(data, title=PAPER.title)
    pages = [page.extract_text() for page in opened(data).pages]
    assert [("Place" in page and "Delegation" in page and "Expected" in page) for page in pages] == [True] * len(pages)
    assert re.findall(r"Delegation (\d+) of", words(data)) == [row.place for row in rows]
    assert tags(data)["/TR"] == 201


def test_list_leaves_out_columns_that_nobody_filled() -> None:
    shown = words(a_list(SpeakersRow("1", "Tonga", level="Head of State")))
    assert [
        head for head in ("Place", "Delegation", "On behalf of", "Level", "Speaker", "Expected") if head in shown
    ] == [
        "Place",
        "Delegation",
        "Level",
    ]


def test_empty_list_says_so() -> None:
    assert "No speakers yet." in words(a_list())


def test_document_is_made_without_fonts_of_the_machine() -> None:
    program = (
        "import typst\n"
        "import json\n"
        "from rtop_event import pdf, typesetting\n"
        "bare = typesetting._Fonts(typst.Fonts(include_system_fonts=False), ['Libertinus Serif'])\n"
        "typesetting._fonts = lambda: bare\n"
        "class Here:\n"
        "    returncode = 0\n"
        "def here(command, input, **rest):\n"
        "    made = Here()\n"
        "    made.stdout = typesetting.typeset(command[3], json.loads(input), int(command[4]))\n"
        "    return made\n"
        "pdf.subprocess.run = here\n"
        "from tests.test_pdf import *\n"
        "data = a_list(SpeakersRow('1', 'Šimonović 中文 مرحبا Ελλάδα'))\n"
        "assert_accessible(data, title=PAPER.title)\n"
        "print(re.sub('□+', '□', words(data)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "Šimonović □ مرحبا Ελλάδα" in done.stdout, done.stderr
