"""Files that people send in: written and synced under a random name before a row speaks of them, and swept away."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Container, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

from rtop_event.refusal import NotFound, Refusal
from rtop_event.wording import sentence

FOLDER = "uploads"
UNCLAIMED = timedelta(hours=1)
"""How long a file may lie there without a row: the request that wrote it is over by then."""
_STAMP = "%Y%m%dT%H%M%S"
_DRAFT = re.compile(r"\.[0-9a-f]{16}")
_NAME = re.compile(r"([0-9]{8}T[0-9]{6})-[0-9a-f]{32}")


class NotKept(Refusal):
    """The folder takes no file: it is full, or closed to us."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            sentence("The file cannot be kept at the moment. Nothing was changed: please try again later.")
        )


class FileGone(NotFound):
    """The row is there, its file is not."""

    def __init__(self) -> None:
        super().__init__(sentence("This file is missing on the server. Please tell whoever runs this site."))


def keep(instance: Path, content: bytes, *, at: datetime) -> str:
    """Write a file, for its owner only, and its folder to the disk; the name that it has there. Raises NotKept."""
    name = f"{at.astimezone(UTC).strftime(_STAMP)}-{secrets.token_hex(16)}"
    try:
        put_back(instance, name, content)
    except OSError as full:
        raise NotKept from full
    return name


def put_back(instance: Path, name: str, content: bytes) -> None:
    """Write a file under the name that it has; one that is there already is the same. Raises OSError."""
    folder = instance / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    if not _NAME.fullmatch(name) or (folder / name).exists():
        return
    draft = folder / f".{secrets.token_hex(8)}"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as paper:
            paper.write(content)
            paper.flush()
            os.fsync(paper.fileno())
        draft.replace(folder / name)
    finally:
        draft.unlink(missing_ok=True)
    for place in (folder, instance):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def path_of(instance: Path, name: str) -> Path:
    """Where a file lies. Raises FileGone."""
    file = instance / FOLDER / name
    if not _NAME.fullmatch(name) or not file.is_file():
        raise FileGone
    return file


def all_names(instance: Path) -> list[str]:
    """The names of the files there are, oldest first."""
    folder = instance / FOLDER
    return sorted(one.name for one in folder.iterdir() if _NAME.fullmatch(one.name)) if folder.is_dir() else []


def unclaimed(instance: Path, at: datetime) -> list[str]:
    """Files that are old enough to have their row, if they ever get one; also by a clock that was set since.

    With those of which a killed process wrote a part only.
    """
    whole = [name for name in all_names(instance) if abs(at - _kept_at(name)) > UNCLAIMED]
    return whole + [name for name, begun_at in _drafts(instance) if abs(at - begun_at) > UNCLAIMED]


def sweep(instance: Path, old: list[str], claimed: Container[str]) -> int:
    """Remove those of the old files that no row claims; how many."""
    gone = [name for name in old if name not in claimed]
    for name in gone:
        (instance / FOLDER / name).unlink(missing_ok=True)
    return len(gone)


def _drafts(instance: Path) -> Iterator[tuple[str, datetime]]:
    """The files that are being written, or never were to their end, each with the hour when it was last written."""
    for one in (instance / FOLDER).glob(".*"):
        with suppress(FileNotFoundError):  # it has got its name meanwhile
            if _DRAFT.fullmatch(one.name):
                yield one.name, datetime.fromtimestamp(one.stat().st_mtime, UTC)


def _kept_at(name: str) -> datetime:
    return datetime.strptime(name.partition("-")[0], _STAMP).replace(tzinfo=UTC)
