"""A whole day at the screen: 61 speakers, two operators, two boards, three telephones, and all that goes wrong."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser import people
from tests.browser.looks import LOOKS
from tests.browser.people import DESK, PUBLIC
from tests.browser.site import ROOT, link_in, started

CROWD, SPEAKERS = 58, 61
PHONES_ASK = 30_000
"""Milliseconds within which a telephone has asked again, which it does every 20 s."""
VICE_MINISTERS_END = 30
"""Of the crowd 15 are ministers and 15 vice-ministers; who is absent goes to the end of the own level."""
JSON = {"Accept": "application/json"}


class Day:
    """The rooms and the people of the day, each at a browser of their own; nobody watches for errors of cut lines."""

    def __init__(self, folder: Path, chromium: Browser) -> None:
        self.folder, self.chromium = folder, chromium
        self.site, self.process = started(folder)
        self.pages: list[Page] = []

    def seat(self, path: str, look: str = "wide", signed_in: StorageState | None = None) -> Page:
        """A browser that has opened a page."""
        context = self.chromium.new_context(base_url=self.site.url, storage_state=signed_in, **LOOKS[look])
        self.pages.append(context.new_page())
        self.pages[-1].set_default_timeout(20_000)
        self.pages[-1].goto(path)
        return self.pages[-1]

    def operator(self, link: str, password: str) -> Page:
        """Somebody who has signed in, at the console."""
        page = self.seat("/")
        people.sign_in(page, link, password)
        page.goto(f"{DESK}floor/")
        return page

    def killed(self) -> None:
        """Every process of the site dies at once; then it is started again where it was."""
        self._end(signal.SIGKILL)
        _again, self.process = started(self.folder, urlsplit(self.site.url).port or 0)

    def ended(self) -> None:
        """Everybody goes home."""
        for page in self.pages:
            page.context.close()
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        os.killpg(self.process.pid, how)
        self.process.wait(30)
        with suppress(ProcessLookupError):
            while True:  # what it started is ended too, when init has taken leave of it
                os.killpg(self.process.pid, 0)
                time.sleep(0.05)


@pytest.fixture
def day(tmp_path: Path, chromium: Browser) -> Iterator[Day]:
    """A site of its own, since it is killed, with a crowd on the list."""
    day = Day(tmp_path, chromium)
    crowd = [sys.executable, "-m", "tests.browser.crowd", str(CROWD)]
    subprocess.run(crowd, cwd=ROOT, env=day.site.environ, check=True)
    yield day
    day.ended()


def read(page: Page, path: str) -> Any:
    """The page at that path as data."""
    return page.request.get(path, headers=JSON).json()


class Chair:
    """Two operators who take turns at the console, and whom they have called."""

    def __init__(self, one: Page, other: Page) -> None:
        self.both = (one, other)
        self.hands = cycle(self.both)
        self.heard: list[str] = []

    def call(self, name: str) -> Page:
        """Call the next one, who must be this one, and start the clock; the other operator sees it."""
        page = next(self.hands)
        expect(page.locator(".primary")).to_contain_text(name)
        page.keyboard.press("n")
        expect(page.locator(".now .who")).to_contain_text(name)
        page.keyboard.press("Space")
        for each in self.both:
            expect(each.locator(".now .who")).to_contain_text(name)
            expect(each.locator(".clock[data-running]")).to_be_visible()
        self.heard.append(name)
        return page

    def press(self, name: str) -> Page:
        """One of them presses the button of that name, whatever key is printed on it."""
        page = next(self.hands)
        page.get_by_role("button", name=re.compile(rf"^{re.escape(name)}( \S+)?$")).first.click()
        return page

    def about(self, name: str, button: str) -> Page:
        """A right of reply or a point of order of a delegation."""
        page = next(self.hands)
        page.locator(".room summary").filter(has_text="Right of reply").click()
        page.get_by_label("Delegation").select_option(label=name)
        page.get_by_role("button", name=button).click()
        return page

    def grant(self, name: str) -> None:
        """A right of reply that one operator takes down and the other grants."""
        self.about(name, "Asks for a right of reply")
        asked = next(self.hands).locator(".room li").filter(has_text=name)
        asked.get_by_role("button", name="Grant").click()
        for each in self.both:
            expect(each.locator(".room li").filter(has_text=name)).to_contain_text("granted")


def test_a_day_of_61_speakers(day: Day) -> None:
    one = day.operator(link_in(day.site.terminal, "organise"), people.PASSWORD)
    second = day.site.command("organisers", "add", "marta@icrtop.example", "--name", "Marta (example)")
    other = day.operator(link_in(second, "organise"), "nine quiet harbours at noon")
    phones = {name: day.seat("/", look="phone") for name in ("Tonga", "Peru", "Chad")}
    own = {name: people.come_in(page, day.site, name, level="CD") for name, page in phones.items()}
    people.publish(one)
    boards = [day.seat(f"{PUBLIC}floor/", look) for look in ("wide", "phone")]
    for page in (one, other):
        page.goto(f"{DESK}floor/")
    line = [row["delegation"] for row in read(one, f"{DESK}speakers/")["lines"]]
    assert (len(line), line[-3:]) == (SPEAKERS, ["Tonga", "Peru", "Chad"])
    chair = Chair(one, other)
    chair.press("Open meeting 1")

    for name in line[:9]:
        chair.call(name)
    for board in boards:
        expect(board.locator(".now")).to_contain_text(line[8])

    before = read(one, f"{DESK}floor/")
    day.killed()
    after = read(one, f"{DESK}floor/")
    assert (after["now"]["name"], after["now"]["running"]) == (line[8], True)
    assert after["now"]["used"] - before["now"]["used"] == pytest.approx(moment(after) - moment(before), abs=0.2)
    for page in (one, other):
        expect(page.locator("#lost")).to_be_hidden()
    chair.call(line[9])
    for board in boards:
        expect(board.locator("#lost")).to_be_hidden()
        expect(board.locator(".now")).to_contain_text(line[9])

    one.context.set_offline(True)
    one.keyboard.press("+")
    expect(one.locator("#lost")).to_contain_text("1 not sent yet")
    one.context.set_offline(False)
    for page in (one, other):
        expect(page.locator(".clock[data-limit='210']")).to_be_visible()

    chair.call(line[10])
    next(chair.hands).keyboard.press("z")
    for page in (one, other):
        expect(page.locator(".now .who")).to_contain_text(line[10])
        expect(page.get_by_role("button", name="Start the clock")).to_be_visible()
    next(chair.hands).keyboard.press("z")
    for page in (one, other):
        expect(page.locator(".now .who")).to_contain_text(line[9])
        expect(page.locator(".clock[data-running]")).to_be_visible()
    del chair.heard[-1]
    for name in line[10:17]:
        chair.call(name)

    absent = line[17]
    page = next(chair.hands)
    page.keyboard.press("n")
    expect(page.locator(".now .who")).to_contain_text(absent)
    page.keyboard.press("a")
    line.remove(absent)
    line.insert(VICE_MINISTERS_END - 1, absent)
    for name in line[17:20]:
        chair.call(name)

    chair.about("Peru", "Raises a point of order")
    for page in (one, other):
        expect(page.locator(".point")).to_contain_text("Peru")
        expect(page.locator(".clock:not([data-running])")).to_be_visible()
    chair.press("Ruled: go on")
    for page in (one, other):
        expect(page.locator(".clock[data-running]")).to_be_visible()
    for name in line[20:VICE_MINISTERS_END]:
        chair.call(name)
    chair.press("End")
    closing = next(chair.hands)
    closing.locator("summary").filter(has_text="Close the meeting").click()
    closing.locator("details[open]").get_by_role("button", name="Close the meeting").click()
    chair.press("Open meeting 2")

    exchange(day, phones, own, one)
    line[-2:] = ["Chad", "Peru"]
    for name in line[VICE_MINISTERS_END:40]:
        chair.call(name)
    for name in ("Chad", "Peru"):
        chair.grant(name)
    for name, page in phones.items():
        page.goto(own[name])
    for name in line[40:]:
        chair.call(name)
        if name in phones:
            said = phones[name].get_by_role("status").filter(has_text="You have the floor.")
            expect(said).to_be_visible(timeout=PHONES_ASK)
    for name in ("Chad", "Peru"):
        chair.call(name)
        expect(boards[0].locator(".now")).to_contain_text(name)
    chair.press("End")
    chair.press("Close the meeting")
    for name, page in phones.items():
        page.goto(own[name])
        expect(page.get_by_text("Your statement is delivered.").first).to_be_visible()
    assert chair.heard == [*line, "Chad", "Peru"]
    record = read(one, f"{DESK}floor/record/")
    told = [
        (row["name"], row["voice"].lower(), row["absences"])
        for meeting in record["meetings"]
        for row in meeting["lines"]
    ]
    statements = [(name, "statement", int(name == absent)) for name in line]
    assert told == [*statements, ("Chad", "right of reply", 0), ("Peru", "right of reply", 0)]
    assert [len(meeting["lines"]) for meeting in record["meetings"]] == [VICE_MINISTERS_END, 33]
    assert [row["more"] for row in record["meetings"][0]["lines"] if row["more"]] == [30]
    assert [point["name"] for point in record["meetings"][0]["points"]] == ["Peru"]
    verified = day.site.command("record", "verify", "--dialogue", "rtop-2012").splitlines()
    assert [line.partition(" of rtop-2012 as it stands: ")[0] for line in verified[1:]] == [
        "The list on record is the list",
        "The floor on record is the floor",
    ]


def exchange(day: Day, phones: dict[str, Page], own: dict[str, str], operator: Page) -> None:
    """Peru asks Chad for its place, Chad accepts, the desk approves."""
    people.ask_for_exchange(phones["Peru"], own["Peru"], "Chad")
    phones["Chad"].goto(own["Chad"])
    phones["Chad"].get_by_role("link", name="See the offer").click()
    phones["Chad"].get_by_role("button", name="Accept the exchange").click()
    desk = day.seat(f"{DESK}speakers/exchanges/", signed_in=operator.context.storage_state())
    desk.get_by_role("link", name="Peru and Chad", exact=True).click()
    desk.get_by_role("button", name="Approve").click()


def moment(page: Any) -> float:
    """When the page was drawn, in seconds."""
    return datetime.fromisoformat(page["at"]).timestamp()
