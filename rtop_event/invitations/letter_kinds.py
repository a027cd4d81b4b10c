"""The letters to invited people whose wording can be edited, and how each would read for one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import current_app

from rtop_event.dialogues.lettering import Wording
from rtop_event.dialogues.letterkinds import Kind, Sample, said
from rtop_event.dialogues.lettertext import PLACEHOLDERS, split_letter
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import TextKind
from rtop_event.gaps import put
from rtop_event.invitations import finding, letters
from rtop_event.invitations.composing import about, placeholder_values
from rtop_event.invitations.letters import About, Draft
from rtop_event.invitations.models import Contact
from rtop_event.languages import in_language
from rtop_event.showing import say
from rtop_event.wording import Sentence, sentence

TITLE = sentence("To invited people")
NOBODY = "…"
"""Stands for the secret part of a personal link wherever a letter is only looked at."""
MADE_UP = "H.E. Ms. Maria Example"
OPEN = About(
    salutation="{salutation}",
    dialogue="{dialogue}",
    plain_dialogue="{dialogue}",
    day=Sentence("{date}"),
    said_day="{date}",
    when=Sentence(""),
    where="",
    programme=(),
    url="",
    page="",
    contact="",
)
"""Placeholders in place of values: what comes of it is the standard wording."""
KEPT = sentence("What the calendar entry says (what, when, where), the personal link for the answer, and the contact.")
Make = Callable[[About], Draft]


def _invitation(told: About) -> Draft:
    return Draft("invitation", [list(lines) for lines in letters.STARTING_BODY], letters.facts(told))


def _update(told: About) -> Draft:
    return letters.update(told, [sentence("- Where: %(where)s", where=told.where)], again=False, answer=None)


def _new_link(told: About) -> Draft:
    return letters.update(told, [], again=False, answer=None)


def _cancellation(told: About) -> Draft:
    return letters.cancellation(told, for_all=True, why="")


def _taken_off(told: About) -> Draft:
    return letters.cancellation(told, for_all=False, why="")


def _came(dialogue: Dialogue, language: str) -> Wording | None:
    found = (text for text in dialogue.texts if (text.kind, text.language) == (TextKind.LETTER, language))
    return next((Wording(*split_letter(text.body)) for text in found), None)


def _kind(make: Make, title: Sentence, when: Sentence, kept: Sentence) -> Kind:
    draft = make(OPEN)
    inviting = draft.kind == "invitation"
    return Kind(
        name=draft.kind,
        title=title,
        when=when,
        subject=letters.STARTING_SUBJECT if inviting else letters.subject_of(draft.kind, OPEN),
        opening=tuple(tuple(lines) for lines in draft.opening),
        placeholders=PLACEHOLDERS,
        kept=kept,
        sample=lambda dialogue, language, at: _sample(make, dialogue, language, at),
        note=NOTE if inviting else SUBJECT_NOTE,
        came=_came if inviting else None,
    )


def _sample(make: Make, dialogue: Dialogue, language: str, _at: datetime) -> Sample:
    somebody = next(iter(finding.contacts_of(dialogue, most=1)), None)
    base: str = current_app.extensions["settings"].base_url
    link = in_language(f"{base}/invitations/{NOBODY}/", language)
    values = placeholder_values(dialogue, somebody or Contact(name=MADE_UP, salutation=""), language, link)
    told = about(dialogue, language, inert=True)
    draft = make(told)
    lead = say(letters.LEADS[draft.kind])
    return Sample(
        values,
        put(said(tuple(lines) for lines in draft.kept), {"link": link}),
        whose=(somebody.name or somebody.address) if somebody else "",
        finish=lambda subject: letters.certain_subject(subject, lead, *told.certain),
    )


NOTE = sentence(
    "The subject begins with “Invitation:” and names the dialogue and its day; what is missing is added. Who reads a "
    "language in which it is not written gets the English one. A draft that waits in the outbox keeps its wording too, "
    "but it can no longer be approved: write it anew, or discard it."
)
SUBJECT_NOTE = sentence(
    "The subject says what the letter does, and names the dialogue and its day; what is missing is added."
)
KINDS = (
    _kind(
        _invitation,
        sentence("Invitation"),
        sentence("You draft it for those who are invited and have no letter yet."),
        KEPT,
    ),
    _kind(
        _update,
        sentence("Update"),
        sentence("You draft it when hours, place or title have changed after the invitation left."),
        sentence("What has changed, whether the answer stands, all that the calendar entry says, link and contact."),
    ),
    _kind(
        _new_link,
        sentence("New personal link"),
        sentence("You draft it after you replaced somebody's personal link."),
        sentence("Whether the answer stands, all that the calendar entry says, the new link, and the contact."),
    ),
    _kind(
        lambda told: letters.reminder(told, again=False),
        sentence("Reminder"),
        sentence("You draft it for those who have not answered."),
        sentence("How to answer, all that the calendar entry says, link and contact."),
    ),
    _kind(
        _cancellation,
        sentence("Cancellation"),
        sentence("You draft it when the dialogue does not take place."),
        sentence("The reason that you gave, what is cancelled, that the entry leaves the calendar, link and contact."),
    ),
    _kind(
        _taken_off,
        sentence("No longer invited"),
        sentence("You draft it after you took somebody off the list of the invited."),
        sentence("What it was about, that the entry leaves the calendar, link and contact."),
    ),
    _kind(
        letters.time_stays,
        sentence("The time stays"),
        sentence("You draft it by declining another time that somebody proposed."),
        sentence("What takes place and when, and that the answer stands."),
    ),
)
