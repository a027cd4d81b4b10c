"""What is stored of mail: letters as rows of the outbox, and what they enclose."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rtop_event.database import Base
from rtop_event.occasion import Occasion


class LetterKind(StrEnum):
    """What a letter is for; only receipts and notices leave without approval."""

    RECEIPT = "receipt"
    NOTICE = "notice"
    INVITATION = "invitation"
    REMINDER = "reminder"
    UPDATE = "update"
    CANCELLATION = "cancellation"
    DECISION = "decision"


class LetterState(StrEnum):
    """Where a letter is on its way, computed from its facts."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENDING = "sending"
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    """It left and came back."""
    STOPPED = "stopped"
    """Approved and yet not sent: nothing is sent to its address, a person holds it, or its matter is over."""
    DISCARDED = "discarded"


class Outcome(StrEnum):
    """What became of a received mail: exactly one of these."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    STALE = "stale"
    COUNTER = "counter"
    MANUAL = "manual"
    AUTOREPLY = "autoreply"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    IGNORED = "ignored"


class Way(StrEnum):
    """By which way a mail came to us."""

    PIPE = "pipe"
    FOLDER = "folder"
    MAILBOX = "mailbox"


enclosed = Table(
    "letters_enclosures",
    Base.metadata,
    Column("letter_id", ForeignKey("letters.id", ondelete="CASCADE"), primary_key=True),
    Column("enclosure_id", ForeignKey("enclosures.id"), primary_key=True),
)


class Enclosure(Base):
    """A file that letters enclose, kept once however many letters share it."""

    __tablename__ = "enclosures"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of name and content, in hex."""
    filename: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)


class Postman(Base):
    """The one row that tells how sending stands: when the worker last lived, whether it rests, whether mail is held."""

    __tablename__ = "postmen"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    seen_at: Mapped[datetime | None]
    """When the worker last gave a sign of life."""
    resting_until: Mapped[datetime | None]
    """Nothing is sent before, because the mail server cannot be reached or does not let us in."""
    trouble: Mapped[str] = mapped_column(default="")
    rests: Mapped[int] = mapped_column(default=0)
    """How many times in a row sending has come to rest."""
    held_at: Mapped[datetime | None]
    """Since when a person holds all mail back, until released."""
    held_by: Mapped[str] = mapped_column(default="")


class Letter(Base):
    """One mail to one recipient, with everything fixed at drafting: Message-ID, calendar entry, texts."""

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint("sent_at IS NULL OR approved_at IS NOT NULL", name="sent_only_if_approved"),
        CheckConstraint("NOT (sent_at IS NOT NULL AND discarded_at IS NOT NULL)", name="sent_or_discarded"),
        CheckConstraint("held_at IS NULL OR approved_at IS NOT NULL", name="held_only_if_approved"),
        CheckConstraint("not_before IS NULL OR approved_at IS NOT NULL", name="set_for_later_only_if_approved"),
        CheckConstraint("(uid = '') = (starts_at IS NULL)", name="entry_with_its_hours"),
        Index("ix_letters_due", "sent_at", "failed_at", "discarded_at", "next_attempt_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LetterKind]
    dialogue: Mapped[str] = mapped_column(String(60), index=True, default="")
    """Slug of the dialogue that it belongs to, or empty."""
    about: Mapped[str] = mapped_column(index=True, default="")
    """What it tells of, such as `registration:12` or `invitation:44`."""
    stream: Mapped[str] = mapped_column(index=True)
    """Letters of one stream leave in the order of their ids: none overtakes."""
    recipient: Mapped[str]
    recipient_name: Mapped[str] = mapped_column(default="")
    sender: Mapped[str]
    sender_name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(8), default="en")
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    calendar: Mapped[bytes | None]
    method: Mapped[str] = mapped_column(String(20), default="")
    """REQUEST, CANCEL or DECLINECOUNTER when there is a calendar object."""
    uid: Mapped[str] = mapped_column(index=True, default="", server_default="")
    """Of the calendar entry; with the four below what its reader notices of it."""
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(default="", server_default="")
    title: Mapped[str] = mapped_column(default="", server_default="")
    message_id: Mapped[str] = mapped_column(unique=True)
    in_reply_to: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(default="")
    not_before: Mapped[datetime | None]
    """Approved for this moment and not before it."""
    held_at: Mapped[datetime | None]
    """Since when a person holds this letter back, until let go."""
    held_by: Mapped[str] = mapped_column(default="", server_default="")
    discarded_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    handed_at: Mapped[datetime | None]
    """When it was handed over to a server that has not answered since: it may have arrived."""
    leased_until: Mapped[datetime | None]
    lease: Mapped[str] = mapped_column(String(32), default="")
    server_answer: Mapped[str] = mapped_column(default="")
    bounced_at: Mapped[datetime | None]
    """When a mail server told that this letter, which had left, cannot be delivered."""
    bounced_words: Mapped[str] = mapped_column(default="", server_default="")
    """What that server said."""

    enclosures: Mapped[list[Enclosure]] = relationship(secondary=enclosed, order_by=Enclosure.id)

    @property
    def open(self) -> bool:
        """Whether it may still leave: it neither left nor was discarded."""
        return self.sent_at is None and self.discarded_at is None

    @property
    def occasion(self) -> Occasion | None:
        """What its calendar entry says; None where it has none."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return Occasion(self.uid, self.starts_at, self.ends_at, self.place, self.title)

    def state(self, at: datetime, *, blocked: bool = False) -> LetterState:
        """Where it is at that moment; `blocked` tells that nothing is sent to its address."""
        if self.sent_at:
            return LetterState.BOUNCED if self.bounced_at else LetterState.SENT
        if self.discarded_at:
            return LetterState.STOPPED if self.approved_at else LetterState.DISCARDED
        if self.failed_at:
            return LetterState.FAILED
        if not self.approved_at:
            return LetterState.DRAFT
        if self.leased_until and at < self.leased_until:
            return LetterState.SENDING
        if self.held_at or blocked:
            return LetterState.STOPPED
        return LetterState.WAITING if self.attempts else LetterState.APPROVED


class Received(Base):
    """A mail that came in, as it came: kept first, worked on afterwards, with one outcome."""

    __tablename__ = "received"
    __table_args__ = (
        CheckConstraint("(worked_at IS NULL) = (outcome IS NULL)", name="worked_with_outcome"),
        Index("ix_received_open", "worked_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(deferred=True)
    """The mail itself; cut where it was larger than what is opened at all."""
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    """SHA-256 of the whole mail, in hex."""
    way: Mapped[Way]
    sent_to: Mapped[str] = mapped_column(default="")
    """The recipient, where the way by which it came tells."""
    origin: Mapped[str | None] = mapped_column(String(600), unique=True)
    """The place where it lay, such as mailbox, UIDVALIDITY and UID: it is kept once from there."""
    received_at: Mapped[datetime]
    worked_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    reason: Mapped[str] = mapped_column(String(40), default="")
    """Why it has this outcome, as the name of a sentence."""
    message_id: Mapped[str] = mapped_column(index=True, default="")
    sender: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    concerns: Mapped[str] = mapped_column(default="")
    """Whom it concerns: the address of somebody we wrote to, or nobody that we know."""
    dialogue: Mapped[str] = mapped_column(String(60), index=True, default="")
    about: Mapped[str] = mapped_column(index=True, default="")
    """What it belongs to, such as `invitation:44`."""
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was found in it, for the person who looks at it."""
    settled_at: Mapped[datetime | None]
    """When a person at the desk dealt with it."""
    settled_by: Mapped[str] = mapped_column(default="")
    settled_as: Mapped[str] = mapped_column(String(20), default="")


class Blocked(Base):
    """An address that nothing is sent to, because a letter bounced or its owner complained, until somebody looks."""

    __tablename__ = "blocked"

    address_key: Mapped[str] = mapped_column(primary_key=True)
    """The address in lower case."""
    since: Mapped[datetime]
    words: Mapped[str] = mapped_column(default="")
    """What the mail server said."""
    received_id: Mapped[int | None] = mapped_column(ForeignKey("received.id"))
