"""When and where, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rtop_event.invitations.told import hours_told, programme_told, times_told, when_told
from tests.invitations.test_entries import DIALOGUE, HOUR, OPENS


def test_when_tells_new_york_and_utc() -> None:
    assert str(when_told(DIALOGUE)) == "5 September 2012, 10:00–18:00 New York time (14:00–22:00 UTC)"


def test_when_of_two_days_tells_both() -> None:
    later = replace(DIALOGUE.held[1], starts_at=OPENS + timedelta(days=1), ends_at=OPENS + timedelta(days=1, hours=3))
    two_days = replace(DIALOGUE, held=(DIALOGUE.held[0], later))
    assert str(when_told(two_days)) == "5 September 2012, 10:00, to 6 September 2012, 13:00 New York time"
    assert [str(line) for line in programme_told(two_days)] == [
        "Morning meeting: 5 September 2012, 10:00–13:00 New York time (14:00–17:00 UTC)",
        "Afternoon meeting: 6 September 2012, 10:00–13:00 New York time (14:00–17:00 UTC)",
    ]


def test_programme_tells_meetings_break_and_other_rooms() -> None:
    dialogue = replace(DIALOGUE, held=(DIALOGUE.held[0], replace(DIALOGUE.held[1], room="Room *2*")))
    assert [str(line) for line in programme_told(dialogue, lambda name: name.replace("*", r"\*"))] == [
        "Morning meeting: 10:00–13:00 New York time (14:00–17:00 UTC)",
        "Break: 13:00–15:00 New York time (17:00–19:00 UTC)",
        r"Afternoon meeting: 15:00–18:00 New York time (19:00–22:00 UTC), Room \*2\*",
    ]


def test_times_tell_every_meeting_in_one_go() -> None:
    assert str(times_told(DIALOGUE)) == "10:00–13:00 and 15:00–18:00 New York time"
    assert str(times_told(replace(DIALOGUE, held=DIALOGUE.held[:1]))) == "10:00–13:00 New York time"


def test_hours_of_another_city_name_it() -> None:
    assert str(hours_told(OPENS, OPENS + HOUR, "Europe/Paris")) == "16:00–17:00 Paris time (14:00–15:00 UTC)"
