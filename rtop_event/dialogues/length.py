"""How long a text is: words, and about how many pages it takes in print."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORDS_ON_A_PAGE = 470
SIGNS_ON_A_PAGE = 800
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Length:
    """Words (in Chinese: characters), and pages as a number with one decimal."""

    words: int
    pages: float


def length_of(text: str, language: str) -> Length:
    """The length of a text without its markup."""
    if language == "zh":
        signs = len(_CHINESE.findall(text))
        return Length(signs, round(signs / SIGNS_ON_A_PAGE, 1))
    words = len(_WORD.findall(text))
    return Length(words, round(words / WORDS_ON_A_PAGE, 1))
