"""Whose statement has come in already: asked of the wing that keeps statements, which comes after this one."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

from rtop_event.dialogues.models import Dialogue

Source = Callable[[Dialogue], frozenset[int]]
"""The ids of the registrations of which a statement is there."""


def set_source(app: Flask, source: Source) -> None:
    """The wing of statements says who has sent one."""
    app.extensions["statements_received"] = source


def received(dialogue: Dialogue) -> frozenset[int]:
    """The ids of the registrations of which a statement is there."""
    source: Source | None = current_app.extensions.get("statements_received")
    return source(dialogue) if source else frozenset()
