"""The process tree, piece by piece; tests/real ends and kills the whole of it."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from gunicorn.app.base import BaseApplication

from rtop_event import serving
from rtop_event.serving import Child, Keeper, WebServer, bind_address, refuse_taken_port
from rtop_event.settings import Settings


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """The signals are heard as before afterwards."""
    before = {number: signal.getsignal(number) for number in serving.STOPS}
    yield
    for number, heard in before.items():
        signal.signal(number, heard)


def settings(**given: object) -> Settings:
    """Settings with nothing but what is given."""
    return Settings(instance=Path("nowhere"), **given)  # type: ignore[arg-type] # each test gives fitting ones


def rest() -> None:
    """Work that takes long."""
    time.sleep(60)


def stubborn() -> None:
    """Work that does not end when it is asked to."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)


def end_the_keeper() -> None:
    """Work that ends everything."""
    time.sleep(0.1)
    os.kill(os.getppid(), signal.SIGTERM)
    time.sleep(60)


def gone(pid: int) -> bool:
    """Whether there is no such process any more."""
    return not Path(f"/proc/{pid}").exists()


def test_keeper_ends_all_children_when_it_is_told_to() -> None:
    children = [Child("rests", rest), Child("ends", end_the_keeper)]
    assert Keeper(children).keep() == 0
    assert [gone(child.pid) for child in children] == [True, True]


def test_child_that_will_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PATIENCE_SECONDS", 0.3)
    children = [Child("stubborn", stubborn), Child("ends", end_the_keeper)]
    assert Keeper(children).keep() == 0
    assert [gone(child.pid) for child in children] == [True, True]


def test_child_that_died_is_started_again(tmp_path: Path) -> None:
    notes = tmp_path / "notes"

    def die_once() -> None:
        with notes.open("a") as paper:
            paper.write("started\n")
        if len(notes.read_text().splitlines()) < 2:
            os.kill(os.getpid(), signal.SIGKILL)
        end_the_keeper()

    child = Child("dies once", die_once)
    assert Keeper([child]).keep() == 0
    assert (notes.read_text(), child.failures) == ("started\nstarted\n", 1)


def test_child_that_dies_again_and_again_waits_longer_each_time() -> None:
    keeper = Keeper([Child("dies", lambda: None)])
    child = keeper.children[0]
    keeper._start(child)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    child.failures, first = 4, child.pid
    keeper._look_after_children()
    assert (child.pid, child.failures) == (0, 5)
    child.started -= 5
    keeper._look_after_children()
    assert child.pid not in {0, first}
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    child.started -= 61
    keeper.stopping = True
    keeper._look_after_children()
    assert (child.pid, child.failures) == (0, 0)
    assert keeper._end() == 0


@pytest.mark.parametrize(
    ("work", "code", "said"),
    [
        (lambda: None, 0, ""),
        (lambda: sys.exit(3), 3, ""),
        (lambda: sys.exit("RTOP_PORT: taken"), 1, "RTOP_PORT: taken\n"),
        (sys.exit, 0, ""),
        (lambda: 1 / 0, 1, "ZeroDivisionError: division by zero\n"),
    ],
)
def test_child_ends_with_the_code_of_its_work(
    work: Callable[[], None], code: int, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    child = Child("short", work)
    Keeper([child])._start(child)
    _, status = os.waitpid(child.pid, 0)
    assert (os.waitstatus_to_exitcode(status), capfd.readouterr().err[-len(said) :] if said else "") == (code, said)


def test_signal_to_a_process_that_is_gone_is_nothing() -> None:
    child = Child("short", lambda: None)
    Keeper([child])._start(child)
    os.waitpid(child.pid, 0)
    serving._signal(child.pid, signal.SIGTERM)
    assert gone(child.pid)


@pytest.mark.parametrize(("host", "expected"), [("127.0.0.1", "127.0.0.1:5000"), ("::1", "[::1]:5000")])
def test_address_is_written_as_the_server_reads_it(host: str, expected: str) -> None:
    assert bind_address(settings(host=host)) == expected


def test_taken_port_ends_the_start_with_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as refused:
            refuse_taken_port(settings(port=port))
    assert refused.value.code == f"RTOP_PORT: cannot listen on 127.0.0.1:{port} (Address already in use)"
    refuse_taken_port(settings(port=port))


def test_address_of_another_machine_ends_the_start_with_one_line() -> None:
    with pytest.raises(SystemExit) as refused:
        refuse_taken_port(settings(host="192.0.2.1"))
    assert refused.value.code == "RTOP_PORT: cannot listen on 192.0.2.1:5000 (Cannot assign requested address)"


def test_name_of_no_machine_ends_the_start_with_one_line() -> None:
    with pytest.raises(SystemExit) as refused:
        refuse_taken_port(settings(host="no-such-host.invalid"))
    assert str(refused.value.code).startswith("RTOP_HOST: cannot listen on no-such-host.invalid:5000 (")


def test_web_server_is_set_up_from_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["flask"])
    app = Flask("probe")
    server = WebServer(app, settings(port=5123, workers=3, threads=7))
    assert (server.cfg.address, server.cfg.workers, server.cfg.threads) == ([("127.0.0.1", 5123)], 3, 7)
    assert (server.cfg.worker_class_str, server.cfg.preload_app, server.load()) == ("gthread", True, app)
    assert server.cfg.logger_class is serving.WebLog


@pytest.fixture
def free(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The application's settings with a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: Settings = replace(app.extensions["settings"], port=probe.getsockname()[1], workers=1)
    monkeypatch.setitem(app.extensions, "settings", free)
    monkeypatch.setattr(sys, "argv", ["flask", "start"])
    return free


def test_web_server_runs_without_the_words_of_the_command(
    app: Flask, free: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[Flask] = []
    monkeypatch.setattr(BaseApplication, "run", lambda server: ran.append(server.load()))
    serving.serve_web(app)
    assert (ran, sys.argv) == ([app], ["flask"])


def test_tree_serves_the_site_until_it_is_told_to_end(app: Flask, free: Settings, tmp_path: Path) -> None:
    seen = tmp_path / "seen"

    def look_and_end(_app: Flask) -> None:
        for _ in range(100):
            try:
                with urllib.request.urlopen(f"{free_url}/healthz", timeout=2) as answer:
                    seen.write_bytes(answer.read())
                break
            except OSError:
                time.sleep(0.1)
        end_the_keeper()

    free_url = f"http://127.0.0.1:{free.port}"
    assert (serving.serve_all(app, look_and_end), seen.read_text()) == (0, '{"database":true}\n')
    refuse_taken_port(free)
