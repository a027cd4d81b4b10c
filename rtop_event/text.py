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
_MARKS = re.compile("[\u200e\u200f\u061c]")
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_JOINS = "\u0600-\u074f\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u18af"
_JOINERS = re.compile(f"(?<![{_JOINS}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINS}])")
SCHEME = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]{0,20}:)(?=//)|\b(mailto:|tel:|sms:|data:|javascript:)(?=\S)", re.IGNORECASE
)
DOT = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2,}|xn--)|(?<=[A-Za-z0-9])[。．｡](?=[A-Za-z]{2,})")
_NUMBERED_HOST = re.compile(r"[0-9]+(\.[0-9]+){3}")
MOST_MARKS = 4
"""How many combining marks one letter can carry in the scripts that people write."""
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
    kinds = (_CONTROLS, _SURROGATES, _INVISIBLE, _MARKS, _JOINERS, _BREAKS)
    return any(found.search(without_breaks) for found in kinds)


def visible(text: str) -> str:
    """The text without what has_invisible() finds, on one line."""
    for kind in (_BREAKS, _CONTROLS, _SURROGATES, _INVISIBLE, _MARKS, _JOINERS):
        text = kind.sub(" " if kind is _BREAKS else "", text)
    return text


def has_blank(text: str) -> bool:
    """Whether a name holds signs that look like nothing at all, or like a space that is none."""
    return bool(_BLANK.search(text))


def has_name(text: str) -> bool:
    """Whether there is at least one letter or digit that can be read."""
    return any(sign.isalnum() and not _BLANK.match(sign) for sign in text)


def is_heaped(text: str) -> bool:
    """Whether more combining marks stand on one letter than any script needs."""
    heap = 0
    for sign in unicodedata.normalize("NFC", text):
        heap = heap + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        if heap > MOST_MARKS:
            return True
    return False


def may_link(text: str) -> bool:
    """Whether a mail program could make a link of something in this text, so that no header may carry it."""
    return any(found.search(text) for found in (SCHEME, DOT, _NUMBERED_HOST)) or "@" in text
