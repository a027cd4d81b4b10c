"""The pictures of the README, taken from the real thing with made-up people: `make pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page, sync_playwright

from rtop_event import clock
from rtop_event.application import create_app
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.organisers.actions import everybody
from rtop_event.organisers.sign_in_links import make_link
from rtop_event.settings import read_settings
from tests import builders
from tests.bench.seed import seed
from tests.bench.servers import free_port, ours
from tests.browser.conftest import ARGUMENTS, CHROMIUM

FOLDER = Path(__file__).parent / "pictures"
BETWEEN_PRESSES = 1500
"""Milliseconds: a button whose word has just changed takes no second tap."""
AT_THE_DESK = "/organise/rtop-2012"


def main() -> None:
    """Seed a site, open it, take the pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rtop-pictures-") as place:
        instance, port = Path(place), free_port()
        seed(instance, places=47)
        link = _more(create_app(read_settings({"RTOP_INSTANCE": place, "RTOP_PORT": str(port)})))
        with ours(port, instance) as (address, _, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1280, "height": 860}, timezone_id="Europe/Paris")
            _public(page, address)
            page.goto(address + link)
            page.click("main button")
            page.wait_for_load_state()
            _desk(page, address)
            _room(page, address)
            browser.close()


def _more(app: Flask) -> str:
    """Somebody to invite, and the organiser's one-time link."""
    with app.app_context():
        dialogue = any_dialogue("rtop-2012")
        contact = builders.a_contact("first.secretary@mission.example", name="First Secretary (example)")
        builders.an_invitation(dialogue, contact)
        builders.an_organiser()
        session.flush()
        link = make_link(everybody()[0], clock.now())
        session.commit()
        return link


def _public(page: Page, address: str) -> None:
    for name, path in (("dialogue", "/dialogues/rtop-2012/"), ("register", "/dialogues/rtop-2012/register/")):
        page.goto(address + path)
        page.screenshot(path=FOLDER / f"{name}.png")


def _desk(page: Page, address: str) -> None:
    page.goto(f"{address}{AT_THE_DESK}/speakers/")
    page.screenshot(path=FOLDER / "list.png")
    page.goto(f"{address}{AT_THE_DESK}/invitations/")
    page.click("main a[href*='preview']")
    page.wait_for_load_state()
    page.screenshot(path=FOLDER / "invitation.png")


def _room(page: Page, address: str) -> None:
    """The console and the board, while the second of the list speaks."""
    page.set_viewport_size({"width": 1180, "height": 820})
    page.goto(f"{address}{AT_THE_DESK}/floor/")
    for word in ("Open", "Call", "Start", "End, and call", "Start"):
        page.locator(".primary", has_text=word).click()
        page.wait_for_timeout(BETWEEN_PRESSES)
    page.keyboard.press("Home")
    page.screenshot(path=FOLDER / "console.png")
    page.set_viewport_size({"width": 1280, "height": 860})
    page.goto(f"{address}/dialogues/rtop-2012/floor/")
    page.screenshot(path=FOLDER / "board.png")


if __name__ == "__main__":
    main()
