"""Why one inscription stands before another: the first that decided between the two, in one sentence."""

from __future__ import annotations

from rtop_event.speakers.ordering import Place
from rtop_event.speakers.reasons import called
from rtop_event.wording import Sentence, sentence


def why_before(one: Place, other: Place) -> Sentence:
    """Why the first of two places of one list stands before the other, whichever is asked for first.

    What was done since the rules ordered the list (a pin, a move, an exchange, a restored order) is told where it
    concerns one of the two; else the rule that decided between them.
    """
    first, second = sorted((one, other), key=lambda place: place.number)
    names = {"first": called(first.inscription), "second": called(second.inscription)}
    if first.meeting != second.meeting:
        return sentence(
            "%(first)s stands before %(second)s: they are on the lists of different meetings. "
            "%(first)s: %(reason)s %(second)s: %(other)s",
            **names,
            reason=first.reason,
            other=second.reason,
        )
    done = [place for place in (first, second) if place.decided.by_hand(place)]
    if len(done) == 2:
        return sentence(
            "%(first)s stands before %(second)s. %(first)s: %(reason)s %(second)s: %(other)s",
            **names,
            reason=first.reason,
            other=second.reason,
        )
    if done:
        return sentence(
            "%(first)s stands before %(second)s. %(name)s: %(reason)s",
            **names,
            name=called(done[0].inscription),
            reason=done[0].reason,
        )
    return sentence(
        "%(first)s stands before %(second)s: %(rule)s.",
        **names,
        rule=first.decided.rule_between(first, second),
    )
