"""What the desk's page of one mail shows: its text, its evidence, what it proposes, and whose answer it may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.entries import Duty
from rtop_event.invitations.forms import ApplyForm, Button, DeclineForm
from rtop_event.invitations.inbox_pages import EARLIER, Line, line_of
from rtop_event.invitations.models import Invitation, Reply
from rtop_event.invitations.progress import progress
from rtop_event.invitations.proposals import matter_of
from rtop_event.invitations.settling import REVERSIBLE, is_open
from rtop_event.invitations.titles import ANSWERS
from rtop_event.mailing.models import Outcome, Received
from rtop_event.refusal import NotFound
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True)
class MailPage:
    """One mail that came in, as text."""

    line: Line
    way: str
    text: str
    evidence: list[tuple[Sentence, str]]
    proposal: dict[str, str]
    proposed_from: datetime | None
    proposed_to: datetime | None
    matter: About | None
    """What the mail proposes another time for."""
    is_open: bool
    settled_by: str
    settled_at: datetime | None
    may_reopen: bool
    may_stop: bool
    preview: tuple[str, int] | None
    """Slug and number of the person's page."""
    request_url: str
    """The desk's page of the request whose turn it is about."""
    apply: ApplyForm | None
    button: Button
    may_act: bool
    became: Became | None
    decline: DeclineForm
    owes_update: bool
    """Whether the person answered an earlier entry, and no letter with the new one is drafted yet."""


@dataclass(frozen=True, slots=True)
class About:
    """What another time is proposed for: its hours now, and where it can be moved."""

    starts_at: datetime
    ends_at: datetime
    programme: str
    list_url: str


@dataclass(frozen=True, slots=True)
class Became:
    """The answer that a mail became, whose it is, and whether it is to an earlier entry."""

    answer: Sentence
    name: str
    slug: str
    number: int
    earlier: bool


def mail_of(number: int) -> Received:
    """One mail that came in and has an outcome; raises NotFound."""
    found = session.get(Received, number)
    if found is None or found.outcome is None:
        raise NotFound
    return found


def mail_page(
    mail: Received, apply: ApplyForm | None, decline: DeclineForm, *, may_act: bool, at: datetime
) -> MailPage:
    """The mail with what was found in it."""
    invitation, facts = person_of(mail), mail.facts
    proposal: dict[str, str] = facts.get("proposal", {})
    matter = matter_of(mail) if mail.outcome is Outcome.COUNTER else None
    return MailPage(
        line=line_of(mail),
        way=mail.way.value,
        text=facts.get("text", ""),
        evidence=_evidence(mail),
        proposal=proposal,
        proposed_from=_moment(proposal.get("starts", "")),
        proposed_to=_moment(proposal.get("ends", "")),
        matter=About(matter.starts_at, matter.ends_at, matter.programme, matter.list_url) if matter else None,
        is_open=is_open(mail),
        settled_by=mail.settled_by,
        settled_at=mail.settled_at,
        may_reopen=mail.settled_as in REVERSIBLE,
        may_stop=bool(mail.concerns),
        preview=(invitation.dialogue.slug, invitation.id) if invitation else None,
        request_url=_request_url(mail),
        apply=apply,
        button=Button(formdata=None),
        may_act=may_act,
        became=_became(mail),
        decline=decline,
        owes_update=mail.reason == EARLIER
        and invitation is not None
        and progress(invitation.dialogue, invitation, at=at, edited={}).due.duty is Duty.UPDATE,
    )


def _request_url(mail: Received) -> str:
    kind, _, number = mail.about.partition(":")
    if kind != "turn" or not number.isdecimal():
        return ""
    return url_for("registrations.desk_show", slug=mail.dialogue, number=int(number))


def asked_hours(mail: Received) -> dict[str, str]:
    """Beginning and end that a mail proposes, for the address of the programme's form; only what is understood."""
    proposal: dict[str, str] = mail.facts.get("proposal", {})
    return {name: proposal[name] for name in ("starts", "ends") if proposal.get(name)}


def _became(mail: Received) -> Became | None:
    reply = session.scalar(select(Reply).where(Reply.received_id == mail.id).limit(1))
    if reply is None:
        return None
    invitation = reply.invitation
    name = invitation.contact.name or invitation.contact.address
    return Became(ANSWERS[reply.answer], name, invitation.dialogue.slug, invitation.id, mail.reason == EARLIER)


def person_of(mail: Received) -> Invitation | None:
    """The invited person whom the mail concerns, if that is known."""
    kind, _, number = mail.about.partition(":")
    return session.get(Invitation, int(number)) if kind == "invitation" and number.isdecimal() else None


def candidates(mail: Received) -> list[Invitation]:
    """Whose answer the mail may be: those invited to the dialogue whose entry it names, or that it came for.

    Nobody's where it is about a turn: that is no answer to the invitation.
    """
    if mail.about.startswith("turn:"):
        return []
    named = Dialogue.uid.in_([one["uid"] for one in _events(mail)]) | (Dialogue.slug == mail.dialogue)
    asked = select(Invitation).join(Dialogue).where(named, Invitation.withdrawn_at.is_(None))
    return sorted(session.scalars(asked), key=lambda one: (one.contact.name.casefold(), one.id))


def answer_in(mail: Received) -> str:
    """The answer that it seems to give."""
    people = [one for event in _events(mail) for one in event["attendees"]]
    return str(people[0]["answer"]).lower() if people else ""


def _events(mail: Received) -> list[dict[str, Any]]:
    calendar = mail.facts.get("calendar") or {}
    found: list[dict[str, Any]] = calendar.get("events", [])
    return found


def _evidence(mail: Received) -> list[tuple[Sentence, str]]:
    """What tells for and against believing it."""
    events, facts = _events(mail), mail.facts
    text = facts.get("text", "")
    people = [f"{one['address']}: {one['answer']}" for event in events for one in event["attendees"][:5]]
    delegates = [one for event in events for person in event["attendees"] for one in person["delegates"]]
    rows = [
        (sentence("From"), mail.sender),
        (sentence("What the mail server says of the sender"), facts.get("evidence", "")),
        (sentence("Reply address"), ", ".join(f"rsvp-{token}" for token in facts.get("tokens", []))),
        (sentence("Who answers"), ", ".join(people)),
        (sentence("Who comes instead"), ", ".join(delegates)),
        (sentence("Calendar entry"), ", ".join(dict.fromkeys(event["uid"] for event in events))),
        (sentence("Comment"), " ".join(one["comment"] for one in events if one["comment"] not in text)),
        (sentence("What the mail server says"), facts.get("words", "")),
    ]
    return [(label, value) for label, value in rows if value]


def _moment(value: str) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
