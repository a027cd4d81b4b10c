"""The words of letters to invited people."""

from __future__ import annotations

import pytest

from rtop_event.invitations.letters import (
    About,
    Draft,
    Paragraphs,
    cancellation,
    certain_subject,
    description,
    facts,
    subject_of,
    update,
)
from rtop_event.wording import sentence

URL = "https://dialogue.example/invitations/token~1/"
ABOUT = About(
    salutation="Excellency,",
    dialogue="Response",
    plain_dialogue="Response",
    day=sentence("5 September 2012"),
    said_day="5 September 2012",
    when=sentence("5 September 2012, 10:00–18:00 New York time (14:00–22:00 UTC)"),
    where="Conference Room 4",
    programme=(sentence("Morning meeting: 10:00–13:00"),),
    url=URL,
    page="https://dialogue.example/",
    contact="The desk",
)


def said(told: Draft | Paragraphs) -> str:
    paragraphs = told.paragraphs if isinstance(told, Draft) else told
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
    ("typed", "lead", "subject"),
    [
        ("Invitation: Response, 5 September 2012", "Invitation:", "Invitation: Response, 5 September 2012"),
        ("Party", "Invitation:", "Invitation: Party, Response, 5 September 2012"),
        ("invitation : response", "Invitation:", "invitation : response, 5 September 2012"),
        ("Response (5 September 2012)", "Invitation :", "Invitation : Response (5 September 2012)"),
        ("邀请： Response, 5 September 2012", "邀请:", "邀请： Response, 5 September 2012"),
    ],
)
def test_subject_of_an_invitation_says_so_and_names_dialogue_and_day(typed: str, lead: str, subject: str) -> None:
    assert certain_subject(typed, lead, *ABOUT.certain) == subject


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
