"""An exercise is made of a dialogue, and thrown away."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from rtop_event.calendars.own import last_change
from rtop_event.database import Base, session
from rtop_event.delegations.actions import typed_in
from rtop_event.delegations.finding import groups
from rtop_event.delegations.models import Delegation, Group, Standing
from rtop_event.dialogues import editing
from rtop_event.dialogues.actions import publish
from rtop_event.dialogues.finding import all_dialogues, any_dialogue, exercises, own_wordings, published_dialogues
from rtop_event.dialogues.models import Dialogue, LetterWording
from rtop_event.floor.buttons import Button
from rtop_event.floor.customs import customs_of, set_customs
from rtop_event.floor.pressing import Customs
from rtop_event.floor.proving import replayed as steps_replayed
from rtop_event.invitations.actions import NobodyIsInvited, invite
from rtop_event.invitations.carrying import Mailbox, NobodyIsWrittenTo, write_carrying
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.markdown import both
from rtop_event.organisers.chain import first_break
from rtop_event.registrations import finding
from rtop_event.registrations.actions import add_by_desk, tell, withdraw
from rtop_event.registrations.finding import inscriptions
from rtop_event.rehearsals.actions import Wanted, rehearse, throw_away
from rtop_event.rehearsals.refusals import IsAnExercise, IsNoExercise
from rtop_event.speakers import revisions
from rtop_event.speakers.listing import listing
from rtop_event.speakers.proving import replayed
from tests import builders
from tests.floor.rooms import a_hall, hand, room
from tests.floor.test_actions import swapped
from tests.registrations.test_actions import asked
from tests.speakers.desk_lists import publish as publish_list

pytestmark = pytest.mark.usefixtures("rows")
AT = builders.OPENED
OPENS = datetime(2012, 9, 3, 13, 30, tzinfo=UTC)
MARTA: dict[str, Any] = {"by": "Marta (example)", "at": AT}
WHO = editing.Beginning("Marta (example)", AT, "dialogue.example")


def an_exercise(source: Dialogue, speakers: int = 12) -> Dialogue:
    made = rehearse(source, Wanted(OPENS, speakers, 1), prefix="Exercise", who=WHO)
    session.commit()
    return made


def counted() -> dict[str, int]:
    """How many rows each table has, but for the record and the edition."""
    tables = [one for one in Base.metadata.sorted_tables if one.name not in {"changes", "editions"}]
    return {one.name: session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


def test_it_has_the_programme_and_customs_on_another_day_and_made_up_speakers() -> None:
    source = a_hall()
    set_customs(source, Customs(most_replies=1), version=None, **MARTA)
    session.add(
        LetterWording(
            dialogue_id=source.id,
            kind="invitation",
            language="en",
            subject="S",
            body="B",
            changed_at=AT,
            changed_by="M",
        )
    )
    made = an_exercise(source)
    assert re.fullmatch(r"rtop-2012-exercise-[0-9a-f]{10}", made.slug)
    assert (made.rehearses, made.theme) == ("rtop-2012", "Exercise: Timely and decisive response")
    hours = [(one.starts_at, one.ends_at - one.starts_at, len(one.items)) for one in made.meetings]
    assert hours == [
        (OPENS, builders.SITTING, 3),
        (OPENS + (builders.AFTERNOON - builders.MORNING), builders.SITTING, 1),
    ]
    assert customs_of(made).most_replies == 1
    assert [(one.subject, one.body) for one in own_wordings(made)] == [("S", "B")]
    rows = listing(made).rows
    assert (len(rows), {row.entry.delegation.endswith("(example)") for row in rows}) == (12, {True})
    assert [one.address for one in inscriptions(made)] == [""] * 12
    assert [one.on_behalf_of for one in (row.entry for row in rows) if one.on_behalf_of] == [
        "Group of Coastal Friends (example)"
    ]
    assert set(room(made).delegations.values()) == {row.entry.delegation for row in rows}


def test_it_stands_beside_the_dialogues_and_its_delegations_are_shown_to_nobody_else() -> None:
    source = a_hall()
    made = an_exercise(source)
    assert ([one.slug for one in all_dialogues()], [one.slug for one in published_dialogues()]) == (
        ["rtop-2012"],
        ["rtop-2012"],
    )
    assert [one.slug for one in exercises()] == [made.slug]
    assert [one.name for one in groups() if "example" in one.name] == []
    with pytest.raises(IsAnExercise):
        rehearse(made, Wanted(OPENS, 3, 1), prefix="Exercise", who=WHO)


def test_it_writes_to_nobody() -> None:
    made = an_exercise(a_hall())
    first = inscriptions(made)[0]
    first.address = first.address_key = "somebody@mission.example"
    withdraw(first, at=AT, by="Marta (example)")
    with pytest.raises(NobodyIsInvited):
        invite(made, [builders.a_contact()], **MARTA)
    with pytest.raises(NobodyIsWrittenTo):
        write_carrying(
            LetterKind.UPDATE,
            Mailbox(made, "a@mission.example", "A", "key", ""),
            at=AT,
            subject="S",
            body=both("B"),
            language="en",
            stream="s",
            about="a",
            calendar=b"",
            method="REQUEST",
        )
    session.commit()
    assert session.scalars(select(Letter)).all() == []


def test_its_list_is_published_again_though_somebody_in_it_has_an_address() -> None:
    source = a_hall()
    session.commit()
    before = counted()
    made = an_exercise(source)
    first, second = inscriptions(made)[:2]
    first.address = first.address_key = "somebody@mission.example"
    publish_list(made, at=AT)
    session.commit()
    withdraw(second, at=AT + timedelta(minutes=1), by="Marta (example)")
    publish_list(made, at=AT + timedelta(minutes=1))
    session.commit()
    withdraw(first, at=AT + timedelta(minutes=2), by="Marta (example)")
    session.commit()
    assert (revisions.last_number(made), session.scalars(select(Letter)).all()) == ((1, AT + timedelta(minutes=1)), [])
    throw_away(made, **MARTA)
    session.commit()
    assert counted() == before


def test_a_request_that_gets_the_number_of_one_thrown_away_has_no_part_of_its_history() -> None:
    source = a_hall()
    session.commit()
    made = an_exercise(source)
    gone = inscriptions(made)[0]
    number, about = gone.id, finding.about(gone)
    tell(gone, at=AT)
    throw_away(made, **MARTA)
    session.commit()
    again = builders.a_registration(source, id=number)
    session.add(again)
    session.commit()
    assert finding.about(again) == about
    assert (list(finding.changes_of(again)), finding.told_lately(again, AT), last_change(source, about)) == (
        [],
        False,
        (),
    )


def test_a_link_into_it_opens_no_request_that_gets_the_number_afterwards() -> None:
    source = a_hall()
    made = an_exercise(source)
    nauru = builders.a_delegation("Nauru").id
    late = add_by_desk(made, nauru, asked(), exception=True, why="late", **MARTA).registration
    real = add_by_desk(source, nauru, asked(), exception=True, why="late", **MARTA).registration
    assert late is not None
    assert real is not None
    assert (late.token_version > 1, real.token_version) == (True, 1)
    assert {one.token_version > 1 for one in inscriptions(made)} == {True}


def test_who_was_typed_in_during_it_goes_with_it_unless_known_elsewhere() -> None:
    source = a_hall()
    session.commit()
    made = an_exercise(source)
    here, elsewhere = typed_in("Friends of the hall", AT), typed_in("Known elsewhere", AT)
    requests = [(made, here), (made, elsewhere), (source, elsewhere)]
    session.add_all([builders.a_registration(dialogue, delegation=one) for dialogue, one in requests])
    session.commit()
    throw_away(made, **MARTA)
    session.commit()
    names = session.scalars(select(Standing.name).join(Delegation).where(Delegation.typed_in)).all()
    assert names == ["Known elsewhere"]


def test_a_group_that_there_is_stays_when_an_exercise_goes() -> None:
    source = a_hall()
    session.commit()
    made = an_exercise(source)
    session.add(builders.a_registration(made, "Peru", group=builders.a_group("Group of 77 and China")))
    session.commit()
    throw_away(made, **MARTA)
    session.commit()
    assert session.scalars(select(Group.name).where(Group.name == "Group of 77 and China")).all() == [
        "Group of 77 and China"
    ]


def test_it_is_thrown_away_with_all_that_was_done_in_it_and_the_record_holds() -> None:
    source = a_hall()
    session.commit()
    before = counted()
    made = an_exercise(source)
    made_as = made.slug
    publish(made, **MARTA)
    for minutes, button in enumerate((Button.OPEN, Button.NEXT, Button.START)):
        hand(made, button, minutes)
    waiting = [seat.row.entry.delegation for seat in room(made).waiting]
    swapped(made, waiting[0], waiting[2])
    session.commit()
    throw_away(made, **MARTA)
    session.commit()
    assert counted() == before
    assert first_break(session()) is None
    again = an_exercise(source)
    assert again.slug != made_as
    hand(again, Button.OPEN, 0)
    session.commit()
    assert (replayed(again.slug)[0], steps_replayed(again.slug)[0], steps_replayed("rtop-2012")[0]) == (
        True,
        True,
        True,
    )


def test_a_dialogue_that_takes_place_is_not_thrown_away() -> None:
    with pytest.raises(IsNoExercise):
        throw_away(a_hall(), **MARTA)
    assert any_dialogue("rtop-2012").rehearses == ""
