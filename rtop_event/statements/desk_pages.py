"""What the desk and the interpreters see: all statements in the order of the list, and those of one delegation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import get_locale

from rtop_event.dialogues.models import Dialogue
from rtop_event.fields import Form
from rtop_event.floor.room import room_of
from rtop_event.links import sign
from rtop_event.registrations.models import Registration
from rtop_event.statements import finding
from rtop_event.statements.actions import may_send
from rtop_event.statements.own_pages import limit_in
from rtop_event.statements.shown import Line, StatementShown, in_list_order, is_public, named, shown, spoke


@dataclass(frozen=True)
class Link:
    """The interpreters' link, while it opens."""

    token: str
    given_by: str
    given_at: datetime


@dataclass(frozen=True)
class PackPage:
    """All statements in list order; `token` is that of the link through which interpreters see it."""

    slug: str
    title: str
    zone: str
    host_statement: str
    lines: tuple[Line, ...]
    sent: int
    """How many delegations have sent one."""
    total: int
    token: str = ""
    may_change: bool = False
    link: Link | None = None
    form: Form | None = None


@dataclass(frozen=True)
class DelegationPage:
    """The statements of one delegation at the desk."""

    slug: str
    title: str
    zone: str
    number: int
    delegation: str
    on_behalf_of: str | None
    statements: tuple[StatementShown, ...]
    former: tuple[StatementShown, ...]
    delivered: bool
    public: bool
    in_writing: bool
    may_send: bool
    may_change: bool
    most: int
    form: Form
    removing: Form


def pack_page(dialogue: Dialogue, at: datetime, *, token: str = "") -> PackPage:
    """What interpreters see, and everybody at the desk."""
    lines = in_list_order(dialogue, room_of(dialogue, reader(), at))
    return PackPage(
        slug=dialogue.slug,
        title=dialogue.theme,
        zone=dialogue.zone,
        host_statement=dialogue.host_statement,
        lines=tuple(lines),
        sent=sum(bool(line.statements) for line in lines),
        total=len(lines),
        token=token,
    )


def link_shown(dialogue: Dialogue) -> Link | None:
    """The link, as long as it opens."""
    link = finding.link_of(dialogue)
    if link is None or link.ended_at is not None:
        return None
    return Link(sign(finding.PURPOSE, dialogue.id, link.version), link.given_by, link.given_at)


def delegation_page(
    registration: Registration, form: Form, removing: Form, at: datetime, *, may_change: bool, most: int
) -> DelegationPage:
    """The page of one delegation, with all that was ever sent for it."""
    dialogue = registration.dialogue
    room = room_of(dialogue, reader(), at)
    spoken = spoke(registration)
    return DelegationPage(
        slug=dialogue.slug,
        title=dialogue.theme,
        zone=dialogue.zone,
        number=registration.id,
        delegation=named(registration, room.language),
        on_behalf_of=registration.group.name if registration.group else None,
        statements=tuple(shown(one, limit_in(room, registration)) for one in finding.live_of(registration)),
        former=tuple(shown(one) for one in finding.versions(registration) if one.ended_at),
        delivered=spoken,
        public=is_public(registration),
        in_writing=finding.writing_of(registration) is not None,
        may_send=spoken or may_send(registration),
        may_change=may_change,
        most=most,
        form=form,
        removing=removing,
    )


def reader() -> str:
    """The reader's language."""
    return str(get_locale() or "en")
