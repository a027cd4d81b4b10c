"""The chair's script: what is to be said now, next and then, from the list as it stands and what the floor does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rtop_event.floor.script_meetings import Closed, closes, cut_short, exhausted, opens, suspends
from rtop_event.floor.script_names import Speaker, in_full, in_short, length, with_article
from rtop_event.floor.script_points import Line, appealed, raised
from rtop_event.floor.words import Voice
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True, slots=True)
class Passage:
    """What is said in one breath, and when: the cue is for the eye, the lines are for the voice."""

    cue: Sentence
    lines: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """The room as the script looks at it; limits in seconds."""

    theme: str
    meeting: Line = ""
    """The meeting that sits, or that is opened next; empty once all are over."""
    sits: bool = False
    suspended: bool = False
    just_suspended: bool = False
    suspended_for: int = 0
    """For about how many seconds, where that was said."""
    back_at: str = ""
    """The hour at which one that is suspended goes on, where that was said."""
    now: Speaker | None = None
    begun: bool = False
    paused: bool = False
    ended: Speaker | None = None
    """Who has just ended, and is to be thanked until somebody else's clock runs."""
    line: tuple[Speaker, ...] = ()
    """Who is called after that, in order."""
    point: str = ""
    """Who raised the point of order that waits for its ruling."""
    asked: tuple[str, ...] = ()
    """Who waits for an answer to a right of reply."""
    most_replies: int = 2
    first_reply: int = 600
    second_reply: int = 300
    delegation_limit: int = 180
    group_limit: int = 300
    resumes: Sentence | None = None
    """The meeting after this one, with its hour."""
    closed: Closed | None = None
    """The meeting before this one, at its close."""

    @property
    def before(self) -> Speaker | None:
        """Who has the floor before those who are called, or had it and is still to be thanked."""
        return self.now or (self.ended if self.sits else None)

    @property
    def speaks(self) -> Speaker | None:
        """Who is speaking, so that nothing is to be said yet."""
        stopped = self.suspended or bool(self.point)
        return self.now if self.sits and self.begun and not stopped else None


@dataclass(frozen=True, slots=True)
class Speaking:
    """What the chair sees while somebody speaks, and says once the time is over."""

    told: Sentence
    paused: bool
    reminder: Sentence


@dataclass(frozen=True, slots=True)
class Script:
    """All of it: in the order in which it will be said, and what may be needed at any moment."""

    passages: tuple[Passage, ...]
    at_hand: tuple[Passage, ...] = ()
    speaking: Speaking | None = None
    """Somebody is speaking: the passages come only after that."""
    said: Passage | None = None
    """What is said as a meeting is suspended or closed, at the press itself: the passages come only after that."""


def script(scene: Scene) -> Script:
    """The script of a scene; the first passage is what is to be said now."""
    if not scene.meeting:
        over = Passage(sentence("All meetings are closed: there is nothing to say."))
        return Script((over,), said=_said(scene))
    return Script((*_first(scene), *_handovers(scene), _end(scene)), _at_hand(scene), _speaking(scene), _said(scene))


def _said(scene: Scene) -> Passage | None:
    if scene.just_suspended:
        return Passage(sentence("To suspend the meeting"), suspends(scene.suspended_for))
    if not scene.closed:
        return None
    words = cut_short if scene.closed.left else exhausted
    return Passage(sentence("To close the meeting"), (*_thanks(scene.ended), *words(scene.closed.resumes)))


def _speaking(scene: Scene) -> Speaking | None:
    if not scene.speaks:
        return None
    name = in_short(scene.speaks)
    return Speaking(sentence("Has the floor: %(name)s", name=name), scene.paused, _over(scene.speaks))


def _over(now: Speaker) -> Sentence:
    return sentence("The time is over: may I ask %(name)s to conclude.", name=in_short(now))


def _first(scene: Scene) -> list[Passage]:
    """What comes before anybody else is given the floor, if anything does."""
    if not scene.sits:
        return [_opening(scene)]
    if scene.suspended:
        cue = sentence("To resume the meeting, about %(hour)s", hour=scene.back_at)
        return [
            Passage(
                cue if scene.back_at else sentence("To resume the meeting"),
                (sentence("The meeting is resumed."), *_goes_on(scene)),
            )
        ]
    if scene.point:
        return [_pending(scene)]
    if scene.now and not scene.begun:
        words = (*_thanks(scene.ended), *_given(scene, scene.now, scene.line))
        return [Passage(sentence("To call %(name)s", name=in_short(scene.now)), words)]
    return []


def _opening(scene: Scene) -> Passage:
    cue = sentence("To open the meeting: %(meeting)s", meeting=scene.meeting)
    return Passage(cue, opens(scene.theme, scene.delegation_limit, scene.group_limit))


def _goes_on(scene: Scene) -> tuple[Sentence, ...]:
    """The speaker who was interrupted."""
    if not scene.now:
        return ()
    if not scene.begun:
        return _given(scene, scene.now, scene.line)
    return (sentence("I give the floor back to %(name)s, to continue the statement.", name=in_short(scene.now)),)


def _pending(scene: Scene) -> Passage:
    name = with_article(scene.point)
    return Passage(
        sentence("Point of order"),
        (
            *raised(name),
            sentence("I have heard the point of order, and I rule as follows."),
            *_goes_on(scene),
        ),
    )


def _appeal() -> Passage:
    return Passage(sentence("When the ruling is appealed against"), appealed())


def _handovers(scene: Scene) -> list[Passage]:
    """From each one to the next."""
    return [
        Passage(_cue(before), (*_thanks(before), *_given(scene, one, scene.line[number:])))
        for number, (before, one) in enumerate(zip((scene.before, *scene.line), scene.line, strict=False), start=1)
    ]


def _cue(before: Speaker | None) -> Sentence:
    return sentence("After %(name)s", name=in_short(before)) if before else sentence("To give the floor")


def _thanks(one: Speaker | None) -> tuple[Sentence, ...]:
    return (sentence("I thank %(speaker)s.", speaker=in_full(one)),) if one else ()


def _given(scene: Scene, one: Speaker, later: Sequence[Speaker]) -> tuple[Sentence, ...]:
    """Give somebody the floor, name the limit, and warn the next two."""
    return (_floor_to(one), _limited(scene, one), *_followed(later))


def _floor_to(one: Speaker) -> Sentence:
    who = in_full(one)
    if one.answers:
        return sentence("I now give the floor to the panel, to answer what was asked.")
    if one.voice is Voice.REPLY:
        return sentence("I now give the floor to %(speaker)s, in exercise of the right of reply.", speaker=who)
    if one.on_behalf_of:
        return sentence(
            "I now give the floor to %(speaker)s, who speaks on behalf of %(group)s.",
            speaker=who,
            group=with_article(one.on_behalf_of),
        )
    return sentence("I now give the floor to %(speaker)s.", speaker=who)


def _limited(scene: Scene, one: Speaker) -> Sentence:
    if one.voice is Voice.REPLY:
        return _replies_limited(scene)
    if one.on_behalf_of:
        return sentence("Statements on behalf of groups are limited to %(length)s.", length=length(one.limit))
    if not one.delegation:
        return sentence("The time for this is %(length)s.", length=length(one.limit))
    return sentence("Statements are limited to %(length)s.", length=length(one.limit))


def _replies_limited(scene: Scene) -> Sentence:
    if scene.most_replies < 2:
        return sentence(
            "I remind delegations that statements in exercise of the right of reply are limited to %(length)s.",
            length=length(scene.first_reply),
        )
    return sentence(
        "I remind delegations that statements in exercise of the right of reply are limited to %(first)s for the "
        "first and to %(second)s for the second.",
        first=length(scene.first_reply),
        second=length(scene.second_reply),
    )


def _followed(later: Sequence[Speaker]) -> tuple[Sentence, ...]:
    if not later:
        return ()
    after = in_short(later[0])
    if len(later) == 1:
        return (sentence("The next speaker will be %(next)s.", next=after),)
    then = in_short(later[1])
    return (sentence("The next speaker will be %(next)s, followed by %(then)s.", next=after, then=then),)


def _end(scene: Scene) -> Passage:
    last = scene.line[-1] if scene.line else scene.before
    return Passage(sentence("To close the meeting"), (*_thanks(last), *exhausted(scene.resumes)))


def _at_hand(scene: Scene) -> tuple[Passage, ...]:
    """What may be needed at any moment of a meeting that sits."""
    if not scene.sits or scene.suspended:
        return ()
    return (
        *((_appeal(),) if scene.point else ()),
        *(_of_now(scene, scene.now) if scene.now else ()),
        *_replies(scene),
        *(() if scene.point else (Passage(sentence("Point of order"), raised("…")), _appeal())),
        Passage(sentence("To suspend the meeting"), suspends()),
        *(_cut_short(scene) if scene.line else ()),
    )


def _of_now(scene: Scene, now: Speaker) -> tuple[Passage, ...]:
    """The one who has the floor and goes on too long, or is called and not there."""
    name = in_short(now)
    if scene.begun:
        return (Passage(sentence("When the time is over"), (_over(now),)),)
    missing = sentence("I see that %(name)s is not in the room: we shall come back to this statement.", name=name)
    next_one = _given(scene, scene.line[0], scene.line[1:]) if scene.line else ()
    return (Passage(sentence("When nobody answers"), (missing, *next_one)),)


def _replies(scene: Scene) -> tuple[Passage, ...]:
    """Those who asked for a right of reply; a form to fill in where nobody did."""
    if not scene.most_replies:
        return ()
    return tuple(
        Passage(
            sentence("Right of reply"),
            (
                sentence(
                    "The representative of %(name)s has asked for the floor in exercise of the right of reply.",
                    name=with_article(name),
                ),
                _replies_limited(scene),
            ),
        )
        for name in scene.asked or ("…",)
    )


def _cut_short(scene: Scene) -> tuple[Passage, ...]:
    """The close of a meeting whose list is not exhausted."""
    left = any(one.voice is Voice.STATEMENT for one in scene.line)
    words = cut_short(scene.resumes) if left else closes(scene.resumes)
    return (Passage(sentence("To close the meeting before the list is exhausted"), words),)
