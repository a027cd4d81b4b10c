"""The process tree of `flask start`: it ends as one, heals itself after kill -9, and says in one line why it cannot run."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
WORKERS = 2
WHOLE = 3 + WORKERS
"""Keeper, web master, mail worker, web workers."""
PATIENCE = 60.0
"""Seconds until a step that does not happen fails; how soon it happens is for `make bench` to say."""


class Site:
    """A site with its process tree, on a free port, in a session of its own."""

    def __init__(self, instance: Path, port: int, **given: str) -> None:
        self.instance, self.port = instance, port
        environ = {name: value for name, value in os.environ.items() if not name.startswith("RTOP_")}
        environ |= {"RTOP_INSTANCE": str(instance), "RTOP_PORT": str(port), "RTOP_WORKERS": str(WORKERS)}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "start"],
            cwd=ROOT,
            env=environ | {f"RTOP_{name.upper()}": value for name, value in given.items()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def answers(self) -> bool:
        """Whether the site answers that its database does."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def living(self) -> dict[int, int]:
        """All processes of this session that live: number, and number of the parent."""
        found = {}
        for place in Path("/proc").glob("[0-9]*"):
            try:
                state, parent, _group, session = (place / "stat").read_text().rpartition(")")[2].split()[:4]
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(session) == self.process.pid and state != "Z":
                found[int(place.name)] = int(parent)
        return found

    def children(self, of: int) -> list[int]:
        """The children of a process, oldest first."""
        return sorted(number for number, parent in self.living().items() if parent == of)

    def master(self) -> int:
        """The web master: the child of the keeper that has children itself."""
        return next(one for one in self.children(self.process.pid) if self.children(one))

    def mail_worker(self) -> int:
        """The other child of the keeper."""
        return next(one for one in self.children(self.process.pid) if one != self.master())

    def whole(self) -> bool:
        """Whether every process is there, none too many, each with its own parent."""
        living = self.living()
        keepers = [number for number, parent in living.items() if parent == self.process.pid]
        return len(living) == WHOLE and len(keepers) == 2 and 1 not in set(living.values()) - {os.getpid()}

    def up(self) -> bool:
        """Whether the site answers and is whole; an error with what it said when its keeper ended."""
        if self.process.poll() is not None and self.process.stdout:
            raise AssertionError(self.process.stdout.read())
        return self.answers() and self.whole()

    def end(self) -> None:
        """Kill what is left of it."""
        for number in self.living():
            os.kill(number, signal.SIGKILL)
        self.process.wait(PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()


def within(seconds: float, what: Callable[[], bool]) -> None:
    """Wait until it is so; a failure when it is not in time."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.05)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance that all tests here use one after the other, whatever the one before did to it."""
    return tmp_path_factory.mktemp("processes")


@pytest.fixture
def site(instance: Path) -> Iterator[Site]:
    """The site, up and whole."""
    site = Site(instance, free_port())
    try:
        within(PATIENCE, site.up)
        yield site
    finally:
        site.end()


def test_ctrl_c_ends_all_of_it(site: Site) -> None:
    os.killpg(site.process.pid, signal.SIGINT)
    said, _ = site.process.communicate(timeout=PATIENCE)
    assert (site.process.returncode, site.living()) == (0, {})
    assert f"The site is at http://127.0.0.1:{site.port}/" in said
    assert "Traceback" not in said


def test_ending_the_keeper_ends_all_of_it(site: Site) -> None:
    site.process.terminate()
    assert site.process.wait(PATIENCE) == 0
    assert site.living() == {}


def test_killed_web_worker_is_replaced(site: Site) -> None:
    victim = site.children(site.master())[0]
    os.kill(victim, signal.SIGKILL)
    within(PATIENCE, lambda: victim not in site.living() and site.up())


def test_killed_web_master_is_replaced_and_leaves_no_orphans(site: Site) -> None:
    before = set(site.living())
    victim = site.master()
    os.kill(victim, signal.SIGKILL)
    within(PATIENCE, lambda: victim not in site.living() and site.up())
    assert len(before & set(site.living())) == 2, "keeper and mail worker stay, the old web workers do not"


def test_killed_mail_worker_is_replaced(site: Site) -> None:
    victim = site.mail_worker()
    os.kill(victim, signal.SIGKILL)
    within(PATIENCE, lambda: victim not in site.living() and site.up())


def test_killed_keeper_takes_all_with_it_and_the_next_start_serves(site: Site) -> None:
    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait(PATIENCE)
    within(PATIENCE, lambda: not set(site.living()))
    again = Site(site.instance, site.port)
    try:
        within(PATIENCE, again.answers)
        within(PATIENCE, again.whole)
    finally:
        again.end()


def test_everything_killed_at_once_needs_no_repair(site: Site) -> None:
    for number in site.living():
        os.kill(number, signal.SIGKILL)
    site.process.wait(PATIENCE)
    again = Site(site.instance, site.port)
    try:
        within(PATIENCE, again.answers)
    finally:
        again.end()


def test_second_start_on_a_taken_port_ends_with_one_line(site: Site) -> None:
    second = Site(site.instance, site.port)
    said, _ = second.process.communicate(timeout=PATIENCE)
    assert (second.process.returncode, said) == (
        1,
        f"RTOP_PORT: cannot listen on 127.0.0.1:{site.port} (Address already in use)\n",
    )
    assert site.up()


def test_unknown_host_ends_with_one_line(tmp_path: Path) -> None:
    site = Site(tmp_path, free_port(), host="no-such-host.invalid")
    said, _ = site.process.communicate(timeout=PATIENCE)
    assert site.process.returncode == 1
    assert said.startswith(f"RTOP_HOST: cannot listen on no-such-host.invalid:{site.port} (")
    assert said.count("\n") == 1


def test_schema_of_another_version_ends_with_one_line(site: Site, tmp_path: Path) -> None:
    os.killpg(site.process.pid, signal.SIGINT)
    site.process.wait(PATIENCE)
    database = sqlite3.connect(site.instance / "rtop.sqlite")
    with database:
        known = database.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        database.execute("UPDATE alembic_version SET version_num = '9999_from_tomorrow'")
    second = Site(site.instance, site.port)
    said, _ = second.process.communicate(timeout=PATIENCE)
    with database:
        database.execute("UPDATE alembic_version SET version_num = ?", [known])
    database.close()
    assert (second.process.returncode, said) == (
        1,
        f"Error: The database has the schema 9999_from_tomorrow, this version knows {known}: run `flask --app app"
        " migrate`, or start the version that fits.\n",
    )
