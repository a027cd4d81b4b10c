"""What others did while somebody looked at the list: told from the record, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.acts import act_said
from rtop_event.organisers.models import Change
from rtop_event.organisers.record_reading import Value, line_of
from rtop_event.speakers.listing import facts_of
from rtop_event.wording import Sentence, sentence

MOST = 30
SILENT = ("received", "another request", "link renewed", "link sent again")
"""What changes nothing on the list."""
_REQUEST = "registration:"


@dataclass(frozen=True)
class Done:
    """Somebody did something: to whom or what, from where to where or from which value to which, and why."""

    what: str
    who: str | None
    moved: Sentence | None
    facts: tuple[Value, ...]
    by: str
    at: datetime
    why: Sentence | str

    @property
    def said(self) -> Sentence:
        """The act in words."""
        return act_said(self.what)


@dataclass(frozen=True)
class Others:
    """Why a hand came too late, and what was done meanwhile, the oldest first."""

    reason: Sentence
    zone: str
    done: tuple[Done, ...]


def last_line() -> int:
    """The number of the last line of the record; a form carries it, so that it can be told what came after."""
    return session.scalar(select(func.max(Change.number))) or 0


def done_since(dialogue: Dialogue, number: int, language: str) -> tuple[Done, ...]:
    """What was done to the list of a dialogue after that line of the record."""
    later = lines_about(dialogue).where(Change.number > number)
    lines = session.scalars(later.order_by(Change.number).limit(MOST)).all()
    names = {entry.id: entry.delegation for entry in facts_of(dialogue, language).entries} if lines else {}
    return tuple(done(line, names) for line in lines)


def lines_about(dialogue: Dialogue) -> Select[Change]:
    """The lines of the record that tell of a change of the list of a dialogue."""
    about_the_list = or_(Change.about.startswith(_REQUEST), Change.about.in_(("list", "dialogue", "programme")))
    return select(Change).where(Change.dialogue == dialogue.slug, about_the_list, Change.what.not_in(SILENT))


def done(line: Change, names: Mapping[int, str]) -> Done:
    """One line as it is told, with the names of the delegations by the ids of their requests."""
    told = line_of(line)
    number = line.about.removeprefix(_REQUEST)
    moved = _moved(line.before, line.after)
    return Done(
        what=line.what,
        who=names.get(int(number)) if number.isdigit() else None,
        moved=moved,
        facts=tuple(fact for fact in told.facts if not (moved and fact.name == "place")),
        by=line.by,
        at=line.at,
        why=told.why,
    )


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> Sentence | None:
    if "place" not in before or "place" not in after:
        return None
    return sentence("from place %(before)s to place %(after)s", before=before["place"], after=after["place"])
