"""The steps of an exchange: each once, recorded, with its letters, and refused where it is impossible."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.delegations.words import Kind, Level
from rtop_event.dialogues.models import Dialogue
from rtop_event.mailing.models import Letter
from rtop_event.organisers.models import Change
from rtop_event.refusal import StaleHand
from rtop_event.registrations import actions as registrations
from rtop_event.speakers import exchange_finding as finding
from rtop_event.speakers import exchanges, expiring
from rtop_event.speakers.exchange_refusals import (
    HasAskedYou,
    HoldsNoPlace,
    MeetingHasOpened,
    NotThatFar,
    NotTheSameLevel,
    OneOfferAtATime,
    PinnedStays,
    ReasonForRefusal,
    TooManyOffers,
)
from rtop_event.speakers.exchanging import State, state_of, told_of
from rtop_event.speakers.listing import facts_of, key_of, listing
from rtop_event.speakers.models import Exchange, Pin
from rtop_event.speakers.swapping import swap
from tests import builders
from tests.speakers.desk_lists import NOW, names, publish, recorded, registration, withdraw

pytestmark = pytest.mark.usefixtures("rows")
HOUR = timedelta(hours=1)
CAST = ["Chile", "Peru", "Chad", "Fiji"]


def a_hall(**facts: Any) -> Dialogue:
    """Three ministers and an ambassador."""
    dialogue = builders.a_dialogue(**facts)
    for name in CAST[:3]:
        builders.an_inscription(dialogue, name, level=Level.MINISTER)
    builders.an_inscription(dialogue, "Fiji")
    return dialogue


def ask(one: str = "Chile", other: str = "Chad", *, message: str = "", after: timedelta = HOUR * 0) -> Exchange:
    return exchanges.ask(registration(one), registration(other), message=message, at=NOW + after)


def seen(offer: Exchange) -> str:
    facts = facts_of(offer.asker.dialogue)
    return swap(facts, facts.listing(), key_of(offer.asker_id), key_of(offer.other_id), NOW).fingerprint


def accept(offer: Exchange, after: timedelta = HOUR) -> None:
    exchanges.accept(offer, seen=seen(offer), at=NOW + after)


def approve(offer: Exchange, after: timedelta = HOUR * 2) -> None:
    exchanges.approve(offer, seen=seen(offer), by="Desk (example)", at=NOW + after)


def letters() -> list[tuple[str, str]]:
    """To whom, about what, without the entries of turns; the addresses are those of the cast in order."""
    session.flush()
    who = {registration(name).address: name for name in CAST}
    asked = select(Letter).where(Letter.about.not_like("turn:%")).order_by(Letter.id)
    return [(who[one.recipient], one.subject) for one in session.scalars(asked)]


def lines_of(letter: Letter) -> list[str]:
    """The lines of a letter as they were written, before they were wrapped; without the greeting and the foot."""
    body = re.sub(r"\n(?!\n|- )\s*", " ", letter.text.partition("\n\n-- ")[0])
    return [line for line in re.sub(r"\n\s+", "\n", body).splitlines() if line][1:]


def text_of(subject: str, name: str) -> list[str]:
    mine = select(Letter).where(Letter.recipient == registration(name).address, Letter.subject == subject)
    return lines_of(session.scalars(mine).one())[:-3]


def states(dialogue: Dialogue, after: timedelta = HOUR) -> list[State]:
    return [state_of(one, NOW + after) for one in finding.all_of_dialogue(dialogue)]


def test_asked_accepted_and_approved_both_places_change() -> None:
    dialogue = a_hall()
    offer = ask(message="Our minister arrives late.")
    assert (state_of(offer, NOW), names(listing(dialogue))) == (State.OFFERED, ["Chile", "Peru", "Chad", "Fiji"])
    accept(offer)
    assert (state_of(offer, NOW), names(listing(dialogue))) == (State.ACCEPTED, ["Chile", "Peru", "Chad", "Fiji"])
    approve(offer)
    assert (state_of(offer, NOW), offer.approved_by) == (State.APPLIED, "Desk (example)")
    now = listing(dialogue)
    assert names(now) == ["Chad", "Peru", "Chile", "Fiji"]
    assert [str(row.place.reason) for row in now.rows if row.entry.delegation in {"Chile", "Chad"}] == [
        "Exchanged places with Chile, agreed by both delegations.",
        "Exchanged places with Chad, agreed by both delegations.",
    ]


def test_without_approval_it_holds_once_both_agree() -> None:
    dialogue = a_hall(exchange_needs_approval=False)
    offer = ask()
    accept(offer)
    assert (state_of(offer, NOW), offer.approved_by) == (State.APPLIED, "")
    assert names(listing(dialogue)) == ["Chad", "Peru", "Chile", "Fiji"]
    assert letters() == [
        ("Chad", "Exchange of places: an offer from Chile"),
        ("Chile", "Places exchanged with Chad"),
        ("Chad", "Places exchanged with Chile"),
    ]


def test_every_step_is_recorded_for_both_with_the_places() -> None:
    a_hall()
    offer = ask(message="Late.")
    accept(offer)
    approve(offer)
    mine, theirs, desk = "the delegation", "the other delegation", "Desk (example)"
    chad, chile = ({"exchange": offer.id, "exchanged_with": name} for name in ("Chad", "Chile"))
    assert recorded() == [
        ("exchange asked", mine, {}, chad, "Late."),
        ("exchange asked", theirs, {}, chile, "Late."),
        ("exchange accepted", theirs, {}, chad, ""),
        ("exchange accepted", mine, {}, chile, ""),
        ("places exchanged", desk, {"place": 1}, {**chad, "place": 3}, "agreed by both delegations"),
        ("places exchanged", desk, {"place": 3}, {**chile, "place": 1}, "agreed by both delegations"),
    ]
    about = [one.about for one in session.scalars(select(Change).order_by(Change.id))]
    pair = [f"registration:{registration(name).id}" for name in ("Chile", "Chad")]
    assert about == pair * 3


def test_letter_of_an_offer_shows_both_places_and_leads_to_its_page() -> None:
    a_hall()
    offer = ask(message="Our minister arrives late: see http://evil.example")
    letter = session.scalars(select(Letter)).one()
    said = lines_of(letter)
    assert said[-2].endswith(f"/exchange/{offer.id}/?lang=en")
    assert (letter.recipient, letter.state(NOW).value, letter.about) == (
        offer.other.address,
        "approved",
        f"registration:{offer.other_id}",
    )
    assert said[:-2] == [
        "Chile offers to exchange places with Chad on the list of speakers of Timely and decisive response.",
        "- Your place now: place 3, Morning meeting, about 5 September 2012, 11:52 (New York time)",
        "- Your place after the exchange: place 1, Morning meeting, about 5 September 2012, 11:45 (New York time)",
        "Their message: Our minister arrives late: see http: //evil. example",
        "Nothing changes unless you accept. The offer stands until 2 September 2012, 08:00 (New York time); you can "
        "decline it, or let it expire. If you accept, the exchange holds once the organisers have approved it.",
        "Both places, and the buttons to accept or to decline:",
    ]


def test_letters_after_approval_tell_the_new_place_and_that_it_is_provisional() -> None:
    dialogue = a_hall()
    publish(dialogue)
    offer = ask()
    accept(offer)
    approve(offer)
    assert letters() == [
        ("Chad", "Exchange of places: an offer from Chile"),
        ("Chile", "Exchange of places: Chad has accepted"),
        ("Chile", "Places exchanged with Chad"),
        ("Chad", "Places exchanged with Chile"),
    ]
    assert text_of("Places exchanged with Chad", "Chile") == [
        "Chile and Chad have exchanged their places on the list of speakers of Timely and decisive response.",
        "- Your place before: place 1, Morning meeting, about 5 September 2012, 11:45 (New York time)",
        "- Your place now: place 3, Morning meeting, about 5 September 2012, 11:52 (New York time)",
        "This is provisional until the next revision of the list is published.",
    ]


def test_letters_are_in_the_language_of_each() -> None:
    a_hall()
    registration("Chad").language = "fr"
    ask()
    assert [one.language for one in session.scalars(select(Letter))] == ["fr"]


def test_delegation_without_a_mailbox_gets_no_letter() -> None:
    a_hall()
    offer = ask()
    before = len(session.scalars(select(Letter)).all())
    for one in ("Chile", "Chad"):
        registration(one).address = registration(one).address_key = ""
    accept(offer)
    approve(offer)
    assert (before, len(session.scalars(select(Letter)).all())) == (1, 1)


def test_declined_offer_changes_nothing_and_tells_the_asker_why() -> None:
    dialogue = a_hall()
    offer = ask()
    exchanges.decline(offer, message="We speak before lunch.", at=NOW + HOUR)
    assert (state_of(offer, NOW), names(listing(dialogue))) == (State.DECLINED, ["Chile", "Peru", "Chad", "Fiji"])
    assert letters()[1:] == [("Chile", "Exchange of places: Chad has declined")]
    assert "Their message: We speak before lunch." in text_of("Exchange of places: Chad has declined", "Chile")
    assert recorded()[-1][::4] == ("exchange declined", "We speak before lunch.")


def test_asker_takes_back_what_waits_for_the_other_or_for_the_desk() -> None:
    dialogue = a_hall()
    exchanges.take_back(ask(), at=NOW + HOUR)
    second = ask()
    accept(second)
    exchanges.take_back(second, at=NOW + HOUR)
    assert states(dialogue) == [State.TAKEN_BACK, State.TAKEN_BACK]
    assert letters()[-1] == ("Chad", "Exchange of places: Chile has taken its offer back")


def test_desk_refuses_with_a_reason_that_both_read() -> None:
    dialogue = a_hall()
    offer = ask()
    accept(offer)
    with pytest.raises(ReasonForRefusal):
        exchanges.refuse(offer, reason=" ", by="Desk (example)", at=NOW)
    exchanges.refuse(offer, reason="The interpreters leave at 13:00.", by="Desk (example)", at=NOW + HOUR)
    assert (states(dialogue), names(listing(dialogue))) == ([State.REFUSED], ["Chile", "Peru", "Chad", "Fiji"])
    assert letters()[-2:] == [
        ("Chile", "Exchange of places with Chad: not approved"),
        ("Chad", "Exchange of places with Chile: not approved"),
    ]
    for name, partner in (("Chile", "Chad"), ("Chad", "Chile")):
        told = text_of(f"Exchange of places with {partner}: not approved", name)
        assert "Reason: The interpreters leave at 13:00." in told


def test_desk_undoes_what_holds_and_both_read_where_they_stand() -> None:
    dialogue = a_hall(exchange_needs_approval=False)
    offer = ask()
    accept(offer)
    with pytest.raises(ReasonForRefusal):
        exchanges.undo(offer, reason="", by="Desk (example)", at=NOW)
    exchanges.undo(offer, reason="Asked for by both.", by="Desk (example)", at=NOW + HOUR * 2)
    assert (states(dialogue), names(listing(dialogue))) == ([State.UNDONE], ["Chile", "Peru", "Chad", "Fiji"])
    told = text_of("Exchange of places with Chad: undone", "Chile")
    assert "- Your place now: place 1, Morning meeting, about 5 September 2012, 11:45 (New York time)" in told
    chad, chile = ({"exchange": offer.id, "exchanged_with": name} for name in ("Chad", "Chile"))
    assert recorded()[-2:] == [
        ("exchange undone", "Desk (example)", {"place": 3}, {**chad, "place": 1}, "Asked for by both."),
        ("exchange undone", "Desk (example)", {"place": 1}, {**chile, "place": 3}, "Asked for by both."),
    ]


def test_undoing_after_a_withdrawal_writes_to_who_is_left() -> None:
    a_hall(exchange_needs_approval=False)
    offer = ask()
    accept(offer)
    withdraw("Chad")
    exchanges.undo(offer, reason="Chad has left.", by="Desk (example)", at=NOW + HOUR * 2)
    assert letters()[-1] == ("Chile", "Exchange of places with Chad: undone")
    assert recorded()[-1][2:4] == ({}, {"exchange": offer.id, "exchanged_with": "Chile"})


STEPS: dict[str, Callable[[Exchange], None]] = {
    "accept": accept,
    "approve": approve,
    "decline": lambda offer: exchanges.decline(offer, message="", at=NOW + HOUR),
    "take back": lambda offer: exchanges.take_back(offer, at=NOW + HOUR),
    "refuse": lambda offer: exchanges.refuse(offer, reason="No.", by="Desk (example)", at=NOW + HOUR),
    "undo": lambda offer: exchanges.undo(offer, reason="No.", by="Desk (example)", at=NOW + HOUR),
}
POSSIBLE = {
    (): ["accept", "decline", "take back"],
    ("accept",): ["approve", "take back", "refuse"],
    ("accept", "approve"): ["undo"],
    ("decline",): [],
    ("take back",): [],
    ("accept", "refuse"): [],
    ("accept", "approve", "undo"): [],
}


@pytest.mark.parametrize("before", POSSIBLE)
def test_only_these_steps_follow(before: tuple[str, ...]) -> None:
    a_hall()
    offer = ask()
    for step in before:
        STEPS[step](offer)
    session.commit()
    refused = []
    for step, take in STEPS.items():
        number = len(recorded())
        try:
            take(offer)
        except NotThatFar:
            refused.append(step)
            assert len(recorded()) == number
        session.rollback()
    assert [step for step in STEPS if step not in refused] == POSSIBLE[before]


def test_rule_that_forbids_it_is_named_and_nothing_is_kept() -> None:
    dialogue = a_hall()
    with pytest.raises(NotTheSameLevel) as forbidden:
        ask("Chile", "Fiji")
    assert str(forbidden.value) == (
        "The speaker of Chile is Minister, that of Fiji Chair of delegation. By the rule of levels, places are "
        "exchanged only within one level."
    )
    assert (states(dialogue), letters(), recorded()) == ([], [], [])


def test_who_is_withdrawn_or_waits_on_the_reserve_exchanges_nothing() -> None:
    dialogue = a_hall()
    withdraw("Chad")
    late = builders.an_inscription(dialogue, "Kenya", level=Level.MINISTER, reserve_since=NOW)
    with pytest.raises(HoldsNoPlace):
        ask("Chile", "Chad")
    with pytest.raises(HoldsNoPlace):
        ask("Chad", "Chile")
    with pytest.raises(HoldsNoPlace):
        exchanges.ask(late, registration("Chile"), message="", at=NOW)


def test_rule_is_asked_again_at_each_step() -> None:
    dialogue = a_hall()
    offer = ask()
    pin = Pin(dialogue_id=dialogue.id, registration_id=offer.other_id, place=3, reason="", by="Desk", pinned_at=NOW)
    session.add(pin)
    session.flush()
    with pytest.raises(PinnedStays):
        accept(offer)


def test_one_open_offer_at_a_time() -> None:
    a_hall()
    first = ask()
    with pytest.raises(OneOfferAtATime):
        ask("Chile", "Peru")
    with pytest.raises(HasAskedYou) as asked:
        ask("Chad", "Chile")
    assert str(asked.value) == "Chile has already asked you for the same exchange: accept that offer instead."
    exchanges.take_back(first, at=NOW)
    assert state_of(ask("Chile", "Peru"), NOW) is State.OFFERED


def test_one_delegation_can_be_asked_by_several() -> None:
    dialogue = a_hall()
    ask("Chile", "Peru")
    ask("Chad", "Peru")
    assert states(dialogue) == [State.OFFERED, State.OFFERED]


def test_database_holds_one_open_offer_where_two_hands_ask_at_once() -> None:
    a_hall()
    chile, peru, chad = (registration(name) for name in CAST[:3])
    values = {"dialogue_id": chile.dialogue_id, "asked_at": NOW, "expires_at": NOW + HOUR}
    session.add(Exchange(asker=chile, other=peru, **values))
    session.flush()
    session.add(Exchange(asker=chile, other=chad, **values))
    with pytest.raises(IntegrityError):
        session.flush()


def test_offer_expires_after_a_day_and_makes_room_for_another() -> None:
    dialogue = a_hall()
    offer = ask()
    assert offer.expires_at == NOW + HOUR * 24
    with pytest.raises(NotThatFar) as refused:
        accept(offer, HOUR * 24)
    assert str(refused.value) == (
        "Nothing was changed: where this exchange of places stands now is “expired without an answer”."
    )
    ask("Chile", "Peru", after=HOUR * 25)
    assert states(dialogue, HOUR * 25) == [State.OFFERED, State.EXPIRED]
    assert [one for one in letters() if one[1].endswith(": expired")] == [
        ("Chile", "Exchange of places with Chad: expired"),
        ("Chad", "Exchange of places with Chile: expired"),
    ]


def test_both_learn_by_one_letter_each_that_an_offer_has_expired() -> None:
    a_hall()
    ask()
    expiring.end_what_is_over(NOW + HOUR * 24 - timedelta(seconds=1))
    assert len(letters()) == 1
    for after in (24, 25):
        expiring.end_what_is_over(NOW + HOUR * after)
    assert letters()[1:] == [
        ("Chile", "Exchange of places with Chad: expired"),
        ("Chad", "Exchange of places with Chile: expired"),
    ]
    unchanged = "Your place is unchanged, and there is nothing that you need to do."
    assert text_of("Exchange of places with Chad: expired", "Chile") == [
        "Chad has not answered your offer to exchange places in time, so the offer has ended.",
        unchanged,
    ]
    assert text_of("Exchange of places with Chile: expired", "Chad") == [
        "the offer of Chile to exchange places has ended, because it was not answered in time.",
        unchanged,
    ]
    assert [line[:2] for line in recorded()[-2:]] == [("exchange expired", "the site")] * 2


def test_both_learn_that_what_they_agreed_was_not_approved_in_time() -> None:
    a_hall()
    offer = ask()
    accept(offer)
    expiring.end_what_is_over(builders.MORNING)
    assert letters()[2:] == [
        ("Chile", "Exchange of places with Chad: expired"),
        ("Chad", "Exchange of places with Chile: expired"),
    ]
    assert text_of("Exchange of places with Chile: expired", "Chad")[0] == (
        "the exchange of places with Chile was not approved before the meeting, so it has ended."
    )
    assert str(told_of(offer, NOW)) == "expired: agreed by both, but not approved by the organisers in time"


def test_nobody_is_written_to_of_an_offer_once_the_dialogue_is_over_or_one_has_withdrawn() -> None:
    dialogue = a_hall()
    ask()
    ask("Peru", "Chad")
    registrations.withdraw(registration("Peru"), at=NOW)
    expiring.end_what_is_over(dialogue.ends_at)
    assert (states(dialogue), len(letters())) == ([State.VOID, State.EXPIRED], 2)


def test_offer_that_nobody_has_ended_yet_is_ended_with_its_letters_by_the_next_step() -> None:
    dialogue = a_hall(exchange_needs_approval=False)
    ask("Peru", "Chile")
    later = ask(after=HOUR * 20)
    exchanges.accept(later, seen=seen(later), at=NOW + HOUR * 25)
    assert states(dialogue, HOUR * 25) == [State.APPLIED, State.EXPIRED]
    assert sorted(letters()[2:]) == [
        ("Chad", "Places exchanged with Chile"),
        ("Chile", "Exchange of places with Peru: expired"),
        ("Chile", "Places exchanged with Chad"),
        ("Peru", "Exchange of places with Chile: expired"),
    ]


@pytest.mark.parametrize(
    ("needed", "subject"),
    [(True, "Exchange of places: Chad has accepted"), (False, "Places exchanged with Chad")],
)
def test_what_is_said_with_the_acceptance_reaches_the_asker_alone(needed: bool, subject: str) -> None:
    a_hall(exchange_needs_approval=needed)
    offer = ask()
    exchanges.accept(offer, seen=seen(offer), at=NOW + HOUR, message="Thank you.")
    assert "Their message: Thank you." in text_of(subject, "Chile")
    told = session.scalars(select(Letter).where(Letter.text.contains("Thank you."))).all()
    assert [letter.subject for letter in told] == [subject]


def test_offer_expires_when_the_first_of_the_two_meetings_opens() -> None:
    a_hall()
    offer = ask(after=builders.MORNING - HOUR - NOW)
    assert offer.expires_at == builders.MORNING
    with pytest.raises(MeetingHasOpened):
        ask("Peru", "Chad", after=builders.MORNING - NOW)


def test_what_both_agreed_waits_for_the_desk_until_the_meeting_opens() -> None:
    a_hall()
    offer = ask()
    accept(offer)
    assert offer.expires_at == builders.MORNING
    approve(offer, HOUR * 40)
    assert state_of(offer, NOW) is State.APPLIED


def test_closed_list_still_lets_two_exchange() -> None:
    dialogue = a_hall()
    dialogue.list_closes_at = NOW - HOUR
    offer = ask()
    accept(offer)
    approve(offer)
    assert names(listing(dialogue)) == ["Chad", "Peru", "Chile", "Fiji"]


@pytest.mark.parametrize("name", ["Chile", "Chad"])
def test_offer_dies_when_one_of_the_two_withdraws(name: str) -> None:
    a_hall()
    offer = ask()
    registrations.withdraw(registration(name), at=NOW)
    with pytest.raises(NotThatFar):
        exchanges.accept(offer, seen="x", at=NOW + HOUR)
    assert state_of(offer, NOW) is State.VOID


@pytest.mark.parametrize("name", ["Chile", "Chad"])
def test_offer_dies_when_one_of_the_two_changes_its_level(name: str) -> None:
    dialogue = a_hall()
    offer = ask()
    accept(offer)
    registrations.edit(registration(name), {"level": Level.VICE_MINISTER}, at=NOW + HOUR)
    with pytest.raises(NotThatFar):
        exchanges.approve(offer, seen="x", by="Desk (example)", at=NOW + HOUR * 2)
    registrations.edit(registration(name), {"level": Level.MINISTER}, at=NOW + HOUR * 2)
    assert state_of(offer, NOW) is State.VOID
    exchanges.ask(offer.asker, offer.other, message="", at=NOW + HOUR * 3)
    assert states(dialogue, HOUR * 4) == [State.OFFERED, State.VOID]


NO_LONGER = "Exchange of places with {}: no longer possible"
STILL = "Your place is unchanged, and there is nothing that you need to do."


@pytest.mark.parametrize(("gone", "stays"), [("Chile", "Chad"), ("Chad", "Chile")])
def test_other_side_learns_once_that_an_offer_has_died_with_a_withdrawal(gone: str, stays: str) -> None:
    a_hall()
    ask()
    registrations.withdraw(registration(gone), at=NOW)
    for after in (1, 2):
        expiring.end_what_is_over(NOW + HOUR * after)
    assert letters()[1:] == [(stays, NO_LONGER.format(gone))]
    assert text_of(NO_LONGER.format(gone), stays) == [
        f"{gone} is no longer on the list of speakers, so the offer between you to exchange places has ended.",
        STILL,
    ]
    assert [line[:2] for line in recorded()[-2:]] == [("exchange void", "the site")] * 2


def test_other_side_learns_that_an_offer_has_died_with_a_place() -> None:
    a_hall()
    ask()
    registrations.edit(registration("Chad"), {"level": Level.VICE_MINISTER}, at=NOW + HOUR)
    expiring.end_what_is_over(NOW + HOUR)
    assert text_of(NO_LONGER.format("Chad"), "Chile") == [
        "Chad has changed its request and with it its place on the list of speakers, so the offer between you to "
        "exchange places has ended.",
        STILL,
    ]


def test_nobody_is_written_to_when_both_have_gone() -> None:
    dialogue = a_hall()
    ask()
    for name in ("Chile", "Chad"):
        registrations.withdraw(registration(name), at=NOW)
    expiring.end_what_is_over(NOW + HOUR)
    assert (states(dialogue), len(letters())) == ([State.VOID], 1)


def test_stale_hand_is_refused_when_the_places_are_others() -> None:
    a_hall()
    offer = ask()
    saw = seen(offer)
    withdraw("Peru")
    with pytest.raises(StaleHand):
        exchanges.accept(offer, seen=saw, at=NOW + HOUR)
    assert state_of(offer, NOW) is State.OFFERED


def test_exchange_ends_the_other_offers_of_both() -> None:
    dialogue = a_hall(exchange_needs_approval=False)
    other = ask("Peru", "Chile")
    offer = ask("Chile", "Chad")
    accept(offer)
    assert states(dialogue) == [State.APPLIED, State.VOID]
    assert letters()[2] == ("Peru", "Exchange of places with Chile: no longer possible")
    with pytest.raises(NotThatFar):
        exchanges.accept(other, seen="x", at=NOW + HOUR)


def test_same_two_can_exchange_back() -> None:
    dialogue = a_hall(exchange_needs_approval=False)
    accept(ask())
    back = ask("Chad", "Chile", after=HOUR * 2)
    accept(back, HOUR * 3)
    assert names(listing(dialogue)) == ["Chile", "Peru", "Chad", "Fiji"]


def test_clock_that_jumped_back_loses_no_exchange() -> None:
    dialogue = a_hall(exchange_needs_approval=False)
    accept(ask(after=HOUR * 5), HOUR * 6)
    accept(ask("Peru", "Chile", after=HOUR * 2), HOUR * 3)
    assert names(listing(dialogue)) == ["Chad", "Chile", "Peru", "Fiji"]


def test_nobody_is_written_to_without_end() -> None:
    dialogue = a_hall()
    for _ in range(10):
        exchanges.take_back(ask(), at=NOW)
    with pytest.raises(TooManyOffers):
        ask()
    assert len(states(dialogue)) == 10
    assert state_of(ask(after=HOUR * 24), NOW + HOUR * 24) is State.OFFERED


def test_groups_exchange_under_their_names() -> None:
    dialogue = a_hall(exchange_needs_approval=False)
    builders.an_inscription(dialogue, "Algeria", group=builders.a_group())
    builders.an_inscription(dialogue, "Kenya", group=builders.a_group("African Group"))
    one, other = registration("Algeria"), registration("Kenya")
    offer = exchanges.ask(one, other, message="", at=NOW)
    accept(offer)
    subjects = [letter.subject for letter in session.scalars(select(Letter).order_by(Letter.id))]
    assert subjects == [
        "Exchange of places: an offer from Algeria (Group of 77 and China)",
        "Places exchanged with Kenya (African Group)",
        "Places exchanged with Algeria (Group of 77 and China)",
    ]
    assert names(listing(dialogue))[:2] == ["Kenya", "Algeria"]


def test_places_are_exchanged_across_meetings_and_until_the_earlier_opens() -> None:
    dialogue = builders.a_dialogue(order_preset="general-debate", exchange_needs_approval=False)
    for name, meeting in (("Chile", 1), ("Peru", 1), ("Chad", 2), ("Fiji", 2)):
        builders.an_inscription(dialogue, name, meeting_number=meeting)
    offer = ask("Peru", "Chad")
    accept(offer)
    assert [(row.place.meeting, row.entry.delegation) for row in listing(dialogue).rows] == [
        (1, "Chile"),
        (1, "Chad"),
        (2, "Peru"),
        (2, "Fiji"),
    ]
    told = text_of("Places exchanged with Chad", "Peru")
    assert "- Your place now: place 1, Afternoon meeting, about 5 September 2012, 15:00 (New York time)" in told
    with pytest.raises(MeetingHasOpened):
        ask("Fiji", "Chile", after=builders.MORNING - NOW)
    assert ask("Fiji", "Peru", after=builders.MORNING - NOW).expires_at == builders.AFTERNOON


def test_place_that_the_meetings_do_not_reach_is_told_as_such() -> None:
    dialogue = a_hall(limit_delegation=3600, exchange_needs_approval=False)
    for number in range(5):
        builders.an_inscription(dialogue, f"State {number}", level=Level.HEAD_OF_STATE)
    accept(ask())
    told = text_of("Places exchanged with Chad", "Chile")
    assert "- Your place now: place 8, which the meetings may not reach" in told


def test_setting_is_recorded_and_a_stale_hand_refused() -> None:
    dialogue = a_hall()
    version = dialogue.version
    exchanges.ask_for_approval(dialogue, True, version=version, by="Desk (example)", at=NOW)
    assert recorded() == []
    exchanges.ask_for_approval(dialogue, False, version=version, by="Desk (example)", at=NOW)
    changed = ({"exchange_needs_approval": True}, {"exchange_needs_approval": False})
    assert recorded() == [("exchanges set", "Desk (example)", *changed, "")]
    with pytest.raises(StaleHand):
        exchanges.ask_for_approval(dialogue, True, version=version, by="Desk (example)", at=NOW)


def test_civil_society_exchanges_among_itself() -> None:
    dialogue = builders.a_dialogue(exchange_needs_approval=False)
    for name in ("One Society (example)", "Two Society (example)"):
        chosen = builders.an_inscription(dialogue, name, kind=Kind.CIVIL_SOCIETY, decision="accepted")
        chosen.settle()
    accept(ask("One Society (example)", "Two Society (example)"))
    assert names(listing(dialogue)) == ["Two Society (example)", "One Society (example)"]


def test_of_two_offers_at_the_same_moment_the_table_keeps_one() -> None:
    dialogue = a_hall()
    asker, other = registration("Chile").id, registration("Peru").id
    facts = {"dialogue_id": dialogue.id, "asker_id": asker, "other_id": other, "asked_at": NOW}

    def meanwhile(connection: Connection, _name: str) -> None:
        connection.execute(insert(Exchange).values(**facts, expires_at=NOW + HOUR, message="", ended_how="", why=""))

    event.listen(session.connection(), "savepoint", meanwhile)
    with pytest.raises(OneOfferAtATime):
        ask("Chile", "Chad")


def test_an_offer_that_another_ended_meanwhile_is_not_ended_twice() -> None:
    a_hall()
    ask()
    connection = session.connection()
    done: list[str] = []

    def meanwhile(_connection: Connection, cursor: Any, statement: str, *_: object) -> None:
        if "FROM dialogues" in statement and not done:
            done.append(statement)
            cursor.execute("UPDATE exchanges SET ended_at = asked_at, ended_how = 'taken_back'")

    event.listen(connection, "before_cursor_execute", meanwhile)
    expiring.end_what_is_over(NOW + HOUR * 24)
    event.remove(connection, "before_cursor_execute", meanwhile)
    assert done
    assert len(letters()) == 1
