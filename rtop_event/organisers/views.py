"""Who asks, who answers: the dashboard and the record of changes; and the join of all organisers' pages."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, request
from flask_sqlalchemy.session import Session
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, file_answer
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.organisers import account_views, people_views, record_commands, sign_in_views
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.chain import sealed_lines, watch
from rtop_event.organisers.commands import group
from rtop_event.organisers.dashboard import (
    Chart,
    Shortcut,
    Waiting,
    all_charts,
    all_shortcuts,
    all_waiting,
)
from rtop_event.organisers.named import organisers_named
from rtop_event.organisers.pages import pages
from rtop_event.organisers.record_files import CSV, JSON_LINES, as_csv, as_json_lines
from rtop_event.organisers.record_reading import Line, dialogues, last_page, lines
from rtop_event.organisers.things import Thing, add_source, named

__all__ = ["account_views", "add_to", "people_views", "sign_in_views"]


@dataclass(frozen=True)
class DashboardPage:
    """What waits for a person, the figures, and the ways on."""

    urgent: list[Waiting]
    waiting: list[Waiting]
    charts: list[Chart]
    shortcuts: list[Shortcut]


@dataclass(frozen=True)
class RecordPage:
    """One page of the record, and what it is narrowed to."""

    lines: list[Line]
    things: dict[str, Thing]
    """What the lines speak of by name, as far as it can be found."""
    dialogue: str
    about: str
    dialogues: list[str]
    page: int
    last: int

    @property
    def query(self) -> str:
        """The part of the address before the number of another page."""
        kept = {"dialogue": self.dialogue, "about": self.about}
        return urlencode([(name, value) for name, value in kept.items() if value] + [("page", "")])


def add_to(app: Flask) -> None:
    """Join the organisers' pages and commands to the application."""
    app.register_blueprint(pages)
    app.cli.add_command(group)
    app.cli.add_command(record_commands.group)
    watch(Session)
    add_source(app, "organiser", organisers_named)


@pages.get("/")
def dashboard() -> AnyResponse:
    """What waits for a person comes first."""
    at_the_desk()
    at = now()
    waiting = all_waiting(at)
    page = DashboardPage(
        [one for one in waiting if one.urgent],
        [one for one in waiting if not one.urgent],
        all_charts(at),
        all_shortcuts(at),
    )
    return answer("organisers/dashboard.html", page)


@pages.get("/record/")
def desk_record() -> AnyResponse:
    """Who changed what, newest first; narrowed to a dialogue or a thing by the address."""
    at_the_desk()
    dialogue, about = request.args.get("dialogue", "")[:60], request.args.get("about", "")[:120]
    last = last_page(dialogue=dialogue, about=about)
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    found = lines(dialogue=dialogue, about=about, page=number)
    things = named([about, *(line.about for line in found)])
    return answer("organisers/record.html", RecordPage(found, things, dialogue, about, dialogues(), number, last))


@pages.get("/record/export.<any(jsonl,csv):ending>")
def desk_record_file(ending: str) -> AnyResponse:
    """The whole record as a file, every line with its hash."""
    at_the_desk()
    write, kind, mark = (as_csv, CSV, b"\xef\xbb\xbf") if ending == "csv" else (as_json_lines, JSON_LINES, b"")
    content = "".join(write(sealed_lines(session()))).encode()
    return file_answer(mark + content, kind, f"record.{ending}", inline=False)
