"""What an invited person's calendar is made from: the dialogue as the mail brings it, and their turn."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from rtop_event.appointment import Appointment
from rtop_event.calendars.feeds import KEEPS, Version, gone, leaves_at
from rtop_event.calendars.models import TurnTold
from rtop_event.calendars.own import last_change, turn, turn_leaves_at
from rtop_event.database import session
from rtop_event.invitations.answers import Standing
from rtop_event.invitations.entries import CANCEL, Written, appointment, cancel_sequence
from rtop_event.invitations.models import Invitation
from rtop_event.invitations.progress import Progress, is_wanted, progress
from rtop_event.invitations.told import programme_told
from rtop_event.links import digest_of
from rtop_event.registrations.models import Registration
from rtop_event.showing import say
from rtop_event.wording import sentence

CANCELLED, CONFIRMED, TENTATIVE = "CANCELLED", "CONFIRMED", "TENTATIVE"


@dataclass(frozen=True, slots=True)
class Registered:
    """A request that came from the mailbox of the invited person and was confirmed there, with its turn as told."""

    registration: Registration
    told: TurnTold


def registered(invitation: Invitation) -> list[Registered]:
    """The turns of the invited person."""
    asked = select(TurnTold, Registration).join(Registration, TurnTold.registration_id == Registration.id)
    asked = asked.where(
        Registration.dialogue_id == invitation.dialogue_id,
        Registration.address_key == invitation.contact.address_key,
        Registration.verified_at.is_not(None),
    )
    return [Registered(mine, told) for told, mine in session.execute(asked.order_by(Registration.id))]


def invited_version(
    invitation: Invitation, turns: Sequence[Registered], at: datetime, *, token: str, keeps: timedelta = KEEPS
) -> Version:
    """How the calendar is known at that moment, before it is made, and under which address."""
    dialogue = invitation.dialogue
    letters = [(one.id, one.method, one.letter.state(at).value) for one in invitation.entries]
    replies = [(one.id, one.counts) for one in invitation.replies]
    past = gone([_leaves_at(invitation, keeps), *(turn_leaves_at(one.told, keeps) for one in turns)], at)
    mine = [(one.registration.version, one.told.sequence, one.told.told_at) for one in turns]
    steps = (invitation.id, invitation.withdrawn_at, letters, replies, mine, digest_of(token))
    facts = ("invited", dialogue.version, invitation.contact.version, *steps, len(past))
    tag = hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
    told = [one.told.told_at for one in turns]
    return Version(tag, max([changed_at(invitation), *told, *past]))


def changed_at(invitation: Invitation) -> datetime:
    """The last moment at which anything about the invitation has changed."""
    letters = [one.letter.sent_at for one in invitation.entries]
    moments = (invitation.withdrawn_at, *letters, *(one.at for one in invitation.replies))
    known = [one for one in moments if one is not None]
    about = f"invitation:{invitation.id}"
    return max(
        [invitation.dialogue.changed_at, invitation.created_at, *known, *last_change(invitation.dialogue, about)]
    )


def _leaves_at(invitation: Invitation, keeps: timedelta) -> datetime:
    dialogue = invitation.dialogue
    return leaves_at(dialogue.ends_at, keeps, cancelled=not is_wanted(dialogue, invitation))


def invited_appointments(
    invitation: Invitation, turns: Sequence[Registered], at: datetime, *, url: str, keeps: timedelta = KEEPS
) -> tuple[Appointment, ...]:
    """The entries at that moment: the dialogue under the UID of the mail, and each turn under its own."""
    dialogue = invitation.dialogue
    now = progress(dialogue, invitation, at=at, edited={})
    wanted = is_wanted(dialogue, invitation)
    status = status_of(now.answer, wanted=wanted, sent=now.sent, gone=_leaves_at(invitation, keeps) <= at)
    mine = [entry for one in turns for entry in turn(one.registration, one.told, at, url=url, keeps=keeps)]
    if status is None:
        return tuple(mine)
    changed = changed_at(invitation)
    whole = appointment(
        dialogue,
        sequence=_sequence(invitation, now, wanted=wanted),
        stamp=changed,
        description=_told(invitation, cancelled=not wanted, url=url),
        url=url,
    )
    return (replace(whole, status=status, changed=changed), *mine)


def status_of(answer: Standing, *, wanted: bool, sent: Sequence[Written], gone: bool) -> str | None:
    """How the dialogue stands in the calendar; None where it does not: declined, past, or called off and untold."""
    if answer.answer == "declined" or gone:
        return None
    if not wanted:
        return CANCELLED if sent else None
    return CONFIRMED if answer.answer == "accepted" else TENTATIVE


def _sequence(invitation: Invitation, now: Progress, *, wanted: bool) -> int:
    """As the mail has it, or will have it once the letter that is owed has left."""
    if wanted:
        return now.asked
    last = now.sent[-1]
    return last.sequence if last.method == CANCEL else cancel_sequence(invitation.dialogue, now.sent)


def _told(invitation: Invitation, *, cancelled: bool, url: str) -> str:
    dialogue = invitation.dialogue
    gone = sentence("The dialogue has been cancelled.") if dialogue.cancelled_at else None
    if cancelled and gone is None:
        gone = sentence("This invitation has been withdrawn")
    lines = [
        say(gone) if gone else "",
        dialogue.title,
        "\n".join(say(line) for line in programme_told(dialogue)),
        say(sentence("Programme, documents and registration: %(url)s", url=url)),
        dialogue.host_statement,
    ]
    return "\n\n".join(line for line in lines if line)
