"""How values are shown in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import force_locale

from rtop_event import showing
from rtop_event.showing import say
from rtop_event.wording import sentence, sentence_of

MORNING = datetime(2012, 9, 5, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    """A reader whose browser prefers nothing."""
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, ""),
        ("as it is", "as it is"),
        (7, "7"),
        (sentence("Closed: 100 %"), "Closed: 100 %"),
        (sentence("From %(at)s", at=MORNING), "From 5 September 2012, 10:00"),
        (sentence("From %(at)s", at=MORNING.astimezone(ZoneInfo("Europe/Paris"))), "From 5 September 2012, 16:00"),
        (sentence("On %(day)s", day=date(2012, 9, 5)), "On 5 September 2012"),
        (sentence("For %(time)s", time=timedelta(minutes=3, seconds=30)), "For 3 min 30 s"),
        (sentence("%(a)s of %(b)s", a=1234, b="all"), "1,234 of all"),
        (sentence_of("%(number)s place is free", "%(number)s places are free", 1), "1 place is free"),
        (sentence_of("%(number)s place is free", "%(number)s places are free", 1200), "1,200 places are free"),
        (sentence("%(why)s So it is.", why=sentence_of("%(number)s day.", "%(number)s days.", 2)), "2 days. So it is."),
    ],
)
def test_sentence_is_said_to_the_reader(said: object, expected: str) -> None:
    assert say(said) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Wednesday 5 September 2012", "5 September 2012", "10:00", "5 Sep 10:00", "12,345", "a, b, and c"]),
        ("fr", ["mercredi 5 septembre 2012", "5 septembre 2012", "10:00", "5 sept. 10:00", "12\u202f345", "a, b et c"]),
        ("zh", ["2012年9月5日星期三", "2012年9月5日", "10:00", "5 9月 10:00", "12,345", "a、b和c"]),
    ],
)
def test_values_follow_the_language(language: str, expected: list[str]) -> None:
    with force_locale(language):
        assert [
            showing.day(MORNING, weekday=True),
            showing.day(date(2012, 9, 5)),
            showing.hour(MORNING),
            showing.stamp(MORNING),
            showing.number(12345),
            showing.listed(["a", "b", "c"]),
        ] == expected


def test_day_is_that_of_the_zone() -> None:
    late = datetime(2012, 9, 6, 2, 0, tzinfo=UTC)
    assert (showing.day(late), showing.day(late, "UTC"), showing.moment(late, "Asia/Tokyo")) == (
        "5 September 2012",
        "6 September 2012",
        "6 September 2012, 11:00",
    )


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0 min"), (45, "45 s"), (180, "3 min"), (210, "3 min 30 s"), (-180, "3 min"), (7500, "2 h 05")],
)
def test_length_of_time_is_short(seconds: int, expected: str) -> None:
    assert showing.lasting(seconds) == expected


def test_machines_get_utc() -> None:
    assert showing.iso(MORNING.astimezone(ZoneInfo("America/New_York"))) == "2012-09-05T14:00:00Z"


def test_what_is_no_number_stays_as_it_is() -> None:
    assert (showing.number("12a"), showing.listed([])) == ("12a", "")


def test_sentence_with_a_moment_is_marked_up_for_the_readers_own_clock() -> None:
    said = sentence("%(who)s until %(when)s", who="<Chad>", when=sentence("%(moment)s (here)", moment=MORNING))
    assert showing.timed(said, "Europe/Zurich") == (
        '<span data-moment="Europe/Zurich">&lt;Chad&gt; until '
        '<time datetime="2012-09-05T14:00:00Z">5 September 2012, 10:00</time> (here)</span>'
    )
    assert showing.say(showing.timed(said)) == showing.timed(said)


def test_templates_know_the_filters(app: Flask) -> None:
    drawn = app.jinja_env.from_string("{{ at|moment }} {{ at|iso }} {{ 90|lasting }} {{ [1]|map('number')|join }}")
    assert drawn.render(at=MORNING) == "5 September 2012, 10:00 2012-09-05T14:00:00Z 1 min 30 s 1"
