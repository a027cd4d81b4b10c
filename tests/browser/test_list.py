"""What organisers do with the rows of the list themselves: take one by its handle, with mouse, finger or keys."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.looks import assert_good
from tests.browser.people import Cast
from tests.browser.test_desk import LIST, flash, names, take_back


def handle(page: Page, name: str) -> Locator:
    """What one takes to move a delegation."""
    return page.get_by_role("button", name=f"Take {name} to another place")


def said(page: Page) -> Locator:
    """What a screen reader is told."""
    return page.locator("#moving-said")


def middle(place: Locator) -> tuple[float, float]:
    """Where a pointer goes to."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_over(page: Page, target: Locator, words: str) -> None:
    """Go with what is held to the upper edge of a row until the page says so; near an edge the page rolls on below the hand."""
    for _ in range(40):
        box = target.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 20, min(max(box["y"] + 2, 4), 700), steps=3)
        if said(page).text_content() == words:
            break
        page.wait_for_timeout(50)
    expect(said(page)).to_have_text(words)


def row(page: Page, name: str) -> Locator:
    """The row of a delegation."""
    return page.locator("table.ranked tr[id]").filter(has=page.get_by_role("rowheader", name=name))


def moved_to(page: Page, name: str, place: int) -> None:
    """The page of the move has the place; with a reason it is done."""
    expect(page.locator("#place")).to_have_value(str(place))
    page.get_by_label("Decision of the chair").check()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(flash(page)).to_contain_text(f"{name}: from place ")
    assert names(page).index(name) == place - 1


def put_back(page: Page, name: str, before: list[str]) -> None:
    """Leave the list as it was found."""
    take_back(page, name)
    expect(flash(page)).to_contain_text(f"{name}: from place ")
    assert names(page) == before


def test_row_is_dragged_with_the_mouse(browsing: Open, cast: Cast) -> None:
    page = browsing(LIST, signed_in=cast.desk)
    before = names(page)
    handle(page, "Chad").hover()
    page.mouse.down()
    drag_over(page, row(page, before[0]), f"Chad, place 1 of {len(before)}")
    expect(page.locator(".flying")).to_have_text("1. Chad")
    page.mouse.up()
    moved_to(page, "Chad", 1)
    put_back(page, "Chad", before)


def test_row_dropped_before_anything_is_published_needs_no_reason(cast: Cast) -> None:
    assert cast.dropped_from > 1
    assert cast.dropped == f"Chad: from place {cast.dropped_from} to place 1."


def test_drag_that_ends_where_it_began_or_is_given_up_changes_nothing(browsing: Open, cast: Cast) -> None:
    page = browsing(LIST, signed_in=cast.desk)
    before = names(page)
    grip = handle(page, "Peru")
    x, y = middle(grip)
    grip.hover()
    page.mouse.down()
    page.mouse.move(x, y - 200, steps=4)
    page.keyboard.press("Escape")
    expect(said(page)).to_have_text(f"Cancelled: Peru stays at place {before.index('Peru') + 1}.")
    page.mouse.up()
    grip.click()
    assert (page.url.split("/")[-2], names(page)) == ("speakers", before)


def test_row_is_moved_by_keys_that_are_printed_and_announced(browsing: Open, cast: Cast) -> None:
    page = browsing(LIST, signed_in=cast.desk)
    before = names(page)
    place, last = before.index("Chad") + 1, len(before)
    grip = handle(page, "Chad")
    expect(page.locator("#moving-keys")).to_contain_text("Enter drop, Esc cancel")
    grip.focus()
    page.keyboard.press("ArrowUp")
    expect(said(page)).to_have_text(f"Chad, place {place - 1} of {last}")
    expect(grip).to_have_attribute("aria-pressed", "true")
    assert_good(page)
    page.keyboard.press("Home")
    expect(said(page)).to_have_text(f"Chad, place 1 of {last}")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(said(page)).to_have_text(f"Cancelled: Chad stays at place {place}.")
    expect(grip).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    moved_to(page, "Chad", 2)
    expect(handle(page, "Chad")).to_be_focused()
    put_back(page, "Chad", before)


def test_row_is_dragged_with_a_finger(browsing: Open, cast: Cast) -> None:
    page = browsing(LIST, look="phone", signed_in=cast.desk)
    before = names(page)
    grip = handle(page, before[1])
    x, y = middle(grip)
    box = grip.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 6):
        to = y + (row_top(page, before[0]) - y) * step / 5
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": to}]})
    expect(said(page)).to_have_text(f"{before[1]}, place 1 of {len(before)}")
    assert_good(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    moved_to(page, before[1], 1)
    put_back(page, before[1], before)


def prefers(page: Page, own: str, meeting: str) -> None:
    """A delegation asks for a meeting on its own page."""
    page.goto(f"{own}edit/")
    page.locator("#meeting_number").select_option(label=meeting)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Your request")).to_be_attached()


def order_by(page: Page, preset: str) -> None:
    """The desk chooses a preset, with its reason."""
    page.goto(f"{LIST}order/?preset={preset}")
    page.get_by_label("Reason").fill("For a test (example)")
    page.get_by_role("button", name="Save this order").click()
    expect(flash(page)).to_be_visible()
    page.goto(LIST)


def test_row_is_dragged_before_the_first_of_another_meeting_and_one_press_takes_it_back(
    browsing: Open, cast: Cast
) -> None:
    page = browsing(LIST, signed_in=cast.desk)
    before = names(page)
    prefers(page, cast.own["Peru"], "Afternoon meeting")
    order_by(page, "general-debate")
    apart = names(page)
    assert apart[0] == "Peru"
    handle(page, "Chad").hover()
    page.mouse.down()
    drag_over(page, row(page, "Peru"), "Chad, to place 1 of the list of another meeting: Afternoon meeting")
    expect(page.locator(".flying")).to_have_text("1. Chad · Afternoon meeting")
    expect(row(page, "Peru")).to_have_class("drop-before")
    page.mouse.up()
    expect(page.locator("#after option:checked")).to_have_text("before Peru: place 1 of meeting 2")
    page.get_by_label("Decision of the chair").check()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(flash(page)).to_contain_text("to place 1 of meeting 2.")
    assert names(page)[:2] == ["Chad", "Peru"]
    page.get_by_role("button", name="Undo").click()
    assert names(page) == apart
    order_by(page, "dialogue")
    prefers(page, cast.own["Peru"], "No preference")
    page.goto(LIST)
    assert names(page) == before


def row_top(page: Page, name: str) -> float:
    """A little below the upper edge of a row."""
    box = row(page, name).bounding_box()
    assert box is not None
    return box["y"] + 4


def test_hand_that_drops_too_late_is_shown_what_the_other_did(browsing: Open, cast: Cast) -> None:
    mine, other = (browsing(LIST, signed_in=cast.desk) for _ in range(2))
    before = names(mine)
    handle(mine, "Chad").focus()
    mine.keyboard.press("Home")
    mine.keyboard.press("Enter")
    expect(mine.locator("#place")).to_have_value("1")
    other.get_by_role("link", name="Move Peru up").click()
    other.get_by_label("The speaker has to leave early").check()
    other.get_by_role("button", name="Move", exact=True).click()
    mine.locator("#reason").fill("My own words (example)")
    mine.get_by_role("button", name="Move", exact=True).click()
    expect(mine.get_by_role("alert")).to_contain_text("Peru: moved, from place")
    expect(mine.locator("#reason")).to_have_value("My own words (example)")
    put_back(other, "Peru", before)


def test_reason_is_shown_on_hover_and_focus_and_put_away(browsing: Open, cast: Cast) -> None:
    page = browsing(LIST, signed_in=cast.desk)
    number, why = page.get_by_label("Place 2: why here"), page.get_by_role("tooltip")
    expect(why).to_have_count(0)
    number.hover()
    expect(why).to_contain_text("Member State: ")
    assert_good(page)
    page.get_by_role("heading", level=1).hover()
    expect(why).to_have_count(0)
    page.get_by_label("Place 1: why here").focus()
    page.keyboard.press("Escape")
    number.focus()
    expect(why).to_contain_text("Member State: ")
    expect(number).to_have_accessible_description(why.inner_text())
    expect(page.locator("#live-said")).to_have_text(why.inner_text())
    page.keyboard.press("Escape")
    expect(why).to_have_count(0)
    number.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Why one before another")


def test_page_follows_what_another_organiser_does_and_never_disturbs_a_hand(browsing: Open, cast: Cast) -> None:
    mine, other = (browsing(LIST, signed_in=cast.desk) for _ in range(2))
    before = names(mine)
    handle(mine, "Chad").focus()
    other.get_by_role("link", name="Move Peru up").click()
    moved_to(other, "Peru", before.index("Peru"))
    expect(mine.locator("#live-said")).to_contain_text("just now. Peru: moved, from place", timeout=9000)
    assert names(mine) == names(other)
    expect(handle(mine, "Chad")).to_be_focused()
    expect(mine.locator(".strip")).to_contain_text("unpublished")
    assert_good(mine)
    mine.get_by_label("Find on the list").fill("che")
    put_back(other, "Peru", before)
    expect(mine.locator(".news")).to_contain_text("Peru: move taken back", timeout=9000)
    expect(mine.get_by_label("Find on the list")).to_have_value("che")
    assert names(mine) != before
    assert_good(mine)
    mine.get_by_label("Find on the list").fill("")
    mine.get_by_role("heading", level=1).click()
    expect(mine.locator(".news a")).to_be_hidden(timeout=9000)
    assert names(mine) == before


def test_those_chosen_are_counted_and_moved_together(browsing: Open, cast: Cast) -> None:
    page = browsing(LIST, look="phone", signed_in=cast.desk)
    before = names(page)
    for name in ("Tonga", "Peru"):
        page.get_by_label(f"Choose {name}").check()
    expect(page.locator("#chosen-number")).to_have_text("2 chosen")
    assert_good(page)
    page.get_by_role("button", name="Move those chosen together").click()
    page.get_by_label("Directly after", exact=True).select_option(label=f"{before.index('Chad') + 1}. Chad")
    page.get_by_label("Decision of the chair").check()
    assert_good(page)
    page.get_by_role("button", name="Move them").click()
    expect(flash(page)).to_have_text("2 delegations were moved.")
    now = names(page)
    assert now[now.index("Chad") :][:3] == ["Chad", "Tonga", "Peru"]
    for name in ("Peru", "Tonga"):
        take_back(page, name)
        expect(flash(page)).to_contain_text(f"{name}: from place ")
    assert names(page) == before
