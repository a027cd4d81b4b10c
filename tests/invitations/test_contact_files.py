"""Contacts from files: what is read, and what hostile files are refused with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import pytest
from openpyxl import Workbook

from rtop_event import sheets
from rtop_event.invitations import contact_files
from rtop_event.invitations.contact_files import read_contacts
from rtop_event.sheets import BadSheet


def workbook(*rows: Sequence[object]) -> bytes:
    """An Excel workbook with these rows on its first sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    book.create_sheet("second").append(["nothing", "of", "this"])
    paper = io.BytesIO()
    book.save(paper)
    return paper.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """The same archive with changed parts."""
    paper = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(paper, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
        for name, text in (extra or {}).items():
            new.writestr(name, text)
    return paper.getvalue()


def same(_name: str, text: bytes) -> bytes:
    """A part as it is."""
    return text


PERU = {"address": "a@peru.example", "name": "A. Peru"}


@pytest.mark.parametrize(
    "content",
    [
        b"address,name\na@peru.example,A. Peru\n",
        b"\xef\xbb\xbfaddress;name\r\na@peru.example;A. Peru\r\n",
        b"E-Mail\tName\na@peru.example\tA. Peru",
        b'Name,"Mail address",\n"A. Peru","a@peru.example",\n,,\n',
        workbook(["Email", "Name"], ["a@peru.example", "A. Peru"], [None, None]),
    ],
)
def test_files_of_every_shape_give_the_same_line(content: bytes) -> None:
    assert [(line.number, line.cells) for line in read_contacts(content)] == [(2, PERU)]


def test_cells_are_text_as_people_see_it() -> None:
    (line,) = read_contacts(workbook(["address", "name", "function"], ["a@peru.example", 7.0, 7.5]))
    assert (line["name"], line["function"], line["language"]) == ("7", "7.5", "")


GOOD = workbook(["address"], ["a@peru.example"])
REFUSED = [
    (b"", "The file is empty."),
    (b"  \n ", "The file is empty."),
    (b"x" * (sheets.MOST_BYTES + 1), "The file is too large: at most 5 MB."),
    (b"address\n", "The file has a line of column names and nothing below it."),
    (b"name\nA. Peru\n", "The first line must name the columns, and one of them must be “address” or “email”."),
    (
        b"a@peru.example\n",
        "There is no column “a@peru.example”. Known are: address, name, function, delegation, language, salutation.",
    ),
    (
        b"address,colour\na@peru.example,red\n",
        "There is no column “colour”. Known are: address, name, function, delegation, language, salutation.",
    ),
    (b"address,email\na@peru.example,b@peru.example\n", "The column “address” is there twice."),
    (b"address,name\na@peru.example,A,B\n", "Line 2 has more cells than there are column names."),
    (b"address,\na@peru.example,A\n", "Line 2 has more cells than there are column names."),
    (b"address,name\na@peru.example,\xe9\n", "Line 2 is not UTF-8. Please save the file as “CSV UTF-8”."),
    (b"address\0\n", "This is neither a text file (.csv) nor an Excel workbook (.xlsx)."),
    (b'address,name\na@peru.example,"A\n', "Line 2 cannot be read: look for a quotation mark too many."),
    (
        b"address,name\na@peru.example," + b"A" * 200_000 + b"\n",
        "Line 2 has a cell that is too long.",
    ),
    (b"address\n" + b"a@peru.example\n" * (contact_files.MOST_ROWS + 1), "The file has too many lines: at most 5000."),
    (b"PK\x03\x04 no archive", "This is not an Excel workbook (.xlsx) that can be read."),
    (
        repacked(GOOD, lambda name, text: b"" if name.endswith("sheet1.xml") else text),
        "This is not an Excel workbook (.xlsx) that can be read.",
    ),
    (
        repacked(GOOD, lambda name, text: b"<!DOCTYPE x [<!ENTITY y 'z'>]>" + text if "sheet1" in name else text),
        "This is not an Excel workbook (.xlsx) that can be read.",
    ),
    (
        repacked(GOOD, lambda name, text: "<!doctype x>".encode("utf-16") + text if "sheet1" in name else text),
        "This is not an Excel workbook (.xlsx) that can be read.",
    ),
    (
        repacked(GOOD, same, {"xl/media/bomb.bin": b"\0" * (sheets.MOST_UNPACKED + 1)}),
        "The workbook is too large once it is unpacked.",
    ),
    (
        repacked(GOOD, same, {f"x{number}": b"" for number in range(sheets.MOST_PARTS)}),
        "The workbook is too large once it is unpacked.",
    ),
    (
        workbook(["address"], *[["a@peru.example"]] * (contact_files.MOST_ROWS + 1)),
        "The file has too many lines: at most 5000.",
    ),
]


@pytest.mark.parametrize(("content", "said"), REFUSED, ids=[str(number) for number in range(len(REFUSED))])
def test_hostile_or_broken_file_is_refused_with_its_reason(content: bytes, said: str) -> None:
    with pytest.raises(BadSheet) as refused:
        read_contacts(content)
    assert (str(refused.value.reason), refused.value.status) == (said, 422)


def test_locked_workbook_is_refused() -> None:
    locked = bytearray(GOOD)
    where = locked.index(b"PK\x01\x02")
    locked[where + 8] |= 1
    with pytest.raises(BadSheet) as refused:
        read_contacts(bytes(locked))
    assert str(refused.value.reason) == "The workbook is locked by a password. Please save it without one."


def test_lines_are_counted_as_people_count_them() -> None:
    content = b'\n\n\naddress,name\n"a@peru.example","A.\nPeru"\nb@peru.example,B\n'
    assert [line.number for line in read_contacts(content)] == [5, 7]


def test_workbook_of_more_tags_than_a_table_needs_is_refused_unparsed() -> None:
    strings = b"<sst>" + b"<si><t/></si>" * 200_000 + b"</sst>"
    with pytest.raises(BadSheet) as refused:
        read_contacts(repacked(GOOD, same, {"xl/sharedStrings2.xml": strings}))
    assert str(refused.value.reason) == "The workbook has too many rows and cells, even if most are empty."


def test_formula_without_its_result_is_told_and_never_runs() -> None:
    lines = read_contacts(
        workbook(["address", "name"], ["a@peru.example", '=HYPERLINK("https://evil.example")'], ["=1+1", ""])
    )
    assert [(line.number, line.cells, line.formulas) for line in lines] == [
        (2, {"address": "a@peru.example"}, ("name",)),
        (3, {}, ("address",)),
    ]


def test_formula_gives_its_kept_result() -> None:
    kept = repacked(
        workbook(["address"], ["=LOWER(1)"]),
        lambda name, text: (
            text.replace(b"<v />", b"<v>a@peru.example</v>")
            .replace(b"<v></v>", b"<v>a@peru.example</v>")
            .replace(b"<v/>", b"<v>a@peru.example</v>")
            .replace(b'<c r="A2">', b'<c r="A2" t="str">')
            if "sheet1" in name
            else text
        ),
    )
    assert [(line.cells, line.formulas) for line in read_contacts(kept)] == [({"address": "a@peru.example"}, ())]


def test_empty_cell_and_a_picture_in_a_workbook_are_nothing() -> None:
    content = repacked(
        workbook(["address", "name", "function"], ["a@peru.example", None, "Counsellor"]),
        same,
        {"docProps/thumbnail.jpeg": b"<!DOCTYPE is no markup in a picture"},
    )
    assert [(one["name"], one["function"]) for one in read_contacts(content)] == [("", "Counsellor")]


def test_whole_number_is_read_without_the_point_that_excel_keeps() -> None:
    content = repacked(
        workbook(["address", "name"], ["a@peru.example", 7]),
        lambda _name, part: part.replace(b"<v>7</v>", b"<v>7.0</v>"),
    )
    assert [one["name"] for one in read_contacts(content)] == ["7"]
