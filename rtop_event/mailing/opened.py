"""What a received mail holds, as plain facts: what came out of its opening, and can go through a pipe as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from rtop_event.itip import Itip
from rtop_event.text import several_lines


class Kind(StrEnum):
    """What a received mail is, before anybody asks what it means."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    CALENDAR = "calendar"
    AUTOMATIC = "automatic"
    OTHER = "other"


class Fate(StrEnum):
    """What a mail server says of one recipient."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Returned:
    """One recipient in a bounce or complaint, with the server's words."""

    address: str
    fate: Fate
    words: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The facts of one mail; every text is short and without controls."""

    kind: Kind
    message_id: str = ""
    sender: str = ""
    subject: str = ""
    date: str = ""
    tokens: tuple[str, ...] = ()
    """What stands after `rsvp-` in the addresses it was sent to, the envelope's first."""
    text: str = ""
    written: bool = False
    """Whether the text was written by a person, not made up by a calendar service."""
    automatic: bool = False
    evidence: str = ""
    """What our own server said about who sent it, such as `dmarc=pass`."""
    calendar: Itip | None = None
    fault: str = ""
    """Why it, or its calendar, could not be read; empty if nothing is wrong."""
    returned: tuple[Returned, ...] = ()
    about: tuple[str, ...] = ()
    """Message-IDs that it speaks of: of the returned letter, or of the one it answers."""

    def facts(self) -> dict[str, Any]:
        """The same for JSON."""
        return asdict(self)

    @classmethod
    def of(cls, facts: dict[str, Any]) -> Opened:
        """The same from plain facts; every text is cleaned of what no database holds and no page shows."""
        facts = _clean(facts)
        returned = tuple(Returned(one["address"], Fate(one["fate"]), one["words"]) for one in facts["returned"])
        calendar = Itip.of(facts["calendar"]) if facts["calendar"] else None
        lists = {"tokens": tuple(facts["tokens"]), "about": tuple(facts["about"])}
        return cls(**{**facts, **lists, "kind": Kind(facts["kind"]), "returned": returned, "calendar": calendar})


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return several_lines(value)
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return {name: _clean(one) for name, one in value.items()} if isinstance(value, dict) else value
