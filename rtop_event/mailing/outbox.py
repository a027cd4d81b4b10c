"""The outbox joined to the application: pages, commands, the way out, and the bell that wakes the worker."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, url_for
from flask_sqlalchemy.session import Session

from rtop_event.mailing import finding, letter_views, transport, views, waking
from rtop_event.mailing.bell import Bell
from rtop_event.mailing.blueprint import blueprint
from rtop_event.mailing.commands import group, inbox
from rtop_event.mailing.finding import Wanted
from rtop_event.mailing.models import LetterState
from rtop_event.mailing.named import letters_named
from rtop_event.mailing.postman import standing
from rtop_event.organisers import things
from rtop_event.organisers.dashboard import Waiting, add_sources
from rtop_event.wording import sentence, sentence_of

ROOMS = (views, letter_views)


def add_to(app: Flask) -> None:
    """Join mailing to the application."""
    transport.configure(app, app.extensions["settings"])
    app.extensions["bell"] = Bell(app)
    waking.watch(Session)
    app.register_blueprint(blueprint)
    app.cli.add_command(group)
    app.cli.add_command(inbox)
    add_sources(app, waiting)
    things.add_source(app, "letter", letters_named)


def waiting(at: datetime) -> list[Waiting]:
    """What waits for a person in the outbox: drafts, failures, and mail that cannot leave."""
    counts, how = finding.how_many(Wanted(), at), standing(at)
    drafts, failed = counts[LetterState.DRAFT], counts[LetterState.FAILED]
    leaving = finding.how_many_leave(at)
    outbox = url_for("mailing.desk_outbox")
    found = [
        Waiting(drafts, sentence_of("letter to approve", "letters to approve", drafts), _filtered(LetterState.DRAFT)),
        Waiting(failed, sentence_of("failed letter", "failed letters", failed), _filtered(LetterState.FAILED), True),
    ]
    if how.paused or how.held_at:
        held = sentence_of("letter held back: mail is paused", "letters held back: mail is paused", leaving)
        found.append(Waiting(leaving, held, outbox, urgent=True))
    elif how.resting_until:
        stuck = sentence("letters that cannot leave: the mail server says “%(words)s”", words=how.trouble)
        found.append(Waiting(leaving, stuck, outbox, urgent=True))
    elif not how.alive:
        found.append(Waiting(leaving, sentence("letters that wait: the worker is not running"), outbox, urgent=True))
    return found


def _filtered(state: LetterState) -> str:
    return url_for("mailing.desk_outbox", state=state.value)
