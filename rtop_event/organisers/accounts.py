"""Accounts of organisers: who is at the desk, and with which role."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from flask import Flask, abort, g, has_request_context, request, session, url_for
from flask_security import Security, SQLAlchemyUserDatastore, login_user, logout_user
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from rtop_event.answer import Face, see, wanted_face
from rtop_event.clock import now
from rtop_event.database import db
from rtop_event.organisers.models import EndedSession, Organiser, OrganiserRole, RoleName
from rtop_event.refusal import NotAllowed, Refusal
from rtop_event.wording import Sentence, sentence

RANK = {RoleName.VIEWER: 0, RoleName.ORGANISER: 1, RoleName.ADMINISTRATOR: 2}
SESSION_LASTS = timedelta(hours=12)
FRESH_FOR = timedelta(minutes=30)
SIGNED_IN_AT = "fs_paa"
BY_LINK = "desk_by_link"
MARK = "desk_mark"


@dataclass(frozen=True)
class Person:
    """Who is signed in."""

    id: int
    name: str
    role: RoleName
    address: str = ""

    def may(self, role: RoleName) -> bool:
        """Whether the person has at least this role."""
        return RANK[self.role] >= RANK[role]


class SignInNeeded(Refusal):
    """Nobody is signed in, or too long ago for what was asked."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self, reason: Sentence | None = None) -> None:
        super().__init__(reason or sentence("Please sign in first."))


def add_to(app: Flask) -> None:
    """Join accounts to the application: Flask-Security without its pages, which are ours."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 (the name of an algorithm)
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
        SECURITY_FLASH_MESSAGES=False,
        SESSION_PROTECTION=None,
    )
    datastore = SQLAlchemyUserDatastore(db, Organiser, OrganiserRole)
    security = Security(app, datastore, register_blueprint=False)
    security.principal.identity_loaders.clear()  # it would look the account up at every request of the public
    security.login_manager.request_loader(_no_token)
    processors = app.template_context_processors[None]
    processors[:] = [one for one in processors if one.__name__ != "_user_context_processor"]  # so would every page


def _no_token(_request: object) -> None:
    """Nobody signs in by a token in a header or an address."""


def person_at_the_desk() -> Person | None:
    """The organiser of this request, or None; asks the database only where a session says who it is."""
    if not has_request_context() or not session.get("_user_id"):
        return None
    if "desk_person" not in g:
        g.desk_person = _person() if _age() < SESSION_LASTS else None
    person: Person | None = g.desk_person
    return person


def person_shown() -> Person | None:
    """The organiser whom this request's view has met; for templates, which must not ask the database."""
    person: Person | None = g.get("desk_person") if has_request_context() else None
    return person


def _person() -> Person | None:
    """Who the session says it is, read at once with the roles, unless the account rests or the session was ended."""
    ended = select(EndedSession.digest).where(EndedSession.digest == _digest(session.get(MARK, ""))).exists()
    mine = select(Organiser).where(Organiser.fs_uniquifier == session["_user_id"], Organiser.active, ~ended)
    found = db.session.scalars(mine.options(joinedload(Organiser.roles))).unique().one_or_none()
    return None if found is None else seen(found)


def _digest(mark: str) -> str:
    return hashlib.sha256(mark.encode()).hexdigest()


def seen(organiser: Organiser) -> Person:
    """The organiser as a person with a role."""
    return Person(organiser.id, organiser.name or organiser.email, role_of(organiser), organiser.email)


def role_of(organiser: Organiser) -> RoleName:
    """The highest role of an organiser."""
    return max((RoleName(role.name) for role in organiser.roles), key=RANK.__getitem__, default=RoleName.VIEWER)


def _age() -> timedelta:
    return timedelta(seconds=now().timestamp() - float(session.get(SIGNED_IN_AT, 0)))


def at_the_desk(role: RoleName = RoleName.VIEWER) -> Person:
    """Who asks; leads to sign-in when it is nobody, raises NotAllowed when the role is too low."""
    person = person_at_the_desk()
    if person is None:
        if wanted_face() is not Face.PAGE:
            raise SignInNeeded
        abort(see(_way_to_sign_in()))
    if not person.may(role):
        raise NotAllowed
    return person


def freshly_at_the_desk(role: RoleName = RoleName.VIEWER) -> Person:
    """Like at_the_desk, and the person signed in within the last half hour; otherwise it leads to sign-in."""
    person = at_the_desk(role)
    if _age() < FRESH_FOR:
        return person
    if wanted_face() is not Face.PAGE:
        raise SignInNeeded(sentence("Please sign in again: you signed in too long ago for this step."))
    return abort(see(_way_to_sign_in()))


def _way_to_sign_in() -> str:
    methods = request.url_rule.methods if request.url_rule else None
    shows_a_page = "GET" in (methods or ())
    back = request.full_path if request.method == "GET" else request.path
    return url_for("organisers.sign_in", next=back.rstrip("?") if shows_a_page else None)


def begin_session(organiser: Organiser, *, by_link: bool = False) -> None:
    """Sign this browser in, nothing of an earlier session stays; the caller commits the moment of it."""
    session.clear()
    login_user(organiser, remember=False)
    organiser.signed_in_at = now()
    session[SIGNED_IN_AT] = organiser.signed_in_at.timestamp()
    session[BY_LINK] = by_link
    session[MARK] = secrets.token_urlsafe(16)
    g.pop("desk_person", None)


def go_on(organiser: Organiser) -> None:
    """Let this session outlive the end of all others; it grows neither younger nor older by that."""
    session["_user_id"] = organiser.fs_uniquifier


def came_by_link() -> bool:
    """Whether this session began with a one-time link."""
    return bool(session.get(BY_LINK))


def end_session() -> None:
    """Sign this browser out, and any copy of its cookie; the caller commits."""
    at = now()
    db.session.execute(delete(EndedSession).where(EndedSession.until < at))
    if MARK in session:
        db.session.merge(EndedSession(digest=_digest(session[MARK]), until=at + SESSION_LASTS))
    logout_user()
    session.clear()
    g.pop("desk_person", None)
