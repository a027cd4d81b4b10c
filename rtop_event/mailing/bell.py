"""The bell that wakes the worker: a nudge in a queue.

The queue carries no letters and no facts: letters are rows. A queue that is down, or loses what it held, delays a
letter until the worker's next round and loses nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app

from rtop_event.mailing.absence import Absence
from rtop_event.mailing.rope import rope_of

QUIET_SECONDS = 10
"""After a failed nudge none is tried for so long: requests do not wait for a dead queue."""


class Bell:
    """The queue of one application, made at the first need and after any fork; ringing it wakes the worker."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.lock = threading.Lock()
        self.quiet_until = 0.0
        self.absence = Absence()
        self.stopping: Callable[[], bool] = lambda: False
        self.watch_holds: Callable[[], bool] = lambda: False
        """Whether the worker holds the line to the mailbox."""
        self._queue: Any = None
        self._nudge: Callable[[], object] | None = None

    def queue(self) -> Any:
        """The queue, a Huey with its tasks; raises what its engine raises when it cannot be reached."""
        from rtop_event.mailing import queueing  # noqa: PLC0415 # Huey with its engines: 16 MB, 0.2 s of each start

        with self.lock:
            if self._queue is None:
                queue = queueing.make_queue(self.app.extensions["settings"])
                self._nudge = queueing.add_tasks(queue, self.app, self._is_stopping)
                self._queue = queue
            return self._queue

    def _is_stopping(self) -> bool:
        return self.stopping()  # asked at each task: the consumer gives its own answer after the queue is made

    def ring(self) -> None:
        """Wake the worker unless it is about to look anyway; never fails the caller."""
        rope = rope_of(self.app.extensions["settings"])
        self._try(rope.pull if rope else self._enqueue)

    def pass_on(self) -> None:
        """In the worker: put into the queue what was asked for by the rope."""
        rope = rope_of(self.app.extensions["settings"])
        if rope and rope.is_pulled():
            self._try(rope.let_go)
            self._try(self._enqueue)

    def _enqueue(self) -> None:
        if self.queue().pending_count() == 0 and self._nudge:
            self._nudge()

    def _try(self, act: Callable[[], None]) -> None:
        if time.monotonic() < self.quiet_until:
            return
        try:
            act()
            self.absence.ends()
        except Exception as down:  # every engine has errors of its own, and no request fails for a queue
            self.quiet_until = time.monotonic() + QUIET_SECONDS
            self._queue = None
            self.absence.begins(down)


def ring() -> None:
    """Wake the worker of this application."""
    bell: Bell = current_app.extensions["bell"]
    bell.ring()
