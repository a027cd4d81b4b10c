"""What the desk's pages of invitations show: people with what they hold and answered, counts, one letter as seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from rtop_event.delegations.titles import KINDS
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.still import Still, still
from rtop_event.invitations.answers import added_up
from rtop_event.invitations.entries import Duty
from rtop_event.invitations.finding import (
    NO_KIND,
    Wanted,
    counted,
    delegation_named,
    edited_at,
    invitations_of,
    kind_of,
    taken_off,
    texts_of,
)
from rtop_event.invitations.models import Invitation
from rtop_event.invitations.narrowing import Narrowed
from rtop_event.invitations.progress import Progress, progress
from rtop_event.invitations.registered import Registered, registered_for
from rtop_event.invitations.reminders import Spared, spared_told
from rtop_event.invitations.reminding import is_stopped, why_spared
from rtop_event.invitations.titles import ANSWERS, way_of
from rtop_event.invitations.told import day_of
from rtop_event.mailing.blocking import blocked
from rtop_event.mailing.models import LetterState
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True, slots=True)
class Guest:
    """One invited person in the list."""

    number: int
    name: str
    address: str
    delegation: str
    kind: str
    group: str
    """How the letter stands, as the filters have it."""
    letter: LetterState | None
    letter_url: str
    holds: int | None
    """The SEQUENCE of the entry in the person's calendar, None when there is none."""
    outdated: bool
    due: Duty
    answer: str
    channel: Sentence | None
    answered_at: datetime | None
    earlier: Sentence | None
    note: str
    """What the person added to the answer that stands, or to the earlier one."""
    withdrawn: bool
    bounced: bool
    """Whether nothing is sent to the address until it is mended."""
    spared: Spared | None
    """Why the person is not reminded, None for who would be."""
    registered: str
    """Where the desk sees the person's or the delegation's request; empty without one."""

    @property
    def said(self) -> str:
        """All words by which the person is found."""
        return f"{self.name} {self.address} {self.delegation}".casefold()


@dataclass(frozen=True)
class Everybody:
    """All invited people of a dialogue, and what follows from them."""

    guests: list[Guest]
    owed: dict[str, int]
    """How many are owed which letter; none to an address that is to be mended first."""
    unreached: int
    """How many cannot be reached."""
    to_remind: int
    spared: list[Sentence]
    """Why others who have not answered are not reminded, with how many they are."""
    drafts: int
    stale: int
    answers: dict[str, int]


def everybody(dialogue: Dialogue, at: datetime) -> Everybody:
    """All invited people as they stand at this moment, however many: the number of queries is the same."""
    edited, as_it_is = edited_at(texts_of(dialogue)), still(dialogue)
    beside = _Beside(as_it_is, at, set(blocked()), registered_for(dialogue))
    guests = [_guest(one, progress(as_it_is, one, at=at, edited=edited), beside) for one in invitations_of(dialogue)]
    guests.sort(key=lambda one: (one.withdrawn, one.delegation.casefold(), one.name.casefold(), one.number))
    owed = Counter(guest.due.value for guest in guests if not guest.bounced)
    drafts = [guest for guest in guests if guest.letter is LetterState.DRAFT]
    stale = sum(guest.due is not Duty.NOTHING and not guest.bounced for guest in drafts)
    return Everybody(
        guests,
        owed,
        sum(guest.bounced and not guest.withdrawn for guest in guests),
        sum(guest.spared is None for guest in guests),
        _spared(guests),
        len(drafts),
        stale,
        added_up(one.answer for one in guests if not one.withdrawn),
    )


def _spared(guests: list[Guest]) -> list[Sentence]:
    silent = Counter(one.spared for one in guests if not one.withdrawn and one.answer == "needs-action")
    return [spared_told(reason, silent[reason]) for reason in Spared if silent[reason]]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is known beside the invitations: the dialogue at that moment, addresses to mend, who is registered."""

    dialogue: Still
    at: datetime
    stopped: set[str]
    registered: Registered

    @property
    def day(self) -> date:
        """The day of the dialogue."""
        return day_of(self.dialogue.starts_at, self.dialogue.zone)


def _guest(invitation: Invitation, now: Progress, beside: _Beside) -> Guest:
    contact, answer = invitation.contact, now.answer
    latest = now.waiting or (now.sent[-1] if now.sent else None)
    given = next((one for one in invitation.replies if one.at == answer.at), None)
    return Guest(
        number=invitation.id,
        name=contact.name or contact.address,
        address=contact.address,
        delegation=delegation_named(contact.delegation_id, beside.day),
        kind=kind_of(contact.delegation_id, beside.day),
        group=_group(invitation, now.state),
        letter=now.state,
        letter_url=url_for("mailing.desk_letter", number=latest.letter_id) if latest else "",
        holds=now.held.sequence if now.held else None,
        outdated=now.holds_outdated,
        due=now.due.duty,
        answer=answer.answer,
        channel=way_of(given) if given else None,
        answered_at=answer.at,
        earlier=ANSWERS[answer.earlier] if answer.earlier else None,
        note=answer.note,
        withdrawn=invitation.withdrawn_at is not None,
        bounced=is_stopped(invitation, now, beside.stopped),
        spared=why_spared(beside.dialogue, invitation, now, beside.stopped, beside.at),
        registered=beside.registered.of(contact.address, contact.delegation_id),
    )


def _group(invitation: Invitation, state: LetterState | None) -> str:
    if invitation.withdrawn_at is not None:
        return "withdrawn"
    known = {
        None: "unwritten",
        LetterState.DRAFT: "draft",
        LetterState.SENT: "sent",
        LetterState.BOUNCED: "failed",
        LetterState.FAILED: "failed",
    }
    return known.get(state, "leaving")


def kind_filters(counts: dict[str, int]) -> list[Narrowed]:
    """The filters by kind of delegation; empty ones are left out."""
    kinds = [(kind.value, KINDS[kind]) for kind in Kind] + [(NO_KIND, sentence("Without a delegation"))]
    named = [Narrowed(value, label, counts[value]) for value, label in kinds if counts.get(value)]
    return [Narrowed("", sentence("All"), sum(counts.values())), *named]


def not_yet_invited(dialogue: Dialogue, at: datetime) -> int:
    """How many contacts are not invited, without those who were taken off the list."""
    return counted(Wanted(not_invited_to=dialogue.id), at.date()) - len(taken_off(dialogue))
