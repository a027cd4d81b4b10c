"""Dovecot with one mailbox, on a port of the loopback, its files in a folder of its own; it wants to be started by root."""

from __future__ import annotations

import imaplib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.clients.conftest import program
from tests.real.conftest import free_port

CONFIGURATION = """
base_dir = {place}/run
state_dir = {place}/run
log_path = {place}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{place}/mail
passdb {{
  driver = static
  args = password=word
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={place}/mail
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
protocol imap {{
  rawlog_dir = {place}/said
}}
"""


@dataclass
class Dovecot:
    """A running server."""

    place: Path
    port: int

    @property
    def url(self) -> str:
        """For RTOP_INBOX_URL."""
        return f"imap://desk:word@127.0.0.1:{self.port}/INBOX"

    def line(self) -> imaplib.IMAP4:
        """A line to the mailbox, signed in."""
        line = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        line.login("desk", "word")
        return line

    def put(self, *mails: bytes) -> None:
        """Put mails into the mailbox."""
        with self.line() as line:
            for mail in mails:
                assert line.append("INBOX", "", "", mail)[0] == "OK"

    def marked(self, mark: str) -> int:
        """How many mails bear a keyword."""
        with self.line() as line:
            line.select(readonly=True)
            return len(line.search(None, "KEYWORD", mark)[1][0].split())

    def told(self) -> str:
        """All that the server answered."""
        return "".join(file.read_text("latin-1") for file in sorted((self.place / "said").glob("*.out")))

    def idled(self) -> int:
        """How often somebody asked to be called."""
        return self.told().count("+ idling")


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """The server; its folder is not pytest's, which only its owner may enter."""
    words = [program("dovecot", "dovecot-imapd"), "-F", "-c"]
    assert os.geteuid() == 0, "Dovecot gives each of its processes the rights it needs: it has to be started by root"
    place = Path(tempfile.mkdtemp(prefix="dovecot-"))
    place.chmod(0o755)
    for name in ("mail", "said"):
        (place / name).mkdir()
        shutil.chown(place / name, "mail", "mail")
    server = Dovecot(place, free_port())
    (place / "conf").write_text(CONFIGURATION.format(place=place, port=server.port))
    process = subprocess.Popen([*words, str(place / "conf")])
    try:
        _wait_for(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(place)


def _wait_for(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            return server.line().shutdown()
        except OSError:
            assert process.poll() is None, (server.place / "log").read_text()
            time.sleep(0.1)
    raise AssertionError("Dovecot does not answer")
