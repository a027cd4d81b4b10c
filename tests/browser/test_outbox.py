"""What organisers do before letters leave: look through them with the keys, see what moves, edit, type the number."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Open
from tests.browser.people import DESK, Cast
from tests.browser.site import Site
from tests.browser.test_delegates import tab_to

MANY = [
    "Albania", "Andorra", "Angola", "Armenia", "Austria", "Bahrain", "Barbados", "Belize", "Benin", "Bhutan",
    "Botswana", "Bulgaria", "Burundi", "Cameroon", "Cuba", "Cyprus", "Denmark", "Djibouti", "Dominica", "Ecuador",
    "Estonia", "Gabon", "Ghana", "Grenada", "Guyana", "Haiti",
]  # fmt: skip


def look_through(page: Page) -> None:
    """From the outbox to the first of its drafts."""
    page.goto("/organise/outbox/")
    page.get_by_role("link", name="Look through the drafts").click()


def shown(page: Page) -> str:
    """Whose letter is looked at."""
    return page.get_by_role("heading", level=1).inner_text()


def drafts(page: Page) -> list[str]:
    """Whose drafts there are, in the order of the list."""
    return [text.splitlines()[0] for text in page.locator(".chosen a").all_inner_texts()]


def test_drafts_are_looked_through_and_decided_with_the_keys(browsing: Open, cast: Cast, site: Site) -> None:
    page = browsing("/organise/", signed_in=cast.desk)
    people.draft_for(page, site.folder, "Iceland", "Jamaica", "Palau")
    look_through(page)
    order = drafts(page)
    assert order[:3] == ["A. Palau Example", "A. Jamaica Example", "A. Iceland Example"]
    for key, place in (("j", 1), ("j", 2), ("k", 1), ("K", 0), ("k", 0)):
        page.keyboard.press(key)
        expect(page.get_by_role("heading", level=1)).to_have_text(order[place])
    page.keyboard.press("a")
    expect(page.get_by_role("heading", level=1)).to_have_text("A. Jamaica Example")
    site.mail_to(people.address_of("Palau"))
    page.keyboard.press("d")
    expect(page.get_by_role("heading", level=1)).to_have_text("A. Iceland Example")
    page.keyboard.press("e")
    expect(page.get_by_role("heading", level=1)).to_have_text("Edit a draft")
    tab_to(page, page.get_by_label("Subject"))
    page.keyboard.press("Control+a")
    page.keyboard.type("a joked invitation")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".mail header")).to_contain_text("a joked invitation")
    page.keyboard.press("a")
    assert site.mail_to(people.address_of("Iceland"))["Subject"] == "a joked invitation"


def test_keys_can_be_turned_off(browsing: Open, cast: Cast) -> None:
    page = browsing("/organise/", signed_in=cast.desk)
    look_through(page)
    before = page.url
    page.get_by_label("Keys").uncheck()
    expect(page.locator("[data-keys] kbd").first).to_be_hidden()
    page.keyboard.press("e")
    page.reload()
    page.keyboard.press("e")
    expect(page.get_by_label("Keys")).not_to_be_checked()
    assert page.url == before
    page.get_by_label("Keys").check()
    page.keyboard.press("e")
    expect(page.get_by_role("heading", level=1)).to_have_text("Edit a draft")


def test_without_a_script_links_and_buttons_do_the_same(browsing: Open, cast: Cast, site: Site) -> None:
    page = browsing("/organise/", signed_in=cast.desk)
    people.draft_for(page, site.folder, "Kiribati", "Tuvalu")
    plain = browsing("/organise/outbox/", look="plain", signed_in=cast.desk)
    look_through(plain)
    assert shown(plain) == "A. Tuvalu Example"
    plain.get_by_role("link", name="Next").click()
    assert shown(plain) == "A. Kiribati Example"
    plain.get_by_role("button", name="Discard").click()
    assert "A. Kiribati Example" not in drafts(plain)
    expect(plain.frame_locator("iframe.as-read").locator("body")).to_contain_text("New York")


def test_card_shows_what_moves_before_and_after(browsing: Open, cast: Cast) -> None:
    page = browsing("/organise/", signed_in=cast.desk)
    look_through(page)
    expect(page.locator(".entry")).to_contain_text("New entry")
    before = people.set_closes(page, room="Trusteeship Council Chamber (example)")
    page.goto(f"{DESK}invitations/")
    page.get_by_role("button", name=re.compile("Draft .*update")).click()
    look_through(page)
    card = page.locator(".entry")
    expect(card.locator("p")).to_have_text("Moves the entry")
    expect(card.locator("del")).to_contain_text(before["room"])
    expect(card.locator("ins")).to_contain_text("Trusteeship Council Chamber (example)")
    page.goto("/organise/outbox/?dialogue=rtop-2012")
    expect(page.locator(".head p")).to_have_text(re.compile(r"^\d+ drafts, \d+ moves? an entry$"))
    people.set_closes(page, **before)


def test_more_than_twenty_five_letters_ask_for_their_number(browsing: Open, cast: Cast, site: Site) -> None:
    page = browsing("/organise/", signed_in=cast.desk)
    people.draft_for(page, site.folder, *MANY)
    page.goto("/organise/outbox/all/approve?dialogue=rtop-2012")
    number = re.findall(r"\d+", shown(page))[0]
    page.get_by_label("Not before").fill("2199-01-05T10:00")
    page.get_by_label("Number of letters").fill("26!")
    page.get_by_role("button", name="Approve").click()
    told = page.get_by_role("alert").get_by_role("link")
    expect(told).to_have_text(f"There are {number} letters now. Type this number to go on.")
    page.get_by_label("Number of letters").fill(number)
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".flash")).to_have_text(f"{number} letters are set for later.")
    expect(page.get_by_role("main")).to_contain_text(f"{number} letters are set for later.")
    page.get_by_role("link", name="A. Haiti Example").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.locator(".head .status")).to_have_text("draft")
    assert urlsplit(page.url).path.startswith("/organise/outbox/")
