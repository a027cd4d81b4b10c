"""The floor on a database server: two operators who press *next* together two hundred times."""

from __future__ import annotations

from flask import Flask

from tests.floor.test_parallel import press_together


def test_two_operators_press_next_two_hundred_times(app: Flask) -> None:
    press_together(app, times=200)
