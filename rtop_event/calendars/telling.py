"""Keeping what calendars are told of turns: compared with the list when it is published and when the record grows.

Once a meeting has opened, turns that wait are told as the room sees them, looked at each minute: in steps like every
time in a calendar, so that its bytes change when a minute or a step is another and not before. Who was heard keeps
what was told last; what was not heard and lies ahead once the last meeting was closed is called off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from rtop_event.calendars.models import TurnsLooked, TurnTold
from rtop_event.calendars.turns import CANCELLED, NOT_AT_ALL, Turn, called_off, in_steps, look_again, turn_of
from rtop_event.database import session
from rtop_event.dialogues.finding import all_dialogues
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.models import Change
from rtop_event.registrations.finding import inscriptions
from rtop_event.registrations.models import Registration
from rtop_event.speakers import revisions
from rtop_event.speakers.holding import held
from rtop_event.speakers.listing import key_of, listing
from rtop_event.speakers.moved_floor import later_by
from rtop_event.speakers.room_now import RoomNow, Stage, TurnNow, room_now
from rtop_event.speakers.seen import PlaceSeen, as_seen

ABOUT_ONE = "registration:"
ALL_AT_ONCE = frozenset({"list published"})
AFTER = timedelta(hours=6)
"""By how much the last meeting may last beyond its hour."""
HEARD = frozenset({Stage.SPEAKS, Stage.DELIVERED, Stage.GAVE_UP})
NOWHERE: Mapping[int, timedelta] = {}


def look(at: datetime) -> list[Dialogue]:
    """Each minute: whatever the record has gained since the last look is told, quick changes as one; of which."""
    newest = select(Change.dialogue, func.max(Change.id)).where(Change.dialogue != "").group_by(Change.dialogue)
    reached: dict[str, int] = {row[0]: row[1] for row in session.execute(newest)}
    looked: list[Dialogue] = []
    for dialogue in all_dialogues():
        last = reached.get(dialogue.slug, 0)
        room = _room(dialogue, at) is not None
        if room or (at < dialogue.ends_at and _looked(dialogue) != last):
            held(dialogue)
            tell_all(dialogue, at)
            session.merge(TurnsLooked(dialogue_id=dialogue.id, change_id=last))
            looked.append(dialogue)
    return looked


@dataclass(frozen=True, slots=True)
class Followed:
    """Whose turns were told: all of a dialogue, or one."""

    dialogue: Dialogue
    number: int | None = None


def follow(change: Change) -> Followed | None:
    """What must not wait for the next look: a list that is published, a meeting that moves, who leaves or returns."""
    if change.about == "dialogue" or change.what in ALL_AT_ONCE:
        dialogue = session.scalar(select(Dialogue).where(Dialogue.slug == change.dialogue))
        if dialogue is not None and _anybody(dialogue):
            tell_all(dialogue, change.at)
            return Followed(dialogue)
    elif change.about.startswith(ABOUT_ONE):
        told = session.get(TurnTold, int(change.about.removeprefix(ABOUT_ONE)))
        registration = session.get(Registration, told.registration_id) if told else None
        if told and registration:
            _tell_one(registration, told, change.at)
            return Followed(registration.dialogue, registration.id)
    return None


def tell_all(dialogue: Dialogue, at: datetime) -> None:
    """Tell every turn of a dialogue as it is now: as published, or as the list stands where it is not."""
    published, revision = _published(dialogue)
    later = later_by(dialogue, published.values())
    registrations = inscriptions(dialogue)
    live: dict[str, PlaceSeen] = {}
    if any(one.on_the_list and key_of(one.id) not in published for one in registrations):
        live = {place.key: place for place in as_seen(listing(dialogue))}
    mine = select(TurnTold).join(Registration).where(Registration.dialogue_id == dialogue.id)
    known = {told.registration_id: told for told in session.scalars(mine)}
    room = _room(dialogue, at)
    for one in registrations:
        key, told = key_of(one.id), known.pop(one.id, None)
        turn = room.turn(key) if room and one.on_the_list else None
        left = turn is not None and turn.stage is Stage.LEFT
        if (turn is not None and turn.stage in HEARD) or (left and told is not None and told.ends_at <= at):
            continue
        now = None
        if one.on_the_list and not left:
            if key in published:
                place, moved = _in_the_room(published[key], turn), NOWHERE if turn else later
                now = _turn(dialogue, place, revision, moved)
            else:
                now = _turn(dialogue, _in_the_room(live.get(key), turn), None)
        _tell(one.id, told, now, at)
    for told in known.values():
        _tell(told.registration_id, told, None, at)


def _tell_one(registration: Registration, told: TurnTold, at: datetime) -> None:
    """One who has left, or is on the published list; a place that nobody has published waits for the next look.

    So does everything that is still on the list once a meeting has opened.
    """
    published, revision = _published(registration.dialogue)
    place = published.get(key_of(registration.id))
    if not registration.on_the_list:
        _tell(registration.id, told, None, at)
    elif place is not None and _room(registration.dialogue, at) is None:
        later = later_by(registration.dialogue, published.values())
        _tell(registration.id, told, _turn(registration.dialogue, place, revision, later), at)


def _tell(registration_id: int, told: TurnTold | None, now: Turn | None, at: datetime) -> None:
    """Write down what is told from now on; SEQUENCE rises by one where people must look again, and only there.

    That is at each step of a time that slides, though no letter is owed for so little: the feeds have that DTSTART, and
    an entry whose start changes under the same SEQUENCE is one that calendars may leave as it was. Letters begin where
    the feed is, above what the mailbox holds; an answer meanwhile counts for what it holds (`TurnProgress.asked`).
    """
    if told is None:
        if now is not None and now.status != CANCELLED:
            session.add(TurnTold(registration_id=registration_id, sequence=0, told_at=at, **asdict(now)))
        return
    now = now or called_off(told)
    changed = {name: value for name, value in asdict(now).items() if getattr(told, name) != value}
    if changed:
        again = look_again(told, now)
        for name, value in changed.items():
            setattr(told, name, value)
        told.sequence += again
        told.told_at = max(at, told.told_at)


def _published(dialogue: Dialogue) -> tuple[Mapping[str, PlaceSeen], int | None]:
    for last in revisions.latest(dialogue):
        return {place.key: place for place in last.places}, last.number
    return {}, None


def _turn(
    dialogue: Dialogue, place: PlaceSeen | None, revision: int | None, later: Mapping[int, timedelta] = NOWHERE
) -> Turn | None:
    if place is None:
        return None
    number, settings = place.meeting or 0, current_app.extensions["settings"]
    meeting = next((one for one in dialogue.meetings if one.number == number), None)
    moved = later.get(number, NOT_AT_ALL)
    return turn_of(dialogue, meeting, place, revision, later=moved, step=settings.turn_step)


def _room(dialogue: Dialogue, at: datetime) -> RoomNow | None:
    """How far the floor is, on the day itself: a floor that was opened days before was an exercise."""
    return room_now(dialogue, lambda: listing(dialogue), at) if at < dialogue.ends_at + AFTER else None


def _in_the_room(place: PlaceSeen | None, turn: TurnNow | None) -> PlaceSeen | None:
    """A place as the room sees its turn; that it comes late is no cancellation, which is for the chair to say.

    It lasts until the statement is over from whichever minute of its step, so that a time that slides moves both ends
    at once, and is news once in a step.
    """
    if place is None or turn is None or turn.starts_at is None:
        return place
    step: int = current_app.extensions["settings"].turn_step
    last_minute = in_steps(turn.starts_at, step) + timedelta(minutes=step - 1)
    return replace(
        place,
        meeting=turn.meeting,
        starts_at=in_steps(turn.starts_at, 1),
        ends_at=last_minute + timedelta(seconds=place.limit),
        earliest=turn.earliest and in_steps(turn.earliest, 1),
        latest=turn.latest and in_steps(turn.latest, 1),
        over_by=0,
    )


def _looked(dialogue: Dialogue) -> int | None:
    looked = session.get(TurnsLooked, dialogue.id)
    return looked.change_id if looked else None


def _anybody(dialogue: Dialogue) -> bool:
    mine = select(Registration.id).where(Registration.dialogue_id == dialogue.id, Registration.holds_place)
    return session.scalar(mine.limit(1)) is not None
