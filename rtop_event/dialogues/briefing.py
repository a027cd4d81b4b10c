"""The briefing overview as a page: its title, its contents and its text as safe HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from babel import Locale
from markupsafe import Markup

from rtop_event import markdown
from rtop_event.dialogues.models import Dialogue, DialogueText

_TITLE = re.compile(r"\A#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*(\n+|\Z)")


@dataclass(frozen=True)
class Heading:
    """An entry of the contents."""

    id: str
    text: str


@dataclass(frozen=True)
class BriefingPage:
    """The overview in one language; `html` is clean."""

    slug: str
    theme: str
    title: str
    report_symbol: str
    language: str
    language_name: str
    is_in_readers_language: bool
    contents: tuple[Heading, ...]
    html: str
    pdf_size: int
    host_statement: str
    cancelled: bool


def briefing_page(dialogue: Dialogue, text: DialogueText, *, reader: str, pdf_size: int) -> BriefingPage:
    """The page of a text for a reader of that language."""
    title, body = parted(text.body)
    return BriefingPage(
        slug=dialogue.slug,
        theme=dialogue.theme,
        title=title or dialogue.report_title or dialogue.theme,
        report_symbol=dialogue.report_symbol,
        language=text.language,
        language_name=Locale.parse(reader).languages.get(text.language, text.language),
        is_in_readers_language=text.language == reader,
        contents=tuple(Heading(one.id, one.text) for one in markdown.outline(body) if one.level == 1),
        html=Markup(markdown.html(body, level=2)),  # noqa: S704 (cleaned there)
        pdf_size=pdf_size,
        host_statement=dialogue.host_statement,
        cancelled=dialogue.cancelled_at is not None,
    )


def parted(text: str) -> tuple[str, str]:
    """The title in a text's first line, without marks, and the rest; no title where it does not begin with one."""
    found = _TITLE.match(text)
    if not found:
        return "", text
    heading = markdown.outline(found[0])
    return heading[0].text if heading else "", text[found.end() :]
