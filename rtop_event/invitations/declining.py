"""Declining another time that somebody proposed: a letter with an answer that their calendar understands."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from rtop_event import ical
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.composing import answer_url, in_words, organiser_address
from rtop_event.invitations.entries import next_stamp
from rtop_event.invitations.letters import time_stays
from rtop_event.invitations.models import Invitation
from rtop_event.invitations.progress import Progress, progress
from rtop_event.languages import force_locale
from rtop_event.mailing.models import Letter, LetterKind
from rtop_event.mailing.writing import fenced, write_letter
from rtop_event.showing import say
from rtop_event.text import one_line
from rtop_event.wording import sentence

METHOD = "DECLINECOUNTER"


def draft_decline(dialogue: Dialogue, invitation: Invitation, *, word: str, at: datetime) -> Letter:
    """The letter as a draft: the time stays, with the organisers' word on it, which may be empty."""
    contact, now = invitation.contact, progress(dialogue, invitation, at=at, edited={})
    with force_locale(contact.language):
        link = answer_url(invitation, contact.language)
        told = partial(time_stays, word=fenced(word))
        subject, body = in_words(told, dialogue, contact, contact.language, link)
        comment = one_line(word) or say(sentence("The dialogue takes place as it was announced."))
    return write_letter(
        LetterKind.DECISION,
        at=at,
        recipient=now.address,
        recipient_name=contact.name,
        subject=subject,
        body=body,
        language=contact.language,
        stream=f"{dialogue.slug}:invitation:{invitation.id}:proposals",
        about=f"invitation:{invitation.id}",
        dialogue=dialogue.slug,
        host=dialogue.host,
        reply_to_key=invitation.reply_key,
        sender_name=dialogue.host,
        calendar=_calendar(dialogue, invitation, now, comment, at),
        method=METHOD,
        in_reply_to=now.sent[0].letter.message_id if now.sent else "",
    )


def _calendar(dialogue: Dialogue, invitation: Invitation, now: Progress, comment: str, at: datetime) -> bytes:
    return ical.decline_counter(
        dialogue.uid,
        stamp=next_stamp(at, invitation.entries),
        sequence=now.asked,
        organiser=ical.Person(organiser_address(invitation), dialogue.host),
        attendee=ical.Person(now.address, invitation.contact.name),
        comment=comment,
    )
