"""Rules of the desk: hours on a clock, short names, rows of a form, lengths, the checklist, a plan's faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from rtop_event.dialogues.hours import is_zone, moved, periods_before
from rtop_event.dialogues.length import Length, length_of
from rtop_event.dialogues.plan import Fault, MeetingPlan, PartPlan, faults
from rtop_event.dialogues.readiness import NotReady, checklist, require_ready
from rtop_event.dialogues.rows import MOST_ROWS, rearranged
from rtop_event.dialogues.slugs import fault_in, proposed
from rtop_event.dialogues.words import ItemKind
from rtop_event.typed_hours import BadHour, local_of, moment_of, typed

NEW_YORK = "America/New_York"


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of 5 September 2012."""
    return datetime(2012, 9, 5, hour, minute, tzinfo=UTC)


def said(call: Callable[[], object]) -> str:
    """The sentence of the BadHour that is raised."""
    with pytest.raises(BadHour) as bad:
        call()
    return str(bad.value.why)


def test_local_of_reads_what_browsers_send() -> None:
    assert [local_of(text) for text in ("2012-09-05T10:00", "2012-09-05 10:00", " 2012-09-05T10:00:00 ")] == [
        datetime(2012, 9, 5, 10)  # noqa: DTZ001 (local on purpose)
    ] * 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2012-09-05",
        "2012-13-05T10:00",
        "2012-09-05T24:00",
        "٢٠١٢-09-05T10:00",
        "2012-09-05T10:00Z",
        "2012-09-05T10:00\x00",
    ],
)
def test_local_of_refuses_what_is_no_hour(text: str) -> None:
    assert said(lambda: local_of(text)) == "This is not a day and hour, such as 2012-09-05T10:00."


@pytest.mark.parametrize("year", ["0001", "1944", "2200", "9999"])
def test_local_of_refuses_years_out_of_reach(year: str) -> None:
    assert said(lambda: local_of(f"{year}-01-01T00:00")) == "The year must be from 1945 to 2199."


def test_moment_of_is_one_moment_in_utc() -> None:
    assert moment_of(local_of("2012-09-05T10:00"), NEW_YORK) == at(14)
    assert typed(at(14), NEW_YORK) == "2012-09-05T10:00"


def test_moment_of_refuses_an_hour_that_the_clocks_leave_out() -> None:
    why = said(lambda: moment_of(local_of("2012-03-11T02:30"), NEW_YORK))
    assert why == "The clocks go forward over this hour in America/New_York: it does not exist."


def test_moment_of_refuses_an_hour_that_comes_twice() -> None:
    why = said(lambda: moment_of(local_of("2012-11-04T01:30"), NEW_YORK))
    assert why == "The clocks go back in America/New_York: this hour comes twice."


def test_moved_keeps_the_hour_on_the_clock() -> None:
    winter = moved(at(14), days=100, was=NEW_YORK, becomes=NEW_YORK)
    assert winter == datetime(2012, 12, 14, 15, tzinfo=UTC)
    assert moved(at(14), was=NEW_YORK, becomes="Europe/Zurich") == at(8)


def test_periods_before_end_two_days_before_in_the_evening() -> None:
    opens, closes = periods_before(at(14), NEW_YORK, datetime(2012, 8, 1, 9, 41, tzinfo=UTC))
    assert (opens, closes) == (datetime(2012, 8, 1, 9, tzinfo=UTC), datetime(2012, 9, 3, 22, tzinfo=UTC))


def test_periods_before_begin_three_weeks_before_at_the_latest() -> None:
    opens, closes = periods_before(at(14), NEW_YORK, datetime(2026, 1, 1, tzinfo=UTC))
    assert (opens, closes) == (datetime(2012, 8, 15, 14, tzinfo=UTC), datetime(2012, 9, 3, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Europe/Zurich", True),
        ("UTC", True),
        ("", False),
        ("posix/Europe/Zurich", False),
        ("../../etc/passwd", False),
        ("europe/zurich", False),
    ],
)
def test_is_zone(name: str, known: bool) -> None:
    assert is_zone(name) is known


@pytest.mark.parametrize(
    ("text", "taken", "name"),
    [
        ("Timely & Décisive  Response", (), "timely-decisive-response-2013"),
        ("rtop-2012", (), "rtop-2013"),
        ("rtop-2012-2", ("rtop-2013", "rtop-2013-2"), "rtop-2013-3"),
        ("مسؤولية الحماية", (), "dialogue-2013"),
        ("x" * 300, (), "x" * 40 + "-2013"),
    ],
)
def test_proposed(text: str, taken: tuple[str, ...], name: str) -> None:
    assert proposed(text, 2013, taken) == name


@pytest.mark.parametrize("slug", ["Rtop", "a--b", "-a", "a_b", "ä", "a" * 61, "", "a\n"])
def test_fault_in_other_signs(slug: str) -> None:
    assert str(fault_in(slug)) == "Use small letters a to z, digits and single hyphens, 60 at most."


def test_fault_in_reserved_words_only() -> None:
    assert str(fault_in("record")) == "This word is needed for other addresses of this site. Choose another."
    assert fault_in("rtop-2012") is None


DATA = {"title": "t", "documents": [{"title": "a"}, {"title": "b"}], "meetings": [{"parts": [{"people": []}]}]}


@pytest.mark.parametrize(
    ("step", "documents"),
    [
        ("add:documents", ["a", "b", "new documents"]),
        ("remove:documents-0", ["b"]),
        ("up:documents-1", ["b", "a"]),
        ("down:documents-0", ["b", "a"]),
        ("up:documents-0", ["a", "b"]),
        ("down:documents-1", ["a", "b"]),
    ],
)
def test_rearranged_moves_rows(step: str, documents: list[str]) -> None:
    found = rearranged(DATA, step, lambda names: {"title": f"new {names[-1]}"})
    assert found is not None
    assert [row["title"] for row in found["documents"]] == documents
    assert [row["title"] for row in DATA["documents"]] == ["a", "b"]  # type: ignore[index] # rows of a form


def test_rearranged_reaches_rows_within_rows() -> None:
    found = rearranged(DATA, "add:meetings-0-parts-0-people", lambda names: {"names": names})
    assert found is not None
    assert found["meetings"] == [{"parts": [{"people": [{"names": ["meetings", "parts", "people"]}]}]}]


@pytest.mark.parametrize(
    "step",
    [
        "",
        "save",
        "add:title",
        "add:nothing",
        "add:documents-0",
        "remove:documents",
        "up:documents-2",
        "up:documents-٠",
        "add:meetings-1-parts",
        "add:title-0-x",
        "remove:documents-0\n",
    ],
)
def test_rearranged_is_none_for_what_is_no_step(step: str) -> None:
    assert rearranged(DATA, step, lambda _names: {}) is None


def test_rearranged_adds_no_row_beyond_the_most() -> None:
    full: dict[str, list[dict[str, str]]] = {"documents": [{} for _ in range(MOST_ROWS)]}
    assert rearranged(full, "add:documents", lambda _names: {}) == full


def test_length_counts_words_or_signs() -> None:
    assert length_of("# One **two** don't\n- 4.5 it's", "en") == Length(5, 0.0)
    assert length_of("word " * 940, "fr") == Length(940, 2.0)
    assert length_of("保护责任 (R2P)", "zh") == Length(4, 0.0)


@dataclass
class APart:
    """A part of a programme."""

    kind: ItemKind = ItemKind.FLOOR


@dataclass
class ASitting:
    """A meeting."""

    items: list[APart] = field(default_factory=lambda: [APart()])


@dataclass
class ADialogue:
    """A dialogue as the checklist sees it."""

    theme: str = "Theme"
    convenor: str = "The President"
    host_statement: str = "Not official."
    room: str = "Room 4"
    contact_address: str = "desk@icrtop.example"
    summary: str = ""
    documents: list[object] = field(default_factory=list)
    held: list[ASitting] = field(default_factory=lambda: [ASitting()])


def open_points(dialogue: ADialogue, briefings: list[str], letters: list[str]) -> list[tuple[str, bool]]:
    """What the checklist finds missing, and whether it is needed."""
    return [(str(one.said), one.needed) for one in checklist(dialogue, briefings, letters) if not one.done]


def test_checklist_tells_what_would_help() -> None:
    assert open_points(ADialogue(), [], ["fr"]) == [
        ("the briefing overview in English", False),
        ("the invitation letter in English", False),
        ("a summary for search engines and shared links", False),
        ("documents", False),
    ]


def test_checklist_tells_what_is_needed() -> None:
    bare = ADialogue(theme="", room="", host_statement="", summary="s", documents=[object()], held=[])
    assert open_points(bare, ["en"], ["en"]) == [
        ("theme and convenor", True),
        ("room and contact", True),
        ("a statement who runs this site", True),
        ("a meeting", True),
        ("a part of the programme for statements from the floor", True),
    ]


def test_require_ready_names_the_first_thing() -> None:
    require_ready(checklist(ADialogue(), [], []))
    no_floor = ADialogue(held=[ASitting([APart(ItemKind.PANEL)])])
    with pytest.raises(NotReady) as refused:
        require_ready(checklist(no_floor, [], []))
    assert str(refused.value) == (
        "This cannot be published yet. Still missing: a part of the programme for statements from the floor."
    )


FLOOR = PartPlan(ItemKind.FLOOR, "Floor", None)
PANEL = PartPlan(ItemKind.PANEL, "Panel", 75)
MORNING = MeetingPlan(1, "Morning", "", at(14), at(17), (PANEL, FLOOR))
AFTERNOON = MeetingPlan(2, "Afternoon", "", at(19), at(22), (FLOOR,))


def told(found: list[Fault]) -> list[tuple[str, str]]:
    """Faults as pairs of field and sentence."""
    return [(fault.field, str(fault.why)) for fault in found]


def test_faults_none_in_a_programme_that_fits() -> None:
    assert faults([MORNING, AFTERNOON], public=True) == []
    assert faults([AFTERNOON, MORNING], public=True) == []


@pytest.mark.parametrize(
    ("plans", "found"),
    [
        ([], [("", "A dialogue needs at least one meeting.")]),
        ([replace(MORNING, parts=(PANEL,))], [("", "The programme needs a part for statements from the floor.")]),
        ([replace(MORNING, ends_at=at(14))], [("meetings-0-ends", "The end must be later than the beginning.")]),
        (
            [replace(MORNING, ends_at=datetime(2012, 9, 6, 14, 1, tzinfo=UTC))],
            [("meetings-0-ends", "A meeting lasts 24 hours at most.")],
        ),
        (
            [MORNING, replace(AFTERNOON, starts_at=at(16, 59))],
            [("meetings-1-starts", "This is before the end of another meeting, Morning.")],
        ),
        (
            [replace(MORNING, parts=(replace(PANEL, minutes=181), FLOOR))],
            [("meetings-0-ends", "The parts of this meeting are one minute longer than the meeting.")],
        ),
        (
            [replace(MORNING, parts=(replace(PANEL, minutes=200), FLOOR))],
            [("meetings-0-ends", "The parts of this meeting are 20 minutes longer than the meeting.")],
        ),
        (
            [replace(MORNING, parts=(replace(PANEL, minutes=None), FLOOR, FLOOR))],
            [
                (
                    "meetings-0-parts-0-minutes",
                    "Type the minutes. Only statements from the floor can take what is left.",
                ),
                ("meetings-0-parts-2-minutes", "Type the minutes: another part already takes what is left."),
            ],
        ),
    ],
)
def test_faults_are_told_at_their_fields(plans: list[MeetingPlan], found: list[tuple[str, str]]) -> None:
    assert told(faults(plans)) == found


def test_faults_where_public_meetings_would_change_their_order() -> None:
    swapped = [replace(MORNING, number=2), replace(AFTERNOON, number=1)]
    early = [replace(MORNING, number=None), AFTERNOON]
    why = "Public meetings keep their order: this must be after Afternoon."
    assert told(faults(swapped, public=True)) == [("meetings-0-starts", why)]
    assert told(faults(early, public=True)) == [("meetings-0-starts", why)]
    assert faults(early) == []
