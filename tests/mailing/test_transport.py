"""Handing over: what errors mean, files that are whole, and the address of the server."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from flask import Flask

from rtop_event.mailing.transport import (
    AsFiles,
    Listener,
    Outcome,
    Ready,
    Reply,
    Unreachable,
    carrier,
    configure,
    dotted,
    reply_of,
)
from rtop_event.settings import BadSetting, Settings
from tests.bench.servers import free_port


@pytest.mark.parametrize(
    ("error", "reply"),
    [
        (
            smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such user")}),
            Reply(Outcome.REFUSED, "550 no such user"),
        ),
        (
            smtplib.SMTPRecipientsRefused({"a@b.example": (451, b"greylisted")}),
            Reply(Outcome.LATER, "451 greylisted"),
        ),
        (smtplib.SMTPSenderRefused(553, b"not yours", "a@b.example"), Reply(Outcome.REFUSED, "553 not yours")),
        (smtplib.SMTPDataError(452, b"full"), Reply(Outcome.LATER, "452 full")),
        (smtplib.SMTPDataError(554, "virus"), Reply(Outcome.REFUSED, "554 virus")),
        (smtplib.SMTPDataError(421, b"closing"), Reply(Outcome.LATER, "421 closing", line_stands=False)),
        (
            smtplib.SMTPSenderRefused(530, b"sign in first", "a@b.example"),
            Reply(Outcome.REST, "530 sign in first", line_stands=False),
        ),
        (
            smtplib.SMTPServerDisconnected("Connection unexpectedly closed"),
            Reply(Outcome.LATER, "Connection unexpectedly closed", line_stands=False),
        ),
        (TimeoutError("timed out"), Reply(Outcome.LATER, "timed out", line_stands=False)),
        (ConnectionResetError(), Reply(Outcome.LATER, "ConnectionResetError", line_stands=False)),
    ],
)
def test_error_means(error: smtplib.SMTPException | OSError, reply: Reply) -> None:
    assert reply_of(error) == reply


def test_line_that_breaks_while_the_text_is_handed_over_leaves_it_open_whether_it_arrived() -> None:
    broken, refused = smtplib.SMTPServerDisconnected("gone"), smtplib.SMTPDataError(452, b"full")
    assert reply_of(broken, asking=True) == Reply(Outcome.LATER, "gone", line_stands=False, unanswered=True)
    assert reply_of(refused, asking=True) == Reply(Outcome.LATER, "452 full")


def test_only_a_server_that_knows_delivery_reports_is_asked_for_them() -> None:
    asked, silent = (
        Ready(sender="a@b.example", recipient="c@d.example", content=b"", reports=reports) for reports in (True, False)
    )
    assert (asked.mail_options, asked.rcpt_options) == (
        ["RET=HDRS", "ENVID=a@b.example"],
        ["NOTIFY=FAILURE,DELAY", "ORCPT=rfc822;c@d.example"],
    )
    assert (silent.mail_options, silent.rcpt_options) == ([], [])


@pytest.mark.parametrize(
    ("content", "travels"),
    [
        (b"one\r\ntwo\r\n", b"one\r\ntwo\r\n"),
        (b"one", b"one\r\n"),
        (b".\r\n..two\r\n. three.\r\n", b"..\r\n...two\r\n.. three.\r\n"),
    ],
)
def test_period_that_begins_a_line_is_doubled(content: bytes, travels: bytes) -> None:
    assert dotted(content) == travels


class Reader(Message):
    """A server that keeps the mails it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[bytes] = []
        self.port = free_port()

    def prepare_message(self, _session: Any, envelope: Any) -> Any:
        self.mails.append(envelope.content)
        return super().prepare_message(_session, envelope)

    def handle_message(self, message: object) -> None:
        """It is kept already, byte by byte."""


@pytest.fixture
def reader() -> Iterator[Reader]:
    server = Reader()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    yield server
    controller.stop()


def test_letter_has_not_arrived_before_its_end(reader: Reader) -> None:
    seen: list[int] = []
    with Listener("127.0.0.1", reader.port) as host:
        host.before_end = lambda: seen.append(len(reader.mails))
        host.sendmail("a@b.example", ["c@d.example"], b"one\r\n.two\r\n")
        assert (seen, reader.mails, host.said, host.asking) == ([0], [b"one\r\n.two\r\n"], "250 OK", False)


def test_server_that_wants_no_text_is_believed(reader: Reader) -> None:
    with Listener("127.0.0.1", reader.port) as host:
        host.ehlo()
        with pytest.raises(smtplib.SMTPDataError, match="503"):
            host.data(b"without a recipient")
        assert not host.asking


def carry(folder: Path, content: bytes = b"mail") -> Reply:
    return AsFiles(folder).carry(sender="a@b.example", recipient="c@d.example", content=content, name="1.eml")


def test_file_appears_whole_and_again_replaces_itself(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    assert carry(folder) == Reply(Outcome.TAKEN, "written to 1.eml")
    assert carry(folder, b"mail again") == Reply(Outcome.TAKEN, "written to 1.eml")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {"1.eml": b"mail again"}


def test_folder_that_cannot_be_written_lets_sending_rest(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file in the way")
    reply = carry(tmp_path / "mail")
    assert (reply.outcome, reply.words) == (Outcome.REST, "mail: File exists")


@pytest.mark.parametrize(
    ("url", "config"),
    [
        ("smtp://relay.example", ("relay.example", 25, None, None, False, False)),
        ("smtp://relay.example:587?starttls=true", ("relay.example", 587, None, None, True, False)),
        ("smtps://desk%40x:p%2Fw%3A@relay.example", ("relay.example", 465, "desk@x", "p/w:", False, True)),
        ("smtp://relay.example?starttls=false", ("relay.example", 25, None, None, False, False)),
    ],
)
def test_address_of_the_server_is_read(app: Flask, url: str, config: tuple[object, ...]) -> None:
    other = Flask("other")
    configure(other, replace(app.extensions["settings"], mail_url=url))
    names = ("SERVER", "PORT", "USERNAME", "PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(other.config[f"MAIL_{name}"] for name in names) == config


@pytest.mark.parametrize("query", ["tls=true", "starttls=yes"])
def test_unknown_option_stops_the_start(app: Flask, query: str) -> None:
    settings: Settings = app.extensions["settings"]
    with pytest.raises(BadSetting, match="RTOP_MAIL_URL: knows only"):
        configure(Flask("other"), replace(settings, mail_url=f"smtp://relay.example?{query}"))


def test_server_that_is_away_is_unreachable(app: Flask) -> None:
    settings = replace(app.extensions["settings"], mail_url="smtp://127.0.0.1:1")
    other = Flask("other")
    other.extensions["settings"] = settings
    configure(other, settings)
    with other.app_context(), pytest.raises(Unreachable, match="refused"), carrier(settings):
        raise AssertionError("there is no line")
