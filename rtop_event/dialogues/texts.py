"""The texts in a dialogue's folder: Markdown files named by kind and language, such as `briefing.en.md`."""

from __future__ import annotations

import re
from pathlib import Path

from rtop_event.dialogues.keys import BadDialogueFile
from rtop_event.dialogues.lettering import fault_of_letter
from rtop_event.dialogues.words import LANGUAGES, TextKind
from rtop_event.text import has_invisible, several_lines
from rtop_event.wording import sentence

LONGEST_TEXT = 60_000
_TEXT_NAME = re.compile(rf"({'|'.join(TextKind)})\.(.*)\.md")


def read_texts(path: Path) -> dict[tuple[TextKind, str], str]:
    """The texts of that folder by kind and language; raises BadDialogueFile."""
    texts: dict[tuple[TextKind, str], str] = {}
    for file in sorted(path.iterdir()):
        if not (named := _TEXT_NAME.fullmatch(file.name)):
            continue
        kind, language = TextKind(named[1]), named[2]
        if language not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            raise BadDialogueFile(
                file.name, "", sentence("the language in its name must be one of: %(known)s", known=known)
            )
        texts[kind, language] = _markdown(file, kind)
    return texts


def _markdown(file: Path, kind: TextKind) -> str:
    raw = text_of(file).replace("\r\n", "\n")
    for number, line in enumerate(raw.split("\n"), start=1):
        if has_invisible(line):
            raise BadDialogueFile(file.name, f"line {number}", sentence("has invisible characters"))
    text = several_lines(raw)
    if not text:
        raise BadDialogueFile(file.name, "", sentence("is empty"))
    if len(text) > LONGEST_TEXT:
        raise BadDialogueFile(file.name, "", sentence("is longer than %(most)s characters", most=LONGEST_TEXT))
    if kind is TextKind.LETTER and (fault := fault_of_letter(raw)):
        raise BadDialogueFile(file.name, f"line {fault[0]}", fault[1])
    return text


def text_of(file: Path) -> str:
    """The contents of a UTF-8 file; raises BadDialogueFile."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError:
        raise BadDialogueFile(file.name, "", sentence("there is no such file, or it cannot be read")) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadDialogueFile(file.name, f"line {line}", sentence("this is not UTF-8")) from None
