"""All statements in one ZIP for the interpreters: the same bytes for the same files, made while they are sent."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

PIECE = 65_536
_PLAIN_FILE = 0o644 << 16
_UNIX = 3


class _Pipe:
    """What the archive writes, until it is taken: a piece of it, and never the whole."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes, /) -> int:
        """Hold a piece."""
        self.pieces.append(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        """Everything since it was last taken."""
        found, self.pieces = b"".join(self.pieces), []
        return found


def packed(files: Iterable[tuple[str, datetime, Path | None]]) -> Iterator[bytes]:
    """A ZIP of these files under these names, not packed any tighter; one that is missing is told in its place."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for name, at, path in files:
            if path is None:
                archive.writestr(_head(f"{name} - MISSING.txt", at), f"{name}: this file is missing on the server.\n")
                continue
            head = _head(name, at)
            head.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(head, "w") as target:
                while piece := source.read(PIECE):
                    target.write(piece)
                    yield pipe.taken()
    yield pipe.taken()


def _head(name: str, at: datetime) -> zipfile.ZipInfo:
    moment = at.astimezone(UTC)
    head = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second))
    head.external_attr, head.create_system = _PLAIN_FILE, _UNIX
    return head
