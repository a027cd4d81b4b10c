"""The letter of a removed statement, with the desk's reason; and how organisers can word it."""

from __future__ import annotations

from rtop_event.registrations.letter_kinds import kind_of
from rtop_event.registrations.letters import About, Draft, told
from rtop_event.statements import tongues
from rtop_event.wording import Sentence, sentence

TITLE = sentence("About statements")


def removed(about: About, language: Sentence, *, reason: str) -> Draft:
    """To the delegation; `reason` is the desk's, inert, and `about.url` leads to the page of its statements."""
    return told(
        "statement-removed",
        about,
        sentence("Your statement was removed: %(name)s", name=about.subject_name),
        sentence(
            "the desk has removed this statement of %(delegation)s for “%(dialogue)s”. It is no longer used: "
            "only the desk can still read it.",
            delegation=about.delegation,
            dialogue=about.dialogue,
        ),
        (sentence("- Language: %(language)s", language=language), sentence("- Reason: %(reason)s", reason=reason)),
        where=sentence("What we have of you now, and where you can send another:"),
    )


KINDS = (
    kind_of(
        lambda about: removed(about, tongues.told("en"), reason="…"),
        sentence("Statement removed"),
        sentence("It leaves by itself when you remove a statement."),
        sentence("The language, the reason that you gave, the link to the delegation's statements, and whom to ask."),
    ),
)
