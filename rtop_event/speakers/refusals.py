"""What the list refuses, each with its sentence."""

from __future__ import annotations

from http import HTTPStatus

from rtop_event.refusal import Refusal, StaleHand
from rtop_event.wording import sentence


class ReasonNeeded(Refusal):
    """Once something is published, every change of the order has a reason."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(sentence("The list has been published, so this change needs a reason. Nothing was changed."))


class IsPinned(Refusal):
    """What is pinned does not move."""

    def __init__(self, delegation: str, pin: int) -> None:
        super().__init__(
            sentence(
                "%(delegation)s is pinned to place %(pin)s: unpin it first, or pin it to another place.",
                delegation=delegation,
                pin=pin,
            )
        )


class PlaceIsPinned(Refusal):
    """Two cannot be pinned to one place."""

    def __init__(self, place: int, delegation: str) -> None:
        super().__init__(
            sentence("%(delegation)s is pinned to place %(place)s already.", place=place, delegation=delegation)
        )


class StandsThere(Refusal):
    """The move would change nothing."""

    def __init__(self, delegation: str) -> None:
        super().__init__(
            sentence(
                "Nothing would change: %(delegation)s stands there already, or a pinned place is in the way.",
                delegation=delegation,
            )
        )


class NothingToPublish(Refusal):
    """The list is the one that is published, or nobody is on it yet."""

    def __init__(self, *, first: bool) -> None:
        super().__init__(
            sentence("Nobody is on the list yet, so there is nothing to publish.")
            if first
            else sentence("Nothing has changed since the list was published, so there is nothing to publish.")
        )


class NothingToRestore(Refusal):
    """Those still on the list stand in that order already."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Those still on the list stand in this order already, so there is nothing to restore.")
        )


class AlreadyPublished(StaleHand):
    """Somebody else published meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Somebody else published the list meanwhile. Nothing was published: look at the new state first.")
        )


class DialogueNotPublished(Refusal):
    """The list of a draft has no page on which it could stand."""

    def __init__(self) -> None:
        super().__init__(sentence("The dialogue itself is not published yet: publish it before its list of speakers."))
