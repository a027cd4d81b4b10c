"""What can happen on the floor, and what may be given the floor."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """One thing that happened in the room."""

    OPENED = "opened"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CLOSED = "closed"
    CALLED = "called"
    BEGAN = "began"
    PAUSED = "paused"
    CONTINUED = "continued"
    ENDED = "ended"
    LENGTHENED = "lengthened"
    ABSENT = "absent"
    FOUND = "found"
    PASSED_OVER = "passed_over"
    YIELDED = "yielded"
    REPLY_ASKED = "reply_asked"
    REPLY_GRANTED = "reply_granted"
    REPLY_REFUSED = "reply_refused"
    POINT_RAISED = "point_raised"
    POINT_RULED = "point_ruled"
    NOTED = "noted"
    BLANKED = "blanked"
    SHOWN = "shown"
    UNDONE = "undone"


class Voice(StrEnum):
    """In what capacity somebody has the floor."""

    STATEMENT = "statement"
    REPLY = "reply"
    PANEL = "panel"
