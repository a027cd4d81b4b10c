"""A local SMTP server that takes every mail and keeps none: `python -m tests.bench.sink PORT`."""

from __future__ import annotations

import signal
import sys
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    """Takes what comes."""

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """Say yes."""
        return "250 taken"


if __name__ == "__main__":
    controller = Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1]), data_size_limit=2**25)
    controller.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()
