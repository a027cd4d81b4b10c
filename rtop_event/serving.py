"""One process tree: a keeper that starts the web server and the worker, starts them again, and ends with them."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

import structlog
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from rtop_event.database import db
from rtop_event.log import Discreet
from rtop_event.settings import Settings

PATIENCE_SECONDS = 15
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class WebLog(Logger):  # type: ignore[misc] # gunicorn has no types
    """Gunicorn's own log, as discreet as ours."""

    def _set_handler(self, log: Any, output: Any, fmt: Any, stream: Any = None) -> None:
        super()._set_handler(log, output, Discreet(fmt._fmt, fmt.datefmt), stream)


class WebServer(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """Gunicorn with threads, set up from our settings, serving an application that is already loaded."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app, self.settings = app, settings
        super().__init__()

    def load_config(self) -> None:
        """Tell Gunicorn our settings."""
        wanted = {
            "bind": bind_address(self.settings),
            "workers": self.settings.workers,
            "worker_class": "gthread",
            "threads": self.settings.threads,
            "preload_app": True,
            "timeout": 30,
            "graceful_timeout": 10,
            "keepalive": 15,
            "loglevel": "warning",
            "logger_class": WebLog,
            "proc_name": "rtop-web",
            "control_socket_disable": True,
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108, PTH112 (shared memory)
        }
        for name, value in wanted.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        return self.app


@dataclass
class Child:
    """A process that the keeper keeps alive."""

    name: str
    work: Callable[[], None]
    pid: int = 0
    started: float = 0.0
    failures: int = 0


class Keeper:
    """Starts its children, starts a dead one again, and ends all of them when told to."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = False

    def keep(self) -> int:
        """Run until a signal ends it; the exit code."""
        for number in STOPS:
            signal.signal(number, self._stop)
        for child in self.children:
            self._start(child)
        while not self.stopping:
            self._look_after_children()
            time.sleep(0.2)
        return self._end()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self, child: Child) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        keeper = os.getpid()
        child.started = time.monotonic()
        child.pid = os.fork()
        if child.pid == 0:
            _become_child(child, keeper)

    def _look_after_children(self) -> None:
        for child in self.children:
            ended, _ = os.waitpid(child.pid, os.WNOHANG) if child.pid else (0, 0)
            if ended:
                child.pid = 0
                child.failures = 0 if time.monotonic() - child.started > 60 else child.failures + 1
                structlog.get_logger().error("a process ended and is started again", process=child.name)
            if not child.pid and not self.stopping and time.monotonic() - child.started >= min(child.failures, 10) - 1:
                self._start(child)

    def _end(self) -> int:
        living = {child.pid for child in self.children if child.pid}
        for pid in living:
            _signal(pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while living and time.monotonic() < deadline:
            living = {pid for pid in living if os.waitpid(pid, os.WNOHANG)[0] == 0}
            time.sleep(0.05)
        for pid in living:
            _signal(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        return 0


def _become_child(child: Child, keeper: int) -> None:
    """In the new process: die with the keeper, do the work, never come back."""
    code = 1
    try:
        for number in STOPS:
            signal.signal(number, signal.SIG_DFL)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGTERM)
        if os.getppid() == keeper:
            child.work()
            code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def bind_address(settings: Settings) -> str:
    """Host and port as Gunicorn writes them."""
    return f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"


def refuse_taken_port(settings: Settings) -> None:
    """End the start with one line when somebody else listens there."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as taken:
            name = "RTOP_HOST" if isinstance(taken, socket.gaierror) else "RTOP_PORT"
            why = taken.strerror or str(taken)
            raise SystemExit(f"{name}: cannot listen on {bind_address(settings)} ({why})") from taken


def serve_web(app: Flask) -> None:
    """The web server in this process, until a signal ends it."""
    settings: Settings = app.extensions["settings"]
    refuse_taken_port(settings)
    with app.app_context():
        db.engine.dispose()
    sys.argv = sys.argv[:1]
    server: Any = WebServer(app, settings)
    server.run()


def serve_all(app: Flask, worker: Callable[[Flask], None]) -> int:
    """Web server and worker in one process tree, until a signal ends it; the exit code."""
    refuse_taken_port(app.extensions["settings"])
    with app.app_context():
        db.engine.dispose()
    return Keeper([Child("web", lambda: serve_web(app)), Child("worker", lambda: worker(app))]).keep()
