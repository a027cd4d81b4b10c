"""What is stored of delegations: who there is, how they stand from when to when, and groups with dated members."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rtop_event.database import Base
from rtop_event.delegations.words import Kind, RegionalGroup
from rtop_event.edition import Published


class Delegation(Published, Base):
    """A State, observer or organisation: the one who holds a place on a list."""

    __tablename__ = "delegations"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    iso2: Mapped[str] = mapped_column(String(2), default="")
    typed_in: Mapped[bool] = mapped_column(default=False)
    """Whether a registration brought it in (civil society and unknown organisations write their own names)."""

    standings: Mapped[list[Standing]] = relationship(
        back_populates="delegation", order_by="Standing.since", cascade="all, delete-orphan"
    )
    aliases: Mapped[list[Alias]] = relationship(back_populates="delegation", cascade="all, delete-orphan")

    def standing_on(self, day: date) -> Standing:
        """How it stands on that day, else the nearest standing there is."""
        fitting = [one for one in self.standings if one.since <= day and (one.until is None or day < one.until)]
        return fitting[-1] if fitting else self.standings[0 if day < self.standings[0].since else -1]


class Standing(Published, Base):
    """The name, sort key, kind and regional group of a delegation from a day until before another."""

    __tablename__ = "standings"
    __table_args__ = (
        UniqueConstraint("delegation_id", "since"),
        CheckConstraint("until IS NULL OR since < until", name="since_before_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id", ondelete="CASCADE"))
    since: Mapped[date]
    until: Mapped[date | None]
    name: Mapped[str]
    sort_key: Mapped[str]
    kind: Mapped[Kind]
    regional_group: Mapped[RegionalGroup | None]

    delegation: Mapped[Delegation] = relationship(back_populates="standings")


class Alias(Published, Base):
    """Another name or acronym under which people look for a delegation."""

    __tablename__ = "aliases"
    __table_args__ = (UniqueConstraint("delegation_id", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id", ondelete="CASCADE"))
    text: Mapped[str]
    language: Mapped[str] = mapped_column(String(8), default="en")

    delegation: Mapped[Delegation] = relationship(back_populates="aliases")


class Group(Published, Base):
    """A group of delegations on whose behalf one of them can speak."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")

    memberships: Mapped[list[Membership]] = relationship(back_populates="group", cascade="all, delete-orphan")


class Membership(Published, Base):
    """A delegation is in a group from a day until before another; None means that the day is not known or not over."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("group_id", "delegation_id", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id", ondelete="CASCADE"))
    since: Mapped[date | None]
    until: Mapped[date | None]

    group: Mapped[Group] = relationship(back_populates="memberships")
    delegation: Mapped[Delegation] = relationship()
