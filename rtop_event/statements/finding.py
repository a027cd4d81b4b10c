"""Reading statements: those that are to be used, all versions of a delegation, and who opens what by a link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from rtop_event import exercise
from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.links import read
from rtop_event.refusal import NotFound
from rtop_event.registrations.models import Registration
from rtop_event.statements.models import InterpretersLink, InWriting, Statement

PURPOSE = "interpreters"


def _of(dialogue: Dialogue) -> Select[Statement]:
    mine = select(Statement).join(Statement.registration).where(Registration.dialogue_id == dialogue.id)
    group = contains_eager(Statement.registration).joinedload(Registration.group)
    return mine.options(group, joinedload(Statement.written))


def current(dialogue: Dialogue) -> Mapping[int, list[Statement]]:
    """The statements that are to be used, by the ids of their registrations, in the order of their languages."""
    found: defaultdict[int, list[Statement]] = defaultdict(list)
    for one in session.scalars(_of(dialogue).where(Statement.ended_at.is_(None)).order_by(Statement.language)):
        found[one.registration_id].append(one)
    return found


def is_there() -> ColumnElement[bool]:
    """True of a registration of which a statement is there."""
    return exists().where(Statement.registration_id == Registration.id, Statement.ended_at.is_(None))


def versions(registration: Registration) -> list[Statement]:
    """All that was sent for a registration, newest first."""
    mine = select(Statement).where(Statement.registration_id == registration.id)
    return list(session.scalars(mine.order_by(Statement.id.desc())))


def live_of(registration: Registration) -> list[Statement]:
    """Those of them that are to be used, in the order of their languages."""
    return sorted((one for one in versions(registration) if one.ended_at is None), key=lambda one: one.language)


def any_version(dialogue: Dialogue, number: int) -> Statement:
    """One statement of a dialogue, former versions too. Raises NotFound."""
    return _there(session.scalar(_of(dialogue).where(Statement.id == number)))


def current_one(dialogue: Dialogue, number: int) -> Statement:
    """One statement of a dialogue that is to be used. Raises NotFound."""
    found = any_version(dialogue, number)
    return _there(found if found.ended_at is None else None)


def _there(found: Statement | None) -> Statement:
    if found is None:
        raise NotFound
    return found


def in_writing(dialogue: Dialogue) -> frozenset[int]:
    """The ids of the registrations whose statements were submitted in writing, as long as they hold a place."""
    mine = select(InWriting.registration_id).join(Registration, Registration.id == InWriting.registration_id)
    return frozenset(session.scalars(mine.where(Registration.dialogue_id == dialogue.id, Registration.holds_place)))


def writing_of(registration: Registration) -> InWriting | None:
    """That a statement was submitted in writing, and by whose hand it became public."""
    return session.scalar(select(InWriting).where(InWriting.registration_id == registration.id))


def link_of(dialogue: Dialogue) -> InterpretersLink | None:
    """The interpreters' link as it was last given, whether it still opens or not."""
    return session.get(InterpretersLink, dialogue.id)


def opened_by(token: str) -> Dialogue:
    """The dialogue whose statements a link opens. Raises NotFound where it was replaced or ended."""
    number, version = read(PURPOSE, token)
    opens = InterpretersLink.version == version, InterpretersLink.ended_at.is_(None)
    mine = select(Dialogue).join(InterpretersLink, InterpretersLink.dialogue_id == Dialogue.id)
    found = session.scalar(mine.where(Dialogue.id == number, *opens))
    if found is None:
        raise NotFound
    if found.rehearses:
        exercise.note()
    return found


def all_files() -> frozenset[str]:
    """The names of all files of which a row speaks."""
    return frozenset(session.scalars(select(Statement.file)))
