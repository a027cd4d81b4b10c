"""Made-up delegations that stand on the list of a running site, as many as a long day has: `python -m ... NUMBER`."""

from __future__ import annotations

import sys

from rtop_event.application import create_app
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.delegations.words import Level
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.organisers.record import record
from tests import builders

LEVELS = (Level.MINISTER, Level.VICE_MINISTER, Level.CHAIR_OF_DELEGATION, Level.CHAIR_OF_DELEGATION)


def main(number: int) -> None:
    """So many inscriptions of several levels, for meetings of today."""
    with create_app().app_context():
        dialogue, today = any_dialogue("rtop-2012"), now().date()
        for meeting in dialogue.meetings:
            later = today - meeting.starts_at.date()
            meeting.starts_at, meeting.ends_at = meeting.starts_at + later, meeting.ends_at + later
        for one in range(number):
            builders.an_inscription(dialogue, f"Example State {one + 1:02}", level=LEVELS[one % len(LEVELS)])
        record("crowd came", by="Desk (example)", at=now(), dialogue=dialogue.slug, about="list")
        session.commit()


if __name__ == "__main__":
    main(int(sys.argv[1]))
