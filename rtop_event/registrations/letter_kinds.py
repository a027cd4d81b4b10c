"""The letters about requests whose wording can be edited, and how each would read for one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from rtop_event.delegations.titles import LEVELS
from rtop_event.delegations.words import Level
from rtop_event.dialogues.letterkinds import Kind, Sample, said
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import on_the_clock
from rtop_event.fencing import fenced
from rtop_event.links import address_of
from rtop_event.registrations import confirmed, decision_letters, finding, letters, posting
from rtop_event.registrations.letters import About, Draft
from rtop_event.registrations.models import VERIFY_WITHIN
from rtop_event.registrations.states import Status
from rtop_event.registrations.words import PARTS, Part
from rtop_event.showing import say
from rtop_event.wording import Sentence, sentence

TITLE = sentence("To those who registered")
OWN_PATH = "/registrations/…/"
"""Stands for a personal link wherever a letter is only looked at."""
FOR_ALL = (
    "salutation",
    "delegation",
    "dialogue",
    "date",
    "opens_at",
    "room",
    "speaker",
    "page_link",
    "contact",
    "host",
)
OWN = (*FOR_ALL, "own_page")
OPEN = About(
    delegation="{delegation}",
    subject_name="{delegation}",
    dialogue="{dialogue}",
    title="{dialogue}",
    starts_at=Sentence("{opens_at}"),
    part=Sentence(""),
    speaker="{speaker}",
    level=None,
    salutation=Sentence("{salutation}"),
    url="{own_page}",
    until=Sentence("{until}"),
    desk="{contact}",
    status=Status.RECEIVED,
)
"""Placeholders in place of values: what comes of it is the standard wording."""
LINK = sentence("The link to the person's own page, and whom to ask.")
Make = Callable[[About], Draft]


def kind_of(
    make: Make, title: Sentence, when: Sentence, kept: Sentence = LINK, placeholders: tuple[str, ...] = OWN
) -> Kind:
    """A kind from the function that makes its letters."""
    draft = make(OPEN)
    return Kind(
        name=draft.kind,
        title=title,
        when=when,
        subject=draft.subject,
        opening=draft.opening,
        placeholders=placeholders,
        kept=kept,
        sample=lambda dialogue, language, at: sample_of(make(example(dialogue, language, at)), whose(dialogue)),
    )


def sample_of(draft: Draft, name: str) -> Sample:
    """How a letter would read, in the language at work."""
    return Sample({key: say(value) for key, value in draft.values.items()}, said(draft.kept), name)


def whose(dialogue: Dialogue) -> str:
    """Of whom the example is; empty while nobody has registered."""
    found = finding.first_of(dialogue)
    return found.focal_point or found.address or "" if found else ""


def example(dialogue: Dialogue, language: str, at: datetime) -> About:
    """What letters would tell of the first request of the dialogue; made up while there is none."""
    found = finding.first_of(dialogue)
    told = posting.about(found, at, language) if found else _made_up(dialogue, language, at)
    return replace(told, url=address_of(OWN_PATH, language), status=Status.RECEIVED, on_reserve=False)


def _made_up(dialogue: Dialogue, language: str, at: datetime) -> About:
    name, speaker = "Tonga", "H.E. Ms. Maria Example"
    salutation = sentence("Dear %(name)s,", name="Maria Example")
    return About(
        delegation=name,
        subject_name=name,
        dialogue=fenced(dialogue.theme),
        title=dialogue.theme,
        starts_at=on_the_clock(dialogue.starts_at, dialogue.zone),
        part=PARTS[Part.SPEAK],
        speaker=fenced(speaker),
        level=LEVELS[Level.MINISTER],
        salutation=salutation,
        url="",
        until=on_the_clock(at + VERIFY_WITHIN, dialogue.zone),
        desk=posting.desk_of(dialogue),
        status=Status.RECEIVED,
        values={"salutation": salutation, "delegation": name, "speaker": speaker}
        | posting.of_dialogue(dialogue, language),
    )


def _own_page(about: About) -> Draft:
    return letters.receipt(replace(about, status=Status.VERIFIED))


def _reserve(about: About) -> Draft:
    return decision_letters.decision(replace(about, on_reserve=True), accepted=True, message="")


KINDS = (
    kind_of(
        letters.receipt,
        sentence("Receipt"),
        sentence("It leaves by itself, at once after a request, and asks to confirm it."),
        sentence("The request, until when it must be confirmed, the link and what it does, and whom to ask."),
        (*OWN, "until"),
    ),
    kind_of(
        _own_page,
        sentence("Link to the own page"),
        sentence("It leaves by itself where somebody asks for the link of a confirmed request again."),
        sentence("The request, the link and that it must not be passed on, and whom to ask."),
    ),
    kind_of(
        lambda about: letters.links([about]),
        sentence("Lost links"),
        sentence("It leaves by itself where somebody asks for the links to all requests of a mailbox."),
        sentence("Each request with its link, what to do if it was somebody else, and whom to ask."),
        FOR_ALL,
    ),
    kind_of(
        lambda about: confirmed.verified(about, stands=None),
        sentence("Confirmed by the desk"),
        sentence("You draft it by confirming a request for a delegation."),
        sentence("Where the request stands, the link to the person's own page, and whom to ask."),
    ),
    kind_of(
        letters.another_request,
        sentence("Somebody else asked"),
        sentence("It leaves by itself, to who holds a place, when somebody else asks for the same one."),
    ),
    kind_of(
        decision_letters.moved_up,
        sentence("Offered a place of the reserve"),
        sentence("It leaves by itself when a place becomes free and the first of the reserve has it."),
    ),
    kind_of(
        lambda about: decision_letters.decision(about, accepted=True, message=""),
        sentence("Selected to speak"),
        sentence("You draft it by selecting an organisation of civil society."),
        sentence("Your message, the link to the person's own page, and whom to ask."),
    ),
    kind_of(
        _reserve,
        sentence("Selected, on the reserve"),
        sentence("You draft it by selecting an organisation that asked after online requests had ended."),
        sentence("Your message, the link to the person's own page, and whom to ask."),
    ),
    kind_of(
        lambda about: decision_letters.decision(about, accepted=False, message=""),
        sentence("Not selected"),
        sentence("You draft it by declining the request of an organisation of civil society."),
        sentence("Your message, the link to the person's own page, and whom to ask."),
    ),
    kind_of(
        lambda about: decision_letters.change_decided(about, accepted=True, lines=(), message=""),
        sentence("Change accepted"),
        sentence("You draft it by making a change that was asked for after the close."),
        sentence("The change field by field, your message, the link, and whom to ask."),
    ),
    kind_of(
        lambda about: decision_letters.change_decided(about, accepted=False, lines=(), message=""),
        sentence("Change refused"),
        sentence("You draft it by refusing a change that was asked for after the close."),
        sentence("The change field by field, your message, the link, and whom to ask."),
    ),
    kind_of(
        lambda about: decision_letters.withdrawn_by_desk(about, message=""),
        sentence("Withdrawn by the desk"),
        sentence("You draft it by withdrawing somebody's request."),
        sentence("Your message, the link to the person's own page, and whom to ask."),
    ),
)
