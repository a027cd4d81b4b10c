"""A house of its own that others ask: served on the loopback, its letters sent, its mails taken in, by its own commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from rtop_event import clock
from rtop_event.calendars.telling import look
from rtop_event.database import session
from rtop_event.dialogues.actions import cancel, changing
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.drafting import draft_letters
from rtop_event.mailing.deciding import approve
from rtop_event.mailing.models import Letter
from rtop_event.organisers.models import RoleName
from tests.conftest import signed_in
from tests.real.conftest import ROOT

INVITATIONS = "/organise/rtop-2012/invitations/"
Asked = tuple[str, bool, str]
"""Path, whether only news was asked for (If-None-Match), and the status that was answered."""


@dataclass
class House:
    """An instance of its own."""

    app: Flask
    environ: dict[str, str]
    asked: list[Asked] = field(default_factory=list)

    def command(self, *words: str, given: bytes = b"") -> str:
        """What a command of ours says."""
        command = [sys.executable, "-m", "flask", "--app", "app", *words]
        environ = {**os.environ, **self.environ}
        return subprocess.run(
            command, cwd=ROOT, env=environ, input=given, check=True, stdout=subprocess.PIPE
        ).stdout.decode()

    def mailed(self) -> Path:
        """Draft what is owed, approve it and send it; the mail that left."""
        with self.app.test_request_context():
            draft_letters(the_dialogue(), by="Desk", at=clock.now())
            for letter in session.scalars(select(Letter).where(Letter.sent_at.is_(None))):
                approve(letter, by="Desk", at=clock.now())
            session.commit()
        assert self.command("outbox", "send") == "sent 1, to be tried again 0, refused 0\n"
        return max((Path(self.environ["RTOP_INSTANCE"]) / "mail").iterdir())

    def is_renamed(self, theme: str) -> None:
        """Give the dialogue another name."""
        with self.app.app_context():
            dialogue = the_dialogue()
            with changing(dialogue, by="Desk", at=clock.now()):
                dialogue.theme = theme
            session.commit()

    def moves(self, by: timedelta) -> None:
        """Let the whole dialogue begin later."""
        with self.app.app_context():
            dialogue = the_dialogue()
            with changing(dialogue, by="Desk", at=clock.now()):
                for meeting in dialogue.meetings:
                    meeting.starts_at, meeting.ends_at = meeting.starts_at + by, meeting.ends_at + by
            session.commit()

    def calls_off(self) -> None:
        """Cancel the dialogue, and let the feeds tell it."""
        with self.app.app_context():
            cancel(the_dialogue(), "The hall is closed.", by="Desk", at=clock.now())
            look(clock.now())
            session.commit()

    def take(self, mail: bytes) -> str:
        """Take in a mail; what became of it."""
        return self.command("inbox", "take", given=mail)

    def shown(self) -> list[tuple[str, str | None, str | None]]:
        """What the page shows beside each invitation: the answer, how it came, and an answer to the earlier time."""
        client = signed_in(self.app, RoleName.ORGANISER)
        page: Any = client.get(INVITATIONS, headers={"Accept": "application/json"}).json
        return [(one["answer"], one["channel"], one["earlier"]) for one in page["guests"]]

    def dashboard(self) -> str:
        """The organisers' first page."""
        return signed_in(self.app, RoleName.ORGANISER).get("/organise/").text

    @contextmanager
    def open(self) -> Iterator[str]:
        """Serve the site and write down what it is asked; its address."""
        server = make_server("127.0.0.1", 0, self._noted, threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.port}"
        finally:
            server.shutdown()
            thread.join()

    def _noted(self, environ: Any, start_response: Any) -> Any:
        def started(status: str, *rest: Any) -> Any:
            self.asked.append((environ["PATH_INFO"], "HTTP_IF_NONE_MATCH" in environ, status[:3]))
            return start_response(status, *rest)

        return self.app.wsgi_app(environ, started)


def the_dialogue() -> Dialogue:
    """The only dialogue."""
    return session.scalars(select(Dialogue)).one()
