"""The list held against other hands while it is changed, and what every change is asked for."""

from __future__ import annotations

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.refusal import StaleHand
from rtop_event.speakers import revisions
from rtop_event.speakers.composing import Facts, Listing
from rtop_event.speakers.listing import facts_of
from rtop_event.speakers.refusals import ReasonNeeded

_JUDGED = (
    "version",
    "order_preset",
    "order_chain",
    "limit_delegation",
    "limit_group",
    "limit_organisation",
    "limit_civil_society",
    "changeover",
    "announced_at",
    "exchange_needs_approval",
)


def at_hand(dialogue: Dialogue, seen: str) -> tuple[Facts, Listing]:
    """The facts, with the list held against other hands until the commit; raises StaleHand if it was seen otherwise."""
    held(dialogue)
    facts = facts_of(dialogue)
    listing = facts.listing()
    if listing.fingerprint != seen:
        raise StaleHand
    return facts, listing


def held(dialogue: Dialogue) -> None:
    """Hold the dialogue's row against other hands until the commit, and read it anew."""
    session.refresh(dialogue, attribute_names=_JUDGED, with_for_update=True)


def unchanged(dialogue: Dialogue, version: int) -> None:
    """Hold the dialogue; raises StaleHand when it is no longer of this version."""
    held(dialogue)
    if dialogue.version != version:
        raise StaleHand


def reason_given(dialogue: Dialogue, reason: str) -> None:
    """Raises ReasonNeeded when there is none although a list is published."""
    if not reason.strip() and revisions.last_number(dialogue) is not None:
        raise ReasonNeeded
