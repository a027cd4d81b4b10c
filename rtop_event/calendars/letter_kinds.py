"""The letters about turns whose wording can be edited, and how each would read for one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from rtop_event.calendars import turn_letters
from rtop_event.calendars.turn_composing import sure_subject
from rtop_event.calendars.turn_drafting import turns_of
from rtop_event.calendars.turn_letters import AboutTurn
from rtop_event.calendars.turns import Told, Turn, expected_told, place_told
from rtop_event.dialogues.entries import place_of
from rtop_event.dialogues.letterkinds import Kind, Sample
from rtop_event.dialogues.models import Dialogue
from rtop_event.fencing import fenced
from rtop_event.invitations.told import day_of, when_told
from rtop_event.registrations import finding
from rtop_event.registrations.letter_kinds import OWN, example, sample_of, whose
from rtop_event.registrations.letters import About, Draft
from rtop_event.showing import say
from rtop_event.speakers import revisions
from rtop_event.wording import Sentence, sentence

TITLE = sentence("About turns to speak")
PLACEHOLDERS = (*OWN, "turn")
OPEN = AboutTurn(
    subject_name="{delegation}",
    day=Sentence("{date}"),
    salutation=Sentence("{salutation}"),
    delegation="{delegation}",
    dialogue="{dialogue}",
    when="",
    place="",
    expected="",
    where="",
    page="",
    own_page="",
    desk="",
)
"""Placeholders in place of values: what comes of it is the standard wording."""
NOTE = sentence(
    "The subject says what the letter does, and names the delegation and the day of its turn; what is missing is added."
)
FACTS = sentence(
    "What the calendar entry says (what, when, place on the list, where), how to answer, the links, and the contact."
)
GONE = sentence("What it was about, that the entry leaves the calendar, the links, and the contact.")
Make = Callable[[AboutTurn], Draft]


def _kind(
    make: Make, title: Sentence, when: Sentence, kept: Sentence, placeholders: tuple[str, ...] = PLACEHOLDERS
) -> Kind:
    draft = make(OPEN)
    return Kind(
        name=draft.kind,
        title=title,
        when=when,
        subject=draft.subject,
        opening=draft.opening,
        placeholders=placeholders,
        kept=kept,
        sample=lambda dialogue, language, at: _sample(make, dialogue, language, at),
        note=NOTE,
    )


def _sample(make: Make, dialogue: Dialogue, language: str, at: datetime) -> Sample:
    """For the first request of the dialogue, with its turn or one that is made up."""
    about = _example(dialogue, example(dialogue, language, at))
    draft = make(about)
    return replace(sample_of(draft, whose(dialogue)), finish=lambda subject: sure_subject(subject, draft.kind, about))


def _example(dialogue: Dialogue, known: About) -> AboutTurn:
    first = finding.first_of(dialogue)
    told = next((told for _, told in turns_of(dialogue, [first.id] if first else [])), None) or _made_up(dialogue)
    label = revisions.label(told.revision or 0)
    day, when = day_of(told.starts_at, dialogue.zone), when_told(told, dialogue.zone)
    return AboutTurn(
        subject_name=known.subject_name,
        day=day,
        salutation=known.salutation,
        delegation=known.delegation,
        dialogue=known.dialogue,
        when=say(when),
        place=say(place_told(told, label)),
        expected=say(expected_told(told, dialogue.zone)),
        where=fenced(told.location),
        page=str(known.values["page_link"]),
        own_page=known.url,
        desk=known.desk,
        values={**known.of_placeholders, "date": sentence("%(day)s", day=day), "turn": when, "place": told.place},
    )


def _made_up(dialogue: Dialogue) -> Told:
    begins, ends = dialogue.starts_at, dialogue.starts_at + timedelta(minutes=5)
    where = place_of(dialogue)
    return Turn(begins, ends, "CONFIRMED", where, place=1, revision=0, expected_at=begins, earliest=None, latest=None)


def _changed(about: AboutTurn) -> Draft:
    moved = turn_letters.changed(sentence("Place on the list"), 2, 3)
    return turn_letters.update(about, [moved], again=False, answer=None)


def _cancelled(about: AboutTurn) -> Draft:
    return turn_letters.cancellation(about, turn_letters.why_cancelled(about, called_off=False, speaks=False))


KINDS = (
    _kind(
        lambda about: turn_letters.request(about, None, tentative=False),
        sentence("Turn to speak"),
        sentence("It is drafted by itself for each place when the list of speakers is published."),
        FACTS,
        (*PLACEHOLDERS, "place"),
    ),
    _kind(
        lambda about: turn_letters.request(about, None, tentative=True),
        sentence("Turn to speak, tentative"),
        sentence("You draft it for those who are expected to speak before the list is published."),
        FACTS,
        (*PLACEHOLDERS, "place"),
    ),
    _kind(
        _changed,
        sentence("Turn changed"),
        sentence("It is drafted by itself when a turn is at another time, in another room or at another place."),
        sentence("What has changed, whether the answer stands, all that the calendar entry says, links and contact."),
        (*PLACEHOLDERS, "place"),
    ),
    _kind(
        _cancelled,
        sentence("Turn cancelled"),
        sentence("It is drafted by itself when a turn is taken off the list or its meeting does not take place."),
        sentence("Why, what is cancelled, that the entry leaves the calendar, the links, and the contact."),
    ),
    _kind(
        turn_letters.passed_on,
        sentence("Turn passed on"),
        sentence("It is drafted by itself for who held the entry when somebody else becomes the focal point."),
        GONE,
        tuple(name for name in PLACEHOLDERS if name not in ("own_page", "speaker")),
    ),
    _kind(
        turn_letters.stays,
        sentence("The turn stays"),
        sentence("You draft it by declining another time that somebody proposed for their turn."),
        sentence("When the turn is, your word on why, that the answer stands, the links, and the contact."),
        (*PLACEHOLDERS, "place"),
    ),
)
