"""Finding dialogues, each with its meetings and programme, and the texts that belong to them."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from rtop_event import exercise
from rtop_event.database import session
from rtop_event.dialogues.lettering import Wording
from rtop_event.dialogues.models import Dialogue, DialogueText, LetterWording, Meeting
from rtop_event.dialogues.words import TextKind
from rtop_event.refusal import NotFound

FIRST_LANGUAGE = "en"


def published_dialogue(slug: str) -> Dialogue:
    """The public dialogue of that slug, with meetings and programme; raises NotFound for a draft or none."""
    found = any_dialogue(slug)
    if found.published_at is None:
        raise NotFound
    return found


def any_dialogue(slug: str) -> Dialogue:
    """The dialogue of that slug, drafts too, with meetings and programme; raises NotFound."""
    found = session.scalars(_whole().where(Dialogue.slug == slug)).unique().one_or_none()
    if found is None:
        raise NotFound
    if found.rehearses:
        exercise.note()
    return found


def published_dialogues() -> list[Dialogue]:
    """All public dialogues with their meetings, the latest first."""
    public = select(Dialogue).where(Dialogue.published_at.is_not(None), Dialogue.rehearses == "")
    asked = public.options(joinedload(Dialogue.meetings))
    return _latest_first(list(session.scalars(asked).unique()))


def all_dialogues() -> list[Dialogue]:
    """All dialogues that are no exercise with their meetings, drafts too, the latest first."""
    asked = select(Dialogue).where(Dialogue.rehearses == "").options(joinedload(Dialogue.meetings))
    return _latest_first(list(session.scalars(asked).unique()))


def exercises() -> list[Dialogue]:
    """All exercises with their meetings, the latest first."""
    asked = select(Dialogue).where(Dialogue.rehearses != "").options(joinedload(Dialogue.meetings))
    return _latest_first(list(session.scalars(asked).unique()))


def text_in(dialogue: Dialogue, kind: TextKind, language: str) -> DialogueText | None:
    """A text in that language, else in English, else in any; None where there is none."""
    asked = select(DialogueText).where(DialogueText.dialogue_id == dialogue.id, DialogueText.kind == kind)
    found = {text.language: text for text in session.scalars(asked.order_by(DialogueText.language))}
    return found.get(language) or found.get(FIRST_LANGUAGE) or next(iter(found.values()), None)


def languages_of(dialogue: Dialogue, kind: TextKind) -> list[str]:
    """The languages in which a text exists."""
    asked = select(DialogueText.language).where(DialogueText.dialogue_id == dialogue.id, DialogueText.kind == kind)
    return list(session.scalars(asked.order_by(DialogueText.language)))


def wording_row(dialogue: Dialogue, kind: str, language: str) -> LetterWording | None:
    """What is stored of the wording of that kind of letter in that language, also after it went back."""
    mine = LetterWording.dialogue_id == dialogue.id, LetterWording.kind == kind, LetterWording.language == language
    return session.scalar(select(LetterWording).where(*mine))


def own_wording(dialogue: Dialogue, kind: str, language: str) -> Wording | None:
    """The organisers' own wording; None where the standard one stands."""
    found = wording_row(dialogue, kind, language)
    return Wording(found.subject, found.body) if found and found.is_own else None


def own_wordings(dialogue: Dialogue) -> list[LetterWording]:
    """All wordings that stand in place of standard ones."""
    asked = select(LetterWording).where(LetterWording.dialogue_id == dialogue.id, LetterWording.body != "")
    return list(session.scalars(asked.order_by(LetterWording.kind, LetterWording.language)))


def wordings_of(dialogue: Dialogue) -> dict[tuple[str, str], Wording]:
    """The same by kind and language: for who writes many letters at once."""
    return {(one.kind, one.language): Wording(one.subject, one.body) for one in own_wordings(dialogue)}


def _whole() -> Select[Dialogue]:
    return select(Dialogue).options(joinedload(Dialogue.meetings).joinedload(Meeting.items))


def _latest_first(dialogues: list[Dialogue]) -> list[Dialogue]:
    return sorted(dialogues, key=lambda one: (one.starts_at, one.slug), reverse=True)
