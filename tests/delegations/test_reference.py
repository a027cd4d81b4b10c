"""The reference tables: what they say of 5 September 2012, and every way in which they are refused."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from rtop_event.delegations.reference import (
    FOLDER,
    Reference,
    ReferenceGroup,
    ReferenceStanding,
    read_reference,
)
from rtop_event.delegations.tables import BadReference
from rtop_event.delegations.titles import CAPACITIES, KINDS, LEVELS, REGIONAL_GROUPS
from rtop_event.delegations.words import Capacity, Kind, Level, RegionalGroup

THE_DAY = date(2012, 9, 5)
TODAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference()


def standings(reference: Reference, day: date) -> dict[str, ReferenceStanding]:
    found = {delegation.code: delegation.standing_on(day) for delegation in reference.delegations}
    return {code: standing for code, standing in found.items() if standing}


def group(reference: Reference, code: str) -> ReferenceGroup:
    return next(one for one in reference.groups if one.code == code)


def test_reference_has_193_member_states_in_their_groups(reference: Reference) -> None:
    members = [one for one in standings(reference, THE_DAY).values() if one.kind is Kind.MEMBER_STATE]
    assert Counter(one.regional_group for one in members) == {
        RegionalGroup.AFRICAN: 54,
        RegionalGroup.ASIA_PACIFIC: 53,
        RegionalGroup.EASTERN_EUROPEAN: 23,
        RegionalGroup.LATIN_AMERICAN_CARIBBEAN: 33,
        RegionalGroup.WESTERN_EUROPEAN_OTHERS: 28,
        None: 2,
    }


def test_reference_counts_each_kind_on_the_day(reference: Reference) -> None:
    assert Counter(one.kind for one in standings(reference, THE_DAY).values()) == {
        Kind.MEMBER_STATE: 193,
        Kind.OBSERVER_STATE: 1,
        Kind.OBSERVER: 5,
        Kind.REGIONAL_ORGANISATION: 34,
        Kind.OTHER_ORGANISATION: 9,
        Kind.UN_ENTITY: 33,
        Kind.CIVIL_SOCIETY: 6,
    }


def test_south_sudan_has_no_standing_before_its_admission(reference: Reference) -> None:
    assert "SSD" not in standings(reference, date(2011, 7, 13))
    assert standings(reference, date(2011, 7, 14))["SSD"].name == "South Sudan"


@pytest.mark.parametrize(
    ("code", "then", "now"),
    [
        ("PSE", "Palestine", "State of Palestine"),
        ("SWZ", "Swaziland", "Eswatini"),
        ("TUR", "Turkey", "Türkiye"),
        ("CPV", "Cape Verde", "Cabo Verde"),
        ("CZE", "Czech Republic", "Czechia"),
        ("MKD", "The former Yugoslav Republic of Macedonia", "North Macedonia"),
        ("GMB", "Gambia", "Gambia (Republic of The)"),
        ("NLD", "Netherlands", "Netherlands (Kingdom of the)"),
        ("LBY", "Libya", "Libya"),
        ("BOL", "Bolivia (Plurinational State of)", "Bolivia (Plurinational State of)"),
        ("OIC", "Organization of Islamic Cooperation", "Organization of Islamic Cooperation"),
        ("EU", "European Union", "European Union"),
    ],
)
def test_names_are_those_of_the_day(reference: Reference, code: str, then: str, now: str) -> None:
    assert (standings(reference, THE_DAY)[code].name, standings(reference, TODAY)[code].name) == (then, now)


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("LBY", date(2011, 9, 15), "Libyan Arab Jamahiriya"),
        ("LBY", date(2011, 9, 16), "Libya"),
        ("OIC", date(2011, 6, 27), "Organization of the Islamic Conference"),
        ("EU", date(2009, 11, 30), "European Community"),
        ("MKD", date(2019, 2, 13), "The former Yugoslav Republic of Macedonia"),
        ("MKD", date(2019, 2, 14), "North Macedonia"),
    ],
)
def test_names_change_on_their_day(reference: Reference, code: str, day: date, name: str) -> None:
    assert standings(reference, day)[code].name == name


def test_palestine_becomes_an_observer_state(reference: Reference) -> None:
    kinds = [standings(reference, day)["PSE"].kind for day in (date(2012, 11, 28), date(2012, 11, 29))]
    assert kinds == [Kind.OBSERVER, Kind.OBSERVER_STATE]


def test_member_states_sort_as_their_names_are_written(reference: Reference) -> None:
    now = standings(reference, THE_DAY)
    codes = ("MKD", "TUR", "CIV", "PRK", "TZA", "CRI", "HRV", "THA", "TLS", "DNK")
    assert sorted(codes, key=lambda code: now[code].sort_key) == [
        "CRI",
        "CIV",
        "HRV",
        "PRK",
        "DNK",
        "THA",
        "MKD",
        "TLS",
        "TUR",
        "TZA",
    ]
    assert standings(reference, TODAY)["MKD"].sort_key == "north macedonia"


def test_groups_have_the_members_of_the_day(reference: Reference) -> None:
    assert {one.code: len(one.members_on(THE_DAY)) for one in reference.groups} == {
        "EU": 27,
        "NAM": 120,
        "G77": 0,
        "AFR": 54,
        "ARAB": 22,
        "OICG": 57,
        "CARICOM": 14,
        "ASEAN": 10,
        "CANZ": 3,
        "NORDIC": 5,
        "LDC": 0,
        "LLDC": 0,
        "AOSIS": 0,
        "GOF-R2P": 0,
        "ECOWAS": 15,
        "BALTIC": 3,
        "BENELUX": 3,
        "PSIDS": 0,
    }


def test_non_aligned_are_119_member_states_and_palestine(reference: Reference) -> None:
    now = standings(reference, THE_DAY)
    members = group(reference, "NAM").members_on(THE_DAY)
    assert Counter(now[code].kind for code in members) == {Kind.MEMBER_STATE: 119, Kind.OBSERVER: 1}


def test_european_union_grows_and_shrinks(reference: Reference) -> None:
    union = group(reference, "EU")
    days = (date(2013, 6, 30), date(2013, 7, 1), date(2020, 1, 31), date(2020, 2, 1))
    assert [len(union.members_on(day)) for day in days] == [27, 28, 28, 27]


def test_african_group_is_the_regional_group(reference: Reference) -> None:
    now = standings(reference, THE_DAY)
    regional = {code for code, standing in now.items() if standing.regional_group is RegionalGroup.AFRICAN}
    assert set(group(reference, "AFR").members_on(THE_DAY)) == regional


def test_former_and_later_names_are_aliases(reference: Reference) -> None:
    missing = [
        (delegation.code, standing.name)
        for delegation in reference.delegations
        for standing in delegation.standings
        if len({one.name for one in delegation.standings}) > 1
        and standing.name not in {alias.text for alias in delegation.aliases}
    ]
    assert missing == []


def test_titles_name_every_identifier() -> None:
    assert [list(KINDS), list(LEVELS), list(CAPACITIES), list(REGIONAL_GROUPS)] == [
        list(Kind),
        list(Level),
        list(Capacity),
        list(RegionalGroup),
    ]


GOOD = {
    "delegations.csv": "code,iso2,admitted\nTON,TO,1999-09-14\nPER,PE,\n",
    "standings.csv": "code,from,until,name,sort_key,kind,regional_group,note\n"
    "TON,2009-01-01,2015-01-01,Tonga,tonga,member_state,asia_pacific,\n"
    "PER,2009-01-01,,Peru,peru,member_state,,\n"
    "TON,2015-01-01,,Tonga,tonga,member_state,,why\n",
    "aliases.csv": "code,alias,language\nTON,Friendly Islands,en\n",
    "groups.csv": "code,name,note\nSEA,Sea Group,\n",
    "memberships.csv": "group,code,from,until\nSEA,TON,,2010-01-01\nSEA,TON,2011-01-01,\nSEA,PER,,\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in GOOD.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_small_tables_are_read(folder: Path) -> None:
    read = read_reference(folder)
    assert [(one.code, one.iso2, one.admitted) for one in read.delegations] == [
        ("TON", "TO", date(1999, 9, 14)),
        ("PER", "PE", None),
    ]
    assert [one.regional_group for one in read.delegations[0].standings] == [RegionalGroup.ASIA_PACIFIC, None]
    assert read.delegations[0].standings[1].note == "why"
    days = (date(2009, 5, 1), date(2010, 5, 1), date(2011, 5, 1))
    assert [read.groups[0].members_on(day) for day in days] == [["TON", "PER"], ["PER"], ["TON", "PER"]]
    assert read.delegations[1].standing_on(date(2008, 12, 31)) is None


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("delegations.csv", "code,iso2", "code,iso3", "delegations.csv:1: the columns must be: code, iso2, admitted"),
        ("delegations.csv", "PER,PE,", "PER,PE", "delegations.csv:3: 2 cells instead of 3"),
        ("delegations.csv", "PER,PE,", "TON,PE,", "delegations.csv:3: code “TON” stands already on line 2"),
        ("delegations.csv", "PER,PE,", "PER,TO,", "delegations.csv:3: iso2 “TO” stands already on line 2"),
        ("delegations.csv", "PER,PE,", "P R,PE,", "delegations.csv:3: code cannot be “P R”"),
        ("delegations.csv", "PER,PE,", "PER,pe,", "delegations.csv:3: iso2 cannot be “pe”"),
        ("delegations.csv", "1999-09-14", "14.9.1999", "delegations.csv:2: admitted cannot be “14.9.1999”"),
        ("delegations.csv", "1999-09-14", "1999-02-30", "delegations.csv:2: admitted cannot be “1999-02-30”"),
        ("delegations.csv", "PER,PE,\n", "PER,PE,\nFJI,,\n", "delegations.csv:4: FJI has no standing in standings.csv"),
        ("delegations.csv", "PER,PE,", '"PER,PE,', "delegations.csv:3: not CSV: unexpected end of data"),
        ("standings.csv", "PER,2009-01-01", "PRU,2009-01-01", "standings.csv:3: unknown code “PRU”"),
        ("standings.csv", "PER,2009-01-01", "PER,", "standings.csv:3: from is empty"),
        ("standings.csv", "2009-01-01,2015-01-01", "2009-01-01,2009-01-01", "standings.csv:2: until is not after from"),
        (
            "standings.csv",
            "TON,2015-01-01",
            "TON,2014-12-31",
            "standings.csv:4: TON has another line for some of these days",
        ),
        ("standings.csv", ",Peru,", ",,", "standings.csv:3: name is empty"),
        ("standings.csv", ",Peru,", ",Peru ,", "standings.csv:3: name has needless spaces or invisible characters"),
        (
            "standings.csv",
            ",Peru,",
            ",Pe\u200bru,",
            "standings.csv:3: name has needless spaces or invisible characters",
        ),
        ("standings.csv", ",peru,", ",Peru,", "standings.csv:3: sort_key cannot be “Peru”"),
        ("standings.csv", ",,Peru,peru,member_state", ",,Peru,peru,state", "standings.csv:3: kind cannot be “state”"),
        ("standings.csv", "asia_pacific", "asian", "standings.csv:2: regional_group cannot be “asian”"),
        ("aliases.csv", "TON,F", "TGA,F", "aliases.csv:2: unknown code “TGA”"),
        ("aliases.csv", ",en", ",English", "aliases.csv:2: language cannot be “English”"),
        (
            "aliases.csv",
            ",en\n",
            ",en\nTON,Friendly Islands,fr\n",
            "aliases.csv:3: TON has the alias “Friendly Islands” twice",
        ),
        (
            "groups.csv",
            "SEA,Sea Group,\n",
            "SEA,Sea Group,\nSEA,Other,\n",
            "groups.csv:3: code “SEA” stands already on line 2",
        ),
        ("groups.csv", "Sea Group", "", "groups.csv:2: name is empty"),
        ("memberships.csv", "SEA,PER", "SEE,PER", "memberships.csv:4: unknown group “SEE”"),
        ("memberships.csv", "SEA,PER", "SEA,PRU", "memberships.csv:4: unknown code “PRU”"),
        (
            "memberships.csv",
            "2011-01-01",
            "",
            "memberships.csv:3: TON has another line for some of these days",
        ),
    ],
)
def test_bad_tables_are_refused_with_their_line(folder: Path, file: str, old: str, new: str, message: str) -> None:
    text = GOOD[file].replace(old, new, 1)
    assert text != GOOD[file]
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(BadReference) as refused:
        read_reference(folder)
    assert str(refused.value) == message
    assert f"{refused.value.file}:{refused.value.line}: {refused.value.why}" == message


def test_a_missing_table_is_refused(folder: Path) -> None:
    (folder / "groups.csv").unlink()
    with pytest.raises(BadReference) as refused:
        read_reference(folder)
    assert str(refused.value) == "groups.csv:0: there is no such file, or it cannot be read"


def test_an_empty_table_is_refused(folder: Path) -> None:
    (folder / "groups.csv").write_bytes(b"")
    with pytest.raises(BadReference) as refused:
        read_reference(folder)
    assert str(refused.value) == "groups.csv:1: the columns must be: code, name, note"


def test_a_table_in_another_encoding_is_refused_with_its_line(folder: Path) -> None:
    (folder / "aliases.csv").write_bytes("code,alias,language\nTON,Ÿles,en\n".encode("cp1252"))
    with pytest.raises(BadReference) as refused:
        read_reference(folder)
    assert str(refused.value) == "aliases.csv:2: this is not UTF-8"


def test_the_product_tables_are_copied_and_read_alike(tmp_path: Path, reference: Reference) -> None:
    shutil.copytree(FOLDER, tmp_path / "copy")
    assert read_reference(tmp_path / "copy") == reference
