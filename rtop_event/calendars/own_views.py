"""The delegate's own feed behind an address of its own, and the button that gives it another."""

from __future__ import annotations

from datetime import datetime

from flask import Response, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event import ical
from rtop_event.answer import see
from rtop_event.calendars import addresses
from rtop_event.calendars.answering import ICS, JSON, POLL, absolute, as_file, keeps, link, shown, to_one
from rtop_event.calendars.blueprint import pages
from rtop_event.calendars.own import own_appointments, version_of
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.languages import force_locale
from rtop_event.limits import KNOCK, limiter
from rtop_event.own_calendar import OwnCalendar
from rtop_event.registrations import finding
from rtop_event.registrations.actions import DELEGATION
from rtop_event.registrations.asked import FormExpired
from rtop_event.registrations.forms import PressForm
from rtop_event.registrations.models import Registration
from rtop_event.registrations.steps import note


@pages.get("/registrations/<token:token>/calendar.ics")
@limiter.limit(POLL, key_func=link)
def own_feed(token: str) -> Response:
    """The meetings and the turn of one request, as a calendar to subscribe to."""
    return _own(token, ICS)


@pages.get("/registrations/<token:token>/calendar.json")
@limiter.limit(POLL, key_func=link)
def own_feed_json(token: str) -> Response:
    """The same as jCal, for programs."""
    return _own(token, JSON)


@pages.post("/registrations/<token:token>/calendar/new-address/")
@limiter.limit(KNOCK)
def renew_own(token: str) -> AnyResponse:
    """Give the calendar of one request another address; the personal link stays."""
    registration = finding.own(token, to_change=True)
    if not PressForm().validate_on_submit():
        raise FormExpired
    addresses.renew(registration)
    note(registration, "calendar address renewed", by=DELEGATION, at=now(), before={}, after={})
    session.commit()
    flash(_("Your calendar has a new address: subscribe to it once more."))
    return see(url_for("registrations.own_page", token=token) + "#calendar")


def own_calendar(registration: Registration, token: str) -> OwnCalendar:
    """The calendar as the delegate's own page shows it."""
    return shown(registration, token, feed="calendars.own_feed", renew="calendars.renew_own")


def _own(token: str, ending: str) -> Response:
    """By the calendar's address, or by the personal link, which opens the calendar too."""
    at, used = now(), addresses.by_token(token)
    registration = finding.with_calendar(used.registration_id or 0) if used else finding.own(token)
    carried = addresses.token_of(used or addresses.address_of(registration)) or token
    version = version_of(registration, at, token=carried, keeps=keeps())

    def make() -> Response:
        with force_locale(registration.language):
            calendar = _calendar(registration, at, carried)
        return as_file(calendar, registration.dialogue.slug, ending)

    return to_one(version, make, address=used, at=at)


def _calendar(registration: Registration, at: datetime, carried: str) -> bytes:
    dialogue = registration.dialogue
    return ical.feed(
        own_appointments(registration, at, url=absolute("dialogues.show", slug=dialogue.slug), keeps=keeps()),
        name=dialogue.theme,
        description=dialogue.title,
        source=absolute("calendars.own_feed", token=carried),
        changed=version_of(registration, at, token=carried, keeps=keeps()).changed_at,
        zone=dialogue.zone,
        cancelled=_("Cancelled:") + " ",
    )
