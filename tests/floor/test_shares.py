"""How the time was shared; each sharing adds up to the whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rtop_event.delegations.words import Level, RegionalGroup
from rtop_event.floor.held import Spoken
from rtop_event.floor.shares import Share, shared
from rtop_event.floor.voices import FOR_A_GROUP, VOICES, voice_told
from rtop_event.floor.words import Voice
from tests.floor.steps import TEN

REGIONS = {"Tonga": RegionalGroup.ASIA_PACIFIC, "Chad": RegionalGroup.AFRICAN, "Kenya": RegionalGroup.AFRICAN}


def spoken(turn: str, used: int, planned: int = 180) -> Spoken:
    """A turn that was delivered."""
    return Spoken(1, 1, turn, Voice.STATEMENT, TEN, TEN, TEN, used, planned, 0, None, "", 0)


def test_the_time_of_each_region_in_their_order() -> None:
    every = [spoken("Tonga", 100), spoken("Chad", 200), spoken("Observer", 30), spoken("Kenya", 50, 300)]
    assert shared(every, RegionalGroup, lambda one: REGIONS.get(one.turn)) == (
        Share(RegionalGroup.AFRICAN, 2, 250, 480),
        Share(RegionalGroup.ASIA_PACIFIC, 1, 100, 180),
        Share(None, 1, 30, 180),
    )
    assert shared([], Level, lambda _one: None) == ()


@given(st.lists(st.tuples(st.sampled_from(["Tonga", "Chad", "Kenya", "Observer"]), st.integers(0, 900)), max_size=30))
def test_the_parts_are_the_whole(turns: list[tuple[str, int]]) -> None:
    every = [spoken(turn, used) for turn, used in turns]
    parts = shared(every, RegionalGroup, lambda one: REGIONS.get(one.turn))
    assert sum(one.used for one in parts) == sum(one.used for one in every)
    assert sum(one.statements for one in parts) == len(every)


def test_in_what_capacity_one_spoke() -> None:
    assert [voice_told(voice, "") for voice in VOICES] == list(VOICES.values())
    assert voice_told(Voice.STATEMENT, "Group of 77") == FOR_A_GROUP
    assert voice_told(Voice.REPLY, "Group of 77") == VOICES[Voice.REPLY]
