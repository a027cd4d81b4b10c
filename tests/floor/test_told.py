"""What was done on the floor, in a sentence."""

from __future__ import annotations

import pytest

from rtop_event.floor.told import step_told
from rtop_event.floor.words import Act, Voice
from tests.floor.steps import Taken


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (Taken(Act.OPENED, meeting=2), "Marta (example) opened meeting 2."),
        (Taken(Act.CALLED, "Tonga"), "Marta (example) called Tonga."),
        (Taken(Act.CALLED, "Tonga", voice=Voice.REPLY), "Marta (example) called Tonga in right of reply."),
        (Taken(Act.LENGTHENED, seconds=30), "Marta (example) gave 30 seconds more."),
        (Taken(Act.ABSENT, "Tonga"), "Marta (example) marked Tonga as absent."),
        (Taken(Act.CLOSED), "Marta (example) closed the meeting."),
    ],
)
def test_steps_in_words(step: Taken, told: str) -> None:
    assert str(step_told(step, str)) == told


@pytest.mark.parametrize("act", Act)
def test_every_act_has_its_sentence(act: Act) -> None:
    assert str(step_told(Taken(act, "Tonga", meeting=1, seconds=30), str)).startswith("Marta (example) ")
