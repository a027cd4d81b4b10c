"""Between whom places can be exchanged, rule by rule; until when; and how far an offer has come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from rtop_event.delegations.words import Kind, Level
from rtop_event.refusal import Refusal
from rtop_event.speakers.chain import PRESETS
from rtop_event.speakers.exchange_refusals import MeetingHasOpened, NotThatFar
from rtop_event.speakers.exchanging import State, expect, expires, may_exchange, not_begun, state_of
from rtop_event.speakers.facts import Request

ASKED = datetime(2012, 9, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HALL = {
    "Tonga": Request("1", "Tonga", ASKED, level=Level.HEAD_OF_STATE),
    "Peru": Request("2", "Peru", ASKED, level=Level.MINISTER),
    "Chile": Request("3", "Chile", ASKED, level=Level.MINISTER),
    "Chad": Request("4", "Chad", ASKED, meeting=1),
    "Fiji": Request("5", "Fiji", ASKED, meeting=2),
    "Holy See": Request("6", "Holy See", ASKED, kind=Kind.OBSERVER_STATE),
    "Red Cross": Request("7", "Red Cross", ASKED, kind=Kind.OBSERVER),
    "African Union": Request("8", "African Union", ASKED, kind=Kind.REGIONAL_ORGANISATION),
    "Algeria for the 77": Request("9", "Algeria", ASKED, level=Level.MINISTER, on_behalf_of="G77"),
    "Kenya for Africa": Request("10", "Kenya", ASKED, on_behalf_of="Africa"),
    "Society": Request("11", "Society", ASKED, kind=Kind.CIVIL_SOCIETY),
    "Coalition": Request("12", "Coalition", ASKED, kind=Kind.CIVIL_SOCIETY),
    "Brazil": Request("13", "Brazil", ASKED, pin=1),
    "Niger": Request("14", "Niger", ASKED, live=False),
}


def verdict(one: str, other: str, preset: str) -> str:
    """The rule that forbids it; empty where it is allowed."""
    try:
        may_exchange(HALL[one], HALL[other], PRESETS[preset])
    except Refusal as forbidden:
        return type(forbidden).__name__
    return ""


TABLE = """
Peru, Chile                            |                           |                           |
Chad, Fiji                             |                           |                           |
Peru, Chad                             | NotTheSameLevel           | NotTheSameLevel           |
Tonga, Peru                            | NotTheSameLevel           | NotTheSameLevel           |
Chad, Holy See                         | NotTheSameBlock           | ObserversApart            |
Holy See, Red Cross                    |                           |                           |
Red Cross, African Union               | NotTheSameBlock           |                           |
Algeria for the 77, Kenya for Africa   |                           | NotTheSameLevel           |
Algeria for the 77, Peru               | GroupsAmongGroups         | GroupsAmongGroups         | GroupsAmongGroups
Chad, Kenya for Africa                 | GroupsAmongGroups         | GroupsAmongGroups         | GroupsAmongGroups
Society, Coalition                     |                           |                           |
Society, Chad                          | CivilSocietyAmongItself   | CivilSocietyAmongItself   | CivilSocietyAmongItself
Chad, Brazil                           | PinnedStays               | PinnedStays               | PinnedStays
Niger, Chad                            | HoldsNoPlace              | HoldsNoPlace              | HoldsNoPlace
Chad, Chad                             | NotWithItself             | NotWithItself             | NotWithItself
"""


def test_each_rule_of_the_order_says_between_whom() -> None:
    lines = [[part.strip() for part in line.split("|")] for line in TABLE.strip().splitlines()]
    presets = ("dialogue", "general-debate", "inscription")
    pairs = [line[0].split(", ") for line in lines]
    assert [[verdict(one, other, preset) for preset in presets] for one, other in pairs] == [line[1:] for line in lines]


def test_who_asks_makes_no_difference() -> None:
    for one in HALL:
        for other in HALL:
            assert verdict(one, other, "dialogue") == verdict(other, one, "dialogue"), (one, other)


@pytest.mark.parametrize(
    ("one", "other", "preset", "said"),
    [
        (
            "Peru",
            "Chad",
            "dialogue",
            "The speaker of Peru is Minister, that of Chad Chair of delegation. By the rule of levels, places are "
            "exchanged only within one level.",
        ),
        (
            "Chad",
            "Holy See",
            "dialogue",
            "Chad stands among the Member States, Holy See among the observer States. By the rule of blocks, places "
            "are exchanged only within one block of the list.",
        ),
        (
            "Chad",
            "Holy See",
            "general-debate",
            "Chad stands among the Member States, Holy See among the observer States. By the rule “observers after "
            "the Member States of their level”, they do not exchange places.",
        ),
        (
            "Chad",
            "Kenya for Africa",
            "dialogue",
            "Kenya (Africa) speaks on behalf of a group, Chad does not. By the rule “groups first”, groups exchange "
            "places only with groups.",
        ),
        (
            "Society",
            "Chad",
            "inscription",
            "Society and Chad cannot exchange places: by the rule for civil society, its organisations exchange "
            "places only among themselves.",
        ),
        (
            "Chad",
            "Brazil",
            "dialogue",
            "Brazil is pinned to place 1 by the organisers: pinned places are not exchanged.",
        ),
        ("Niger", "Chad", "dialogue", "Niger holds no place on the list, so there is none to exchange."),
        ("Chad", "Chad", "dialogue", "A delegation cannot exchange places with itself."),
    ],
)
def test_refusal_names_the_rule(one: str, other: str, preset: str, said: str) -> None:
    with pytest.raises(Refusal) as forbidden:
        may_exchange(HALL[one], HALL[other], PRESETS[preset])
    assert str(forbidden.value.reason) == said


@dataclass(frozen=True)
class Someone:
    on_the_list: bool = True
    requested_at: datetime = ASKED - HOUR


@dataclass(frozen=True)
class AnOffer:
    asked_at: datetime = ASKED
    expires_at: datetime = ASKED + 24 * HOUR
    accepted_at: datetime | None = None
    applied_at: datetime | None = None
    ended_how: str = ""
    asker: Someone = Someone()
    other: Someone = Someone()


GONE, ANEW = Someone(on_the_list=False), Someone(requested_at=ASKED + HOUR)
ACCEPTED = AnOffer(accepted_at=ASKED + HOUR)
APPLIED = replace(ACCEPTED, applied_at=ASKED + 2 * HOUR)


@pytest.mark.parametrize(
    ("offer", "after", "state"),
    [
        (AnOffer(), 23, State.OFFERED),
        (AnOffer(), 24, State.EXPIRED),
        (ACCEPTED, 23, State.ACCEPTED),
        (ACCEPTED, 24, State.EXPIRED),
        (APPLIED, 99, State.APPLIED),
        (AnOffer(asker=GONE), 1, State.VOID),
        (AnOffer(other=GONE), 99, State.VOID),
        (AnOffer(asker=ANEW), 2, State.VOID),
        (replace(ACCEPTED, other=ANEW), 2, State.VOID),
        (replace(APPLIED, asker=GONE, other=ANEW), 2, State.APPLIED),
        (AnOffer(ended_how="declined"), 1, State.DECLINED),
        (AnOffer(ended_how="taken_back"), 99, State.TAKEN_BACK),
        (replace(ACCEPTED, ended_how="refused"), 1, State.REFUSED),
        (AnOffer(ended_how="expired"), 1, State.EXPIRED),
        (AnOffer(ended_how="void"), 1, State.VOID),
        (replace(APPLIED, ended_how="undone"), 1, State.UNDONE),
    ],
)
def test_state_is_computed_from_the_facts(offer: AnOffer, after: int, state: State) -> None:
    assert state_of(offer, ASKED + after * HOUR) is state


def test_step_that_does_not_fit_is_refused_with_the_state() -> None:
    expect(AnOffer(), ASKED, State.OFFERED, State.ACCEPTED)
    with pytest.raises(NotThatFar) as refused:
        expect(AnOffer(ended_how="declined"), ASKED, State.OFFERED)
    assert str(refused.value) == "Nothing was changed: where this exchange of places stands now is “declined”."


def test_offer_stands_for_a_day_or_until_a_meeting_opens() -> None:
    assert expires(ASKED, [ASKED + 72 * HOUR, ASKED + 77 * HOUR]) == ASKED + 24 * HOUR
    assert expires(ASKED, [ASKED + 3 * HOUR, ASKED + 8 * HOUR]) == ASKED + 3 * HOUR


def test_nothing_is_exchanged_once_a_meeting_has_opened() -> None:
    not_begun(ASKED, [ASKED + HOUR, ASKED + 5 * HOUR])
    with pytest.raises(MeetingHasOpened):
        not_begun(ASKED + HOUR, [ASKED + HOUR, ASKED + 5 * HOUR])
