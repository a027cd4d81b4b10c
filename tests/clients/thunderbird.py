"""Thunderbird without a screen, in a profile of its own: driven over its Marionette line, its mails taken by a server of ours."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from aiosmtpd.controller import Controller

from tests.clients.conftest import program
from tests.real.conftest import free_port

PATIENCE = 120.0
"""Seconds until a step that does not happen fails."""
STEPS = (Path(__file__).parent / "thunderbird.js").read_text()
Preferences = dict[str, str | int | bool]
QUIET: Preferences = {
    "app.update.enabled": False,
    "calendar.timezone.local": "Pacific/Chatham",
    "calendar.timezone.useSystemTimezone": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mailnews.start_page.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
"""Nothing is asked and nobody called; the program's own clock shows Chatham time, which nobody means."""


@dataclass
class Post:
    """What Thunderbird's SMTP server took."""

    mails: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """Keep one mail."""
        self.mails.append(envelope.content)
        return "250 2.0.0 taken"


@dataclass
class Thunderbird:
    """A running program."""

    line: socket.socket
    paper: IO[bytes]
    post: Post
    number: int = 0

    def do(self, step: str, *words: object) -> Any:
        """Let it do one of the steps of thunderbird.js, and what came of it."""
        script = f"const [words, done] = arguments;\n{STEPS}\nrun({step}, words, done);"
        said = self.ask("WebDriver:ExecuteAsyncScript", {"script": script, "args": [words]})["value"]
        assert "fault" not in said, said["fault"]
        return said["value"]

    def ask(self, command: str, what: Mapping[str, object]) -> Any:
        """One command of Marionette, whose frames are a length, a colon and JSON."""
        self.number += 1
        frame = json.dumps([0, self.number, command, what]).encode()
        self.line.sendall(b"%d:%b" % (len(frame), frame))
        _, number, fault, value = self.heard()
        assert (number, fault) == (self.number, None), (command, fault)
        return value

    def heard(self) -> Any:
        """The next frame."""
        length = b"".join(iter(lambda: self.paper.read(1), b":"))
        return json.loads(self.paper.read(int(length)))

    def posted(self, number: int) -> bytes:
        """The mail of that number, counted from one, once it has come."""
        until(lambda: len(self.post.mails) >= number)
        return self.post.mails[number - 1]


def until(what: Any) -> None:
    """Wait until it is so."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, f"not within {PATIENCE} s"
        time.sleep(0.1)


def subscribes(url: str) -> Preferences:
    """A calendar of ours in the profile, asked for at the start and whenever it is told to."""
    return {
        "calendar.registry.ours.type": "ics",
        "calendar.registry.ours.uri": url,
        "calendar.registry.ours.name": "ours",
        "calendar.registry.ours.cache.enabled": True,
        "calendar.registry.ours.refreshInterval": "0",
    }


def mission(address: str) -> Preferences:
    """A mailbox with this address, with a server for what it sends, and a calendar that has the same address."""
    return {
        "calendar.itip.separateInvitationButtons": True,
        "calendar.registry.own.type": "storage",
        "calendar.registry.own.uri": "moz-storage-calendar://",
        "calendar.registry.own.name": "own",
        "calendar.registry.own.imip.identity.key": "id1",
        "mail.accountmanager.accounts": "account1,account2",
        "mail.accountmanager.defaultaccount": "account1",
        "mail.accountmanager.localfoldersserver": "server2",
        "mail.account.account1.server": "server1",
        "mail.account.account1.identities": "id1",
        "mail.identity.id1.useremail": address,
        "mail.identity.id1.fullName": "A. Mission",
        "mail.identity.id1.smtpServer": "smtp1",
        "mail.identity.id1.fcc": False,
        "mail.identity.id1.valid": True,
        "mail.account.account2.server": "server2",
        "mail.server.server1.type": "pop3",
        "mail.server.server1.hostname": "127.0.0.1",
        "mail.server.server1.userName": "mission",
        "mail.server.server1.check_new_mail": False,
        "mail.server.server1.login_at_startup": False,
        "mail.server.server2.type": "none",
        "mail.server.server2.hostname": "Local Folders",
        "mail.server.server2.userName": "nobody",
        "mail.smtpservers": "smtp1",
        "mail.smtp.defaultserver": "smtp1",
        "mail.smtpserver.smtp1.hostname": "127.0.0.1",
        "mail.smtpserver.smtp1.authMethod": 1,
        "mail.smtpserver.smtp1.try_ssl": 0,
    }


@contextmanager
def thunderbird(place: Path, preferences: Preferences) -> Iterator[Thunderbird]:
    """Thunderbird with these preferences, until the end."""
    marionette, post, post_port = free_port(), Post(), free_port()
    own: Preferences = {"marionette.port": marionette, "mail.smtpserver.smtp1.port": post_port}
    place.mkdir()
    told = [
        f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in (QUIET | preferences | own).items()
    ]
    (place / "user.js").write_text("".join(told))
    words = [program("thunderbird", "thunderbird"), "--headless", "--marionette", "--remote-allow-system-access"]
    server = Controller(post, hostname="127.0.0.1", port=post_port)
    server.start()
    with ExitStack() as ends, (place / "said").open("wb") as said:
        ends.callback(server.stop)
        process = subprocess.Popen(
            [*words, "--no-remote", "--profile", str(place)],
            env={**os.environ, "HOME": str(place), "TMPDIR": str(place), "MOZ_CRASHREPORTER_DISABLE": "1"},
            stdout=said, stderr=said, start_new_session=True,
        )  # fmt: skip
        ends.callback(process.wait, PATIENCE)
        ends.callback(_ended, process)
        line = ends.enter_context(_line(marionette, process))
        bird = Thunderbird(line, ends.enter_context(line.makefile("rb")), post)
        bird.heard()  # its greeting
        bird.ask("WebDriver:NewSession", {})
        bird.ask("WebDriver:SetTimeouts", {"script": PATIENCE * 1000})
        bird.ask("Marionette:SetContext", {"value": "chrome"})
        yield bird


def _line(port: int, process: subprocess.Popen[bytes]) -> socket.socket:
    """A line to the program as soon as it listens."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port), PATIENCE)
        except OSError:
            time.sleep(0.2)
    raise AssertionError("Thunderbird does not answer")


def _ended(process: subprocess.Popen[bytes]) -> None:
    """End the program with all its children."""
    os.killpg(process.pid, signal.SIGKILL)
