"""Words a minute, names of files, who is public, and the one ZIP."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from rtop_event.floor.words import Voice
from rtop_event.languages import force_locale
from rtop_event.showing import say
from rtop_event.statements import tongues
from rtop_event.statements.delivered import Public, public_statements
from rtop_event.statements.naming import file_name, once_each, safe
from rtop_event.statements.pack import PIECE, packed
from rtop_event.statements.public_pages import PublicFile, PublicLine, in_pages
from rtop_event.statements.word_rate import advice

NOON = datetime(2012, 9, 5, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "limit", "tongue", "told"),
    [
        (612, 240, "en", "612 words in 0:04:00: 153 words a minute, interpreters ask for at most 120. fast"),
        (480, 240, "fr", "480 words in 0:04:00: 120 words a minute. "),
        (300, 180, "sw", "300 words in 0:03:00: 100 words a minute. "),
        (300, 180, "zh-Hant", None),
        (None, 180, "en", None),
        (0, 180, "en", None),
        (300, 0, "en", None),
    ],
)
def test_pace_is_told_against_what_interpreters_ask_for(
    words: int | None, limit: int, tongue: str, told: str | None
) -> None:
    found = advice(words, limit, tongue)
    assert (f"{found.told} {'fast' if found.fast else ''}" if found else None) == told


@pytest.mark.parametrize(
    ("typed", "tag", "called", "in_russian"),
    [
        ("en", "en", "English", "Английский"),
        ("SW", "sw", "Swahili", "Суахили"),
        ("zh_hant", "zh-Hant", "Traditional Chinese", "Китайский, традиционное письмо"),
        ("tlh", "tlh", "Klingon", "Клингонский"),
        ("hif", "hif", "Fiji Hindi", "Fiji Hindi"),
    ],
)
def test_a_language_is_called_by_its_name(app: Flask, typed: str, tag: str, called: str, in_russian: str) -> None:
    assert (tongues.tag_of(typed), str(tongues.told(tag))) == (tag, called)
    with app.test_request_context(), force_locale("ru"):
        assert say(tongues.told(tag)) == in_russian


@pytest.mark.parametrize("typed", ["", "und", "zxx", "xx", "other", "english", "en-XX", "../en", "e" * 300])
def test_what_is_no_language_has_no_tag(typed: str) -> None:
    assert tongues.tag_of(typed) is None


def test_a_language_that_has_no_name_any_more_is_still_told() -> None:
    assert [str(tongues.told(tag)) for tag in ("other", "qaa")] == ["Another language", "qaa"]


def test_languages_that_are_official_somewhere_are_offered_in_the_order_of_their_names() -> None:
    assert [one for one in tongues.offered("fr") if one[0] in ("sw", "to", "et", "pt", "en", "tlh")] == [
        ("et", "Estonien"),
        ("pt", "Portugais"),
        ("sw", "Swahili"),
        ("to", "Tongien"),
    ]


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("Kenya", "Kenya"),
        ("Côte d'Ivoire", "Côte d’Ivoire"),
        ("Iran (Islamic Republic of)", "Iran (Islamic Republic of)"),
        ("../../etc/passwd", "etc passwd"),
        ('A"; filename="x.exe', "A filename x.exe"),
        ("line\r\nX-Header: y", "line X-Header y"),
        ("\u202egpj.exe", "gpj.exe"),
        ("国际联盟", "国际联盟"),
        ("???", "Delegation"),
        ("x" * 200, "x" * 80),
    ],
)
def test_names_of_files_are_safe(name: str, becomes: str) -> None:
    assert safe(name) == becomes


def test_files_are_named_by_place_delegation_and_language() -> None:
    assert file_name("Kenya", None, "en", "pdf", "01") == "01 - Kenya - en.pdf"
    assert file_name("Algeria", "Group of 77 and China", "fr", "docx") == "Algeria (Group of 77 and China) - fr.docx"
    assert once_each(["a.pdf", "A.pdf", "b.pdf", "a.pdf"]) == ["a.pdf", "A (2).pdf", "b.pdf", "a (3).pdf"]


@dataclass(frozen=True)
class Turn:
    """A turn that is over."""

    turn: str
    voice: Voice = Voice.STATEMENT
    ended_at: datetime | None = NOON


def test_public_is_what_was_delivered_or_submitted_in_writing() -> None:
    turns = [Turn("000000003"), Turn("reply:1", Voice.REPLY), Turn("7", Voice.PANEL), Turn("delegation:9"), Turn("1")]
    assert public_statements(turns, {5, 3, 4}) == [Public(3, NOON), Public(1, NOON), Public(4, None), Public(5, None)]


@pytest.mark.parametrize(
    ("files", "sheets"),
    [([], [[]]), ([1] * 75, [[1] * 75]), ([1] * 76, [[1] * 75, [1]]), ([74, 2, 90, 1], [[74], [2], [90], [1]])],
)
def test_a_page_holds_75_files_and_never_half_a_delegation(files: list[int], sheets: list[list[int]]) -> None:
    file = PublicFile(1, "en", "English", "pdf", 1, "0", check_against_delivery=True)
    lines = [PublicLine("Kenya", None, NOON, (file,) * number) for number in files]
    assert [[len(line.files) for line in sheet] for sheet in in_pages(lines)] == sheets


def test_the_zip_is_the_same_for_the_same_files_and_tells_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"%PDF" * 1000)
    files = [("01 - Kenya - en.pdf", NOON, tmp_path / "a"), ("02 - Perú - es.docx", NOON, None)]
    once, again = list(packed(files)), list(packed(files))
    assert once == again
    with zipfile.ZipFile(io.BytesIO(b"".join(once))) as archive:
        assert archive.namelist() == ["01 - Kenya - en.pdf", "02 - Perú - es.docx - MISSING.txt"]
        assert archive.read("01 - Kenya - en.pdf") == b"%PDF" * 1000
        assert [one.date_time for one in archive.infolist()] == [(2012, 9, 5, 16, 0, 0)] * 2
        assert archive.testzip() is None


def test_the_zip_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 10 * PIECE)
    pieces = [len(piece) for piece in packed([("a.pdf", NOON, tmp_path / "a")])]
    assert (len(pieces), max(pieces) < 2 * PIECE) == (11, True)
