"""Statements when two requests of a delegation become one: they go where the delegation stands from then on."""

from __future__ import annotations

import secrets

from rtop_event.database import session
from rtop_event.registrations.models import Registration
from rtop_event.statements import finding
from rtop_event.statements.shown import spoke


def move(stays: Registration, goes: Registration) -> None:
    """Give the one that stays each language that it has not; what was spoken is public where it is, and stays there.

    That one was submitted in writing goes along only where it makes no other text public.
    """
    own = finding.live_of(stays)
    if spoke(goes):
        return
    for one in finding.live_of(goes):
        if one.language not in {known.language for known in own}:
            one.registration, one.form_key = stays, secrets.token_urlsafe(16)
    written = finding.writing_of(goes)
    if written and not own and finding.writing_of(stays) is None:
        written.registration_id = stays.id
    session.flush()
