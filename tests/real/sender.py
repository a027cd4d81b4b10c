"""A sender in a process of its own, so that it can be killed: sends what is due some minutes from now.

Run: RTOP_INSTANCE=... RTOP_MAIL_URL=... python -m tests.real.sender MINUTES
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

from rtop_event.application import create_app
from rtop_event.clock import now
from rtop_event.mailing.sending import send_due


def main() -> None:
    """Send once."""
    ahead = timedelta(minutes=int(sys.argv[1]))

    def clock() -> datetime:
        return now() + ahead

    with create_app().app_context():
        print(send_due(clock))


if __name__ == "__main__":
    main()
