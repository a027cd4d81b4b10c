"""Writing letters: what is fixed, what is refused, and a stranger's text that stays text."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from rtop_event import markdown
from rtop_event.database import session
from rtop_event.mailing.deciding import LaterLeft, NotInThatState, approve, discard, retry
from rtop_event.mailing.models import Enclosure, LetterKind, LetterState
from rtop_event.mailing.writing import BadLetter, enclose, fenced, write_letter
from tests.mailing.letters import AT, ENTRY, MINUTE, a_letter, an_entry_letter

LINKED = re.compile(r"://|www\.\w|\w\.[a-z]{2,}|mailto:\S|tel:\d", re.IGNORECASE)
HOSTILE = [
    "[pay here](https://evil.example/pay)",
    "<https://evil.example>",
    "https://evil.example/x?y=z",
    "www.evil.example",
    "evil.example/login",
    "write to thief@evil.example now",
    "mailto:thief@evil.example",
    "<script>alert(1)</script>",
    "<a href='https://evil.example'>x</a>",
    "&lt;b&gt; &#104;ttp",
    "# heading\n\n- list\n> quote\n```\ncode",
    "**bold** _em_ `code` ~~x~~ | a | b |",
    "1. first",
    "![image](https://evil.example/i.png)",
    "[x]: https://evil.example",
    "line\r\nBcc: other@evil.example",
    "\\[x](https://evil.example)",
    "back\\\\slash",
    "evil。com and evil．com",
    "xn--80ak6aa92e.com",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_fenced_text_is_one_paragraph_of_words(text: str) -> None:
    page = markdown.html(f"Dear {fenced(text)},")
    assert re.findall(r"<[^>]*>", page) == ["<p>", "</p>"]
    assert LINKED.search(markdown.plain(f"Dear {fenced(text)},")) is None


@given(st.text(max_size=60))
def test_fenced_text_never_makes_markup(text: str) -> None:
    page = markdown.html(f"x{fenced(text)}x")
    assert re.findall(r"<[^>]*>", page) == ["<p>", "</p>"]


def test_fenced_text_at_the_start_of_a_line_is_no_list_or_heading() -> None:
    for text in ("- x", "1) x", "# x", "> x", "+ x", "===", "***"):
        assert re.findall(r"<[^>]*>", markdown.html(fenced(text))) == ["<p>", "</p>"]


def test_fenced_names_read_as_typed() -> None:
    for name in ("H.E. Mr. ‘Akau'ola", "Côte d'Ivoire", "Ms. N. M. O'Neill-Smith (Chair)", "3.14 & 2/3", "東加"):
        assert markdown.plain(fenced(name)) == name


def test_fenced_is_quick_on_long_text() -> None:
    assert len(fenced("a" * 50_000 + "." * 50_000)) == 150_000


def test_letter_fixes_everything_at_drafting(rows: None) -> None:
    letter = an_entry_letter(enclosures=[enclose("overview.pdf", "application/pdf", b"pdf")])
    assert re.fullmatch(r"<[0-9a-f]{32}@dialogue\.example>", letter.message_id)
    assert (letter.sender, letter.state(AT), letter.approved_at) == (
        "rsvp-abc123@dialogue.example",
        LetterState.DRAFT,
        None,
    )
    assert [file.filename for file in letter.enclosures] == ["overview.pdf"]
    assert letter.text.startswith("Dear colleague,\n\nwe have received it.\n\n-- \n")
    assert "<strong>received</strong>" in letter.html


def test_letter_says_who_sends_it_and_that_it_is_not_official(rows: None) -> None:
    letter = a_letter(host="Example Coalition <b>")
    assert letter.text.splitlines()[-4:] == [
        "Sent by Dialogues. Host of the site: Example Coalition <b>.",
        "",
        "This is not an official mail of the United Nations.",
        "http://127.0.0.1:5000/",
    ]
    assert "Host of the site: Example Coalition &lt;b&gt;." in letter.html


def test_letter_is_written_in_its_language(rows: None) -> None:
    assert '<html lang="ar" dir="rtl">' in a_letter(language="ar").html
    assert '<html lang="fr" dir="ltr">' in a_letter(language="fr").html


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (LetterKind.RECEIPT, LetterState.APPROVED),
        (LetterKind.NOTICE, LetterState.APPROVED),
        (LetterKind.DECISION, LetterState.DRAFT),
    ],
)
def test_only_receipts_and_notices_leave_by_themselves(rows: None, kind: LetterKind, state: LetterState) -> None:
    assert a_letter(kind).state(AT) is state
    assert a_letter(kind, approved_by="The desk").state(AT) is LetterState.APPROVED


@pytest.mark.parametrize(
    "facts",
    [
        {"subject": "x\r\nBcc: y@evil.example"},
        {"subject": "  "},
        {"subject": "turned \u202e around"},
        {"recipient_name": "x\ny"},
        {"sender_name": "x\0"},
        {"in_reply_to": "<x>\r\n"},
        {"recipient": "a@b.example, c@d.example"},
        {"recipient": "zoë@tonga.example"},
        {"recipient": "A <a@b.example>"},
        {"recipient": "a@b.example\n"},
        {"recipient": "a@b\u00fc.example"},
        {"reply_to_key": "x y"},
        {"method": "REQUEST"},
        {"calendar": b"BEGIN:VCALENDAR", "method": "REPLY"},
        {"calendar": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n", "method": "REQUEST"},
    ],
)
def test_letter_refuses_what_cannot_be_a_mail(rows: None, facts: dict[str, Any]) -> None:
    with pytest.raises(BadLetter):
        a_letter(**facts)


@pytest.mark.parametrize(
    "facts", [{"method": "CANCEL"}, {"reply_to_key": "other"}, {"recipient": "other@tonga.example"}]
)
def test_entry_and_letter_must_agree(rows: None, facts: dict[str, Any]) -> None:
    with pytest.raises(BadLetter):
        an_entry_letter(**facts)


def test_file_is_kept_once_by_name_type_and_content(rows: None) -> None:
    first = enclose("overview.pdf", "application/pdf", b"pdf")
    assert enclose("overview.pdf", "application/pdf", b"pdf") is first
    enclose("overview.pdf", "application/pdf", b"other")
    enclose("programme.pdf", "application/pdf", b"pdf")
    assert session.scalar(select(func.count()).select_from(Enclosure)) == 3


@pytest.mark.parametrize(
    ("name", "kind"), [('a".pdf', "application/pdf"), ("é.pdf", "application/pdf"), ("a.pdf", "x")]
)
def test_file_with_a_bad_name_or_type_is_refused(rows: None, name: str, kind: str) -> None:
    with pytest.raises(BadLetter):
        enclose(name, kind, b"")


def test_approving_lets_a_draft_leave_once(rows: None) -> None:
    letter = a_letter(LetterKind.DECISION)
    approve(letter, by="Ana", at=AT + MINUTE)
    approve(letter, by="Ben", at=AT + 2 * MINUTE)
    assert (letter.approved_by, letter.approved_at, letter.next_attempt_at) == ("Ana", AT + MINUTE, AT + MINUTE)


def test_discarded_letter_is_never_approved(rows: None) -> None:
    letter = a_letter(LetterKind.DECISION)
    discard(letter, at=AT)
    discard(letter, at=AT + MINUTE)
    assert letter.discarded_at == AT
    with pytest.raises(NotInThatState):
        approve(letter, by="Ana", at=AT)


def test_letter_on_its_way_or_gone_is_not_discarded(rows: None) -> None:
    letter = a_letter()
    letter.leased_until = AT + MINUTE
    with pytest.raises(NotInThatState):
        discard(letter, at=AT)
    letter.leased_until, letter.sent_at = None, AT
    with pytest.raises(NotInThatState):
        discard(letter, at=AT)


def test_retry_starts_anew_with_the_same_identity(rows: None) -> None:
    letter = an_entry_letter(approved_by="Ana")
    letter.failed_at, letter.attempts, identity = AT, 7, (letter.message_id, letter.calendar)
    retry(letter, at=AT + MINUTE)
    assert (letter.state(AT), letter.attempts, letter.next_attempt_at) == (LetterState.APPROVED, 0, AT + MINUTE)
    assert (letter.message_id, letter.calendar) == identity
    with pytest.raises(NotInThatState):
        retry(letter, at=AT + MINUTE)


def test_retry_of_a_request_is_refused_when_its_cancellation_has_left(rows: None) -> None:
    request = an_entry_letter(approved_by="Ana")
    gone = an_entry_letter(LetterKind.CANCELLATION, replace(ENTRY, sequence=1), approved_by="Ana")
    request.failed_at = gone.sent_at = AT
    with pytest.raises(LaterLeft):
        retry(request, at=AT + MINUTE)


def test_new_letter_can_be_discarded_before_it_is_stored(rows: None) -> None:
    letter = write_letter(LetterKind.DECISION, at=AT, recipient="a@b.example", subject="x", body="x", stream="s")
    discard(letter, at=AT)
    assert letter.state(AT) is LetterState.DISCARDED


def test_file_that_another_process_enclosed_meanwhile_is_the_one(rows: None) -> None:
    content = b"overview.pdf\0application/pdf\0pdf"
    theirs = Enclosure(
        digest=hashlib.sha256(content).hexdigest(),
        filename="overview.pdf",
        media_type="application/pdf",
        content=b"pdf",
    )
    with session.no_autoflush:
        session.add(theirs)
        assert enclose("overview.pdf", "application/pdf", b"pdf") is theirs
