"""Two counts: speakers, and States represented; each State once, also by regional group."""

from __future__ import annotations

from dataclasses import dataclass

from rtop_event.delegations.words import Kind, RegionalGroup
from rtop_event.speakers.counting import kept, read, represented_then, shown
from rtop_event.speakers.represented import Counted, Represented, represented

AFRICAN, WESTERN = RegionalGroup.AFRICAN, RegionalGroup.WESTERN_EUROPEAN_OTHERS


@dataclass(frozen=True)
class Statement:
    """A statement on a list."""

    delegation_id: int
    standing: frozenset[int] = frozenset()


@dataclass(frozen=True)
class There:
    """A delegation on a day."""

    kind: Kind
    regional_group: RegionalGroup | None


CHAD, TOGO, FRANCE, UNITED_STATES, HOLY_SEE, UNION, SOCIETY = range(1, 8)
HALL = {
    CHAD: There(Kind.MEMBER_STATE, AFRICAN),
    TOGO: There(Kind.MEMBER_STATE, AFRICAN),
    FRANCE: There(Kind.MEMBER_STATE, WESTERN),
    UNITED_STATES: There(Kind.MEMBER_STATE, None),
    HOLY_SEE: There(Kind.OBSERVER_STATE, None),
    UNION: There(Kind.REGIONAL_ORGANISATION, None),
    SOCIETY: There(Kind.CIVIL_SOCIETY, None),
}


def counts(*statements: Statement) -> tuple[int, int]:
    found = represented(statements, HALL)
    return found.speakers, found.states


def test_each_state_counts_once_however_often_it_is_spoken_for() -> None:
    assert counts() == (0, 0)
    assert counts(Statement(CHAD)) == (1, 1)
    assert counts(Statement(CHAD), Statement(CHAD, frozenset({CHAD, TOGO}))) == (2, 2)
    assert counts(Statement(CHAD, frozenset({TOGO})), Statement(UNION, frozenset({FRANCE, TOGO}))) == (2, 3)


def test_organisations_speak_without_being_states() -> None:
    assert counts(Statement(UNION), Statement(SOCIETY)) == (2, 0)
    assert counts(Statement(UNION, frozenset({FRANCE, UNION}))) == (1, 1)


def test_delegation_that_is_not_known_on_the_day_is_no_state() -> None:
    assert counts(Statement(99, frozenset({98, CHAD}))) == (1, 1)


def test_counts_by_regional_group_end_with_those_in_none() -> None:
    statements = [Statement(CHAD, frozenset({TOGO})), Statement(UNITED_STATES), Statement(HOLY_SEE), Statement(UNION)]
    found = represented(statements, HALL)
    assert {one.group: (one.speakers, one.states) for one in found.by_group if one.states} == {
        AFRICAN: (1, 2),
        None: (2, 2),
    }
    assert [one.group for one in found.by_group] == [*RegionalGroup, None]


def test_counts_are_kept_with_a_published_list_and_read_again() -> None:
    found = Represented(31, 142, (Counted(AFRICAN, 3, 50), Counted(WESTERN, 0, 0), Counted(None, 1, 2)))
    assert read(kept(found)) == found
    told = represented_then({"represented": kept(found)})
    assert told == shown(found)
    assert str(shown(found).told) == "31 speakers for 142 States."
    assert [(str(line.group), line.speakers, line.states) for line in shown(found).lines] == [
        ("African States", 3, 50),
        ("In no regional group", 1, 2),
    ]
    assert represented_then({"preset": "dialogue"}) is None
    assert str(shown(Represented(1, 1, ())).told) == "1 speaker for 1 State."
    assert str(shown(Represented(4, 7, (), 1)).told) == "3 speakers for 7 States. 1 more is an organisation."


def test_who_speaks_for_no_state_is_counted_beside_and_a_union_is_not() -> None:
    found = represented([Statement(CHAD), Statement(UNION), Statement(UNION, frozenset({TOGO}))], HALL)
    assert (found.speakers, found.states, found.others) == (3, 2, 1)
