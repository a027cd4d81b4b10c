"""Refusal: a rule was asked for what it forbids."""

from __future__ import annotations

from http import HTTPStatus

from rtop_event.wording import Sentence, sentence


class Refusal(Exception):
    """Something is refused with one sentence; a subclass for each rule stands beside the rule."""

    status: HTTPStatus = HTTPStatus.CONFLICT

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


class NotFound(Refusal):
    """What was asked for does not exist, or not for this person."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, reason: Sentence | None = None) -> None:
        super().__init__(reason or sentence("There is no such page, or the link has been replaced by a newer one."))


class NotAllowed(Refusal):
    """The person has no right to this."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, reason: Sentence | None = None) -> None:
        super().__init__(reason or sentence("Your role does not allow this. An administrator can change your role."))


class StaleHand(Refusal):
    """Somebody else changed the same thing meanwhile."""

    status = HTTPStatus.CONFLICT

    def __init__(self, reason: Sentence | None = None) -> None:
        super().__init__(
            reason
            or sentence("Somebody else changed this meanwhile. Nothing was saved: look at the new state and try again.")
        )
