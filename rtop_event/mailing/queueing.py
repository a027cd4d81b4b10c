"""The queue and its tasks, on the engine that the settings name: sending when nudged, and each minute."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog
from flask import Flask
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
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
PATIENCE_SECONDS = 2


def make_queue(settings: Settings) -> Huey:
    """On PostgreSQL or Redis where the settings name them, else in a file of the instance."""
    if settings.queue_url:
        return PostgresHuey(NAME, dsn=settings.queue_url, results=False, connect_timeout=PATIENCE_SECONDS)
    if settings.redis_url:
        pool = ConnectionPool.from_url(settings.redis_url, socket_connect_timeout=PATIENCE_SECONDS, socket_timeout=10)
        return RedisHuey(NAME, connection_pool=pool, results=False)
    file = settings.instance / "queue.sqlite"
    return SqliteHuey(NAME, filename=str(file), results=False, fsync=False, timeout=PATIENCE_SECONDS)


def add_tasks(queue: Huey, app: Flask, stopping: Callable[[], bool]) -> Callable[[], object]:
    """Give the queue its tasks; the function that enqueues a nudge."""
    wanted, at_work, looking = threading.Event(), threading.Lock(), threading.Lock()

    def send_letters() -> None:
        wanted.set()
        while wanted.is_set() and at_work.acquire(blocking=False):
            try:
                wanted.clear()
                with app.app_context():
                    send_due(clock.now, stopping)
            finally:
                at_work.release()

    def look_into_inbox() -> None:
        if not looking.acquire(blocking=False):
            return
        try:
            with app.app_context():
                take_in(app.extensions["settings"], stopping, held=app.extensions["bell"].watch_holds())
        finally:
            looking.release()

    def show_life() -> None:
        with app.app_context():
            sign_of_life(at=clock.now())
            session.commit()

    def making(look: Round) -> Callable[[], None]:
        def round_() -> None:
            with app.app_context():
                look(clock.now())
                session.commit()

        return round_

    each_minute = crontab(minute="*")
    for look in rounds(app):
        queue.periodic_task(each_minute, name=f"round_{look.__name__}")(making(look))
    queue.periodic_task(each_minute, name="look_for_letters")(send_letters)
    queue.periodic_task(each_minute, name="look_into_inbox")(look_into_inbox)
    queue.periodic_task(each_minute, name="show_life")(show_life)
    nudge: Callable[[], object] = queue.task(name="send_letters")(send_letters)
    return nudge


def take_in(settings: Settings, stopping: Callable[[], bool], *, held: bool = False) -> None:
    """Take in what is new in the mailbox, unless its line is held, and work on all that was kept, however it came."""
    try:
        if not held:
            mailbox.fetch(settings, clock.now, stopping)
    except mailbox.Away as away:
        structlog.get_logger().warning("the mailbox cannot be read; the next round tries again", why=str(away))
    work_on_all(clock.now, stopping)
