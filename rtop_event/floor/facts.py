"""The facts from which the floor is computed: the steps that were taken in the room, in their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rtop_event.floor.words import Act, Voice


class Step(Protocol):
    """One thing that happened; rows and the tuples of a test both fit it."""

    @property
    def number(self) -> int:
        """Its number in the dialogue, counted from 1 without gaps."""

    @property
    def act(self) -> Act: ...

    @property
    def at(self) -> datetime:
        """When, aware UTC, by the server's clock; never before the step before it."""

    @property
    def press(self) -> str:
        """The key of the press by which it came; steps that came together share it."""

    @property
    def by(self) -> str:
        """Who pressed."""

    @property
    def meeting(self) -> int | None:
        """The meeting that is opened."""

    @property
    def turn(self) -> str:
        """The key of whoever it is about, or empty."""

    @property
    def voice(self) -> Voice | None:
        """In what capacity, where somebody is called."""

    @property
    def seconds(self) -> int | None:
        """The limit of one who is called, or by how much a limit is lengthened."""

    @property
    def stops(self) -> bool:
        """Whether a point of order stops the running clock, or who ended too early is given back at rest."""

    @property
    def why(self) -> str:
        """The reason, ruling or note."""

    @property
    def undoes(self) -> str:
        """The press that it takes back."""


@dataclass(frozen=True, slots=True)
class Press:
    """The steps that came by one press of a button."""

    key: str
    steps: tuple[Step, ...]

    @property
    def at(self) -> datetime:
        """When it was pressed."""
        return self.steps[-1].at

    @property
    def by(self) -> str:
        """Who pressed."""
        return self.steps[-1].by

    @property
    def acts(self) -> tuple[Act, ...]:
        """What was done by it."""
        return tuple(step.act for step in self.steps)


def presses(steps: Iterable[Step]) -> list[Press]:
    """The presses in their order, those that were taken back as well."""
    together: dict[str, list[Step]] = {}
    for step in steps:
        together.setdefault(step.press, []).append(step)
    return [Press(key, tuple(found)) for key, found in together.items()]


def replayed(steps: Iterable[Step]) -> list[tuple[Step, bool]]:
    """What makes the floor: the steps that hold, and marked with True the ends that were taken back late.

    These leave the clock at rest, so that what passed until then is no speaking time.
    """
    every = list(steps)
    kept = {step.number for step in holding(every)}
    late = {step.undoes for step in every if step.act is Act.UNDONE and step.stops}
    return [
        (step, step.number not in kept)
        for step in every
        if step.number in kept or (step.act is Act.ENDED and step.press in late)
    ]


def holding(steps: Iterable[Step]) -> list[Step]:
    """The steps that hold: neither taken back, nor themselves the taking back."""
    every = list(steps)
    gone = {step.undoes for step in every if step.act is Act.UNDONE}
    return [step for step in every if step.act is not Act.UNDONE and step.press not in gone]
