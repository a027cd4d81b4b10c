"""Saying once that the queue is away, and once that it is back, however often it is asked meanwhile."""

from __future__ import annotations

import logging
import threading

import structlog

REPEATED = ("Error reading", "Error enqueueing")
"""How the consumer's own lines begin, which it writes at every try."""


class Absence(logging.Filter):
    """Whether the queue is away; as a filter of the consumer's log it keeps out what would only say so again."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self._lock = threading.Lock()

    def begins(self, why: BaseException) -> None:
        """The queue did not answer."""
        with self._lock:
            if not self.away:
                self.away = True
                structlog.get_logger().warning("the queue is away: letters wait until it is back", why=str(why))

    def ends(self) -> None:
        """The queue answered."""
        with self._lock:
            if self.away:
                self.away = False
                structlog.get_logger().warning("the queue is back")

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line says anything new."""
        if not str(record.msg).startswith(REPEATED):
            return True
        if record.exc_info and record.exc_info[1]:
            self.begins(record.exc_info[1])
        return False
