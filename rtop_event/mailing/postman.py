"""How sending stands: whether the worker lives, whether sending rests after trouble, whether a person holds mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.mailing.models import Postman
from rtop_event.mailing.trying import wait_after

NAME = "postman"
SIGN_OF_LIFE = timedelta(seconds=150)
"""The worker gives one each minute; after this long without one it is taken for dead."""


@dataclass(frozen=True)
class Standing:
    """How sending stands at a moment."""

    alive: bool
    paused: bool
    held_at: datetime | None
    held_by: str
    resting_until: datetime | None
    trouble: str


def standing(at: datetime) -> Standing:
    """How sending stands now."""
    postman = session.get(Postman, NAME, populate_existing=True) or Postman(trouble="", held_by="")
    rests = postman.resting_until is not None and at < postman.resting_until
    return Standing(
        alive=postman.seen_at is not None and at - postman.seen_at < SIGN_OF_LIFE,
        paused=bool(current_app.extensions["settings"].mail_pause),
        held_at=postman.held_at,
        held_by=postman.held_by,
        resting_until=postman.resting_until if rests else None,
        trouble=postman.trouble if rests else "",
    )


def may_send(at: datetime) -> bool:
    """Whether nothing stands against sending: no pause by setting or by a person, no rest after trouble."""
    now = standing(at)
    return not now.paused and now.held_at is None and now.resting_until is None


def worker_alive(at: datetime) -> bool:
    """Whether the worker gave a sign of life lately."""
    return standing(at).alive


def sign_of_life(*, at: datetime) -> None:
    """The worker lives."""
    the_postman().seen_at = at


def hold(*, by: str, at: datetime) -> None:
    """Let nothing leave until released, such as after a restore."""
    postman = the_postman()
    if postman.held_at is None:
        postman.held_at, postman.held_by = at, by


def release() -> None:
    """Let letters leave again, and at once: also ends a rest after trouble."""
    postman = the_postman()
    postman.held_at, postman.held_by = None, ""
    work_again()


def rest(why: str, *, at: datetime) -> None:
    """Send nothing for a while, longer each time in a row."""
    postman = the_postman()
    postman.rests += 1
    postman.trouble, postman.resting_until = why[:1000], at + wait_after(postman.rests)


def work_again() -> None:
    """Nothing stands in the way any more."""
    postman = the_postman()
    if postman.rests or postman.resting_until:
        postman.rests, postman.trouble, postman.resting_until = 0, "", None


def the_postman() -> Postman:
    """The one row, made at the first need."""
    if known := session.get(Postman, NAME):
        return known
    postman = Postman(name=NAME, trouble="", held_by="", rests=0)
    try:
        with session.begin_nested():
            session.add(postman)
    except IntegrityError:
        return session.get_one(Postman, NAME)
    return postman
