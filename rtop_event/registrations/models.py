"""What is stored of registrations: who comes, who asks for the floor, and what became of the request."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rtop_event.database import Base
from rtop_event.delegations.models import Delegation, Group
from rtop_event.delegations.words import Capacity, Kind, Level
from rtop_event.dialogues.models import Dialogue

VERIFY_WITHIN = timedelta(hours=24)


class Decision(StrEnum):
    """What the organisers decided about a request; civil society is selected, others need no decision."""

    NONE = "none"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Status(StrEnum):
    """What a delegate is told, computed from the facts."""

    RECEIVED = "received"
    LAPSED = "lapsed"
    VERIFIED = "verified"
    REGISTERED = "registered"
    ON_THE_LIST = "on_the_list"
    NOT_SELECTED = "not_selected"
    WITHDRAWN = "withdrawn"


class Registration(Base):
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
        return self.holds_place and (self.kind is not Kind.CIVIL_SOCIETY or self.decision is Decision.ACCEPTED)

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
        return Status.ON_THE_LIST if self.on_the_list else Status.VERIFIED
