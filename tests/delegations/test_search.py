"""What people type, and which delegations they are offered; names in six languages."""

from __future__ import annotations

from datetime import date

import pytest

from rtop_event.delegations.names import name_in, names_elsewhere
from rtop_event.delegations.reference import read_reference
from rtop_event.delegations.search import Entry, find, folded
from rtop_event.delegations.words import Kind

THE_DAY = date(2012, 9, 5)


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    found = []
    for one in read_reference().delegations:
        standing = one.standing_on(THE_DAY)
        assert standing
        others = (*(alias.text for alias in one.aliases), *names_elsewhere(one.iso2, standing.name))
        found.append(Entry(one.code, standing.name, standing.kind, standing.sort_key, one.iso2, others))
    return found


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("Tonga", "TON"),
        ("  tOnGa ", "TON"),
        ("uk", "GBR UKR"),
        ("U.K.", "GBR UKR"),
        ("u.s.a.", "USA"),
        ("congo", "COG COD"),
        ("guinea", "GIN GNB GNQ PNG"),
        ("niger", "NER NGA"),
        ("korea", "PRK KOR"),
        ("south korea", "KOR"),
        ("republic of ko", "KOR PRK"),
        ("dem rep congo", "COD"),
        ("the gambia", "GMB"),
        ("cote d'ivoire", "CIV"),
        ("CÔTE D’IV", "CIV"),
        ("ivory", "CIV"),
        ("Burma", "MMR"),
        ("Holland", "NLD"),
        ("Czechia", "CZE"),
        ("eswatini", "SWZ"),
        ("turkiye", "TUR"),
        ("TÜRKİYE", "TUR"),
        ("Congo-Brazzaville", "COG"),
        ("drc", "COD"),
        ("vatican", "VAT"),
        ("red cross", "ICRC IFRC"),
        ("icrtop", "ICRtoP"),
        ("can", "ANDEAN CAN CCR2P"),
        ("united", "ARE GBR TZA USA UNICEF UNCTAD UNDP UNESCO"),
        ("the", "MKD BHS GMB NLD COMSEC"),
    ],
)
def test_find_offers_names_then_aliases(entries: list[Entry], query: str, codes: str) -> None:
    assert [entry.code for entry in find(query, entries)] == codes.split()


@pytest.mark.parametrize(
    ("query", "codes"),
    [("W", "IBRD WFP WHO WIPO WMO WTO WFM-IGP ECOWAS"), ("wsm", "WSM"), ("WS", "WSM"), ("PRK", "PRK"), ("x", "")],
)
def test_codes_come_last_and_only_whole(entries: list[Entry], query: str, codes: str) -> None:
    assert [entry.code for entry in find(query, entries)] == codes.split()


def test_a_code_ranks_behind_names(entries: list[Entry]) -> None:
    assert [entry.code for entry in find("me", entries, limit=99)] == ["MEX", "CICA", "WMO", "MNE"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("Германия", "DEU"),
        ("герман", "DEU"),
        ("德国", "DEU"),
        ("中国", "CHN"),
        ("مصر", "EGY"),
        ("Etats-Unis", "USA"),
        ("españa", "ESP"),
        ("royaume", "GBR"),
        ("Saint-Siège", "VAT"),
        ("非洲联盟", "AU"),
    ],
)
def test_find_knows_the_other_languages(entries: list[Entry], query: str, code: str) -> None:
    assert find(query, entries)[0].code == code


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("Kazakstan", "KAZ"),
        ("Phillipines", "PHL"),
        ("Switzerlnd", "CHE"),
        ("frnace", "FRA"),
        ("Untied Kingdom", "GBR"),
        ("Rusia federation", "RUS"),
        ("Irland", "IRL"),
    ],
)
def test_find_forgives_slips_when_nothing_else_fits(entries: list[Entry], query: str, codes: str) -> None:
    assert [entry.code for entry in find(query, entries)] == codes.split()


@pytest.mark.parametrize(
    "query", ["", "   ", "...", "of the", "zzz", "Atlantis", "Wakanda", "Freedonia", "Moon", "asdf"]
)
def test_find_offers_nothing_where_nothing_fits(entries: list[Entry], query: str) -> None:
    assert find(query, entries) == []


def test_find_keeps_to_its_limit(entries: list[Entry]) -> None:
    assert [entry.code for entry in find("a", entries, limit=3)] == ["AFG", "ALB", "DZA"]


def test_kinds_take_their_order_within_a_rank() -> None:
    entries = [
        Entry("MALTA", "Malta Order", Kind.OBSERVER, "malta order"),
        Entry("MALT", "Malta Watch", Kind.CIVIL_SOCIETY, "malta aa"),
        Entry("MLA", "Malta North", Kind.MEMBER_STATE, "malta north"),
    ]
    assert [entry.code for entry in find("malta", entries)] == ["MLA", "MALTA", "MALT"]


def test_folded_leaves_letters_and_single_spaces() -> None:
    assert folded(" Côte  d’Ivoire, (São–Tomé) U.N. İI_ı ß") == "cote divoire sao tome un ii i ss"


@pytest.mark.parametrize(
    ("language", "iso2", "english", "name"),
    [
        ("en", "DE", "Germany", "Germany"),
        ("fr", "DE", "Germany", "Allemagne"),
        ("es", "VA", "Holy See", "Santa Sede"),
        ("fr", "PS", "Palestine", "Palestine"),
        ("fr", "PS", "State of Palestine", "État de Palestine"),
        ("ru", "KP", "Democratic People's Republic of Korea", "Корейская Народно-Демократическая Республика"),
        ("fr", "SZ", "Swaziland", "Swaziland"),
        ("fr", "SZ", "Eswatini", "Eswatini"),
        ("zh", "FR", "France", "法国"),
        ("ar", "FR", "France", "فرنسا"),
        ("fr", "", "African Union", "African Union"),
        ("fr", "XX", "Nowhere", "Nowhere"),
        ("xx", "DE", "Germany", "Germany"),
        ("not a language", "DE", "Germany", "Germany"),
    ],
)
def test_name_in_a_language(language: str, iso2: str, english: str, name: str) -> None:
    assert name_in(language, iso2, english) == name


def test_names_elsewhere_are_each_told_once() -> None:
    assert names_elsewhere("PE", "Peru") == ["بيرو", "Perú", "Pérou", "Перу", "秘鲁"]
    assert names_elsewhere("", "African Union") == []
    assert names_elsewhere("CG", "Congo") == [
        "الكونغو",
        "Конго",
        "刚果",
        "الكونغو - برازافيل",
        "Congo-Brazzaville",
        "Конго - Браззавиль",
        "刚果（布）",
    ]
