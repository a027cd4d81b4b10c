"""The turn of one delegation as its own page shows it: where it stands, and what it asked for before its turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from rtop_event.database import session
from rtop_event.floor.models import TurnWarned, TurnWatch
from rtop_event.floor.soon import USUAL, is_soon
from rtop_event.floor.turn_form import NONE, TurnForm
from rtop_event.registrations.models import Registration
from rtop_event.registrations.pages import Around, around, shown_name
from rtop_event.showing import hour, say
from rtop_event.speakers.listing import key_of
from rtop_event.speakers.room_now import RoomNow, Stage, TurnNow
from rtop_event.wording import Sentence, sentence, sentence_of

NOT_OPENED = sentence("The meeting has not been opened yet.")
GAVE_UP = sentence("Your delegation gave up the floor. Speak to the desk in the room if that is a mistake.")


@dataclass(frozen=True)
class TurnPage:
    """One turn; `soon` once it comes within the minutes that were asked for, or the usual ones."""

    around: Around
    token: str
    delegation: str
    opened: bool
    told: Sentence
    stage: Stage
    starts_at: datetime | None
    earliest: datetime | None
    latest: datetime | None
    soon: bool
    minutes: int
    by_mail: bool
    letter_told: Sentence
    """What was asked for, in a sentence."""
    warned_at: datetime | None
    form: TurnForm
    has_address: bool


def turn_page(
    registration: Registration, token: str, room: RoomNow | None, form: TurnForm | None, at: datetime
) -> TurnPage:
    """The turn at that moment; `room` is None before the first meeting has opened."""
    asked, warned = session.get(TurnWatch, registration.id), session.get(TurnWarned, registration.id)
    key, zone = key_of(registration.id), registration.dialogue.zone
    turn = room.turns.get(key, TurnNow(Stage.LEFT)) if room else TurnNow(Stage.WAITS)
    minutes = asked.minutes if asked else USUAL
    given = form or TurnForm(formdata=None, minutes=str(asked.minutes) if asked else NONE)
    return TurnPage(
        around=around(registration.dialogue, at),
        token=token,
        delegation=shown_name(registration),
        opened=room is not None,
        told=standing_told(room, key, turn, zone) if room else NOT_OPENED,
        stage=turn.stage,
        starts_at=turn.starts_at,
        earliest=turn.earliest,
        latest=turn.latest,
        soon=turn.stage is Stage.WAITS and is_soon(turn.starts_at, minutes, at),
        minutes=minutes,
        by_mail=asked is not None,
        letter_told=letter_told(asked.minutes if asked else None),
        warned_at=warned.warned_at if warned else None,
        form=given,
        has_address=bool(registration.address),
    )


def letter_told(minutes: int | None) -> Sentence:
    """Whether a letter comes before the turn, and how long before."""
    if minutes is None:
        return sentence("We do not write to you before your turn.")
    return sentence("We write to you %(minutes)s minutes before your turn.", minutes=minutes)


def turn_mark(page: TurnPage) -> str:
    """Another whenever an open page would say something else: of where one stands, or of the letter before the turn."""
    told = (say(page.told), page.opened, page.stage.value, page.starts_at, page.earliest, page.latest, page.soon)
    shown = [hour(one, page.around.zone) if isinstance(one, datetime) else str(one) for one in told]
    digest = sha256("\n".join(shown).encode()).hexdigest()[:16]
    warned = page.warned_at.timestamp() if page.warned_at else 0
    return f"{digest}-{page.minutes if page.by_mail else 0}-{warned:.0f}"


def standing_told(room: RoomNow, key: str, turn: TurnNow, zone: str) -> Sentence:
    """Where one stands, in a sentence."""
    match turn.stage:
        case Stage.SPEAKS:
            return sentence("You have the floor.")
        case Stage.DELIVERED:
            return sentence("Your statement is delivered.")
        case Stage.GAVE_UP:
            return GAVE_UP
        case Stage.LEFT:
            return sentence("The meeting is closed.")
    return _waits(room.ahead.index(key), turn, zone)


def _waits(before: int, turn: TurnNow, zone: str) -> Sentence:
    moments = {"about": turn.starts_at, "earliest": turn.earliest, "latest": turn.latest}
    when = {name: hour(moment, zone) for name, moment in moments.items() if moment}
    if before == 0:
        return sentence("You are next: about %(about)s, between %(earliest)s and %(latest)s.", **when)
    return sentence_of(
        "%(number)s speaker comes before you: about %(about)s, between %(earliest)s and %(latest)s.",
        "%(number)s speakers come before you: about %(about)s, between %(earliest)s and %(latest)s.",
        before,
        **when,
    )
