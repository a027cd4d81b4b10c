"""What is stored of statements: every version that was sent, who may publish in writing, and the interpreters' link."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rtop_event.database import Base
from rtop_event.edition import Listed, Published
from rtop_event.recorded import Recorded
from rtop_event.registrations.models import Registration
from rtop_event.statements.tongues import MOST_SIGNS
from rtop_event.statements.words import Ending, FileKind


class Statement(Recorded, Listed, Base):
    """One version of a statement in one language; its file lies in the folder of uploads, and never changes."""

    __tablename__ = "statements"
    __table_args__ = (
        UniqueConstraint("registration_id", "form_key"),
        Index(
            "uq_statements_one_in_a_language",
            "registration_id",
            "language",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("language <> ''", name="language_named"),
        CheckConstraint("size > 0", name="size_of_something"),
        CheckConstraint("words >= 0", name="words_from_zero"),
        CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended_somehow"),
    )
    moves = ("ended_at",)
    kept = (
        "registration_id", "language", "kind", "file", "size", "digest", "check_against_delivery", "by", "received_at",
        "ended_at", "ending", "ended_by", "ended_why",
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(MOST_SIGNS))
    """Its tag."""
    kind: Mapped[FileKind]
    file: Mapped[str] = mapped_column(String(60), unique=True)
    """Its random name in the folder of uploads."""
    size: Mapped[int]
    """Bytes."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of its content."""
    words: Mapped[int | None]
    """None where they cannot be counted."""
    check_against_delivery: Mapped[bool]
    form_key: Mapped[str] = mapped_column(String(64))
    """The key of the form that was sent: the same form twice has one effect."""
    by: Mapped[str]
    received_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None]
    ended_by: Mapped[str] = mapped_column(default="")
    ended_why: Mapped[str] = mapped_column(default="")

    registration: Mapped[Registration] = relationship()
    written: Mapped[InWriting | None] = relationship(
        primaryjoin="foreign(Statement.registration_id) == InWriting.registration_id", viewonly=True
    )

    @property
    def in_writing(self) -> bool:
        """Whether it was submitted in writing, and its delegation still holds a place."""
        return self.written is not None and self.registration.holds_place


class InWriting(Recorded, Published, Base):
    """A delegation that does not take the floor submits its statement in writing: the desk makes it public."""

    __tablename__ = "statements_in_writing"
    kept = ("registration_id", "by", "at")

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), unique=True)
    by: Mapped[str]
    at: Mapped[datetime]


class InterpretersLink(Base):
    """The link by which interpreters reach the statements of a dialogue without an account."""

    __tablename__ = "interpreters_links"

    dialogue_id: Mapped[int] = mapped_column(
        ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    version: Mapped[int]
    """The version that opens; a new link makes all earlier ones dead."""
    given_by: Mapped[str]
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
