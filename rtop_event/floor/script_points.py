"""What the chair says about a point of order, and about an appeal against the ruling on it."""

from __future__ import annotations

from rtop_event.wording import Sentence, sentence

Line = Sentence | str


def raised(name: Line) -> tuple[Sentence, ...]:
    """Somebody raises a point of order, and is given the floor for it."""
    return (
        sentence("The representative of %(name)s has asked for the floor on a point of order.", name=name),
        sentence(
            "I remind delegations that a point of order does not deal with the substance of the matter, and that I "
            "shall rule on it at once."
        ),
        sentence("I give the floor to the representative of %(name)s on a point of order.", name=name),
    )


def appealed() -> tuple[Sentence, ...]:
    """Put to the vote at once; the ruling stands unless a majority overrules it (rule 71)."""
    return (
        sentence("There is an appeal against my ruling: I put it to the vote at once."),
        sentence("My ruling stands unless a majority of the members present and voting is against it."),
        sentence(
            "I ask those who are for the appeal to raise their hands; now those who are against it; and those who "
            "abstain."
        ),
    )
