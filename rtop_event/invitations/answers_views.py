"""Who asks, who answers: the answers of a dialogue over time, and the latest of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer
from rtop_event.bars import Plot
from rtop_event.clock import now
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.still import still
from rtop_event.invitations.answers import COUNTED
from rtop_event.invitations.finding import invitations_of, latest_replies
from rtop_event.invitations.models import Invitation, Reply
from rtop_event.invitations.over_time import Course, Day, Hour, by_day, by_hour, changed, drawn
from rtop_event.invitations.pages import pages
from rtop_event.invitations.progress import progress
from rtop_event.invitations.titles import ANSWERS, way_of
from rtop_event.invitations.told import day_of
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.wording import Sentence

LATEST = 30


@dataclass(frozen=True, slots=True)
class Latest:
    """One answer as it came."""

    number: int
    name: str
    answer: str
    way: Sentence
    at: datetime
    note: str
    earlier: bool
    """Whether it is to an earlier entry, and no longer counts."""


@dataclass(frozen=True)
class AnswersPage:
    """How the answers came in, day by day, and the latest."""

    slug: str
    theme: str
    zone: str
    names: list[tuple[str, Sentence]]
    days: list[Day]
    hours: list[Hour]
    """Of the first day, until there is another."""
    rows: list[Day] | list[Hour]
    """Those at whose end the numbers had changed."""
    plot: Plot
    latest: list[Latest]
    earlier: int
    """How many of those who have not answered had answered the earlier entry."""


@pages.get("/organise/<slug:slug>/invitations/answers/")
def desk_answers(slug: str) -> AnyResponse:
    """The answers over time."""
    at_the_desk()
    dialogue = any_dialogue(slug)
    at = now()
    as_it_is = still(dialogue)
    invited = [(one, progress(as_it_is, one, at=at, edited={})) for one in invitations_of(dialogue)]
    asked = {one.id: now_is.asked for one, now_is in invited}
    courses, until = [_course(one) for one, _ in invited], min(at, dialogue.ends_at)
    days = by_day(courses, until=day_of(until, dialogue.zone), zone=dialogue.zone)
    hours = by_hour(courses, until=until) if len(days) == 1 else []
    page = AnswersPage(
        slug=slug,
        theme=dialogue.theme,
        zone=dialogue.zone,
        names=[(name, ANSWERS[name]) for name in COUNTED],
        days=days,
        hours=hours,
        rows=changed(hours) if hours else changed(days),
        plot=drawn(hours or days),
        latest=[_latest(one, asked[one.invitation_id]) for one in latest_replies(dialogue, LATEST)],
        earlier=sum(bool(now_is.answer.earlier) and one.withdrawn_at is None for one, now_is in invited),
    )
    return answer("invitations/answers.html", page)


def _latest(one: Reply, asked: int) -> Latest:
    earlier = one.sequence < asked
    return Latest(one.invitation_id, _name(one.invitation), one.answer.value, way_of(one), one.at, one.note, earlier)


def _course(invitation: Invitation) -> Course:
    left = [(one.letter.sent_at, one.sequence) for one in invitation.entries if one.letter.sent_at and not one.lost_at]
    return Course(left, [one for one in invitation.replies if one.counts], invitation.withdrawn_at)


def _name(invitation: Invitation) -> str:
    return invitation.contact.name or invitation.contact.address
