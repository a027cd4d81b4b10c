"""The revisions of a list: the provisional list, then Rev.1, Rev.2 and so on, each as people saw it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.refusal import NotFound
from rtop_event.speakers.models import Revision
from rtop_event.speakers.seen import PlaceSeen, read
from rtop_event.wording import Sentence, sentence


class NoSuchRevision(NotFound):
    """The list was never published under that number."""

    def __init__(self, number: int) -> None:
        super().__init__(
            sentence("There is no %(label)s of this list of speakers.", label=label(number))
            if number
            else sentence("The list of speakers is not published yet.")
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """A published list."""

    number: int
    published_at: datetime
    by: str
    note: str
    made_with: dict[str, Any]
    places: tuple[PlaceSeen, ...]
    restored_from: int | None = None

    @property
    def label(self) -> Sentence:
        """Its name."""
        return label(self.number)


def label(number: int) -> Sentence:
    """How the revision of that number is called."""
    return sentence("Rev.%(revision)s", revision=number) if number else sentence("Provisional list")


def named(number: int) -> Sentence:
    """The revision of that number in the middle of a sentence."""
    return label(number) if number else sentence("the provisional list")


def restores(one: Seen) -> Sentence | None:
    """Whose order it restores, if any."""
    if one.restored_from is None:
        return None
    return sentence("restores the order of %(label)s", label=named(one.restored_from))


def latest(dialogue: Dialogue, most: int = 1, *, before: int | None = None) -> list[Seen]:
    """The last published lists, or the last before that number, the newest first."""
    newest = select(Revision).where(Revision.dialogue_id == dialogue.id).order_by(Revision.number.desc()).limit(most)
    if before is not None:
        newest = newest.where(Revision.number < before)
    return [as_published(revision) for revision in session.scalars(newest)]


def one(dialogue: Dialogue, number: int) -> Seen:
    """The published list of that number; raises NoSuchRevision."""
    asked = select(Revision).where(Revision.dialogue_id == dialogue.id, Revision.number == number)
    found = session.scalar(asked)
    if found is None:
        raise NoSuchRevision(number)
    return as_published(found)


def last_number(dialogue: Dialogue) -> tuple[int, datetime] | None:
    """Number and moment of the last published list, without its places."""
    query = select(Revision.number, Revision.published_at).where(Revision.dialogue_id == dialogue.id)
    found = session.execute(query.order_by(Revision.number.desc()).limit(1)).first()
    return (found[0], found[1]) if found else None


def as_published(revision: Revision) -> Seen:
    """The row as the list that was seen."""
    return Seen(
        number=revision.number,
        published_at=revision.published_at,
        by=revision.by,
        note=revision.note,
        made_with=revision.made_with,
        places=tuple(read(place) for place in revision.places),
        restored_from=revision.restored_from,
    )
