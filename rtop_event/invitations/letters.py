"""What our letters to invited people say: placeholders filled, updates and cancellations in sentences.

Values come in pairs: as they stand in a subject, and inert for the body, where a stranger's text can be no markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rtop_event.dialogues.lettertext import PLACEHOLDERS
from rtop_event.text import one_line
from rtop_event.wording import Sentence, sentence

IN_SUBJECT = tuple(name for name in PLACEHOLDERS if not name.endswith("_link"))
"""The placeholders that a subject may hold: a link does not belong there."""
MOST_IN_SUBJECT = 200
STARTING_SUBJECT = "Invitation: {dialogue}, {date}"
STARTING_BODY = """{salutation}

{delegation} is invited to take part in a dialogue: {dialogue}.

Please tell us here whether you will attend and whether you ask for the floor:

{register_link}

The programme and the documents are on the page of the dialogue:

{page_link}

If you have a question, please write to {contact}.

{host}
"""
"""What an editor begins with where a dialogue came without a letter."""
_BRACED = re.compile(r"\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Value:
    """What is put in place of a placeholder: plain for the subject, `inert` Markdown for the body."""

    plain: str
    inert: str


def fault(text: str, known: Sequence[str]) -> Sentence | None:
    """What is wrong with the placeholders of a subject or body, None if nothing is."""
    for found in _BRACED.finditer(text):
        if found[1] is None:
            return sentence("There is a single brace. Braces stand only around placeholders.")
        if found[1] not in known:
            return sentence(
                "{%(name)s} is not a placeholder here. Known are: %(known)s.",
                name=one_line(found[1])[:60],
                known=", ".join(known),
            )
    return None


def filled(subject: str, values: Mapping[str, Value]) -> str:
    """The subject with its placeholders filled; what is filled in is not looked at again."""
    return one_line(_BRACED.sub(lambda found: values[found[1]].plain, subject))


def invitation_subject(subject: str, about: About) -> str:
    """A filled subject that says that it invites, to what and when, whatever was typed of that."""
    lead = about.invites
    if not _bare(subject).startswith(_bare(lead)):
        subject = f"{lead} {subject}"
    missing = [one for one in (about.plain_dialogue, about.said_day) if one.casefold() not in subject.casefold()]
    return ", ".join([subject, *missing])


def _bare(text: str) -> str:
    """The words for a comparison that no typography disturbs."""
    return re.sub(r"\s+", "", text.replace("\uff1a", ":")).casefold()


def fit_subject(subject: str) -> str:
    """The subject on one line of a fit length."""
    said = one_line(subject)
    return said if len(said) <= MOST_IN_SUBJECT else f"{said[: MOST_IN_SUBJECT - 1].rstrip()}…"


def filled_body(body: str, values: Mapping[str, Value]) -> str:
    """The Markdown of the body with its placeholders filled; what is filled in is not looked at again."""
    return _BRACED.sub(lambda found: values[found[1]].inert, body)


@dataclass(frozen=True)
class About:
    """What every letter tells besides its text; names are inert Markdown, `url` is the person's page, `page` all's."""

    salutation: str
    dialogue: str
    plain_dialogue: str
    day: Sentence
    said_day: str
    invites: str
    """How a subject begins that invites, in the language of the letter; and the day in that language."""
    when: Sentence
    where: str
    programme: tuple[Sentence, ...]
    url: str
    page: str
    contact: str


Paragraphs = list[list[Sentence]]


def subject_of(kind: str, about: About) -> Sentence:
    """The subject of what is not an invitation: which of the two it is, the dialogue and its day."""
    if kind == "reminder":
        return sentence("Reminder: %(dialogue)s, %(day)s", dialogue=about.plain_dialogue, day=about.day)
    if kind == "update":
        return sentence("Updated: %(dialogue)s, %(day)s", dialogue=about.plain_dialogue, day=about.day)
    return sentence("Cancelled: %(dialogue)s, %(day)s", dialogue=about.plain_dialogue, day=about.day)


def facts(about: About) -> Paragraphs:
    """What the calendar entry says, for every mail program that shows none."""
    return [
        [sentence("**In your calendar**")],
        [
            sentence("- What: %(dialogue)s", dialogue=about.dialogue),
            sentence("- When: %(when)s", when=about.when),
            *(sentence("- %(line)s", line=line) for line in about.programme),
            sentence("- Where: %(where)s", where=about.where),
            sentence("- Answer and register: %(url)s", url=f"<{about.url}>"),
            sentence("- Programme and documents: %(url)s", url=f"<{about.page}>"),
            sentence("- Contact: %(contact)s", contact=about.contact),
        ],
    ]


def update(about: About, changes: list[Sentence], *, again: bool, answer: Sentence | None) -> Paragraphs:
    """The dialogue has changed, or the person's link has; `again` when they are asked anew, else the answer stands."""
    told = (
        sentence("the entry in your calendar has changed: %(dialogue)s.", dialogue=about.dialogue)
        if changes
        else sentence(
            "your personal link for the following dialogue was replaced: %(dialogue)s. Please use the one in this "
            "letter; the one in earlier letters leads nowhere.",
            dialogue=about.dialogue,
        )
    )
    asked = sentence("Please answer again: what you answered before was about the earlier entry.")
    stands = sentence("Your answer stands: %(answer)s.", answer=answer) if answer else None
    return [
        [sentence("%(salutation)s", salutation=about.salutation)],
        [told],
        *([changes] if changes else []),
        *([[asked]] if again else [[stands]] if stands else []),
        *facts(about),
    ]


def reminder(about: About, *, again: bool) -> Paragraphs:
    """No answer has come; `again` when one came to an earlier time only."""
    told = sentence(
        "we invited you to the following dialogue, and have no answer yet: %(dialogue)s.", dialogue=about.dialogue
    )
    earlier = sentence("What you answered before was about an earlier time: please answer once more.")
    return [
        [sentence("%(salutation)s", salutation=about.salutation)],
        [told],
        *([[earlier]] if again else []),
        [
            sentence(
                "Please tell us whether you will attend: in your calendar, or on your own page, where you can also ask "
                "for the floor. If you have answered meanwhile, please excuse this letter."
            )
        ],
        *facts(about),
    ]


def cancellation(about: About, *, for_all: bool, why: str) -> Paragraphs:
    """The dialogue does not take place, or this person is no longer invited; `why` is inert, and may be empty."""
    told = (
        sentence("the following dialogue has been cancelled.")
        if for_all
        else sentence("you are no longer invited to the following dialogue. Please excuse the trouble.")
    )
    return [
        [sentence("%(salutation)s", salutation=about.salutation)],
        [told],
        *([[sentence("%(why)s", why=why)]] if why else []),
        [
            sentence("- What: %(dialogue)s", dialogue=about.dialogue),
            sentence("- When: %(when)s", when=about.when),
            *(sentence("- %(line)s", line=line) for line in about.programme),
            sentence("- Where: %(where)s", where=about.where),
        ],
        [sentence("The entry is taken out of your calendar.")],
        [sentence("- Page: %(url)s", url=f"<{about.url}>"), sentence("- Contact: %(contact)s", contact=about.contact)],
    ]


def description(about: About, *, answering: bool = True) -> list[Sentence]:
    """The text of the calendar entry, in plain lines; here the values of `about` are plain too.

    Where nothing is left to answer, no link for answering is told.
    """
    return [
        *about.programme,
        sentence("Where: %(where)s", where=about.where),
        *([sentence("Answer and register: %(url)s", url=about.url)] if answering else []),
        sentence("Programme and documents: %(url)s", url=about.page),
        sentence("Contact: %(contact)s", contact=about.contact),
    ]
