"""What the dashboard learns of this wing: outdated entries, cancellations to send, and the answers as a chart."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.delegations.titles import KINDS
from rtop_event.dialogues.finding import all_dialogues
from rtop_event.dialogues.followers import Outdated
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.answers import COUNTED, added_up
from rtop_event.invitations.entries import Duty, is_over
from rtop_event.invitations.finding import NO_KIND
from rtop_event.invitations.inbox_pages import how_many_wait
from rtop_event.invitations.models import Invitation
from rtop_event.invitations.shown import Everybody, everybody
from rtop_event.invitations.titles import ANSWERS
from rtop_event.mailing.blocking import blocked
from rtop_event.organisers.dashboard import Chart, Waiting
from rtop_event.wording import sentence, sentence_of


def _inviting(at: datetime) -> list[tuple[Dialogue, Everybody]]:
    """The dialogues that are not over and to which somebody is invited."""
    inviting = set(session.scalars(select(Invitation.dialogue_id).distinct()))
    found = [one for one in all_dialogues() if one.id in inviting and not is_over(one, at)]
    return [(one, everybody(one, at)) for one in found]


def waiting(at: datetime) -> list[Waiting]:
    """Mails that need a person, addresses to mend, and entries in calendars that no longer say how things are."""
    mails, stopped = how_many_wait(), len(blocked())
    inbox, addresses = url_for("invitations.desk_inbox"), url_for("invitations.desk_addresses")
    found = [
        Waiting(mails, sentence_of("mail needs a person", "mails need a person", mails), inbox),
        Waiting(stopped, sentence_of("address to mend", "addresses to mend", stopped), addresses),
    ]
    for dialogue, invited in _inviting(at):
        url = url_for("invitations.desk_invitations", slug=dialogue.slug)
        earlier = sum(one.earlier is not None and not one.withdrawn for one in invited.guests)
        updates, cancellations = invited.owed[Duty.UPDATE], invited.owed[Duty.CANCELLATION]
        found += [
            Waiting(
                updates,
                sentence_of("person holds an outdated entry", "people hold an outdated entry", updates),
                url,
                urgent=True,
            ),
            Waiting(
                cancellations,
                sentence_of(
                    "person holds an entry to be cancelled", "people hold an entry to be cancelled", cancellations
                ),
                url,
                urgent=True,
            ),
            Waiting(
                earlier,
                sentence_of("person answered the earlier entry", "people answered the earlier entry", earlier),
                url_for("invitations.desk_invitations", slug=dialogue.slug, answer="earlier"),
            ),
        ]
    return found


def outdated(dialogue: Dialogue, at: datetime) -> Outdated | None:
    """How many hold an entry that is no longer so, and where updates are drafted; None for nobody."""
    number = 0 if is_over(dialogue, at) else everybody(dialogue, at).owed[Duty.UPDATE]
    if not number:
        return None
    return Outdated(
        sentence_of(
            "%(num)s person holds an outdated entry", "%(num)s people hold an outdated entry", number, num=number
        ),
        sentence_of("Draft %(num)s update", "Draft %(num)s updates", number, num=number),
        url_for("invitations.desk_invitations", slug=dialogue.slug),
    )


def charts(at: datetime) -> list[Chart]:
    """For each dialogue ahead, the answers by kind of delegation."""
    found = []
    for dialogue, invited in _inviting(at):
        guests = [guest for guest in invited.guests if not guest.withdrawn]
        kinds = [*((kind.value, label) for kind, label in KINDS.items()), (NO_KIND, sentence("Without a delegation"))]
        rows = tuple(
            (label, tuple(added_up(answers).values()))
            for kind, label in kinds
            if (answers := [guest.answer for guest in guests if guest.kind == kind])
        )
        title = sentence("Answers to the invitation: %(dialogue)s", dialogue=dialogue.theme)
        series = tuple(ANSWERS[name] for name in COUNTED)
        found.append(Chart(title, series, rows, label=sentence("Kind of delegation")))
    return found
