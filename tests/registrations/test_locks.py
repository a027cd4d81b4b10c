"""One order for all hands: the list is held before a request on it, so that no two can wait for each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.registrations import changes
from rtop_event.registrations.models import Registration
from tests.builders import a_dialogue, an_inscription
from tests.registrations.asking import DESK, own_path

WHY = {"version": 1, "why": "by telephone"}


@contextmanager
def held() -> Iterator[list[str]]:
    """What is read to be held, in order, each kind once."""
    found: list[str] = []

    def note(state: ORMExecuteState) -> None:
        kind = state.bind_mapper.class_.__name__ if state.bind_mapper else ""
        if getattr(state.statement, "_for_update_arg", None) is not None and kind not in found:
            found.append(kind)

    event.listen(Session, "do_orm_execute", note)
    yield found
    event.remove(Session, "do_orm_execute", note)


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("edit/", {**WHY, "part": "attend", "capacity": "national", "language": "en"}),
        ("withdraw/", WHY),
        ("decide/", {"version": 1, "decision": "refused"}),
    ],
)
def test_desk_holds_the_list_before_the_request(desk: FlaskClient, rows: None, step: str, body: dict[str, Any]) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    with held() as found:
        assert desk.post(f"{DESK}{row.id}/{step}", json=body).status_code == 303
    assert found[:2] == ["Dialogue", "Registration"]


@pytest.mark.parametrize(
    ("step", "body"), [("edit/", {"version": 1, "part": "attend", "language": "en"}), ("withdraw/", {})]
)
def test_delegation_holds_the_list_before_its_request(
    client: FlaskClient, rows: None, step: str, body: dict[str, Any]
) -> None:
    row = an_inscription(a_dialogue())
    session.commit()
    path = own_path(row)
    with held() as found:
        assert client.post(f"{path}{step}", json=body).status_code == 303
    assert found[:2] == ["Dialogue", "Registration"]


def test_desk_holds_the_list_before_a_request_whose_change_it_decides(desk: FlaskClient, rows: None) -> None:
    row = an_inscription(a_dialogue(list_closes_at=now() - timedelta(hours=1)))
    changes.ask(row, {"wants_floor": False}, message="", at=now())
    session.commit()
    asked = changes.open_of(session.get_one(Registration, row.id))
    assert asked is not None
    url, body = f"{DESK}{row.id}/change/", {**WHY, "asked": asked.id, "decision": "accept"}
    session.rollback()
    with held() as found:
        assert desk.post(url, json=body).status_code == 303
    assert found[:2] == ["Dialogue", "Registration"]
