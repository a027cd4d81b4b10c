"""An SMTP server in a process of its own: keeps what it took, and misbehaves as the recipient's name says.

It knows delivery reports (RFC 3461) and keeps what it is asked for. Names: `later-...` is put off once (451), `gone-...` is refused (550), `dropped-...` is taken and the line cut before
the answer, once; `slow-...` takes a moment. Run: python -m tests.real.smtp_server PORT FOLDER [PASSWORD]
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Handler:
    """Takes mails into a folder, one line of JSON for each in `taken`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: set[str] = set()
        self.asked = ""
        """Parameters of the sender and of the last recipient."""

    async def handle_EHLO(self, _server: Any, session: Any, _envelope: Any, name: str, offers: list[str]) -> list[str]:  # noqa: N802 (aiosmtpd's name)
        session.host_name = name
        return [*offers[:-1], "250-DSN", offers[-1]]

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        if address.startswith("gone-"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later-") and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 greylisted, come back"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        recipient = envelope.rcpt_tos[0]
        if recipient.startswith("slow-"):
            await asyncio.sleep(0.02)
        with (self.folder / "taken").open("a") as book:
            content = envelope.content.decode("ascii")
            book.write(
                json.dumps(
                    {"from": envelope.mail_from, "to": envelope.rcpt_tos, "asked": self.asked, "content": content}
                )
                + "\n"
            )
        if recipient.startswith("dropped-") and recipient not in self.seen:
            self.seen.add(recipient)
            server.transport.abort()
        return "250 2.0.0 taken"


class Reporting(SMTP):
    """Offers delivery reports, and takes their parameters, which aiosmtpd does not know."""

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802 (aiosmtpd's name)
        """The sender, without the parameters."""
        address, _, self.asked = arg.partition(">")
        await super().smtp_MAIL(f"{address}>")

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802 (aiosmtpd's name)
        """The recipient, without the parameters."""
        address, _, asked = arg.partition(">")
        self.event_handler.asked = f"{self.asked} |{asked}"
        await super().smtp_RCPT(f"{address}>")


class OpenController(Controller):
    """Listens until the process is ended."""

    def factory(self) -> SMTP:
        """One server for each line."""
        return Reporting(self.handler, **self.SMTP_kwargs)


def main() -> None:
    """Serve until standard input ends."""
    port, folder, password = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=data.password == password.encode(), handled=False)

    options: dict[str, Any] = {}
    if password:
        options = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": False}
    controller = OpenController(Handler(folder), hostname="127.0.0.1", port=port, **options)
    controller.start()
    print("ready", flush=True)
    sys.stdin.read()
    controller.stop()


if __name__ == "__main__":
    main()
