"""What the desk sees of the list: the table, and the page of one move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rtop_event.delegations.words import Kind, Level
from rtop_event.dialogues.called import called
from rtop_event.fields import Form
from rtop_event.registrations.finding import day_of
from rtop_event.registrations.words import LANGUAGE_NAMES
from rtop_event.showing import say
from rtop_event.speakers.behind_told import Behind, behind_now
from rtop_event.speakers.beside import NOTHING, Beside
from rtop_event.speakers.closing import Closing, closing
from rtop_event.speakers.composing import Row
from rtop_event.speakers.conflict_count import conflicts_known
from rtop_event.speakers.counting import RepresentedShown, counted
from rtop_event.speakers.counting import shown as shown_in_words
from rtop_event.speakers.desk_strip import AtDesk, Strip, strip
from rtop_event.speakers.filtering import Choice, Filter, blocks, levels, touched
from rtop_event.speakers.reasons import level_told
from rtop_event.speakers.room_now import RoomNow, TurnNow, room_now
from rtop_event.speakers.searching import searched
from rtop_event.speakers.undoing import Undo, offered
from rtop_event.speakers.watching import Changed
from rtop_event.speakers.wishes import unmet_wish, wishes_told
from rtop_event.speakers.words import BLOCKS, Block
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class Line:
    """One row of the table; `up` and `down` are the neighbouring places, None at the ends of its list."""

    id: int
    key: str
    place: int
    meeting: int | None
    own_list: int | None
    """The meeting whose list it is in; None: the list of the day, or of those who are assigned to none."""
    delegation: str
    on_behalf_of: str | None
    kind: Kind
    block: Block
    block_told: Sentence | None
    level: Level
    level_told: Sentence | str
    speaker: str
    function: str
    limit: int
    starts_at: datetime | None
    earliest: datetime | None
    latest: datetime | None
    fits: bool
    note: Sentence | None
    reason: Sentence
    requested_at: datetime
    pin: int | None
    move: int | None
    behind: Behind | None
    last: int
    up: int | None
    down: int | None
    beside: Beside
    exchanged: bool
    wish: int | None
    """The meeting that it asked for, where it is expected in another one."""
    stage: Sentence | None = None
    """How far it has come in the room, where it waits no more."""


@dataclass(frozen=True)
class ListPage:
    """The whole list as the desk sees it."""

    slug: str
    title: str
    zone: str
    strip: Strip
    filter: Filter
    blocks: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    touched: tuple[Choice, ...]
    meetings: dict[int, str]
    apart: bool
    lines: tuple[Line, ...]
    total: int
    reason_needed: bool
    may_change: bool
    form: Form
    closing: Closing
    represented: RepresentedShown
    conflicts: int | None
    """None where nobody looked for them since the last change: the open page asks for their number by itself."""
    undo: Undo | None
    changed: Changed | None
    wishes: Sentence | None
    """How many asked for another meeting than the one they are expected in, and why that is so."""
    languages: dict[str, Sentence]
    """What the languages of statements are called."""


@dataclass(frozen=True)
class MoveLine:
    """A move that holds; `after` is None for the front of the list."""

    id: int
    after: str | None
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class MovePage:
    """One inscription with all that can be done with its place."""

    slug: str
    title: str
    zone: str
    strip: Strip
    line: Line
    last: int
    reason_needed: bool
    moves: tuple[MoveLine, ...]
    form: Form


def list_page(
    desk: AtDesk, shown: Filter, form: Form, at: datetime, *, may_change: bool, changed: Changed | None = None
) -> ListPage:
    """The table, narrowed, with its filters."""
    dialogue = desk.dialogue
    rows = searched(shown.q, desk.listing.rows, day_of(dialogue))
    room = room_now(dialogue, lambda: desk.listing, at)
    return ListPage(
        slug=dialogue.slug,
        title=dialogue.theme,
        zone=dialogue.zone,
        strip=strip(desk, at),
        filter=shown,
        blocks=blocks(shown, rows),
        levels=levels(shown, rows),
        touched=touched(shown, rows),
        meetings={meeting.number: say(called(meeting.name)) for meeting in dialogue.meetings},
        apart=any(row.place.meeting for row in rows),
        lines=tuple(lines(desk, [row for row in rows if shown.lets(row)], room)),
        total=len(desk.listing.rows),
        reason_needed=desk.last is not None,
        may_change=may_change,
        form=form,
        closing=closing(dialogue, desk.facts.entries, at),
        represented=shown_in_words(counted(dialogue, desk.listing)),
        undo=offered(dialogue, desk.latest.line, desk.listing) if may_change else None,
        conflicts=conflicts_known(dialogue, desk.latest.digest, at),
        changed=changed,
        wishes=wishes_told(desk.listing.rows),
        languages=LANGUAGE_NAMES,
    )


def move_page(desk: AtDesk, row: Row, form: Form, at: datetime) -> MovePage:
    """One inscription, the moves that hold for it, and the form to move, pin and free it."""
    names = {entry.key: entry.delegation for entry in desk.facts.entries}
    made = [one for one in desk.facts.moves if one.key == row.key and one.id is not None]
    last = len(desk.listing.around(row))
    return MovePage(
        slug=desk.dialogue.slug,
        title=desk.dialogue.theme,
        zone=desk.dialogue.zone,
        strip=strip(desk, at),
        line=line(row, last, desk.beside),
        last=last,
        reason_needed=desk.last is not None,
        moves=tuple(
            MoveLine(one.id or 0, names.get(one.after or ""), one.reason, one.by, one.moved_at) for one in made
        ),
        form=form,
    )


def lines(desk: AtDesk, shown: Sequence[Row], room: RoomNow | None = None) -> list[Line]:
    """These rows as the table shows them, with the times of the room once a meeting has opened."""
    lengths = Counter(row.place.meeting for row in desk.listing.rows)
    swapped = {key for one in desk.facts.exchanges for key in (one.one, one.other)}
    found = [replace(line(row, lengths[row.place.meeting], desk.beside), exchanged=row.key in swapped) for row in shown]
    return [_in_the_room(one, room.turn(one.key)) for one in found] if room else found


def _in_the_room(one: Line, turn: TurnNow) -> Line:
    return replace(
        one,
        starts_at=turn.starts_at,
        earliest=turn.earliest,
        latest=turn.latest,
        fits=turn.fits,
        note=None,
        stage=turn.told,
    )


def line(row: Row, last: int, beside: Mapping[int, Beside]) -> Line:
    """One row of a list that has so many places."""
    entry, place, turn = row.entry, row.place, row.turn
    number = place.number_in_meeting
    return Line(
        id=entry.id,
        key=entry.key,
        place=number,
        own_list=place.meeting,
        meeting=place.meeting if place.meeting is not None else turn.meeting,
        delegation=entry.delegation,
        on_behalf_of=entry.on_behalf_of,
        kind=entry.kind,
        block=entry.block,
        block_told=None if entry.kind is Kind.MEMBER_STATE else BLOCKS[entry.block],
        level=entry.level,
        level_told=level_told(entry.kind, entry.level),
        speaker=entry.speaker,
        function=entry.function,
        limit=row.limit,
        starts_at=turn.starts_at,
        earliest=turn.earliest,
        latest=turn.latest,
        fits=turn.fits,
        note=turn.note,
        reason=place.reason,
        requested_at=entry.requested_at,
        pin=entry.pin,
        move=row.move.id if row.move else None,
        behind=behind_now(row.entry),
        last=last,
        up=number - 1 if number > 1 and not entry.pin else None,
        down=number + 1 if number < last and not entry.pin else None,
        beside=beside.get(entry.id, NOTHING),
        exchanged=False,
        wish=unmet_wish(row),
    )
