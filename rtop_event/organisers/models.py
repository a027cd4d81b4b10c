"""What is stored of organisers: accounts, roles, one-time links, and the record of changes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy import JSON, Column, ForeignKey, String, Table
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rtop_event.database import Base


class RoleName(StrEnum):
    """What an organiser may do: look, work, or also manage organisers."""

    VIEWER = "viewer"
    ORGANISER = "organiser"
    ADMINISTRATOR = "administrator"


organisers_roles = Table(
    "organisers_roles",
    Base.metadata,
    Column("organiser_id", ForeignKey("organisers.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("roles.id"), primary_key=True),
)


class OrganiserRole(Base, RoleMixin):
    """A role by name."""

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    description: Mapped[str] = mapped_column(default="")
    permissions: Mapped[list[str]] = mapped_column(MutableList.as_mutable(AsaList()), default=list)


class Organiser(Base, UserMixin):
    """An account of the organisers' side."""

    __tablename__ = "organisers"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(JSON)
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]

    roles: Mapped[list[OrganiserRole]] = relationship(secondary=organisers_roles)  # type: ignore[assignment] # a Mapped list of its own kind


class SignInLink(Base):
    """A one-time link that signs an organiser in; only the hash of its secret is kept."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    organiser_id: Mapped[int] = mapped_column(ForeignKey("organisers.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    organiser: Mapped[Organiser] = relationship()


class EndedSession(Base):
    """A session that was signed out before its hours were over; a copy of its cookie opens nothing."""

    __tablename__ = "ended_sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[datetime]


class Change(Base):
    """One line of the record: who changed what, when, from what to what, and why."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str]
    """Name of the person: an organiser, `the delegation`, or `the desk's command`."""
    dialogue: Mapped[str] = mapped_column(String(60), index=True, default="")
    about: Mapped[str] = mapped_column(index=True, default="")
    """What was changed, such as `registration:12`."""
    what: Mapped[str]
    """The step in the words of the hall, such as `accepted`, `moved`, `published`."""
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    why: Mapped[str] = mapped_column(default="")
    facts: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """What the step left behind in the rows of the list, for `replay`: see recorded.py."""
    number: Mapped[int | None] = mapped_column(unique=True)
    """The place in the chain; given, like the hash, when the transaction commits."""
    digest: Mapped[str] = mapped_column(String(64), default="")
