"""What a delegation's page of its statements holds, and what its own page says of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import get_locale

from rtop_event.fields import Form
from rtop_event.floor.room import Room, room_of
from rtop_event.registrations.models import Registration
from rtop_event.registrations.pages import shown_name
from rtop_event.registrations.sections import Line, Section
from rtop_event.statements import finding
from rtop_event.statements.actions import may_send
from rtop_event.statements.shown import StatementSeen, is_public, seen
from rtop_event.wording import sentence, sentence_of


@dataclass(frozen=True)
class OwnStatementsPage:
    """The statements of one delegation, as it sees them."""

    slug: str
    theme: str
    zone: str
    host_statement: str
    token: str
    delegation: str
    may_send: bool
    public: bool
    most: int
    """Bytes that a file may have."""
    statements: tuple[StatementSeen, ...]
    former: tuple[StatementSeen, ...]
    form: Form


def own_statements_page(
    registration: Registration, token: str, form: Form, at: datetime, *, most: int
) -> OwnStatementsPage:
    """The page with the form that sends one."""
    dialogue = registration.dialogue
    room = room_of(dialogue, str(get_locale() or "en"), at)
    return OwnStatementsPage(
        slug=dialogue.slug,
        theme=dialogue.theme,
        zone=dialogue.zone,
        host_statement=dialogue.host_statement,
        token=token,
        delegation=shown_name(registration),
        may_send=may_send(registration),
        public=is_public(registration),
        most=most,
        statements=tuple(seen(one, limit_in(room, registration)) for one in finding.live_of(registration)),
        former=tuple(seen(one) for one in finding.versions(registration) if one.ended_at),
        form=form,
    )


def limit_in(room: Room, registration: Registration) -> int:
    """How many seconds its statement may last; 0 for who does not stand on the list."""
    return next((row.limit for row in room.listing.rows if row.entry.id == registration.id), 0)


def section_of(registration: Registration, token: str, _at: datetime) -> Section | None:
    """The part of the own page; none for who does not ask for the floor."""
    sent = finding.live_of(registration)
    if not sent and not may_send(registration):
        return None
    url = url_for("statements.own_statements", token=token)
    if not sent:
        told = sentence("None was sent yet. Interpreters prepare with it; everybody reads it only after delivery.")
        return Section(HEADING, (Line(told, sentence("Send the statement"), url),))
    told = sentence_of("%(number)s file was received.", "%(number)s files were received.", len(sent))
    return Section(HEADING, (Line(told, sentence("See or replace it"), url),))


HEADING = sentence("Your statement")
