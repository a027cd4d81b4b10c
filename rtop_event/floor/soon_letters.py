"""The letter that a delegation asked for: its turn comes soon; and how organisers can word it."""

from __future__ import annotations

from datetime import datetime

from rtop_event.dialogues.letterkinds import Kind, Sample
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import clock_told
from rtop_event.registrations.letter_kinds import OPEN, OWN, example, sample_of, whose
from rtop_event.registrations.letters import About, Draft, told
from rtop_event.showing import hour
from rtop_event.wording import Sentence, sentence

TITLE = sentence("On the day")
OPEN_HOUR = Sentence("{expected}")


def soon(about: About, expected: Sentence) -> Draft:
    """The turn is expected at that hour; said once unless it is put off, so it also says where the time is followed."""
    what = sentence(
        "the turn of %(delegation)s in “%(dialogue)s” is expected about %(expected)s. You asked for this letter.",
        delegation=about.delegation,
        dialogue=about.dialogue,
        expected=expected,
    )
    moves = sentence(
        "The time can still move: your own page and the board show it as it is in the room. We write again only if "
        "your turn is put off by more than an hour."
    )
    return told(
        "turn-soon",
        about,
        sentence("Soon: the turn of %(name)s, about %(expected)s", name=about.subject_name, expected=expected),
        what,
        (moves,),
        values={"expected": expected},
    )


def expected_told(starts_at: datetime, zone: str) -> Sentence:
    """The hour, and by whose clock."""
    return sentence("%(hour)s, %(clock)s", hour=hour(starts_at, zone), clock=clock_told(zone))


def _sample(dialogue: Dialogue, language: str, at: datetime) -> Sample:
    draft = soon(example(dialogue, language, at), expected_told(dialogue.starts_at, dialogue.zone))
    return sample_of(draft, whose(dialogue))


_STANDARD = soon(OPEN, OPEN_HOUR)
KINDS = (
    Kind(
        name=_STANDARD.kind,
        title=sentence("The turn comes soon"),
        when=sentence(
            "It leaves by itself to a delegation that asked for it, so many minutes before its turn; again only where "
            "the turn is put off by more than an hour."
        ),
        subject=_STANDARD.subject,
        opening=_STANDARD.opening,
        placeholders=(*OWN, "expected"),
        kept=sentence("That the time can move, the link to the person's own page, and whom to ask."),
        sample=_sample,
    ),
)
