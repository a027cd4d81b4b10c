"""What the desk sees of conflicts: each in a sentence, whom it concerns, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from rtop_event.dialogues.models import Dialogue
from rtop_event.fields import Form
from rtop_event.registrations.models import Registration
from rtop_event.registrations.words import PARTS, Part
from rtop_event.showing import say, stamp
from rtop_event.speakers.conflict import Concerned, Conflict, ConflictKind
from rtop_event.speakers.conflict_finding import Found, conflicts_of
from rtop_event.speakers.conflict_forms import AsideForm, MergeForm, UpForm
from rtop_event.speakers.settling import versions
from rtop_event.wording import Sentence, sentence

HEADINGS: dict[ConflictKind, Sentence] = {
    ConflictKind.SPELLINGS: sentence("One delegation under two spellings"),
    ConflictKind.TWICE: sentence("One delegation registered twice"),
    ConflictKind.OFFICIAL: sentence("Civil society under the name of a State or organisation"),
    ConflictKind.RESEMBLES: sentence("Civil society bodies that resemble one another"),
    ConflictKind.SPEAKER: sentence("One speaker for several delegations"),
    ConflictKind.FOCAL_POINT: sentence("One focal point for several delegations"),
    ConflictKind.OVERLAP: sentence("One person in two dialogues at one time"),
    ConflictKind.READER: sentence("Speaks for a group and nationally"),
    ConflictKind.MEMBERS: sentence("Members of a group that also speak nationally"),
}

ADVICE: dict[ConflictKind, Sentence] = {
    ConflictKind.SPELLINGS: sentence("If they are one, merge the two requests. If not, put this aside."),
    ConflictKind.TWICE: sentence("Ask the delegation who its focal point is; merge the requests, or put this aside."),
    ConflictKind.OFFICIAL: sentence("Ask the focal point. If it is a mistake, withdraw it and register it rightly."),
    ConflictKind.RESEMBLES: sentence("Ask the focal points whether they belong together, before selecting speakers."),
    ConflictKind.SPEAKER: sentence("Ask the focal points who speaks; each can name another person on its own page."),
    ConflictKind.FOCAL_POINT: sentence("It may be meant so. If not, correct the address of one of the requests."),
    ConflictKind.OVERLAP: sentence("Ask the focal points; one of them can name a substitute."),
    ConflictKind.READER: sentence(
        "Both are allowed. When time is short, ask whether the national statement is still needed."
    ),
    ConflictKind.MEMBERS: sentence(
        "Both are allowed. When time is short, ask whether the national statements are still needed."
    ),
}


@dataclass(frozen=True)
class Link:
    """A request, and where it is shown."""

    name: str
    focal_point: str
    url: str


@dataclass(frozen=True)
class Shown:
    """One conflict with its forms; `merge` only where two requests may be one."""

    key: str
    anchor: str
    told: Sentence
    links: tuple[Link, ...]
    aside: Form | None
    merge: Form | None


@dataclass(frozen=True)
class Heap:
    """The conflicts of one kind."""

    heading: Sentence
    advice: Sentence
    conflicts: tuple[Shown, ...]


@dataclass(frozen=True)
class Aside:
    """A conflict that was put aside."""

    told: Sentence
    by: str
    at: datetime
    why: str
    form: Form


@dataclass(frozen=True)
class ConflictsPage:
    """All conflicts of a dialogue; `form` is the one that was sent and refused."""

    slug: str
    title: str
    zone: str
    number: int
    heaps: tuple[Heap, ...]
    aside: tuple[Aside, ...]
    may_change: bool
    form: Form | None = None


def conflicts_page(
    dialogue: Dialogue, at: datetime, language: str, *, may_change: bool, sent: Form | None = None
) -> ConflictsPage:
    """The page at that moment; a form that was refused stands where it was sent from."""
    found = conflicts_of(dialogue, at, language)
    heaps = {kind: [one for one in found.waiting if one.kind is kind] for kind in ConflictKind}
    return ConflictsPage(
        slug=dialogue.slug,
        title=dialogue.theme,
        zone=dialogue.zone,
        number=len(found.waiting),
        heaps=tuple(
            Heap(HEADINGS[kind], ADVICE[kind], tuple(_shown(dialogue, found, one, sent) for one in those))
            for kind, those in heaps.items()
            if those
        ),
        aside=tuple(
            Aside(one.told, put.by, put.at, put.why, UpForm(formdata=None, conflict=one.key))
            for one, put in found.aside
        ),
        may_change=may_change,
        form=sent,
    )


def _shown(dialogue: Dialogue, found: Found, one: Conflict, sent: Form | None) -> Shown:
    seen = versions(found, one)
    choices = tuple((str(number), _told(dialogue, found.requests[number])) for number in one.merge)
    aside: Form = AsideForm(formdata=None, conflict=one.key, seen=seen)
    merge: Form | None = MergeForm(formdata=None, conflict=one.key, seen=seen, choices=choices) if choices else None
    anchor = one.key.replace("_", "-")
    if sent is not None and sent.conflict.data == one.key:
        aside = sent if isinstance(sent, AsideForm) else aside
        if isinstance(sent, MergeForm) and choices:
            sent.stays.choices, sent.stays.id, merge = list(choices), f"stays-{anchor}", sent
        if "why" in sent:
            sent.why.id = f"{'merge' if merge is sent else 'why'}-{anchor}"
    links = tuple(Link(each.name, _focal_point(found, each), _url(dialogue, each)) for each in one.concerned)
    return Shown(one.key, anchor, one.told, links, aside, merge)


def _focal_point(found: Found, one: Concerned) -> str:
    return "" if one.slug else found.requests[one.id].focal_point


def _url(dialogue: Dialogue, one: Concerned) -> str:
    return url_for("registrations.desk_show", slug=one.slug or dialogue.slug, number=one.id)


def _told(dialogue: Dialogue, one: Registration) -> str:
    """A request in one line: name, part, focal point, and when it was asked."""
    name = one.delegation.standings[-1].name
    part = say(PARTS[Part.SPEAK if one.wants_floor else Part.ATTEND])
    return " · ".join([name, part, one.focal_point or "–", stamp(one.requested_at, dialogue.zone)])
