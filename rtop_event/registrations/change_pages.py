"""What the desk sees of changes that delegates ask for after the close of the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.fields import Form
from rtop_event.registrations import pages
from rtop_event.registrations.comparing import Compared, compared
from rtop_event.registrations.models import ChangeRequest


@dataclass(frozen=True)
class ChangeLine:
    """One change that awaits the desk; `number` is that of its request."""

    number: int
    delegation: str
    group: str
    asked_at: datetime
    fields: tuple[Compared, ...]


@dataclass(frozen=True)
class ChangesPage:
    """All changes of a dialogue that await the desk."""

    slug: str
    title: str
    zone: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True)
class OneChangePage:
    """One change, field by field, and the form that decides it."""

    slug: str
    zone: str
    line: ChangeLine
    message: str
    meanwhile: bool
    """Whether the request was changed since the change was asked for."""
    moves: bool
    """Whether accepting it moves the delegation to the last place of another level."""
    form: Form
    may_change: bool


def changes_page(dialogue: Dialogue, found: list[ChangeRequest]) -> ChangesPage:
    """The changes in the order in which they were asked for."""
    return ChangesPage(dialogue.slug, dialogue.theme, dialogue.zone, tuple(_line(one) for one in found))


def one_change_page(asked: ChangeRequest, form: Form, *, may_change: bool) -> OneChangePage:
    """One change that awaits the desk."""
    line, dialogue = _line(asked), asked.registration.dialogue
    return OneChangePage(
        slug=dialogue.slug,
        zone=dialogue.zone,
        line=line,
        message=asked.message,
        meanwhile=any(one.meanwhile is not None for one in line.fields),
        moves="level" in asked.changes,
        form=form,
        may_change=may_change,
    )


def _line(asked: ChangeRequest) -> ChangeLine:
    registration = asked.registration
    return ChangeLine(
        number=registration.id,
        delegation=pages.shown_name(registration),
        group=registration.group.name if registration.group is not None else "",
        asked_at=asked.asked_at,
        fields=compared(asked),
    )
