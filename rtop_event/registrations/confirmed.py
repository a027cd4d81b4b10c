"""What the letter says by which the desk tells that it has confirmed a request: that it counts, and where it stands."""

from __future__ import annotations

from rtop_event.dialogues.lettering import Paragraph
from rtop_event.registrations.letters import PROVISIONAL, About, Draft, told
from rtop_event.registrations.words import STATUSES
from rtop_event.wording import sentence


def stands_at(place: int, last: int | None) -> Paragraph:
    """Where a request stood on the list when the letter was written, and how far back it can still fall."""
    stood = sentence("When this letter was written it stood at place %(place)s of the list of speakers.", place=place)
    may_fall = sentence(
        "Others may still come before it: it stands at place %(last)s at the latest, if all requests that still wait "
        "come onto the list.",
        last=last,
    )
    return (stood, *((may_fall,) if last and last > place else ()), PROVISIONAL)


def verified(about: About, *, stands: Paragraph | None) -> Draft:
    """The desk confirmed the request for the delegation; `stands` tells its place, where it is on the list."""
    what = sentence(
        "the desk has confirmed the request of %(delegation)s for “%(dialogue)s” for you. It counts from now on, and "
        "you need not press the button *Confirm* any more.",
        delegation=about.delegation,
        dialogue=about.dialogue,
    )
    standing = STATUSES[about.status]
    return told(
        "verified",
        about,
        sentence("Confirmed by the desk: request for %(name)s", name=about.subject_name),
        what,
        stands or (standing.meaning, standing.next),
    )
