"""Addresses of ours that name what they belong to: where a person replies, where a letter is returned to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OURS = re.compile(r"<([0-9a-f]{32})@([A-Za-z0-9.-]{1,255})>")
_RETURNED = re.compile(r"\bbounce-([0-9a-f]{32})@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*)", re.IGNORECASE)
_TOKEN = re.compile(r"rsvp-([a-z0-9]{1,40})\"?(?:\+[^@\s]{0,64})?@", re.IGNORECASE)
_NOT_IN_XTEXT = re.compile(r"[^!-*,-<>-~]")


def return_path(message_id: str) -> str:
    """The address to which a letter with this Message-ID is returned; empty where it does not look like ours."""
    found = _OURS.fullmatch(message_id)
    return f"bounce-{found[1]}@{found[2]}" if found else ""


def letters_named(texts: Iterable[str]) -> list[str]:
    """The Message-IDs of the letters whose return addresses stand in these texts, in their order."""
    found = [f"<{key.lower()}@{domain.lower()}>" for text in texts for key, domain in _RETURNED.findall(text)]
    return list(dict.fromkeys(found))


def tokens_named(texts: Iterable[str]) -> list[str]:
    """What stands after `rsvp-` in the reply addresses in these texts, in their order."""
    return list(dict.fromkeys(token.lower() for text in texts for token in _TOKEN.findall(text)))[:10]


def wishes(sender: str, recipient: str) -> tuple[list[str], list[str]]:
    """What a server that knows delivery reports (RFC 3461) is asked: headers only, for whom, and of which letter."""
    asked = ["NOTIFY=FAILURE,DELAY", f"ORCPT=rfc822;{_xtext(recipient)}"]
    return ["RET=HDRS", f"ENVID={_xtext(sender)}"], asked


def _xtext(value: str) -> str:
    return _NOT_IN_XTEXT.sub(lambda sign: "".join(f"+{byte:02X}" for byte in sign[0].encode()), value)
