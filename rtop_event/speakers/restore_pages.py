"""What the desk sees before it restores a revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtop_event.fields import Form
from rtop_event.speakers.desk_strip import AtDesk, Strip, strip
from rtop_event.speakers.restoring import Restoration
from rtop_event.speakers.revision_pages import Moved, RevisionsPage, revisions_page
from rtop_event.speakers.revisions import named
from rtop_event.speakers.seen import PlaceSeen, as_seen
from rtop_event.speakers.wordings import name_of, place_told
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class DeskRevisionsPage:
    """All revisions, each of whose orders can be restored; the newest only where the list has moved on since."""

    slug: str
    title: str
    zone: str
    strip: Strip
    all: RevisionsPage
    may_change: bool
    unpublished: int


@dataclass(frozen=True)
class CameOrWent:
    """Who came since or went since: its request, and where it stands."""

    number: int
    who: Sentence | str
    where: Sentence | None


@dataclass(frozen=True)
class RestorePage:
    """Who would have another place, who came in or went out since, and what happens to them."""

    slug: str
    title: str
    zone: str
    strip: Strip
    number: int
    label: Sentence
    published_at: datetime
    rules: bool
    moved: tuple[Moved, ...]
    newcomers: tuple[CameOrWent, ...]
    gone: tuple[CameOrWent, ...]
    pinned: tuple[Sentence | str, ...]
    summary: Sentence
    coming: int
    changes: bool
    published: bool
    """Whether the next revision would have anything new to say."""
    form: Form


def desk_revisions_page(desk: AtDesk, before: int | None, at: datetime, *, may_change: bool) -> DeskRevisionsPage:
    """The revisions of the desk before that number, or the newest."""
    dialogue = desk.dialogue
    return DeskRevisionsPage(
        dialogue.slug,
        dialogue.theme,
        dialogue.zone,
        strip(desk, at),
        revisions_page(dialogue, before),
        may_change,
        desk.unpublished,
    )


def restore_page(desk: AtDesk, found: Restoration, form: Form, at: datetime, language: str) -> RestorePage:
    """The preview of a restoration."""
    now, then = as_seen(found.now), as_seen(found.then)
    on_the_list = {place.key: place for place in then}
    before = {place.key: place for place in now}
    then_seen = {place.key for place in found.revision.places}
    return RestorePage(
        slug=desk.dialogue.slug,
        title=desk.dialogue.theme,
        zone=desk.dialogue.zone,
        strip=strip(desk, at),
        number=found.revision.number,
        label=named(found.revision.number),
        published_at=found.revision.published_at,
        rules=found.rules,
        moved=tuple(
            Moved(name_of(place, language), place_told(before[place.key]), place_told(place))
            for place in then
            if place.key in then_seen and _place(before[place.key]) != _place(place)
        ),
        newcomers=tuple(
            CameOrWent(int(place.key), name_of(place, language), place_told(place))
            for place in then
            if place.key not in then_seen
        ),
        gone=tuple(
            CameOrWent(int(place.key), name_of(place, language), None)
            for place in found.revision.places
            if place.key not in on_the_list
        ),
        pinned=tuple(name_of(on_the_list[row.key], language) for row in found.then.rows if row.entry.pin is not None),
        summary=found.then.day.day.summary,
        coming=desk.last.number + 1 if desk.last else 0,
        changes=found.changes,
        published=found.published_with(desk.last),
        form=form,
    )


def _place(one: PlaceSeen) -> tuple[int, int | None]:
    return one.number, one.own_list
