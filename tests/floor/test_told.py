"""What was done on the floor, in a sentence."""

from __future__ import annotations

import pytest

from rtop_event.floor.facts import presses
from rtop_event.floor.told import enders, press_told, step_told
from rtop_event.floor.words import Act, Voice
from tests.floor.steps import Taken, story


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (Taken(Act.OPENED, meeting=2), "Marta (example) opened meeting 2."),
        (Taken(Act.CALLED, "Tonga"), "Marta (example) called Tonga."),
        (Taken(Act.CALLED, "Tonga", voice=Voice.REPLY), "Marta (example) called Tonga in right of reply."),
        (Taken(Act.LENGTHENED, seconds=30), "Marta (example) gave 30 seconds more."),
        (Taken(Act.SUSPENDED), "Marta (example) suspended the meeting."),
        (Taken(Act.SUSPENDED, seconds=900), "Marta (example) suspended the meeting for about 15 minutes."),
        (Taken(Act.SUSPENDED, seconds=60), "Marta (example) suspended the meeting for about 1 minute."),
        (Taken(Act.ABSENT, "Tonga"), "Marta (example) marked Tonga as absent."),
        (Taken(Act.CLOSED), "Marta (example) closed the meeting."),
    ],
)
def test_steps_in_words(step: Taken, told: str) -> None:
    assert str(step_told(step, str)) == told


def test_an_end_says_whose_statement_it_was() -> None:
    steps = story("10:00 opened 1", "10:01 called Tonga", "10:02 began", "10:03 ended", "+10:03 called Peru",
                  "10:04 undone 4", "10:05 ended", "10:06 ended")  # fmt: skip
    found = enders(steps)
    assert found == {"press 4": "Tonga", "press 6": "Tonga", "press 7": "Tonga"}
    assert [str(press_told(one, str, found.get(one.key, ""))) for one in presses(steps)[3:6]] == [
        "Marta (example) called Peru.",
        "Marta (example) took the last step back.",
        "Marta (example) ended the statement of Tonga.",
    ]
    assert enders(story("10:00 ended")) == {}


@pytest.mark.parametrize("act", Act)
def test_every_act_has_its_sentence(act: Act) -> None:
    assert str(step_told(Taken(act, "Tonga", meeting=1, seconds=30), str)).startswith("Marta (example) ")
