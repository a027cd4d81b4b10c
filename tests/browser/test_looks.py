"""Every page that people use, wide, on a phone, dark, and in Arabic at 400 %: accessible, nothing cut off or said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.looks import Watch, assert_good, assert_legible, assert_no_wider
from tests.browser.pages import AT_THE_DESK, NO_PAGES, STRANGERS
from tests.browser.people import Cast

PAGES = {**STRANGERS, **AT_THE_DESK}
Look = Callable[[str, bool], tuple[Page, Watch]]


@pytest.fixture
def look_at(kept_pages: Look, cast: Cast) -> Callable[[str, str], Page]:
    """A page of the table, in a look."""

    def opened(name: str, look: str) -> Page:
        page, watch = kept_pages(look, name in AT_THE_DESK)
        PAGES[name](page, cast)
        watch.assert_quiet()
        return page

    return opened


def test_every_page_is_looked_at(app: Flask) -> None:
    drawn = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    looked_at = {name.partition(",")[0] for name in PAGES} - {"no such page"}
    assert looked_at == drawn - NO_PAGES


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_on_a_wide_screen(look_at: Callable[[str, str], Page], name: str) -> None:
    assert_good(look_at(name, "wide"))


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_on_a_phone(look_at: Callable[[str, str], Page], name: str) -> None:
    assert_good(look_at(name, "phone"))


@pytest.mark.parametrize("name", PAGES)
def test_page_is_legible_in_the_dark(look_at: Callable[[str, str], Page], name: str) -> None:
    page = look_at(name, "dark")
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is True
    assert_legible(page)


@pytest.mark.parametrize("name", PAGES)
def test_page_is_mirrored_in_arabic_and_whole_at_400_percent(look_at: Callable[[str, str], Page], name: str) -> None:
    page = look_at(name, "arabic")
    root = page.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("ar", "rtl")
    assert_no_wider(page)
