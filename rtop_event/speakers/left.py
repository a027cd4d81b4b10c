"""Who is left once a meeting has opened, and in what time: the list as far as other limits can still change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rtop_event.speakers.composing import Listing
from rtop_event.speakers.floor_time import DayTime, FloorTime
from rtop_event.speakers.timing import Speaking, Timetable, Turn, Window


@dataclass(frozen=True)
class Left:
    """The turns of those who are still to speak, in the room's order, under whichever limits; and what time is left.

    The windows are the meetings that were not closed, the one that sits from now on, each until its end.
    """

    turns: Callable[[Timetable], list[Turn]]
    windows: Sequence[Window]

    def fits(self, _places: Sequence[Speaking], timetable: Timetable) -> bool:
        """Whether all of them can end in time."""
        return all(turn.fits for turn in self.turns(timetable))

    def of(self, listing: Listing) -> Listing:
        """What is left of that list, under its limits."""
        rows = {row.key: row for row in listing.rows}
        turns = self.turns(listing.timetable)
        return replace(
            listing,
            rows=tuple(replace(rows[turn.key], turn=turn) for turn in turns),
            day=day_left(turns, self.windows),
        )


def day_left(turns: Sequence[Turn], windows: Sequence[Window]) -> DayTime:
    """What these turns need of the time that is left in each meeting, and until the end of the one of the last turn.

    What is free is told in whole minutes, since all of it is expected only.
    """
    meetings = tuple(_left_in(window, [turn for turn in turns if turn.meeting == window.meeting]) for window in windows)
    last = max((number for number, one in enumerate(meetings) if one.speakers), default=0)
    over = sum(one.over for one in meetings)
    day = FloorTime(
        meeting=None,
        available=sum(one.available for one in meetings[: last + 1]),
        needed=sum(one.needed for one in meetings),
        speakers=len(turns),
        fitting=sum(turn.fits for turn in turns),
        spare=0 if over else meetings[last].spare,
        over=over,
    )
    return DayTime(meetings, day, tuple(turn for turn in turns if not turn.fits))


def _left_in(window: Window, turns: Sequence[Turn]) -> FloorTime:
    over = max((turn.over_by for turn in turns), default=0)
    last: datetime = max((turn.ends_at for turn in turns if turn.ends_at), default=window.starts_at)
    free = int((window.ends_at - max(last, window.starts_at)).total_seconds())
    spare = 0 if over else max(0, free // 60 * 60)
    return FloorTime(
        meeting=window.meeting,
        available=window.seconds,
        needed=window.seconds - spare + over,
        speakers=len(turns),
        fitting=sum(turn.fits for turn in turns),
        spare=spare,
        over=over,
    )
