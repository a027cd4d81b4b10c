"""Who asks, who answers: signing in by password or by one-time link, and signing out."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog
from flask import request, url_for
from flask_babel import gettext as _
from flask_security import hash_password, verify_and_update_password
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.limits import KNOCK, limiter
from rtop_event.organisers.accounts import begin_session, end_session
from rtop_event.organisers.actions import by_address
from rtop_event.organisers.forms import Empty, SignIn
from rtop_event.organisers.guessing import bounded, remember_browser
from rtop_event.organisers.models import Organiser
from rtop_event.organisers.pages import pages
from rtop_event.organisers.sign_in_links import holder, use_link
from rtop_event.refusal import Refusal
from rtop_event.wording import sentence


@dataclass(frozen=True)
class SignInPage:
    """The form by which an organiser signs in."""

    form: SignIn
    asked_for: bool


@dataclass(frozen=True)
class LinkPage:
    """What a one-time link opens: a button, since a mail scanner opens links too."""

    name: str
    form: Empty


class FormExpired(Refusal):
    """The button was pressed on a page that is too old."""

    def __init__(self) -> None:
        super().__init__(sentence("This page is too old. Load it again, then press the button."))


@pages.route("/sign-in/", methods=["GET", "POST"])
@bounded
def sign_in() -> AnyResponse:
    """Where an organiser says who it is; the answer to a wrong password and to an unknown address is the same."""
    form = SignIn()
    organiser = _proven(form) if form.validate_on_submit() else None
    if organiser is None:
        return answer("organisers/sign_in.html", SignInPage(form, bool(own_path())), 422 if form.errors else 200)
    begin_session(organiser)
    session.commit()
    return remember_browser(see(own_path() or url_for("organisers.dashboard")), organiser.email)


def _proven(form: SignIn) -> Organiser | None:
    """The organiser whose password was typed; both ways to None cost one computation of Argon2."""
    organiser, password = by_address(form.address.data or ""), form.password.data or ""
    if organiser is None or not organiser.password:
        hash_password(password)
    elif verify_and_update_password(password, organiser) and organiser.active:
        return organiser
    structlog.get_logger().warning("a sign-in was refused", peer=request.remote_addr)
    form.password.errors = [_("This address and this password do not open an account.")]
    return None


def own_path() -> str | None:
    """Where to go after signing in: a path of the organisers' side and nothing else."""
    wanted = request.args.get("next", "")
    try:
        parts = urlsplit(wanted)
    except ValueError:  # such as //[
        return None
    strange = any(sign == "\\" or not sign.isprintable() for sign in wanted)
    inside = parts.path.startswith("/organise/") and "//" not in parts.path and ".." not in parts.path
    return wanted if inside and not strange and not parts.scheme and not parts.netloc else None


@pages.route("/sign-in/<token:token>/", methods=["GET", "POST"])
@limiter.limit(KNOCK)
def sign_in_link(token: str) -> AnyResponse:
    """A one-time link: GET shows a button, POST spends the link and signs in."""
    form = Empty()
    if not form.is_submitted():
        organiser = holder(token, now())
        return answer("organisers/sign_in_link.html", LinkPage(organiser.name or organiser.email, form))
    if not form.validate():
        raise FormExpired
    organiser = use_link(token, now())
    begin_session(organiser, by_link=True)
    session.commit()
    there = "organisers.dashboard" if organiser.password else "organisers.account"
    return remember_browser(see(url_for(there)), organiser.email)


@pages.post("/sign-out/")
def sign_out() -> AnyResponse:
    """End the session of this browser."""
    if not Empty().validate_on_submit():
        raise FormExpired
    end_session()
    session.commit()
    return see(url_for("organisers.sign_in"))
