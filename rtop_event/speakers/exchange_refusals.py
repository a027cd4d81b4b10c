"""What is refused of an exchange of places, each with its sentence and the rule that it names."""

from __future__ import annotations

from http import HTTPStatus

from rtop_event.refusal import Refusal
from rtop_event.wording import Sentence, sentence

Name = Sentence | str


class NotWithItself(Refusal):
    """It takes two."""

    def __init__(self) -> None:
        super().__init__(sentence("A delegation cannot exchange places with itself."))


class HoldsNoPlace(Refusal):
    """Who has withdrawn, waits on the reserve or is not selected holds no place."""

    def __init__(self, who: Name) -> None:
        super().__init__(sentence("%(who)s holds no place on the list, so there is none to exchange.", who=who))


class PinnedStays(Refusal):
    """What is pinned does not move."""

    def __init__(self, who: Name, place: int) -> None:
        super().__init__(
            sentence(
                "%(who)s is pinned to place %(place)s by the organisers: pinned places are not exchanged.",
                who=who,
                place=place,
            )
        )


class GroupsAmongGroups(Refusal):
    """Groups come first, so they exchange only among themselves."""

    def __init__(self, group: Name, single: Name) -> None:
        super().__init__(
            sentence(
                "%(group)s speaks on behalf of a group, %(single)s does not. By the rule “groups first”, groups "
                "exchange places only with groups.",
                group=group,
                single=single,
            )
        )


class CivilSocietyAmongItself(Refusal):
    """Civil society was selected for places of its own."""

    def __init__(self, one: Name, other: Name) -> None:
        super().__init__(
            sentence(
                "%(one)s and %(other)s cannot exchange places: by the rule for civil society, its organisations "
                "exchange places only among themselves.",
                one=one,
                other=other,
            )
        )


class NotTheSameBlock(Refusal):
    """The order has blocks of kinds, and the two stand in different ones."""

    def __init__(self, one: Name, its_kind: Sentence, other: Name, other_kind: Sentence) -> None:
        super().__init__(
            sentence(
                "%(one)s stands among the %(its_kind)s, %(other)s among the %(other_kind)s. By the rule of blocks, "
                "places are exchanged only within one block of the list.",
                one=one,
                its_kind=its_kind,
                other=other,
                other_kind=other_kind,
            )
        )


class NotTheSameLevel(Refusal):
    """The level decides the order, and the two have different ones."""

    def __init__(self, one: Name, its_level: Sentence, other: Name, other_level: Sentence) -> None:
        super().__init__(
            sentence(
                "The speaker of %(one)s is %(its_level)s, that of %(other)s %(other_level)s. By the rule of levels, "
                "places are exchanged only within one level.",
                one=one,
                its_level=its_level,
                other=other,
                other_level=other_level,
            )
        )


class ObserversApart(Refusal):
    """Observers come after the Members of their level."""

    def __init__(self, one: Name, its_kind: Sentence, other: Name, other_kind: Sentence) -> None:
        super().__init__(
            sentence(
                "%(one)s stands among the %(its_kind)s, %(other)s among the %(other_kind)s. By the rule “observers "
                "after the Member States of their level”, they do not exchange places.",
                one=one,
                its_kind=its_kind,
                other=other,
                other_kind=other_kind,
            )
        )


class MeetingHasOpened(Refusal):
    """Places are exchanged until the meeting begins."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Places are exchanged until the meeting opens, and one of the two meetings has opened. If something "
                "has to change now, please ask the desk in the room."
            )
        )


class OneOfferAtATime(Refusal):
    """A delegation asks one other at a time."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Your delegation has already asked another one. Take that offer back first, then ask anew.")
        )


class HasAskedYou(Refusal):
    """The other one was first: there is an offer to accept."""

    def __init__(self, who: Name) -> None:
        super().__init__(
            sentence("%(who)s has already asked you for the same exchange: accept that offer instead.", who=who)
        )


class CannotBeAsked(Refusal):
    """An offer is a letter with a link; whom the desk put on the list without an address gets none."""

    def __init__(self, who: Name) -> None:
        super().__init__(
            sentence(
                "%(who)s has no mail address here, so no offer can reach it. Please ask the desk to arrange the "
                "exchange.",
                who=who,
            )
        )


class TooManyOffers(Refusal):
    """Each offer writes to somebody's mailbox."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Your delegation has made many offers within a day. Please ask the desk to help. Nothing was sent."
            )
        )


class NotThatFar(Refusal):
    """The step does not fit how far the offer has come."""

    def __init__(self, state: Sentence) -> None:
        super().__init__(
            sentence("Nothing was changed: where this exchange of places stands now is “%(state)s”.", state=state)
        )


class ReasonForRefusal(Refusal):
    """Two delegations have agreed: they are told why it is not approved, or why it is undone."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(sentence("Both delegations are told the reason, so please give one. Nothing was changed."))
