"""What the public sees of all revisions: their list, one of them, and any two side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest

from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import Preset
from rtop_event.speakers.public_pages import SpeakersPage, limits_told, speakers_page
from rtop_event.speakers.revisions import Seen, latest, named, restores
from rtop_event.speakers.seen import Difference, PlaceSeen, difference
from rtop_event.speakers.wordings import (
    News,
    all_news,
    alterations,
    counts_told,
    name_of,
    place_told,
    pushed_told,
    rest_told,
)
from rtop_event.speakers.words import PRESET_NAMES
from rtop_event.wording import Sentence, sentence

ON_A_PAGE = 20


@dataclass(frozen=True)
class RevisionLine:
    """One revision, and how much it changed against the one before."""

    number: int
    label: Sentence
    published_at: datetime
    places: int
    changed: Sentence | None
    note: str
    restores: Sentence | None


@dataclass(frozen=True)
class RevisionsPage:
    """So many revisions as a page holds, the newest first."""

    slug: str
    title: str
    zone: str
    host_statement: str
    lines: tuple[RevisionLine, ...]
    from_the_newest: bool
    earlier: int | None
    """The number before which the next page begins; None at the end."""


@dataclass(frozen=True)
class RevisionPage:
    """One revision as it was published, with its neighbours; `newest` is None on the newest itself."""

    slug: str
    title: str
    zone: str
    host_statement: str
    number: int
    list: SpeakersPage
    restores: Sentence | None
    newest: Sentence | None
    earlier: int | None
    later: int | None


@dataclass(frozen=True)
class Standing:
    """One delegation in one of two lists."""

    who: Sentence | str
    where: Sentence


@dataclass(frozen=True)
class Moved:
    """One delegation that stands elsewhere in the second list."""

    who: Sentence | str
    before: Sentence
    after: Sentence
    before_at: datetime | None = None
    after_at: datetime | None = None
    """When it is expected, where it fits."""


@dataclass(frozen=True)
class Changed:
    """One delegation whose level, group or name is another in the second list."""

    who: Sentence | str
    what: tuple[Sentence, ...]


@dataclass(frozen=True)
class Choice:
    """A revision to be compared."""

    number: int
    label: Sentence


@dataclass(frozen=True)
class ComparePage:
    """What is different in the second of two revisions, in tables and in sentences."""

    slug: str
    title: str
    zone: str
    host_statement: str
    choices: tuple[Choice, ...]
    before: int
    after: int
    before_label: Sentence
    after_label: Sentence
    before_at: datetime
    after_at: datetime
    told: Sentence
    same: bool
    came_in: tuple[Standing, ...]
    went_out: tuple[Standing, ...]
    moved: tuple[Moved, ...]
    changed: tuple[Changed, ...]
    rules: tuple[Sentence, ...]
    news: tuple[News, ...]
    rest: Sentence | None
    pushed: tuple[Sentence, ...]


def revisions_page(dialogue: Dialogue, before: int | None) -> RevisionsPage:
    """The page of the revisions before that number, or of the newest."""
    seen = latest(dialogue, ON_A_PAGE + 1, before=before)
    lines = tuple(_line(one, former) for one, former in with_the_one_before(seen))[:ON_A_PAGE]
    return RevisionsPage(
        slug=dialogue.slug,
        title=dialogue.theme,
        zone=dialogue.zone,
        host_statement=dialogue.host_statement,
        lines=lines,
        from_the_newest=before is None,
        earlier=lines[-1].number if len(seen) > ON_A_PAGE else None,
    )


def with_the_one_before(seen: Sequence[Seen]) -> Iterator[tuple[Seen, Seen | None]]:
    """Each revision with the one before, given the newest first."""
    yield from zip_longest(seen, seen[1:])


def public_difference(before: Seen, after: Seen) -> Difference:
    """What changed, without what only the desk is shown: the names of speakers."""
    return difference(*([replace(place, speaker="", function="") for place in one.places] for one in (before, after)))


def _line(one: Seen, before: Seen | None) -> RevisionLine:
    return RevisionLine(
        number=one.number,
        label=one.label,
        published_at=one.published_at,
        places=len(one.places),
        changed=counts_told(public_difference(before, one)) if before else None,
        note=one.note,
        restores=restores(one),
    )


def revision_page(
    dialogue: Dialogue, one: Seen, before: Seen | None, last: int, at: datetime, language: str
) -> RevisionPage:
    """The page of one revision, where the newest has the number `last`."""
    return RevisionPage(
        slug=dialogue.slug,
        title=dialogue.theme,
        zone=dialogue.zone,
        host_statement=dialogue.host_statement,
        number=one.number,
        list=speakers_page(dialogue, [one, before] if before else [one], at, language),
        restores=restores(one),
        newest=named(last) if one.number < last else None,
        earlier=one.number - 1 if one.number else None,
        later=one.number + 1 if one.number < last else None,
    )


def compare_page(dialogue: Dialogue, before: Seen, after: Seen, last: int, language: str) -> ComparePage:
    """Two revisions side by side, where the newest has the number `last`."""
    found = public_difference(before, after)
    news = all_news(found, language, names_too=False)
    rules = tuple(rules_told(before, after))
    changed = tuple((pair, tuple(alterations(pair, names_too=False))) for pair in found.altered)
    return ComparePage(
        slug=dialogue.slug,
        title=dialogue.theme,
        zone=dialogue.zone,
        host_statement=dialogue.host_statement,
        choices=tuple(Choice(number, named(number)) for number in range(last + 1)),
        before=before.number,
        after=after.number,
        before_label=named(before.number),
        after_label=named(after.number),
        before_at=before.published_at,
        after_at=after.published_at,
        told=counts_told(found),
        same=not (news or rules or rest_told(found)),
        came_in=tuple(_standing(place, language) for place in found.came_in),
        went_out=tuple(_standing(place, language) for place in found.went_out),
        moved=tuple(
            Moved(
                name_of(pair.after, language),
                place_told(pair.before),
                place_told(pair.after),
                *(one.starts_at if one.fits else None for one in (pair.before, pair.after)),
            )
            for pair in found.moved
        ),
        changed=tuple(Changed(name_of(pair.after, language), what) for pair, what in changed if what),
        rules=rules,
        news=news,
        rest=rest_told(found),
        pushed=pushed_told(found, language),
    )


def _standing(place: PlaceSeen, language: str) -> Standing:
    return Standing(name_of(place, language), place_told(place))


def rules_told(before: Seen, after: Seen) -> Iterator[Sentence]:
    """What became of the order and of the limits."""
    old, new = before.made_with, after.made_with
    if old["preset"] != new["preset"]:
        yield sentence(
            "The order of the list is “%(after)s”, before “%(before)s”.",
            after=PRESET_NAMES[Preset(new["preset"])],
            before=PRESET_NAMES[Preset(old["preset"])],
        )
    if (old["delegation"], old["group"]) != (new["delegation"], new["group"]):
        yield limits_told(new["delegation"], new["group"])
