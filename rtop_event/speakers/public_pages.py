"""What the public sees of the list: the published places, what changed, and how the order is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from rtop_event.delegations.names import name_in
from rtop_event.delegations.words import Kind, Level
from rtop_event.dialogues.called import called
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import Period
from rtop_event.dialogues.stages import asking_told, list_hours, online_told
from rtop_event.showing import say
from rtop_event.speakers.behind_told import Behind, behind_of
from rtop_event.speakers.chain_reading import read_chain
from rtop_event.speakers.counting import RepresentedShown, represented_then
from rtop_event.speakers.listing import chain_of
from rtop_event.speakers.reasons import level_told
from rtop_event.speakers.revisions import Seen, named, restores
from rtop_event.speakers.room_now import CLOSED, FOLLOWS, RoomNow, at_its_time
from rtop_event.speakers.rules_told import order_told
from rtop_event.speakers.seen import PlaceSeen, difference
from rtop_event.speakers.spread import HABIT
from rtop_event.speakers.wordings import News, all_news, rest_told
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True)
class ShownPlace:
    """One published place; who falls outside has no expected time."""

    place: int
    delegation: str
    on_behalf_of: str
    kind: Kind
    level: Level
    level_told: Sentence | str
    starts_at: datetime | None
    earliest: datetime | None
    latest: datetime | None
    behind: Behind | None = None
    stage: Sentence | None = None
    """How far it has come in the room, where it waits no more."""


@dataclass(frozen=True)
class Portion:
    """The places of one meeting, or those for whom there is no time."""

    meeting: int | None
    title: str
    room: str
    starts_at: datetime | None
    ends_at: datetime | None
    places: tuple[ShownPlace, ...]


@dataclass(frozen=True)
class SpeakersPage:
    """The published list; before the first publication it has no label and no places."""

    slug: str
    title: str
    theme: str
    zone: str
    host_statement: str
    told: Sentence
    label: Sentence | None
    published_at: datetime | None
    note: str
    restores: Sentence | None
    speakers: int
    portions: tuple[Portion, ...]
    since: Sentence | None
    news: tuple[News, ...]
    rest: Sentence | None
    order: tuple[Sentence, ...]
    limits: Sentence
    spread: Sentence = HABIT.told
    opened: bool = False
    """Whether a meeting has opened, so that the times are those of the room."""
    ask: Sentence | None = None
    """What the button says with which one asks for the floor; None while one cannot."""
    represented: RepresentedShown | None = None


def speakers_page(
    dialogue: Dialogue, seen: list[Seen], at: datetime, language: str, room: RoomNow | None = None
) -> SpeakersPage:
    """The page of the last of these revisions, the newest first; with the times of the room where it has opened."""
    last = seen[0] if seen else None
    before = seen[1] if len(seen) > 1 else None
    found = difference(before.places, last.places) if last and before else None
    return SpeakersPage(
        slug=dialogue.slug,
        title=dialogue.title,
        theme=dialogue.theme,
        zone=dialogue.zone,
        host_statement=dialogue.host_statement,
        told=online_told(list_hours(dialogue), at, dialogue.zone),
        label=last.label if last else None,
        published_at=last.published_at if last else None,
        note=last.note if last else "",
        restores=restores(last) if last else None,
        speakers=len(last.places) if last else 0,
        portions=_portions(dialogue, last.places, language, room) if last else (),
        since=named(before.number) if before else None,
        news=all_news(found, language, names_too=False) if found else (),
        rest=rest_told(found) if found else None,
        order=_order_told(dialogue, last),
        limits=limits_told(last.made_with["delegation"], last.made_with["group"])
        if last
        else limits_told(dialogue.limit_delegation, dialogue.limit_group),
        represented=represented_then(last.made_with) if last else None,
        ask=_ask(dialogue, at),
        spread=HABIT.told if room is None else CLOSED if room.over else FOLLOWS,
        opened=room is not None,
    )


def _order_told(dialogue: Dialogue, last: Seen | None) -> tuple[Sentence, ...]:
    if last is None:
        return order_told(dialogue.order_preset, chain_of(dialogue))
    chain = last.made_with.get("chain")
    return order_told(last.made_with["preset"], read_chain(chain) if chain else ())


def _ask(dialogue: Dialogue, at: datetime) -> Sentence | None:
    registration = Period(dialogue.registration_opens_at, dialogue.registration_closes_at)
    if dialogue.cancelled_at is not None or not registration.is_open(at):
        return None
    return asking_told(list_hours(dialogue), at)


def limits_told(delegation: int, group: int) -> Sentence:
    """How long statements may last, in seconds, in one sentence."""
    return sentence(
        "Statements have at most %(delegation)s; statements on behalf of a group have %(group)s.",
        delegation=_long(delegation),
        group=_long(group),
    )


def _long(seconds: int) -> Sentence:
    minutes, rest = divmod(seconds, 60)
    if not rest:
        return sentence("%(minutes)s min", minutes=minutes)
    return sentence("%(minutes)s min %(seconds)s s", minutes=minutes, seconds=rest)


def _portions(
    dialogue: Dialogue, places: tuple[PlaceSeen, ...], language: str, room: RoomNow | None
) -> tuple[Portion, ...]:
    meetings = {meeting.number: meeting for meeting in dialogue.meetings}
    portions: list[Portion] = []
    for number, group in groupby(places, key=lambda place: place.meeting if place.fits else None):
        meeting = meetings.get(number or 0)
        portions.append(
            Portion(
                meeting=number,
                title=say(called(meeting.name)) if meeting else "",
                room=meeting.room if meeting else "",
                starts_at=meeting.starts_at if meeting else None,
                ends_at=meeting.ends_at if meeting else None,
                places=tuple(_shown(place, language, room) for place in group),
            )
        )
    return tuple(portions)


def _shown(place: PlaceSeen, language: str, room: RoomNow | None) -> ShownPlace:
    timed = at_its_time(place, room)
    return ShownPlace(
        place=place.place,
        delegation=name_in(language, place.iso2, place.delegation),
        on_behalf_of=place.on_behalf_of,
        kind=place.kind,
        level=place.level,
        level_told=level_told(place.kind, place.level),
        starts_at=timed.starts_at,
        earliest=timed.earliest,
        latest=timed.latest,
        behind=behind_of(place, language),
        stage=room.turn(place.key).told if room else None,
    )
