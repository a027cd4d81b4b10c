"""Finding contacts, invitations with all that tells how they stand, and the texts of a dialogue's invitation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ScalarSelect, Select, String, case, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, load_only, selectinload

from rtop_event import links
from rtop_event.database import session
from rtop_event.delegations.finding import entries_on, known, on_day
from rtop_event.delegations.models import Delegation, Standing
from rtop_event.delegations.names import name_in
from rtop_event.delegations.search import Entry as Name
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.lettertext import split_letter
from rtop_event.dialogues.models import Dialogue, DialogueText, LetterWording
from rtop_event.dialogues.words import TextKind
from rtop_event.invitations.models import Contact, Entry, Invitation, Reply
from rtop_event.mailing.models import Letter
from rtop_event.refusal import NotFound

PURPOSE = INVITATION = "invitation"
"""Of personal links, and the kind of letter."""
FIRST_LANGUAGE = "en"
NO_KIND = "none"
"""The filter for contacts that belong to no delegation."""
NO_ANSWER = "needs-action"
PAGE = 100
STATE = (
    Letter.kind, Letter.language, Letter.stream, Letter.recipient, Letter.message_id, Letter.created_at,
    Letter.approved_at, Letter.discarded_at, Letter.sent_at, Letter.failed_at, Letter.handed_at, Letter.attempts,
    Letter.leased_until, Letter.held_at, Letter.bounced_at,
)  # fmt: skip
"""What tells how a letter stands, without its texts."""


@dataclass(frozen=True, slots=True)
class Text:
    """Subject and text of a dialogue's invitation in one language."""

    language: str
    subject: str
    body: str
    changed_at: datetime


def texts_of(dialogue: Dialogue) -> dict[str, Text]:
    """The invitation's texts by language: the organisers' own, else those that came with the dialogue."""
    came = select(DialogueText).where(DialogueText.dialogue_id == dialogue.id, DialogueText.kind == TextKind.LETTER)
    texts = {one.language: Text(one.language, *split_letter(one.body), one.changed_at) for one in session.scalars(came)}
    worded = select(LetterWording).where(LetterWording.dialogue_id == dialogue.id, LetterWording.kind == INVITATION)
    for one in session.scalars(worded):
        if one.is_own:
            texts[one.language] = Text(one.language, one.subject, one.body, one.changed_at)
        elif one.language in texts:
            back = texts[one.language]
            texts[one.language] = replace(back, changed_at=max(back.changed_at, one.changed_at))
    return texts


def edited_at(texts: Mapping[str, Text]) -> dict[str, datetime]:
    """When the text in each language was last edited."""
    return {text.language: text.changed_at for text in texts.values()}


def numbers_of(dialogue: Dialogue) -> list[int]:
    """The numbers of all invitations of a dialogue."""
    return list(
        session.scalars(select(Invitation.id).where(Invitation.dialogue_id == dialogue.id).order_by(Invitation.id))
    )


def text_for(texts: Mapping[str, Text], language: str) -> Text | None:
    """The text for a reader of that language: in it, else in English, else in any; None where there is none."""
    return texts.get(language) or texts.get(FIRST_LANGUAGE) or next(iter(texts.values()), None)


def invitations_of(dialogue: Dialogue, *, numbers: Sequence[int] | None = None) -> list[Invitation]:
    """The invitations of a dialogue with contact, entries, letters and answers; all, or those of these numbers."""
    asked = _whole().where(Invitation.dialogue_id == dialogue.id)
    if numbers is not None:
        asked = asked.where(Invitation.id.in_(numbers))
    return _with_texts(list(session.scalars(asked.order_by(Invitation.id)).unique()))


def held_fast(dialogue: Dialogue, *, numbers: Sequence[int] | None = None) -> list[Invitation]:
    """The same, locked and read anew, so that two organisers do not write to the same people at once."""
    rows = select(Invitation.id).where(Invitation.dialogue_id == dialogue.id)
    if numbers is not None:
        rows = rows.where(Invitation.id.in_(numbers))
    locked = list(session.scalars(rows.order_by(Invitation.id).with_for_update()))
    asked = _whole().where(Invitation.id.in_(locked)).order_by(Invitation.id)
    return _with_texts(list(session.scalars(asked.execution_options(populate_existing=True)).unique()))


def _with_texts(found: list[Invitation]) -> list[Invitation]:
    """The same, with the texts of letters to those whose link was replaced: these tell whether the new one left."""
    replaced = [one.id for one in found if one.token_version > 1]
    if replaced:
        mine = select(Entry.letter_id).where(Entry.invitation_id.in_(replaced))
        list(session.scalars(select(Letter).where(Letter.id.in_(mine)).options(load_only(Letter.text))))
    return found


def latest_replies(dialogue: Dialogue, most: int) -> list[Reply]:
    """The answers given last, with whose they are; the latest first."""
    whose = joinedload(Reply.invitation).joinedload(Invitation.contact)
    asked = select(Reply).join(Invitation).where(Invitation.dialogue_id == dialogue.id).options(whose)
    return list(session.scalars(asked.order_by(Reply.at.desc(), Reply.id.desc()).limit(most)))


def invitation_of(dialogue: Dialogue, number: int) -> Invitation:
    """One invitation of the dialogue; raises NotFound."""
    found = invitations_of(dialogue, numbers=[number])
    if not found:
        raise NotFound
    return found[0]


def invitation_by_token(token: str) -> Invitation:
    """The invitation whose personal link this is; raises NotFound when forged or replaced by a newer one."""
    number, version = links.read(PURPOSE, token)
    found = with_calendar(number)
    if found.token_version != version:
        raise NotFound
    return found


def with_calendar(number: int) -> Invitation:
    """The invitation of that number with all that tells how it stands; raises NotFound."""
    found = session.scalars(_whole().where(Invitation.id == number)).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def token_of(invitation: Invitation) -> str:
    """The token of a person's link."""
    return links.sign(PURPOSE, invitation.id, invitation.token_version)


def _whole() -> Select[Invitation]:
    state = selectinload(Invitation.entries).joinedload(Entry.letter).load_only(*STATE)
    return select(Invitation).options(joinedload(Invitation.contact), state, selectinload(Invitation.replies))


def last_answer(dialogue: Dialogue, delegation_id: InstrumentedAttribute[int]) -> ScalarSelect[str]:
    """What one of a delegation's invited contacts answered last, for a query of something that has a delegation.

    "needs-action" where nobody answered, or only to an entry that was replaced since; None where nobody is invited.
    """
    sent = select(func.max(Entry.sequence)).join(Letter).where(Letter.sent_at.is_not(None), Entry.lost_at.is_(None))
    asked = sent.where(Entry.invitation_id == Invitation.id, Entry.method == "REQUEST").scalar_subquery()
    counts = Reply.sequence >= func.coalesce(asked, 0)
    standing = select(case((counts, cast(Reply.answer, String)), else_=NO_ANSWER))
    invited = Invitation.dialogue_id == dialogue.id, Invitation.withdrawn_at.is_(None)
    mine = standing.select_from(Invitation).join(Contact).outerjoin(Reply, Reply.invitation_id == Invitation.id)
    mine = mine.where(Contact.delegation_id == delegation_id, *invited).correlate_except(Invitation, Contact, Reply)
    return mine.order_by(Reply.id.is_(None), Reply.at.desc(), Reply.id.desc()).limit(1).scalar_subquery()


def contact_of(number: int) -> Contact:
    """One contact; raises NotFound."""
    found = session.get(Contact, number)
    if found is None:
        raise NotFound
    return found


def contacts_of(dialogue: Dialogue, *, most: int) -> list[Contact]:
    """Some of those who are invited, first come first."""
    asked = select(Contact).join(Invitation).where(Invitation.dialogue_id == dialogue.id)
    return list(session.scalars(asked.order_by(Invitation.id).limit(most)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which contacts are looked for: words in name, address or function, a kind of delegation, not yet invited to."""

    words: str = ""
    kind: str = ""
    not_invited_to: int | None = None


def contacts(wanted: Wanted, day: date, *, page: int | None = None) -> list[Contact]:
    """The contacts that fit, by name; a page of them, or all."""
    asked = _fitting(wanted, day).order_by(func.lower(Contact.name), Contact.address_key)
    if page is not None:
        asked = asked.limit(PAGE).offset((page - 1) * PAGE)
    return list(session.scalars(asked))


def counted(wanted: Wanted, day: date) -> int:
    """How many contacts fit."""
    fitting = _fitting(wanted, day).subquery()
    return session.scalar(select(func.count()).select_from(fitting)) or 0


def by_kind(wanted: Wanted, day: date) -> dict[str, int]:
    """How many contacts fit, by kind of delegation; `none` for those that belong to none."""
    asked = _fitting(Wanted(wanted.words, "", wanted.not_invited_to), day).subquery()
    rows = session.execute(select(asked.c.delegation_id, func.count()).group_by(asked.c.delegation_id))
    counts: dict[str, int] = {}
    for delegation_id, number in rows:
        kind = kind_of(delegation_id, day)
        counts[kind] = counts.get(kind, 0) + number
    return counts


def kind_of(delegation_id: int | None, day: date) -> str:
    """The kind of a contact's delegation on that day."""
    found = known(delegation_id, day) if delegation_id else None
    return found.kind.value if found else NO_KIND


def delegation_named(delegation_id: int | None, day: date, language: str = FIRST_LANGUAGE) -> str:
    """The delegation's name on that day in that language; empty for none."""
    found = known(delegation_id, day) if delegation_id else None
    return name_in(language, found.iso2, found.name) if found else ""


def taken_off(dialogue: Dialogue) -> set[int]:
    """The contacts who were invited to the dialogue and are no longer."""
    asked = select(Invitation.contact_id).where(
        Invitation.dialogue_id == dialogue.id, Invitation.withdrawn_at.is_not(None)
    )
    return set(session.scalars(asked))


def _fitting(wanted: Wanted, day: date) -> Select[Contact]:
    asked = select(Contact)
    for word in wanted.words.split()[:8]:
        like = f"%{_literal(word.lower())}%"
        texts = [func.lower(column).like(like, escape="\\") for column in (Contact.name, Contact.function)]
        named = [one.id for one in on_day(day) if word.casefold() in one.name.casefold()]
        asked = asked.where(or_(*texts, Contact.address_key.like(like, escape="\\"), Contact.delegation_id.in_(named)))
    if wanted.kind == NO_KIND:
        asked = asked.where(Contact.delegation_id.is_(None))
    elif wanted.kind in set(Kind):
        of_kind = [one.id for one in on_day(day) if one.kind == wanted.kind]
        asked = asked.where(Contact.delegation_id.in_(of_kind))
    if wanted.not_invited_to is not None:
        invited = select(Invitation.contact_id).where(
            Invitation.dialogue_id == wanted.not_invited_to, Invitation.withdrawn_at.is_(None)
        )
        asked = asked.where(Contact.id.not_in(invited))
    return asked


def _literal(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def delegation_names(day: date) -> list[Name]:
    """All delegations by every name: today's, other names, acronyms, and what they were called before."""
    earlier: dict[str, set[str]] = {}
    for code, name in session.execute(select(Delegation.code, Standing.name).join(Standing)):
        earlier.setdefault(code, set()).add(name)
    return [
        Name(one.code, one.name, one.kind, one.sort_key, one.iso2, (*one.aliases, *sorted(earlier[one.code])))
        for one in entries_on(day)
    ]
