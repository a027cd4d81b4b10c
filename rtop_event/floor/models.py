"""What is stored of the floor: the steps that were taken in the room, and the customs by which it is run."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, inspect, select
from sqlalchemy.orm import Mapped, column_property, mapped_column

from rtop_event.database import Base
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import AbsentGo, RepliesGo
from rtop_event.edition import Published
from rtop_event.floor.words import Act, Voice
from rtop_event.recorded import Recorded


class FloorStep(Recorded, Published, Base):
    """One thing that happened in the room; never changed and never removed, taken back by another step only."""

    __tablename__ = "floor_steps"
    __table_args__ = (
        UniqueConstraint("dialogue_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("press <> ''", name="press_has_a_key"),
        CheckConstraint("act <> 'opened' OR meeting IS NOT NULL", name="opened_names_the_meeting"),
        CheckConstraint("act <> 'called' OR (voice IS NOT NULL AND turn <> '')", name="called_names_the_turn"),
        CheckConstraint("(act = 'undone') = (undoes <> '')", name="undone_names_the_press"),
        Index("ix_floor_steps_press", "dialogue_id", "press"),
    )
    kept = (
        "dialogue_id", "number", "act", "at", "press", "by", "meeting", "turn", "voice", "seconds", "stops", "why",
        "undoes",
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    number: Mapped[int]
    """Counted from 1 in its dialogue without gaps: of two that are taken at once one finds the number taken."""
    act: Mapped[Act]
    at: Mapped[datetime]
    press: Mapped[str] = mapped_column(String(40))
    """The key that the device gave to the press; steps of one press share it."""
    by: Mapped[str]
    meeting: Mapped[int | None]
    turn: Mapped[str] = mapped_column(default="")
    voice: Mapped[Voice | None]
    seconds: Mapped[int | None]
    stops: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str] = mapped_column(default="")
    undoes: Mapped[str] = mapped_column(String(40), default="")


class FloorCustoms(Recorded, Published, Base):
    """How the floor of a dialogue is run, where it differs from the custom of the house."""

    __tablename__ = "floor_customs"
    __table_args__ = (
        CheckConstraint("most_replies BETWEEN 0 AND 9", name="most_replies_range"),
        CheckConstraint("first_reply BETWEEN 30 AND 3600", name="first_reply_range"),
        CheckConstraint("second_reply BETWEEN 30 AND 3600", name="second_reply_range"),
        CheckConstraint("lengthen_by BETWEEN 5 AND 600", name="lengthen_by_range"),
        CheckConstraint("undo_freely BETWEEN 0 AND 600", name="undo_freely_range"),
    )
    kept = (
        "dialogue_id", "most_replies", "first_reply", "second_reply", "replies_go", "point_stops_clock", "absent_go",
        "lengthen_by", "undo_freely",
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), unique=True)
    most_replies: Mapped[int] = mapped_column(default=2)
    first_reply: Mapped[int] = mapped_column(default=600)
    """Seconds."""
    second_reply: Mapped[int] = mapped_column(default=300)
    """Seconds."""
    point_stops_clock: Mapped[bool] = mapped_column(default=True)
    absent_go: Mapped[AbsentGo] = mapped_column(default=AbsentGo.BLOCK)
    replies_go: Mapped[RepliesGo] = mapped_column(default=RepliesGo.DAY)
    lengthen_by: Mapped[int] = mapped_column(default=30)
    """Seconds."""
    undo_freely: Mapped[int] = mapped_column(default=30)
    """Seconds."""
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)


class TurnWatch(Base):
    """A delegation wants a letter so many minutes before its turn."""

    __tablename__ = "turn_watches"
    __table_args__ = (CheckConstraint("minutes BETWEEN 1 AND 240", name="minutes_range"),)

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    minutes: Mapped[int]
    asked_at: Mapped[datetime]


class TurnWarned(Base):
    """The letter before a turn was written; one row for a turn, whatever happens to its time afterwards."""

    __tablename__ = "turns_warned"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    expected_at: Mapped[datetime]
    """At which time it was expected then."""
    warned_at: Mapped[datetime]


OPENED = "floor_opened"
"""Whether a meeting of a dialogue was ever opened: read with the dialogue itself, for the pages that count queries."""
inspect(Dialogue).add_property(
    OPENED,
    column_property(
        select(FloorStep.id)
        .where(FloorStep.dialogue_id == Dialogue.id, FloorStep.act == Act.OPENED)
        .correlate_except(FloorStep)
        .exists()
    ),
)
