"""The published list as a calendar: each delegation's turn as it was told, with what everybody may see of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from rtop_event.appointment import Appointment
from rtop_event.calendars.feeds import KEEPS, Version, gone, leaves_at
from rtop_event.calendars.models import TurnTold
from rtop_event.calendars.turns import CANCELLED, Whose, called_off, turn_entry
from rtop_event.database import session
from rtop_event.delegations.names import name_in
from rtop_event.dialogues.models import Dialogue
from rtop_event.registrations.models import Registration
from rtop_event.showing import say
from rtop_event.speakers import revisions
from rtop_event.speakers.listing import key_of
from rtop_event.speakers.models import Revision
from rtop_event.speakers.seen import PlaceSeen
from rtop_event.speakers.spread import HABIT
from rtop_event.wording import sentence


@dataclass(frozen=True, slots=True)
class Announced:
    """A turn that was published, and the request that it is of."""

    told: TurnTold
    registration: Registration
    revision: int
    """The last published list on which it stood."""

    @property
    def has_returned(self) -> bool:
        """Whether it left and is back, on no published list yet: until then it stays called off for all others."""
        return self.told.revision is None

    def leaves_at(self, keeps: timedelta) -> datetime:
        """When it leaves the calendar."""
        return leaves_at(self.told.ends_at, keeps, cancelled=self.has_returned or self.told.status == CANCELLED)


def announced(dialogue: Dialogue) -> list[Announced]:
    """The turns of the dialogue that stood on a published list; none before there is one."""
    asked = select(TurnTold, Registration).join(Registration, TurnTold.registration_id == Registration.id)
    known = TurnTold.revision.is_not(None) | (TurnTold.sequence > 0)
    asked = asked.where(Registration.dialogue_id == dialogue.id, known).order_by(TurnTold.registration_id)
    rows = [(told, whose) for told, whose in session.execute(asked)]
    stood = _last_stood(dialogue) if any(told.revision is None for told, _ in rows) else {}
    found = []
    for told, whose in rows:
        number = stood.get(key_of(whose.id)) if told.revision is None else told.revision
        if number is not None:
            found.append(Announced(told, whose, number))
    return found


def _last_stood(dialogue: Dialogue) -> dict[str, int]:
    """By place, the number of the last published list on which it stood."""
    newest = revisions.last_number(dialogue)
    found: dict[str, int] = {}
    for one in revisions.latest(dialogue, newest[0] + 1) if newest else []:
        for place in one.places:
            found[place.key] = max(one.number, found.get(place.key, 0))
    return found


def list_version(
    dialogue: Dialogue, turns: Sequence[Announced], *, at: datetime, language: str, keeps: timedelta = KEEPS
) -> Version:
    """How the calendar is known before it is made."""
    leaving = [one.leaves_at(keeps) for one in turns]
    rows = [
        (one.told.registration_id, one.told.sequence, one.told.told_at, leaves <= at)
        for one, leaves in zip(turns, leaving, strict=True)
    ]
    facts = ("list", dialogue.uid, dialogue.version, rows, language)
    changed_at = max([dialogue.changed_at, *(one.told.told_at for one in turns), *gone(leaving, at)])
    return Version(hashlib.sha256(repr(facts).encode()).hexdigest()[:32], changed_at)


def list_appointments(
    dialogue: Dialogue,
    turns: Sequence[Announced],
    *,
    at: datetime,
    url: str,
    language: str,
    keeps: timedelta = KEEPS,
) -> tuple[Appointment, ...]:
    """The entries at that moment; who left the list stays as cancelled until the turn would have been over.

    Nothing of a person is in them: no speaker, no address, not when they asked; UIDs are those of their own calendars.
    """
    left = [one for one in turns if at < one.leaves_at(keeps)]
    if not left:
        return ()
    published_at = select(Revision.published_at).where(Revision.dialogue_id == dialogue.id)
    first = session.scalars(published_at.order_by(Revision.number).limit(1)).one()
    seen = {
        number: {place.key: place for place in revisions.one(dialogue, number).places}
        for number in {one.revision for one in left}
    }
    entries = []
    for one in left:
        told, number = one.told, one.revision
        whose = Whose(
            key=one.registration.form_key,
            delegation=_named(seen[number][key_of(told.registration_id)], language),
            speaks=one.registration.on_the_list and not one.has_returned,
            spread=HABIT.told,
            sequence=told.sequence,
            created_at=first,
            changed_at=max(dialogue.changed_at, told.told_at),
            label=revisions.label(number),
        )
        turn = called_off(told) if one.has_returned else told
        entries.append(turn_entry(dialogue, whose, turn, url=url, say=say))
    return tuple(entries)


def _named(place: PlaceSeen, language: str) -> str:
    """The delegation as the published list names it, with the group for which it speaks."""
    name = name_in(language, place.iso2, place.delegation)
    if not place.on_behalf_of:
        return name
    return say(sentence("%(delegation)s on behalf of %(group)s", delegation=name, group=place.on_behalf_of))
