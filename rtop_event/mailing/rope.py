"""The rope of the bell where the queue is a file of ours: a mark that anybody makes and only the worker takes away.

So the processes of the web know nothing of the queue, whose engines would cost each of them thirteen megabytes.
"""

from __future__ import annotations

from pathlib import Path

from rtop_event.settings import Settings


class Rope:
    """A file that is there from the first pull until the worker has noticed it."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def pull(self) -> None:
        """Make the mark; raises OSError where that cannot be."""
        self.file.touch()

    def is_pulled(self) -> bool:
        """Whether somebody has pulled since it was let go."""
        return self.file.exists()

    def let_go(self) -> None:
        """Take the mark away, before what it asks for is done: who pulls from now on is noticed again."""
        self.file.unlink(missing_ok=True)


def rope_of(settings: Settings) -> Rope | None:
    """The rope; None where the queue is on a server, which everybody asks directly."""
    return None if settings.queue_url or settings.redis_url else Rope(settings.instance / "bell")
