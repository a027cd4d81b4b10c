"""The sender on the envelope names the letter, and what is returned to it finds the letter again."""

from __future__ import annotations

import pytest

from rtop_event.mailing.envelope import letters_named, return_path, wishes

KEY = "0123456789abcdef0123456789abcdef"
OURS = f"<{KEY}@dialogue.example>"
BACK = f"bounce-{KEY}@dialogue.example"


def test_a_letter_is_returned_to_an_address_that_names_it() -> None:
    assert return_path(OURS) == BACK
    assert letters_named([return_path(OURS)]) == [OURS]


@pytest.mark.parametrize("message_id", ["", "<1@dialogue.example>", f"<{KEY}@>", f"<{KEY.upper()}@dialogue.example>"])
def test_what_is_no_message_id_of_ours_has_no_such_address(message_id: str) -> None:
    assert return_path(message_id) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"<{BACK}>", [OURS]),
        (BACK.upper(), [OURS]),
        (f"a@b.example, {BACK}; {BACK}", [OURS]),
        (f"from x by y for <{BACK}>; Mon", [OURS]),
        (f"{BACK}.", [OURS]),
        (f"re{BACK}", []),
        (f"bounce-{KEY}0@dialogue.example", []),
        ("bounce-x@dialogue.example", []),
        ("", []),
    ],
)
def test_letters_are_found_by_such_addresses(text: str, found: list[str]) -> None:
    assert letters_named([text]) == found


def test_a_server_that_reports_is_asked_for_headers_and_told_whose_letter_it_is() -> None:
    assert wishes(BACK, "a+b=c@mission.example") == (
        ["RET=HDRS", f"ENVID={BACK}"],
        ["NOTIFY=FAILURE,DELAY", "ORCPT=rfc822;a+2Bb+3Dc@mission.example"],
    )
