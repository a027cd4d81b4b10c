"""What later wings keep of a request goes with it into another one: they are told of each merge, unknown to it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

from rtop_event.registrations.models import Registration

Mover = Callable[[Registration, Registration], None]


def add_mover(app: Flask, mover: Mover) -> None:
    """A wing moves what it keeps of the request that goes to the one that stays; it is given first who stays."""
    app.extensions.setdefault("merge_movers", []).append(mover)


def move_all(stays: Registration, goes: Registration) -> None:
    """Let all wings move what they keep, in the transaction of the merge."""
    for mover in current_app.extensions.get("merge_movers", []):
        mover(stays, goes)
