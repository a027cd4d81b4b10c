"""The letters about exchanges of places whose wording can be edited, and how each would read for two of the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from rtop_event.dialogues.letterkinds import Kind, Sample
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import on_the_clock
from rtop_event.fencing import fenced
from rtop_event.registrations.letter_kinds import LINK, OPEN, OWN, example, sample_of, whose
from rtop_event.registrations.letters import About, Draft
from rtop_event.speakers import exchange_letters as letters
from rtop_event.speakers.exchange_letters import Partner, Slots
from rtop_event.speakers.listing import listing
from rtop_event.speakers.slots import slot_told
from rtop_event.wording import Sentence, sentence

TITLE = sentence("About exchanges of places")
PLACEHOLDERS = (*OWN, "partner")
ASKED_FOR = timedelta(days=1)
OPEN_PARTNER = Partner(name="{partner}", subject_name="{partner}")
OPEN_SLOTS = Slots(now=Sentence(""), then=Sentence(""), published=False)
NEWS = sentence("What was said with it, the link to the person's own page, and whom to ask.")
PLACES = sentence("The places, what was said with it, the link, and whom to ask.")
Make = Callable[[About, Partner, Slots], Draft]


def _kind(
    make: Make, title: Sentence, when: Sentence, kept: Sentence = NEWS, placeholders: tuple[str, ...] = PLACEHOLDERS
) -> Kind:
    draft = make(OPEN, OPEN_PARTNER, OPEN_SLOTS)
    return Kind(
        name=draft.kind,
        title=title,
        when=when,
        subject=draft.subject,
        opening=draft.opening,
        placeholders=placeholders,
        kept=kept,
        sample=lambda dialogue, language, at: _sample(make, dialogue, language, at),
    )


def _sample(make: Make, dialogue: Dialogue, language: str, at: datetime) -> Sample:
    """For the first request of the dialogue, as if the first two of the list exchanged their places."""
    rows = listing(dialogue, language).rows[:2]
    now, then = ([slot_told(row, dialogue, inert=True) for row in rows] + [sentence("…")] * 2)[:2]
    name = rows[1].entry.delegation if len(rows) > 1 else "Peru"
    told = replace(example(dialogue, language, at), until=on_the_clock(at + ASKED_FOR, dialogue.zone))
    draft = make(told, Partner(name=fenced(name), subject_name=name), Slots(now=now, then=then, published=False))
    return sample_of(draft, whose(dialogue))


KINDS = (
    _kind(
        lambda about, partner, slots: letters.offer(about, partner, slots, until=about.until, message=""),
        sentence("Exchange asked"),
        sentence("It leaves by itself, to the delegation with which another wants to exchange places."),
        sentence("Both places, the message, until when the offer stands, the link to answer it, and whom to ask."),
        (*PLACEHOLDERS, "until"),
    ),
    _kind(
        lambda about, partner, _: letters.accepted(about, partner, message=""),
        sentence("Exchange accepted"),
        sentence("It leaves by itself, to who asked, where you still have to approve."),
    ),
    _kind(
        lambda about, partner, _: letters.declined(about, partner, message=""),
        sentence("Exchange declined"),
        sentence("It leaves by itself, to who asked."),
    ),
    _kind(
        lambda about, partner, _: letters.taken_back(about, partner),
        sentence("Exchange taken back"),
        sentence("It leaves by itself, to who was asked."),
        LINK,
    ),
    _kind(
        lambda about, partner, _: letters.expired(about, partner, by_me=True, agreed=False),
        sentence("Exchange not answered"),
        sentence("It leaves by itself, to who asked, when the time of the offer is over."),
        LINK,
    ),
    _kind(
        lambda about, partner, _: letters.expired(about, partner, by_me=False, agreed=False),
        sentence("Exchange expired"),
        sentence("It leaves by itself, to who was asked, when the time of the offer is over."),
        LINK,
    ),
    _kind(
        lambda about, partner, _: letters.expired(about, partner, by_me=False, agreed=True),
        sentence("Exchange not approved in time"),
        sentence("It leaves by itself, to both, when the meeting begins before you have approved."),
        LINK,
    ),
    _kind(
        lambda about, partner, _: letters.refused(about, partner, reason=""),
        sentence("Exchange not approved"),
        sentence("It leaves by itself, to both, when you do not approve."),
        sentence("The reason that you gave, the link to the person's own page, and whom to ask."),
    ),
    _kind(
        lambda about, partner, slots: letters.applied(about, partner, slots, message=""),
        sentence("Places exchanged"),
        sentence("It leaves by itself, to both, when the exchange holds."),
        PLACES,
    ),
    _kind(
        lambda about, partner, slots: letters.undone(about, partner, now=slots.now, published=False, reason=""),
        sentence("Exchange undone"),
        sentence("It leaves by itself, to both, when you undo an exchange."),
        PLACES,
    ),
    _kind(
        lambda about, partner, _: letters.fallen(about, partner, withdrawn=True),
        sentence("Exchange partner has left the list"),
        sentence("It leaves by itself, to who had an offer open with a delegation that left the list."),
        LINK,
    ),
    _kind(
        lambda about, partner, _: letters.fallen(about, partner, withdrawn=False),
        sentence("Exchange partner has another place"),
        sentence("It leaves by itself, to who had an offer open with a delegation that changed its request."),
        LINK,
    ),
    _kind(
        lambda about, partner, _: letters.void(about, partner),
        sentence("Exchange no longer possible"),
        sentence("It leaves by itself, to who had an offer open with one of two that exchanged their places."),
        LINK,
    ),
)
