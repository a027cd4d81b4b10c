"""Who may speak for a group: its members of the day and its secretariat; where we hold no members, the desk looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rtop_event.wording import Sentence, sentence


class Voice(StrEnum):
    """How a delegation stands to the group for which it wants to speak."""

    MEMBER = "member"
    SECRETARIAT = "secretariat"
    UNKNOWN = "unknown"
    """We hold no list of the group's members."""
    OUTSIDER = "outsider"


@dataclass(frozen=True)
class Members:
    """The codes of the members of each group on the day, by the code of the group; without any it is not known."""

    of: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def voice(self, delegation: str, group: str) -> Voice:
        """How the delegation of that code stands to that group; a secretariat has the code of its group."""
        if delegation.casefold() == group.casefold():
            return Voice.SECRETARIAT
        members = self.of.get(group, frozenset())
        if not members:
            return Voice.UNKNOWN
        return Voice.MEMBER if delegation in members else Voice.OUTSIDER


FLAGS: dict[Voice, Sentence] = {
    Voice.UNKNOWN: sentence("Please check that it may speak for this group: we hold no list of the members."),
    Voice.OUTSIDER: sentence("It is neither a member of this group on the day nor its secretariat."),
}
"""What the desk is told beside a request for a group."""


def outsider(delegation: str, group: str) -> Sentence:
    """Why somebody cannot speak for a group."""
    return sentence(
        "%(delegation)s is neither a member of %(group)s on the day of the dialogue nor its secretariat, so it cannot "
        "speak on its behalf. If this is a mistake, please write to the desk.",
        delegation=delegation,
        group=group,
    )


def outsider_at_desk(delegation: str, group: str) -> Sentence:
    """The same as a warning to the desk, which can go on all the same."""
    return sentence(
        "%(delegation)s is neither a member of %(group)s on the day of the dialogue nor its secretariat. Tick this to "
        "let it speak on its behalf all the same; it is recorded with your name and the reason.",
        delegation=delegation,
        group=group,
    )
