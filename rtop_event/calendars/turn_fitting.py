"""Letters about turns that have not left: which of them no longer fit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import contains_eager

from rtop_event.calendars.models import TurnEntry, TurnHolder, TurnTold
from rtop_event.calendars.owed import misfit
from rtop_event.calendars.turn_drafting import now_of
from rtop_event.database import session
from rtop_event.mailing.models import Letter
from rtop_event.registrations import finding
from rtop_event.registrations.models import Registration
from rtop_event.wording import Sentence


def misfits(letters: Sequence[Letter], at: datetime) -> dict[int, Sentence]:
    """Those of the letters that no longer fit, by their ids, each with the reason."""
    numbers = [letter.id for letter in letters if letter.about.startswith("turn:")]
    if not numbers:
        return {}
    asked = finding.whole().add_columns(TurnTold, TurnEntry).join(TurnTold, TurnTold.registration_id == Registration.id)
    asked = asked.join(TurnHolder, TurnHolder.registration_id == Registration.id)
    asked = asked.join(TurnEntry, TurnEntry.holder_id == TurnHolder.id).where(TurnEntry.letter_id.in_(numbers))
    found: dict[int, Sentence] = {}
    for registration, told, entry in session.execute(asked.options(contains_eager(TurnEntry.holder))):
        why = misfit(entry, now_of(registration, told, entry.holder, at), at=at)
        if why is not None:
            found[entry.letter_id] = why
    return found
