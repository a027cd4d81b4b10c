"""Receiving, withdrawing, removing, publishing in writing, and the interpreters' link: every branch, with rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from rtop_event import uploads
from rtop_event.database import session
from rtop_event.delegations.models import Delegation, Standing
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.models import Dialogue
from rtop_event.links import sign
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.organisers.models import Change
from rtop_event.refusal import NotFound, StaleHand
from rtop_event.registrations.models import Registration
from rtop_event.statements import actions, finding
from rtop_event.statements.actions import MOST_VERSIONS, Sent
from rtop_event.statements.models import InWriting, Statement
from rtop_event.statements.refusals import AlreadyPublic, NoFloorAsked, NothingSent, TooManyVersions
from rtop_event.statements.shown import named
from rtop_event.statements.words import Ending, FileKind
from tests import builders

pytestmark = pytest.mark.usefixtures("rows")
BY, DESK = "the delegation", "Marta (example)"
NOON = builders.MORNING + timedelta(hours=2)


@pytest.fixture
def dialogue() -> Dialogue:
    """A dialogue with an open list."""
    return builders.a_dialogue()


@pytest.fixture
def tonga(dialogue: Dialogue) -> Registration:
    """Tonga, on the list."""
    return builders.an_inscription(dialogue)


def sent(key: str = "one", language: str = "en", **facts: Any) -> Sent:
    """A statement as it came."""
    file = f"20120905T120000-{key.encode().hex():0>32}"
    values = {"check_against_delivery": True, "kind": FileKind.DOCX, "size": 9, "digest": "d" * 64, "words": 300}
    return Sent(**{"key": key, "language": language, "file": file, **values, **facts})


def receive(registration: Registration, one: Sent, at: datetime = NOON) -> Statement | None:
    """Received from the delegation."""
    return actions.receive(registration, one, by=BY, at=at)


def recorded() -> list[tuple[str, str, str]]:
    """What is on the record: what, by whom, and why."""
    session.flush()
    return [(one.what, one.by, one.why) for one in session.scalars(select(Change).order_by(Change.id))]


def test_a_statement_is_received_and_recorded_with_its_digest(tonga: Registration) -> None:
    made = receive(tonga, sent())
    session.commit()
    assert made is not None
    assert (made.language, made.kind, made.words, made.by, made.received_at) == ("en", "docx", 300, BY, NOON)
    line = session.scalars(select(Change)).one()
    assert (line.what, line.about, line.dialogue) == ("statement received", f"registration:{tonga.id}", "rtop-2012")
    facts = {"statement": made.id, "language": "en", "kind": "docx", "size": 9, "sha256": "d" * 64}
    assert line.after == facts
    assert line.facts[-1]["table"] == "statements"


def test_the_same_form_twice_has_one_effect(tonga: Registration) -> None:
    receive(tonga, sent())
    assert receive(tonga, sent(file="20120905T120000-" + "f" * 32)) is None
    assert len(finding.versions(tonga)) == 1


def test_a_new_version_replaces_the_former_in_its_language_only(tonga: Registration) -> None:
    for key, language in (("one", "en"), ("two", "fr"), ("three", "en")):
        receive(tonga, sent(key, language))
    assert [(one.form_key, one.ending) for one in finding.versions(tonga)] == [
        ("three", None),
        ("two", None),
        ("one", Ending.REPLACED),
    ]
    assert [one.form_key for one in finding.live_of(tonga)] == ["three", "two"]


@pytest.mark.parametrize(
    "facts",
    [
        {"verified_at": None},
        {"withdrawn_at": NOON},
        {"wants_floor": False},
        {"kind": Kind.CIVIL_SOCIETY},
    ],
    ids=["not confirmed", "withdrawn", "attends", "not selected"],
)
def test_who_does_not_ask_for_the_floor_sends_none(dialogue: Dialogue, facts: dict[str, Any]) -> None:
    other = builders.an_inscription(dialogue, "Peru", **facts)
    with pytest.raises(NoFloorAsked):
        receive(other, sent())


def test_who_waits_on_the_reserve_sends_one(dialogue: Dialogue) -> None:
    assert receive(builders.an_inscription(dialogue, "Peru", reserve_since=NOON), sent()) is not None


def test_there_is_an_end_to_versions(tonga: Registration) -> None:
    for number in range(MOST_VERSIONS):
        receive(tonga, sent(f"k{number}"))
    with pytest.raises(TooManyVersions) as refused:
        receive(tonga, sent("more"))
    assert str(refused.value) == "40 versions were sent already. Please ask the desk to take this one."


def test_the_table_takes_one_in_a_language(tonga: Registration) -> None:
    builders.a_statement(tonga)
    with pytest.raises(IntegrityError):
        builders.a_statement(tonga)
    session.rollback()


def test_a_delegation_withdraws_before_delivery_only(tonga: Registration) -> None:
    one = builders.a_statement(tonga)
    with pytest.raises(AlreadyPublic):
        actions.withdraw(tonga, one.id, public=True, at=NOON)
    actions.withdraw(tonga, one.id, public=False, at=NOON)
    assert (one.ending, one.ended_by, one.ended_at) == (Ending.WITHDRAWN, BY, NOON)
    with pytest.raises(StaleHand):
        actions.withdraw(tonga, one.id, public=False, at=NOON)
    assert recorded() == [("statement withdrawn", BY, "")]


def test_the_desk_removes_with_a_reason(tonga: Registration, dialogue: Dialogue) -> None:
    one, other = builders.a_statement(tonga), builders.an_inscription(dialogue, "Peru")
    with pytest.raises(StaleHand):
        actions.remove(other, one.id, by=DESK, at=NOON, why="sent to the wrong delegation")
    actions.remove(tonga, one.id, by=DESK, at=NOON, why="the wrong file")
    assert (one.ending, one.ended_by, one.ended_why) == (Ending.REMOVED, DESK, "the wrong file")
    assert recorded() == [("statement removed", DESK, "the wrong file")]


def test_the_delegation_reads_why_its_statement_was_removed(
    tonga: Registration, outbox: Callable[[], list[Letter]]
) -> None:
    one = builders.a_statement(tonga, language="fr")
    actions.remove(tonga, one.id, by=DESK, at=NOON, why="two pages are [missing](https://evil.example)")
    (letter,) = outbox()
    assert (letter.kind, letter.approved_by, letter.recipient) == (LetterKind.NOTICE, "the site", tonga.address)
    assert letter.subject == "Your statement was removed: Tonga"
    assert "- Language: French\n- Reason: two pages are" in letter.text
    assert 'href="https://evil' not in letter.html


def test_a_delegation_that_withdraws_its_own_gets_no_letter(
    tonga: Registration, outbox: Callable[[], list[Letter]]
) -> None:
    actions.withdraw(tonga, builders.a_statement(tonga).id, public=False, at=NOON)
    assert outbox() == []


def test_a_statement_is_published_in_writing_once_and_taken_back(tonga: Registration, dialogue: Dialogue) -> None:
    with pytest.raises(NothingSent):
        actions.publish_in_writing(tonga, by=DESK, at=NOON)
    builders.a_statement(tonga)
    for _ in range(2):
        actions.publish_in_writing(tonga, by=DESK, at=NOON)
    written = session.scalars(select(InWriting)).one()
    assert (written.by, written.at, set(finding.in_writing(dialogue))) == (DESK, NOON, {tonga.id})
    for _ in range(2):
        actions.unpublish(tonga, by=DESK, at=NOON)
        session.flush()
    assert finding.in_writing(dialogue) == set()
    told = ["statement submitted in writing", "no longer submitted in writing"]
    assert recorded() == [(what, DESK, "") for what in told]


def test_who_withdrew_has_nothing_in_writing(tonga: Registration, dialogue: Dialogue) -> None:
    builders.a_statement(tonga)
    actions.publish_in_writing(tonga, by=DESK, at=NOON)
    tonga.withdrawn_at = NOON
    tonga.settle()
    session.flush()
    assert finding.in_writing(dialogue) == set()


def test_the_interpreters_link_opens_until_it_is_replaced_or_ended(dialogue: Dialogue) -> None:
    def opens(version: int) -> bool:
        session.flush()
        try:
            return finding.opened_by(sign(finding.PURPOSE, dialogue.id, version)) is dialogue
        except NotFound:
            return False

    actions.end_link(dialogue, by=DESK, at=NOON)
    assert (opens(0), opens(1)) == (False, False)
    first = actions.give_link(dialogue, by=DESK, at=NOON).version
    assert (opens(first), opens(first + 1)) == (True, False)
    actions.give_link(dialogue, by=DESK, at=NOON)
    assert (opens(first), opens(first + 1)) == (False, True)
    for _ in range(2):
        actions.end_link(dialogue, by=DESK, at=NOON)
    assert opens(first + 1) is False
    given, ended = "interpreters' link given", "interpreters' link ended"
    assert recorded() == [(what, DESK, "") for what in (given, given, ended)]


def test_the_link_of_a_dialogue_that_is_gone_does_not_open_the_next_one_with_its_number(dialogue: Dialogue) -> None:
    old = actions.give_link(dialogue, by=DESK, at=NOON)
    gone = sign(finding.PURPOSE, dialogue.id, old.version)
    session.flush()
    session.delete(old)
    session.flush()
    new = actions.give_link(dialogue, by=DESK, at=NOON)
    session.flush()
    assert finding.opened_by(sign(finding.PURPOSE, dialogue.id, new.version)) is dialogue
    with pytest.raises(NotFound):
        finding.opened_by(gone)


def test_what_is_erased_leaves_a_file_that_is_swept(tonga: Registration, tmp_path: Any) -> None:
    kept = uploads.keep(tmp_path, b"text", at=NOON)
    receive(tonga, sent(file=kept))
    session.flush()
    session.execute(delete(Registration).where(Registration.id == tonga.id))
    assert finding.all_files() == set()
    uploads.sweep(tmp_path, uploads.unclaimed(tmp_path, NOON + timedelta(hours=2)), finding.all_files())
    assert uploads.all_names(tmp_path) == []


def test_a_process_killed_between_file_and_row_leaves_a_file_that_is_swept(tonga: Registration, tmp_path: Any) -> None:
    kept = uploads.keep(tmp_path, b"text", at=NOON)
    receive(tonga, sent(file=kept))
    lost = uploads.keep(tmp_path, b"text", at=NOON)
    receive(tonga, sent("two", file=lost))
    session.flush()
    session.delete(finding.versions(tonga)[0])  # the transaction that would have spoken of it never was
    session.flush()
    assert uploads.sweep(tmp_path, uploads.unclaimed(tmp_path, NOON + timedelta(hours=2)), finding.all_files()) == 1
    assert uploads.all_names(tmp_path) == [kept]
    assert all(uploads.path_of(tmp_path, one.file).is_file() for one in finding.versions(tonga))


def test_a_delegation_of_another_day_has_its_nearest_name(dialogue: Dialogue) -> None:
    later = Standing(since=date(2015, 1, 1), name="New Example", sort_key="new example", kind=Kind.MEMBER_STATE)
    delegation = Delegation(code="NEW", standings=[later])
    session.add(delegation)
    session.flush()
    assert named(builders.an_inscription(dialogue, delegation=delegation), "en") == "New Example"
