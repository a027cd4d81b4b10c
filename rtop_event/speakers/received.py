"""Whose statement has come in already: a condition of the wing that keeps statements, which comes after this one."""

from __future__ import annotations

from flask import Flask, current_app
from sqlalchemy import ColumnElement, select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.registrations.models import Registration


def set_condition(app: Flask, is_there: ColumnElement[bool]) -> None:
    """The wing of statements says what is true of a registration whose statement is there."""
    app.extensions["statement_received"] = is_there


def is_received() -> ColumnElement[bool]:
    """True of a registration whose statement is there, for a query of registrations."""
    condition: ColumnElement[bool] = current_app.extensions["statement_received"]
    return condition


def received(dialogue: Dialogue) -> frozenset[int]:
    """The ids of the registrations of which a statement is there."""
    mine = select(Registration.id).where(Registration.dialogue_id == dialogue.id, is_received())
    return frozenset(session.scalars(mine))
