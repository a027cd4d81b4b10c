"""The invited person's own feed behind an address of its own, and the button that gives it another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Response, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event import ical
from rtop_event.answer import see
from rtop_event.calendars import addresses
from rtop_event.calendars.answering import ICS, JSON, POLL, absolute, as_file, keeps, link, shown, to_one
from rtop_event.calendars.blueprint import pages
from rtop_event.calendars.invited import Registered, invited_appointments, invited_version, registered
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.invitations import finding
from rtop_event.invitations.models import Invitation
from rtop_event.languages import force_locale
from rtop_event.limits import KNOCK, limiter
from rtop_event.organisers.record import record
from rtop_event.own_calendar import OwnCalendar
from rtop_event.refusal import NotFound
from rtop_event.registrations.asked import FormExpired
from rtop_event.registrations.forms import PressForm


@pages.get("/invitations/<token:token>/calendar.ics")
@limiter.limit(POLL, key_func=link)
def invited_feed(token: str) -> Response:
    """The dialogue to which one person is invited, as a calendar to subscribe to."""
    return _invited(token, ICS)


@pages.get("/invitations/<token:token>/calendar.json")
@limiter.limit(POLL, key_func=link)
def invited_feed_json(token: str) -> Response:
    """The same as jCal, for programs."""
    return _invited(token, JSON)


@pages.post("/invitations/<token:token>/calendar/new-address/")
@limiter.limit(KNOCK)
def renew_invited(token: str) -> AnyResponse:
    """Give the calendar of one invited person another address; the personal link stays."""
    invitation = finding.invitation_by_token(token)
    if not PressForm().validate_on_submit():
        raise FormExpired
    addresses.renew(invitation)
    about, by = f"invitation:{invitation.id}", invitation.contact.address
    record("calendar address renewed", by=by, at=now(), dialogue=invitation.dialogue.slug, about=about)
    session.commit()
    flash(_("Your calendar has a new address: subscribe to it once more."))
    return see(url_for("invitations.answer_page", token=token) + "#calendar")


def own_calendar(invitation: Invitation, token: str) -> OwnCalendar:
    """The calendar as the invited person's page shows it."""
    return shown(invitation, token, feed="calendars.invited_feed", renew="calendars.renew_invited")


def _invited(token: str, ending: str) -> Response:
    """By the calendar's address, or by the personal link, which opens the calendar too."""
    at, used = now(), addresses.by_token(token)
    invitation = finding.with_calendar(used.invitation_id or 0) if used else finding.invitation_by_token(token)
    if invitation.dialogue.published_at is None:
        raise NotFound
    carried = addresses.token_of(used or addresses.address_of(invitation)) or token
    turns = registered(invitation)
    version = invited_version(invitation, turns, at, token=carried, keeps=keeps())

    def make() -> Response:
        with force_locale(invitation.contact.language):
            calendar = _calendar(invitation, turns, at, carried)
        return as_file(calendar, invitation.dialogue.slug, ending)

    return to_one(version, make, address=used, at=at)


def _calendar(invitation: Invitation, turns: Sequence[Registered], at: datetime, carried: str) -> bytes:
    dialogue = invitation.dialogue
    url = absolute("dialogues.show", slug=dialogue.slug)
    return ical.feed(
        invited_appointments(invitation, turns, at, url=url, keeps=keeps()),
        name=dialogue.theme,
        description=dialogue.title,
        source=absolute("calendars.invited_feed", token=carried),
        changed=invited_version(invitation, turns, at, token=carried, keeps=keeps()).changed_at,
        zone=dialogue.zone,
        cancelled=_("Cancelled:") + " ",
    )
