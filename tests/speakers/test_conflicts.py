"""Every kind of conflict: found where there is one, silent where there is none, and quick on a long list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations

import pytest

from rtop_event.delegations.reference import read_reference
from rtop_event.delegations.words import Kind
from rtop_event.speakers.conflict import Asking, Conflict, ConflictKind, Elsewhere, Hall, Reference
from rtop_event.speakers.conflict_persons import person
from rtop_event.speakers.conflicts import conflicts
from tests.speakers.clashes import APART, NAMESAKES, NEAR, NO_OFFICIAL, OFFICIAL, SAME

DAY = date(2012, 9, 5)
STATE, SOCIETY = Kind.MEMBER_STATE, Kind.CIVIL_SOCIETY


def the_reference() -> list[Reference]:
    found = []
    for number, one in enumerate(read_reference().delegations, 1):
        standing = next(
            (s for s in one.standings if s.since <= DAY and (s.until is None or s.until > DAY)), one.standings[0]
        )
        aliases = tuple(alias.text for alias in one.aliases)
        found.append(Reference(number, standing.kind, standing.name, aliases))
    return found


REFERENCE = the_reference()
IDS = {one.name: one for one in REFERENCE}


def state(number: int, name: str, **facts: object) -> Asking:
    """A request of a delegation of the reference table."""
    known = IDS[name]
    made = Asking(number, known.id, name, name, known.kind, address_key=f"{number}@mission.example")
    return replace(made, **facts)  # type: ignore[arg-type] # facts of its own fields


def body(number: int, name: str, **facts: object) -> Asking:
    """A request of a civil society body that typed its name in."""
    made = Asking(number, 1000 + number, name, name, SOCIETY, typed_in=True, address_key=f"{number}@ngo.example")
    return replace(made, **facts)  # type: ignore[arg-type] # facts of its own fields


def found(*asking: Asking, **facts: object) -> list[Conflict]:
    return conflicts(replace(Hall(asking, reference=REFERENCE), **facts))  # type: ignore[arg-type] # facts of its own fields


def kinds(*asking: Asking) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.kind.value, tuple(each.id for each in one.concerned)) for one in found(*asking)]


def test_one_delegation_under_two_spellings_is_found_and_can_be_merged() -> None:
    missed = [pair for pair in SAME if ("spellings", (1, 2)) not in kinds(body(1, pair[0]), body(2, pair[1]))]
    assert missed == []
    (one,) = found(body(1, "Amnesty Intl"), body(2, "Amnesty International"))
    assert str(one.told) == ("“Amnesty Intl” and “Amnesty International” look like one delegation under two spellings.")
    assert one.merge == (1, 2)


def test_bodies_that_resemble_one_another_are_found() -> None:
    pairs = [pair for pair in NEAR if not {"ICRtoP", "World Federalist Movement"} & set(pair)]
    pairs = [pair for pair in pairs if "Global Centre for the Responsibility to Protect" not in pair]
    assert [pair for pair in pairs if kinds(body(1, pair[0]), body(2, pair[1])) != [("resembles", (1, 2))]] == []


def test_body_that_bears_the_name_of_a_state_or_organisation_is_found() -> None:
    assert [name for name, _known in OFFICIAL if kinds(body(1, name)) != [("official", (1,))]] == []
    (one,) = found(body(1, "Government of Peru"), state(2, "Peru"))
    assert str(one.told) == "“Government of Peru” is registered as civil society under the name of Peru (Member State)."
    assert [each.id for each in one.concerned] == [1, 2]


def test_body_that_resembles_one_of_the_reference_table_is_found() -> None:
    name = "Global Centre for Responsibility to Protect"
    assert kinds(body(1, name)) == [("resembles", (1,))]
    known = state(2, "Global Centre for the Responsibility to Protect")
    assert kinds(body(1, name), known) == [("spellings", (1, 2))]
    assert found(body(1, name), known)[0].merge == (1, 2)


def test_names_that_only_look_alike_are_no_conflict() -> None:
    known = {one.name for one in REFERENCE}
    alarms = [(pair, kinds(body(1, pair[0]), body(2, pair[1]))) for pair in APART if not set(pair) & known]
    assert [alarm for alarm in alarms if alarm[1]] == []
    assert [name for name in NO_OFFICIAL if kinds(body(1, name))] == []


def test_two_delegations_of_the_reference_table_are_never_one() -> None:
    states = [one for one in REFERENCE if one.kind is STATE]
    assert len(states) == 193
    assert found(*(state(number, one.name) for number, one in enumerate(states, 1))) == []
    assert [pair for pair in combinations(states, 2) if found(state(1, pair[0].name), state(2, pair[1].name))] == []
    everybody = [state(number, one.name) for number, one in enumerate({o.name: o for o in REFERENCE}.values(), 1)]
    assert found(*everybody) == []


def test_namesakes_typed_in_are_never_one_another() -> None:
    both = [found(body(1, one), body(2, other)) for one, other in NAMESAKES]
    assert {each.kind for alarms in both for each in alarms} == {ConflictKind.OFFICIAL}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {"wants_floor": False}, [("twice", (1, 2))]),
        ({}, {}, [("twice", (1, 2))]),
        ({}, {"address_key": "1@mission.example"}, []),
        ({"wants_floor": False}, {"wants_floor": False}, []),
        ({"group": "Group of 77 and China"}, {}, [("reader", (1, 2))]),
    ],
)
def test_delegation_registered_twice_by_different_focal_points(
    one: dict[str, object], other: dict[str, object], expected: list[object]
) -> None:
    assert kinds(state(1, "Chad", **one), state(2, "Chad", **other)) == expected


def test_of_several_who_attend_the_likeliest_is_offered_for_merging() -> None:
    chad = [
        state(1, "Chad", speaker="Ms. A. Example-Moussa"),
        state(2, "Chad", wants_floor=False, speaker="Mr. Other Person"),
        state(3, "Chad", wants_floor=False, speaker="Moussa Example A."),
    ]
    (one,) = found(*chad)
    assert (str(one.told), one.merge) == ("Chad is registered 2 more times by other focal points.", (1, 3))


def test_one_person_for_two_delegations() -> None:
    speaking = [state(1, "Chad", speaker="H.E. Ms. Ana Pérez"), state(2, "Peru", speaker="PEREZ, Ana (example)")]
    assert kinds(*speaking) == [("speaker", (1, 2))]
    writing = [
        state(1, "Chad", address_key="a@b.example", focal_point="B. C."),
        state(2, "Peru", address_key="a@b.example"),
    ]
    (one,) = found(*writing)
    assert (one.kind, str(one.told)) == (
        ConflictKind.FOCAL_POINT,
        "B. C. registers for several delegations: Chad, Peru.",
    )
    same = [state(1, "Chad", speaker="Ana Pérez"), state(2, "Chad", speaker="Ana Pérez", group="G", address_key="")]
    assert [kind for kind, _ids in kinds(*same)] == ["reader"]


def test_placeholder_and_bare_names_are_nobody() -> None:
    nobody = ["", "H.E.", "Pérez", "To be announced", "N.N.", "TBC", "H.E. the Ambassador"]
    assert [person(name) for name in nobody] == [None] * len(nobody)
    assert person("H.E. Dr. Ana María PÉREZ") == "ana maria perez"
    asking = [state(number, name, speaker="to be confirmed") for number, name in enumerate(["Chad", "Peru"], 1)]
    assert found(*asking) == []


HOURS = ((datetime(2012, 9, 5, 14, tzinfo=UTC), datetime(2012, 9, 5, 17, tzinfo=UTC)),)
LATER = ((datetime(2012, 9, 5, 17, tzinfo=UTC), datetime(2012, 9, 5, 20, tzinfo=UTC)),)


def test_person_in_two_dialogues_at_one_time() -> None:
    other = Elsewhere(9, "other", "Another dialogue (example)", "Chad", "Ana Perez", HOURS)
    here = state(1, "Chad", speaker="H.E. Ana Pérez")
    (one,) = found(here, hours=HOURS, elsewhere=[other])
    assert str(one.told) == (
        "H.E. Ana Pérez (Chad) is also named in “Another dialogue (example)”, which meets at the same time."
    )
    assert [(each.id, each.slug) for each in one.concerned] == [(1, ""), (9, "other")]
    assert found(here, hours=LATER, elsewhere=[other]) == []
    assert found(here, hours=HOURS, elsewhere=[replace(other, speaker="")]) == []
    assert found(here, hours=HOURS, elsewhere=[replace(other, speaker="Somebody Else")]) == []


def test_members_and_readers_that_also_speak_nationally() -> None:
    members = frozenset(IDS[name].id for name in ("France", "Greece", "Cyprus"))
    statement = state(1, "France", group="Union (example)", standing=members)
    assert kinds(statement, state(2, "Turkey")) == []
    assert kinds(statement, state(2, "France")) == [("reader", (1, 2))]
    (one,) = found(statement, state(2, "Greece"))
    assert str(one.told) == (
        "1 delegation stands behind the statement on behalf of Union (example) and also speaks nationally: Greece."
    )
    (two,) = found(statement, state(2, "Greece"), state(3, "Cyprus"), state(4, "Chad"))
    assert str(two.told) == (
        "2 delegations stand behind the statement on behalf of Union (example) and also speak nationally: "
        "Cyprus, Greece."
    )
    assert [each.id for each in two.concerned] == [1, 2, 3]
    assert kinds(statement, state(2, "Greece", listed=False), state(3, "France", listed=False)) == []
    assert kinds(replace(statement, listed=False), state(2, "Greece")) == []


def test_key_changes_with_the_facts_and_only_with_them() -> None:
    pair = [body(1, "Amnesty Intl"), body(2, "Amnesty International")]
    (one,) = found(*pair)
    assert found(*(replace(each, speaker="Somebody Named") for each in pair[:1]), pair[1])[0].key == one.key
    assert found(replace(pair[0], english="Amnesty Intl."), pair[1])[0].key == one.key
    assert found(replace(pair[0], english="Amnesty Internatl"), pair[1])[0].key != one.key
    assert found(replace(pair[0], id=7), pair[1])[0].key != one.key


def test_conflicts_come_by_kind_and_then_by_request() -> None:
    found_kinds = [
        kind
        for kind, _ids in kinds(
            state(1, "Chad", speaker="Ana Perez"),
            state(2, "Peru", speaker="Ana Perez"),
            state(3, "Peru", wants_floor=False),
            body(4, "Amnesty Intl"),
            body(5, "Amnesty International"),
        )
    ]
    assert found_kinds == ["spellings", "twice", "speaker"]


def test_two_hundred_requests_with_names_alike_are_no_conflict() -> None:
    names = [
        f"{word} {what} of {place}"
        for word in ("Peace", "Justice", "Women's", "Youth", "Legal")
        for what in ("Forum", "Network", "Council", "League")
        for place in ("Lima", "Accra", "Oslo", "Dakar", "Quito")
    ]
    asking = [body(number, name) for number, name in enumerate(names, 1)]
    asking += [state(200 + number, one.name) for number, one in enumerate(REFERENCE[:100])]
    assert len(asking) == 200
    assert found(*asking) == []
