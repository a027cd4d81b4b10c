"""The desk's pages of a dialogue as plain values: overview, facts, programme, beginnings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import current_app, url_for
from wtforms import FieldList, SelectField

from rtop_event.dialogues.called import called
from rtop_event.dialogues.desk_fields import DeskForm
from rtop_event.dialogues.desk_forms import CancelForm, StateForm
from rtop_event.dialogues.editing import checks_of
from rtop_event.dialogues.finding import languages_of
from rtop_event.dialogues.followers import Outdated
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.readiness import Check
from rtop_event.dialogues.stages import list_hours
from rtop_event.dialogues.words import TextKind
from rtop_event.fields import Form
from rtop_event.organisers.accounts import Person
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.record_reading import Line, lines
from rtop_event.showing import say


class State(StrEnum):
    """Where a dialogue stands for the public."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class AtDesk:
    """What every page of a dialogue says at its head."""

    slug: str
    theme: str
    state: State
    zone: str
    may_change: bool


@dataclass(frozen=True)
class MeetingSeen:
    """A meeting in one line."""

    name: str
    starts_at: datetime
    ends_at: datetime
    room: str
    cancelled: bool


@dataclass(frozen=True)
class OverviewPage:
    """How a dialogue stands, and what can be done with it."""

    slug: str
    desk: AtDesk
    title: str
    public_url: str
    convenor: str
    room: str
    cancelled_why: str
    published_at: datetime | None
    registration: tuple[datetime, datetime]
    speakers: tuple[datetime, datetime]
    online_closes_at: datetime | None
    meetings: list[MeetingSeen]
    texts: dict[str, list[str]]
    checks: list[Check]
    ready: bool
    last: Line | None
    invitations_url: str
    form: StateForm


@dataclass(frozen=True)
class Differs:
    """A field that is not as the form has it: its name, what is stored, what was typed."""

    label: str
    now: str
    typed: str


@dataclass(frozen=True)
class FormPage:
    """A form of a dialogue, what is wrong in it, and what differs where somebody else was faster."""

    slug: str
    desk: AtDesk
    form: DeskForm
    wrong: dict[str, list[str]]
    differs: list[Differs]
    stale: bool = False
    last: Line | None = None
    leaving: tuple[str, ...] = ()
    cancelled: tuple[tuple[int, str], ...] = ()
    button: StateForm | None = None
    outdated: Sequence[Outdated] = ()
    """What of the other wings is no longer so."""


@dataclass(frozen=True)
class CancelPage:
    """Asking before a dialogue is called off; `languages` are those that letters with the reason are written in."""

    slug: str
    desk: AtDesk
    languages: list[str]
    form: CancelForm


@dataclass(frozen=True)
class BeginPage:
    """A form for a new dialogue, and the dialogues that it could be a copy of."""

    form: Form
    source: str
    sources: list[tuple[str, str]]


def at_desk(dialogue: Dialogue, person: Person) -> AtDesk:
    """The head of a dialogue's page for this person."""
    may = person.may(RoleName.ORGANISER)
    return AtDesk(dialogue.slug, dialogue.theme, state_of(dialogue), dialogue.zone, may)


def state_of(dialogue: Dialogue) -> State:
    """Draft, published, or cancelled."""
    if dialogue.cancelled_at is not None:
        return State.CANCELLED
    return State.DRAFT if dialogue.published_at is None else State.PUBLISHED


def overview_page(dialogue: Dialogue, person: Person) -> OverviewPage:
    """The overview of a dialogue."""
    checks = checks_of(dialogue)
    return OverviewPage(
        slug=dialogue.slug,
        desk=at_desk(dialogue, person),
        title=dialogue.title,
        public_url=current_app.extensions["settings"].base_url + url_for("dialogues.show", slug=dialogue.slug),
        convenor=dialogue.convenor,
        room=dialogue.room,
        cancelled_why=dialogue.cancelled_why,
        published_at=dialogue.published_at,
        registration=(dialogue.registration_opens_at, dialogue.registration_closes_at),
        speakers=(dialogue.list_opens_at, list_hours(dialogue).closes_at),
        online_closes_at=dialogue.online_closes_at,
        meetings=[
            MeetingSeen(say(called(one.name)), one.starts_at, one.ends_at, one.room, one.cancelled_at is not None)
            for one in dialogue.meetings
        ],
        texts={kind.value: languages_of(dialogue, kind) for kind in TextKind},
        checks=checks,
        ready=all(check.done for check in checks if check.needed),
        last=last_change(dialogue),
        invitations_url=_url_if_there("invitations.desk_invitations", dialogue.slug),
        form=state_form(dialogue),
    )


def _url_if_there(endpoint: str, slug: str) -> str:
    """A page of a later wing, which this one does not know; empty without that wing."""
    return url_for(endpoint, slug=slug) if endpoint in current_app.view_functions else ""


def state_form(dialogue: Dialogue) -> StateForm:
    """The buttons of a dialogue as it is now."""
    return StateForm(formdata=None, data={"version": str(dialogue.version)})


def last_change(dialogue: Dialogue) -> Line | None:
    """The last line of the record about this dialogue."""
    return next(iter(lines(dialogue=dialogue.slug, about="", page=1)), None)


def form_page(dialogue: Dialogue, person: Person, form: DeskForm, **more: Any) -> FormPage:
    """A form of a dialogue, with its errors."""
    return FormPage(dialogue.slug, at_desk(dialogue, person), form, form.wrong(), **{"differs": [], **more})


def differences(now: DeskForm, typed: DeskForm) -> list[Differs]:
    """The fields of two forms that are not alike: what is stored, and what was typed."""
    found: list[Differs] = []
    for field in typed:
        if field.name in {"csrf_token", "key", "version"} or field.data == now[field.name].data:
            continue
        if isinstance(field, FieldList):
            found += _rows(field, now[field.name])
        else:
            found.append(Differs(str(field.label.text), str(now[field.name].data), str(field.data)))
    return found


def _rows(typed: Any, now: Any) -> Iterator[Differs]:
    mine, theirs = list(typed), list(now)
    for place in range(max(len(mine), len(theirs))):
        old, new = (told(rows[place]) if place < len(rows) else "" for rows in (theirs, mine))
        if old != new:
            yield Differs(f"{typed.label.text} {place + 1}", old, new)


def told(row: Any) -> str:
    """A row in one line, its inner rows with it."""
    parts = []
    for field in row:
        if isinstance(field, FieldList):
            parts += [told(inner) for inner in field]
        elif isinstance(field, SelectField):
            parts.append(next((str(name) for value, name, *_ in field.iter_choices() if value == field.data), ""))
        elif field.data and field.short_name != "number":
            parts.append(str(field.data).replace("T", " ") if field.type == "LocalMoment" else str(field.data))
    return " · ".join(part for part in parts if part)
