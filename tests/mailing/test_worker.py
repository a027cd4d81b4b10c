"""Waking the worker after a commit, and a queue whose death hurts nobody."""

from __future__ import annotations

import logging
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from sqlalchemy.exc import IntegrityError

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.mailing import queueing, worker
from rtop_event.mailing.bell import Bell
from rtop_event.mailing.deciding import approve, discard
from rtop_event.mailing.models import Letter, LetterKind, LetterState
from rtop_event.mailing.postman import worker_alive
from rtop_event.mailing.queueing import make_queue
from rtop_event.mailing.worker import PoliteConsumer, discard_broken_queue
from rtop_event.settings import Settings
from tests import builders
from tests.mailing.letters import AT, a_letter

Outbox = Callable[[], list[Letter]]


@pytest.fixture
def bell(app: Flask, rows: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bell]:
    """The application's bell with an empty queue."""
    fresh = Bell(app)
    monkeypatch.setitem(app.extensions, "bell", fresh)
    empty(fresh)
    yield fresh
    empty(fresh)


def empty(bell: Bell) -> None:
    bell.pass_on()
    bell.queue().storage.flush_queue()


def nudges(bell: Bell) -> int:
    """As many as the worker finds once it has listened to the rope."""
    bell.pass_on()
    return int(bell.queue().pending_count())


def test_commit_of_a_letter_that_may_leave_wakes_the_worker(bell: Bell) -> None:
    a_letter()
    assert nudges(bell) == 0
    session.commit()
    assert nudges(bell) == 1


def test_draft_wakes_nobody_until_it_is_approved(bell: Bell) -> None:
    letter = a_letter(LetterKind.DECISION)
    session.commit()
    assert nudges(bell) == 0
    approve(letter, by="Ana", at=AT)
    session.commit()
    assert nudges(bell) == 1


def test_what_is_rolled_back_or_discarded_wakes_nobody(bell: Bell) -> None:
    a_letter()
    session.rollback()
    session.commit()
    discard(a_letter(), at=AT)
    session.flush()
    session.rollback()
    session.commit()
    assert nudges(bell) == 0


def test_savepoint_wakes_nobody_and_forgets_nothing(bell: Bell) -> None:
    first = a_letter()
    with session.begin_nested():
        a_letter(stream="other")
    assert nudges(bell) == 0
    with pytest.raises(IntegrityError):
        _store_in_savepoint(first.message_id)
    session.commit()
    assert nudges(bell) == 1


def _store_in_savepoint(message_id: str) -> None:
    with session.begin_nested():
        a_letter(stream="third").message_id = message_id
        session.flush()


def test_one_nudge_is_enough_for_many_letters(bell: Bell) -> None:
    for number in range(3):
        a_letter(stream=str(number))
        session.commit()
    assert nudges(bell) == 1


def test_dead_queue_fails_no_commit_and_is_left_alone_for_a_while(
    app: Flask, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Settings] = []

    def refuse(settings: Settings) -> Huey:
        asked.append(settings)
        raise ConnectionError("no queue there")

    monkeypatch.setattr(queueing, "make_queue", refuse)
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], redis_url="redis://x.example"))
    monkeypatch.setitem(app.extensions, "bell", Bell(app))
    for number in range(3):
        a_letter(stream=str(number))
        session.commit()
    assert len(outbox()) == 3
    assert len(asked) == 1


def test_redis_that_is_away_is_noticed_when_it_is_rung(app: Flask, rows: None, monkeypatch: pytest.MonkeyPatch) -> None:
    away = replace(app.extensions["settings"], redis_url="redis://127.0.0.1:1/0")
    monkeypatch.setitem(app.extensions, "settings", away)
    bell = Bell(app)
    bell.ring()
    assert bell.quiet_until > 0


def test_rope_that_cannot_be_pulled_fails_no_commit(
    app: Flask, outbox: Outbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    away = replace(app.extensions["settings"], redis_url="", queue_url="", instance=tmp_path / "nowhere")
    monkeypatch.setitem(app.extensions, "settings", away)
    bell = Bell(app)
    monkeypatch.setitem(app.extensions, "bell", bell)
    a_letter()
    session.commit()
    assert (len(outbox()), bell.quiet_until > 0, bell.absence.away) == (1, True, True)


def test_who_only_rings_needs_no_queue(app: Flask, rows: None, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: Settings = replace(app.extensions["settings"], redis_url="", queue_url="")
    monkeypatch.setitem(app.extensions, "settings", settings)
    bell = Bell(app)
    bell.ring()
    assert (bell._queue, (settings.instance / "bell").exists()) == (None, True)
    bell.pass_on()
    assert (int(bell.queue().pending_count()), (settings.instance / "bell").exists()) == (1, False)
    bell.queue().storage.flush_queue()


def test_queue_is_where_the_settings_say(app: Flask) -> None:
    settings: Settings = replace(app.extensions["settings"], redis_url="")
    assert type(make_queue(settings)) is SqliteHuey
    assert type(make_queue(replace(settings, redis_url="redis://127.0.0.1:1/0"))) is RedisHuey
    assert PostgresHuey.storage_class.__name__ == "PostgresStorage"


def test_tasks_send_what_is_due_and_show_life(app: Flask, bell: Bell, outbox: Outbox) -> None:
    a_letter(at=now())
    session.commit()
    bell.pass_on()
    queue = bell.queue()
    for task in (queue.dequeue(), *queue.read_periodic(now())):
        queue.execute(task)
    assert outbox()[0].state(now()) is LetterState.SENT
    assert worker_alive(now()) is True


def test_what_the_wings_look_for_is_done_and_kept_each_minute(
    app: Flask, bell: Bell, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    dialogue = builders.a_dialogue()
    early = {"received_at": builders.OPENED, "requested_at": builders.OPENED}
    two = [builders.an_inscription(dialogue, name, **early) for name in ("Chile", "Chad")]
    dialogue.meetings[1].ends_at = builders.FAR
    builders.an_exchange(*two, expires_at=builders.MORNING)
    session.commit()
    queue = bell.queue()
    for _ in range(2):
        for task in queue.read_periodic(now()):
            queue.execute(task)
    session.rollback()
    assert [one.exc_text or one.message for one in caplog.records if one.levelno >= logging.ERROR] == []
    told = [one.subject for one in outbox() if one.subject.endswith(": expired")]
    assert told == ["Exchange of places with Chad: expired", "Exchange of places with Chile: expired"]


def test_worker_runs_until_it_is_told_to_stop(app: Flask, outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PoliteConsumer, "_set_signal_handlers", lambda _self: None)
    bell = Bell(app)
    monkeypatch.setitem(app.extensions, "bell", bell)
    a_letter(at=now())
    session.commit()
    running = threading.Thread(target=worker.run_worker, args=(app,))
    running.start()
    for _ in range(100):
        if outbox()[0].sent_at:
            break
        session.rollback()
        threading.Event().wait(0.1)
    assert bell.stopping() is False
    bell.stopping.__self__.set()  # type: ignore[attr-defined] # the consumer's own stop flag
    running.join(10)
    assert running.is_alive() is False
    assert outbox()[0].state(now()) is LetterState.SENT


def test_consumer_stops_politely_and_is_never_run_anew(bell: Bell) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    try:
        consumer = PoliteConsumer(bell.queue(), graceful_signal="TERM")
        consumer._set_signal_handlers()
        assert consumer._signal_actions == {signal.SIGTERM: (False, True), signal.SIGINT: (False, True)}
        assert signal.getsignal(signal.SIGHUP) is before[signal.SIGHUP]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_broken_queue_file_is_thrown_away_and_a_sound_one_is_kept(tmp_path: Path) -> None:
    sound, broken = tmp_path / "sound.sqlite", tmp_path / "broken.sqlite"
    with sqlite3.connect(sound) as connection:
        connection.execute("CREATE TABLE task (id)")
    connection.close()
    broken.write_bytes(b"not a database" * 1000)
    discard_broken_queue(sound)
    discard_broken_queue(broken)
    assert [file.name for file in tmp_path.iterdir()] == ["sound.sqlite"]
