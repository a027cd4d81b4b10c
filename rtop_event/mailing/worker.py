"""The worker: a huey consumer that sends when woken, looks each minute for what is due, and shows that it lives."""

from __future__ import annotations

import contextlib
import logging
import signal
import sqlite3
import threading
from pathlib import Path
from typing import Any

from flask import Flask
from huey.consumer import Consumer

from rtop_event import clock
from rtop_event.database import session
from rtop_event.mailing.absence import Absence
from rtop_event.mailing.bell import Bell
from rtop_event.mailing.postman import sign_of_life
from rtop_event.mailing.rope import rope_of
from rtop_event.mailing.watching import Watch
from rtop_event.settings import Settings

SHUTDOWN_SECONDS = 12
LISTEN_SECONDS = 0.2


class PoliteConsumer(Consumer):  # type: ignore[misc] # huey has no types
    """A consumer that finishes the letter in its hand, and is never run anew by a hang-up."""

    def _set_signal_handlers(self) -> None:
        self._signal_actions = {signal.SIGTERM: (False, True), signal.SIGINT: (False, True)}
        super()._set_signal_handlers()


def listen(queue: Any, absence: Absence) -> None:
    """Notice when the queue answers again, and say that it does not only once."""
    ask = queue.dequeue

    def dequeue() -> Any:
        task = ask()
        absence.ends()
        return task

    queue.dequeue = dequeue
    for name in ("Worker", "Scheduler"):
        logging.getLogger(f"huey.consumer.{name}").addFilter(absence)


def run_worker(app: Flask) -> None:
    """Work until a signal ends it; at once when the queue cannot be reached, so that the keeper tries again."""
    bell: Bell = app.extensions["bell"]
    settings: Settings = app.extensions["settings"]
    if rope_of(settings):
        discard_broken_queue(settings.instance / "queue.sqlite")
    queue = bell.queue()
    listen(queue, bell.absence)
    options: dict[str, Any] = {"workers": 3, "initial_delay": 0.1, "max_delay": 0.5}
    consumer = PoliteConsumer(queue, shutdown_timeout=SHUTDOWN_SECONDS, graceful_signal="TERM", **options)
    bell.stopping = consumer.stop_flag.is_set
    with app.app_context():
        sign_of_life(at=clock.now())
        session.commit()
    bell.ring()
    threading.Thread(target=hear, args=(bell, consumer.stop_flag), name="bell", daemon=True).start()
    if settings.inbox_url:
        watch = Watch(app, consumer.stop_flag.is_set)
        bell.watch_holds = watch.held.is_set
        watch.begin()
    consumer.run()


def hear(bell: Bell, stopped: threading.Event) -> None:
    """Listen to the rope until we stop."""
    while not stopped.wait(LISTEN_SECONDS):
        bell.pass_on()


def discard_broken_queue(file: Path) -> None:
    """A power cut may break the queue's file, which is written without syncing: nothing in it is missed."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        try:
            sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        except sqlite3.DatabaseError:
            sound = False
    if not sound:
        for part in file.parent.glob(f"{file.name}*"):
            part.unlink()
