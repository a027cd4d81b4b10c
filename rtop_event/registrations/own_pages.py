"""What a delegate's own page holds: where the request stands, what it says, its letters and its history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from rtop_event.delegations.titles import LEVELS
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.called import called
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.stages import LATE, Stage, list_hours
from rtop_event.fields import Form
from rtop_event.mailing.rereading import Reread, reread
from rtop_event.organisers.acts import act_said
from rtop_event.own_calendar import OwnCalendar, calendar_of
from rtop_event.registrations import changes, finding, posting, reserve
from rtop_event.registrations.comparing import Compared, compared, value_told
from rtop_event.registrations.group_pages import BehindShown, behind_shown
from rtop_event.registrations.models import VERIFY_WITHIN, Registration
from rtop_event.registrations.pages import Around, around, shown_name
from rtop_event.registrations.possible import place_goes_to, possible_told
from rtop_event.registrations.returning import no_return, withdrawn_standing
from rtop_event.registrations.sections import Section, all_sections
from rtop_event.registrations.standing import PlaceShown, place_of
from rtop_event.registrations.states import Status
from rtop_event.registrations.words import (
    FIELDS,
    GENDERS,
    LANGUAGE_NAMES,
    PARTICIPANT,
    PUBLISHED,
    STATUSES,
    STEPS,
    Standing,
    number_told,
)
from rtop_event.showing import say
from rtop_event.wording import Sentence, sentence

DELEGATES_WORD = sentence("your delegation")
PARTNERS_WORD = sentence("the other delegation")


CAN_CHANGE = sentence(
    "The place and the time below are provisional until the list is published; each later change is told in a revision."
)
LIVE = {Status.RECEIVED, Status.VERIFIED, Status.REGISTERED, Status.RESERVE, Status.ON_THE_LIST}
DESKS_WORD = sentence("the organisers")


@dataclass(frozen=True)
class ChangePage:
    """A form that changes a request."""

    around: Around
    token: str
    delegation: str
    form: Form
    wants_floor: bool
    has_level: bool
    asks: bool
    """Whether asking for the floor, or all of it, is asked of the desk."""
    told: Sentence | None
    """What has to be asked of the desk, None while it can be changed at once."""
    several_meetings: bool
    goes_to: Sentence | None = None
    """What becomes of its place when it withdraws; None where it holds none."""


@dataclass(frozen=True)
class Changed:
    """One field of a change, before and after."""

    name: Sentence
    before: str
    after: str


@dataclass(frozen=True)
class HistoryLine:
    """One step of the history."""

    at: datetime
    step: Sentence
    by: Sentence | str
    changes: tuple[Changed, ...]
    why: str = ""


@dataclass(frozen=True)
class ChangeAsked:
    """A change that awaits the desk, field by field."""

    asked_at: datetime
    fields: tuple[Compared, ...]


@dataclass(frozen=True)
class OwnPage:
    """The delegate's own page."""

    around: Around
    token: str
    calendar: OwnCalendar
    form: Form
    delegation: str
    standing: Standing
    status: Status
    live: bool
    can_return: bool
    returns_late: bool
    """Whether coming back is coming back on the reserve."""
    number: Sentence | None
    """Its number on the reserve, while it waits there."""
    told: Sentence | None
    """What is still possible with the floor, and until when."""
    until: datetime
    late: bool
    """Whether it waits on the reserve once it is confirmed."""
    place: PlaceShown | None
    facts: tuple[tuple[Sentence, str], ...]
    address: str
    letters: tuple[Reread, ...]
    history: tuple[HistoryLine, ...]
    another_waits: bool
    sections: tuple[Section, ...]
    asks: bool
    """Whether changes are asked of the desk by now."""
    change: ChangeAsked | None
    behind: BehindShown | None = None


def own_page(registration: Registration, token: str, form: Form, at: datetime) -> OwnPage:
    """The delegate's own page at that moment."""
    status = registration.status(at)
    place = place_of(registration, at)
    dialogue = registration.dialogue
    speaks = registration.wants_floor
    hours = list_hours(dialogue)
    return OwnPage(
        around=around(dialogue, at),
        token=token,
        calendar=calendar_of(registration, token),
        form=form,
        delegation=shown_name(registration),
        standing=_standing(registration, status, place, at),
        status=status,
        live=status in LIVE,
        can_return=status is Status.WITHDRAWN and no_return(registration, at) is None,
        returns_late=speaks and hours.stage(at) in LATE,
        number=on_reserve_told(registration, at),
        told=possible_told(dialogue, at) if speaks else None,
        until=registration.received_at + VERIFY_WITHIN,
        late=speaks and registration.on_reserve,
        place=place,
        facts=facts(registration),
        address=registration.address,
        letters=reread(finding.about(registration), registration.address_key),
        history=tuple(history(registration, for_desk=False)),
        another_waits=status is Status.RECEIVED and finding.awaiting(registration, at),
        sections=all_sections(registration, token, at),
        behind=behind_shown(registration),
        asks=changes.asks(registration, at),
        change=_change_of(registration) if status in LIVE else None,
    )


def _standing(registration: Registration, status: Status, place: PlaceShown | None, at: datetime) -> Standing:
    if status is Status.WITHDRAWN:
        return withdrawn_standing(registration, at)
    if place is None:
        return STATUSES[status]
    return PUBLISHED if place.published else replace(STATUSES[status], next=CAN_CHANGE)


def change_page(registration: Registration, token: str, form: Form, at: datetime) -> ChangePage:
    """The page of a form that changes a request; after the close of the list it asks the desk."""
    dialogue = registration.dialogue
    hours = list_hours(dialogue)
    return ChangePage(
        around=around(dialogue, at),
        token=token,
        delegation=shown_name(registration),
        form=form,
        wants_floor=registration.wants_floor,
        has_level=registration.kind is not Kind.CIVIL_SOCIETY,
        asks=hours.stage(at) is Stage.CLOSED,
        told=possible_told(dialogue, at) if changes.asks(registration, at) else None,
        several_meetings=len(dialogue.meetings) > 1,
        goes_to=place_goes_to(registration, hours.stage(at)),
    )


def _change_of(registration: Registration) -> ChangeAsked | None:
    asked = changes.open_of(registration)
    return ChangeAsked(asked.asked_at, compared(asked)) if asked else None


def on_reserve_told(registration: Registration, at: datetime) -> Sentence | None:
    """The number on the reserve in words; None for who does not wait there."""
    number = reserve.number_of(registration) if registration.status(at) is Status.RESERVE else None
    return number_told(number) if number else None


def facts(registration: Registration) -> tuple[tuple[Sentence, str], ...]:
    """What the request says, in words; empty values are left out."""
    meetings = {meeting.number: say(called(meeting.name)) for meeting in registration.dialogue.meetings}
    speaker = ", ".join(one for one in (registration.speaker_name, registration.speaker_function) if one)
    gender = say(GENDERS[registration.speaker_gender]) if registration.speaker_gender else ""
    lines = [
        (sentence("Takes part"), say(posting.part_of(registration))),
        (FIELDS["speaker_name"] if registration.wants_floor else PARTICIPANT, speaker),
        (FIELDS["speaker_gender"], gender),
    ]
    if registration.wants_floor:
        civil = registration.kind is Kind.CIVIL_SOCIETY
        lines += [
            (FIELDS["level"], "" if civil else say(LEVELS[registration.level])),
            (FIELDS["statement_language"], language_of(registration.statement_language)),
            (FIELDS["meeting_number"], meetings.get(registration.meeting_number or 0, "")),
        ]
    lines += [
        (FIELDS["topic"], registration.topic),
        (FIELDS["accreditation"], registration.accreditation),
        (FIELDS["focal_point"], registration.focal_point),
        (FIELDS["phone"], registration.phone),
        (FIELDS["access_needs"], registration.access_needs),
    ]
    return tuple((name, value) for name, value in lines if value)


def history(registration: Registration, *, for_desk: bool) -> list[HistoryLine]:
    """The record of a request, newest first; its delegate sees no names of organisers and no inner reasons."""
    lines = []
    for one in finding.changes_of(registration):
        by: Sentence | str = one.by if for_desk else DESKS_WORD
        if one.by == "the delegation":
            by = sentence("the delegation") if for_desk else DELEGATES_WORD
        if one.by == "the other delegation":
            by = PARTNERS_WORD
        if one.by == reserve.BY_ITSELF:
            by = sentence("this site, by its rules")
        new = one.what in {"received", "added by the desk"}
        changed = [] if new else _changes(one.before, one.after, registration.dialogue)
        step = STEPS.get(one.what) or act_said(one.what)
        lines.append(HistoryLine(one.at, step, by, tuple(changed), one.why if for_desk else ""))
    return lines


def _changes(before: dict[str, object], after: dict[str, object], dialogue: Dialogue) -> list[Changed]:
    found = []
    for name in (one for one in FIELDS if one in before or one in after):
        was, becomes = (say(value_told(name, values.get(name), dialogue)) for values in (before, after))
        found.append(Changed(FIELDS[name], was, becomes))
    return found


def language_of(code: str) -> str:
    """A language of statements in the reader's words."""
    return say(LANGUAGE_NAMES.get(code, sentence("%(code)s", code=code)))
