"""What is stored of invitations: contacts, who is invited to what, what they hold and what they answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rtop_event.database import Base
from rtop_event.delegations.models import Delegation
from rtop_event.dialogues.models import Dialogue
from rtop_event.mailing.models import Letter


class Answer(StrEnum):
    """What an invited person answers, by iCalendar's word."""

    NEEDS_ACTION = "needs-action"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    DELEGATED = "delegated"


class Channel(StrEnum):
    """By which way an answer came."""

    WEB = "web"
    MAIL = "mail"
    DESK = "desk"


class Contact(Base):
    """A person to whom invitations can be sent."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str]
    address_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    salutation: Mapped[str] = mapped_column(default="")
    function: Mapped[str] = mapped_column(default="")
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegations.id"))
    language: Mapped[str] = mapped_column(String(8), default="en")
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]

    delegation: Mapped[Delegation | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)


class Invitation(Base):
    """A contact is invited to a dialogue; what they hold is told by the entries sent."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("dialogue_id", "contact_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    token_version: Mapped[int] = mapped_column(default=1)
    reply_key: Mapped[str] = mapped_column(String(40), unique=True)
    """Random part of the address `rsvp-<key>@domain` that is the organiser of this person's entry."""
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    dialogue: Mapped[Dialogue] = relationship()
    contact: Mapped[Contact] = relationship()
    entries: Mapped[list[Entry]] = relationship(
        back_populates="invitation", order_by="Entry.id", cascade="all, delete-orphan"
    )
    replies: Mapped[list[Reply]] = relationship(
        back_populates="invitation", order_by="Reply.id", cascade="all, delete-orphan"
    )


class Entry(Base):
    """A calendar entry put into a letter for an invited person, as it was written."""

    __tablename__ = "entries"
    __table_args__ = (UniqueConstraint("letter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"))
    method: Mapped[str] = mapped_column(String(10))
    uid: Mapped[str]
    sequence: Mapped[int]
    of_sequence: Mapped[int]
    """SEQUENCE of the dialogue when it was written; the entry's own is higher for somebody invited again."""
    stamp: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str]
    summary: Mapped[str]
    programme: Mapped[str] = mapped_column(default="")
    """Hours and rooms of the meetings that its text tells."""
    lost_at: Mapped[datetime | None]
    """Since when it counts for nothing: it came back, or the mailbox that it went to was given up."""

    invitation: Mapped[Invitation] = relationship(back_populates="entries")
    letter: Mapped[Letter] = relationship()


class Reply(Base):
    """One answer of an invited person; the latest that counts is computed from these."""

    __tablename__ = "replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), index=True)
    answer: Mapped[Answer]
    channel: Mapped[Channel]
    at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    stamp: Mapped[datetime | None]
    """DTSTAMP of an answer that a calendar gave."""
    received_id: Mapped[int | None]
    """Number of the mail that brought it."""
    counts: Mapped[bool] = mapped_column(default=True, server_default=true())
    """False for what came after the end or a cancellation: it is history only."""

    invitation: Mapped[Invitation] = relationship(back_populates="replies")
