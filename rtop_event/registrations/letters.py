"""What our letters about a request say: values in, sentences out; strangers' values arrive already made inert."""

from __future__ import annotations

from dataclasses import dataclass

from rtop_event.registrations.states import Status
from rtop_event.registrations.words import STATUSES
from rtop_event.wording import Sentence, sentence

Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True)
class Draft:
    """A letter in sentences: paragraphs of lines, to be said in the recipient's language."""

    subject: Sentence
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, kw_only=True)
class About:
    """What letters tell of a request; everything that a stranger typed is inert Markdown."""

    delegation: str
    subject_name: str
    """The delegation's name as it was typed, for the subject line."""
    dialogue: str
    title: str
    """The dialogue's title as it is, for the subject line."""
    starts_at: Sentence
    part: Sentence
    speaker: str
    level: Sentence | None
    focal_point: str
    url: str
    until: Sentence
    desk: str
    status: Status
    speaks: bool = True
    on_reserve: bool = False


def receipt(about: About, *, another_waits: bool = False) -> Draft:
    """At once after a request, and whenever its link is asked for again."""
    if about.status is not Status.RECEIVED:
        return _link_again(about)
    waits = sentence(
        "Another request for the same place also awaits confirmation. The first to be confirmed holds the place."
    )
    return Draft(
        sentence("Please confirm: request received for %(name)s", name=about.subject_name),
        (
            (_greeting(about),),
            (_received(about),),
            _facts(about),
            (
                sentence(
                    "**It does not count yet.** Please open this page and press the button *Confirm* before %(until)s:",
                    until=about.until,
                ),
            ),
            (_link(about),),
            *_of_the_reserve(about),
            *(((waits,),) if another_waits else ()),
            (sentence("Opening the page changes nothing: only the button does. Do not pass the link on."),),
            (sentence("If you did not ask for this, do nothing. Without the button the request lapses by itself."),),
            (_desk(about),),
        ),
    )


def _link_again(about: About) -> Draft:
    return Draft(
        sentence("Your personal page: %(name)s", name=about.subject_name),
        (
            (_greeting(about),),
            (_received(about),),
            _facts(about),
            *_of_the_reserve(about),
            (sentence("This is the link to your own page, where you see where it stands and can change it:"),),
            (_link(about),),
            (sentence("The link is yours: do not pass it on."),),
            (_desk(about),),
        ),
    )


def _of_the_reserve(about: About) -> tuple[Paragraph, ...]:
    if not about.on_reserve:
        return ()
    return (
        (
            sentence(
                "Online requests for the floor had ended when it came, so it **waits on the reserve**: it moves up to "
                "the list of speakers when a place becomes free, in the order of asking. We write to you when it does."
            ),
        ),
    )


def links(abouts: list[About]) -> Draft:
    """Lost links: all requests of one mailbox for a dialogue."""
    first = abouts[0]
    return Draft(
        sentence("Your personal links: %(dialogue)s", dialogue=first.title),
        (
            (_greeting(first),),
            (sentence("Somebody asked for the links to the requests that were made from this address. They are:"),),
            *(_of_one(one) for one in abouts),
            (sentence("If it was not you, there is nothing to do: the links went to this mailbox only."),),
            (_desk(first),),
        ),
    )


def _of_one(about: About) -> Paragraph:
    """What tells one request of a mailbox from another, and its link."""
    told = sentence("%(part)s, %(status)s", part=about.part, status=STATUSES[about.status].word)
    named = sentence("%(told)s: %(speaker)s", told=told, speaker=about.speaker) if about.speaker else told
    return (sentence("**%(delegation)s**", delegation=about.delegation), named, _link(about))


def another_request(about: About) -> Draft:
    """To the focal point whose delegation holds the place: somebody else asked for it."""
    return Draft(
        sentence("Somebody else asked for the place of %(name)s", name=about.subject_name),
        (
            (_greeting(about),),
            (
                sentence(
                    "%(delegation)s is on the list of speakers of “%(dialogue)s” by your request. Somebody else has "
                    "now asked for the same place. That request was refused, and yours is unchanged.",
                    delegation=about.delegation,
                    dialogue=about.dialogue,
                ),
            ),
            (sentence("If your delegation wants a change, make it on your own page:"),),
            (_link(about),),
            (_desk(about),),
        ),
    )


def moved_up(about: About) -> Draft:
    """A place became free, and the first of the reserve has it."""
    return _told(
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
    good = on_reserve if about.on_reserve else on_the_list
    bad = sentence(
        "we are sorry that we cannot give the floor to %(delegation)s in “%(dialogue)s”. There were more requests than "
        "time.",
        dialogue=about.dialogue,
        delegation=about.delegation,
    )
    return _told(
        about,
        sentence("Selected to speak: %(name)s", name=about.subject_name)
        if accepted
        else sentence("Your request for the floor: %(name)s", name=about.subject_name),
        good if accepted else bad,
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
    return _told(about, subject, good if accepted else bad, message, lines)


def withdrawn_by_desk(about: About, *, message: str) -> Draft:
    """The desk withdrew a request; `message` is the desk's, inert."""
    return _told(
        about,
        sentence("Withdrawn: request for %(name)s", name=about.subject_name),
        sentence(
            "the desk has withdrawn the request of %(delegation)s for “%(dialogue)s”.",
            dialogue=about.dialogue,
            delegation=about.delegation,
        ),
        message,
    )


def _told(about: About, subject: Sentence, what: Sentence, message: str, lines: Paragraph = ()) -> Draft:
    said = ((sentence("%(message)s", message=message),),) if message else ()
    return told(about, subject, (what,), *((lines,) if lines else ()), *said)


def told(about: About, subject: Sentence, *paragraphs: Paragraph, where: Sentence | None = None) -> Draft:
    """A letter about a request with these paragraphs and the link; `where` says what the link opens."""
    return Draft(
        subject,
        (
            (_greeting(about),),
            *paragraphs,
            (where or sentence("Your own page:"),),
            (_link(about),),
            (_desk(about),),
        ),
    )


def _greeting(about: About) -> Sentence:
    if not about.focal_point:
        return sentence("Dear colleague,")
    return sentence("Dear %(name)s,", name=about.focal_point)


def _received(about: About) -> Sentence:
    return sentence(
        "we have received this request for “%(dialogue)s”, which opens on %(at)s.",
        dialogue=about.dialogue,
        at=about.starts_at,
    )


def _facts(about: About) -> Paragraph:
    lines = [
        sentence("- Delegation: %(delegation)s", delegation=about.delegation),
        sentence("- Takes part: %(part)s", part=about.part),
    ]
    if about.speaker:
        speaks = sentence("- Speaker: %(speaker)s", speaker=about.speaker)
        lines.append(speaks if about.speaks else sentence("- Participant: %(name)s", name=about.speaker))
    if about.level:
        lines.append(sentence("- Level: %(level)s", level=about.level))
    return tuple(lines)


def _link(about: About) -> Sentence:
    return sentence("<%(url)s>", url=about.url)


def _desk(about: About) -> Sentence:
    return sentence("Questions: %(desk)s", desk=about.desk)
