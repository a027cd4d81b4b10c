"""What is in the calendars of people: the entries that each holds, what they answered, and what is outdated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import url_for
from sqlalchemy import select

from rtop_event.calendars.models import CalendarAddress, TurnHolder, TurnTold
from rtop_event.calendars.owed import why_outdated
from rtop_event.calendars.turn_drafting import holders_of, least, new_holder, now_of, turns_of
from rtop_event.calendars.turn_progress import TurnProgress, turn_progress
from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.entries import Duty, is_over, moved, outdated
from rtop_event.invitations.finding import delegation_named, edited_at, invitations_of, texts_of
from rtop_event.invitations.models import Answer, Invitation
from rtop_event.invitations.progress import Progress, is_wanted, progress
from rtop_event.invitations.reminding import is_stopped
from rtop_event.invitations.titles import ANSWERS
from rtop_event.invitations.told import day_of
from rtop_event.mailing.blocking import blocked
from rtop_event.mailing.models import Letter
from rtop_event.registrations.models import Registration
from rtop_event.registrations.pages import shown_name
from rtop_event.wording import Sentence, sentence

CHANGES = frozenset({Duty.UPDATE, Duty.CANCELLATION})


@dataclass(frozen=True, slots=True)
class Thing:
    """One entry of one person: as it was last sent by mail, and when their calendar last read the feed.

    `version` is its SEQUENCE, None where nothing is held by mail; `why` tells what is wrong with it.
    """

    what: str
    title: str
    url: str
    starts_at: datetime | None
    ends_at: datetime | None
    status: str
    version: int | None
    sent_at: datetime | None
    letter_url: str
    draft_url: str
    fetched_at: datetime | None
    answer: str
    said: Sentence
    """The answer in words."""
    answered_at: datetime | None
    answered_version: int | None
    earlier: Sentence | None
    note: str
    why: Sentence | None
    unreachable: bool
    duty: Duty
    early: bool
    """Whether a provisional entry could be written, before a list is published."""


@dataclass(frozen=True)
class Person:
    """Somebody with what is in their calendar."""

    address: str
    name: str
    delegation: str
    things: list[Thing] = field(default_factory=list)

    @property
    def said(self) -> str:
        """All words by which the person is found."""
        return f"{self.name} {self.address} {self.delegation}".casefold()

    @property
    def outdated(self) -> bool:
        """Whether anything in their calendar is no longer so."""
        return any(one.why for one in self.things)


def people_of(dialogue: Dialogue, at: datetime) -> list[Person]:
    """Everybody invited or with a turn, by delegation and name; a constant number of queries."""
    stopped, came = blocked(), _came(dialogue)
    found: dict[str, Person] = {}
    edited, day = edited_at(texts_of(dialogue)), day_of(dialogue.starts_at, dialogue.zone)
    for invitation in invitations_of(dialogue):
        now, contact = progress(dialogue, invitation, at=at, edited=edited), invitation.contact
        person = Person(now.address, contact.name, delegation_named(contact.delegation_id, day))
        thing = _invited(dialogue, invitation, now, at, came, unreachable=is_stopped(invitation, now, stopped))
        found.setdefault(now.address.lower(), person).things.append(thing)
    turns = turns_of(dialogue)
    mailboxes = holders_of(dialogue)
    for registration, told in turns:
        for holder in holders_now(registration, mailboxes, at):
            name = registration.focal_point if holder.address_key == registration.address_key else holder.name
            person = Person(holder.address, name, shown_name(registration))
            unreachable = holder.address_key in stopped
            thing = _turn(registration, told, holder, at, came, unreachable=unreachable)
            if thing.version is not None or holder.address_key == registration.address_key:
                found.setdefault(holder.address_key, person).things.append(thing)
    return sorted(found.values(), key=lambda one: (one.delegation.casefold(), one.name.casefold(), one.address))


def holders_now(
    registration: Registration, mailboxes: Mapping[int, list[TurnHolder]], at: datetime
) -> list[TurnHolder]:
    """The mailboxes of a turn, with the present one even where nothing was written to it yet."""
    mine = mailboxes.get(registration.id, [])
    if registration.address and registration.address_key not in {one.address_key for one in mine}:
        return [*mine, new_holder(registration, at)]
    return mine


def letters_owed(people: Sequence[Person]) -> int:
    """How many letters the button drafts: updates and cancellations, and first entries of published turns."""
    return sum(one.duty in (CHANGES if one.what == "dialogue" else set(Duty) - {Duty.NOTHING}) for one in _all(people))


def letters_early(people: Sequence[Person]) -> int:
    """How many provisional entries could be written before a list is published."""
    return sum(one.early for one in _all(people))


def _all(people: Sequence[Person]) -> list[Thing]:
    return [thing for person in people for thing in person.things]


def _came(dialogue: Dialogue) -> dict[tuple[str, int], datetime]:
    """When a calendar last read the personal feed of a request or an invitation."""
    asked = select(CalendarAddress).where(CalendarAddress.fetched_at.is_not(None))
    mine = select(Registration.id).where(Registration.dialogue_id == dialogue.id)
    invited = select(Invitation.id).where(Invitation.dialogue_id == dialogue.id)
    ours = CalendarAddress.registration_id.in_(mine) | CalendarAddress.invitation_id.in_(invited)
    found: dict[tuple[str, int], datetime] = {}
    for one in session.scalars(asked.where(ours)):
        if one.fetched_at:
            kind, number = ("turn", one.registration_id) if one.registration_id else ("dialogue", one.invitation_id)
            found[kind, number or 0] = one.fetched_at
    return found


def _invited(
    dialogue: Dialogue,
    invitation: Invitation,
    now: Progress,
    at: datetime,
    came: Mapping[tuple[str, int], datetime],
    *,
    unreachable: bool,
) -> Thing:
    held = now.held
    replies = [one for one in invitation.replies if one.counts is not False]
    return Thing(
        what="dialogue",
        title=held.summary if held else dialogue.theme,
        url=url_for("invitations.desk_preview", slug=dialogue.slug, number=invitation.id),
        starts_at=held.starts_at if held else None,
        ends_at=held.ends_at if held else None,
        status="CONFIRMED" if held else "",
        version=held.sequence if held else None,
        sent_at=held.letter.sent_at if held else None,
        letter_url=_letter(held.letter if held else None),
        draft_url=_letter(now.waiting.letter if now.waiting else None),
        fetched_at=came.get(("dialogue", invitation.id)),
        answer=now.answer.answer,
        said=ANSWERS[now.answer.answer],
        answered_at=now.answer.at,
        answered_version=replies[-1].sequence if replies else None,
        earlier=ANSWERS[now.answer.earlier] if now.answer.earlier else None,
        note=now.answer.note,
        why=_why(dialogue, invitation, now, at),
        unreachable=unreachable,
        duty=Duty.NOTHING if unreachable else now.due.duty,
        early=False,
    )


def _why(dialogue: Dialogue, invitation: Invitation, now: Progress, at: datetime) -> Sentence | None:
    """What is wrong with the entry of the dialogue that is held."""
    if now.held is None or is_over(dialogue, at):
        return None
    if not is_wanted(dialogue, invitation):
        off = dialogue.cancelled_at is not None
        return sentence("The dialogue has been cancelled.") if off else sentence("The person is no longer invited.")
    if moved(now.held, dialogue):
        return sentence("The dialogue is at another time, or in another place.")
    if now.answer.answer == Answer.DECLINED or not outdated(now.held, dialogue):  # who declined holds it no more
        return None
    return sentence("The words of the entry have changed.")


def _turn(
    registration: Registration,
    told: TurnTold,
    holder: TurnHolder,
    at: datetime,
    came: Mapping[tuple[str, int], datetime],
    *,
    unreachable: bool,
) -> Thing:
    whole = now_of(registration, told, holder, at)
    now = turn_progress(holder, whole, at=at, least=least())
    held, replies = now.held, [one for one in holder.replies if one.counts is not False]
    return Thing(
        what="turn",
        title=held.summary if held else whole.summary,
        url=url_for("registrations.desk_show", slug=registration.dialogue.slug, number=registration.id),
        starts_at=held.starts_at if held else None,
        ends_at=held.ends_at if held else None,
        status=held.status if held else "",
        version=held.sequence if held else None,
        sent_at=held.letter.sent_at if held else None,
        letter_url=_letter(held.letter if held else None),
        draft_url=_letter(now.waiting.letter if now.waiting else None),
        fetched_at=came.get(("turn", registration.id)) if now.mine else None,
        answer=now.answer.answer,
        said=ANSWERS[now.answer.answer],
        answered_at=now.answer.at,
        answered_version=replies[-1].sequence if replies else None,
        earlier=ANSWERS[now.answer.earlier] if now.answer.earlier else None,
        note=now.answer.note,
        why=why_outdated(held, whole) if held and at < told.ends_at else None,
        unreachable=unreachable,
        duty=Duty.NOTHING if unreachable else now.due.duty,
        early=_early(now, told, at, unreachable=unreachable),
    )


def _early(now: TurnProgress, told: TurnTold, at: datetime, *, unreachable: bool) -> bool:
    nothing = now.held is None and now.waiting is None and now.due.duty is Duty.NOTHING
    return nothing and now.mine and not unreachable and told.status == "TENTATIVE" and at < told.ends_at


def _letter(letter: Letter | None) -> str:
    return url_for("mailing.desk_letter", number=letter.id) if letter else ""
