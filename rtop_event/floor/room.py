"""The room at one moment: the list of speakers, the floor, who waits, and when they will speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlalchemy import select

from rtop_event.database import session
from rtop_event.delegations.finding import TYPED_IN, on_day
from rtop_event.delegations.names import name_in
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import RepliesGo
from rtop_event.floor.coming import Coming, coming, shown_since
from rtop_event.floor.customs import customs_of
from rtop_event.floor.facts import holding
from rtop_event.floor.models import OPENED, FloorStep
from rtop_event.floor.pace import made_by
from rtop_event.floor.planned import Answers, Planned, Rounds, When, planned_of, rounds_of
from rtop_event.floor.planned_names import programme_name
from rtop_event.floor.pressing import Customs, Due, mark_of, next_up, replies_due, replies_left, reply_limit
from rtop_event.floor.state import Floor
from rtop_event.floor.taking import floor_after
from rtop_event.floor.waiting import due, later_today, more_today, waiting, with_programme
from rtop_event.floor.words import Act, Voice
from rtop_event.refusal import NotFound
from rtop_event.registrations.finding import day_of
from rtop_event.registrations.models import Registration
from rtop_event.speakers.composing import Facts, Listing, Row
from rtop_event.speakers.listing import facts_of, key_of
from rtop_event.speakers.timing import Timetable
from rtop_event.zones import zone_named

DELEGATION = "delegation:"
"""What the key of a delegation begins with."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A place on the list as the floor looks at it."""

    row: Row

    @property
    def key(self) -> str:
        """The key of the inscription, which is that of its turn."""
        return self.row.key

    @property
    def meeting(self) -> int | None:
        """The meeting whose list it is on."""
        return self.row.place.meeting

    @property
    def block(self) -> tuple[object, ...]:
        """Those of one level and constituency stand together."""
        return self.row.place.meeting, self.row.entry.block, self.row.entry.level

    @property
    def kind(self) -> Kind:
        """The kind of the delegation."""
        return self.row.entry.kind

    @property
    def on_behalf_of(self) -> str | None:
        """The group for which the statement is made."""
        return self.row.entry.on_behalf_of

    @property
    def due(self) -> Due:
        """What it is called as."""
        return Due(self.key, Voice.STATEMENT, self.limit)

    @property
    def limit(self) -> int:
        """Seconds."""
        return self.row.limit


Turn = Seat | Planned | Answers
"""Whoever is called: from the list, or by the programme."""


@dataclass(frozen=True)
class Room:
    """Everything that the console, the board and the pages of delegates show of a floor."""

    listing: Listing
    steps: Sequence[FloorStep]
    floor: Floor
    customs: Customs
    zone: str
    at: datetime
    names: Mapping[str, str]
    """Of all inscriptions that ever stood on the list, by the keys of their turns."""
    delegations: Mapping[str, str]
    """Of all delegations of the day, by the keys that rights of reply and points of order use."""
    language: str = "en"
    planned: Sequence[Planned] = ()
    rounds: Mapping[int, Rounds] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """What a form shows to have been drawn from this very floor."""
        return mark_of(self.steps)

    @cached_property
    def waiting(self) -> list[Seat]:
        """Those who are still to speak, in order."""
        return waiting([Seat(row) for row in self.listing.rows], self.floor, self.customs.absent_go)

    @cached_property
    def due(self) -> list[Seat]:
        """Those of them who are called in the meeting that sits."""
        return due(self.waiting, self.floor)

    @cached_property
    def line(self) -> list[Turn]:
        """Whoever is called in the meeting that sits, or that is opened next: of the list and of the programme."""
        return self._with_programme(self.due)

    @property
    def rows(self) -> list[Turn]:
        """The same as it is shown: before a meeting, and once nobody is left for it, with those of later meetings."""
        if self.due:
            return self.line
        return [*self.line, *self.waiting] if self.floor.sitting else self._with_programme(self.waiting)

    @property
    def ahead(self) -> list[Turn]:
        """All who will speak, those of the list's later meetings last."""
        return [*{one.key: one for one in (*self.rows, *self.waiting)}.values()]

    def _with_programme(self, seats: Sequence[Seat]) -> list[Turn]:
        sitting = self.floor.sitting
        meeting = sitting.meeting if sitting else (self.meetings_left or [0])[0]
        return [*with_programme(seats, self.planned, self.rounds.get(meeting), self.floor, meeting, self.at)]

    @cached_property
    def first(self) -> Due | None:
        """Who is called next, from the list, by the programme or by right of reply."""
        line = [_due(one) for one in self.line if not closes(one)]
        last = [_due(one) for one in self.line if closes(one)]
        return next_up(line, self.floor, self.customs, more_today=self._more_today, last=last)

    @cached_property
    def replies(self) -> list[Due]:
        """The rights of reply that come behind the list of this meeting, before who closes it."""
        return replies_due(self.floor, self.customs, more_today=self._more_today)

    @property
    def reply_to_close(self) -> Due | None:
        """The next of them where it may be heard although the list is not exhausted: what they wait for ends now.

        One list that runs through several days is not exhausted before the last of them.
        """
        later = later_today(self.floor, self.listing.timetable.sittings, zone_named(self.zone))
        ends = not later or self.customs.replies_go is RepliesGo.MEETING
        return next((one for one in self.replies[:1] if ends and one != self.first), None)

    @property
    def _more_today(self) -> bool:
        """Whether the debate of the day goes on in a later meeting, before which nobody replies."""
        return more_today(self.waiting, self.floor, self.listing.timetable.sittings, zone_named(self.zone))

    @property
    def out_of_place(self) -> frozenset[str]:
        """The turns of those who were absent, or passed over, and wait elsewhere than the list has them."""
        return frozenset(self.floor.absent) | {turn for turn, _ in self.floor.passed}

    @cached_property
    def notes(self) -> dict[str, tuple[str, ...]]:
        """What was noted on each turn, by the keys of turns."""
        found: dict[str, tuple[str, ...]] = {}
        for step in holding(self.steps):
            if step.act is Act.NOTED and step.turn:
                found[step.turn] = (*found.get(step.turn, ()), step.why)
        return found

    def to_call(self, turn: str, *, called_too: bool = False) -> Due:
        """What somebody is called as. Raises NotFound for who neither stands on the list nor waits for a reply.

        With `called_too` whoever has the floor counts as well.
        """
        for one in (*self.line, *self.waiting):
            if one.key == turn:
                return _due(one)
        if turn in replies_left(self.floor):
            return Due(turn, Voice.REPLY, reply_limit(self.floor, turn, self.customs))
        speech = self.floor.speech
        if called_too and speech and speech.turn == turn:
            return Due(turn, speech.voice, speech.limit)
        raise NotFound

    @property
    def meetings_left(self) -> list[int]:
        """The meetings that were not opened yet."""
        sat = {one.meeting for one in self.floor.sittings}
        return [one.number for one in self.listing.timetable.sittings if one.number not in sat]

    def meeting_to_open(self, meeting: int | None) -> int:
        """The meeting that is opened next, or the one asked for. Raises NotFound for one that does not take place."""
        if meeting is None and self.meetings_left:
            return self.meetings_left[0]
        if meeting is None or all(meeting != one.number for one in self.listing.timetable.sittings):
            raise NotFound
        return meeting

    def delegation(self, key: str) -> str:
        """The key of a delegation of the day, as rights of reply and points of order name it. Raises NotFound."""
        if key not in self.delegations:
            raise NotFound
        return key

    @cached_property
    def coming(self) -> dict[str, Coming]:
        """The expected turns of those who wait, by their keys; the same for whoever looks within some seconds."""
        return self.coming_under(self.listing.timetable)

    def coming_under(self, timetable: Timetable) -> dict[str, Coming]:
        """The same under other limits."""
        made = {row.key: made_by(row.place) for row in self.listing.rows}
        last = [step.at for step in self.steps[-1:]]
        at = max([shown_since(self.at), *last, *filter(None, [self.floor.resumes_at])])
        found = coming(self.ahead, self.floor, timetable, made, at)
        return {one.key: one for one in found}

    def name(self, turn: str) -> str:
        """The name of whose turn it is: of the list, of the programme, a right of reply or a delegation's own key."""
        whose = next((one.delegation for one in self.floor.replies if one.key == turn), turn)
        named = self.names.get(whose) or self.delegations.get(whose) or self._planned_names.get(whose)
        return named or programme_name(whose, self.language) or whose

    @cached_property
    def _planned_names(self) -> dict[str, str]:
        return {one.key: one.name for one in self.planned}


def closes(one: Turn) -> bool:
    """Whether it closes the meeting, behind the list and the rights of reply."""
    return isinstance(one, Planned) and one.when is When.LAST


def _due(one: Turn) -> Due:
    return one.due if isinstance(one, Seat) else Due(one.key, Voice.PANEL, one.limit)


def steps_of(dialogue: Dialogue) -> list[FloorStep]:
    """All steps of a dialogue, in the order in which they were taken."""
    mine = select(FloorStep).where(FloorStep.dialogue_id == dialogue.id)
    return list(session.scalars(mine.order_by(FloorStep.number)))


def room_of(dialogue: Dialogue, language: str, at: datetime) -> Room:
    """The room as it is at this moment, with names in that language."""
    steps, facts = steps_of(dialogue), facts_of(dialogue, language)
    meetings = [one for one in dialogue.meetings if one.cancelled_at is None]
    return Room(
        facts.listing(),
        steps,
        floor_after(steps),
        customs_of(dialogue),
        dialogue.zone,
        at,
        _names(facts, steps, language),
        {delegation_key(one.delegation_id): one.delegation for one in facts.entries}
        if dialogue.rehearses
        else {
            delegation_key(one.id): name_in(language, one.iso2, one.name)
            for one in on_day(day_of(dialogue))
            if not one.code.startswith(TYPED_IN)
        },
        language,
        planned_of(meetings),
        rounds_of(meetings),
    )


def _names(facts: Facts, steps: Sequence[FloorStep], language: str) -> dict[str, str]:
    """The names of all who stand on the list, and of those who left it after they had been called."""
    found = {entry.key: entry.delegation for entry in facts.entries}
    gone = {int(step.turn) for step in steps if step.turn.isdecimal() and step.turn not in found}
    for one in session.scalars(select(Registration).where(Registration.id.in_(gone))) if gone else ():
        standing = one.delegation.standing_on(day_of(one.dialogue))
        found[key_of(one.id)] = name_in(language, one.delegation.iso2, standing.name)
    return found


def delegation_key(number: int) -> str:
    """The key of a delegation, whether it stands on the list or not."""
    return f"{DELEGATION}{number}"


def begun(dialogue: Dialogue) -> bool:
    """Whether a meeting of it was opened."""
    return bool(getattr(dialogue, OPENED))
