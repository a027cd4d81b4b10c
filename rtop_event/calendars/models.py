"""What calendars were last told of each turn: a fact, from which the number of the next change is counted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rtop_event.database import Base
from rtop_event.edition import Published
from rtop_event.invitations.models import Invitation
from rtop_event.registrations.models import Registration


class TurnTold(Published, Base):
    """The turn of one request as its calendar holds it; `sequence` never falls."""

    __tablename__ = "turns_told"
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
