"""What was done with a place, and how others were shifted by it, in words that go into a reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from rtop_event.speakers.facts import Arrangement, Exchange, Inscription
from rtop_event.speakers.reasons import arranged_because, called, restored_as, why_told
from rtop_event.speakers.shifts import Cause, Pinned, Shift, Shifted
from rtop_event.wording import Sentence, sentence, sentence_of

Find = Callable[[str], Inscription]


class ShiftsTold:
    """The shifts of a list in words; neighbours whom the same has shifted share theirs."""

    def __init__(self, found: dict[str, Shifted], find: Find) -> None:
        self._found = found
        self._find = find
        self._said: dict[int, Sentence] = {}

    def after(self, reason: Sentence, key: str) -> Sentence:
        """The reason of one, and after it by how many places others have shifted it."""
        found = self._found.get(key)
        if found is None:
            return reason
        if id(found) not in self._said:
            self._said[id(found)] = _told(found, self._find)
        return sentence("%(reason)s %(shifted)s", reason=reason, shifted=self._said[id(found)])


def _told(found: Shifted, find: Find) -> Sentence:
    told = [_later(one, _causes(one, find)) for one in (found.later,) if one]
    told += [_earlier(one, _causes(one, find)) for one in (found.earlier,) if one]
    return reduce(_then, told)


def _then(told: Sentence, another: Sentence) -> Sentence:
    return sentence("%(shifted)s %(another)s", shifted=told, another=another)


def not_beside(reason: Sentence, cause: Cause, find: Find) -> Sentence:
    """The reason of one that was put beside another and does not stand there, with what came between."""
    return sentence("%(reason)s Not directly there, because %(what)s.", reason=reason, what=done(cause, find))


def among_restored(reason: Sentence, order: Arrangement) -> Sentence:
    """The reason of one that came since the list which was restored."""
    return sentence("%(reason)s The list around it stands %(restored)s.", reason=reason, restored=restored_as(order))


def still_restored(reason: Sentence, order: Arrangement) -> Sentence:
    """The reason that a place had in the list which was restored."""
    return _then(reason, arranged_because(order))


def _later(shift: Shift, why: Sentence) -> Sentence:
    return sentence_of(
        "%(number)s place later, because %(why)s.", "%(number)s places later, because %(why)s.", shift.places, why=why
    )


def _earlier(shift: Shift, why: Sentence) -> Sentence:
    return sentence_of(
        "%(number)s place earlier, because %(why)s.",
        "%(number)s places earlier, because %(why)s.",
        shift.places,
        why=why,
    )


def _causes(shift: Shift, find: Find) -> Sentence:
    told = [done(one, find) for one in shift.causes]
    if shift.more:
        told.append(
            sentence_of("%(number)s more change did the same", "%(number)s more changes did the same", shift.more)
        )
    return reduce(_and, told)


def _and(told: Sentence, another: Sentence) -> Sentence:
    return sentence("%(what)s, and %(another)s", what=told, another=another)


def done(cause: Cause, find: Find) -> Sentence:
    """What was done, as a part of a sentence."""
    if isinstance(cause, Pinned):
        what = sentence("%(name)s is pinned to place %(pin)s", name=called(cause.one), pin=cause.one.pin or 0)
        return _with_why(what, cause.one.pinned_why)
    if isinstance(cause, Exchange):
        return sentence(
            "%(one)s and %(other)s exchanged places", one=called(find(cause.one)), other=called(find(cause.other))
        )
    if isinstance(cause, Arrangement):
        return sentence("the list stands %(restored)s", restored=restored_as(cause))
    name = called(find(cause.key))
    if cause.after is None:
        return _with_why(sentence("the chair moved %(name)s to the front", name=name), cause.reason)
    anchor = called(find(cause.after))
    return _with_why(
        sentence("the chair moved %(name)s directly after %(anchor)s", name=name, anchor=anchor), cause.reason
    )


def _with_why(what: Sentence, reason: str) -> Sentence:
    why = why_told(reason)
    return sentence("%(what)s (%(why)s)", what=what, why=why) if why else what
