"""The chair's script: what is to be said, by who speaks and who waits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rtop_event.floor.script import Passage, Scene, Speaking, script
from rtop_event.floor.script_meetings import Closed
from rtop_event.floor.script_names import Speaker, in_full, in_short, length, with_article
from rtop_event.floor.words import Voice
from rtop_event.wording import sentence

KENYA = Speaker("Kenya", 300, speaker="H.E. Ms. A (example)", function="Minister", on_behalf_of="African Group")
PERU = Speaker("Peru", 240, speaker="H.E. Mr. B (example)", function="Permanent Representative of Peru")
STATES = Speaker("United States of America", 240)
CHAD = Speaker("Chad", 600, Voice.REPLY)
SCENE = Scene("Timely and decisive response.", "Morning meeting", sits=True, line=(KENYA, PERU, STATES))

KENYA_NOW = (
    "I now give the floor to H.E. Ms. A (example), Minister of Kenya, who speaks on behalf of the African Group."
)
KENYA_LIMIT = "Statements on behalf of groups are limited to 5 minutes."
KENYA_THANKS = "I thank H.E. Ms. A (example), Minister of Kenya."
PERU_NOW = "I now give the floor to H.E. Mr. B (example), Permanent Representative of Peru."
FOUR = "Statements are limited to 4 minutes."
REPLIES = (
    "I remind delegations that statements in exercise of the right of reply are limited to 10 minutes for the first "
    "and to 5 minutes for the second."
)
SUBSTANCE = (
    "I remind delegations that a point of order does not deal with the substance of the matter, and that I shall rule "
    "on it at once."
)
NOT_ALL = "We have not heard all speakers on the list."
ALL_HEARD = "We have heard the last speaker on the list."
REMAINING = "The remaining speakers will be heard in the next meeting: Afternoon meeting, 15:00."
GOES_ON = "The dialogue goes on in the next meeting: Afternoon meeting, 15:00."
THANKS_TO_ALL = "I thank all who took part in this dialogue."
ADJOURNED, CLOSED = "The meeting is adjourned.", "The meeting is closed."
APPEAL = [
    "There is an appeal against my ruling: I put it to the vote at once.",
    "My ruling stands unless a majority of the members present and voting is against it.",
    "I ask those who are for the appeal to raise their hands; now those who are against it; and those who abstain.",
]


def read(passage: Passage) -> list[str]:
    """A passage as it is read: the cue, then the lines."""
    return [str(passage.cue), *(str(line) for line in passage.lines)]


def first(scene: Scene) -> list[str]:
    """What is to be said now."""
    return read(script(scene).passages[0])


def at_hand(scene: Scene) -> dict[str, list[str]]:
    """What may be needed, by its cue."""
    return {str(one.cue): read(one)[1:] for one in script(scene).at_hand}


def test_from_one_to_the_next_with_the_one_after_warned() -> None:
    assert [read(one) for one in script(SCENE).passages] == [
        [
            "To give the floor",
            KENYA_NOW,
            KENYA_LIMIT,
            "The next speaker will be Peru, followed by the United States of America.",
        ],
        [
            "After Kenya on behalf of the African Group",
            KENYA_THANKS,
            PERU_NOW,
            FOUR,
            "The next speaker will be the United States of America.",
        ],
        [
            "After Peru",
            "I thank H.E. Mr. B (example), Permanent Representative of Peru.",
            "I now give the floor to the representative of the United States of America.",
            FOUR,
        ],
        [
            "To close the meeting",
            "I thank the representative of the United States of America.",
            "We have heard the last speaker on the list.",
            "I thank all who took part in this dialogue.",
            "The meeting is closed.",
        ],
    ]


def test_who_is_called_is_given_the_floor_and_who_speaks_is_thanked() -> None:
    called = replace(SCENE, now=KENYA, line=(PERU,))
    assert first(called) == [
        "To call Kenya on behalf of the African Group",
        KENYA_NOW,
        KENYA_LIMIT,
        "The next speaker will be Peru.",
    ]
    assert first(replace(called, begun=True)) == [
        "After Kenya on behalf of the African Group", KENYA_THANKS, PERU_NOW, FOUR,
    ]  # fmt: skip


def test_the_opening_names_theme_and_limits() -> None:
    assert first(replace(SCENE, sits=False)) == [
        "To open the meeting: Morning meeting",
        "I declare the meeting open.",
        "The subject of our dialogue is: Timely and decisive response.",
        "Statements are limited to 3 minutes, and to 5 minutes on behalf of groups.",
    ]
    assert at_hand(replace(SCENE, sits=False)) == {}


@pytest.mark.parametrize(
    ("now", "begun", "follows"),
    [
        (None, False, []),
        (PERU, False, [PERU_NOW, FOUR]),
        (PERU, True, ["I give the floor back to Peru, to continue the statement."]),
    ],
)
def test_who_was_interrupted_goes_on_after_the_break_and_after_the_ruling(
    now: Speaker | None, begun: bool, follows: list[str]
) -> None:
    scene = replace(SCENE, now=now, begun=begun, line=())
    assert first(replace(scene, suspended=True)) == ["To resume the meeting", "The meeting is resumed.", *follows]
    assert first(replace(scene, point="Chad")) == [
        "Point of order",
        "The representative of Chad has asked for the floor on a point of order.",
        SUBSTANCE,
        "I give the floor to the representative of Chad on a point of order.",
        "I have heard the point of order, and I rule as follows.",
        *follows,
    ]


def test_the_close_names_the_meeting_in_which_it_goes_on() -> None:
    later = replace(SCENE, now=PERU, begun=True, line=(), resumes=sentence("Afternoon meeting, 15:00"))
    assert first(later) == [
        "To close the meeting",
        "I thank H.E. Mr. B (example), Permanent Representative of Peru.",
        "We have heard the last speaker on the list.",
        "The dialogue goes on in the next meeting: Afternoon meeting, 15:00.",
        "The meeting is closed.",
    ]
    assert first(replace(later, now=None))[1] == "We have heard the last speaker on the list."
    assert first(replace(later, meeting="")) == ["All meetings are closed: there is nothing to say."]


def test_rights_of_reply_come_with_their_limits() -> None:
    assert first(replace(SCENE, line=(CHAD,))) == [
        "To give the floor",
        "I now give the floor to the representative of Chad, in exercise of the right of reply.",
        REPLIES,
    ]
    once = "I remind delegations that statements in exercise of the right of reply are limited to 10 minutes."
    assert first(replace(SCENE, line=(CHAD,), most_replies=1))[-1] == once


def test_a_speaker_of_the_programme_has_the_time_that_was_planned() -> None:
    panellist = Speaker("", 600, Voice.PANEL, "Gert Example", "Special Adviser")
    assert first(replace(SCENE, line=(PERU, panellist)))[1:] == [
        PERU_NOW,
        FOUR,
        "The next speaker will be Gert Example.",
    ]
    assert first(replace(SCENE, line=(panellist,)))[1:] == [
        "I now give the floor to Gert Example, Special Adviser.",
        "The time for this is 10 minutes.",
    ]


def test_at_hand_while_somebody_speaks() -> None:
    assert at_hand(replace(SCENE, now=KENYA, begun=True, line=(PERU,), asked=("Chad",))) == {
        "When the time is over": ["The time is over: may I ask Kenya on behalf of the African Group to conclude."],
        "Right of reply": [
            "The representative of Chad has asked for the floor in exercise of the right of reply.",
            REPLIES,
        ],
        "Point of order": [
            "The representative of … has asked for the floor on a point of order.",
            SUBSTANCE,
            "I give the floor to the representative of … on a point of order.",
        ],
        "When the ruling is appealed against": APPEAL,
        "To suspend the meeting": ["The meeting is suspended."],
        "To close the meeting before the list is exhausted": [NOT_ALL, THANKS_TO_ALL, ADJOURNED],
    }


def test_while_somebody_speaks_nothing_is_to_be_said_but_that_the_time_is_over() -> None:
    scene = replace(SCENE, now=PERU, begun=True)
    reminder = "The time is over: may I ask Peru to conclude."
    told = [(str(one.told), one.paused, str(one.reminder)) for one in (_speaking(scene), _speaking(scene, paused=True))]
    assert told == [("Has the floor: Peru", False, reminder), ("Has the floor: Peru", True, reminder)]
    others = ({"begun": False}, {"suspended": True}, {"point": "Chad"}, {"sits": False}, {"now": None})
    assert [script(replace(scene, **one)).speaking for one in others] == [None] * 5


def _speaking(scene: Scene, *, paused: bool = False) -> Speaking:
    found = script(replace(scene, paused=paused)).speaking
    assert found
    return found


AFTERNOON = sentence("Afternoon meeting, 15:00")
SUSPENSIONS = [(0, "The meeting is suspended."), (600, "The meeting is suspended for about 10 minutes.")]


@pytest.mark.parametrize(("seconds", "told"), SUSPENSIONS)
def test_a_suspension_is_said_before_the_words_that_end_it(seconds: int, told: str) -> None:
    scene = replace(SCENE, suspended=True, suspended_for=seconds)
    assert said(replace(scene, just_suspended=True)) == ["To suspend the meeting", told]
    assert said(scene) is None
    assert first(scene)[1] == "The meeting is resumed."


@pytest.mark.parametrize(
    ("closed", "lines"),
    [
        (Closed(left=True, resumes=AFTERNOON), [NOT_ALL, REMAINING, ADJOURNED]),
        (Closed(left=True), [NOT_ALL, THANKS_TO_ALL, ADJOURNED]),
        (Closed(left=False, resumes=AFTERNOON), [ALL_HEARD, GOES_ON, CLOSED]),
        (Closed(left=False), [ALL_HEARD, THANKS_TO_ALL, CLOSED]),
    ],
)
def test_a_close_is_said_before_the_opening_of_the_next(closed: Closed, lines: list[str]) -> None:
    scene = replace(SCENE, sits=False, closed=closed, line=())
    assert said(scene) == ["To close the meeting", *lines]
    assert said(replace(scene, ended=KENYA, meeting="")) == ["To close the meeting", KENYA_THANKS, *lines]
    assert first(scene)[1] == "I declare the meeting open."
    thanked = [read(one) for one in script(replace(scene, ended=KENYA)).passages if KENYA_THANKS in read(one)]
    assert thanked == []


def test_who_ended_is_thanked_until_the_clock_of_the_next_one_runs() -> None:
    called = replace(SCENE, now=PERU, ended=KENYA, line=())
    assert first(called) == ["To call Peru", KENYA_THANKS, PERU_NOW, FOUR]
    assert first(replace(called, begun=True))[0] == "To close the meeting"
    assert read(script(called).passages[1])[1] == "I thank H.E. Mr. B (example), Permanent Representative of Peru."


def said(scene: Scene) -> list[str] | None:
    """What is said at the press itself."""
    found = script(scene).said
    return read(found) if found else None


def test_who_is_still_on_the_list_counts_without_the_programme() -> None:
    panel = Speaker("", 600, Voice.PANEL, answers=True)
    shut = "To close the meeting before the list is exhausted"
    assert at_hand(replace(SCENE, line=(PERU, panel)))[shut][0] == NOT_ALL
    assert at_hand(replace(SCENE, line=(panel,)))[shut][0] == "I thank all who took part in this dialogue."


def test_at_hand_while_nobody_answers() -> None:
    missing = "I see that Peru is not in the room: we shall come back to this statement."
    called = replace(SCENE, now=PERU, line=(STATES,))
    alone = "I now give the floor to the representative of the United States of America."
    assert at_hand(called)["When nobody answers"] == [missing, alone, FOUR]
    assert at_hand(replace(called, line=()))["When nobody answers"] == [missing]
    assert [*at_hand(replace(called, line=(), most_replies=0, point="Chad"))] == [
        "When the ruling is appealed against",
        "When nobody answers",
        "To suspend the meeting",
    ]
    assert at_hand(replace(called, suspended=True)) == {}


@pytest.mark.parametrize(
    ("speaker", "full", "short"),
    [
        (Speaker("Kenya", 0), "the representative of Kenya", "Kenya"),
        (Speaker("Kenya", 0, speaker="Ms. A"), "Ms. A of Kenya", "Kenya"),
        (Speaker("Kenya", 0, function="Minister"), "the Minister of Kenya", "Kenya"),
        (Speaker("Kenya", 0, speaker="Ms. A", function="Minister"), "Ms. A, Minister of Kenya", "Kenya"),
        (Speaker("Kenya", 0, speaker="Ms. A", function="Envoy of Kenya"), "Ms. A, Envoy of Kenya", "Kenya"),
        (Speaker("", 0, speaker="Ms. A"), "Ms. A", "Ms. A"),
        (Speaker("", 0, speaker="Ms. A", function="Adviser"), "Ms. A, Adviser", "Ms. A"),
        (Speaker("Peru", 0, on_behalf_of="CANZ"), "the representative of Peru", "Peru on behalf of CANZ"),
    ],
)
def test_names(speaker: Speaker, full: str, short: str) -> None:
    assert (str(in_full(speaker)), str(in_short(speaker))) == (full, short)


def test_articles_belong_to_some_names_only() -> None:
    named = ["Tonga", "Holy See", "Group of 77 and China", "Non-Aligned Movement", "ASEAN", "", "…"]
    assert [str(with_article(one)) for one in named] == [
        "Tonga", "the Holy See", "the Group of 77 and China", "the Non-Aligned Movement", "ASEAN", "", "…",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "told"), [(30, "30 seconds"), (60, "1 minute"), (91, "1 minute and 31 seconds"), (600, "10 minutes")]
)
def test_lengths_in_full_words(seconds: int, told: str) -> None:
    assert str(length(seconds)) == told
