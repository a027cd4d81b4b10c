"""Servers to measure: ours and a bare Flask application, under the same web server with the same settings."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, environ: dict[str, str]) -> Iterator[tuple[str, float, int]]:
    """Start a server, wait for its first answer, give its address, the seconds until then, and its process id."""
    began = time.perf_counter()
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env={**inherited, **environ}, start_new_session=True
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process)
        yield address, time.perf_counter() - began, process.pid
    finally:
        with suppress(ProcessLookupError):  # a bench may have killed it
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1500):
        if process.poll() is not None:
            raise SystemExit(f"the server at {address} ended with {process.returncode}")
        try:
            with urllib.request.urlopen(address + "/", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.01)
    raise SystemExit(f"the server at {address} never answered")


@contextmanager
def bare(port: int, instance: Path) -> Iterator[str]:
    """The bare application: one `hello` and one endpoint that inserts a single durable row."""
    environ = {"RTOP_INSTANCE": str(instance), "RTOP_PORT": str(port)}
    with serving(["-m", "tests.bench.bare"], port, environ) as (address, _, _):
        yield address


@contextmanager
def ours(port: int, instance: Path, **settings: str) -> Iterator[tuple[str, float, int]]:
    """Our application under its web server."""
    environ = {
        "RTOP_INSTANCE": str(instance),
        "RTOP_PORT": str(port),
        "RTOP_RATE_LIMIT": "false",
        "RTOP_LOG_LEVEL": "error",
        **settings,
    }
    with serving(["-m", "flask", "--app", "app", "web"], port, environ) as started:
        yield started


def resident_megabytes(pid: int) -> list[float]:
    """Resident memory of a process's children, the web workers, in megabytes."""
    sizes = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        status = Path(f"/proc/{child}/status").read_text()
        sizes.append(int(status.split("VmRSS:")[1].split()[0]) / 1024)
    return sizes
