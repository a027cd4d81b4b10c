"""What our letters about a turn say: values in, sentences out; for values that differ gaps come in, filled later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rtop_event.dialogues.lettering import Paragraph
from rtop_event.invitations import letters
from rtop_event.registrations.letters import Draft
from rtop_event.wording import Sentence, sentence

LEADS = {
    "turn": letters.LEADS["invitation"],
    "turn-tentative": letters.LEADS["invitation"],
    "turn-update": letters.LEADS["update"],
    "turn-cancellation": letters.LEADS["cancellation"],
    "turn-passed-on": letters.LEADS["cancellation"],
    "turn-stays": letters.LEADS["time-stays"],
}
"""How a subject begins, whatever organisers typed."""


@dataclass(frozen=True, kw_only=True)
class AboutTurn:
    """What every letter about a turn tells; `own_page` is empty for who is no longer the focal point."""

    subject_name: str
    """The delegation's name as it is, for the subject line."""
    day: date | Sentence
    salutation: Sentence
    delegation: str
    dialogue: str
    when: str
    place: str
    expected: str
    where: str
    page: str
    own_page: str
    desk: str
    values: Mapping[str, object] = field(default_factory=dict)
    """What the placeholders of an edited wording stand for: as it was typed, or in sentences."""


def request(about: AboutTurn, spread: Sentence | None, *, tentative: bool) -> Draft:
    """The first entry of a turn, `tentative` before there is a list; `spread` says why it is between two times."""
    told = sentence(
        "%(delegation)s is expected to speak in “%(dialogue)s”. This letter brings the turn into your calendar; when "
        "the list of speakers changes it, you receive an update.",
        delegation=about.delegation,
        dialogue=about.dialogue,
    )
    provisional = sentence(
        "%(delegation)s is expected to speak in “%(dialogue)s”. This letter brings the turn into your calendar as "
        "tentative: the list of speakers is not published yet. When it is, you receive an update.",
        delegation=about.delegation,
        dialogue=about.dialogue,
    )
    kept = (*_facts(about), *(((spread,),) if spread else ()), _asked())
    if tentative:
        return Draft(
            "turn-tentative",
            _subject("turn-tentative", about),
            ((about.salutation,), (provisional,)),
            kept,
            about.values,
        )
    return Draft("turn", _subject("turn", about), ((about.salutation,), (told,)), kept, about.values)


def update(
    about: AboutTurn, changes: list[Sentence], *, again: bool, answer: Sentence | None, repeats: bool = False
) -> Draft:
    """The entry has changed, or was asked for once more (`repeats`).

    `again` when the delegation is asked anew, else its answer stands.
    """
    repeated = sentence(
        "your calendar asked for this entry once more: the turn of %(delegation)s in “%(dialogue)s”.",
        delegation=about.delegation,
        dialogue=about.dialogue,
    )
    told = sentence(
        "the turn of %(delegation)s in “%(dialogue)s” has changed, and with it the entry in your calendar.",
        delegation=about.delegation,
        dialogue=about.dialogue,
    )
    anew = sentence("Please answer again: what you answered before was about the earlier entry.")
    stands = sentence("Your answer stands: %(answer)s.", answer=answer) if answer else None
    said: tuple[Paragraph, ...] = ((anew,),) if again and answer else ((stands,),) if stands else ()
    changed: tuple[Paragraph, ...] = (tuple(changes),) if changes else ()
    kept = (*changed, *said, *_facts(about))
    if repeats:
        return Draft("turn-again", _subject("turn", about), ((about.salutation,), (repeated,)), kept, about.values)
    return Draft("turn-update", _subject("turn-update", about), ((about.salutation,), (told,)), kept, about.values)


def stays(about: AboutTurn, word: str = "") -> Draft:
    """Somebody proposed another time by mail, which moves no list; `word` is inert Markdown, and may be empty."""
    told = sentence(
        "thank you for proposing another time for the statement of %(delegation)s in “%(dialogue)s”. The turn stays "
        "where the list of speakers has it.",
        delegation=about.delegation,
        dialogue=about.dialogue,
    )
    kept: tuple[Paragraph, ...] = (
        (sentence("- When: %(when)s", when=about.when), sentence("- %(line)s", line=about.expected)),
        *(((sentence("%(word)s", word=word),),) if word else ()),
        (
            sentence("To exchange the place or to give it up, use your own page."),
            sentence("Your answer stands until you give another."),
        ),
        _ways(about),
    )
    return Draft("turn-stays", _subject("turn-stays", about), ((about.salutation,), (told,)), kept, about.values)


def cancellation(about: AboutTurn, why: Sentence) -> Draft:
    """The entry is taken out of the calendar, and why."""
    told = sentence(
        "the turn of %(delegation)s in “%(dialogue)s” is cancelled.",
        delegation=about.delegation,
        dialogue=about.dialogue,
    )
    kept = ((why,), *_taken_out(about))
    return Draft(
        "turn-cancellation", _subject("turn-cancellation", about), ((about.salutation,), (told,)), kept, about.values
    )


def passed_on(about: AboutTurn) -> Draft:
    """The same for who is no longer the focal point: the turn stands."""
    opening = ((about.salutation,), (somebody_else(about),))
    return Draft("turn-passed-on", _subject("turn-passed-on", about), opening, _taken_out(about), about.values)


def _subject(kind: str, about: AboutTurn) -> Sentence:
    what = sentence("Statement of %(delegation)s", delegation=about.subject_name)
    return sentence("%(lead)s %(what)s, %(day)s", lead=LEADS[kind], what=what, day=about.day)


def _taken_out(about: AboutTurn) -> tuple[Paragraph, ...]:
    lines = (
        sentence("- What: Statement of %(delegation)s", delegation=about.delegation),
        sentence("- When: %(when)s", when=about.when),
        sentence("- Where: %(where)s", where=about.where),
    )
    return lines, (sentence("The entry is taken out of your calendar."),), _ways(about)


def somebody_else(about: AboutTurn) -> Sentence:
    """Why the turn is no longer in the calendar of who was the focal point."""
    return sentence(
        "somebody else now writes to us for %(delegation)s in “%(dialogue)s”, and receives the entry of its turn.",
        delegation=about.delegation,
        dialogue=about.dialogue,
    )


def why_cancelled(about: AboutTurn, *, called_off: bool, speaks: bool) -> Sentence:
    """Why the turn is no longer in the calendar of the focal point."""
    if called_off:
        return sentence("The dialogue “%(dialogue)s” has been cancelled.", dialogue=about.dialogue)
    if speaks:
        return sentence("The meeting does not take place, or no longer reaches this statement.")
    return sentence(
        "%(delegation)s is no longer on the list of speakers of “%(dialogue)s”.",
        delegation=about.delegation,
        dialogue=about.dialogue,
    )


def changed(name: Sentence, after: object, before: object) -> Sentence:
    """One line of what has changed."""
    return sentence("- %(name)s: %(after)s. Before: %(before)s", name=name, after=after, before=before)


def _facts(about: AboutTurn) -> tuple[Paragraph, ...]:
    """What the calendar entry says, for every mail program that shows none."""
    lines = (
        sentence("- What: Statement of %(delegation)s", delegation=about.delegation),
        sentence("- When: %(when)s", when=about.when),
        sentence("- %(line)s", line=about.expected),
        sentence("- %(line)s", line=about.place),
        sentence("- Where: %(where)s", where=about.where),
    )
    return ((sentence("**In your calendar**"),), (*lines, *_ways(about)))


def _ways(about: AboutTurn) -> Paragraph:
    own = (sentence("- Your own page: %(url)s", url=f"<{about.own_page}>"),) if about.own_page else ()
    return (
        *own,
        sentence("- Programme and documents: %(url)s", url=f"<{about.page}>"),
        sentence("- Contact: %(contact)s", contact=about.desk),
    )


def _asked() -> Paragraph:
    return (
        sentence(
            "Please answer from your calendar whether the turn suits you. An answer changes nothing on the list: to "
            "exchange the place or to give it up, use your own page."
        ),
    )
