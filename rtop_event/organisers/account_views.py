"""Who asks, who answers: an organiser's own account."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.limits import KNOCK, limiter
from rtop_event.organisers import actions
from rtop_event.organisers.accounts import at_the_desk, came_by_link, freshly_at_the_desk, go_on
from rtop_event.organisers.forms import Empty, NameForm, PasswordForm
from rtop_event.organisers.models import Organiser
from rtop_event.organisers.pages import pages
from rtop_event.organisers.sign_in_views import FormExpired


@dataclass(frozen=True)
class AccountPage:
    """What an organiser can change about the own account."""

    address: str
    name: str
    role: str
    has_password: bool
    form: NameForm
    leave: Empty


@dataclass(frozen=True)
class PasswordPage:
    """Where a password is set or changed."""

    address: str
    has_password: bool
    form: PasswordForm


@pages.route("/account/", methods=["GET", "POST"])
def account() -> AnyResponse:
    """The own account: name, and the ways to password and sessions."""
    person = at_the_desk()
    organiser, form = actions.organiser_of(person.id), NameForm(name=person.name)
    if not form.validate_on_submit():
        page = AccountPage(
            organiser.email, person.name, person.role.value, bool(organiser.password), form, Empty(formdata=None)
        )
        return answer("organisers/account.html", page, 422 if form.errors else 200)
    actions.rename(organiser, form.name.data or "", at=now())
    session.commit()
    flash(_("Your name was changed."))
    return see(url_for("organisers.account"))


@pages.route("/account/password/", methods=["GET", "POST"])
@limiter.limit(KNOCK, methods=["POST"])
def password() -> AnyResponse:
    """Set or change the password, shortly after signing in; other sessions end, this one goes on."""
    organiser = actions.organiser_of(freshly_at_the_desk().id)
    form = PasswordForm(organiser.email, None if came_by_link() else organiser.password)
    if not form.validate_on_submit():
        page = PasswordPage(organiser.email, bool(organiser.password), form)
        return answer("organisers/password.html", page, 422 if form.errors else 200)
    actions.set_password(organiser, form.password.data or "", at=now())
    return _stay(organiser, _("Your password was set. You are signed out everywhere else."))


@pages.post("/account/sign-out-everywhere/")
def sign_out_everywhere() -> AnyResponse:
    """End all other sessions of this organiser; this one goes on."""
    person = at_the_desk()
    if not Empty().validate_on_submit():
        raise FormExpired
    organiser = actions.organiser_of(person.id)
    actions.sign_out_everywhere(organiser, by=person.name, at=now())
    return _stay(organiser, _("You are signed out everywhere else."))


def _stay(organiser: Organiser, said: str) -> AnyResponse:
    go_on(organiser)
    session.commit()
    flash(said)
    return see(url_for("organisers.account"))
