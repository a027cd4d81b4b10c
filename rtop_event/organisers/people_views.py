"""Who asks, who answers: administrators manage the organisers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, flash, url_for
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.organisers import actions
from rtop_event.organisers.accounts import Person, at_the_desk, freshly_at_the_desk, role_of
from rtop_event.organisers.forms import Empty, NewOrganiser, RoleForm
from rtop_event.organisers.models import Organiser, RoleName
from rtop_event.organisers.pages import pages
from rtop_event.organisers.record import record
from rtop_event.organisers.sign_in_links import make_link
from rtop_event.organisers.sign_in_views import FormExpired

LINK = "desk_link_to_show"


@dataclass(frozen=True)
class Known:
    """An organiser as the others see it."""

    id: int
    name: str
    address: str
    role: str
    active: bool
    has_password: bool
    signed_in_at: datetime | None


@dataclass(frozen=True)
class PeoplePage:
    """All organisers, and the form for a new one."""

    organisers: list[Known]
    form: NewOrganiser


@dataclass(frozen=True)
class PersonPage:
    """One organiser, what can be changed, and a new link, shown once."""

    organiser: Known
    form: RoleForm
    button: Empty
    link: str | None


@pages.route("/organisers/", methods=["GET", "POST"])
def desk_organisers() -> AnyResponse:
    """All organisers; a new one gets a one-time link, shown on the page that follows."""
    at_the_desk(RoleName.ADMINISTRATOR)
    form = NewOrganiser()
    if not form.validate_on_submit():
        page = PeoplePage([_known(one) for one in actions.everybody()], form)
        return answer("organisers/organisers.html", page, 422 if form.errors else 200)
    person = freshly_at_the_desk(RoleName.ADMINISTRATOR)
    organiser = actions.add_organiser(
        address=form.address.data or "",
        name=form.name.data or "",
        role=RoleName(form.role.data),
        by=person.name,
        at=now(),
    )
    return _show_link(organiser)


@pages.route("/organisers/<int:number>/", methods=["GET", "POST"])
def desk_organiser(number: int) -> AnyResponse:
    """One organiser; POST changes the role."""
    at_the_desk(RoleName.ADMINISTRATOR)
    organiser = actions.organiser_of(number)
    now_is = role_of(organiser).value
    form = RoleForm(role=now_is, was=now_is)
    if not form.validate_on_submit():
        page = PersonPage(_known(organiser), form, Empty(formdata=None), cookie.pop(LINK, None))
        return answer("organisers/organiser.html", page, 422 if form.errors else 200)
    person = freshly_at_the_desk(RoleName.ADMINISTRATOR)
    role, was = RoleName(form.role.data), RoleName(form.was.data or "")
    actions.change_role(organiser, role, was=was, by=person.name, at=now())
    return _done(organiser, _("The role was changed."))


@pages.post("/organisers/<int:number>/deactivate/")
def desk_deactivate(number: int) -> AnyResponse:
    """Close an account; never the last administrator's."""
    person, organiser = _asked(number)
    actions.deactivate(organiser, by=person.name, at=now())
    return _done(organiser, _("The account is closed, and its sessions have ended."))


@pages.post("/organisers/<int:number>/activate/")
def desk_activate(number: int) -> AnyResponse:
    """Open an account again."""
    person, organiser = _asked(number)
    actions.activate(organiser, by=person.name, at=now())
    return _done(organiser, _("The account is open again."))


@pages.post("/organisers/<int:number>/link/")
def desk_sign_in_link(number: int) -> AnyResponse:
    """Make a new one-time link, shown once on the page that follows."""
    person, organiser = _asked(number)
    record("sign-in link made", by=person.name, at=now(), about=f"organiser:{organiser.id}")
    return _show_link(organiser)


def _asked(number: int) -> tuple[Person, Organiser]:
    """Who pressed the button, shortly after signing in, and about whom."""
    person = freshly_at_the_desk(RoleName.ADMINISTRATOR)
    if not Empty().validate_on_submit():
        raise FormExpired
    return person, actions.organiser_of(number)


def _show_link(organiser: Organiser) -> AnyResponse:
    path = make_link(organiser, now())
    cookie[LINK] = current_app.extensions["settings"].base_url + path
    session.commit()
    return see(url_for("organisers.desk_organiser", number=organiser.id))


def _done(organiser: Organiser, said: str) -> AnyResponse:
    session.commit()
    flash(said)
    return see(url_for("organisers.desk_organiser", number=organiser.id))


def _known(organiser: Organiser) -> Known:
    return Known(
        organiser.id,
        organiser.name or organiser.email,
        organiser.email,
        role_of(organiser).value,
        organiser.active,
        bool(organiser.password),
        organiser.signed_in_at,
    )
