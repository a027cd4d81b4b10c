"""What the desk does with a dialogue: begin, copy, facts, programme, publish; what calendars and the record learn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from rtop_event.database import session
from rtop_event.dialogues import editing, programme_editing
from rtop_event.dialogues.actions import cancel_meeting, write_text
from rtop_event.dialogues.finding import any_dialogue, own_wording
from rtop_event.dialogues.lettering import Wording
from rtop_event.dialogues.letterkinds import kind_named
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.plan import MeetingPlan, PartPlan
from rtop_event.dialogues.readiness import NotReady
from rtop_event.dialogues.rewording import reword
from rtop_event.dialogues.words import DocumentKind, ItemKind, TextKind
from rtop_event.organisers.models import Change
from rtop_event.refusal import NotFound, StaleHand
from tests import builders

AT = datetime(2012, 8, 20, 12, tzinfo=UTC)
WHO = editing.Beginning("Desk (example)", AT, "dialogue.example")
MORNING, AFTERNOON = builders.MORNING, builders.AFTERNOON
FLOOR = PartPlan(ItemKind.FLOOR, "Floor", None)
FACTS: dict[str, Any] = {
    "slug": "rtop-2013",
    "title": "Title",
    "theme": "Theme",
    "convenor": "The President",
    "host": "ICRtoP",
    "zone": "America/New_York",
    "room": "Room 4",
    "contact_name": "Desk",
    "contact_address": "desk@icrtop.example",
}
BY: dict[str, Any] = {"by": "Desk (example)", "at": AT}


def begun() -> Dialogue:
    """A dialogue that was begun with two meetings."""
    meetings = [
        ("Morning", MORNING, MORNING + builders.SITTING),
        ("Afternoon", AFTERNOON, AFTERNOON + builders.SITTING),
    ]
    return editing.begin(FACTS, meetings, statement="Not official.", floor="The floor", who=WHO)


def recorded() -> list[tuple[str, str]]:
    """The record: what was done, and why."""
    return [(change.what, change.why) for change in session.scalars(select(Change).order_by(Change.id))]


def sequences(dialogue: Dialogue) -> list[int]:
    """SEQUENCE of the dialogue and of its meetings by number."""
    return [dialogue.sequence, *(meeting.sequence for meeting in sorted(dialogue.meetings, key=lambda one: one.number))]


def plans(dialogue: Dialogue) -> list[MeetingPlan]:
    """The programme as it stands."""
    return [
        MeetingPlan(one.number, one.name, one.room, one.starts_at, one.ends_at, (FLOOR,)) for one in dialogue.meetings
    ]


def change(dialogue: Dialogue, wanted: list[MeetingPlan]) -> Dialogue:
    """The dialogue, read anew, after its programme was changed."""
    programme_editing.change_programme(dialogue, wanted, domain="dialogue.example", **BY)
    session.commit()
    session.expire_all()
    return any_dialogue(dialogue.slug)


def test_begin_makes_a_draft_with_meetings_and_periods(rows: None) -> None:
    dialogue = begun()
    assert dialogue.published_at is None
    assert [(one.number, one.name, [(item.kind, item.minutes) for item in one.items]) for one in dialogue.meetings] == [
        (1, "Morning", [(ItemKind.FLOOR, None)]),
        (2, "Afternoon", [(ItemKind.FLOOR, None)]),
    ]
    assert dialogue.registration_closes_at == datetime(2012, 9, 3, 22, tzinfo=UTC)
    assert dialogue.list_closes_at == MORNING
    assert len({dialogue.uid, *(one.uid for one in dialogue.meetings)}) == 3
    assert recorded() == [("drafted", "")]


def test_begin_refuses_a_short_name_in_use(rows: None) -> None:
    builders.a_dialogue("rtop-2013")
    session.commit()
    with pytest.raises(editing.SlugTaken):
        begun()


def test_copy_moves_every_day_and_keeps_the_hours(rows: None) -> None:
    early = MORNING - timedelta(hours=2)
    source = builders.a_dialogue(open_now=False, issues=["One"], online_closes_at=early, announced_at=MORNING)
    source.meetings[0].items[0].people = [{"name": "A", "function": "B", "role": "speaker"}]
    editing.change_facts(source, {"zone": source.zone}, [document("Report")], **BY)
    write_text(source, TextKind.BRIEFING, "en", "# Text", **BY)
    cancel_meeting(source, source.meetings[1], **BY)
    reword(kind_named("receipt"), source, "fr", Wording("Merci", "{salutation}"), version=0, **BY)
    session.flush()
    again = editing.copy(source, slug="rtop-2013", title="T", theme="Again", day=date(2013, 12, 4), who=WHO)
    session.commit()
    assert (again.slug, again.theme, again.published_at, again.sequence) == ("rtop-2013", "Again", None, 0)
    assert [(one.name, one.starts_at) for one in again.meetings] == [
        ("Morning meeting", datetime(2013, 12, 4, 15, tzinfo=UTC))
    ]
    assert again.meetings[0].items[0].people == [{"name": "A", "function": "B", "role": "speaker"}]
    assert (again.list_closes_at, again.online_closes_at, again.announced_at) == (
        datetime(2013, 12, 4, 15, tzinfo=UTC),
        datetime(2013, 12, 4, 13, tzinfo=UTC),
        None,
    )
    assert [one.title for one in again.documents] == ["Report"]
    assert [(one.kind, one.language, one.body) for one in again.texts] == [(TextKind.BRIEFING, "en", "# Text")]
    assert own_wording(again, "receipt", "fr") == Wording("Merci", "{salutation}")
    assert own_wording(again, "receipt", "en") is None
    assert (again.issues, again.host) == (["One"], source.host)
    assert {again.uid, again.meetings[0].uid} & {source.uid, source.meetings[0].uid} == set()
    assert recorded()[-1] == ("drafted", "copy of rtop-2012")


def test_copy_refuses_an_hour_that_the_clocks_leave_out(rows: None) -> None:
    night = datetime(2012, 9, 5, 6, 30, tzinfo=UTC)
    source = builders.a_dialogue(open_now=False)
    source.meetings[0].starts_at = night
    with pytest.raises(editing.HourMissing) as refused:
        editing.copy(source, slug="rtop-2013", title="T", theme="T", day=date(2012, 3, 11), who=WHO)
    assert str(refused.value) == "The clocks go forward over this hour in America/New_York: it does not exist."


def document(title: str) -> dict[str, Any]:
    """A document as a form gives it."""
    return {"kind": DocumentKind.REPORT, "title": title, "symbol": "", "url": ""}


@pytest.mark.parametrize(
    ("facts", "raised"),
    [
        ({"theme": "Another"}, [0, 0, 0]),
        ({"convenor": "Somebody"}, [0, 0, 0]),
        ({"room": "Trusteeship Council Chamber"}, [1, 1, 1]),
        ({"latitude": 40.7, "longitude": -73.9}, [0, 0, 0]),
        ({}, [0, 0, 0]),
    ],
)
def test_change_facts_raises_sequence_where_people_go_elsewhere(
    rows: None, facts: dict[str, Any], raised: list[int]
) -> None:
    dialogue = builders.a_dialogue()
    session.commit()
    editing.change_facts(dialogue, {"zone": dialogue.zone, **facts}, [], **BY)
    session.commit()
    assert sequences(dialogue) == raised
    assert (dialogue.changed_at, recorded()) == ((AT, [("facts changed", "")]) if facts else (builders.OPENED, []))


def test_change_facts_in_another_zone_keeps_hours_on_the_clock(rows: None) -> None:
    dialogue = builders.a_dialogue()
    session.commit()
    editing.change_facts(dialogue, {"zone": "Europe/Zurich"}, [], **BY)
    assert [one.starts_at.hour for one in dialogue.meetings] == [8, 13]
    assert sequences(dialogue) == [1, 1, 1]


def test_change_facts_refuses_a_zone_where_the_hour_is_none(rows: None) -> None:
    dialogue = builders.a_dialogue()
    dialogue.meetings[0].starts_at = datetime(2012, 3, 25, 6, 30, tzinfo=UTC)
    session.commit()
    with pytest.raises(editing.HourMissing):
        editing.change_facts(dialogue, {"zone": "Europe/Zurich"}, [], **BY)


def test_change_facts_records_before_and_after(rows: None) -> None:
    dialogue = builders.a_dialogue()
    session.commit()
    editing.change_facts(dialogue, {"zone": dialogue.zone, "theme": "Another"}, [document("Report")], **BY)
    session.commit()
    line = session.scalars(select(Change)).one()
    kept = {"kind": "report", "title": "Report", "symbol": "", "url": "", "position": 1}
    assert (line.by, line.before) == ("Desk (example)", {"theme": "Timely and decisive response", "documents": []})
    assert line.after == {"theme": "Another", "documents": [kept]}


def test_publish_when_ready(rows: None) -> None:
    dialogue = builders.a_dialogue(published=False)
    editing.publish_when_ready(dialogue, **BY)
    assert (dialogue.published_at, recorded()) == (AT, [("published", "")])


def test_publish_waits_for_what_is_needed(rows: None) -> None:
    dialogue = builders.a_dialogue(published=False, host_statement="")
    with pytest.raises(NotReady):
        editing.publish_when_ready(dialogue, **BY)
    assert dialogue.published_at is None


def test_require_version(rows: None) -> None:
    dialogue = builders.a_dialogue()
    editing.require_version(dialogue, dialogue.version)
    with pytest.raises(StaleHand):
        editing.require_version(dialogue, dialogue.version + 1)


def test_save_text_refuses_the_second_of_two_first_texts(rows: None) -> None:
    dialogue = builders.a_dialogue()
    session.commit()
    assert dialogue.texts == []
    session.connection().execute(
        insert(DialogueText).values(
            dialogue_id=dialogue.id, kind=TextKind.BRIEFING, language="en", body="first", version=1, changed_at=AT
        )
    )
    with pytest.raises(StaleHand):
        editing.save_text(dialogue, TextKind.BRIEFING, "en", "second", **BY)


def test_change_programme_raises_sequence_of_what_moved(rows: None) -> None:
    dialogue = builders.a_dialogue()
    morning, afternoon = plans(dialogue)
    later = replace(afternoon, ends_at=AFTERNOON + builders.SITTING / 2)
    dialogue = change(dialogue, [morning, later])
    assert sequences(dialogue) == [1, 0, 1]
    dialogue = change(dialogue, [replace(morning, room="Room 1"), later])
    assert sequences(dialogue) == [2, 1, 1]
    dialogue = change(dialogue, [replace(morning, name="First", room="Room 1"), later])
    assert sequences(dialogue) == [2, 1, 1]
    assert [one.name for one in dialogue.meetings] == ["First", "Afternoon meeting"]


def test_change_programme_writes_nothing_where_nothing_changed(rows: None) -> None:
    dialogue = change(builders.a_dialogue(), plans(builders.a_dialogue("other")))
    version, lines = dialogue.version, recorded()
    dialogue = change(dialogue, plans(dialogue))
    assert (dialogue.version, recorded()) == (version, lines)


def test_change_programme_of_a_draft_adds_removes_and_orders(rows: None) -> None:
    dialogue = builders.a_dialogue(published=False)
    morning, afternoon = plans(dialogue)
    dialogue = change(dialogue, [replace(morning, name="First"), afternoon])
    assert [(one.number, one.name) for one in dialogue.meetings] == [(1, "First"), (2, "Afternoon meeting")]
    early = replace(
        morning, number=None, name="Early", starts_at=MORNING.replace(hour=10), ends_at=MORNING.replace(hour=12)
    )
    dialogue = change(dialogue, [afternoon, early])
    assert [(one.number, one.name) for one in dialogue.meetings] == [(1, "Early"), (2, "Afternoon meeting")]
    swapped = [
        replace(plan, starts_at=other.starts_at, ends_at=other.ends_at)
        for plan, other in zip(plans(dialogue), reversed(plans(dialogue)), strict=True)
    ]
    dialogue = change(dialogue, swapped)
    assert [(one.number, one.name) for one in dialogue.meetings] == [(1, "Afternoon meeting"), (2, "Early")]


def test_change_programme_cancels_a_public_meeting_that_is_left_out(rows: None) -> None:
    dialogue = builders.a_dialogue()
    morning, afternoon = plans(dialogue)
    evening = replace(
        afternoon, number=None, name="Evening", starts_at=AFTERNOON.replace(hour=22), ends_at=AFTERNOON.replace(hour=23)
    )
    dialogue = change(dialogue, [morning, evening])
    assert [(one.number, one.name, one.cancelled_at, one.sequence) for one in dialogue.meetings] == [
        (1, "Morning meeting", None, 0),
        (2, "Afternoon meeting", AT, 1),
        (3, "Evening", None, 0),
    ]


def test_take_up_lets_a_cancelled_meeting_take_place(rows: None) -> None:
    dialogue = builders.a_dialogue()
    dialogue = change(dialogue, plans(dialogue)[:1])
    programme_editing.take_up(dialogue, 2, **BY)
    assert (dialogue.meetings[1].cancelled_at, dialogue.meetings[1].sequence) == (None, 2)
    assert recorded()[-1] == ("meeting reinstated", "")


@pytest.mark.parametrize("number", [1, 3])
def test_take_up_finds_only_cancelled_meetings(rows: None, number: int) -> None:
    with pytest.raises(NotFound):
        programme_editing.take_up(builders.a_dialogue(), number, **BY)


@pytest.mark.parametrize("left_out", [1, 2])
def test_take_up_refuses_hours_that_are_taken(rows: None, left_out: int) -> None:
    dialogue = builders.a_dialogue()
    stays = next(plan for plan in plans(dialogue) if plan.number != left_out)
    wide = replace(stays, starts_at=MORNING, ends_at=AFTERNOON + builders.SITTING)
    dialogue = change(dialogue, [wide])
    with pytest.raises(programme_editing.HoursTaken):
        programme_editing.take_up(dialogue, left_out, **BY)
