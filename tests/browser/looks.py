"""How a page is looked at, and what must never be wrong with it."""

from __future__ import annotations

import json
from types import TracebackType
from typing import Any

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

ZOOMED = {"width": 320, "height": 740}
"""What a window of 1280 px shows at a zoom of 400 %."""
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce"}
LOOKS: dict[str, dict[str, Any]] = {
    "wide": WIDE,
    "phone": {**PHONE, "has_touch": True, "is_mobile": True},
    "dark": {**WIDE, "color_scheme": "dark"},
    "arabic": {**PHONE, "viewport": ZOOMED, "locale": "ar-EG"},
    "plain": {**WIDE, "java_script_enabled": False},
}
AXE = Axe()
WIDER = """(width) => [...document.querySelectorAll("body *")]
  .filter((one) => !one.closest(".scroll, .unseen, pre"))
  .filter((one) => one.getBoundingClientRect().right > width + 1 || one.getBoundingClientRect().left < -1)
  .map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.slice(0, 60)}`)"""


class Watch:
    """Notes what a browser must not do: ask another host for something, or say that something went wrong."""

    def __init__(self, home: str, context: BrowserContext) -> None:
        self.home, self.context = home, context
        self.strayed: list[str] = []
        self.said: list[str] = []

    def __enter__(self) -> Watch:
        self.context.on("request", self._asked)
        self.context.on("console", self._spoke)
        self.context.on("weberror", self._broke)
        return self

    def __exit__(self, kind: type[BaseException] | None, what: BaseException | None, tb: TracebackType | None) -> None:
        self.context.remove_listener("request", self._asked)
        self.context.remove_listener("console", self._spoke)
        self.context.remove_listener("weberror", self._broke)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.home}/", "data:", "blob:")):
            self.strayed.append(request.url)

    def _spoke(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _tells_a_status(message.text):
            self.said.append(message.text)

    def _broke(self, error: Any) -> None:
        self.said.append(str(error.error))

    def forget(self) -> None:
        """Begin anew."""
        self.strayed.clear()
        self.said.clear()

    def assert_quiet(self) -> None:
        """Nothing left the machine, and the console stayed empty."""
        assert (self.strayed, self.said) == ([], [])


def _tells_a_status(text: str) -> bool:
    """Chromium notes every answer of 4xx in the console: such an answer is what some tests ask for."""
    return text.startswith("Failed to load resource: the server responded with a status of 4")


def assert_good(page: Page) -> None:
    """No violation of accessibility, nothing wider than the window."""
    _assert_no_violation(page, {"resultTypes": ["violations"]})
    assert_no_wider(page)


def assert_legible(page: Page) -> None:
    """Enough contrast between every text and what is behind it."""
    _assert_no_violation(page, {"runOnly": ["color-contrast"], "resultTypes": ["violations"]})


def _assert_no_violation(page: Page, options: dict[str, Any]) -> None:
    found = AXE.run(page, options=options)["violations"]
    violations = [f"{one['id']}: {node['target']} {node['html'][:160]}" for one in found for node in one["nodes"]]
    assert violations == [], f"{page.url}\n{json.dumps(violations, indent=1)}"


def assert_no_wider(page: Page) -> None:
    """No scrolling sideways; a browser on a phone would widen its window instead, so the look's width counts."""
    assert page.viewport_size is not None
    width = page.viewport_size["width"]
    over = page.evaluate("document.scrollingElement.scrollWidth") - width
    assert over <= 0, (page.url, over, page.evaluate(WIDER, width))
