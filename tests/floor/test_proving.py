"""The steps of the floor, made again from the record, are those that were taken; what went past it is named."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from rtop_event.database import session
from rtop_event.floor.buttons import Button
from rtop_event.floor.models import FloorStep
from tests.floor.rooms import a_hall, hand


@pytest.fixture
def three_steps(app: Flask) -> None:
    """A meeting is open, and the first speaker begins."""
    with app.app_context():
        hall = a_hall()
        for minutes, button in enumerate((Button.OPEN, Button.NEXT, Button.START)):
            hand(hall, button, minutes)
            session.commit()


def verified(app: Flask) -> tuple[int, str]:
    found = app.test_cli_runner().invoke(args=["record", "verify", "--dialogue", "rtop-2012"])
    return found.exit_code, found.output.splitlines()[-1]


def test_record_leads_to_the_floor_as_it_stands(app: Flask, three_steps: None) -> None:
    assert verified(app) == (0, "The floor on record is the floor of rtop-2012 as it stands: 3 steps.")


def test_what_went_past_the_record_is_named(app: Flask, three_steps: None) -> None:
    with app.app_context():
        session.execute(update(FloorStep).where(FloorStep.number == 2).values(turn="somebody else"))
        session.commit()
    told = "Error: The floor of rtop-2012 is not the one on record: they differ from step 2 on."
    assert verified(app) == (1, told)
