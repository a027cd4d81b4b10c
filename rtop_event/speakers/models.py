"""What is stored of the list: the facts that the chair and the desk add to it, and what was published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rtop_event.database import Base
from rtop_event.dialogues.models import Dialogue
from rtop_event.edition import Listed, Published
from rtop_event.recorded import Recorded
from rtop_event.registrations.models import Registration


class PlacedMove(Recorded, Listed, Base):
    """The chair's move of an inscription directly after another (or to the front); a fact that can be taken back."""

    __tablename__ = "moves"
    __table_args__ = (CheckConstraint("registration_id <> after_id", name="not_after_itself"),)
    kept = ("dialogue_id", "registration_id", "after_id", "reason", "by", "moved_at", "taken_back_at")
    moves = kept

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    after_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    reason: Mapped[str]
    by: Mapped[str]
    moved_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(foreign_keys=[registration_id])
    anchor: Mapped[Registration | None] = relationship(foreign_keys=[after_id])


class Pin(Recorded, Listed, Base):
    """An inscription is pinned to a place; one live pin for an inscription."""

    __tablename__ = "pins"
    __table_args__ = (
        CheckConstraint("place >= 1", name="place_from_one"),
        Index(
            "uq_pins_one_live",
            "registration_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )
    kept = ("dialogue_id", "registration_id", "place", "reason", "by", "pinned_at", "taken_back_at")
    moves = kept

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    place: Mapped[int]
    reason: Mapped[str]
    by: Mapped[str]
    pinned_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship()


class Exchange(Recorded, Listed, Base):
    """Two delegations exchange their places: A asks, B accepts, the desk approves where that is needed; then it holds.

    A fact of the list from `applied_at` on; before that an offer, which ends without effect by `ended_at`.
    """

    __tablename__ = "exchanges"
    __table_args__ = (
        CheckConstraint("asker_id <> other_id", name="not_with_itself"),
        CheckConstraint("applied_at IS NULL OR ended_at IS NULL OR ended_how = 'undone'", name="applied_or_ended"),
        CheckConstraint("applied_at IS NULL OR accepted_at IS NOT NULL", name="accepted_before_applied"),
        CheckConstraint("(ended_at IS NULL) = (ended_how = '')", name="ended_somehow"),
        Index(
            "uq_exchanges_one_open",
            "asker_id",
            unique=True,
            sqlite_where=text("applied_at IS NULL AND ended_at IS NULL"),
            postgresql_where=text("applied_at IS NULL AND ended_at IS NULL"),
        ),
    )
    kept = ("dialogue_id", "asker_id", "other_id", "asked_at", "expires_at", "accepted_at", "applied_at", "ended_at")
    moves = ("applied_at", "ended_at")
    counts = "applied_at"

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    message: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[str] = mapped_column(default="")
    """`declined`, `taken_back`, `refused`, `expired`, `void`, or `undone` after it held."""
    why: Mapped[str] = mapped_column(default="")

    asker: Mapped[Registration] = relationship(foreign_keys=[asker_id])
    other: Mapped[Registration] = relationship(foreign_keys=[other_id])


class Arrangement(Recorded, Listed, Base):
    """All inscriptions were put in one order at once, as when a revision is restored; a fact that can be taken back."""

    __tablename__ = "arrangements"
    kept = ("dialogue_id", "revision", "published_at", "lists", "reason", "by", "arranged_at", "taken_back_at")
    moves = kept

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), index=True)
    revision: Mapped[int | None]
    """The number of the revision that was restored."""
    published_at: Mapped[datetime | None]
    """When that revision was published."""
    lists: Mapped[list[dict[str, Any]]]
    """Each with `meeting` (None for the list of the day) and `registrations`, their ids in order."""
    reason: Mapped[str]
    by: Mapped[str]
    arranged_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]


class Dismissal(Base):
    """A conflict that the desk has looked at and found to be none."""

    __tablename__ = "dismissals"
    __table_args__ = (UniqueConstraint("dialogue_id", "conflict"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    conflict: Mapped[str]
    """The key of the conflict: its kind and whom it concerns."""
    by: Mapped[str]
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(default="")


class Revision(Published, Base):
    """The list as it was published: number 0 is the provisional list, then Rev.1, Rev.2, ..."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("dialogue_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    number: Mapped[int]
    published_at: Mapped[datetime]
    by: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    restored_from: Mapped[int | None]
    """The number of the revision whose order it restores."""
    made_with: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The `preset`, the limits (`delegation`, `group`, `organisation`, `civil_society`) and the `changeover`."""
    places: Mapped[list[dict[str, Any]]]
    """As seen: the values of `seen.PlaceSeen`, among them key, number, place, meeting, delegation, kind, level,
    on_behalf_of, speaker, starts_at, ends_at, fits, reason."""

    dialogue: Mapped[Dialogue] = relationship()
