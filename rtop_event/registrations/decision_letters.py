"""What our letters say of what became of a request: values in, sentences out; strangers' values arrive made inert."""

from __future__ import annotations

from rtop_event.dialogues.lettering import Paragraph
from rtop_event.registrations.letters import About, Draft, told
from rtop_event.wording import Sentence, sentence


def moved_up(about: About) -> Draft:
    """A place became free, and the first of the reserve has it."""
    return _told(
        "moved-up",
        about,
        sentence("Now on the list of speakers: %(name)s", name=about.subject_name),
        sentence(
            "%(delegation)s has moved up from the reserve and is now on the list of speakers of “%(dialogue)s”, at the "
            "last place of its level.",
            delegation=about.delegation,
            dialogue=about.dialogue,
        ),
        "",
    )


def decision(about: About, *, accepted: bool, message: str) -> Draft:
    """What the organisers decided about a request; `message` is theirs, inert."""
    on_the_list = sentence(
        "you have been selected to speak in “%(dialogue)s”. %(delegation)s is now on the list of speakers.",
        dialogue=about.dialogue,
        delegation=about.delegation,
    )
    on_reserve = sentence(
        "you have been selected to speak in “%(dialogue)s”. As the request came after online requests had ended, "
        "%(delegation)s waits on the reserve, and moves up when a place becomes free.",
        dialogue=about.dialogue,
        delegation=about.delegation,
    )
    good = ("selected-reserve", on_reserve) if about.on_reserve else ("selected", on_the_list)
    bad = sentence(
        "we are sorry that we cannot give the floor to %(delegation)s in “%(dialogue)s”. There were more requests than "
        "time.",
        dialogue=about.dialogue,
        delegation=about.delegation,
    )
    kind, what = good if accepted else ("not-selected", bad)
    return _told(
        kind,
        about,
        sentence("Selected to speak: %(name)s", name=about.subject_name)
        if accepted
        else sentence("Your request for the floor: %(name)s", name=about.subject_name),
        what,
        message,
    )


def change_decided(about: About, *, accepted: bool, lines: Paragraph, message: str) -> Draft:
    """What the desk decided about a change that was asked for after the close; `lines` tell it field by field."""
    good = sentence(
        "the desk has made the change that you asked for, for %(delegation)s in %(dialogue)s:",
        dialogue=about.dialogue,
        delegation=about.delegation,
    )
    bad = sentence(
        "the desk could not make the change that you asked for, for %(delegation)s in %(dialogue)s. All stays as it "
        "was. You had asked for:",
        dialogue=about.dialogue,
        delegation=about.delegation,
    )
    subject = (
        sentence("Your change is made: %(name)s", name=about.subject_name)
        if accepted
        else sentence("Your change could not be made: %(name)s", name=about.subject_name)
    )
    kind, what = ("change-made", good) if accepted else ("change-refused", bad)
    return _told(kind, about, subject, what, message, lines)


def withdrawn_by_desk(about: About, *, message: str) -> Draft:
    """The desk withdrew a request; `message` is the desk's, inert."""
    return _told(
        "withdrawn",
        about,
        sentence("Withdrawn: request for %(name)s", name=about.subject_name),
        sentence(
            "the desk has withdrawn the request of %(delegation)s for “%(dialogue)s”.",
            dialogue=about.dialogue,
            delegation=about.delegation,
        ),
        message,
    )


def _told(kind: str, about: About, subject: Sentence, what: Sentence, message: str, lines: Paragraph = ()) -> Draft:
    said = ((sentence("%(message)s", message=message),),) if message else ()
    return told(kind, about, subject, what, *((lines,) if lines else ()), *said)
