"""Giving a kind of letter a wording of one's own, and going back to the standard one; letters written before stay."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.dialogues.finding import own_wordings, wording_row
from rtop_event.dialogues.lettering import Wording
from rtop_event.dialogues.letterkinds import Kind, in_force, unedited
from rtop_event.dialogues.models import Dialogue, LetterWording
from rtop_event.organisers.record import record
from rtop_event.refusal import StaleHand

STANDARD = Wording("", "")
"""How a row says that the standard wording stands."""


def reword(
    kind: Kind, dialogue: Dialogue, language: str, wording: Wording, *, version: int, by: str, at: datetime
) -> bool:
    """Write those letters in this wording from now on; raises StaleHand when somebody else was faster."""
    return _put(kind, dialogue, language, wording, version=version, by=by, at=at)


def back_to_standard(kind: Kind, dialogue: Dialogue, language: str, *, version: int, by: str, at: datetime) -> bool:
    """Write those letters in the standard wording again; raises StaleHand when somebody else was faster."""
    return _put(kind, dialogue, language, STANDARD, version=version, by=by, at=at)


def copy_wordings(source: Dialogue, copy: Dialogue, *, by: str, at: datetime) -> None:
    """Write the letters of a copied dialogue in the wordings that its source has of its own."""
    for own in own_wordings(source):
        again = LetterWording(dialogue_id=copy.id, kind=own.kind, language=own.language, changed_by=by, changed_at=at)
        again.subject, again.body = own.subject, own.body
        session.add(again)


def _put(
    kind: Kind, dialogue: Dialogue, language: str, wording: Wording, *, version: int, by: str, at: datetime
) -> bool:
    found = wording_row(dialogue, kind.name, language)
    if version != (found.version if found else 0):
        raise StaleHand
    before, plain = in_force(kind, dialogue, language), unedited(kind, dialogue, language)
    is_own = found is not None and found.is_own
    if wording == before if wording.body else not is_own:
        return False
    after = wording if wording.body else plain
    _store(found, kind, dialogue, language, wording, by=by, at=at)
    record(
        "letter reworded" if wording.body else "letter back to the standard wording",
        by=by,
        at=at,
        dialogue=dialogue.slug,
        about=f"letter:{kind.name}:{language}",
        before=asdict(before) if before else {},
        after=asdict(after) if after else {},
    )
    try:
        session.flush()
    except IntegrityError as faster:
        raise StaleHand from faster
    return True


def _store(
    found: LetterWording | None,
    kind: Kind,
    dialogue: Dialogue,
    language: str,
    wording: Wording,
    *,
    by: str,
    at: datetime,
) -> None:
    if found is None:
        found = LetterWording(dialogue_id=dialogue.id, kind=kind.name, language=language)
        session.add(found)
    found.subject, found.body, found.changed_at, found.changed_by = wording.subject, wording.body, at, by
