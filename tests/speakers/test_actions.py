"""What the desk can do with the list, on rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Insert, event, insert, select
from sqlalchemy.orm import Session

from rtop_event.database import session
from rtop_event.delegations.words import Level
from rtop_event.dialogues.words import Preset
from rtop_event.refusal import NotFound, StaleHand
from rtop_event.registrations.models import Decision
from rtop_event.speakers import actions, publishing, revisions
from rtop_event.speakers.composing import NoSuchPlace, anchor_for
from rtop_event.speakers.listing import key_of, listing
from rtop_event.speakers.models import Pin, PlacedMove, Revision
from rtop_event.speakers.refusals import (
    AlreadyPublished,
    DialogueNotPublished,
    IsPinned,
    NothingToPublish,
    PlaceIsPinned,
    ReasonNeeded,
    StandsThere,
)
from rtop_event.speakers.seen import difference, read
from rtop_event.speakers.timing import Limits
from tests import builders
from tests.speakers.desk_lists import NAMES, NOW, a_list, key, names, publish, recorded, registration, withdraw

pytestmark = pytest.mark.usefixtures("rows")
BY = "Desk (example)"


def said(dialogue: Any, **more: Any) -> dict[str, Any]:
    return {"reason": "", "seen": listing(dialogue).fingerprint, "by": BY, "at": NOW, **more}


def test_list_is_ordered_by_the_preset_with_turns_and_limits() -> None:
    found = listing(a_list())
    assert names(found) == NAMES
    assert [row.limit for row in found.rows] == [300, 180, 180, 180, 180, 180]
    assert [f"{row.turn.starts_at:%H:%M:%S}" for row in found.rows if row.turn.starts_at] == [
        "15:45:00",
        "15:50:30",
        "15:54:00",
        "15:57:30",
        "16:01:00",
        "16:04:30",
    ]


def test_list_leaves_out_who_is_withdrawn_unverified_or_not_selected() -> None:
    dialogue = a_list()
    withdraw("Chad")
    registration(NAMES[5]).decision = Decision.NONE
    builders.a_registration(dialogue, "Kenya")
    assert names(listing(dialogue)) == ["Algeria", "Tonga", "Peru", "Holy See"]


def test_move_puts_one_directly_after_another_and_is_recorded() -> None:
    dialogue = a_list()
    before, after = actions.move(dialogue, key("Chad"), after=key("Tonga"), **said(dialogue, reason="flight"))
    assert names(listing(dialogue)) == ["Algeria", "Tonga", "Chad", "Peru", "Holy See", NAMES[5]]
    assert (before.place.number, after.place.number) == (4, 3)
    assert str(listing(dialogue).row(key("Chad")).place.reason) == "Moved by the chair directly after Tonga: flight."
    assert recorded() == [("moved", BY, {"place": 4}, {"place": 3}, "flight")]


def test_move_to_the_front_needs_no_anchor() -> None:
    dialogue = a_list()
    actions.move(dialogue, key("Peru"), after=None, **said(dialogue))
    assert names(listing(dialogue))[:2] == ["Peru", "Algeria"]


def test_moves_hold_in_their_order_even_when_the_clock_jumps_back() -> None:
    dialogue = a_list()
    actions.move(dialogue, key("Peru"), after=None, **said(dialogue))
    session.flush()
    actions.move(dialogue, key("Chad"), after=None, **said(dialogue, at=NOW - timedelta(hours=1)))
    assert names(listing(dialogue))[:2] == ["Chad", "Peru"]


@pytest.mark.parametrize(("place", "order"), [(1, "Peru Algeria Tonga"), (2, "Algeria Peru Tonga")])
def test_anchor_for_leads_to_the_place(place: int, order: str) -> None:
    dialogue = a_list()
    anchor = anchor_for(listing(dialogue), key("Peru"), place)
    actions.move(dialogue, key("Peru"), after=anchor, **said(dialogue))
    assert " ".join(names(listing(dialogue))[:3]) == order


@pytest.mark.parametrize("place", [0, 7])
def test_anchor_for_refuses_a_place_beyond_the_list(place: int) -> None:
    found = listing(a_list())
    with pytest.raises(NoSuchPlace) as refused:
        anchor_for(found, found.rows[0].key, place)
    assert str(refused.value) == "The list has the places from 1 to 6."


def test_move_of_a_list_seen_otherwise_is_refused_and_changes_nothing() -> None:
    dialogue = a_list()
    drawn = said(dialogue)
    actions.move(dialogue, key("Chad"), after=None, **said(dialogue))
    with pytest.raises(StaleHand):
        actions.move(dialogue, key("Peru"), after=None, **drawn)
    assert names(listing(dialogue))[:2] == ["Chad", "Algeria"]


def test_move_that_changes_nothing_is_refused() -> None:
    dialogue = a_list()
    with pytest.raises(StandsThere):
        actions.move(dialogue, key("Tonga"), after=key("Algeria"), **said(dialogue))
    assert session.scalars(select(PlacedMove)).all() == []


def test_move_of_one_who_is_not_on_the_list_is_not_found() -> None:
    dialogue = a_list()
    with pytest.raises(NotFound):
        actions.move(dialogue, key_of(999_999), after=None, **said(dialogue))


def test_move_needs_a_reason_once_something_is_published() -> None:
    dialogue = a_list()
    publish(dialogue)
    with pytest.raises(ReasonNeeded):
        actions.move(dialogue, key("Chad"), after=None, **said(dialogue, reason="  "))
    actions.move(dialogue, key("Chad"), after=None, **said(dialogue, reason="flight"))
    assert names(listing(dialogue))[0] == "Chad"


def test_take_back_undoes_the_last_move_of_one_only() -> None:
    dialogue = a_list()
    actions.move(dialogue, key("Chad"), after=None, **said(dialogue))
    actions.move(dialogue, key("Peru"), after=None, **said(dialogue))
    actions.take_back(dialogue, key("Chad"), **said(dialogue, reason="mistake"))
    assert names(listing(dialogue))[:3] == ["Peru", "Algeria", "Tonga"]
    assert recorded()[-1] == ("move taken back", BY, {"place": 2}, {"place": 4}, "mistake")


def test_move_before_the_first_of_another_meeting_is_taken_back_as_one_step() -> None:
    dialogue = a_list(order_preset="general-debate")
    for name, meeting in zip(NAMES, (1, 1, 1, 2, 2, 2), strict=True):
        registration(name).meeting_number = meeting
    session.flush()
    before = listing(dialogue).order
    mover, first = NAMES[1], NAMES[3]
    actions.move(dialogue, key(mover), after=key(NAMES[2]), **said(dialogue, at=NOW - timedelta(hours=1)))
    session.flush()
    moved = listing(dialogue).order
    actions.move_before_first(dialogue, key(mover), first=key(first), **said(dialogue))
    session.flush()
    assert listing(dialogue).order not in (before, moved)
    for expected in (moved, before):
        _, then = actions.take_back(dialogue, key(mover), **said(dialogue))
        session.flush()
        assert (listing(dialogue).order, then.place.meeting) == (expected, 1)


def test_take_back_without_a_move_is_not_found() -> None:
    dialogue = a_list()
    with pytest.raises(NotFound):
        actions.take_back(dialogue, key("Chad"), **said(dialogue))


def test_pin_holds_the_place_whoever_comes_and_is_recorded() -> None:
    dialogue = a_list()
    actions.pin(dialogue, key("Chad"), place=2, **said(dialogue, reason="host country"))
    builders.an_inscription(dialogue, "Egypt", level=Level.HEAD_OF_STATE)
    assert names(listing(dialogue))[:4] == ["Algeria", "Chad", "Tonga", "Egypt"]
    assert recorded() == [("pinned", BY, {"place": 4, "pin": None}, {"place": 2, "pin": 2}, "host country")]


def test_pin_anew_replaces_the_old_one() -> None:
    dialogue = a_list()
    actions.pin(dialogue, key("Chad"), place=2, **said(dialogue))
    actions.pin(dialogue, key("Chad"), place=1, **said(dialogue))
    assert names(listing(dialogue))[0] == "Chad"
    pins = session.scalars(select(Pin).order_by(Pin.id)).all()
    assert [(pin.place, pin.taken_back_at) for pin in pins] == [(2, NOW), (1, None)]


def test_pin_to_a_pinned_place_or_beyond_the_list_is_refused() -> None:
    dialogue = a_list()
    actions.pin(dialogue, key("Chad"), place=2, **said(dialogue))
    with pytest.raises(PlaceIsPinned) as held:
        actions.pin(dialogue, key("Peru"), place=2, **said(dialogue))
    assert str(held.value) == "Chad is pinned to place 2 already."
    with pytest.raises(NoSuchPlace):
        actions.pin(dialogue, key("Peru"), place=7, **said(dialogue))


def test_pinned_inscription_does_not_move_and_unpin_frees_it() -> None:
    dialogue = a_list()
    actions.pin(dialogue, key("Chad"), place=1, **said(dialogue))
    with pytest.raises(IsPinned):
        actions.move(dialogue, key("Chad"), after=key("Tonga"), **said(dialogue))
    actions.unpin(dialogue, key("Chad"), **said(dialogue))
    assert names(listing(dialogue)) == NAMES
    with pytest.raises(NotFound):
        actions.unpin(dialogue, key("Chad"), **said(dialogue))
    assert recorded()[-1] == ("unpinned", BY, {"place": 1, "pin": 1}, {"place": 4, "pin": None}, "")


def test_pin_made_by_another_hand_meanwhile_is_a_stale_hand() -> None:
    dialogue = a_list()
    drawn = said(dialogue)
    actions.pin(dialogue, key("Chad"), place=1, **said(dialogue))
    with pytest.raises(StaleHand):
        actions.pin(dialogue, key("Chad"), place=2, **drawn)


def test_order_is_chosen_once_per_version_and_recorded() -> None:
    dialogue = a_list()
    version = dialogue.version
    publishing.choose_order(dialogue, Preset.INSCRIPTION, version=version, reason="", by=BY, at=NOW)
    assert names(listing(dialogue)) == NAMES[::-1]
    with pytest.raises(StaleHand):
        publishing.choose_order(dialogue, Preset.DIALOGUE, version=version, reason="", by=BY, at=NOW)
    assert recorded() == [("order chosen", BY, {"order": "dialogue"}, {"order": "inscription"}, "")]


def test_order_chosen_again_changes_and_records_nothing() -> None:
    dialogue = a_list()
    publishing.choose_order(dialogue, Preset.DIALOGUE, version=dialogue.version, reason="", by=BY, at=NOW)
    assert (dialogue.version, recorded()) == (1, [])


def test_limits_are_set_and_recorded_with_what_changed() -> None:
    dialogue = a_list()
    limits = Limits(delegation=240, group=300, organisation=180, civil_society=120)
    publishing.set_limits(dialogue, limits, 30, version=dialogue.version, reason="", by=BY, at=NOW)
    assert [row.limit for row in listing(dialogue).rows] == [300, 240, 240, 240, 240, 120]
    before, after = {"delegation": 180, "civil_society": 180}, {"delegation": 240, "civil_society": 120}
    assert recorded() == [("limits set", BY, before, after, "")]
    publishing.set_limits(dialogue, limits, 30, version=dialogue.version, reason="", by=BY, at=NOW)
    assert len(recorded()) == 1


def test_order_and_limits_need_a_reason_once_something_is_published() -> None:
    dialogue = a_list()
    publish(dialogue)
    with pytest.raises(ReasonNeeded):
        publishing.choose_order(dialogue, Preset.INSCRIPTION, version=dialogue.version, reason="", by=BY, at=NOW)
    with pytest.raises(ReasonNeeded):
        publishing.set_limits(dialogue, Limits(60), 0, version=dialogue.version, reason="", by=BY, at=NOW)


def test_publish_is_provisional_first_then_rev_1() -> None:
    dialogue = a_list()
    publish(dialogue)
    actions.move(dialogue, key("Chad"), after=None, **said(dialogue, reason="flight"))
    publish(dialogue, note="Chad speaks first")
    assert [str(seen.label) for seen in revisions.latest(dialogue, 5)] == ["Rev.1", "Provisional list"]
    assert recorded()[-1][3] == {"list": "Rev.1", "places": 6, "came in": 0, "went out": 0, "moved": 1, "altered": 0}


def test_publish_keeps_what_was_seen_whatever_happens_after() -> None:
    dialogue = a_list()
    publish(dialogue)
    dialogue.limit_delegation = 60
    registration("Chad").speaker_name = "Another person (example)"
    actions.move(dialogue, key("Chad"), after=None, **said(dialogue, reason="flight"))
    seen = revisions.latest(dialogue)[0]
    assert [place.delegation for place in seen.places] == NAMES
    assert [place.limit for place in seen.places] == [300, 180, 180, 180, 180, 180]
    assert {name: value for name, value in seen.made_with.items() if name != "represented"} == {
        "preset": "dialogue",
        "delegation": 180,
        "group": 300,
        "organisation": 180,
        "civil_society": 180,
        "changeover": 30,
    }
    assert [str(place.speaker) for place in seen.places if place.delegation == "Chad"] != ["Another person (example)"]


def test_stored_place_is_read_back_with_its_reason_in_parts() -> None:
    dialogue = a_list()
    actions.move(dialogue, key("Chad"), after=key("Algeria"), **said(dialogue, reason="100% agreed"))
    row = publish(dialogue).places[1]
    assert row["reason"] == "Moved by the chair directly after Algeria (Group of 77 and China): 100% agreed."
    place = read(row)
    assert str(place.reason) == row["reason"]
    assert (place.delegation, place.number, place.fits, place.starts_at) == (
        "Chad",
        2,
        True,
        listing(dialogue).rows[1].turn.starts_at,
    )


def test_publish_without_changes_is_refused() -> None:
    dialogue = a_list()
    publish(dialogue)
    with pytest.raises(NothingToPublish) as refused:
        publish(dialogue)
    assert str(refused.value) == "Nothing has changed since the list was published, so there is nothing to publish."


def test_publish_of_an_empty_list_or_a_draft_is_refused() -> None:
    empty, draft = builders.a_dialogue(), a_list(slug="draft", published=False)
    with pytest.raises(NothingToPublish) as refused:
        publish(empty)
    assert str(refused.value) == "Nobody is on the list yet, so there is nothing to publish."
    with pytest.raises(DialogueNotPublished):
        publish(draft)


def test_publish_of_a_list_seen_otherwise_is_a_stale_hand() -> None:
    dialogue = a_list()
    with pytest.raises(StaleHand):
        publish(dialogue, seen="another")
    assert session.scalars(select(Revision)).all() == []


def test_move_while_the_reason_is_given_but_the_anchor_is_gone_is_not_found() -> None:
    dialogue = a_list()
    withdraw("Chad")
    with pytest.raises(NotFound):
        actions.move(dialogue, key("Peru"), after=key("Chad"), **said(dialogue, reason="agreed"))


def test_publish_of_a_number_that_is_taken_is_refused() -> None:
    dialogue = a_list()
    publish(dialogue)
    with pytest.raises(AlreadyPublished):
        publish(dialogue, number=0)


def rival(row: Insert) -> None:
    """Let another hand write this row just before ours is."""
    waiting = [row]

    def first(busy: Session, *_more: object) -> None:
        if waiting and any(isinstance(one, Revision | Pin) for one in busy.new):
            busy.execute(waiting.pop())

    event.listen(session(), "before_flush", first)


def test_table_refuses_two_revisions_of_one_number() -> None:
    dialogue = a_list()
    rival(
        insert(Revision).values(
            dialogue_id=dialogue.id, number=0, published_at=NOW, by="Another", note="", made_with={}, places=[]
        )
    )
    with pytest.raises(AlreadyPublished):
        publish(dialogue)
    assert session.scalars(select(Revision)).all() == []


def test_table_refuses_two_pins_of_one_inscription() -> None:
    dialogue = a_list()
    drawn, pinned = said(dialogue), registration("Chad").id
    rival(
        insert(Pin).values(
            dialogue_id=dialogue.id, registration_id=pinned, place=1, reason="", by="Another", pinned_at=NOW
        )
    )
    with pytest.raises(StaleHand):
        actions.pin(dialogue, key("Chad"), place=2, **drawn)
    assert session.scalars(select(Pin)).all() == []


def test_difference_tells_in_out_moved_altered_shifted_and_retimed() -> None:
    dialogue = a_list()
    publish(dialogue)
    withdraw("Tonga")
    registration("Peru").level = Level.VICE_MINISTER
    builders.an_inscription(dialogue, "Kenya", level=Level.VICE_MINISTER)
    actions.move(dialogue, key("Holy See"), after=None, **said(dialogue, reason="agreed"))
    publish(dialogue)
    new, old = revisions.latest(dialogue, 2)
    found = difference(old.places, new.places)
    assert [place.delegation for place in found.came_in] == ["Kenya"]
    assert [place.delegation for place in found.went_out] == ["Tonga"]
    assert [pair.after.delegation for pair in found.moved] == ["Holy See"]
    assert [(pair.before.level, pair.after.level) for pair in found.altered] == [(Level.MINISTER, Level.VICE_MINISTER)]
    assert (found.number, found.shifted, found.retimed) == (4, 2, 3)


def test_difference_of_new_limits_alone_counts_as_one_change() -> None:
    dialogue = a_list()
    publish(dialogue)
    limits = Limits(delegation=240)
    publishing.set_limits(dialogue, limits, 30, version=dialogue.version, reason="time", by=BY, at=NOW)
    publish(dialogue)
    new, old = revisions.latest(dialogue, 2)
    found = difference(old.places, new.places)
    assert (found.number, found.retimed, found.moved) == (1, 5, ())


def test_difference_across_presets_compares_numbers_not_meetings() -> None:
    dialogue = a_list()
    publish(dialogue)
    for one in NAMES:
        registration(one).meeting_number = 1
    publishing.choose_order(dialogue, Preset.GENERAL_DEBATE, version=dialogue.version, reason="as asked", by=BY, at=NOW)
    publish(dialogue)
    new, old = revisions.latest(dialogue, 2)
    assert [place.delegation for place in new.places] == ["Tonga", "Peru", "Chad", "Algeria", "Holy See", NAMES[5]]
    assert [pair.after.delegation for pair in difference(old.places, new.places).moved] == ["Algeria"]
