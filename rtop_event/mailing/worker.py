"""The worker: a huey consumer that sends when woken, looks each minute for what is due, and shows that it lives.

The queue carries no letters and no facts, only a nudge: letters are rows. A queue that is down, or loses what it held,
delays a letter until the next round and loses nothing.
"""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from redis import ConnectionPool

from rtop_event import clock
from rtop_event.database import session
from rtop_event.mailing import mailbox
from rtop_event.mailing.postman import sign_of_life
from rtop_event.mailing.rounds import Round, rounds
from rtop_event.mailing.sending import send_due
from rtop_event.mailing.taking import work_on_all
from rtop_event.settings import Settings

NAME = "rtop"
QUIET_SECONDS = 10
"""After a failed nudge none is tried for so long: requests do not wait for a dead queue."""
PATIENCE_SECONDS = 2
SHUTDOWN_SECONDS = 12


class Bell:
    """The queue of one application, made at the first need and after any fork; ringing it wakes the worker."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.lock = threading.Lock()
        self.quiet_until = 0.0
        self.stopping: Callable[[], bool] = lambda: False
        self._queue: Huey | None = None
        self._nudge: Callable[[], object] | None = None

    def queue(self) -> Huey:
        """The queue with its tasks; raises what its engine raises when it cannot be reached."""
        with self.lock:
            if self._queue is None:
                queue = make_queue(self.app.extensions["settings"])
                self._nudge = _add_tasks(queue, self)
                self._queue = queue
            return self._queue

    def ring(self) -> None:
        """Wake the worker unless it is about to look anyway; never fails the caller."""
        if time.monotonic() < self.quiet_until:
            return
        try:
            if self.queue().pending_count() == 0 and self._nudge:
                self._nudge()
        except Exception as down:  # every engine has errors of its own, and no request fails for a queue
            self.quiet_until = time.monotonic() + QUIET_SECONDS
            self._queue = None
            structlog.get_logger().warning("the queue is away; the worker's next round sends", why=str(down))


def make_queue(settings: Settings) -> Huey:
    """On PostgreSQL or Redis where the settings name them, else in a file of the instance."""
    if settings.queue_url:
        return PostgresHuey(NAME, dsn=settings.queue_url, results=False, connect_timeout=PATIENCE_SECONDS)
    if settings.redis_url:
        pool = ConnectionPool.from_url(settings.redis_url, socket_connect_timeout=PATIENCE_SECONDS, socket_timeout=10)
        return RedisHuey(NAME, connection_pool=pool, results=False)
    file = settings.instance / "queue.sqlite"
    return SqliteHuey(NAME, filename=str(file), results=False, fsync=False, timeout=PATIENCE_SECONDS)


def _add_tasks(queue: Huey, bell: Bell) -> Callable[[], object]:
    """Give the queue its tasks; the function that enqueues a nudge."""
    wanted, at_work, looking = threading.Event(), threading.Lock(), threading.Lock()

    def send_letters() -> None:
        wanted.set()
        while wanted.is_set() and at_work.acquire(blocking=False):
            try:
                wanted.clear()
                with bell.app.app_context():
                    send_due(clock.now, bell.stopping)
            finally:
                at_work.release()

    def look_into_inbox() -> None:
        if not looking.acquire(blocking=False):
            return
        try:
            with bell.app.app_context():
                take_in(bell)
        finally:
            looking.release()

    def show_life() -> None:
        with bell.app.app_context():
            sign_of_life(at=clock.now())
            session.commit()

    def making(look: Round) -> Callable[[], None]:
        def round_() -> None:
            with bell.app.app_context():
                look(clock.now())
                session.commit()

        return round_

    each_minute = crontab(minute="*")
    for look in rounds(bell.app):
        queue.periodic_task(each_minute, name=f"round_{look.__name__}")(making(look))
    queue.periodic_task(each_minute, name="look_for_letters")(send_letters)
    queue.periodic_task(each_minute, name="look_into_inbox")(look_into_inbox)
    queue.periodic_task(each_minute, name="show_life")(show_life)
    nudge: Callable[[], object] = queue.task(name="send_letters")(send_letters)
    return nudge


def take_in(bell: Bell) -> None:
    """Take in what is new in the mailbox, and work on all that was kept, by whichever way it came."""
    try:
        mailbox.fetch(bell.app.extensions["settings"], clock.now, bell.stopping)
    except mailbox.Away as away:
        structlog.get_logger().warning("the mailbox cannot be read; the next round tries again", why=str(away))
    work_on_all(clock.now, bell.stopping)


class PoliteConsumer(Consumer):  # type: ignore[misc] # huey has no types
    """A consumer that finishes the letter in its hand, and is never run anew by a hang-up."""

    def _set_signal_handlers(self) -> None:
        self._signal_actions = {signal.SIGTERM: (False, True), signal.SIGINT: (False, True)}
        super()._set_signal_handlers()


def run_worker(app: Flask) -> None:
    """Work until a signal ends it; at once when the queue cannot be reached, so that the keeper tries again."""
    bell: Bell = app.extensions["bell"]
    settings: Settings = app.extensions["settings"]
    if not settings.queue_url and not settings.redis_url:
        discard_broken_queue(settings.instance / "queue.sqlite")
    queue = bell.queue()
    options: dict[str, Any] = {"workers": 3, "initial_delay": 0.1, "max_delay": 0.5}
    consumer = PoliteConsumer(queue, shutdown_timeout=SHUTDOWN_SECONDS, graceful_signal="TERM", **options)
    bell.stopping = consumer.stop_flag.is_set
    with app.app_context():
        sign_of_life(at=clock.now())
        session.commit()
    bell.ring()
    consumer.run()


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


def ring() -> None:
    """Wake the worker of this application."""
    bell: Bell = current_app.extensions["bell"]
    bell.ring()
