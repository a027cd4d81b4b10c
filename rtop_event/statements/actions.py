"""What can be done with statements: receive, withdraw, remove, publish in writing, give the interpreters a link."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.record import record
from rtop_event.refusal import StaleHand
from rtop_event.registrations.actions import DELEGATION
from rtop_event.registrations.asked import FormExpired, NoLongerLive
from rtop_event.registrations.finding import about
from rtop_event.registrations.models import Registration
from rtop_event.statements import finding
from rtop_event.statements.models import InterpretersLink, InWriting, Statement
from rtop_event.statements.posting import post_removed
from rtop_event.statements.refusals import AlreadyPublic, NoFloorAsked, NothingSent, TooManyVersions
from rtop_event.statements.words import Ending, FileKind

MOST_VERSIONS = 40
"""Of one delegation, in all languages together; the desk may take in more."""
FIRST_VERSION = 1 << 30
"""Links of dialogues begin to count anywhere below it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A statement as it came: what was said of it, what its file is, and the name under which that is kept."""

    key: str
    language: str
    """Its tag."""
    check_against_delivery: bool
    kind: FileKind
    size: int
    digest: str
    words: int | None
    file: str


def may_send(registration: Registration) -> bool:
    """Whether statements are taken from this delegation: also while it waits on the reserve."""
    return registration.holds_place and registration.chosen


def check_may_send(registration: Registration, *, spoke: bool = False) -> None:
    """Raise NoFloorAsked where none is taken from this delegation; the desk takes in that of one that `spoke` too."""
    if not (spoke or may_send(registration)):
        raise NoFloorAsked


def receive(registration: Registration, sent: Sent, *, by: str, at: datetime, spoke: bool = False) -> Statement | None:
    """Take a statement in; it replaces the one in its language. None where this very one was sent before.

    Its file is on the disk by then. Raises NoFloorAsked, TooManyVersions, FormExpired.
    """
    check_may_send(registration, spoke=spoke)
    known = finding.versions(registration)
    if _is_again(sent, known):
        return None
    if by == DELEGATION and len(known) >= MOST_VERSIONS:
        raise TooManyVersions(MOST_VERSIONS)
    for former in known:
        if former.ended_at is None and former.language == sent.language:
            _end(former, Ending.REPLACED, by=by, at=at)
    session.flush()  # the former one goes before the new one comes: the table takes one in a language
    made = Statement(
        registration=registration,
        language=sent.language,
        kind=sent.kind,
        file=sent.file,
        size=sent.size,
        digest=sent.digest,
        words=sent.words,
        check_against_delivery=sent.check_against_delivery,
        form_key=sent.key if all(one.form_key != sent.key for one in known) else _other_key(sent),
        by=by,
        received_at=at,
    )
    session.add(made)
    session.flush()
    _record("statement received", made, by=by, at=at)
    return made


def _is_again(sent: Sent, known: Sequence[Statement]) -> bool:
    """Whether the form that was sent is here already. Raises FormExpired where that statement is no longer used."""
    keys = {sent.key, _other_key(sent)}
    same = [one for one in known if one.form_key in keys and _content(one) == _content(sent)]
    if same and all(one.ended_at for one in same):
        raise FormExpired
    return bool(same)


def _content(one: Statement | Sent) -> tuple[object, ...]:
    return one.language, one.digest, one.check_against_delivery


def _other_key(sent: Sent) -> str:
    """The key of another statement under a key that is used: browsers bring back forms that were sent."""
    return hashlib.sha256(repr((sent.key, *map(str, _content(sent)))).encode()).hexdigest()


def withdraw(registration: Registration, number: int, *, public: bool, at: datetime) -> None:
    """The delegation takes a statement back before it is public. Raises AlreadyPublic, StaleHand."""
    if public:
        raise AlreadyPublic
    gone = _live(registration, number)
    _end(gone, Ending.WITHDRAWN, by=DELEGATION, at=at)
    _record("statement withdrawn", gone, by=DELEGATION, at=at)


def remove(registration: Registration, number: int, *, by: str, at: datetime, why: str) -> None:
    """The desk takes a statement out of use, and writes to the delegation why. Raises StaleHand."""
    gone = _live(registration, number)
    _end(gone, Ending.REMOVED, by=by, at=at, why=why)
    _record("statement removed", gone, by=by, at=at, why=why)
    post_removed(gone, at=at)


def publish_in_writing(registration: Registration, *, by: str, at: datetime) -> None:
    """Make the statement public without its being delivered; twice is once. Raises NothingSent, NoLongerLive."""
    if not registration.holds_place:
        raise NoLongerLive
    if not finding.live_of(registration):
        raise NothingSent
    if finding.writing_of(registration) is None:
        session.add(InWriting(registration_id=registration.id, by=by, at=at))
        _tell("statement submitted in writing", registration, by=by, at=at)


def unpublish(registration: Registration, *, by: str, at: datetime) -> None:
    """Take that back; nothing happens where it was never so."""
    written = finding.writing_of(registration)
    if written is not None:
        session.delete(written)
        _tell("no longer submitted in writing", registration, by=by, at=at)


def give_link(dialogue: Dialogue, *, by: str, at: datetime) -> InterpretersLink:
    """A new link for the interpreters; the one before is dead."""
    first = secrets.randbelow(FIRST_VERSION)  # a dialogue may have the number of one that is gone
    link = finding.link_of(dialogue) or InterpretersLink(dialogue_id=dialogue.id, version=first)
    link.version, link.given_by, link.given_at, link.ended_at = link.version + 1, by, at, None
    session.add(link)
    record("interpreters' link given", by=by, at=at, dialogue=dialogue.slug, about="statements")
    return link


def end_link(dialogue: Dialogue, *, by: str, at: datetime) -> None:
    """The interpreters' link opens nothing any more."""
    link = finding.link_of(dialogue)
    if link is not None and link.ended_at is None:
        link.ended_at = at
        record("interpreters' link ended", by=by, at=at, dialogue=dialogue.slug, about="statements")


def _live(registration: Registration, number: int) -> Statement:
    found = next((one for one in finding.live_of(registration) if one.id == number), None)
    if found is None:
        raise StaleHand
    return found


def _end(statement: Statement, ending: Ending, *, by: str, at: datetime, why: str = "") -> None:
    statement.ended_at, statement.ending, statement.ended_by, statement.ended_why = at, ending, by, why


def _record(what: str, one: Statement, *, by: str, at: datetime, why: str = "") -> None:
    facts = {"statement": one.id, "language": one.language, "kind": one.kind, "size": one.size, "sha256": one.digest}
    _tell(what, one.registration, by=by, at=at, why=why, after=facts)


def _tell(
    what: str,
    registration: Registration,
    *,
    by: str,
    at: datetime,
    why: str = "",
    after: dict[str, object] | None = None,
) -> None:
    slug = registration.dialogue.slug
    record(what, by=by, at=at, dialogue=slug, about=about(registration), after=after, why=why)
