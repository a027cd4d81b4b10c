"""vdirsyncer subscribes to the public calendars and khal reads them: the right hours, and what is cancelled is shown so."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import vobject

from rtop_event import clock, schema
from rtop_event.application import create_app
from rtop_event.calendars.telling import look
from rtop_event.database import db, session
from rtop_event.dialogues.actions import cancel_meeting
from rtop_event.settings import read_settings
from tests.clients.conftest import program
from tests.real.conftest import ROOT, free_port
from tests.speakers.desk_lists import NAMES, NOW, a_list, publish, withdraw

DIALOGUE = "Timely and decisive response"
PATIENCE = 60.0
SYNCHRONISE = """
[general]
status_path = "{place}/status/"
[pair {name}]
a = "{name}_there"
b = "{name}_here"
collections = null
[storage {name}_there]
type = "http"
url = "{url}"
[storage {name}_here]
type = "filesystem"
path = "{place}/{name}/"
fileext = ".ics"
"""
SHOW = """
[calendars]
[[{name}]]
path = {place}/{name}
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {place}/khal.db
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a dialogue with a published list, of which one has withdrawn and the second meeting is called off."""
    port = free_port()
    given = {"RTOP_INSTANCE": str(tmp_path / "instance"), "RTOP_LOG_LEVEL": "error", "RTOP_PORT": str(port)}
    app = create_app(read_settings(given))
    clock.begin_trial(tmp_path / "instance", shows=NOW)
    with app.app_context():
        schema.prepare(db.engine)
        dialogue = a_list()
        publish(dialogue)
        look(NOW)
        withdraw("Peru")
        look(NOW)
        cancel_meeting(dialogue, dialogue.meetings[1], by="Ana", at=NOW)
        session.commit()
        session.remove()
        db.engine.dispose()
    words = [sys.executable, "-m", "flask", "--app", "app", "web"]
    process = subprocess.Popen(words, cwd=ROOT, env={**os.environ, **given})
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/healthz", process)
        yield f"{address}/dialogues/rtop-2012"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the site does not answer")


def subscribed(url: str, name: str, place: Path) -> None:
    """Fetch a calendar into a folder; a second time finds nothing new."""
    (place / name).mkdir()
    (place / "sync").write_text(SYNCHRONISE.format(name=name, place=place, url=url))
    words = [program("vdirsyncer", "vdirsyncer"), "--config", str(place / "sync")]
    subprocess.run([*words, "discover"], check=True, capture_output=True)
    subprocess.run([*words, "sync"], check=True, capture_output=True)
    first = {file.name: file.read_bytes() for file in (place / name).glob("*.ics")}
    subprocess.run([*words, "sync"], check=True, capture_output=True)
    assert {file.name: file.read_bytes() for file in (place / name).glob("*.ics")} == first


def shown(name: str, place: Path, zone: str = "America/New_York") -> list[str]:
    """What khal shows of the day of the dialogue, on a clock of this zone."""
    (place / "show").write_text(SHOW.format(name=name, place=place, zone=zone))
    words = [program("khal", "khal"), "-c", str(place / "show"), "list", "--day-format", ""]
    words += ["--format", "{start-time} {end-time} {status}{title}", "2012-09-05", "2d"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.splitlines()


def test_calendar_of_the_dialogue(site: str, tmp_path: Path) -> None:
    subscribed(f"{site}/calendar.ics", "dialogue", tmp_path)
    assert shown("dialogue", tmp_path) == [
        f"10:00 13:00 CONFIRMED {DIALOGUE}: Morning meeting",
        f"15:00 18:00 CANCELLED Cancelled: {DIALOGUE}: Afternoon meeting",
    ]


def test_calendar_of_the_list(site: str, tmp_path: Path) -> None:
    subscribed(f"{site}/speakers.ics", "speakers", tmp_path)
    with urllib.request.urlopen(f"{site}/speakers.ics", timeout=20) as answer:
        entries = vobject.readOne(answer.read().decode()).vevent_list
    here = shown("speakers", tmp_path)
    assert sorted(here) == sorted(
        f"{one.dtstart.value:%H:%M} {one.dtend.value:%H:%M} {one.status.value} {one.summary.value}" for one in entries
    )
    assert here[0] == "11:45 11:50 CONFIRMED Statement of Algeria on behalf of Group of 77 and China"
    assert len(here) == len(NAMES)
