"""The chair's script of a room: on a page that follows the console, and on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import gettext as _

from rtop_event import pdf
from rtop_event.dialogues.called import called
from rtop_event.dialogues.models import Dialogue
from rtop_event.exercise import mark
from rtop_event.floor.board import public_now
from rtop_event.floor.console import now_of
from rtop_event.floor.facts import holding
from rtop_event.floor.planned import ANSWERS, Answers, Planned
from rtop_event.floor.pressing import QUIET
from rtop_event.floor.room import Room, Turn, closes
from rtop_event.floor.script import Passage, Scene, Speaking, script
from rtop_event.floor.script_meetings import Closed
from rtop_event.floor.script_names import Speaker
from rtop_event.floor.script_points import Line
from rtop_event.floor.shapes import PublicNow
from rtop_event.floor.words import Act, Voice
from rtop_event.showing import hour, moment, say
from rtop_event.wording import Sentence, sentence

SHOWN = 3
"""Now, next and then."""
STILL_SAID = timedelta(minutes=10)
"""How long the words of a break stay what is said now, unless it ends before."""
AFTER_AN_END = frozenset({*QUIET, Act.CALLED, Act.LENGTHENED, Act.CLOSED})
"""What may be done before who ended is thanked: nobody else's clock has run yet."""


@dataclass(frozen=True)
class ScriptPage:
    """What the chair reads at one moment."""

    slug: str
    title: str
    zone: str
    at: datetime
    meeting: Sentence | str
    now: Passage
    coming: tuple[Passage, ...]
    at_hand: tuple[Passage, ...]
    speaking: Speaking | None
    """While somebody speaks, what is said now comes only after that."""
    clock: PublicNow | None
    said: Passage | None
    """As a meeting is suspended or closed: what is said now comes only after that."""
    over_time: bool
    changed_at: datetime | None


def script_page(dialogue: Dialogue, room: Room) -> ScriptPage:
    """The page: what is said now, next and then."""
    scene = scene_of(dialogue, room)
    found, now = script(scene), now_of(room)
    return ScriptPage(
        slug=dialogue.slug,
        title=dialogue.title,
        zone=dialogue.zone,
        at=room.at,
        meeting=scene.meeting,
        now=found.passages[0],
        coming=found.passages[1:SHOWN],
        at_hand=found.at_hand,
        speaking=found.speaking,
        clock=public_now(now) if now else None,
        said=found.said,
        over_time=bool(found.speaking and now and now.left < 0),
        changed_at=room.floor.last.at if room.floor.last else None,
    )


def script_pdf(dialogue: Dialogue, room: Room, language: str) -> bytes:
    """All of it on paper, as the list stands."""
    found = script(scene_of(dialogue, room))
    paper = pdf.Paper(
        title=_("The chair's script"),
        author=dialogue.host,
        footer=dialogue.host_statement,
        made_at=room.at,
        language=language,
        kicker=dialogue.title,
        subtitle=dialogue.theme,
        mark=mark(),
        facts=((_("As it stands at"), moment(room.at, dialogue.zone)),),
    )
    parts = [*_parts("", found.passages), *_parts(_("At hand"), found.at_hand)]
    return pdf.script(paper, parts)


def _parts(title: str, passages: tuple[Passage, ...]) -> list[pdf.ScriptPart]:
    shown = [pdf.ScriptPassage(say(one.cue), [say(line) for line in one.lines]) for one in passages]
    return [pdf.ScriptPart(title, shown)] if shown else []


def scene_of(dialogue: Dialogue, room: Room) -> Scene:
    """The room as the script looks at it."""
    floor, customs = room.floor, room.customs
    limits = room.listing.timetable.limits
    number = _meeting(room)
    return Scene(
        theme=_subject(dialogue),
        meeting=_name(dialogue, number),
        sits=floor.sitting is not None,
        suspended=bool(floor.sitting and floor.sitting.suspended_at),
        just_suspended=_just_suspended(room),
        suspended_for=_suspended_for(room),
        back_at=hour(floor.resumes_at, dialogue.zone) if floor.resumes_at else "",
        now=_now(room),
        begun=bool(floor.speech and floor.speech.began_at),
        paused=bool(floor.speech and floor.speech.began_at and not floor.speech.running),
        ended=_ended(room),
        line=_line(room),
        point=room.name(floor.point.by) if floor.point else "",
        asked=tuple(room.name(one.key) for one in floor.replies if one.open),
        most_replies=customs.most_replies,
        first_reply=customs.first_reply,
        second_reply=customs.second_reply,
        delegation_limit=limits.delegation,
        group_limit=limits.group,
        resumes=_resumes(dialogue, room, number),
        closed=_closed(dialogue, room),
    )


def _subject(dialogue: Dialogue) -> str:
    """The theme as it is spoken; what an exercise has before its title and its theme is for the eye."""
    head, colon, _title = dialogue.title.partition(": ")
    return dialogue.theme.removeprefix(head + colon) if dialogue.rehearses and colon else dialogue.theme


def _just_suspended(room: Room) -> bool:
    """Whether the break is young; one that was to be shorter is over as soon as was said."""
    since = room.floor.sitting.suspended_at if room.floor.sitting else None
    return bool(since and room.at < min(room.floor.resumes_at or since + STILL_SAID, since + STILL_SAID))


def _suspended_for(room: Room) -> int:
    sitting = room.floor.sitting
    if not sitting or not sitting.suspended_at or not sitting.resumes_at:
        return 0
    return round((sitting.resumes_at - sitting.suspended_at).total_seconds())


def _closed(dialogue: Dialogue, room: Room) -> Closed | None:
    """The meeting that was closed just now; those of later meetings are not left of it."""
    last = room.floor.sittings[-1] if room.floor.sittings else None
    if not last or not last.closed_at or room.at >= last.closed_at + STILL_SAID:
        return None
    left = any(one.meeting is None or one.meeting <= last.meeting for one in room.waiting)
    return Closed(left, _resumes(dialogue, room, None))


def _meeting(room: Room) -> int | None:
    """The meeting that sits, or the one that is opened next; None once all are over."""
    left = room.meetings_left
    return room.floor.sitting.meeting if room.floor.sitting else left[0] if left else None


def _name(dialogue: Dialogue, number: int | None) -> Line:
    return next((called(one.name) for one in dialogue.meetings if one.number == number), "")


def _resumes(dialogue: Dialogue, room: Room, number: int | None) -> Sentence | None:
    """The next meeting and its hour."""
    later = [one for one in dialogue.meetings if one.number in room.meetings_left and one.number != number]
    if not later:
        return None
    begins = hour(later[0].starts_at, dialogue.zone)
    return sentence("%(meeting)s, %(hour)s", meeting=called(later[0].name), hour=begins)


def _now(room: Room) -> Speaker | None:
    now = now_of(room)
    if now is None:
        return None
    if now.voice is Voice.PANEL:
        answers = bool(room.floor.speech and room.floor.speech.turn.startswith(ANSWERS))
        return Speaker("", now.limit, now.voice, now.name, now.function, answers=answers)
    return Speaker(now.name, now.limit, now.voice, now.speaker, now.function, now.on_behalf_of or "")


def _ended(room: Room) -> Speaker | None:
    """Who has just ended, until somebody else's clock runs or somebody is missed."""
    floor = room.floor
    acts = (step.act for step in reversed(holding(room.steps)))
    if next((act for act in acts if act not in AFTER_AN_END), None) is not Act.ENDED:
        return None
    return _now(replace(room, floor=replace(floor, speech=floor.delivered[-1])))


def _speaker(one: Turn) -> Speaker:
    if isinstance(one, Answers):
        return Speaker("", one.limit, Voice.PANEL, answers=True)
    if isinstance(one, Planned):
        return Speaker("", one.limit, Voice.PANEL, one.name, one.function)
    entry = one.row.entry
    return Speaker(
        entry.delegation, one.limit, Voice.STATEMENT, entry.speaker, entry.function, entry.on_behalf_of or ""
    )


def _line(room: Room) -> tuple[Speaker, ...]:
    """Who is called after that: the list, the rights of reply that come behind it, who closes the meeting."""
    turns = room.line if room.floor.sitting else room.rows
    return (
        *(_speaker(one) for one in turns if not closes(one)),
        *(Speaker(room.name(one.turn), one.seconds, one.voice) for one in room.replies),
        *(_speaker(one) for one in turns if closes(one)),
    )
