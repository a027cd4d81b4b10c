"""What our letters about a turn say: values in, sentences out; for values that differ gaps come in, filled later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rtop_event.dialogues.lettering import Paragraph
from rtop_event.registrations.letters import Draft
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True, kw_only=True)
class AboutTurn:
    """What every letter about a turn tells; `own_page` is empty for who is no longer the focal point."""

    subject_name: str
    """The delegation's name as it is, for the subject line."""
    day: date
    name: str
    delegation: str
    dialogue: str
    when: str
    place: str
    expected: str
    where: str
    page: str
    own_page: str
    desk: str


def request(about: AboutTurn, spread: Sentence | None) -> Draft:
    """The first entry of a turn; `spread` says why it is between two times."""
    told = sentence(
        "%(delegation)s is expected to speak in “%(dialogue)s”. This letter brings the turn into your calendar; when "
        "the list of speakers changes it, you receive an update.",
        delegation=about.delegation,
        dialogue=about.dialogue,
    )
    subject = sentence("Invitation: Statement of %(delegation)s, %(day)s", delegation=about.subject_name, day=about.day)
    kept = (*_facts(about), *(((spread,),) if spread else ()), _asked())
    return Draft("turn", subject, (_greeting(about), (told,)), kept, {})


def update(about: AboutTurn, changes: list[Sentence], *, again: bool, answer: Sentence | None) -> Draft:
    """The entry has changed; `again` when the delegation is asked anew, else its answer stands."""
    told = sentence(
        "the turn of %(delegation)s in “%(dialogue)s” has changed, and with it the entry in your calendar.",
        delegation=about.delegation,
        dialogue=about.dialogue,
    )
    anew = sentence("Please answer again: what you answered before was about the earlier entry.")
    stands = sentence("Your answer stands: %(answer)s.", answer=answer) if answer else None
    said: tuple[Paragraph, ...] = ((anew,),) if again and answer else ((stands,),) if stands else ()
    subject = sentence("Updated: Statement of %(delegation)s, %(day)s", delegation=about.subject_name, day=about.day)
    changed: tuple[Paragraph, ...] = (tuple(changes),) if changes else ()
    return Draft("turn-update", subject, (_greeting(about), (told,)), (*changed, *said, *_facts(about)), {})


def cancellation(about: AboutTurn, why: Sentence) -> Draft:
    """The entry is taken out of the calendar."""
    lines = (
        sentence("- What: Statement of %(delegation)s", delegation=about.delegation),
        sentence("- When: %(when)s", when=about.when),
        sentence("- Where: %(where)s", where=about.where),
    )
    subject = sentence("Cancelled: Statement of %(delegation)s, %(day)s", delegation=about.subject_name, day=about.day)
    taken = sentence("The entry is taken out of your calendar.")
    return Draft("turn-cancellation", subject, (_greeting(about), (why,)), (lines, (taken,), _ways(about)), {})


def why_cancelled(about: AboutTurn, *, mine: bool, called_off: bool, speaks: bool) -> Sentence:
    """Why the turn is no longer in this calendar."""
    if not mine:
        return sentence(
            "somebody else now writes to us for %(delegation)s in “%(dialogue)s”, and receives the entry of its turn.",
            delegation=about.delegation,
            dialogue=about.dialogue,
        )
    if called_off:
        return sentence("the dialogue “%(dialogue)s” has been cancelled.", dialogue=about.dialogue)
    if speaks:
        return sentence(
            "the turn of %(delegation)s in “%(dialogue)s” is cancelled: the meeting does not take place, or no longer "
            "reaches this statement.",
            delegation=about.delegation,
            dialogue=about.dialogue,
        )
    return sentence(
        "%(delegation)s is no longer on the list of speakers of “%(dialogue)s”.",
        delegation=about.delegation,
        dialogue=about.dialogue,
    )


def changed(name: Sentence, after: object, before: object) -> Sentence:
    """One line of what has changed."""
    return sentence("- %(name)s: %(after)s. Before: %(before)s", name=name, after=after, before=before)


def _greeting(about: AboutTurn) -> Paragraph:
    return (sentence("Dear %(name)s,", name=about.name) if about.name else sentence("Dear colleague,"),)


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
