"""The only place that knows what time it is; a trial can have its clock begin on another day."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

TRIAL_FILE = "trial-clock.json"
_ahead = timedelta()


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + _ahead


def ahead() -> timedelta:
    """By how much a trial's clock is ahead of the real one; nothing otherwise."""
    return _ahead


def begin_trial(instance: Path, *, shows: datetime) -> None:
    """Let the clock of this instance show that moment now, and run on from there, also after restarts."""
    draft = instance / f".{TRIAL_FILE}.{os.getpid()}"
    draft.write_text(json.dumps({"began": datetime.now(UTC).isoformat(), "shows": shows.isoformat()}), "ascii")
    draft.replace(instance / TRIAL_FILE)


def set_clock(instance: Path, *, trial: bool) -> datetime | None:
    """Use the trial's clock if there is one and it is wanted, else the real one; the moment at which a trial began."""
    global _ahead  # noqa: PLW0603 (one clock for the process)
    file = instance / TRIAL_FILE
    if not trial or not file.is_file():
        _ahead = timedelta()
        return None
    told = json.loads(file.read_text("ascii"))
    shows = datetime.fromisoformat(told["shows"])
    _ahead = shows - datetime.fromisoformat(told["began"])
    return shows
