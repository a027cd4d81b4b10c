"""What an exercise is refused with."""

from __future__ import annotations

from rtop_event.refusal import Refusal
from rtop_event.wording import sentence


class IsAnExercise(Refusal):
    """No exercise is made of an exercise."""

    def __init__(self) -> None:
        super().__init__(sentence("This is an exercise already: make one of the dialogue itself. Nothing was done."))


class IsNoExercise(Refusal):
    """Only an exercise is thrown away."""

    def __init__(self) -> None:
        super().__init__(sentence("This dialogue is no exercise: it is not thrown away. Nothing was done."))
