"""Editing a draft: subject and text change, and nothing else of the letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect, select

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.mailing import deciding, rewriting
from rtop_event.mailing.deciding import NotInThatState
from rtop_event.mailing.models import Letter, LetterKind, LetterState
from rtop_event.mailing.rewriting import Draft, lost_links
from rtop_event.organisers.models import Change
from rtop_event.refusal import StaleHand
from tests.mailing.letters import AT, a_letter, an_entry_letter

Outbox = Callable[[], list[Letter]]
OWN = "https://dialogue.example/invitations/" + "x" * 30 + "/"
BODY = f"Dear colleague,\n\n- What: *a dialogue*\n- When: today\n\n[Answer here](<{OWN}>)"


def facts(letter: Letter) -> dict[str, Any]:
    return {one.key: getattr(letter, one.key) for one in inspect(Letter).column_attrs}


def test_body_is_edited_as_it_was_written_and_the_page_follows(rows: None) -> None:
    letter = an_entry_letter(body=BODY)
    before, draft = facts(letter), rewriting.read(letter)
    assert (draft.subject, draft.body) == ("Invitation: dialogue (example)", BODY)
    rewriting.rewrite(letter, Draft("A <new> subject", f"{BODY}\n\nBring **your** pass.", draft.mark), at=AT)
    after = facts(letter)
    assert {name for name in after if after[name] != before[name]} == {"subject", "text", "html"}
    assert re.findall(r"<title>(.*)</title>", letter.html) == ["A &lt;new&gt; subject"]
    assert letter.html == before["html"].replace("Invitation: dialogue (example)", "A &lt;new&gt; subject").replace(
        "</p>\n<hr>\n<p><small>", "</p>\n<p>Bring <strong>your</strong> pass.</p>\n<hr>\n<p><small>"
    )
    assert letter.text == before["text"].replace("\n\n-- \n", "\n\nBring your pass.\n\n-- \n")


def test_draft_that_is_saved_as_it_was_stays_as_it_was(rows: None) -> None:
    letter = an_entry_letter(body=BODY)
    before = facts(letter)
    rewriting.rewrite(letter, rewriting.read(letter), at=AT)
    assert facts(letter) == before


def test_draft_that_somebody_else_edited_meanwhile_is_not_overwritten(rows: None) -> None:
    letter = an_entry_letter(body=BODY)
    draft = rewriting.read(letter)
    rewriting.rewrite(letter, Draft("First", BODY, draft.mark), at=AT)
    with pytest.raises(StaleHand):
        rewriting.rewrite(letter, Draft("Second", BODY, draft.mark), at=AT)
    assert letter.subject == "First"


def test_what_is_approved_keeps_its_words(rows: None) -> None:
    letter = an_entry_letter(body=BODY)
    draft = rewriting.read(letter)
    deciding.approve(letter, by="Ana", at=AT)
    with pytest.raises(NotInThatState):
        rewriting.rewrite(letter, draft, at=AT)


def test_letter_of_another_make_is_not_edited(rows: None) -> None:
    letter = a_letter(LetterKind.DECISION)
    letter.html = "<p>made long ago</p>"
    with pytest.raises(NotInThatState):
        rewriting.read(letter)


def test_own_links_that_are_lost() -> None:
    other = OWN.replace("x", "y")
    assert lost_links(f"[a](<{OWN}>), <{OWN}>, <{other}>", f"see {other}") == [OWN]
    assert lost_links("<https://dialogue.example/dialogues/rtop-2012/>", "") == []


def edit(desk: FlaskClient, number: int, **values: str) -> tuple[int, dict[str, Any]]:
    url = f"/organise/outbox/{number}/edit/?state=draft"
    form = dict(re.findall(r'name="(csrf_token|drawn_from)"[^>]*value="([^"]+)"', desk.get(url).text))
    session.rollback()
    answer = desk.post(url, data={**form, **values}, headers={"Accept": "application/json"})
    return answer.status_code, answer.json["form"]["errors"] if answer.status_code == 422 else {}  # type: ignore[index] # a page


def test_desk_edits_a_draft_and_it_is_recorded_without_its_words(desk: FlaskClient, outbox: Outbox) -> None:
    number = an_entry_letter(body=BODY, dialogue="rtop-2012").id
    session.commit()
    assert edit(desk, number, subject="Another", body=f"Hello\n\n<{OWN}>") == (303, {})
    letter = outbox()[0]
    assert (letter.subject, letter.text.partition("\n\n-- ")[0]) == ("Another", f"Hello\n\n{OWN}")
    (change,) = session.scalars(select(Change))
    assert (change.what, change.dialogue, change.before["subject"]) == (
        "letter edited", "rtop-2012", "Invitation: dialogue (example)",
    )  # fmt: skip
    assert OWN not in str((change.before, change.after))


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"subject": "", "body": OWN}, {"subject": ["A letter needs a subject."]}),
        ({"subject": "a\nb", "body": OWN}, {"subject": ["This must stand on one line."]}),
        ({"subject": "a", "body": ""}, {"body": ["A letter needs a text."]}),
        ({"subject": "a", "body": "b"}, {"body": [f"This link is the reader's own and must stay: {OWN}"]}),
        ({"subject": "a", "body": OWN, "drawn_from": "?"}, {"drawn_from": ["The form does not say its version."]}),
    ],
)
def test_bad_edit_is_refused_at_its_field(
    desk: FlaskClient, outbox: Outbox, values: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    number = an_entry_letter(body=BODY).id
    session.commit()
    assert edit(desk, number, **values) == (422, wrong)
    assert outbox()[0].subject == "Invitation: dialogue (example)"


def test_editor_opens_for_drafts_only(desk: FlaskClient, rows: None) -> None:
    number = a_letter().id
    session.commit()
    assert desk.get(f"/organise/outbox/{number}/edit/").status_code == 409
    assert session.get_one(Letter, number).state(now()) is LetterState.APPROVED
