"""What a process has worked out and need not work out again while nothing changed; the newest only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """So many answers by what they were answers to; may be asked by several threads at once."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._answers: OrderedDict[Hashable, tuple[T]] = OrderedDict()

    def answer(self, asked: Hashable, work_out: Callable[[], T]) -> T:
        """The answer that is known, else the one that is worked out now."""
        known = self._answers.get(asked)
        if known is None:
            known = (work_out(),)
            self.learn(asked, known[0])
        return known[0]

    def known(self, asked: Hashable) -> T | None:
        """The answer, if it is known."""
        found = self._answers.get(asked)
        return found[0] if found else None

    def learn(self, asked: Hashable, answer: T) -> None:
        """Keep an answer, and forget the oldest where there are too many."""
        with self._lock:
            self._answers[asked] = (answer,)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
