"""The typesetter: `python -m rtop_event.typesetting TEMPLATE MOMENT < data > pdf`; the only user of typst."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent / "data" / "print"
MISSING = "\u25a1"
FONT_PACKAGES = ("fontpkg_amiri",)
FAMILIES = (
    "Libertinus Serif",  # inside the typst library: Latin, Greek, Cyrillic, Hebrew
    "Amiri",
    "Noto Naskh Arabic",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Noto Serif CJK JP",
    "Noto Serif CJK KR",
    "Noto Sans CJK SC",
    "Droid Sans Fallback",
    "Noto Serif",
    "DejaVu Serif",
    "DejaVu Sans",
    "New Computer Modern Math",
)
_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))")
_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class _Fonts:
    index: typst.Fonts
    families: list[str]


@lru_cache(maxsize=1)
def _fonts() -> _Fonts:
    """The fonts of this machine and of the font packages, read once; families that are missing are not asked for."""
    found = [find_spec(name) for name in FONT_PACKAGES]
    folders = [place for spec in found if spec for place in spec.submodule_search_locations or []]
    index = typst.Fonts(font_paths=folders)
    present = set(index.families())
    return _Fonts(index, [family for family in FAMILIES if family in present])


def typeset(template: str, data: dict[str, Any], made_at: int) -> bytes:
    """The document as PDF/UA-1, or without that mark where typst refuses the structure itself."""
    text = json.dumps(data | {"fonts": _fonts().families}, ensure_ascii=False)
    for _ in range(_ATTEMPTS):
        try:
            return _compiled(template, text, made_at, ["ua-1"])
        except typst.TypstError as error:
            unshown = {_unescaped(sign) for sign in _UNSHOWN.findall(error.diagnostic)}
            if not unshown:
                break
            text = json.dumps(_without(json.loads(text), unshown), ensure_ascii=False)
    return _compiled(template, text, made_at, [])


def _compiled(template: str, data: str, made_at: int, standards: typst.PDFStandards) -> bytes:
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts().index,
        sys_inputs={"data": data},
        pdf_standards=standards,
        format="pdf",
        timestamp=made_at,
    )


def _unescaped(sign: str) -> str:
    controls = {"n": "\n", "t": "\t", "r": "\r"}
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else controls.get(m[2], m[2]), sign)


def _without(value: Any, unshown: set[str]) -> Any:
    """The same data with the signs that no font holds replaced."""
    if isinstance(value, str):
        for sign in sorted(unshown, key=len, reverse=True):
            value = value.replace(sign, MISSING)
        return value
    if isinstance(value, dict):
        return {
            name: inner if name in ("fonts", "url", "kind") else _without(inner, unshown)
            for name, inner in value.items()
        }
    return [_without(inner, unshown) for inner in value] if isinstance(value, list) else value


def main() -> None:
    """Read the data, write the document."""
    template, made_at = sys.argv[1:]
    sys.stdout.buffer.write(typeset(template, json.load(sys.stdin.buffer), int(made_at)))


if __name__ == "__main__":
    main()
