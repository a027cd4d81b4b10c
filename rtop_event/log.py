"""The log: one line an event, machine-readable, without tokens or addresses of people."""

from __future__ import annotations

import logging
import re
import sys

import structlog

IN_A_PATH = re.compile(r"/(registrations|invitations|sign-in)/[A-Za-z0-9_~-]{8,}")
SIGNED = re.compile(r"[A-Za-z0-9_-]{4,}[~.][A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])")
GROWN = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
"""A token that `links.grown` made, wherever it stands."""
ADDRESS = re.compile(r"""[^\s<>"'(),;:=\[\]{}]+(?:@|%40)(?=[^\s@]+[.])""")
LINE = "%(levelname)s %(name)s %(message)s"


class Discreet(logging.Formatter):
    """A formatter whose lines, tracebacks included, hold no token and no address of a person."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return discreet(super().format(record))


def discreet(text: str) -> str:
    """The text without personal tokens, and with addresses cut down to their domain."""
    return ADDRESS.sub("...@", GROWN.sub("...", SIGNED.sub("...", IN_A_PATH.sub(r"/\1/...", text))))


def set_up_log(level: str) -> None:
    """Write events to standard error from this level on; the libraries' own lines go the same way."""
    number = logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet(LINE))
    logging.basicConfig(handlers=[handler], level=number)
    for talkative in ("huey", "alembic"):
        logging.getLogger(talkative).setLevel(max(logging.WARNING, number))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
            _discreet,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _discreet(_logger: object, _method: str, line: object) -> str:
    return discreet(str(line))
