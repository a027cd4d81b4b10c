"""The table `[floor]` of a dialogue's folder: how the floor is run."""

from __future__ import annotations

from typing import Any

from rtop_event.dialogues.keys import Keys
from rtop_event.dialogues.words import AbsentGo, RepliesGo


def floor_of(keys: Keys) -> dict[str, Any]:
    """The customs that the folder gives, lengths in seconds; empty without the table, raises BadDialogueFile."""
    if not keys.has("floor"):
        return {}
    table = keys.keys("floor")
    found = {
        "most_replies": table.integer("most_replies", 0, 9, 2),
        "first_reply": table.integer("first_reply", 30, 3600, 600),
        "second_reply": table.integer("second_reply", 30, 3600, 300),
        "replies_go": table.choice("replies_go", RepliesGo, RepliesGo.DAY),
        "point_stops_clock": table.yes("point_stops_clock", default=True),
        "absent_go": table.choice("absent_go", AbsentGo, AbsentGo.BLOCK),
        "lengthen_by": table.integer("lengthen_by", 5, 600, 30),
        "undo_freely": table.integer("undo_freely", 0, 600, 30),
    }
    table.done()
    return found
