"""What somebody asks for, as plain values, and the rules about it that need nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from rtop_event.delegations.words import Capacity, Kind, Level
from rtop_event.refusal import Refusal
from rtop_event.registrations.states import Gender
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as the form read it; `form_key` makes sending it twice harmless."""

    kind: Kind
    wants_floor: bool
    capacity: Capacity = Capacity.NATIONAL
    group_id: int | None = None
    speaker_name: str = ""
    speaker_function: str = ""
    speaker_gender: Gender = Gender.NOT_GIVEN
    level: Level = Level.CHAIR_OF_DELEGATION
    statement_language: str = "en"
    meeting_number: int | None = None
    topic: str = ""
    accreditation: str = ""
    focal_point: str
    address: str
    address_key: str
    phone: str = ""
    access_needs: str = ""
    language: str = "en"
    form_key: str


class AlreadyOnTheList(Refusal):
    """The place for this delegation, or for this group, is held by another request."""

    def __init__(self, *, whose: str, focal_point: str, desk: str, own: bool = False) -> None:
        """`focal_point` is a masked address, empty when the desk itself made the inscription."""
        values: dict[str, object] = {"whose": whose, "focal_point": focal_point, "desk": desk}
        super().__init__(_already(values, told=bool(focal_point), own=own))


def _already(values: dict[str, object], *, told: bool, own: bool) -> Sentence:
    if own:
        return sentence(
            "%(whose)s is already on the list of speakers by another request: nothing was changed.", **values
        )
    if not told:
        return sentence(
            "%(whose)s is already on the list of speakers. If something has to change, please ask the desk: %(desk)s.",
            **values,
        )
    return sentence(
        "%(whose)s is already on the list of speakers. Its focal point (%(focal_point)s) has been told of your "
        "request. If something has to change, please ask your focal point, or the desk: %(desk)s.",
        **values,
    )


class Lapsed(Refusal):
    """The request was not confirmed in time."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This request was not confirmed within 24 hours and does not count. Please register again.")
        )


class NoLongerLive(Refusal):
    """The request was withdrawn or refused, so this step is not possible."""

    def __init__(self) -> None:
        super().__init__(sentence("This request is withdrawn or was not selected, so this is not possible now."))


class NotWithdrawn(Refusal):
    """Only what was withdrawn can come back."""

    def __init__(self) -> None:
        super().__init__(sentence("This request is not withdrawn: there is nothing to come back to."))


class ListClosed(Refusal):
    """After the close of the list, levels stay and nobody comes back."""

    def __init__(self, closed_at: Sentence) -> None:
        super().__init__(
            sentence(
                "The list of speakers was closed on %(at)s: a changed level has to be asked of the desk, and a "
                "withdrawn request cannot come back. Naming a substitute and withdrawing are always possible.",
                at=closed_at,
            )
        )


class ListNotOpen(Refusal):
    """Before the list opens nobody asks for the floor."""

    def __init__(self, told: Sentence) -> None:
        super().__init__(told)


class RegistrationClosed(Refusal):
    """Who only attends comes back as long as registration is open."""

    def __init__(self, closed_at: Sentence) -> None:
        super().__init__(
            sentence("Registration closed on %(at)s, so a withdrawn request cannot come back.", at=closed_at)
        )


class ExceptionNeeded(Refusal):
    """After the close the desk adds nobody, except when an organiser says so."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The list of speakers is closed. Tick the exception to add somebody all the same; it is recorded with "
                "your name and the reason."
            )
        )


class TooManyLetters(Refusal):
    """One mailbox gets only so many letters in an hour, whoever asks for them."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Several letters went to this address within the last hour. Please look into the mailbox, or wait "
                "an hour and try again. Nothing was saved."
            )
        )


class FormExpired(Refusal):
    """A button was pressed without the token of its page."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(sentence("This page has expired. Please open it again and press the button once more."))
