"""An application of its own with a few rooms for trying the ground floor: troubles, forms, transactions, kept pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
from flask import Blueprint, Flask, abort, request
from sqlalchemy import select, text
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response
from wtforms import DateField, DecimalField, FieldList, FormField, HiddenField, IntegerField, SelectMultipleField
from wtforms import Form as InnerForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than the stubs

from rtop_event import clock
from rtop_event.answer import answer, keep, see
from rtop_event.application import create_app
from rtop_event.database import Base, db, session
from rtop_event.fields import Form, MailAddress, OneLine, SeveralLines
from rtop_event.limits import for_all, limiter
from rtop_event.organisers.models import Change
from rtop_event.refusal import Refusal
from rtop_event.settings import read_settings
from rtop_event.troubles import RefusalPage
from rtop_event.wording import sentence
from tests.conftest import CleanClient


class Part(InnerForm):
    """A form inside the form."""

    minutes = IntegerField()


class ProbeForm(Form):
    """One field of each kind."""

    name = OneLine("Name", required="Give the name.", most=20)
    note = SeveralLines("Note", most=30)
    address = MailAddress("Address")
    minutes = IntegerField()
    share = DecimalField()
    day = DateField()
    version = HiddenField()
    words = SelectMultipleField(choices=[SelectChoice("a"), SelectChoice("b")])
    parts = FieldList(FormField(Part))


def probe_app(instance: Path, *, tables: bool = True, **given: str) -> Flask:
    """An application on an empty database of its own, with the rooms below."""
    environ = {"RTOP_INSTANCE": str(instance), "RTOP_RATE_LIMIT": "false", "RTOP_LOG_LEVEL": "error"}
    app = create_app(read_settings(environ | {f"RTOP_{name.upper()}": value for name, value in given.items()}))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.test_client_class = CleanClient
    app.register_blueprint(_rooms())
    if tables and app.extensions["settings"].embedded:
        with app.app_context():
            Base.metadata.create_all(db.engine)
    return app


def _rooms() -> Blueprint:
    rooms = Blueprint("probe", __name__)
    rooms.add_url_rule("/probe/fail/<what>/", view_func=fail)
    rooms.add_url_rule("/probe/form/", view_func=form, methods=["POST"])
    rooms.add_url_rule("/probe/lock/", view_func=lock, methods=["GET", "POST"])
    rooms.add_url_rule("/probe/write/", view_func=write, methods=["POST"])
    rooms.add_url_rule("/probe/json/", view_func=plain_json, methods=["POST"])
    rooms.add_url_rule("/probe/limited/", view_func=limiter.limit("1 per hour")(limited), methods=["POST"])
    for door in ("one", "other"):
        rooms.add_url_rule(f"/probe/for-all/{door}/", door, together, methods=["POST"])
    rooms.add_url_rule("/dialogues/kept/", view_func=kept)
    return rooms


class Full(Refusal):
    """A rule of the probe."""


def fail(what: str) -> Any:
    """Fail in one of many ways."""
    if what.isdecimal():
        abort(int(what))
    faults: dict[str, Exception] = {
        "refusal": Full(sentence("The hall is full.")),
        "stale": StaleDataError(),
        "pool": PoolTimeout(),
        "own": Forbidden(response=Response("its own answer", 403)),
        "ours": RuntimeError("/registrations/WzEsMV0~aaaaaaaaaaaaaaaaaaaaaaaaaaa/ of jane.doe@mission.example"),
    }
    if what in faults:
        raise faults[what]
    if what == "away":
        abort(see("/elsewhere/"))
    return session.execute(text("SELECT * FROM nowhere")).all()


def form() -> Any:
    """What came in, or what is wrong with it."""
    filled = ProbeForm()
    good = filled.validate_on_submit()
    return {"errors": filled.said_wrong()} if not good else {"data": filled.data}, 200 if good else 422


def lock() -> Any:
    """Whether somebody else can write while this request is inside its transaction."""
    session.execute(select(1))
    other = sqlite.connect(str(db.engine.url.database), timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite.OperationalError:
        return "held"
    finally:
        other.close()
    return "free"


def write() -> Any:
    """Write one row, as large as the request says."""
    session.add(Change(at=clock.now(), by="probe", what="x" * int(request.form.get("size", "1"))))
    session.commit()
    return see("/")


def plain_json() -> Any:
    """A room that takes nothing but JSON."""
    return request.get_json()


@for_all("2 per hour", "probe")
def together() -> str:
    """For two visits of all together."""
    return "one of two"


def limited() -> str:
    """A room for one visit an hour."""
    return "once"


@dataclass(frozen=True)
class Kept:
    """A page with the shape of a refusal, so that its template can show it."""

    status: int
    title: str
    refused: str


def kept() -> Response:
    """A public page that can be kept."""
    rows = session.scalars(select(Change.id)).all()
    return keep(answer("refusal.html", RefusalPage(200, "Kept", f"{len(rows)} changes")), at=clock.now())
