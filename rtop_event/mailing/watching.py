"""Holding the line to a mailbox that calls (IMAP IDLE), in a thread of the worker; without it each minute must do.

The line is dropped and taken up again as often as it likes: nothing is known only to it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from rtop_event import clock
from rtop_event.mailing import mailbox
from rtop_event.mailing.taking import work_on_all
from rtop_event.settings import Settings

SLICE_SECONDS = 25
"""How long we wait for a call before we look anyway: some servers are quiet, and some lines are dead without a word."""
PAUSE_SECONDS = 10
LONGEST_PAUSE_SECONDS = 120


class Watch:
    """The line to the mailbox; while it is held, nobody else needs to look."""

    def __init__(self, app: Flask, stopping: Callable[[], bool]) -> None:
        self.app, self.stopping = app, stopping
        self.held = threading.Event()

    def begin(self) -> None:
        """Hold the line in a thread that ends with the process."""
        threading.Thread(target=self.hold, name="mailbox", daemon=True).start()

    def hold(self, pause: float = PAUSE_SECONDS) -> None:
        """Hold the line until we stop, or it shows that the server does not call."""
        settings: Settings = self.app.extensions["settings"]
        wait = pause
        while not self.stopping():
            try:
                with mailbox.opened(settings.inbox_url) as box:
                    if not box.calls:
                        return
                    self.held.set()
                    wait = pause
                    self._listen(box)
            except (mailbox.Away, SQLAlchemyError) as away:
                structlog.get_logger().warning("the line to the mailbox broke; it is taken up again", why=str(away))
                time.sleep(wait)
                wait = min(2 * wait, LONGEST_PAUSE_SECONDS)
            finally:
                self.held.clear()

    def _listen(self, box: mailbox.Box) -> None:
        while not self.stopping():
            with self.app.app_context():
                box.take_new(clock.now, self.stopping)
                work_on_all(clock.now, self.stopping)
            box.wait(SLICE_SECONDS)
