"""What was last recorded and published of a list: read at once, for the page that is asked for most at the desk."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, true

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.edition import PUBLIC, Edition, see_edition
from rtop_event.organisers.models import Change
from rtop_event.speakers.models import Revision
from rtop_event.speakers.others import lines_about
from rtop_event.speakers.revisions import Seen, as_published


@dataclass(frozen=True)
class Latest:
    """The last published list; number and digest of the last line of the record; the last line about the list."""

    published: Seen | None
    number: int
    digest: str
    line: Change | None


def latest_of(dialogue: Dialogue) -> Latest:
    """All of it in one query, which also tells the session the edition."""
    newest = select(Revision.id).where(Revision.dialogue_id == dialogue.id).order_by(Revision.number.desc()).limit(1)
    numbered = Change.number.is_not(None)
    about = lines_about(dialogue).where(numbered).with_only_columns(Change.id).order_by(Change.number.desc()).limit(1)
    last = select(Change.number, Change.digest).where(numbered).order_by(Change.number.desc()).limit(1).subquery()
    query = (
        select(Revision, Change, last.c.number, last.c.digest, Edition.number, Edition.changed_at)
        .select_from(Dialogue)
        .outerjoin(Revision, Revision.id == newest.scalar_subquery())
        .outerjoin(Change, Change.id == about.scalar_subquery())
        .outerjoin(last, true())
        .outerjoin(Edition, Edition.name == PUBLIC)
        .where(Dialogue.id == dialogue.id)
    )
    published, line, number, digest, *edition = session.execute(query).one()
    see_edition(session(), edition)
    return Latest(as_published(published) if published else None, number or 0, digest or "", line)
