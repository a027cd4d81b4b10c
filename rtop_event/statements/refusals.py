"""What is refused with a statement, each with its sentence."""

from __future__ import annotations

from http import HTTPStatus

from rtop_event.refusal import Refusal
from rtop_event.wording import sentence


class NoFloorAsked(Refusal):
    """Only who has asked for the floor makes a statement."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Statements are taken from delegations whose request for the floor stands. Yours does not.")
        )


class TooManyVersions(Refusal):
    """One delegation sends no more than so many versions."""

    def __init__(self, most: int) -> None:
        super().__init__(
            sentence("%(most)s versions were sent already. Please ask the desk to take this one.", most=most)
        )


class AlreadyPublic(Refusal):
    """What was delivered is not taken back by its delegation."""

    def __init__(self) -> None:
        super().__init__(
            sentence("The statement was delivered, so it is public. You can send a new version, or ask the desk.")
        )


class NothingSent(Refusal):
    """There is no statement that could be published."""

    def __init__(self) -> None:
        super().__init__(sentence("There is no statement of this delegation yet."))


class BadFile(Refusal):
    """The file is not one that is taken."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
