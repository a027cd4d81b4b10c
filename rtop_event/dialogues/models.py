"""What is stored of a dialogue: its facts, meetings, programme, documents and texts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rtop_event.database import Base
from rtop_event.dialogues.words import DocumentKind, ItemKind, TextKind
from rtop_event.edition import Published
from rtop_event.recorded import Recorded


class Dialogue(Recorded, Published, Base):
    """The event: what it is, who convenes and hosts it, when one may register and ask for the floor."""

    __tablename__ = "dialogues"
    __table_args__ = (
        CheckConstraint("registration_opens_at < registration_closes_at", name="registration_period"),
        CheckConstraint("list_opens_at < list_closes_at", name="list_period"),
        CheckConstraint("limit_delegation BETWEEN 30 AND 3600", name="limit_delegation_range"),
        CheckConstraint("limit_group BETWEEN 30 AND 3600", name="limit_group_range"),
        CheckConstraint("limit_organisation BETWEEN 30 AND 3600", name="limit_organisation_range"),
        CheckConstraint("limit_civil_society BETWEEN 30 AND 3600", name="limit_civil_society_range"),
        CheckConstraint("changeover BETWEEN 0 AND 600", name="changeover_range"),
        CheckConstraint("closes_into_debate BETWEEN 0 AND 600", name="closes_into_debate_range"),
    )

    kept = (
        "slug",
        "zone",
        "order_preset",
        "order_chain",
        "limit_delegation",
        "limit_group",
        "limit_organisation",
        "limit_civil_society",
        "changeover",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    version: Mapped[int] = mapped_column()
    title: Mapped[str]
    theme: Mapped[str]
    session: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    convenor: Mapped[str]
    convenor_function: Mapped[str] = mapped_column(default="")
    host: Mapped[str]
    host_short: Mapped[str] = mapped_column(default="")
    host_statement: Mapped[str]
    host_url: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(default="America/New_York")
    room: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    report_title: Mapped[str] = mapped_column(default="")
    report_symbol: Mapped[str] = mapped_column(default="")
    report_date: Mapped[date | None]
    issues: Mapped[list[str]] = mapped_column(default=list)
    points: Mapped[list[str]] = mapped_column(default=list)
    contact_name: Mapped[str]
    contact_address: Mapped[str]
    registration_opens_at: Mapped[datetime]
    registration_closes_at: Mapped[datetime]
    list_opens_at: Mapped[datetime]
    list_closes_at: Mapped[datetime]
    online_closes_at: Mapped[datetime | None]
    """From when a request made online is late and waits on the reserve; None: the list closes for all at once."""
    closes_into_debate: Mapped[int | None]
    """The list closes so many minutes after the floor opens, where this is given; else at `list_closes_at`."""
    announced_at: Mapped[datetime | None]
    """When the chair announced the list (rule 73)."""
    exchange_needs_approval: Mapped[bool] = mapped_column(default=True)
    order_preset: Mapped[str] = mapped_column(default="dialogue")
    order_chain: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """The rules that an organiser chose, each with `name` and `parameters`; empty: those of the preset."""
    civil_society_places: Mapped[int] = mapped_column(default=0)
    """How many civil society organisations can be selected to speak."""
    limit_delegation: Mapped[int] = mapped_column(default=180)
    limit_group: Mapped[int] = mapped_column(default=300)
    limit_organisation: Mapped[int] = mapped_column(default=180)
    limit_civil_society: Mapped[int] = mapped_column(default=180)
    changeover: Mapped[int] = mapped_column(default=30)
    is_example: Mapped[bool] = mapped_column(default=False)
    rehearses: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """The short name of the dialogue of which this is an exercise; empty for one that takes place."""
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_why: Mapped[str] = mapped_column(default="")

    meetings: Mapped[list[Meeting]] = relationship(
        back_populates="dialogue", order_by="Meeting.number", cascade="all, delete-orphan"
    )
    documents: Mapped[list[Document]] = relationship(
        back_populates="dialogue", order_by="Document.position", cascade="all, delete-orphan"
    )
    texts: Mapped[list[DialogueText]] = relationship(back_populates="dialogue", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    @property
    def held(self) -> list[Meeting]:
        """The meetings that take place; all of them when every one is cancelled."""
        return [meeting for meeting in self.meetings if meeting.cancelled_at is None] or self.meetings

    @property
    def starts_at(self) -> datetime:
        """When the first meeting opens."""
        return min(meeting.starts_at for meeting in self.held)

    @property
    def ends_at(self) -> datetime:
        """When the last meeting ends."""
        return max(meeting.ends_at for meeting in self.held)


class Meeting(Recorded, Published, Base):
    """One half-day sitting of a dialogue."""

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("dialogue_id", "number"),
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )
    kept = ("dialogue_id", "number", "starts_at", "ends_at", "cancelled_at")

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str]
    room: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    dialogue: Mapped[Dialogue] = relationship(back_populates="meetings")
    items: Mapped[list[ProgrammeItem]] = relationship(
        back_populates="meeting", order_by="ProgrammeItem.position", cascade="all, delete-orphan"
    )


class ProgrammeItem(Recorded, Published, Base):
    """One part of a meeting: opening, panel, the floor; `minutes` is None for the floor that takes what is left."""

    __tablename__ = "programme_items"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("batch > 0", name="batch_positive"),
        CheckConstraint("answers > 0", name="answers_positive"),
        CheckConstraint("(batch IS NULL) = (answers IS NULL)", name="batch_with_answers"),
    )
    kept = ("meeting_id", "position", "kind", "minutes", "batch", "answers")

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[ItemKind]
    title: Mapped[str]
    minutes: Mapped[int | None]
    people: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Each with `name`, `function`, `role` (a Role), and `minutes` where the chair gives it the floor."""
    batch: Mapped[int | None]
    """In an interactive round the panel answers after so many statements from the floor."""
    answers: Mapped[int | None]
    """How many minutes these answers take."""

    meeting: Mapped[Meeting] = relationship(back_populates="items")


class Document(Published, Base):
    """A document of the dialogue, by symbol and address."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[DocumentKind]
    title: Mapped[str]
    symbol: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")

    dialogue: Mapped[Dialogue] = relationship(back_populates="documents")


class DialogueText(Published, Base):
    """The briefing overview or the invitation letter of a dialogue in one language, as Markdown."""

    __tablename__ = "dialogue_texts"
    __table_args__ = (UniqueConstraint("dialogue_id", "kind", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    kind: Mapped[TextKind]
    language: Mapped[str] = mapped_column(String(8))
    body: Mapped[str]
    version: Mapped[int] = mapped_column()
    changed_at: Mapped[datetime]

    dialogue: Mapped[Dialogue] = relationship(back_populates="texts")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)


class LetterWording(Base):
    """The wording of one kind of letter in one language, as the organisers edited it.

    Where it went back to the standard wording, subject and body are empty, and the version goes on: a form that was
    drawn before is still known to be old.
    """

    __tablename__ = "letter_wordings"
    __table_args__ = (UniqueConstraint("dialogue_id", "kind", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str]
    body: Mapped[str]
    version: Mapped[int] = mapped_column()
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    @property
    def is_own(self) -> bool:
        """Whether it stands in place of the standard wording."""
        return bool(self.body)
