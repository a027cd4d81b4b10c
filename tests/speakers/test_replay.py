"""The record leads to the list as it stands, whatever was done; and says so where it does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from rtop_event.database import session
from rtop_event.delegations.words import Level
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.words import Preset
from rtop_event.organisers.record import record
from rtop_event.registrations import actions as requests
from rtop_event.registrations.models import Decision
from rtop_event.speakers import actions, publishing
from rtop_event.speakers.composing import Listing
from rtop_event.speakers.listing import listing
from rtop_event.speakers.proving import on_record, take_stock
from rtop_event.speakers.replay import NoBeginning, first_difference
from rtop_event.speakers.timing import Limits
from tests.speakers.desk_lists import NAMES, NOW, a_list, key, publish, registration, withdraw

pytestmark = pytest.mark.usefixtures("rows")
BY = "Desk (example)"


def begun(app: Flask, **facts: Any) -> None:
    """The list of a_list(), from the first line of its record on."""
    a_list(**facts)
    record("brought in", by=BY, at=NOW, dialogue="rtop-2012", about="dialogue")
    session.commit()


def anew() -> Any:
    """The dialogue, and what an action on its list is told."""
    session.remove()
    dialogue = any_dialogue("rtop-2012")
    return dialogue, {"reason": "flight", "seen": listing(dialogue).fingerprint, "by": BY, "at": NOW}


def both() -> tuple[Listing, Listing]:
    """The list by the record, and the list as it stands, from a session that knows nothing yet."""
    session.commit()
    session.remove()
    dialogue = any_dialogue("rtop-2012")
    return on_record(dialogue).listing(), listing(dialogue)


def told(places: Listing) -> list[tuple[Any, ...]]:
    """All that a list says of its places."""
    return [
        (row.key, row.place.meeting, row.place.number, row.entry.pin, str(row.place.reason), row.turn.starts_at)
        for row in places.rows
    ]


def verified(app: Flask) -> Result:
    session.remove()
    return app.test_cli_runner().invoke(args=["record", "verify", "--dialogue", "rtop-2012"])


def moved() -> None:
    dialogue, said = anew()
    actions.move(dialogue, key("Chad"), after=key("Tonga"), **said)


def taken_back() -> None:
    moved()
    session.commit()
    dialogue, said = anew()
    actions.take_back(dialogue, key("Chad"), **said)


def pinned_and_moved() -> None:
    dialogue, said = anew()
    actions.pin(dialogue, key("Chad"), place=2, **said)
    session.commit()
    dialogue, said = anew()
    actions.move(dialogue, key("Peru"), after=None, **said)


def unpinned() -> None:
    pinned_and_moved()
    session.commit()
    dialogue, said = anew()
    actions.unpin(dialogue, key("Chad"), **said)


def ordered_otherwise() -> None:
    dialogue, _ = anew()
    publishing.choose_order(dialogue, Preset.GENERAL_DEBATE, version=dialogue.version, reason="", by=BY, at=NOW)


def limited() -> None:
    dialogue, _ = anew()
    publishing.set_limits(dialogue, Limits(120, 240, 60, 90), 20, version=dialogue.version, reason="", by=BY, at=NOW)


def withdrawn_after_a_move() -> None:
    moved()
    session.commit()
    requests.withdraw(registration("Chad"), at=NOW)


def back_again() -> None:
    withdrawn_after_a_move()
    session.commit()
    requests.come_back(registration("Chad"), at=NOW + timedelta(minutes=1), by=BY)


def raised() -> None:
    requests.edit(registration("Chad"), {"level": Level.HEAD_OF_STATE}, at=NOW, by=BY)


def not_selected() -> None:
    requests.decide(registration(NAMES[5]), Decision.REFUSED, message="", at=NOW, by=BY, send=False)


def published() -> None:
    publish(any_dialogue("rtop-2012"))


@pytest.mark.parametrize(
    "step",
    [
        moved,
        taken_back,
        pinned_and_moved,
        unpinned,
        ordered_otherwise,
        limited,
        withdrawn_after_a_move,
        back_again,
        raised,
        not_selected,
        published,
    ],
)
def test_record_leads_to_the_list_as_it_stands(app: Flask, step: Any) -> None:
    begun(app)
    before = told(listing(any_dialogue("rtop-2012")))
    step()
    recorded, live = both()
    assert told(recorded) == told(live)
    assert (told(live) == before) == (step in {taken_back, published})
    found = verified(app)
    assert (found.exit_code, found.output.splitlines()[1:]) == (
        0,
        [
            f"The list on record is the list of rtop-2012 as it stands: {len(live.rows)} places.",
            "The floor on record is the floor of rtop-2012 as it stands: 0 steps.",
        ],
    )


def test_what_went_past_the_record_is_named(app: Flask) -> None:
    begun(app)
    withdraw("Peru")
    peru, chad = key("Peru"), key("Chad")
    session.commit()
    found = verified(app)
    assert (found.exit_code, found.output.splitlines()[1:]) == (
        1,
        [
            "Error: The list of rtop-2012 is not the one on record: the record leads to"
            f" place 3 Peru ({peru}), there stands place 3 Chad ({chad})."
        ],
    )


def test_places_of_meetings_and_the_end_of_a_list_are_told_apart(app: Flask) -> None:
    begun(app, order_preset="general-debate")
    for name in NAMES:
        registration(name).meeting_number = 2
    record("brought in again", by=BY, at=NOW, dialogue="rtop-2012", about="dialogue")
    session.commit()
    withdraw(NAMES[5])
    last = key(NAMES[5])
    recorded, live = both()
    assert first_difference(recorded, live) == (f"place 6 of meeting 2 {NAMES[5]} ({last})", "the end of the list")
    assert first_difference(live, recorded) == ("the end of the list", f"place 6 of meeting 2 {NAMES[5]} ({last})")


def test_list_older_than_its_record_begins_when_stock_is_taken(app: Flask) -> None:
    dialogue = a_list()
    session.commit()
    with pytest.raises(NoBeginning) as unknown:
        on_record(dialogue)
    assert str(unknown.value) == "The record does not tell how the list of rtop-2012 began."
    for _ in range(2):
        take_stock(at=NOW)
        session.commit()
    recorded, live = both()
    assert told(recorded) == told(live)
    assert session.execute(text("SELECT what FROM changes")).all() == [("stock taken",)]


def test_removed_parts_of_the_programme_are_gone_from_the_record_too(app: Flask) -> None:
    begun(app)
    dialogue = any_dialogue("rtop-2012")
    del dialogue.meetings[0].items[0]
    record("programme edited", by=BY, at=NOW, dialogue="rtop-2012", about="programme")
    recorded, live = both()
    assert told(recorded) == told(live)
    assert f"{live.rows[0].turn.starts_at:%H:%M}" == "15:15"
