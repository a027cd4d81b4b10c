"""Drafting: what mailboxes are owed about turns becomes drafts of the outbox, each in place of the one before it."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rtop_event.calendars.models import TurnEntry, TurnHolder, TurnTold
from rtop_event.calendars.owed import Now
from rtop_event.calendars.turn_composing import Wordings, summary_of, write
from rtop_event.calendars.turn_progress import TurnProgress, turn_progress
from rtop_event.calendars.turns import CANCELLED, NOT_AT_ALL, look_again
from rtop_event.database import session
from rtop_event.dialogues.finding import wordings_of
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.answers import standing
from rtop_event.invitations.entries import CANCEL, Due, Duty, next_stamp
from rtop_event.invitations.finding import STATE
from rtop_event.mailing.blocking import blocked
from rtop_event.mailing.making_way import discard_all
from rtop_event.mailing.models import Letter
from rtop_event.registrations import finding
from rtop_event.registrations.models import Registration
from rtop_event.settings import Settings
from rtop_event.wording import sentence

Turns = list[tuple[Registration, TurnTold]]


def draft_turns(
    dialogue: Dialogue,
    *,
    at: datetime,
    early: bool = False,
    registrations: Collection[int] | None = None,
    rest: timedelta = NOT_AT_ALL,
) -> Counter[str]:
    """Draft what is owed about the turns of a dialogue (all, or of these requests); how many letters of each duty.

    Two who draft at once go one after the other. Nothing goes to an address from which letters came back, and nothing
    but a cancellation to one to which a letter was approved within `rest`, and left or is to leave.
    """
    done: Counter[str] = Counter()
    if dialogue.published_at is None:
        return done
    turns = turns_of(dialogue, registrations, to_change=True)
    owed = [
        (registration, told, now)
        for registration, told, now in _standing(dialogue, turns, at=at, early=early)
        if (now.due.replaces or now.due.duty is not Duty.NOTHING) and not _rests(now, at - rest)
    ]
    waiting = [now.waiting.letter for _, _, now in owed if now.waiting and now.due.replaces]
    wordings = wordings_of(dialogue)
    left = set(waiting) - discard_all(waiting, at=at, why=sentence("It no longer fitted."))
    for registration, told, now in owed:
        if now.due.duty is not Duty.NOTHING and not (now.waiting and now.waiting.letter in left):
            _draft(registration, told, now, wordings, at)
            done[now.due.duty.value] += 1
    session.flush()
    return done


def _rests(now: TurnProgress, since: datetime) -> bool:
    """Whether an update would follow on a letter that somebody approved since then; not on one that never left."""
    letters = [one.letter for one in now.holder.entries]
    approved = [one.approved_at for one in letters if one.approved_at and (one.open or one.handed_at or one.sent_at)]
    return now.due.duty is not Duty.CANCELLATION and any(moment > since for moment in approved)


def _standing(
    dialogue: Dialogue, turns: Turns, *, at: datetime, early: bool
) -> Iterator[tuple[Registration, TurnTold, TurnProgress]]:
    """How every mailbox stands to its turn, without those from which letters came back."""
    mailboxes, stopped = holders_of(dialogue, [one.id for one, _ in turns]), blocked()
    for registration, told in turns:
        mine = mailboxes.get(registration.id, [])
        if registration.address and registration.address_key not in {one.address_key for one in mine}:
            mine = [*mine, new_holder(registration, at)]
        for holder in mine:
            if holder.address_key not in stopped:
                now = now_of(registration, told, holder, at)
                yield registration, told, turn_progress(holder, now, at=at, least=least(), early=early)


def draft_again(registration: Registration, told: TurnTold, now: TurnProgress, at: datetime) -> Letter:
    """The entry that a mailbox holds, once more; asked anew only where the turn moved by what is not worth a letter."""
    anew = now.held is not None and look_again(now.held, told)
    due = Due(Duty.UPDATE, sequence=now.following, significant=anew, repeats=True)
    replies = [one for one in now.holder.replies if one.counts is not False]
    owed = replace(now, due=due, answer=standing(replies, now.following))
    return _draft(registration, told, owed, wordings_of(registration.dialogue), at)


def _draft(registration: Registration, told: TurnTold, now: TurnProgress, wordings: Wordings, at: datetime) -> Letter:
    """One letter with its entry."""
    holder = now.holder
    if now.mine:
        holder.name = registration.focal_point
    session.add(holder)
    written = write(registration, told, now, next_stamp(at, holder.entries), wordings=wordings, at=at)
    entry = written.entry
    holder.entries.append(
        TurnEntry(
            letter=written.letter,
            method=written.method,
            uid=entry.uid,
            sequence=entry.sequence,
            stamp=entry.stamp,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            status=CANCELLED if written.method == CANCEL else told.status,
            location=entry.location,
            place=told.place,
            revision=told.revision,
            summary=entry.summary,
            link=registration.token_version,
        )
    )
    return written.letter


def now_of(registration: Registration, told: TurnTold, holder: TurnHolder, at: datetime) -> Now:
    """The turn as this mailbox is to hold it."""
    return Now(
        told=told,
        mine=holder.address_key == registration.address_key,
        sequence=told.sequence,
        summary=summary_of(registration, told),
        link=registration.token_version,
        slack=least() if at >= registration.dialogue.starts_at else NOT_AT_ALL,
    )


def least() -> timedelta:
    """By how much a turn moves between two published lists before anybody is written to."""
    settings: Settings = current_app.extensions["settings"]
    return timedelta(minutes=settings.turn_moved)


def turns_of(dialogue: Dialogue, numbers: Collection[int] | None = None, *, to_change: bool = False) -> Turns:
    """The requests of a dialogue whose turn was ever told, each with what was told last."""
    asked = finding.whole().add_columns(TurnTold).join(TurnTold, TurnTold.registration_id == Registration.id)
    asked = asked.where(Registration.dialogue_id == dialogue.id).order_by(Registration.id)
    if numbers is not None:
        asked = asked.where(Registration.id.in_(numbers))
    if to_change:
        asked = asked.with_for_update(of=TurnTold)
    return [(row[0], row[1]) for row in session.execute(asked)]


def holders_of(dialogue: Dialogue, numbers: Collection[int] | None = None) -> dict[int, list[TurnHolder]]:
    """The mailboxes to which turns were written, by request, with their entries, letters and answers."""
    state = selectinload(TurnHolder.entries).joinedload(TurnEntry.letter).load_only(*STATE)
    asked = select(TurnHolder).join(Registration).where(Registration.dialogue_id == dialogue.id)
    if numbers is not None:
        asked = asked.where(TurnHolder.registration_id.in_(numbers))
    asked = asked.options(state, selectinload(TurnHolder.replies)).order_by(TurnHolder.id)
    found: dict[int, list[TurnHolder]] = {}
    for holder in session.scalars(asked.execution_options(populate_existing=True)):
        found.setdefault(holder.registration_id, []).append(holder)
    return found


def new_holder(registration: Registration, at: datetime) -> TurnHolder:
    """A mailbox that nothing was written to yet; stored with its first entry."""
    return TurnHolder(
        registration_id=registration.id,
        address=registration.address,
        address_key=registration.address_key,
        reply_key=secrets.token_hex(12),
        created_at=at,
    )
