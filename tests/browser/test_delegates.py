"""What delegates do: with the keyboard alone, without a script, on a phone, from another time zone, in Arabic."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

from tests.browser import people
from tests.browser.conftest import Open
from tests.browser.looks import assert_good
from tests.browser.people import PUBLIC, Cast, address_of
from tests.browser.site import Site, body_of, link_in

STATUS = ".standing .status"
OPTIONS = "[role=listbox] [role=option]"
THEME = "The Responsibility to Protect: Timely and Decisive Response"


def tab_to(page: Page, wanted: Locator) -> None:
    """Press the tabulator until that is in focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def test_delegate_registers_with_the_keyboard_alone(browsing: Open, site: Site) -> None:
    page = browsing(f"{PUBLIC}register/")
    tab_to(page, page.locator("#participant-0"))
    page.keyboard.press("Space")
    tab_to(page, page.locator("#delegation_name"))
    page.keyboard.type("nauru")
    expect(page.locator(OPTIONS)).to_have_text(["Nauru Member State"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#delegation_name")).to_have_value("Nauru")
    tab_to(page, page.locator("#level"))
    page.keyboard.type("Minister")
    for name, typed in [("focal_point", "N. Example"), ("address", address_of("Nauru"))]:
        tab_to(page, page.locator(f"#{name}"))
        page.keyboard.type(typed)
    tab_to(page, page.get_by_role("button", name="Check what you wrote"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and send")
    tab_to(page, page.get_by_role("button", name="Send the request"))
    page.keyboard.press("Enter")
    expect(page.locator(STATUS)).to_have_text("received")
    page.goto(link_in(body_of(site.mail_to(address_of("Nauru"))), "registrations"))
    tab_to(page, page.get_by_role("button", name="Confirm this request"))
    page.keyboard.press("Enter")
    expect(page.locator(STATUS)).to_have_text("on the list (provisional)")
    expect(page.locator("dd.typed").filter(has_text="Minister")).to_have_text("Minister")


def test_delegate_registers_without_a_script(browsing: Open, site: Site) -> None:
    page = browsing(f"{PUBLIC}register/", look="plain")
    page.locator("input[name=participant][value=state]").check()
    page.locator("#delegation_name").fill("korea")
    page.locator("#level").select_option("CD")
    page.locator("#focal_point").fill("C. Example")
    page.locator("#address").fill(address_of("Korea"))
    page.get_by_role("button", name="Check what you wrote").click()
    page.get_by_role("group", name="Which of these do you mean?").get_by_label("Republic of Korea", exact=True).check()
    page.get_by_role("button", name="Check what you wrote").click()
    page.get_by_role("button", name="Send the request").click()
    expect(page.locator(STATUS)).to_have_text("received")
    people.confirm(page, link_in(body_of(site.mail_to(address_of("Korea"))), "registrations"))
    expect(page.locator(STATUS)).to_have_text("on the list (provisional)")
    expect(page.locator(".standing .label")).to_contain_text("Republic of Korea")


def test_opening_the_link_confirms_nothing(browsing: Open, cast: Cast) -> None:
    page = browsing(cast.waiting)
    page.reload()
    expect(page.locator(STATUS)).to_have_text("received")


def test_suggestions_follow_what_is_typed(browsing: Open) -> None:
    page = browsing(f"{PUBLIC}register/")
    field, options = page.locator("#delegation_name"), page.locator(OPTIONS)
    field.press_sequentially("guin")
    expect(options.first).to_be_visible()
    assert [text.split(" Member")[0] for text in options.all_inner_texts()] == [
        "Guinea",
        "Guinea-Bissau",
        "Equatorial Guinea",
        "Papua New Guinea",
    ]
    expect(page.get_by_role("listbox", name="Delegation or organisation", exact=True)).to_be_visible()
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "")
    assert_good(page)
    field.press("Enter")
    expect(field).to_have_value("Guinea-Bissau")
    field.press_sequentially("x")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_error_is_linked_and_nothing_typed_is_lost(browsing: Open) -> None:
    page = browsing(f"{PUBLIC}register/", look="phone")
    people.fill_in(page, "Palau", participant="state", level="CD")
    page.locator("#address").fill("palau at mission")
    page.get_by_role("button", name="Check what you wrote").tap()
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_count(1)
    expect(summary).to_be_focused()
    summary.get_by_role("link").tap()
    expect(page.locator("#address")).to_be_focused()
    expect(page.locator("#address")).to_have_attribute("aria-invalid", "true")
    kept = {name: page.locator(f"#{name}").input_value() for name in ("delegation_name", "level", "address")}
    assert kept == {"delegation_name": "Palau", "level": "CD", "address": "palau at mission"}
    assert page.locator("input[name=participant]:checked").get_attribute("value") == "state"


def test_delegate_edits_withdraws_and_comes_back(browsing: Open, site: Site) -> None:
    page = browsing("/", look="phone")
    people.register(page, "Tuvalu", participant="state", level="CD")
    people.confirm(page, link_in(body_of(site.mail_to(address_of("Tuvalu"))), "registrations"))
    page.get_by_role("link", name="Edit").tap()
    page.locator("#speaker_name").fill("H.E. Other Speaker (example)")
    page.get_by_role("button", name="Save").tap()
    expect(page.locator(".history ins")).to_have_text("H.E. Other Speaker (example)")
    page.get_by_role("link", name="Withdraw").tap()
    page.get_by_role("button", name="Withdraw").tap()
    expect(page.locator(STATUS)).to_have_text("withdrawn")
    page.get_by_role("button", name="Come back, at the last place").tap()
    expect(page.locator(STATUS)).to_have_text("on the list (provisional)")


def test_invited_person_answers(browsing: Open, cast: Cast) -> None:
    page = browsing(cast.invitation, look="phone")
    page.get_by_role("button", name="Perhaps").tap()
    expect(page.get_by_role("status")).to_have_text("Thank you. Your answer has reached the organisers.")
    page.get_by_role("button", name="Accept").tap()
    expect(page.locator(STATUS)).to_have_text("You accepted")
    page.get_by_role("link", name="Register", exact=True).last.tap()
    expect(page.locator("#delegation_name")).to_have_value("Tonga")


def test_calendar_buttons_lead_to_the_feed(browsing: Open, site: Site) -> None:
    page = browsing(f"{PUBLIC}calendar/")
    feed = f"{site.url}{PUBLIC}calendar.ics"
    webcal = feed.replace("http://", "webcal://")
    links = page.locator("article > .buttons a")
    assert [one.get_attribute("href") for one in links.all()] == [
        webcal,
        f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='/')}",
        f"https://outlook.office.com/calendar/0/addfromweb?url={quote(feed, safe='/')}&name={quote(THEME)}",
    ]
    assert page.locator("code").first.inner_text() == feed
    answered = page.request.get(feed)
    assert (answered.status, answered.headers["content-type"]) == (200, "text/calendar; charset=utf-8")


def test_language_menu_mirrors_the_page_and_is_remembered(browsing: Open) -> None:
    page = browsing(PUBLIC)
    page.locator(".languages summary").click()
    page.get_by_role("link", name="العربية").click()
    root = page.locator("html")
    expect(root).to_have_attribute("dir", "rtl")
    page.goto(f"{PUBLIC}speakers/")
    expect(root).to_have_attribute("lang", "ar")
    page.locator(".languages summary").click()
    page.get_by_role("link", name="English").click()
    expect(root).to_have_attribute("dir", "ltr")


def test_reader_in_paris_sees_their_own_time(cast: Cast, browsing: Open) -> None:
    page = browsing(PUBLIC, timezone_id="Europe/Paris")
    expect(page.locator(".facts .yours")).to_have_text(
        ["your time: 16:00–19:00 GMT+2", "your time: Wed 21:00–Thu 00:00 GMT+2"]
    )
    page = browsing(f"{PUBLIC}speakers/", timezone_id="Europe/Paris")
    cell = page.locator("table.speakers td:has(time)").first
    assert cell.locator("time").first.inner_text() == "11:45"
    assert re.sub(r"\s+", " ", cell.inner_text()).strip().endswith("17:45 GMT+2")


def test_reader_in_new_york_sees_one_time(browsing: Open) -> None:
    page = browsing(PUBLIC, timezone_id="America/New_York")
    expect(page.locator(".yours")).to_have_count(0)
