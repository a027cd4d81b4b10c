"""The pages of the wording of letters as plain values: all kinds, and one with its placeholders and how it reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from rtop_event.dialogues.desk_pages import AtDesk, at_desk
from rtop_event.dialogues.finding import own_wordings, wording_row
from rtop_event.dialogues.lettering import Wording, filled_body, filled_subject, fit_subject, in_subject
from rtop_event.dialogues.letterkinds import Kind, Sample, groups, standard, unedited
from rtop_event.dialogues.models import Dialogue, LetterWording
from rtop_event.dialogues.placeholders import MEANINGS
from rtop_event.dialogues.wording_forms import WordingForm
from rtop_event.languages import CODES, force_locale, named
from rtop_event.mailing.writing import both_forms
from rtop_event.markdown import both, joined
from rtop_event.organisers.accounts import Person
from rtop_event.wording import Sentence


@dataclass(frozen=True, slots=True)
class In:
    """A kind of letter in one language: whether its wording is the organisers' own, and since when."""

    language: str
    name: str
    own: bool
    missing: bool = False
    changed_at: datetime | None = None
    changed_by: str = ""


@dataclass(frozen=True, slots=True)
class KindSeen:
    """One kind of letter, in all languages."""

    name: str
    title: Sentence
    when: Sentence
    languages: list[In]


@dataclass(frozen=True)
class LettersPage:
    """All kinds of letters, in groups."""

    slug: str
    desk: AtDesk
    groups: list[tuple[Sentence, list[KindSeen]]]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder, what it stands for, and what it is in the example."""

    name: str
    what: Sentence
    example: str
    in_subject: bool


@dataclass(frozen=True, slots=True)
class Read:
    """A whole mail as it would be read."""

    subject: str
    html: Markup
    text: str


@dataclass(frozen=True, slots=True)
class Faster:
    """What somebody else has stored meanwhile."""

    by: str
    at: datetime
    wording: Wording


@dataclass(frozen=True)
class LetterPage:
    """One kind of letter in one language, to be edited."""

    slug: str
    desk: AtDesk
    kind: str
    title: Sentence
    when: Sentence
    kept: Sentence
    note: Sentence | None
    language: str
    direction: str
    languages: list[In]
    standard: Wording
    stored: In
    placeholders: list[Placeholder]
    whose: str
    form: WordingForm
    wrong: dict[str, list[str]]
    read: Read | None
    faster: Faster | None = None


def letters_page(dialogue: Dialogue, person: Person) -> LettersPage:
    """All kinds with their languages."""
    own = own_wordings(dialogue)
    seen = [
        (group.title, [KindSeen(one.name, one.title, one.when, _in_all(one, dialogue, own)) for one in group.kinds])
        for group in groups()
    ]
    return LettersPage(dialogue.slug, at_desk(dialogue, person), seen)


def letter_page(
    kind: Kind, dialogue: Dialogue, person: Person, language: str, form: WordingForm, *, at: datetime, stale: bool
) -> LetterPage:
    """One kind with what was typed, and how that would read; `stale` where somebody else was faster."""
    with force_locale(language):
        sample = kind.sample(dialogue, language, at)
    wrong, languages = form.wrong(), _in_all(kind, dialogue, own_wordings(dialogue))
    return LetterPage(
        slug=dialogue.slug,
        desk=at_desk(dialogue, person),
        kind=kind.name,
        title=kind.title,
        when=kind.when,
        kept=kind.kept,
        note=kind.note,
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        languages=languages,
        standard=standard(kind, dialogue, language),
        stored=next(one for one in languages if one.language == language),
        placeholders=_placeholders(kind, sample),
        whose=sample.whose,
        form=form,
        wrong=wrong,
        read=None if wrong else read(form.wording(), sample, language, dialogue.host),
        faster=_faster(kind, dialogue, language) if stale else None,
    )


def read(wording: Wording, sample: Sample, language: str, host: str) -> Read:
    """The whole mail in that wording: its subject, what was worded, what is kept, and who sends it."""
    subject = fit_subject(sample.finish(filled_subject(wording.subject, sample.values)))
    body = joined(filled_body(wording.body, sample.values, marked=True), both(sample.kept))
    text, page = both_forms(subject, body, language=language, host=host)
    inside = page.partition("<body>")[2].rpartition("</body>")[0]
    return Read(subject, Markup(inside), text)  # noqa: S704 (our own page, made safe as it was written)


def _in_all(kind: Kind, dialogue: Dialogue, own: list[LetterWording]) -> list[In]:
    mine = {one.language: one for one in own if one.kind == kind.name}
    return [
        In(code, named(code), own=True, changed_at=mine[code].changed_at, changed_by=mine[code].changed_by)
        if code in mine
        else In(code, named(code), own=False, missing=kind.came is not None and unedited(kind, dialogue, code) is None)
        for code in CODES
    ]


def _placeholders(kind: Kind, sample: Sample) -> list[Placeholder]:
    values = dict(sample.values)
    values["contact"] = f"{values.get('contact_name', '')}, {values.get('contact_address', '')}"
    allowed = in_subject(kind.placeholders)
    return [Placeholder(name, MEANINGS[name], values.get(name, ""), name in allowed) for name in kind.placeholders]


def _faster(kind: Kind, dialogue: Dialogue, language: str) -> Faster | None:
    found = wording_row(dialogue, kind.name, language)
    if found is None:
        return None
    wording = Wording(found.subject, found.body) if found.is_own else standard(kind, dialogue, language)
    return Faster(found.changed_by, found.changed_at, wording)
