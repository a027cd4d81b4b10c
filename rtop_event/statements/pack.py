"""All statements in one ZIP for the interpreters: the same bytes for the same files, and never all in memory."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

IN_MEMORY = 2_000_000
_PLAIN_FILE = 0o644 << 16
_UNIX = 3


def packed(files: Iterable[tuple[str, datetime, Path | None]]) -> IO[bytes]:
    """A ZIP of these files under these names, not packed any tighter; one that is missing is told in its place."""
    paper: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    with zipfile.ZipFile(paper, "w", zipfile.ZIP_STORED) as archive:
        for name, at, path in files:
            if path is None:
                archive.writestr(_head(f"{name} - MISSING.txt", at), f"{name}: this file is missing on the server.\n")
                continue
            head = _head(name, at)
            head.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(head, "w") as target:
                shutil.copyfileobj(source, target)
    paper.seek(0)
    return paper


def _head(name: str, at: datetime) -> zipfile.ZipInfo:
    moment = at.astimezone(UTC)
    head = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second))
    head.external_attr, head.create_system = _PLAIN_FILE, _UNIX
    return head
