"""The mailbox: what is new is kept, then marked; a server that refuses, lies or is away hurts nothing."""

from __future__ import annotations

import io
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
from rtop_event.mailing.models import Outcome, Received, Way
from rtop_event.mailing.taking import keep
from rtop_event.mailing.watching import Watch
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
        self.offers = "IMAP4rev1"
        self.folder = b""
        """What it tells of the folder."""
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
                idle = ""
                for asked in heard:
                    tag, _, rest = asked.decode().strip().partition(" ")
                    self.heard.append(rest)
                    line.sendall(f"{idle} OK done\r\n".encode() if tag == "DONE" else self.answer(tag, rest))
                    idle = tag

    def answer(self, tag: str, asked: str) -> bytes:
        """The answer to one command."""
        if self.refuses and self.refuses in asked:
            return f"{tag} NO not here\r\n".encode()
        said = b""
        if asked.startswith("CAPABILITY"):
            said = f"* CAPABILITY {self.offers}\r\n".encode()
        elif asked.startswith("SELECT"):
            said = self.folder
        elif asked == "IDLE":
            self.mails["3"] = mail(Reply(number=3), part("text/plain", "It came meanwhile."))
            return b"+ idling\r\n* 3 EXISTS\r\n"
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
        'LOGIN "desk@dialogue.example" "word"',
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


KNOWN = b"* OK [UIDVALIDITY 7] ok\r\n* OK [PERMANENTFLAGS (\\\\Seen \\\\*)] ok\r\n"


def test_what_was_kept_and_not_marked_is_only_marked(app: Flask, rows: None, server: Server) -> None:
    server.folder, server.refuses = KNOWN, "STORE"
    with pytest.raises(mailbox.Away):
        mailbox.fetch(settings(app, server), now)
    server.refuses = ""
    assert mailbox.fetch(settings(app, server), now) == 1
    assert (kept(), server.seen) == (MAILS, ["1", "2"])
    assert [one.origin for one in session.scalars(select(Received).order_by(Received.id))] == [
        "desk@dialogue.example@127.0.0.1/Replies:7:1",
        "desk@dialogue.example@127.0.0.1/Replies:7:2",
    ]
    assert {one for one in server.heard if "SEARCH" in one or "STORE" in one} == {
        "UID SEARCH UNDELETED UNKEYWORD RtopTaken",
        "UID STORE 1 +FLAGS (\\Seen RtopTaken)",
        "UID STORE 2 +FLAGS (\\Seen RtopTaken)",
    }


def test_a_mailbox_that_was_made_anew_is_read_anew(app: Flask, rows: None, server: Server) -> None:
    server.folder = KNOWN
    assert mailbox.fetch(settings(app, server), now) == 2
    server.folder, server.seen = KNOWN.replace(b"7", b"8"), []
    assert mailbox.fetch(settings(app, server), now) == 2
    assert kept() == MAILS * 2


def test_what_somebody_else_keeps_at_the_same_moment_is_kept_once(rows: None) -> None:
    first, again = (keep(io.BytesIO(MAILS[0]), way=Way.MAILBOX, at=now(), origin="box:7:1") for _ in range(2))
    assert first == again
    assert kept() == MAILS[:1]


def test_a_server_that_calls_is_listened_to_until_we_stop(
    app: Flask, rows: None, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.offers, server.folder = "IMAP4rev1 IDLE", KNOWN
    monkeypatch.setitem(app.extensions, "settings", settings(app, server))
    watch = Watch(app, lambda: len(server.seen) == 3)
    watch.hold()
    assert (kept(), watch.held.is_set()) == ([*MAILS, server.mails["3"]], False)
    assert [one.outcome for one in session.scalars(select(Received).order_by(Received.id))] == [
        Outcome.MANUAL, Outcome.MANUAL, None,
    ]  # fmt: skip


def test_a_line_that_breaks_is_taken_up_again_and_one_that_does_not_call_is_left(
    app: Flask, rows: None, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.offers, server.folder, server.refuses = "IMAP4rev1 IDLE", KNOWN, "IDLE"
    monkeypatch.setitem(app.extensions, "settings", settings(app, server))
    stops = iter([False] * 12)
    Watch(app, lambda: next(stops, True)).hold(0)
    assert [one.split()[0] for one in server.heard].count("LOGIN") > 1
    server.offers = "IMAP4rev1"
    Watch(app, lambda: False).hold()
    assert (kept(), server.seen) == (MAILS, ["1", "2"])


def settings_of(app: Flask) -> Settings:
    """The application's own."""
    found: Settings = app.extensions["settings"]
    return found
