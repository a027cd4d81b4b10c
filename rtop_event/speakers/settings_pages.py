"""What the desk sees before it saves: the list under another preset, under other limits, and before publication."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from rtop_event.dialogues.called import called
from rtop_event.dialogues.words import Preset
from rtop_event.fields import Form
from rtop_event.registrations.moving import Shifted
from rtop_event.showing import say
from rtop_event.speakers.counting import counted, kept
from rtop_event.speakers.desk_strip import AtDesk, Strip, strip
from rtop_event.speakers.floor_time import FloorTime
from rtop_event.speakers.left import Left
from rtop_event.speakers.previewing import preview
from rtop_event.speakers.public_pages import SpeakersPage, speakers_page
from rtop_event.speakers.publishing import made_with
from rtop_event.speakers.revisions import Seen, named
from rtop_event.speakers.rules_told import chain_told
from rtop_event.speakers.seen import PlaceSeen, as_seen, difference
from rtop_event.speakers.timing import Timetable
from rtop_event.speakers.what_if import everybody_fits
from rtop_event.speakers.what_if_pages import WhatIf, what_if
from rtop_event.speakers.wordings import News, all_news, name_of, pushed_told, rest_told
from rtop_event.speakers.words import PRESET_NOTES
from rtop_event.wording import Sentence, sentence_of


@dataclass(frozen=True)
class OrderPage:
    """The presets, and what the one that is looked at would move; the rules of the list where it has its own."""

    slug: str
    title: str
    strip: Strip
    now: str
    own: tuple[Sentence, ...]
    looked_at: str
    notes: dict[str, str]
    told: Sentence
    shifted: tuple[Shifted, ...]
    summary: Sentence
    reason_needed: bool
    form: Form


@dataclass(frozen=True)
class LimitsPage:
    """The floor of each meeting under the present limits and under those that are tried."""

    slug: str
    title: str
    strip: Strip
    left: Sentence | None
    """Once a meeting has opened: that only those who are left are counted."""
    meetings: tuple[tuple[str, FloorTime, FloorTime], ...]
    now: FloorTime
    then: FloorTime
    then_summary: Sentence
    differs: bool
    outside: tuple[Sentence | str, ...]
    what_if: WhatIf
    reason_needed: bool
    form: Form


@dataclass(frozen=True)
class ReviewPage:
    """What would be published, against what was."""

    slug: str
    title: str
    zone: str
    strip: Strip
    since: Sentence | None
    number: int
    places: int
    news: tuple[News, ...]
    rest: Sentence | None
    pushed: tuple[Sentence, ...]
    list: SpeakersPage
    """The whole list as the public would see it."""
    draft: bool
    form: Form


def order_page(desk: AtDesk, preset: Preset | None, form: Form, at: datetime, language: str) -> OrderPage:
    """The preview of a preset: who would move from where to where, the chair's moves and pins included."""
    seen = preview(desk.listing, desk.facts.listing(preset=preset) if preset else desk.listing, language)
    return OrderPage(
        slug=desk.dialogue.slug,
        title=desk.dialogue.theme,
        strip=strip(desk, at),
        now="" if desk.facts.own_chain else desk.listing.preset,
        own=chain_told(desk.facts.own_chain) if desk.facts.own_chain else (),
        looked_at=preset.value if preset else "",
        notes={one.value: say(said) for one, said in PRESET_NOTES.items()},
        told=seen.told,
        shifted=seen.shifted,
        summary=seen.summary,
        reason_needed=desk.last is not None,
        form=form,
    )


def limits_page(
    desk: AtDesk, tried: Timetable, form: Form, at: datetime, language: str, *, left: Left | None = None
) -> LimitsPage:
    """What fits under these limits, and with which everybody would; in a meeting that runs, of those who are left."""
    now, then = desk.listing, desk.facts.listing(timetable=tried)
    if left is not None:
        now, then = left.of(now), left.of(then)
    names = {meeting.number: say(called(meeting.name)) for meeting in desk.dialogue.meetings}
    seen = {place.key: place for place in as_seen(then)}
    both = zip(now.day.meetings, then.day.meetings, strict=True)
    return LimitsPage(
        slug=desk.dialogue.slug,
        title=desk.dialogue.theme,
        strip=_of_the_left(strip(desk, at), now.day.day) if left else strip(desk, at),
        left=_left_told(len(now.rows)) if left else None,
        meetings=tuple((names[before.meeting or 0], before, after) for before, after in both),
        now=now.day.day,
        then=then.day.day,
        then_summary=then.day.day.summary,
        differs=tried != desk.listing.timetable,
        outside=tuple(name_of(seen[turn.key], language) for turn in then.day.outside),
        what_if=what_if(desk.dialogue, now, then, language, fits=left.fits if left else everybody_fits),
        reason_needed=desk.last is not None,
        form=form,
    )


def _of_the_left(whole: Strip, day: FloorTime) -> Strip:
    """The strip of the list with the numbers of those who are left."""
    return replace(
        whole,
        speakers=day.speakers,
        needed=day.needed,
        available=day.available,
        summary=day.summary,
        over=day.over > 0,
        try_limit=None,
    )


def _left_told(number: int) -> Sentence:
    return sentence_of(
        "The meeting is under way: this counts the %(number)s speaker who is left and the time that is left, at the "
        "pace of the room.",
        "The meeting is under way: this counts the %(number)s speakers who are left and the time that is left, at the "
        "pace of the room.",
        number,
    )


def review_page(desk: AtDesk, form: Form, at: datetime, language: str) -> ReviewPage:
    """The changes since the last publication, before the next."""
    last, places = desk.last, as_seen(desk.listing)
    found = difference(last.places if last else (), places)
    return ReviewPage(
        slug=desk.dialogue.slug,
        title=desk.dialogue.theme,
        zone=desk.dialogue.zone,
        strip=strip(desk, at),
        since=named(last.number) if last else None,
        number=found.number,
        places=len(places),
        news=all_news(found, language, names_too=True),
        rest=rest_told(found),
        pushed=pushed_told(found, language),
        list=speakers_page(desk.dialogue, [_coming(desk, places, at)], at, language),
        draft=desk.dialogue.published_at is None,
        form=form,
    )


def _coming(desk: AtDesk, places: tuple[PlaceSeen, ...], at: datetime) -> Seen:
    """The list as if it were published now."""
    represented = kept(counted(desk.dialogue, desk.listing))
    number = desk.last.number + 1 if desk.last else 0
    return Seen(number, at, "", "", {**made_with(desk.dialogue), "represented": represented}, places)
