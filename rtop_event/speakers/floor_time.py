"""Whether the list fits into the meetings: the time that there is against the time that it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rtop_event.speakers.timing import Speaking, Timetable, Turn, Window, expected_times
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True, slots=True)
class FloorTime:
    """The floor of one meeting, or of the whole day where the meeting is None; all times in seconds.

    Needed are the statements and the changeovers between them. Spare is the time that is free at the end, which can be
    less than what the sum leaves: a statement that no longer fits into the morning waits for the afternoon.
    """

    meeting: int | None
    available: int
    needed: int
    speakers: int
    fitting: int
    spare: int
    over: int

    @property
    def lost(self) -> int:
        """The time that stays empty although the list is over, as the next statement would not end in it."""
        return max(0, self.over - max(0, self.needed - self.available))

    @property
    def summary(self) -> Sentence:
        """Whether it fits, and by how much."""
        if self.over:
            return sentence("Over by %(length)s.", length=timedelta(seconds=self.over))
        if not self.available:
            return sentence("No time for the floor.")
        if not self.spare:
            return sentence("Fits exactly.")
        return sentence("Fits with %(length)s to spare.", length=timedelta(seconds=self.spare))


@dataclass(frozen=True, slots=True)
class DayTime:
    """The floor of each meeting and of the day, and the turns that fall outside."""

    meetings: tuple[FloorTime, ...]
    day: FloorTime
    outside: tuple[Turn, ...]


def day_time(places: Sequence[Speaking], timetable: Timetable) -> DayTime:
    """What the list needs of each meeting and of the day."""
    turns = expected_times(places, timetable)
    windows = timetable.windows()
    meetings = tuple(
        _meeting_time(number, [turn for turn in turns if turn.meeting == number], windows, timetable.changeover)
        for number in dict.fromkeys(window.meeting for window in windows)
    )
    homeless = [turn for turn in turns if turn.starts_at is None]
    over = sum(meeting.over for meeting in meetings) + sum(turn.over_by for turn in homeless)
    runs_on = all(place.meeting is None for place in places)
    day = FloorTime(
        meeting=None,
        available=sum(meeting.available for meeting in meetings),
        needed=sum(meeting.needed for meeting in meetings) + sum(turn.over_by for turn in homeless),
        speakers=len(turns),
        fitting=sum(turn.fits for turn in turns),
        spare=0 if over else sum(meeting.spare for meeting in (_from_last_used(meetings) if runs_on else meetings)),
        over=over,
    )
    return DayTime(meetings, day, tuple(turn for turn in turns if not turn.fits))


def _meeting_time(number: int, turns: Sequence[Turn], windows: Sequence[Window], changeover: int) -> FloorTime:
    own = [window for window in windows if window.meeting == number]
    over = max((turn.over_by for turn in turns), default=0)
    last = max((turn.ends_at for turn in turns if turn.ends_at), default=own[0].starts_at)
    return FloorTime(
        meeting=number,
        available=sum(window.seconds for window in own),
        needed=sum(_seconds(turn.starts_at, turn.ends_at) for turn in turns) + changeover * max(0, len(turns) - 1),
        speakers=len(turns),
        fitting=sum(turn.fits for turn in turns),
        spare=0 if over else sum(max(0, _seconds(max(window.starts_at, last), window.ends_at)) for window in own),
        over=over,
    )


def _from_last_used(meetings: Sequence[FloorTime]) -> Sequence[FloorTime]:
    """The meetings from the last one in which somebody speaks: a list that runs on never goes back."""
    used = [position for position, meeting in enumerate(meetings) if meeting.speakers]
    return meetings[used[-1] :] if used else meetings


def _seconds(starts_at: datetime | None, ends_at: datetime | None) -> int:
    return int((ends_at - starts_at).total_seconds()) if starts_at and ends_at else 0
