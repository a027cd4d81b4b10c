"""The record of the meetings as it is shown: for the desk as it stands, for everybody once a meeting is closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from rtop_event.bars import before, stacked
from rtop_event.delegations.titles import KINDS
from rtop_event.dialogues.called import called
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.held import Held, Noted, Spoken, usual
from rtop_event.floor.minutes import minutes_of
from rtop_event.floor.planned_names import programme_name
from rtop_event.floor.record_changes import ListChange, changes_of
from rtop_event.floor.record_shapes import (
    Beside,
    DeskLine,
    Line,
    MeetingShown,
    PointShown,
    RecordOfMeetings,
    RightShown,
)
from rtop_event.floor.record_shares import shares_of
from rtop_event.floor.room import steps_of
from rtop_event.floor.voices import voice_told
from rtop_event.floor.who import NOBODY, Who, who_of
from rtop_event.floor.words import Voice
from rtop_event.speakers.reasons import LEVEL
from rtop_event.wording import Sentence, sentence

ABSENT = sentence("%(name)s was called and was not there.")
GAVE_UP = sentence("%(name)s gave up the floor.")
PASSED_OVER = sentence("%(by)s passed over %(name)s once.")
RETURNED = sentence("%(by)s marked %(name)s as here again.")
REFUSED = sentence("%(by)s refused %(name)s a right of reply.")
NOTE = sentence("Note of the desk")
NOTE_ON = sentence("%(by)s wrote a note on %(name)s.")


@dataclass(frozen=True)
class Record:
    """The meetings as they were held, and whose turns they were."""

    dialogue: Dialogue
    meetings: tuple[Held, ...]
    people: Mapping[str, Who]
    at: datetime
    for_desk: bool
    changes: Mapping[int, tuple[ListChange, ...]]
    """What was done to the list during each meeting, by its number; for the desk alone."""

    def who(self, turn: str) -> Who:
        """Whose turn it was, by a place on the list, a right of reply or a delegation's own key."""
        return self.people[turn]

    @property
    def spoken(self) -> list[Spoken]:
        """All who had the floor, in their order."""
        return [one for meeting in self.meetings for one in meeting.spoken]


def record_of(dialogue: Dialogue, language: str, at: datetime, *, for_desk: bool) -> Record:
    """The record from the steps; what is not for the desk has only meetings that are closed, and no panel by name."""
    every = minutes_of(steps_of(dialogue))
    held = every if for_desk else tuple(one for one in every if one.closed_at)
    replies = {reply.key: reply.delegation for one in every for reply in one.replies}
    turns = {turn for one in held for turn in _turns(one)}
    found = who_of(dialogue, {replies.get(turn, turn) for turn in turns}, language)
    people = {turn: found[replies.get(turn, turn)] for turn in turns}
    panel = {one.turn: NOBODY for meeting in held for one in meeting.spoken if one.voice is Voice.PANEL}
    panel |= {turn: NOBODY for turn in people if programme_name(turn, language)}
    changes = changes_of(dialogue, held) if for_desk else {}
    return Record(dialogue, held, people if for_desk else people | panel, at, for_desk, changes)


def _turns(held: Held) -> Iterator[str]:
    """Whoever is named in the record of a meeting."""
    yield from (one.turn for one in held.spoken)
    yield from (one.by for one in held.points)
    yield from (one.delegation for one in held.replies)
    beside = (*held.missed, *held.yielded, *held.passed, *held.returned, *held.refused, *held.notes)
    yield from (one.turn for one in beside if one.turn)


def record_page(record: Record) -> RecordOfMeetings:
    """The page of a record."""
    dialogue = record.dialogue
    return RecordOfMeetings(
        slug=dialogue.slug,
        title=dialogue.title,
        theme=dialogue.theme,
        zone=dialogue.zone,
        host_statement=dialogue.host_statement,
        at=record.at,
        for_desk=record.for_desk,
        sits=any(one.closed_at is None for one in record.meetings),
        meetings=tuple(_meeting(record, one) for one in record.meetings),
        used=sum(one.used for one in record.meetings),
        shares=shares_of(record.spoken, record.who, for_desk=record.for_desk),
    )


def _meeting(record: Record, held: Held) -> MeetingShown:
    names = {one.number: one.name for one in record.dialogue.meetings}
    shown = MeetingShown(
        number=held.meeting,
        called=called(names.get(held.meeting, "")),
        opened_at=held.opened_at,
        closed_at=held.closed_at,
        pauses=held.pauses,
        used=held.used,
        planned=held.planned,
        longer=sum(one.over > 0 for one in held.spoken),
        suspended=held.suspended,
        changing=sum(held.changeovers),
        rest=held.rest,
        length=held.length,
        changeover=usual(held.changeovers),
        lines=tuple(_line(record, one) for one in held.spoken),
        points=_points(record, held) if record.for_desk else (),
        rights=_rights(record, held),
        beside=_beside(record, held) if record.for_desk else (),
        statements=before([(one.planned, one.used) for one in held.spoken], ("planned", "used")),
        changes=stacked([(one.changeover or 0,) for one in held.spoken], ("used",)),
        exact=False,
    )
    return replace(shown, exact=_within_a_minute(_hours(shown)))


def _hours(held: MeetingShown) -> Iterator[datetime | None]:
    """Every moment of which the hour is told."""
    yield from (held.opened_at, held.closed_at)
    yield from (at for one in held.pauses for at in (one.since, one.until))
    yield from (at for one in held.lines for at in (one.began_at, one.ended_at))
    yield from (at for one in held.points for at in (one.raised_at, one.ruled_at))
    for one in held.rights:
        yield from (one.asked_at, one.granted_at, one.refused_at, one.delivered_at)
    yield from (one.at for one in held.beside)


def _within_a_minute(found: Iterable[datetime | None]) -> bool:
    """Whether two of them are different and have the same hour and minute."""
    moments = {at for at in found if at}
    return len({at.replace(second=0) for at in moments}) < len(moments)


def _line(record: Record, one: Spoken) -> Line:
    who = record.who(one.turn)
    seen = Line(
        number=one.number,
        name=who.name or voice_told(one.voice, ""),
        on_behalf_of=who.on_behalf_of,
        kind=KINDS[who.kind] if who.kind else None,
        level=LEVEL[who.level] if who.level else None,
        voice=voice_told(one.voice, who.on_behalf_of),
        began_at=one.began_at,
        ended_at=one.ended_at,
        used=one.used,
        planned=one.planned,
        over=one.over,
        changeover=one.changeover,
    )
    if not record.for_desk:
        return seen
    return DeskLine(
        **vars(seen), speaker=who.speaker, function=who.function, called_at=one.called_at, more=one.more, why=one.why,
        absences=one.absences,
    )  # fmt: skip


def _points(record: Record, held: Held) -> tuple[PointShown, ...]:
    return tuple(PointShown(record.who(one.by).name, one.raised_at, one.ruled_at, one.ruling) for one in held.points)


def _rights(record: Record, held: Held) -> tuple[RightShown, ...]:
    """For the desk those that were asked for in it, for everybody those that were delivered in it."""
    return tuple(
        RightShown(
            record.who(one.delegation if record.for_desk else one.key).name, one.asked_at, one.granted_at,
            one.refused_at, one.delivered_at, reason(held, one.key) if record.for_desk else "",
        )
        for one in (held.replies if record.for_desk else held.heard)
    )  # fmt: skip


def reason(held: Held, key: str) -> str:
    """Why a right of reply was refused."""
    return next((noted.why for noted in held.refused if noted.turn == key), "")


def _beside(record: Record, held: Held) -> tuple[Beside, ...]:
    names = {turn: record.who(turn).name for turn in _turns(held)}
    found = [
        *(_told(ABSENT, one, names) for one in held.missed),
        *(_told(GAVE_UP, one, names) for one in held.yielded),
        *(_told(PASSED_OVER, one, names) for one in held.passed),
        *(_told(RETURNED, one, names) for one in held.returned),
        *(_told(REFUSED, one, names) for one in held.refused if one.why),  # that it was is told with the rights
        *(_told(NOTE_ON if one.turn else NOTE, one, names) for one in held.notes),
        *(Beside(one.told, one.at, one.why) for one in record.changes.get(held.meeting, ())),
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def _told(words: Sentence, noted: Noted, names: Mapping[str, str]) -> Beside:
    name = names.get(noted.turn, "")
    return Beside(sentence(words.text, name=name, by=noted.by), noted.at, noted.why, name)
