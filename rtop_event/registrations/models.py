"""What is stored of registrations: who comes, who asks for the floor, and what became of the request."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rtop_event.database import Base
from rtop_event.delegations.models import Delegation, Group
from rtop_event.delegations.words import Capacity, Kind, Level
from rtop_event.dialogues.models import Dialogue
from rtop_event.edition import Listed
from rtop_event.recorded import Recorded
from rtop_event.registrations.states import Gender, Stand, Status

VERIFY_WITHIN = timedelta(hours=24)


class Decision(StrEnum):
    """What the organisers decided about a request; civil society is selected, others need no decision."""

    NONE = "none"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Outcome(StrEnum):
    """What became of a change that was asked for after the close."""

    OPEN = ""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class Registration(Recorded, Listed, Base):
    """A delegation's request: to attend, or to take the floor nationally or for a group."""

    __tablename__ = "registrations"
    __table_args__ = (
        CheckConstraint("(capacity = 'group') = (group_id IS NOT NULL)", name="group_when_for_a_group"),
        CheckConstraint("wants_floor OR capacity = 'national'", name="attending_is_national"),
        Index(
            "uq_registrations_one_national_inscription",
            "dialogue_id",
            "delegation_id",
            unique=True,
            sqlite_where=text("holds_place AND capacity = 'national'"),
            postgresql_where=text("holds_place AND capacity = 'national'"),
        ),
        Index(
            "uq_registrations_one_inscription_for_a_group",
            "dialogue_id",
            "group_id",
            unique=True,
            sqlite_where=text("holds_place AND capacity = 'group'"),
            postgresql_where=text("holds_place AND capacity = 'group'"),
        ),
        CheckConstraint(
            "holds_place = (wants_floor AND verified_at IS NOT NULL AND withdrawn_at IS NULL"
            " AND decision <> 'refused')",
            name="holds_place_follows_the_facts",
        ),
        Index("ix_registrations_dialogue_id_address_key", "dialogue_id", "address_key"),
    )
    kept = (
        "dialogue_id",
        "delegation_id",
        "kind",
        "wants_floor",
        "capacity",
        "group_id",
        "speaker_gender",
        "level",
        "meeting_number",
        "requested_at",
        "verified_at",
        "withdrawn_at",
        "decision",
        "reserve_since",
        "admitted_at",
        "holds_place",
    )
    counts = "holds_place"
    moves = (*kept, "speaker_name", "speaker_function")

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id"))
    kind: Mapped[Kind]
    wants_floor: Mapped[bool]
    capacity: Mapped[Capacity] = mapped_column(default=Capacity.NATIONAL)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    speaker_name: Mapped[str] = mapped_column(default="")
    speaker_function: Mapped[str] = mapped_column(default="")
    speaker_gender: Mapped[Gender] = mapped_column(default=Gender.NOT_GIVEN)
    level: Mapped[Level] = mapped_column(default=Level.CHAIR_OF_DELEGATION)
    statement_language: Mapped[str] = mapped_column(String(8), default="en")
    meeting_number: Mapped[int | None]
    topic: Mapped[str] = mapped_column(default="")
    accreditation: Mapped[str] = mapped_column(default="")
    focal_point: Mapped[str]
    address: Mapped[str]
    address_key: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    access_needs: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(8), default="en")
    """In which language we write to the focal point."""
    form_key: Mapped[str] = mapped_column(String(64), unique=True)
    """The key of the form that was sent: the same form twice has one effect."""
    token_version: Mapped[int] = mapped_column(default=1)
    by_desk: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime]
    requested_at: Mapped[datetime]
    """Time of inscription: a request that comes back after a withdrawal is a new one."""
    verified_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    decision: Mapped[Decision] = mapped_column(default=Decision.NONE)
    decided_at: Mapped[datetime | None]
    reserve_since: Mapped[datetime | None]
    """When it came too late for the list, so that it waits on the reserve until it is admitted."""
    admitted_at: Mapped[datetime | None]
    admitted_by: Mapped[str] = mapped_column(default="")
    admitted_why: Mapped[str] = mapped_column(default="")
    holds_place: Mapped[bool] = mapped_column(default=False)
    """Kept by `settle()` and checked by the table, so that an index can hold the limit of one."""

    dialogue: Mapped[Dialogue] = relationship()
    delegation: Mapped[Delegation] = relationship()
    group: Mapped[Group | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    def settle(self) -> None:
        """Write down whether it holds a place, after a change of the facts that decide it."""
        self.holds_place = bool(
            self.wants_floor and self.verified_at and not self.withdrawn_at and self.decision is not Decision.REFUSED
        )

    @property
    def on_the_list(self) -> bool:
        """Whether it is an inscription on the list of speakers: civil society needs to be selected first."""
        return self.holds_place and self.chosen and not self.on_reserve

    @property
    def chosen(self) -> bool:
        """Whether nobody has to select it any more: civil society is selected, others need not be."""
        return self.kind is not Kind.CIVIL_SOCIETY or self.decision is Decision.ACCEPTED

    @property
    def once_listed(self) -> bool:
        """Whether it is on the list or was before it was withdrawn: the chair's moves next to it still count."""
        chosen = self.kind is not Kind.CIVIL_SOCIETY or self.decision is Decision.ACCEPTED
        return self.wants_floor and self.verified_at is not None and self.decision is not Decision.REFUSED and chosen

    @property
    def on_reserve(self) -> bool:
        """Whether it came too late and waits for a place."""
        return self.reserve_since is not None and self.admitted_at is None

    @property
    def has_level(self) -> bool:
        """Whether the level of its speaker counts: not for civil society, nor for those who only attend."""
        return self.wants_floor and self.kind is not Kind.CIVIL_SOCIETY

    def status(self, at: datetime) -> Status:
        """What its delegate is told at that moment."""
        if self.withdrawn_at:
            return Status.WITHDRAWN
        if self.decision is Decision.REFUSED:
            return Status.NOT_SELECTED
        if not self.verified_at:
            return Status.RECEIVED if at < self.received_at + VERIFY_WITHIN else Status.LAPSED
        if not self.wants_floor:
            return Status.REGISTERED
        if not self.chosen:
            return Status.VERIFIED
        return Status.RESERVE if self.on_reserve else Status.ON_THE_LIST


class Alignment(Base):
    """A delegation aligns itself with a statement on behalf of a group, or a member does not stand behind it."""

    __tablename__ = "alignments"
    __table_args__ = (UniqueConstraint("registration_id", "delegation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id"))
    how: Mapped[Stand]
    by: Mapped[str]
    at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()
    delegation: Mapped[Delegation] = relationship()


class Merge(Base):
    """Two requests turned out to be one: the one that was withdrawn, and the one that goes on with its history."""

    __tablename__ = "merges"
    __table_args__ = (CheckConstraint("registration_id <> into_id", name="not_into_itself"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), unique=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    by: Mapped[str]
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(default="")

    registration: Mapped[Registration] = relationship(foreign_keys=[registration_id])
    into: Mapped[Registration] = relationship(foreign_keys=[into_id])


class ChangeRequest(Base):
    """After the close of the list a delegate's change waits for the desk: what was, what is asked, what was decided."""

    __tablename__ = "change_requests"
    __table_args__ = (
        Index(
            "uq_change_requests_one_open",
            "registration_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
        CheckConstraint("(decided_at IS NULL) = (outcome = '')", name="decided_with_an_outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime]
    before: Mapped[dict[str, Any]]
    changes: Mapped[dict[str, Any]]
    message: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(default="")
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.OPEN)
    why: Mapped[str] = mapped_column(default="")

    registration: Mapped[Registration] = relationship()
