"""Load from a second process on the loopback: wrk where it is installed, else a few plain connections."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 16


@dataclass(frozen=True)
class Load:
    """How many requests a second were answered, the 99th percentile in milliseconds, and how many went wrong."""

    rate: float
    p99: float
    wrong: int


def measured(url: str, *, seconds: float, headers: dict[str, str] | None = None, expect: int = 200) -> Load:
    """Ask for the address again and again over some connections."""
    headers = headers or {}
    if shutil.which("wrk"):
        return _with_wrk(url, seconds, headers)
    return asyncio.run(_with_connections(url, seconds, headers, expect))


def _with_wrk(url: str, seconds: float, headers: dict[str, str]) -> Load:
    told = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--latency", *told, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index] # wrk always says it
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()  # type: ignore[union-attr] # wrk always says it
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return Load(rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit], int(wrong[1]) if wrong else 0)


async def _with_connections(url: str, seconds: float, headers: dict[str, str], expect: int) -> Load:
    parts = urlsplit(url)
    told = "".join(f"{name}: {value}\r\n" for name, value in {"Host": parts.netloc, **headers}.items())
    request = f"GET {parts.path} HTTP/1.1\r\n{told}\r\n".encode()
    deadline = time.perf_counter() + seconds
    times: list[float] = []
    wrong = 0

    async def ask() -> None:
        nonlocal wrong
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        while time.perf_counter() < deadline:
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            if length and expect != 304:
                await reader.readexactly(int(length[1]))
            wrong += not head.startswith(f"HTTP/1.1 {expect}".encode())
            times.append(time.perf_counter() - began)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(CONNECTIONS)))
    took = time.perf_counter() - began
    times.sort()
    return Load(len(times) / took, times[int(len(times) * 0.99)] * 1000, wrong)
