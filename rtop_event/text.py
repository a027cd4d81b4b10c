"""What other people typed, made fit to be stored and shown: normal form, no invisible controls."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile("\r\n|[\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
    "\u202a-\u202e\u2066-\u2069]"  # embeddings, overrides and isolates turn what follows them around
)
_SPACES = re.compile(r"\s+")


def several_lines(text: str) -> str:
    r"""The text in NFC, every kind of line break as `\n`, without controls (TAB stays) and surrounding space."""
    text = _SURROGATES.sub("", _BREAKS.sub("\n", text))
    text = _INVISIBLE.sub("", _CONTROLS.sub("", text))
    return unicodedata.normalize("NFC", text).strip()


def one_line(text: str) -> str:
    """The text in NFC on one line, every run of white space as one space, without controls."""
    return _SPACES.sub(" ", several_lines(text)).strip()


def has_invisible(text: str) -> bool:
    """Whether the text holds controls, bidi controls, zero-width characters or lone surrogates."""
    without_breaks = re.sub("[\t\r\n]", "", text)
    return any(found.search(without_breaks) for found in (_CONTROLS, _SURROGATES, _INVISIBLE, _BREAKS))
