"""Rules of the order that a dialogue's folder gives: the wing of the list, which comes after this one, reads them."""

from __future__ import annotations

from flask import Flask, current_app

from rtop_event.dialogues.folder import ReadRules


def set_reader(app: Flask, reader: ReadRules) -> None:
    """The wing of the list says how rules are read."""
    app.extensions["own_rules"] = reader


def reader() -> ReadRules:
    """How rules are read."""
    found: ReadRules = current_app.extensions["own_rules"]
    return found
