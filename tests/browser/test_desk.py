"""What organisers do: come in, invite, watch letters leave, put the list in order, publish it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import people
from tests.browser.conftest import Open
from tests.browser.people import DESK, PASSWORD, PUBLIC, Cast
from tests.browser.site import Site, body_of, link_in
from tests.browser.test_delegates import tab_to

LIST = f"{DESK}speakers/"


def flash(page: Page) -> Locator:
    """What the page says was done."""
    return page.locator(".flash")


def names(page: Page) -> list[str]:
    """The delegations on the list, in order."""
    shown = page.locator("table.ranked tbody tr[id] th").all_inner_texts()
    return [text.splitlines()[0].strip() for text in shown]


def take_back(page: Page, name: str) -> None:
    """Leave the list as it was found."""
    page.goto(LIST)
    page.get_by_role("link", name=f"Move or pin {name}").click()
    page.get_by_label("In your own words").fill("Put back after a test (example)")
    page.get_by_role("button", name="Take the last move back").click()


def test_organiser_comes_in_by_the_printed_link_once(browsing: Open, site: Site) -> None:
    printed = site.command("organisers", "add", "new.colleague@icrtop.example", "--name", "New Colleague (example)")
    link = link_in(printed, "organise")
    page = browsing(link)
    people.sign_in(page, link)
    expect(page.locator(".person a")).to_have_text("New Colleague (example)")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto("/organise/")
    page.locator("#address").fill("new.colleague@icrtop.example")
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dashboard")
    used = browsing(link)
    expect(used.get_by_role("main")).to_contain_text(
        "This sign-in link has been used, replaced, or is older than a day."
    )


def test_faulty_contacts_are_shown_and_not_brought_in(browsing: Open, cast: Cast) -> None:
    page = browsing(cast.dry_run, signed_in=cast.desk)
    expect(page.locator(".notice.bad h2")).to_have_text("1 line is wrong, so nothing can be brought in")
    expect(page.get_by_role("button", name="Bring in")).to_have_count(0)


def test_invitation_is_seen_approved_and_leaves(browsing: Open, cast: Cast, site: Site) -> None:
    page = browsing("/organise/", signed_in=cast.desk)
    people.bring_in_contacts(
        page, site.folder, "address,name,delegation\nmission@kenya.example,A. Kenya Example,Kenya\n"
    )
    expect(flash(page)).to_have_text("1 contact was added.")
    page.goto(f"{DESK}invitations/choose/?q=kenya")
    page.get_by_label("Choose A. Kenya Example").check()
    page.get_by_role("button", name="Invite those chosen").click()
    page.get_by_role("link", name="A. Kenya Example").click()
    mail = page.get_by_role("article", name="The mail as it is read")
    expect(mail).to_contain_text("Dear A. Kenya Example,")
    expect(page.locator(".entry")).to_contain_text("5 September 2012, 10:00–18:00 New York time (14:00–22:00 UTC)")
    page.get_by_role("button", name="Draft the invitation").click()
    page.get_by_role("link", name="See it in the outbox").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".head .status")).to_have_text(re.compile("approved|being sent|sent"))
    sent = site.mail_to("mission@kenya.example")
    page.reload()
    expect(page.locator(".head .status")).to_have_text("sent")
    answering = browsing(link_in(body_of(sent), "invitations"))
    expect(answering.locator("p.lead")).to_have_text("Kenya")


def test_outbox_follows_letters_by_itself(browsing: Open, cast: Cast, site: Site) -> None:
    page = browsing("/organise/outbox/", signed_in=cast.desk)
    page.get_by_role("button", name="Hold all mail back").click()
    people.register(page, "Vanuatu", participant="state", level="CD")
    page.goto("/organise/outbox/")
    expect(page.locator("[data-again]")).to_contain_text("1 letter is leaving")
    watching = browsing("/organise/outbox/", signed_in=cast.desk)
    page.get_by_role("button", name="Let mail leave now").click()
    site.mail_to(people.address_of("Vanuatu"))
    expect(watching.locator("[data-again]")).to_have_count(0, timeout=8000)
    expect(watching.locator("[data-refresh] [role=status]")).to_contain_text("No letter is waiting to leave.")


def test_place_is_moved_with_a_reason_by_keyboard(browsing: Open, cast: Cast) -> None:
    page = browsing(LIST, signed_in=cast.desk)
    before = names(page)
    tab_to(page, page.get_by_role("link", name="Move Chad up"))
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_have_value(str(before.index("Chad")))
    tab_to(page, page.locator("#reason"))
    page.keyboard.type("Asked for on the telephone (example)")
    page.keyboard.press("Enter")
    expect(flash(page)).to_have_text(f"Chad: from place {before.index('Chad') + 1} to place {before.index('Chad')}.")
    assert names(page).index("Chad") == before.index("Chad") - 1
    page.get_by_label(f"Place {before.index('Chad')}: why here").focus()
    expect(page.get_by_role("tooltip")).to_contain_text("Asked for on the telephone (example).")
    take_back(page, "Chad")
    assert names(page) == before


def test_place_is_moved_with_a_reason_by_touch(browsing: Open, cast: Cast) -> None:
    page = browsing(LIST, look="phone", signed_in=cast.desk)
    before = names(page)
    down = page.get_by_role("link", name="Move Tonga down")
    box = down.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    down.tap()
    page.get_by_label("The speaker arrives late").check()
    page.get_by_role("button", name="Move", exact=True).tap()
    expect(flash(page)).to_have_text("Tonga: from place 1 to place 2.")
    assert names(page)[:2] == [before[1], "Tonga"]
    take_back(page, "Tonga")
    assert names(page) == before


def test_move_without_a_reason_is_refused_at_its_field(browsing: Open, cast: Cast) -> None:
    page = browsing(LIST, signed_in=cast.desk)
    page.get_by_role("link", name="Move Peru down").click()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text("Give a reason: the list has been published.")
    expect(page.locator("#place")).not_to_have_value("")


def test_preset_is_looked_at_and_nothing_is_saved(browsing: Open, cast: Cast) -> None:
    page = browsing(LIST, signed_in=cast.desk)
    before = names(page)
    page.get_by_role("link", name="Order", exact=True).click()
    page.get_by_role("radio", name=re.compile("^Inscription")).check()
    page.get_by_role("button", name="Show what would move").click()
    expect(page.get_by_role("button", name="Save this order")).to_be_visible()
    page.get_by_role("link", name="Back to the list").click()
    assert names(page) == before


def test_revision_is_published_with_what_changed(browsing: Open, cast: Cast, site: Site) -> None:
    page = browsing("/", signed_in=cast.desk)
    people.register(page, "Malawi", participant="state", level="HG")
    people.confirm(page, link_in(body_of(site.mail_to(people.address_of("Malawi"))), "registrations"))
    label = people.publish(page)
    assert re.fullmatch(r"Rev\.[0-9]+", label)
    expect(flash(page)).to_have_text(f"{label} was published.")
    page.goto(f"{PUBLIC}speakers/")
    expect(page.locator(".notice h2")).to_have_text(label)
    page.locator(".notice details summary").click()
    expect(page.locator(".changes li.added").filter(has_text="Malawi")).to_have_text("Malawi: new, place 2")


@pytest.mark.parametrize("look", ["wide", "phone"])
def test_desk_asks_who_it_is_and_leads_on(browsing: Open, look: str) -> None:
    page = browsing(LIST, look=look)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.locator("#address").fill("desk@dialogue.example")
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("List of speakers")


def test_organiser_words_a_letter_and_sees_it_before_it_is_saved(browsing: Open, cast: Cast) -> None:
    page = browsing(f"{DESK}letters/", signed_in=cast.desk)
    page.get_by_role("row", name="Withdrawn by the desk").get_by_role("link", name="English").click()
    text, there = page.get_by_label("Text *", exact=True), page.get_by_role("article", name="How it reads")
    text.fill("Dear friends of ")
    page.get_by_role("button", name="Insert {delegation}").click()
    expect(text).to_be_focused()
    expect(text).to_have_value("Dear friends of {delegation}")
    page.get_by_role("button", name="Preview").click()
    expect(there.locator("mark")).to_have_count(1)
    expect(there).to_contain_text("Your own page:")
    page.reload()
    page.goto(f"{DESK}letters/withdrawn/en/")
    expect(text).not_to_have_value("Dear friends of {delegation}")
    text.fill("Dear {delegaton}")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#body-error")).to_contain_text("The nearest is {delegation}.")
    text.fill("Dear {delegation}")
    page.get_by_role("button", name="Save").click()
    expect(flash(page)).to_have_text("Saved. Letters drafted from now on have this wording.")
    page.get_by_role("button", name="Back to the standard wording").click()
    page.get_by_role("dialog").get_by_role("button", name="Back to the standard wording").click()
    expect(flash(page)).to_have_text("Letters drafted from now on have the standard wording.")
