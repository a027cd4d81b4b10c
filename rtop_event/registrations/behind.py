"""Who stands behind a statement on behalf of a group: its members, others that align themselves, without opt-outs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from rtop_event.refusal import Refusal
from rtop_event.registrations.states import Stand
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True, slots=True)
class Behind:
    """The ids of the delegations behind a statement; `members` are all of the group, opted out or not."""

    members: frozenset[int] = frozenset()
    aligned: frozenset[int] = frozenset()
    opted_out: frozenset[int] = frozenset()

    @property
    def standing(self) -> frozenset[int]:
        """For whom the statement is made."""
        return (self.members - self.opted_out) | self.aligned


NOBODY = Behind()


def behind(members: frozenset[int], stands: Iterable[tuple[int, Stand]]) -> Behind:
    """What holds of what was said: a group that was changed since makes some of it void."""
    said = list(stands)
    aligned = frozenset(one for one, how in said if how is Stand.ALIGNED)
    opted_out = frozenset(one for one, how in said if how is Stand.OPTED_OUT)
    return Behind(members, aligned - members, opted_out & members)


class NotAligned(Refusal):
    """A delegation cannot stand to this statement in that way."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


def not_for_a_group() -> NotAligned:
    """Only a statement on behalf of a group has others behind it."""
    return NotAligned(sentence("This statement is not made on behalf of a group, so nobody else stands behind it."))


def why_not(how: Stand, delegation: int, name: str, group: str, reader: int, known: Behind) -> Sentence | None:
    """Why a delegation cannot stand so to the statement that `reader` makes for the group; None when it can."""
    values: dict[str, object] = {"name": name, "group": group}
    if delegation == reader:
        return sentence("%(name)s makes this statement itself.", **values)
    if delegation in known.aligned | known.opted_out:
        return sentence("%(name)s is noted already: take that back first.", **values)
    if how is Stand.ALIGNED:
        member = delegation in known.members
        return sentence("%(name)s is a member (%(group)s): it is counted already.", **values) if member else None
    if not known.members:
        return sentence("We hold no list of the members (%(group)s), so none of them can opt out here.", **values)
    if delegation not in known.members:
        return sentence("%(name)s is not a member (%(group)s), so it cannot opt out.", **values)
    return None
