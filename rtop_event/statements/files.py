"""The files of statements at the doors: kept as they come in, sent as they go out, swept when no row speaks of them."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from pathlib import Path

from flask import Response, current_app, request, send_file

from rtop_event import uploads
from rtop_event.dialogues.models import Dialogue
from rtop_event.refusal import NotFound
from rtop_event.statements import finding
from rtop_event.statements.actions import Sent
from rtop_event.statements.forms import SendForm
from rtop_event.statements.models import Statement
from rtop_event.statements.naming import file_name
from rtop_event.statements.pack import packed
from rtop_event.statements.shown import Line, named, pack_names
from rtop_event.statements.words import MEDIA_TYPES


def taken_in(form: SendForm, at: datetime) -> Sent:
    """What a good form brought; its file is on the disk from now on. Raises NotKept."""
    return Sent(
        key=form.key.data or secrets.token_urlsafe(16),
        language=form.tongue,
        check_against_delivery=bool(form.check_against_delivery.data),
        kind=form.looked.kind,
        size=len(form.content),
        digest=hashlib.sha256(form.content).hexdigest(),
        words=form.looked.words,
        file=uploads.keep(_instance(), form.content, at=at),
    )


def sent_out(one: Statement, *, name: str = "", public: bool = False) -> Response:
    """The file to be saved, never shown in place, under our name; a public one is fetched once. Raises FileGone."""
    who = one.registration
    group = who.group.name if who.group else None
    response = send_file(
        uploads.path_of(_instance(), one.file),
        MEDIA_TYPES[one.kind],
        as_attachment=True,
        download_name=name or file_name(named(who, "en"), group, one.language, one.kind.value),
        conditional=True,
        etag=one.digest,
        max_age=0,
    )
    response.headers["Cache-Control"] = "private, no-cache" if public else "no-store"
    return response


def one_of_pack(dialogue: Dialogue, lines: list[Line], number: int) -> Response:
    """One file of the ZIP, under the name that it has there. Raises NotFound where it is none of it."""
    name = dict(pack_names(lines)).get(number)
    if name is None:
        raise NotFound
    return sent_out(finding.current_one(dialogue, number), name=_mark(dialogue) + name)


def pack_of(dialogue: Dialogue, lines: list[Line]) -> Response:
    """The one ZIP, in the order of the list, made while it is sent: whoever asks for its head only has nothing made."""
    rows = {one.id: one for some in finding.current(dialogue).values() for one in some}
    files = [
        (_mark(dialogue) + name, rows[number].received_at, _path(rows[number])) for number, name in pack_names(lines)
    ]
    response = Response(() if request.method == "HEAD" else packed(files), mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"{dialogue.slug}-statements.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


def sweep_uploads(at: datetime) -> None:
    """Remove files whose request never came to its row, and those of rows that are gone."""
    old = uploads.unclaimed(_instance(), at)
    if old:
        uploads.sweep(_instance(), old, finding.all_files())


def _mark(dialogue: Dialogue) -> str:
    return "EXERCISE - " if dialogue.rehearses else ""


def _path(one: Statement) -> Path | None:
    try:
        return uploads.path_of(_instance(), one.file)
    except uploads.FileGone:
        return None


def _instance() -> Path:
    folder: Path = current_app.extensions["settings"].instance
    return folder
