"""What calendars were last told of each turn: a fact, from which the number of the next change is counted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rtop_event.database import Base
from rtop_event.edition import Published


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
