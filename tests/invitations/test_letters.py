"""The words of letters: placeholders, and what a stranger's text cannot become."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rtop_event import markdown
from rtop_event.dialogues.lettertext import PLACEHOLDERS
from rtop_event.invitations.letters import (
    IN_SUBJECT,
    STARTING_BODY,
    STARTING_SUBJECT,
    About,
    Paragraphs,
    Value,
    cancellation,
    description,
    facts,
    fault,
    filled,
    filled_body,
    fit_subject,
    invitation_subject,
    subject_of,
    update,
)
from rtop_event.mailing.writing import fenced
from rtop_event.wording import sentence

URL = "https://dialogue.example/invitations/token~1/"
ABOUT = About(
    salutation="Excellency,",
    dialogue="Response",
    plain_dialogue="Response",
    day=sentence("5 September 2012"),
    said_day="5 September 2012",
    invites="Invitation:",
    when=sentence("5 September 2012, 10:00–18:00 New York time (14:00–22:00 UTC)"),
    where="Conference Room 4",
    programme=(sentence("Morning meeting: 10:00–13:00"),),
    url=URL,
    page="https://dialogue.example/",
    contact="The desk",
)


@pytest.mark.parametrize(
    ("text", "known", "said"),
    [
        ("Dear {name}", PLACEHOLDERS, None),
        ("{unknown}", ("name",), "{unknown} is not a placeholder here. Known are: name."),
        ("{register_link}", ("name",), "{register_link} is not a placeholder here. Known are: name."),
        ("a { b", PLACEHOLDERS, "There is a single brace. Braces stand only around placeholders."),
        ("a } b", PLACEHOLDERS, "There is a single brace. Braces stand only around placeholders."),
        ("{name!r}", ("name",), "{name!r} is not a placeholder here. Known are: name."),
        ("{name.__class__}", ("name",), "{name.__class__} is not a placeholder here. Known are: name."),
    ],
)
def test_fault_names_the_placeholder(text: str, known: tuple[str, ...], said: str | None) -> None:
    found = fault(text, known)
    assert (None if found is None else str(found)) == said


def test_starting_text_has_no_fault() -> None:
    assert (fault(STARTING_SUBJECT, IN_SUBJECT), fault(STARTING_BODY, PLACEHOLDERS)) == (None, None)


def test_values_are_not_looked_at_again() -> None:
    values = {"name": Value("{delegation}", r"\{delegation\}"), "delegation": Value("Peru", "Peru")}
    assert filled("To {name} of {delegation}", values) == "To {delegation} of Peru"
    assert filled_body("To {name}", values) == r"To \{delegation\}"


def test_subject_is_one_line_of_a_fit_length() -> None:
    values = {"name": Value("a\r\nBcc: x@y.example\u2028" + "b" * 300, "")}
    assert fit_subject(filled("{name}", values)) == "a Bcc: x@y.example " + "b" * 180 + "…"


HOSTILE = [
    "[here](https://evil.example)",
    "<https://evil.example>",
    "https://evil.example/x",
    "www.evil.example",
    "evil.example",
    "<script>alert(1)</script>",
    "![x](data:text/html,y)",
    "a\n\n# Heading\n\n- https://evil.example",
    "mailto:x@evil.example",
    "x@evil.example",
    "\u202egnp.exe",
    "&lt;img src=x onerror=alert(1)&gt;",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_strangers_name_becomes_no_markup_and_no_link(typed: str) -> None:
    body = filled_body(
        "Dear {name}, see {register_link}",
        {"name": Value(typed, fenced(typed)), "register_link": Value("", f"<{URL}>")},
    )
    page = markdown.html(body)
    assert (page.count("<a "), page.count(f'href="{URL}"')) == (1, 1)
    assert [tag for tag in ("<script", "<img", "<h2", "<ul", "\u202e") if tag in page] == []
    assert page.count("<p>") == 1


def said(paragraphs: Paragraphs) -> str:
    return "\n\n".join("\n".join(str(line) for line in lines) for lines in paragraphs)


def test_facts_repeat_what_the_entry_says() -> None:
    assert said(facts(ABOUT)) == (
        "**In your calendar**\n\n"
        "- What: Response\n"
        "- When: 5 September 2012, 10:00–18:00 New York time (14:00–22:00 UTC)\n"
        "- Morning meeting: 10:00–13:00\n"
        "- Where: Conference Room 4\n"
        f"- Answer and register: <{URL}>\n"
        "- Programme and documents: <https://dialogue.example/>\n"
        "- Contact: The desk"
    )
    assert [str(line) for line in description(ABOUT)] == [
        "Morning meeting: 10:00–13:00",
        "Where: Conference Room 4",
        f"Answer and register: {URL}",
        "Programme and documents: https://dialogue.example/",
        "Contact: The desk",
    ]


def test_update_tells_before_and_after_and_asks_again() -> None:
    changes = [sentence("- When: now. Before: 4 September"), sentence("- Where: here. Before: Room 1")]
    text = said(update(ABOUT, changes, again=True, answer=None))
    assert text.startswith(
        "Excellency,\n\nthe entry in your calendar has changed: Response.\n\n"
        "- When: now. Before: 4 September\n"
        "- Where: here. Before: Room 1\n\n"
        "Please answer again: what you answered before was about the earlier entry.\n\n**In your calendar**"
    )


def test_update_that_moves_nothing_lets_the_answer_stand() -> None:
    changes = [sentence("- What: Response. Before: Reply")]
    text = said(update(ABOUT, changes, again=False, answer=sentence("accepted")))
    assert text.startswith(
        "Excellency,\n\nthe entry in your calendar has changed: Response.\n\n- What: Response. Before: Reply\n\n"
        "Your answer stands: accepted.\n\n**In your calendar**"
    )
    assert "Your answer" not in said(update(ABOUT, changes, again=False, answer=None))


def test_update_without_a_change_brings_a_new_link() -> None:
    text = said(update(ABOUT, [], again=False, answer=None))
    assert text.startswith(
        "Excellency,\n\nyour personal link for the following dialogue was replaced: Response. Please use the one in "
        "this letter; the one in earlier letters leads nowhere.\n\n**In your calendar**"
    )


@pytest.mark.parametrize(
    ("typed", "invites", "subject"),
    [
        ("Invitation: Response, 5 September 2012", "Invitation:", "Invitation: Response, 5 September 2012"),
        ("Party", "Invitation:", "Invitation: Party, Response, 5 September 2012"),
        ("invitation : response", "Invitation:", "invitation : response, 5 September 2012"),
        ("Response (5 September 2012)", "Invitation :", "Invitation : Response (5 September 2012)"),
        ("邀请： Response, 5 September 2012", "邀请:", "邀请： Response, 5 September 2012"),
    ],
)
def test_subject_of_an_invitation_says_so_and_names_dialogue_and_day(typed: str, invites: str, subject: str) -> None:
    assert invitation_subject(typed, replace(ABOUT, invites=invites)) == subject


def test_entry_that_is_taken_out_asks_for_no_answer() -> None:
    assert [str(line) for line in description(ABOUT, answering=False)] == [
        "Morning meeting: 10:00–13:00",
        "Where: Conference Room 4",
        "Programme and documents: https://dialogue.example/",
        "Contact: The desk",
    ]


@pytest.mark.parametrize(
    ("for_all", "why", "told"),
    [
        (
            True,
            "The hall is closed.",
            "the following dialogue has been cancelled.\n\nThe hall is closed.\n\n- What: Response",
        ),
        (
            False,
            "",
            "you are no longer invited to the following dialogue. Please excuse the trouble.\n\n- What: Response",
        ),
    ],
)
def test_cancellation_tells_for_whom(for_all: bool, why: str, told: str) -> None:
    assert said(cancellation(ABOUT, for_all=for_all, why=why)).startswith(f"Excellency,\n\n{told}")


def test_subjects_begin_with_what_they_are() -> None:
    assert str(subject_of("update", ABOUT)) == "Updated: Response, 5 September 2012"
    assert str(subject_of("cancellation", ABOUT)) == "Cancelled: Response, 5 September 2012"
