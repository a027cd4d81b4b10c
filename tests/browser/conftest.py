"""A real site in its own processes, a real browser, and eyes that see what is wrong with a page."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from tests.browser import people
from tests.browser.looks import LOOKS, Watch
from tests.browser.people import Cast
from tests.browser.site import Site, started

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE = 10_000
"""Milliseconds until a step that does not happen fails."""
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole process tree as `make run` starts it, on a free port, in a folder of its own."""
    site, process = started(tmp_path_factory.mktemp("site"))
    yield site
    process.send_signal(signal.SIGTERM)
    try:
        assert process.wait(20) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    assert site.failures() == []


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    assert CHROMIUM.exists(), f"The tests in a browser need Chromium at {CHROMIUM}: install the system's package."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cast(site: Site, chromium: Browser) -> Cast:
    """What people did before the tests look: the desk has signed in, invited, and published a list."""
    context = chromium.new_context(base_url=site.url, **LOOKS["wide"])
    with Watch(site.url, context) as watch:
        cast = people.play(site, context)
    watch.assert_quiet()
    context.close()
    return cast


@pytest.fixture(scope="session")
def kept_pages(site: Site, chromium: Browser, cast: Cast) -> Iterator[Callable[[str, bool], tuple[Page, Watch]]]:
    """One page for each look, kept for the session; those of the desk apart from those of strangers."""
    made: dict[tuple[str, bool], tuple[Page, Watch]] = {}

    def kept(look: str, at_the_desk: bool) -> tuple[Page, Watch]:
        key = look, at_the_desk
        if key not in made:
            state = cast.desk if at_the_desk else None
            context = chromium.new_context(base_url=site.url, storage_state=state, **LOOKS[look])
            watch = Watch(site.url, context).__enter__()
            made[key] = context.new_page(), watch
            made[key][0].set_default_timeout(PATIENCE)
        made[key][1].forget()
        return made[key]

    yield kept
    for page, _ in made.values():
        page.context.close()


@pytest.fixture
def browsing(site: Site, chromium: Browser) -> Iterator[Open]:
    """Opens a browser of its own for this test: `browsing(path, look="phone", signed_in=state, ...)`."""
    watches: list[Watch] = []

    def new(path: str, look: str = "wide", signed_in: StorageState | None = None, **given: object) -> Page:
        context = chromium.new_context(base_url=site.url, storage_state=signed_in, **{**LOOKS[look], **given})
        watches.append(Watch(site.url, context).__enter__())
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(path)
        return page

    yield new
    for watch in watches:
        watch.__exit__(None, None, None)
        watch.context.close()
        watch.assert_quiet()
