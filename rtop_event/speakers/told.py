"""What other rooms are told of the list: the delegate's page, the dialogue's page, the dashboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import Flask, url_for
from flask_babel import get_locale

from rtop_event.database import session
from rtop_event.dialogues import notices, own_rules
from rtop_event.dialogues.called import called
from rtop_event.dialogues.finding import all_dialogues, any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import on_the_clock
from rtop_event.organisers.dashboard import Waiting, add_sources
from rtop_event.registrations import moving, standing
from rtop_event.registrations.models import Registration
from rtop_event.registrations.standing import PlaceShown
from rtop_event.showing import say
from rtop_event.speakers import exchange_told, revisions
from rtop_event.speakers.chain_of_folder import read_rules
from rtop_event.speakers.conflict_finding import conflicts_of
from rtop_event.speakers.desk_strip import at_desk
from rtop_event.speakers.listing import key_of, listing
from rtop_event.speakers.pending import last_place
from rtop_event.speakers.previewing import preview
from rtop_event.speakers.room_now import CALENDAR_FOLLOWS, FOLLOWS, TurnNow, room_now
from rtop_event.speakers.seen import PlaceSeen, as_seen
from rtop_event.speakers.slots import calendar_told, changed_told, differs, place_in
from rtop_event.speakers.spread import HABIT
from rtop_event.speakers.timing import minutes_over
from rtop_event.wording import Sentence, sentence, sentence_of

WATCHED = 3


def add_to(app: Flask) -> None:
    """Answer the rooms that ask about the list."""
    standing.set_source(app, place_of)
    moving.set_source(app, watched)
    notices.add_source(app, list_notices)
    own_rules.set_reader(app, read_rules)
    exchange_told.add_to(app)
    add_sources(app, waiting=waiting)


def watched(dialogue: Dialogue) -> moving.Look:
    """The list as it is now, to be held against what it is after a change that is not saved."""
    now, language = listing(dialogue), str(get_locale() or "en")

    def look() -> moving.Preview:
        session.flush()
        session.expire_all()  # a row keeps the group that it had, until it is read anew
        return preview(now, listing(dialogue), language)

    return look


def place_of(registration: Registration, at: datetime) -> PlaceShown | None:
    """The published place, with the one of this moment where it differs; before it is published the latter alone."""
    dialogue, key = registration.dialogue, key_of(registration.id)
    found = listing(dialogue)
    room, places = room_now(dialogue, lambda: found, at), as_seen(found)
    now, last = place_in(places, key), next(iter(revisions.latest(dialogue)), None)
    published = place_in(last.places, key) if last else None
    if last and published:
        shown = _shown(published, last.places, dialogue, revision=last.number)
        if room is not None:
            return _in_the_room(shown, room.turn(key), dialogue)
        if now is None or not differs(published, now):
            return shown
        return replace(
            shown,
            since=replace(_shown(now, places, dialogue), spread=None),
            changed=changed_told(last, published, now, dialogue),
            calendar=calendar_told(last),
        )
    if now is not None and room is not None:
        return _in_the_room(_shown(now, places, dialogue), room.turn(key), dialogue)
    return replace(_shown(now, places, dialogue), last_place=last_place(dialogue, key, at)) if now else None


def _in_the_room(shown: PlaceShown, turn: TurnNow, dialogue: Dialogue) -> PlaceShown:
    """The place with the time that everybody in the room sees, once a meeting has opened."""
    names = {meeting.number: say(called(meeting.name)) for meeting in dialogue.meetings}
    return replace(
        shown,
        starts_at=turn.starts_at,
        ends_at=None,
        earliest=turn.earliest,
        latest=turn.latest,
        fits=True,
        meeting=names.get(turn.meeting or 0, shown.meeting),
        spread=FOLLOWS if turn.earliest else None,
        stage=turn.told,
        calendar=CALENDAR_FOLLOWS if turn.earliest else None,
    )


def _shown(
    place: PlaceSeen, places: tuple[PlaceSeen, ...], dialogue: Dialogue, *, revision: int | None = None
) -> PlaceShown:
    names = {meeting.number: say(called(meeting.name)) for meeting in dialogue.meetings}
    return PlaceShown(
        place=place.place,
        of=sum(one.own_list == place.own_list for one in places),
        meeting=names.get(place.meeting or 0, ""),
        starts_at=place.starts_at if place.fits else None,
        fits=place.fits,
        published=revision is not None,
        reason=place.reason,
        ends_at=place.ends_at if place.fits else None,
        earliest=place.earliest if place.fits else None,
        latest=place.latest if place.fits else None,
        spread=HABIT.told,
        number=place.meeting,
        revision=revision,
        label=None if revision is None else revisions.label(revision),
    )


def list_notices(dialogue: Dialogue, _at: datetime) -> list[Sentence]:
    """Whether the list is published, and when it was, for the dialogue's page."""
    last = revisions.last_number(dialogue)
    if last is None:
        return [sentence("The list of speakers is not published yet; it will first appear as a provisional list.")]
    number, published_at = last
    moment = on_the_clock(published_at, dialogue.zone)
    if number == 0:
        return [sentence("The provisional list of speakers was published on %(moment)s.", moment=moment)]
    return [
        sentence(
            "%(label)s of the list of speakers was published on %(moment)s.",
            label=revisions.label(number),
            moment=moment,
        )
    ]


def waiting(at: datetime) -> list[Waiting]:
    """Conflicts, exchanges, unpublished changes, and lists that do not fit, of the latest dialogues."""
    watched = [one for one in all_dialogues() if one.published_at and not one.cancelled_at][:WATCHED]
    return [found for dialogue in watched for found in _waiting(any_dialogue(dialogue.slug), at)]


def _unpublished(once_published: bool, number: int) -> Sentence:
    """What waits for publishing: changes, or, where nothing was ever published, the whole list."""
    if once_published:
        return sentence_of(
            "change of the list of speakers is not published",
            "changes of the list of speakers are not published",
            number,
        )
    return sentence_of(
        "place on the list of speakers, of which nothing is published yet",
        "places on the list of speakers, of which nothing is published yet",
        number,
    )


def _waiting(dialogue: Dialogue, at: datetime) -> list[Waiting]:
    desk = at_desk(dialogue, "en", at)
    changes = desk.unpublished
    over = minutes_over(desk.listing.day.day.over)
    conflicts = len(conflicts_of(dialogue, at, "en").waiting)
    return [
        Waiting(
            conflicts,
            sentence_of("conflict among the requests", "conflicts among the requests", conflicts),
            url_for("speakers.desk_conflicts", slug=dialogue.slug),
        ),
        Waiting(
            changes,
            _unpublished(desk.last is not None, changes),
            url_for("speakers.desk_review", slug=dialogue.slug),
        ),
        Waiting(
            over,
            sentence_of("minute over the time for the floor", "minutes over the time for the floor", over),
            url_for("speakers.desk_limits", slug=dialogue.slug),
            urgent=True,
        ),
        exchange_told.waiting(dialogue, at),
    ]
