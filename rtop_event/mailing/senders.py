"""Who sends: each sender locks a file of the instance as long as it lives, so that others know when it is dead.

The lock is the kernel's, which lets it go with the process however that ends: no second sender ever takes a letter
from one that lives. A sender on another machine is not seen here; its leases end by the clock.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from flask import current_app

from rtop_event.settings import Settings

FOLDER = "senders"
_MARK = re.compile(r"[0-9a-f]{16}")
_own: dict[tuple[int, Path], tuple[str, int]] = {}
"""The mark of this process for each instance, with the open file that holds its lock."""


def _folder() -> Path:
    settings: Settings = current_app.extensions["settings"]
    return settings.instance / FOLDER


def own_mark() -> str:
    """The mark of this process, with which its leases begin; locked before others can see it."""
    folder = _folder()
    known = _own.get((os.getpid(), folder))
    if known:
        return known[0]
    folder.mkdir(parents=True, exist_ok=True)
    mark = secrets.token_hex(8)
    hidden = folder / f".{mark}"
    handle = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    hidden.rename(folder / mark)
    _own[os.getpid(), folder] = mark, handle
    return mark


def dead_marks() -> list[str]:
    """The marks of senders that died without taking them along."""
    if not _folder().is_dir():
        return []
    return sorted(file.name for file in _folder().iterdir() if _MARK.fullmatch(file.name) and _unlocked(file))


def forget(marks: list[str]) -> None:
    """Their leases have been ended."""
    for mark in marks:
        (_folder() / mark).unlink(missing_ok=True)


def _unlocked(file: Path) -> bool:
    with suppress(OSError):
        handle = os.open(file, os.O_WRONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(handle)
        return True
    return False
