"""The briefing overview and the programme on paper; a document is set once for the same words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from flask_babel import force_locale
from flask_babel import gettext as _

from rtop_event import markdown, pdf
from rtop_event.dialogues.briefing import parted
from rtop_event.dialogues.entries import place_of
from rtop_event.dialogues.finding import text_in
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.shown import Sitting, sittings
from rtop_event.dialogues.words import TextKind
from rtop_event.exercise import mark
from rtop_event.refusal import NotFound
from rtop_event.showing import day, hour, listed, say
from rtop_event.wording import sentence

MOST_KEPT = 32


def briefing_pdf(dialogue: Dialogue, language: str) -> bytes:
    """The overview in that language, else in English; raises NotFound where there is none."""
    text = text_in(dialogue, TextKind.BRIEFING, language)
    if text is None:
        raise NotFound(sentence("This dialogue has no briefing overview."))
    title, body = parted(text.body)
    with force_locale(text.language):
        paper = pdf.Paper(
            title=title or dialogue.report_title or dialogue.theme,
            author=dialogue.host,
            footer=dialogue.host_statement,
            made_at=text.changed_at,
            language=text.language,
            kicker=_("Briefing overview"),
            subtitle=dialogue.theme,
            mark=mark(),
            facts=_facts(dialogue),
        )
    return _article(paper, body)


def programme_pdf(dialogue: Dialogue, language: str) -> bytes:
    """The programme of both meetings in that language."""
    with force_locale(language):
        paper = pdf.Paper(
            title=dialogue.theme,
            author=dialogue.host,
            footer=dialogue.host_statement,
            made_at=dialogue.changed_at,
            language=language,
            kicker=_("Programme"),
            subtitle=dialogue.title,
            mark=mark(),
            facts=_facts(dialogue),
        )
        return _programme(paper, tuple(_meeting(one, dialogue) for one in sittings(dialogue)))


def _facts(dialogue: Dialogue) -> tuple[tuple[str, str], ...]:
    zone = dialogue.zone
    hours = [f"{hour(one.starts_at, zone)}–{hour(one.ends_at, zone)}" for one in dialogue.held]
    when = _(
        "%(day)s, %(hours)s (%(city)s time)",
        day=day(dialogue.starts_at, zone, True),
        hours=listed(hours),
        city=zone.rpartition("/")[2].replace("_", " "),
    )
    convenor = ", ".join(part for part in (dialogue.convenor, dialogue.convenor_function) if part)
    found = [(_("When"), when), (_("Where"), place_of(dialogue)), (_("Convened by"), convenor)]
    if dialogue.cancelled_at:
        found.insert(0, (_("Cancelled"), dialogue.cancelled_why or _("This dialogue does not take place.")))
    if dialogue.report_symbol:
        found.append((_("Report"), dialogue.report_symbol))
    return tuple(found)


def _meeting(sitting: Sitting, dialogue: Dialogue) -> pdf.ProgrammeMeeting:
    when = f"{hour(sitting.starts_at, dialogue.zone)}–{hour(sitting.ends_at, dialogue.zone)}"
    return pdf.ProgrammeMeeting(
        title=_("%(meeting)s (cancelled)", meeting=sitting.name) if sitting.cancelled else sitting.name,
        when=when,
        where=sitting.room,
        items=tuple(
            pdf.ProgrammeItem(
                title=part.title,
                time=hour(part.begins_at, dialogue.zone),
                people=tuple(
                    pdf.ProgrammePerson(one.name, one.function, say(one.role) if one.role else "")
                    for one in part.people
                ),
            )
            for part in sitting.parts
        ),
    )


@lru_cache(maxsize=MOST_KEPT)
def _article(paper: pdf.Paper, body: str) -> bytes:
    return pdf.article(paper, markdown.blocks(body))


@lru_cache(maxsize=MOST_KEPT)
def _programme(paper: pdf.Paper, meetings: Sequence[pdf.ProgrammeMeeting]) -> bytes:
    return pdf.programme(paper, meetings)
