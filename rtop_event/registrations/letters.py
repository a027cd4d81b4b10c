"""What our letters about a request say: values in, sentences out; strangers' values arrive already made inert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rtop_event.dialogues.lettering import Paragraph
from rtop_event.registrations.states import Status
from rtop_event.registrations.words import STATUSES
from rtop_event.wording import Sentence, sentence

PROVISIONAL = sentence("Places are provisional until the list is published.")


@dataclass(frozen=True)
class Draft:
    """A letter in sentences: paragraphs of lines, to be said in the recipient's language.

    Subject and opening are the standard wording of its kind, which organisers can edit; what is kept stands below it.
    """

    kind: str
    subject: Sentence
    opening: tuple[Paragraph, ...]
    kept: tuple[Paragraph, ...]
    values: Mapping[str, object]
    """What placeholders of an edited wording stand for, as it was typed: it is made inert where it is filled in."""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All of it, in the standard wording."""
        return (*self.opening, *self.kept)


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
    salutation: Sentence
    url: str
    until: Sentence
    desk: str
    status: Status
    speaks: bool = True
    on_reserve: bool = False
    values: Mapping[str, object] = field(default_factory=dict)
    """Further ones that placeholders of an edited wording stand for: as they were typed, or in sentences."""

    @property
    def of_placeholders(self) -> dict[str, object]:
        """What the placeholders of an edited wording stand for; nothing in it is inert."""
        return {**self.values, "opens_at": self.starts_at, "until": self.until, "own_page": self.url}


def receipt(about: About, *, another_waits: bool = False) -> Draft:
    """At once after a request, and whenever its link is asked for again."""
    if about.status is not Status.RECEIVED:
        return _link_again(about)
    waits = sentence(
        "Another request for the same place also awaits confirmation. The first to be confirmed holds the place."
    )
    return Draft(
        "receipt",
        sentence("Please confirm: request received for %(name)s", name=about.subject_name),
        ((about.salutation,), (_received(about),)),
        (
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
        about.of_placeholders,
    )


def _link_again(about: About) -> Draft:
    return Draft(
        "own-page",
        sentence("Your personal page: %(name)s", name=about.subject_name),
        ((about.salutation,), (_received(about),)),
        (
            _facts(about),
            *_of_the_reserve(about),
            (sentence("This is the link to your own page, where you see where it stands and can change it:"),),
            (_link(about),),
            (sentence("The link is yours: do not pass it on."),),
            (_desk(about),),
        ),
        about.of_placeholders,
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
        "links",
        sentence("Your personal links: %(dialogue)s", dialogue=first.title),
        (
            (first.salutation,),
            (sentence("Somebody asked for the links to the requests that were made from this address. They are:"),),
        ),
        (
            *(_of_one(one) for one in abouts),
            (sentence("If it was not you, there is nothing to do: the links went to this mailbox only."),),
            (_desk(first),),
        ),
        first.of_placeholders,
    )


def _of_one(about: About) -> Paragraph:
    """What tells one request of a mailbox from another, and its link."""
    told = sentence("%(part)s, %(status)s", part=about.part, status=STATUSES[about.status].word)
    named = sentence("%(told)s: %(speaker)s", told=told, speaker=about.speaker) if about.speaker else told
    return (sentence("**%(delegation)s**", delegation=about.delegation), named, _link(about))


def another_request(about: About) -> Draft:
    """To the focal point whose delegation holds the place: somebody else asked for it."""
    return Draft(
        "another-request",
        sentence("Somebody else asked for the place of %(name)s", name=about.subject_name),
        (
            (about.salutation,),
            (
                sentence(
                    "%(delegation)s is on the list of speakers of “%(dialogue)s” by your request. Somebody else has "
                    "now asked for the same place. That request was refused, and yours is unchanged.",
                    delegation=about.delegation,
                    dialogue=about.dialogue,
                ),
            ),
            (sentence("If your delegation wants a change, make it on your own page:"),),
        ),
        ((_link(about),), (_desk(about),)),
        about.of_placeholders,
    )


def told(
    kind: str,
    about: About,
    subject: Sentence,
    what: Sentence,
    *kept: Paragraph,
    where: Sentence | None = None,
    values: Mapping[str, object] | None = None,
) -> Draft:
    """A letter about a request: what it tells, paragraphs that are kept, the link; `where` says what that opens.

    `values` are those of further placeholders.
    """
    return Draft(
        kind,
        subject,
        ((about.salutation,), (what,)),
        (*kept, (where or sentence("Your own page:"),), (_link(about),), (_desk(about),)),
        {**about.of_placeholders, **(values or {})},
    )


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
