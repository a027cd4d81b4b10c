"""The mailbox: what is new is kept, then marked; a server that refuses, lies or is away hurts nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.mailing import mailbox, queueing
from rtop_event.mailing.models import Received
from rtop_event.settings import Settings
from tests.client_mails import Reply, mail, part

MAILS = [mail(Reply(number=one), part("text/plain", "We come.")) for one in (1, 2)]


class Server:
    """A mail server that knows the few words that we say, for one line after the other."""

    def __init__(self) -> None:
        self.mails = {str(number): content for number, content in enumerate(MAILS, 1)}
        self.seen: list[str] = []
        self.heard: list[str] = []
        self.refuses = ""
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        """Until the door is closed."""
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            with line, line.makefile("rb") as heard:
                line.sendall(b"* OK ready\r\n")
                for asked in heard:
                    tag, _, rest = asked.decode().strip().partition(" ")
                    self.heard.append(rest)
                    line.sendall(self.answer(tag, rest))

    def answer(self, tag: str, asked: str) -> bytes:
        """The answer to one command."""
        if self.refuses and self.refuses in asked:
            return f"{tag} NO not here\r\n".encode()
        said = b""
        if asked.startswith("CAPABILITY"):
            said = b"* CAPABILITY IMAP4rev1\r\n"
        elif asked.startswith("LOGOUT"):
            said = b"* BYE\r\n"
        elif "SEARCH" in asked:
            said = f"* SEARCH {' '.join(one for one in self.mails if one not in self.seen)}\r\n".encode()
        elif "FETCH" in asked and (content := self.mails[asked.split()[2]]):
            said = f"* 1 FETCH (UID 1 BODY[]<0> {{{len(content)}}}\r\n".encode() + content + b")\r\n"
        elif "STORE" in asked:
            self.seen.append(asked.split()[2])
        return said + f"{tag} OK done\r\n".encode()


@pytest.fixture
def server() -> Iterator[Server]:
    """A mailbox with two new mails."""
    server = Server()
    yield server
    server.door.close()


def settings(app: Flask, server: Server, folder: str = "/Replies") -> Settings:
    """Settings that name the mailbox."""
    given: Settings = app.extensions["settings"]
    return replace(given, inbox_url=f"imap://desk%40dialogue.example:word@127.0.0.1:{server.port}{folder}")


def kept() -> list[bytes]:
    """What was kept."""
    return [one.content for one in session.scalars(select(Received).order_by(Received.id))]


def test_what_is_new_is_kept_once(app: Flask, rows: None, server: Server) -> None:
    assert mailbox.fetch(settings(app, server), now) == 2
    assert (kept(), server.seen) == (MAILS, ["1", "2"])
    assert mailbox.fetch(settings(app, server), now) == 0
    assert [one for one in server.heard if one.startswith(("LOGIN", "SELECT"))][:2] == [
        'LOGIN desk@dialogue.example "word"',
        'SELECT "Replies"',
    ]


def test_a_mail_that_has_gone_meanwhile_is_left_out(app: Flask, rows: None, server: Server) -> None:
    server.mails["1"] = b""
    assert mailbox.fetch(settings(app, server, ""), now) == 1
    assert (kept(), server.seen) == (MAILS[1:], ["2"])
    assert 'SELECT "INBOX"' in server.heard


def test_fetching_stops_when_it_is_asked_to(app: Flask, rows: None, server: Server) -> None:
    assert mailbox.fetch(settings(app, server), now, lambda: True) == 0


@pytest.mark.parametrize(("refuses", "taken"), [("LOGIN", 0), ("SELECT", 0), ("SEARCH", 0), ("FETCH", 0), ("STORE", 1)])
def test_a_server_that_refuses_is_told(app: Flask, rows: None, server: Server, refuses: str, taken: int) -> None:
    server.refuses = refuses
    with pytest.raises(mailbox.Away, match=r"RTOP_INBOX_URL: .*not here"):
        mailbox.fetch(settings(app, server), now)
    assert len(kept()) == taken


def test_a_server_that_is_away_is_told_and_stops_no_work(
    app: Flask, rows: None, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        server.port = nobody.getsockname()[1]
    away = settings(app, server).inbox_url
    secure = replace(settings_of(app), inbox_url=away.replace("imap:", "imaps:"))
    for named in (replace(settings_of(app), inbox_url=away), secure):
        with pytest.raises(mailbox.Away, match=r"RTOP_INBOX_URL: .*refused"):
            mailbox.fetch(named, now)
    monkeypatch.setitem(app.extensions, "settings", secure)
    assert app.test_cli_runner().invoke(args=["inbox", "poll"]).exit_code == 1
    queueing.take_in(app.extensions["settings"], lambda: False)


def settings_of(app: Flask) -> Settings:
    """The application's own."""
    found: Settings = app.extensions["settings"]
    return found
