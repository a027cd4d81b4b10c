"""Who can still change a request, and who can come back to it: one rule for the page, the step and the letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import on_the_clock
from rtop_event.dialogues.stages import LATE, Stage, list_hours, online_told
from rtop_event.refusal import Refusal
from rtop_event.registrations.asked import Lapsed, ListClosed, ListNotOpen, NoLongerLive, RegistrationClosed
from rtop_event.registrations.models import VERIFY_WITHIN, Registration
from rtop_event.registrations.states import Status
from rtop_event.registrations.words import STATUSES, Standing
from rtop_event.wording import sentence


def check_live(registration: Registration, at: datetime) -> None:
    """Raise Lapsed or NoLongerLive when its delegation can change nothing about it any more."""
    status = registration.status(at)
    if status is Status.LAPSED:
        raise Lapsed
    if status in {Status.WITHDRAWN, Status.NOT_SELECTED}:
        raise NoLongerLive


def check_list_is_open(dialogue: Dialogue, at: datetime) -> None:
    """Raise ListClosed after the close of the list."""
    closes_at = list_hours(dialogue).closes_at
    if at >= closes_at:
        raise ListClosed(on_the_clock(closes_at, dialogue.zone))


def check_list_has_opened(dialogue: Dialogue, at: datetime) -> None:
    """Raise ListNotOpen before the list opens."""
    hours = list_hours(dialogue)
    if hours.stage(at) is Stage.NOT_YET:
        raise ListNotOpen(online_told(hours, at, dialogue.zone))


def no_return(registration: Registration, at: datetime) -> Refusal | None:
    """Why a withdrawn request cannot come back by its delegation; None while it can."""
    dialogue = registration.dialogue
    if not registration.verified_at and _had_lapsed(registration):
        return Lapsed()
    if registration.wants_floor:
        closes_at = list_hours(dialogue).closes_at
        return ListClosed(on_the_clock(closes_at, dialogue.zone)) if at >= closes_at else None
    closes_at = dialogue.registration_closes_at
    return RegistrationClosed(on_the_clock(closes_at, dialogue.zone)) if at >= closes_at else None


def _had_lapsed(registration: Registration) -> bool:
    gone = registration.withdrawn_at
    return gone is not None and gone >= registration.received_at + VERIFY_WITHIN


def withdrawn_standing(registration: Registration, at: datetime) -> Standing:
    """What a withdrawn request is told at that moment: whether it can come back, and where to."""
    refused = no_return(registration, at)
    known = STATUSES[Status.WITHDRAWN]
    if isinstance(refused, Lapsed):
        return replace(known, next=STATUSES[Status.LAPSED].next)
    if refused is not None:
        return replace(known, next=sentence("It cannot come back any more: that was possible only while it was open."))
    if not registration.wants_floor:
        return replace(known, next=sentence("While registration is open you can come back."))
    if list_hours(registration.dialogue).stage(at) in LATE:
        return replace(known, next=sentence("Until the list of speakers is closed you can come back, on the reserve."))
    return known
