"""Names of States in the other official languages: Babel's territory names, and ours where the field says it otherwise.

English names are the United Nations' own and dated; Babel knows only the names of today.
"""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

from rtop_event.dialogues.words import LANGUAGES
from rtop_event.wording import Named

OTHER_LANGUAGES = tuple(language for language in LANGUAGES if language != "en")

_OURS: dict[str, tuple[str, str, str, str, str]] = {
    "Palestine": ("فلسطين", "Palestina", "Palestine", "Палестина", "巴勒斯坦"),
    "State of Palestine": (
        "دولة فلسطين",
        "Estado de Palestina",
        "État de Palestine",
        "Государство Палестина",
        "巴勒斯坦国",
    ),
    "Holy See": ("الكرسي الرسولي", "Santa Sede", "Saint-Siège", "Святой Престол", "教廷"),
    "Congo": ("الكونغو", "Congo", "Congo", "Конго", "刚果"),
    "Democratic Republic of the Congo": (
        "جمهورية الكونغو الديمقراطية",
        "República Democrática del Congo",
        "République démocratique du Congo",
        "Демократическая Республика Конго",
        "刚果民主共和国",
    ),
    "Republic of Korea": ("جمهورية كوريا", "República de Corea", "République de Corée", "Республика Корея", "大韩民国"),
    "Democratic People's Republic of Korea": (
        "جمهورية كوريا الشعبية الديمقراطية",
        "República Popular Democrática de Corea",
        "République populaire démocratique de Corée",
        "Корейская Народно-Демократическая Республика",
        "朝鲜民主主义人民共和国",
    ),
    "Myanmar": ("ميانمار", "Myanmar", "Myanmar", "Мьянма", "缅甸"),
    "Côte d'Ivoire": ("كوت ديفوار", "Côte d'Ivoire", "Côte d'Ivoire", "Кот-д'Ивуар", "科特迪瓦"),
    "Swaziland": ("سوازيلند", "Swazilandia", "Swaziland", "Свазиленд", "斯威士兰"),
    "Czech Republic": (
        "الجمهورية التشيكية",
        "República Checa",
        "République tchèque",
        "Чешская Республика",
        "捷克共和国",
    ),
    "The former Yugoslav Republic of Macedonia": (
        "جمهورية مقدونيا اليوغوسلافية السابقة",
        "ex República Yugoslava de Macedonia",
        "ex-République yougoslave de Macédoine",
        "бывшая югославская Республика Македония",
        "前南斯拉夫的马其顿共和国",
    ),
}


def name_in(language: str, iso2: str, english: str) -> str:
    """The name of a delegation in that language; the English one where there is no other."""
    if language in OTHER_LANGUAGES and english in _OURS:
        return _OURS[english][OTHER_LANGUAGES.index(language)]
    if language == "en" or not iso2:
        return english
    return _territories(language).get(iso2, english)


class DelegationName(Named):
    """The official name of a delegation, said in the reader's language."""

    iso2: str

    def __new__(cls, iso2: str, english: str) -> DelegationName:
        """As a text it is the English name; the code of two letters leads to the others."""
        name = super().__new__(cls, english)
        name.iso2 = iso2
        return name

    def said_in(self, language: str) -> str:
        """The name in that language."""
        return name_in(language, self.iso2, str(self))


def names_elsewhere(iso2: str, english: str) -> list[str]:
    """All its names in the other five languages, ours and Babel's, for the search; each once."""
    ours = [name_in(language, iso2, english) for language in OTHER_LANGUAGES]
    babel = [name_in(language, iso2, "") for language in OTHER_LANGUAGES]
    return [name for name in dict.fromkeys(ours + babel) if name and name != english]


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language).territories)
    except (UnknownLocaleError, ValueError):
        return {}
