"""What calendars were last told of each turn, and the entries of turns that went out by mail, with their answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rtop_event.database import Base
from rtop_event.edition import Listed
from rtop_event.invitations.models import Answer, Channel, Invitation
from rtop_event.mailing.models import Letter
from rtop_event.registrations.models import Registration


class TurnTold(Listed, Base):
    """The turn of one request as its calendar holds it; `sequence` never falls."""

    __tablename__ = "turns_told"
    moves = ("status", "location", "place", "revision", "expected_at", "earliest", "latest", "sequence", "told_at")
    __table_args__ = (
        CheckConstraint("status IN ('CONFIRMED', 'TENTATIVE', 'CANCELLED')", name="known_status"),
        CheckConstraint("sequence >= 0", name="sequence_from_zero"),
    )

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    starts_at: Mapped[datetime]
    """In steps of five minutes, like `ends_at`."""
    ends_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(12))
    location: Mapped[str]
    place: Mapped[int]
    revision: Mapped[int | None]
    """The number of the published list, None before there is one."""
    expected_at: Mapped[datetime]
    """The minute at which the statement begins."""
    earliest: Mapped[datetime | None]
    latest: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[datetime]


class TurnsLooked(Base):
    """How far in the record a dialogue's turns were compared with what was told."""

    __tablename__ = "turns_looked"

    dialogue_id: Mapped[int] = mapped_column(
        ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    change_id: Mapped[int]


class CalendarAddress(Base):
    """The secret address of one person's calendar: of a request, or of an invitation; found by the token's digest."""

    __tablename__ = "calendar_addresses"
    __table_args__ = (CheckConstraint("(registration_id IS NULL) <> (invitation_id IS NULL)", name="of_one_person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), unique=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), unique=True)
    seed: Mapped[str] = mapped_column(String(43))
    """Random; the token is made from it and the key of this house, which is not in the database."""
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    fetched_at: Mapped[datetime | None]
    """When a calendar last came, give or take the minutes within which it is not written down again."""

    registration: Mapped[Registration | None] = relationship()
    invitation: Mapped[Invitation | None] = relationship()


class TurnHolder(Base):
    """A mailbox to which the turn of a request was written: the focal point's, and those of earlier ones."""

    __tablename__ = "turn_holders"
    __table_args__ = (UniqueConstraint("registration_id", "address_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    address: Mapped[str]
    address_key: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    """Who read it: the focal point, when last written to."""
    reply_key: Mapped[str] = mapped_column(String(40), unique=True)
    """Random part of the address `rsvp-<key>@domain` that is the organiser of this mailbox's entry."""
    created_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()
    entries: Mapped[list[TurnEntry]] = relationship(
        back_populates="holder", order_by="TurnEntry.id", cascade="all, delete-orphan"
    )
    replies: Mapped[list[TurnReply]] = relationship(
        back_populates="holder", order_by="TurnReply.id", cascade="all, delete-orphan"
    )


class TurnEntry(Base):
    """The entry of a turn as it was put into a letter."""

    __tablename__ = "turn_entries"
    __table_args__ = (UniqueConstraint("letter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("turn_holders.id", ondelete="CASCADE"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"))
    method: Mapped[str] = mapped_column(String(10))
    uid: Mapped[str]
    sequence: Mapped[int]
    stamp: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(12))
    location: Mapped[str]
    place: Mapped[int]
    revision: Mapped[int | None]
    summary: Mapped[str]
    link: Mapped[int]
    """The version of the personal link in its letter."""

    holder: Mapped[TurnHolder] = relationship(back_populates="entries")
    letter: Mapped[Letter] = relationship()


class TurnReply(Base):
    """One answer to the entry of a turn; the one that stands is computed from these."""

    __tablename__ = "turn_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("turn_holders.id", ondelete="CASCADE"), index=True)
    answer: Mapped[Answer]
    channel: Mapped[Channel]
    at: Mapped[datetime]
    sequence: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    stamp: Mapped[datetime | None]
    """DTSTAMP of an answer that a calendar gave."""
    received_id: Mapped[int | None]
    """Number of the mail that brought it."""
    counts: Mapped[bool] = mapped_column(default=True, server_default=true())
    """False for what came after the end or a cancellation: it is history only."""

    holder: Mapped[TurnHolder] = relationship(back_populates="replies")
