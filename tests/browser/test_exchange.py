"""Two delegations and an organiser exchange two places, each at their own screen."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Open
from tests.browser.looks import assert_good
from tests.browser.people import DESK, Cast, address_of
from tests.browser.site import Site, body_of, link_in


def place_on(page: Page) -> str:
    """The number of the place of which the page tells, as the list stands now."""
    return page.locator(".facts dd").first.inner_text().partition(",")[0]


def test_two_delegations_and_the_desk_exchange_two_places(browsing: Open, site: Site, cast: Cast) -> None:
    malta, cyprus = browsing("/"), browsing("/", look="phone")
    own = people.come_in(malta, site, "Malta", level="CD")
    others = people.come_in(cyprus, site, "Cyprus", level="CD")
    malta.goto(f"{own}exchange/")
    cyprus.goto(f"{others}exchange/")
    before = place_on(malta), place_on(cyprus)
    people.ask_for_exchange(malta, own, "cyprus")
    assert_good(malta)
    cyprus.goto(link_in(body_of(site.mail_to(address_of("Cyprus"), 2)), "registrations"))
    assert_good(cyprus)
    rows = cyprus.locator("tbody tr")
    expect(rows.first.locator("td")).to_contain_text([before[0], before[1]])
    expect(rows.last.locator("td")).to_contain_text([before[1], before[0]])
    cyprus.get_by_role("button", name="Accept the exchange").tap()
    expect(cyprus.locator(".facts dd").first).to_have_text("agreed by both, waits for the organisers")
    desk = browsing(f"{DESK}speakers/exchanges/", signed_in=cast.desk)
    assert_good(desk)
    desk.get_by_role("link", name="Malta and Cyprus", exact=True).click()
    assert_good(desk)
    desk.get_by_role("button", name="Approve").click()
    expect(desk.locator("tbody tr").filter(has_text="Malta and Cyprus")).to_contain_text("places exchanged")
    malta.goto(f"{own}exchange/")
    cyprus.goto(f"{others}exchange/")
    assert (place_on(malta), place_on(cyprus)) == (before[1], before[0])
    cyprus.goto(others)
    expect(cyprus.get_by_text("Exchanged places with Malta, agreed by both delegations.")).to_be_visible()
    told = body_of(site.mail_to(address_of("Malta"), 3))
    assert f"Your place now: {before[1]}," in told


def test_exchange_works_without_a_script_and_a_rule_is_named(browsing: Open, cast: Cast) -> None:
    page = browsing(cast.own["Tonga"], look="plain")
    people.ask_for_exchange(page, cast.own["Tonga"], "Chad")
    expect(page.locator("#named-error")).to_contain_text("By the rule of levels")
