"""What our letters to invited people say: updates and cancellations in sentences, and the facts below every letter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rtop_event.dialogues.lettering import Paragraph
from rtop_event.wording import Sentence, sentence

STARTING_SUBJECT = sentence("Invitation: {dialogue}, {date}")
STARTING_BODY: tuple[Paragraph, ...] = (
    (Sentence("{salutation}"),),
    (sentence("{delegation} is invited to take part in a dialogue: {dialogue}."),),
    (sentence("Please tell us here whether you will attend and whether you ask for the floor:"),),
    (Sentence("{register_link}"),),
    (sentence("The programme and the documents are on the page of the dialogue:"),),
    (Sentence("{page_link}"),),
    (sentence("If you have a question, please write to {contact}."),),
    (Sentence("{host}"),),
)
"""What an editor begins with where a dialogue came without a letter."""


def certain_subject(subject: str, lead: str, *certain: str) -> str:
    """A filled subject that says what the letter does, about what and when, whatever was typed of that."""
    if not _bare(subject).startswith(_bare(lead)):
        subject = f"{lead} {subject}"
    missing = [one for one in certain if _bare(one) not in _bare(subject)]
    return ", ".join([subject, *missing])


def _bare(text: str) -> str:
    """The words for a comparison that no typography disturbs."""
    return re.sub(r"\s+", "", text.replace("\uff1a", ":")).casefold()


@dataclass(frozen=True)
class About:
    """What every letter tells besides its text; names are inert Markdown, `url` is the person's page, `page` all's."""

    salutation: str
    dialogue: str
    plain_dialogue: str
    day: Sentence
    said_day: str
    """The day in the language of the letter."""
    when: Sentence
    where: str
    programme: tuple[Sentence, ...]
    url: str
    page: str
    contact: str

    @property
    def certain(self) -> tuple[str, str]:
        """What every subject names."""
        return self.plain_dialogue, self.said_day


Paragraphs = list[list[Sentence]]


@dataclass(frozen=True)
class Draft:
    """A letter in sentences: the opening is the standard wording of its kind, what is kept stands below any wording."""

    kind: str
    opening: Paragraphs
    kept: Paragraphs

    @property
    def paragraphs(self) -> Paragraphs:
        """All of it, in the standard wording."""
        return [*self.opening, *self.kept]


LEADS = {
    "invitation": sentence("Invitation:"),
    "update": sentence("Updated:"),
    "new-link": sentence("Updated:"),
    "cancellation": sentence("Cancelled:"),
    "taken-off": sentence("Cancelled:"),
    "time-stays": sentence("The time stays:"),
    "reminder": sentence("Reminder:"),
}
"""How a subject begins, whatever organisers typed."""


def subject_of(kind: str, about: About) -> Sentence:
    """The subject of what is not an invitation: which of these it is, the dialogue and its day."""
    if kind == "reminder":
        return sentence("Reminder: %(dialogue)s, %(day)s", dialogue=about.plain_dialogue, day=about.day)
    if kind == "time-stays":
        return sentence("The time stays: %(dialogue)s", dialogue=about.plain_dialogue)
    if kind in {"update", "new-link"}:
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


def update(
    about: About, changes: list[Sentence], *, again: bool, answer: Sentence | None, repeats: bool = False
) -> Draft:
    """The dialogue has changed, or the person's link has, or they asked for the entry once more (`repeats`).

    `again` when they are asked anew, else the answer stands.
    """
    link = sentence(
        "your personal link for the following dialogue was replaced: %(dialogue)s. Please use the one in this "
        "letter; the one in earlier letters leads nowhere.",
        dialogue=about.dialogue,
    )
    changed = sentence("the entry in your calendar has changed: %(dialogue)s.", dialogue=about.dialogue)
    repeated = sentence("your calendar asked for this entry once more: %(dialogue)s.", dialogue=about.dialogue)
    told = repeated if repeats else changed if changes else link
    asked = sentence("Please answer again: what you answered before was about the earlier entry.")
    stands = sentence("Your answer stands: %(answer)s.", answer=answer) if answer else None
    return Draft(
        "update" if changes else "new-link",
        [[sentence("%(salutation)s", salutation=about.salutation)], [told]],
        [
            *([changes] if changes else []),
            *([[asked]] if again else [[stands]] if stands else []),
            *facts(about),
        ],
    )


def reminder(about: About, *, again: bool) -> Draft:
    """No answer has come; `again` when one came to an earlier time only."""
    silent = sentence(
        "we invited you to the following dialogue, and have no answer yet: %(dialogue)s.", dialogue=about.dialogue
    )
    changed = sentence("the entry in your calendar has changed: %(dialogue)s.", dialogue=about.dialogue)
    earlier = sentence("What you answered before was about an earlier time: please answer once more.")
    return Draft(
        "reminder",
        [[sentence("%(salutation)s", salutation=about.salutation)], [changed if again else silent]],
        [
            *([[earlier]] if again else []),
            [
                sentence(
                    "Please tell us whether you will attend: in your calendar, or on your own page, where you can also "
                    "ask for the floor. If you have answered meanwhile, please excuse this letter."
                )
            ],
            *facts(about),
        ],
    )


def cancellation(about: About, *, for_all: bool, why: str) -> Draft:
    """The dialogue does not take place, or this person is no longer invited; `why` is inert, and may be empty."""
    told = (
        sentence("the following dialogue has been cancelled.")
        if for_all
        else sentence("you are no longer invited to the following dialogue. Please excuse the trouble.")
    )
    return Draft(
        "cancellation" if for_all else "taken-off",
        [[sentence("%(salutation)s", salutation=about.salutation)], [told]],
        [
            *([[sentence("%(why)s", why=why)]] if why else []),
            [
                sentence("- What: %(dialogue)s", dialogue=about.dialogue),
                sentence("- When: %(when)s", when=about.when),
                *(sentence("- %(line)s", line=line) for line in about.programme),
                sentence("- Where: %(where)s", where=about.where),
            ],
            [sentence("The entry is taken out of your calendar.")],
            [
                sentence("- Page: %(url)s", url=f"<{about.url}>"),
                sentence("- Contact: %(contact)s", contact=about.contact),
            ],
        ],
    )


def time_stays(about: About, word: str = "") -> Draft:
    """Somebody proposed another time, and it stays as it is; `word` is inert Markdown on why, and may be empty."""
    told = sentence("thank you for proposing another time. The dialogue takes place as it was announced:")
    return Draft(
        "time-stays",
        [[sentence("%(salutation)s", salutation=about.salutation)], [told]],
        [
            [
                sentence("- What: %(dialogue)s", dialogue=about.dialogue),
                sentence("- When: %(when)s", when=about.when),
            ],
            *([[sentence("%(word)s", word=word)]] if word else []),
            [sentence("Your answer stands until you give another.")],
        ],
    )


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
