"""Two operators press together, again and again: each time one of them has done it, and the other is told."""

from __future__ import annotations

import contextvars
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.floor.actions import Pressed, press
from rtop_event.floor.buttons import Button, Said, made_by_button
from rtop_event.floor.words import Act
from rtop_event.organisers.chain import first_break
from rtop_event.refusal import StaleHand
from tests.floor.rooms import a_hall, at, hand, room


def test_two_operators_press_next_together_and_one_of_them_advances(app: Flask) -> None:
    press_together(app, times=20)


def press_together(app: Flask, *, times: int) -> None:
    """So many times each sees the same floor and presses *next*."""
    with app.app_context():
        hand(a_hall(), Button.OPEN, 0)
        session.commit()
    start = Barrier(2)
    with ThreadPoolExecutor(2) as hall:
        sent = [hall.submit(contextvars.Context().run, presses, app, name, start, times) for name in ("Ines", "Marta")]
        outcomes = sum((one.result() for one in sent), Counter[str]())
    assert outcomes == {"advanced": times, "told": times}
    with app.app_context():
        steps = room(any_dialogue("rtop-2012")).steps
        assert Counter(step.act for step in steps) == {Act.OPENED: 1, Act.CALLED: times, Act.UNDONE: times}
        assert [step.number for step in steps] == list(range(1, 2 * times + 2))
        assert first_break(session()) is None


def presses(app: Flask, name: str, start: Barrier, times: int) -> Counter[str]:
    """One operator: sees the floor, presses *next* with the other; then one of the two takes the step back."""
    found: Counter[str] = Counter()
    for time in range(times):
        with app.app_context():
            dialogue = any_dialogue("rtop-2012")
            saw = room(dialogue, time).mark
            session.rollback()
            start.wait()
            found[_next(dialogue, f"{name}-{time}", saw, time, name)] += 1
            start.wait()
            if name == "Marta":
                hand(dialogue, Button.UNDO, time, undoes=room(dialogue).mark, why="once more", key=f"back-{time}")
                session.commit()
            start.wait()
    return found


def _next(dialogue: Dialogue, key: str, saw: str, time: int, name: str) -> str:
    try:
        press(dialogue, Pressed(key, saw), made_by_button(Button.NEXT, Said()), by=name, at=at(time))
        session.commit()
    except StaleHand:
        session.rollback()
        return "told"
    return "advanced"
