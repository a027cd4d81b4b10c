"""What the desk sees of requests: a dense table with filters, and one page for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from rtop_event.delegations.search import folded
from rtop_event.delegations.titles import KINDS
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.stages import desk_told, list_hours
from rtop_event.fields import Form
from rtop_event.mailing.models import Letter
from rtop_event.registrations import changes, finding, own_pages, pages
from rtop_event.registrations.flags import flags_of
from rtop_event.registrations.group_pages import BehindShown, behind_shown
from rtop_event.registrations.merge_pages import Merges, merges_of
from rtop_event.registrations.models import Registration
from rtop_event.registrations.moving import Preview
from rtop_event.registrations.standing import PlaceShown, place_of
from rtop_event.registrations.states import Status
from rtop_event.registrations.words import LETTER_KINDS, PARTS, STATUSES, Part
from rtop_event.wording import Sentence, sentence

DESK_STATUSES: dict[Status, tuple[str, Sentence]] = {
    Status.RECEIVED: ("received", sentence("received")),
    Status.VERIFIED: ("waiting", sentence("to select")),
    Status.RESERVE: ("reserve", sentence("on the reserve")),
    Status.ON_THE_LIST: ("listed", sentence("on the list")),
    Status.REGISTERED: ("verified", sentence("attends")),
    Status.NOT_SELECTED: ("refused", sentence("not selected")),
    Status.WITHDRAWN: ("withdrawn", sentence("withdrawn")),
    Status.LAPSED: ("failed", sentence("lapsed")),
}


@dataclass(frozen=True)
class Filters:
    """What the table is narrowed to; an empty one is all."""

    kind: str = ""
    status: str = ""
    part: str = ""
    q: str = ""

    def query(self) -> str:
        """For a link that can be shared."""
        given = {name: value for name, value in vars(self).items() if value}
        return f"?{urlencode(given)}" if given else "?"


@dataclass(frozen=True)
class FilterLink:
    """One choice of a filter."""

    label: Sentence
    url: str
    number: int
    current: bool


@dataclass(frozen=True)
class Line:
    """One request in the table."""

    id: int
    delegation: str
    group: str
    kind: Sentence
    part: Sentence
    level: str
    speaker: str
    look: str
    status: Sentence
    gone: bool
    requested_at: datetime
    focal_point: str
    address: str
    by_desk: bool
    flags: tuple[Sentence, ...] = ()
    """What the desk should look at: an unknown organisation, or who speaks for a group."""


@dataclass(frozen=True)
class ListPage:
    """All requests of a dialogue, narrowed."""

    slug: str
    title: str
    zone: str
    filters: Filters
    by_status: tuple[FilterLink, ...]
    by_kind: tuple[FilterLink, ...]
    by_part: tuple[FilterLink, ...]
    lines: tuple[Line, ...]
    total: int
    changes: int
    """How many changes await the desk."""
    may_change: bool


@dataclass(frozen=True)
class LetterLine:
    """A letter about a request as the desk sees it."""

    id: int
    kind: Sentence
    subject: str
    at: datetime
    state: str


@dataclass(frozen=True)
class OnePage:
    """One request with its history and letters, and the forms of its steps."""

    slug: str
    zone: str
    line: Line
    topic: str
    facts: tuple[tuple[Sentence, str], ...]
    place: PlaceShown | None
    version: int
    letters: tuple[LetterLine, ...]
    history: tuple[own_pages.HistoryLine, ...]
    decide: Form
    withdraw: Form
    step: Form
    live: bool
    confirmable: bool
    returnable: bool
    reserve: Sentence | None
    """Its number on the reserve, while it waits there."""
    admitted_why: str
    told: Sentence
    change_awaits: bool
    may_change: bool
    behind: BehindShown | None = None
    merges: Merges | None = None


@dataclass(frozen=True)
class FormPage:
    """A form of the desk: a request to add, or one to edit."""

    slug: str
    title: str
    form: Form
    zone: str
    number: int = 0
    delegation: str = ""
    now: tuple[tuple[Sentence, str], ...] = ()
    """The present state, shown when somebody else changed it meanwhile."""
    preview: Preview | None = None
    """Who would move on the list, when one only looks."""


def list_page(dialogue: Dialogue, filters: Filters, at: datetime, *, may_change: bool) -> ListPage:
    """The table at that moment."""
    rows = finding.requests(dialogue)
    shown = [one for one in rows if _fits(one, filters, at)]
    return ListPage(
        slug=dialogue.slug,
        title=dialogue.theme,
        zone=dialogue.zone,
        filters=filters,
        by_status=_links(
            rows, filters, at, "status", {one.value: word for one, (_look, word) in DESK_STATUSES.items()}
        ),
        by_kind=_links(rows, filters, at, "kind", {one.value: KINDS[one] for one in Kind}),
        by_part=_links(rows, filters, at, "part", {one.value: PARTS[one] for one in Part}),
        lines=tuple(line(one, at) for one in shown),
        total=len(rows),
        changes=len(changes.all_open(dialogue)),
        may_change=may_change,
    )


def narrowed(given: Mapping[str, str]) -> Filters:
    """The filters of an address; what is not a choice is left out."""
    return Filters(
        kind=given.get("kind", "") if given.get("kind") in set(Kind) else "",
        status=given.get("status", "") if given.get("status") in set(Status) else "",
        part=given.get("part", "") if given.get("part") in set(Part) else "",
        q=given.get("q", "").strip()[:100],
    )


def line(registration: Registration, at: datetime) -> Line:
    """One request as a line of the table."""
    status = registration.status(at)
    look, word = DESK_STATUSES[status]
    civil = registration.kind is Kind.CIVIL_SOCIETY
    speaker = ", ".join(one for one in (registration.speaker_name, registration.speaker_function) if one)
    return Line(
        id=registration.id,
        delegation=pages.shown_name(registration),
        group=registration.group.name if registration.group is not None else "",
        kind=KINDS[registration.kind],
        part=PARTS[_part(registration)],
        level=registration.level.value if registration.wants_floor and not civil else "",
        speaker=speaker,
        look=look,
        status=word,
        gone=status in {Status.WITHDRAWN, Status.NOT_SELECTED, Status.LAPSED},
        requested_at=registration.requested_at,
        focal_point=registration.focal_point,
        address=registration.address,
        by_desk=registration.by_desk,
        flags=flags_of(registration),
    )


def one_page(
    registration: Registration,
    forms: tuple[Form, Form, Form],
    letters: Sequence[Letter],
    at: datetime,
    *,
    may_change: bool,
) -> OnePage:
    """The page of one request; `forms` are decide, withdraw and step."""
    status = registration.status(at)
    return OnePage(
        slug=registration.dialogue.slug,
        zone=registration.dialogue.zone,
        line=line(registration, at),
        topic=registration.topic,
        facts=own_pages.facts(registration),
        place=place_of(registration, at),
        version=registration.version,
        letters=tuple(
            LetterLine(
                one.id,
                LETTER_KINDS[one.kind.value],
                one.subject,
                one.sent_at or one.created_at,
                one.state(at).value,
            )
            for one in letters
        ),
        history=tuple(own_pages.history(registration, for_desk=True)),
        decide=forms[0],
        withdraw=forms[1],
        step=forms[2],
        live=status in STATUSES and not registration.withdrawn_at,
        confirmable=status in {Status.RECEIVED, Status.LAPSED},
        returnable=status is Status.WITHDRAWN,
        reserve=own_pages.on_reserve_told(registration, at),
        admitted_why=registration.admitted_why,
        change_awaits=changes.open_of(registration) is not None,
        told=desk_told(list_hours(registration.dialogue), at, registration.dialogue.zone),
        may_change=may_change,
        behind=behind_shown(registration),
        merges=merges_of(registration),
    )


def _part(registration: Registration) -> Part:
    return Part.SPEAK if registration.wants_floor else Part.ATTEND


def _fits(registration: Registration, filters: Filters, at: datetime) -> bool:
    if filters.kind and registration.kind.value != filters.kind:
        return False
    if filters.status and registration.status(at).value != filters.status:
        return False
    if filters.part and _part(registration).value != filters.part:
        return False
    if not filters.q:
        return True
    texts = (
        pages.shown_name(registration),
        registration.speaker_name,
        registration.focal_point,
        registration.address,
        registration.group.name if registration.group is not None else "",
    )
    wanted = folded(filters.q)
    return any(wanted in folded(text) for text in texts)


def _links(
    rows: Sequence[Registration], filters: Filters, at: datetime, name: str, choices: Mapping[str, Sentence]
) -> tuple[FilterLink, ...]:
    """The choices of one filter with how many each would show; choices without any are left out."""
    present = getattr(filters, name)
    found = []
    for value, label in [("", sentence("All")), *choices.items()]:
        there = replace(filters, **{name: value})
        number = sum(_fits(one, there, at) for one in rows)
        if number or value in {"", present}:
            found.append(FilterLink(label, there.query(), number, value == present))
    return tuple(found)
