"""What the pages of registering hold: plain values, read from rows once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import get_locale

from rtop_event.delegations.finding import entries_on, groups
from rtop_event.delegations.titles import LEVELS
from rtop_event.dialogues.called import called
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import Period, registration_told
from rtop_event.dialogues.stages import LATE, Stage, desk_told, list_hours, online_told
from rtop_event.fields import Form
from rtop_event.languages import named
from rtop_event.registrations import finding
from rtop_event.registrations.finding import members_on
from rtop_event.registrations.forms import Hall
from rtop_event.registrations.models import VERIFY_WITHIN, Registration
from rtop_event.registrations.registering import RegistrationForm
from rtop_event.registrations.states import Status
from rtop_event.registrations.words import (
    FIELDS,
    GENDERS,
    LANGUAGE_NAMES,
    PARTICIPANT,
    PARTICIPANT_NOTES,
    PARTS,
    RESERVE_NOTE,
    Part,
    masked,
)
from rtop_event.showing import say
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True)
class Around:
    """What every page of registration knows of its dialogue."""

    slug: str
    title: str
    theme: str
    host_statement: str
    zone: str
    starts_at: datetime
    room: str
    meetings: tuple[tuple[str, datetime], ...]
    """Each with its name and its beginning."""
    is_open: bool
    opens_at: datetime
    closes_at: datetime
    told: Sentence
    list_told: Sentence
    stage: Stage
    limits: tuple[tuple[Sentence, int], ...]
    """Who speaks how long, in seconds."""
    contact_name: str
    contact_address: str


@dataclass(frozen=True)
class RegisterPage:
    """The form, or why there is none."""

    around: Around
    form: RegistrationForm | None = None
    review: tuple[tuple[Sentence, str], ...] = ()
    """What was typed, read back before it is sent; empty while it is still being written."""
    hidden: tuple[tuple[str, str], ...] = ()
    refused: Sentence | None = None
    """That another request holds the place; the form keeps what was typed."""
    notes: dict[str, str] = field(
        default_factory=lambda: {one.value: say(text) for one, text in PARTICIPANT_NOTES.items()}
    )


@dataclass(frozen=True)
class ReceivedPage:
    """After sending: received, and where the letter goes."""

    around: Around
    delegation: str
    address: str
    status: Status
    another_waits: bool
    until: datetime
    late: bool
    """Whether it waits on the reserve once it is confirmed."""


@dataclass(frozen=True)
class LostLinkPage:
    """Where one asks for a lost link; `sent` says the same whether there was one or not."""

    around: Around
    form: Form
    sent: bool = False


def around(dialogue: Dialogue, at: datetime) -> Around:
    """The dialogue as the pages of registration show it at that moment."""
    registration = Period(dialogue.registration_opens_at, dialogue.registration_closes_at)
    hours = list_hours(dialogue)
    cancelled = dialogue.cancelled_at is not None
    return Around(
        slug=dialogue.slug,
        title=dialogue.title,
        theme=dialogue.theme,
        host_statement=dialogue.host_statement,
        zone=dialogue.zone,
        starts_at=dialogue.starts_at,
        room=dialogue.room,
        meetings=tuple((say(called(meeting.name)), meeting.starts_at) for meeting in dialogue.meetings),
        is_open=registration.is_open(at) and not cancelled,
        opens_at=dialogue.registration_opens_at,
        closes_at=dialogue.registration_closes_at,
        told=sentence("The dialogue has been cancelled.")
        if cancelled
        else registration_told(registration, at, dialogue.zone),
        list_told=online_told(hours, at, dialogue.zone),
        stage=hours.stage(at),
        limits=(
            (sentence("A statement on behalf of a group"), dialogue.limit_group),
            (sentence("A delegation"), dialogue.limit_delegation),
            (sentence("An organisation"), dialogue.limit_organisation),
            (sentence("Civil society"), dialogue.limit_civil_society),
        ),
        contact_name=dialogue.contact_name,
        contact_address=dialogue.contact_address,
    )


def hall(dialogue: Dialogue, at: datetime, *, by_desk: bool = False) -> Hall:
    """What the form needs to know: names are those of the day of the dialogue."""
    hours, day = list_hours(dialogue), finding.day_of(dialogue)
    stage = hours.stage(at)
    shut = not by_desk and stage in {Stage.NOT_YET, Stage.CLOSED}
    return Hall(
        entries=tuple(entries_on(day)),
        groups=tuple((one.id, one.code, one.name) for one in groups()),
        meetings=tuple((meeting.number, say(called(meeting.name))) for meeting in dialogue.meetings),
        members=members_on(day),
        no_floor=sentence("%(told)s You can register to attend.", told=online_told(hours, at, dialogue.zone))
        if shut
        else None,
        on_reserve=not by_desk and stage in LATE,
        told=(desk_told if by_desk else online_told)(hours, at, dialogue.zone),
        exception=by_desk and stage is Stage.CLOSED,
    )


def read_back(form: RegistrationForm) -> tuple[tuple[Sentence, str], ...]:
    """What was typed, in words, as it will be stored."""
    asked = form.asked()
    group = next((name for number, _code, name in form.hall.groups if number == asked.group_id), "")
    part = sentence("Take the floor on behalf of %(group)s", group=group) if group else None
    delegation = form.choice.one.name if form.choice.one else str(form.delegation_name.data)
    meetings = dict(form.hall.meetings)
    lines = [
        (sentence("Delegation"), delegation),
        (sentence("Takes part"), say(part or PARTS[Part(form.part.data)])),
        (sentence("On the list"), say(RESERVE_NOTE) if asked.wants_floor and form.hall.on_reserve else ""),
        (FIELDS["accreditation"], asked.accreditation),
        (FIELDS["topic"], asked.topic),
        (
            FIELDS["speaker_name"] if asked.wants_floor else PARTICIPANT,
            ", ".join(one for one in (asked.speaker_name, asked.speaker_function) if one),
        ),
        (FIELDS["speaker_gender"], say(GENDERS[asked.speaker_gender]) if asked.speaker_gender else ""),
    ]
    if asked.wants_floor:
        lines += [
            (FIELDS["level"], "" if form.civil else say(LEVELS[asked.level])),
            (FIELDS["statement_language"], say(LANGUAGE_NAMES[asked.statement_language])),
            (FIELDS["meeting_number"], meetings.get(asked.meeting_number or 0, "")),
        ]
    lines += [
        (FIELDS["focal_point"], asked.focal_point),
        (FIELDS["address"], asked.address),
        (FIELDS["phone"], asked.phone),
        (FIELDS["access_needs"], asked.access_needs),
        (FIELDS["language"], named(asked.language)),
    ]
    return tuple((name, value) for name, value in lines if value)


def received_page(registration: Registration, at: datetime) -> ReceivedPage:
    """The page after sending, which tells a stranger nothing but what they typed."""
    return ReceivedPage(
        around=around(registration.dialogue, at),
        delegation=shown_name(registration),
        address=masked(registration.address),
        status=Status.RECEIVED,
        another_waits=not registration.verified_at and finding.awaiting(registration, at),
        until=registration.received_at + VERIFY_WITHIN,
        late=registration.on_reserve,
    )


def shown_name(registration: Registration) -> str:
    """The delegation's name in the reader's language."""
    locale = get_locale()
    return finding.delegation_name(registration, locale.language if locale else "en")
