"""The floor in a browser: two operators, a board, a line that is lost and comes back, an undo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, StorageState, expect

from tests.browser.looks import LOOKS
from tests.browser.people import DESK, PUBLIC, Cast
from tests.browser.site import Site

STRIP = f"{PUBLIC}floor/strip/"
SCRIPT = f"{DESK}floor/script/"
JSON = {"Accept": "application/json"}
Seat = Callable[[str, StorageState | None], Page]


@pytest.fixture
def seats(site: Site, chromium: Browser) -> Iterator[Seat]:
    """Browsers that nobody watches for errors: their lines are cut on purpose."""
    pages: list[Page] = []

    def new(path: str, signed_in: StorageState | None) -> Page:
        context = chromium.new_context(base_url=site.url, storage_state=signed_in, **LOOKS["wide"])
        pages.append(context.new_page())
        pages[-1].goto(path)
        return pages[-1]

    yield new
    for page in pages:
        page.context.close()


def test_a_meeting_is_run_by_its_keys(seats: Seat, cast: Cast) -> None:
    first, second = (seats(f"{DESK}floor/", cast.desk) for _ in range(2))
    board = seats(f"{PUBLIC}floor/", None)
    primary = first.locator(".primary")
    expect(primary).to_contain_text("Open meeting 1")
    first.keyboard.press("Space")
    expect(primary).to_contain_text("Call ")
    called = primary.inner_text().removeprefix("Call ").split("\n")[0].strip()
    first.keyboard.press("n")
    expect(first.locator(".now .who")).to_contain_text(called)
    expect(board.locator(".now")).to_contain_text(called)
    for page in (first, board):
        expect(page.locator("#said")).to_have_text(f"Has the floor: {called}")
    first.keyboard.press("Space")
    expect(first.locator(".clock[data-running]")).to_be_visible()
    expect(second.locator(".clock[data-running]")).to_be_visible()
    first.keyboard.press("z")
    expect(primary).to_contain_text("Start the clock")
    first.keyboard.press("Space")
    expect(first.locator(".clock[data-running]")).to_be_visible()

    first.context.set_offline(True)
    first.keyboard.press("+")
    expect(first.locator("#lost")).to_contain_text("1 not sent yet")
    expect(first.locator("#age")).to_contain_text("s old")
    first.context.set_offline(False)
    expect(first.locator(".clock[data-limit='210']")).to_be_visible()
    expect(first.locator("#lost")).to_be_hidden()
    expect(first.locator("#age")).to_be_hidden()
    expect(second.locator(".clock[data-limit='210']")).to_be_visible()

    board.context.set_offline(True)
    expect(board.locator("#lost")).to_contain_text("The line is lost")
    first.keyboard.press("b")
    expect(first.locator("button[data-key=B]")).to_contain_text("Show the board")
    board.context.set_offline(False)
    expect(board.locator("#lost")).to_be_hidden()
    expect(board.locator(".now")).to_have_count(0)
    first.keyboard.press("b")
    expect(board.locator(".now")).to_contain_text(called)

    for letter, shown in (
        ("и", "Show the board"),
        ("لا", "Blank the board"),
    ):  # what the key of B writes in two languages
        said = {"key": letter, "code": "KeyB", "bubbles": True}
        first.evaluate("(said) => document.body.dispatchEvent(new KeyboardEvent('keydown', said))", said)
        expect(first.locator("button[data-key=B]")).to_contain_text(shown)


def test_a_mouse_and_the_space_bar_do_what_is_printed(seats: Seat, cast: Cast) -> None:
    desk = seats(f"{DESK}floor/", cast.desk)
    primary, happened = desk.locator(".primary"), desk.locator(".history li").first
    while "Call " not in primary.inner_text():  # whatever was left behind here
        word = primary.inner_text()
        desk.locator(".now .presses button", has_text=re.compile("^(End|Open|Go on|Start)")).last.click()
        expect(primary).not_to_have_text(word)
    for word, did in (("Call ", "called "), ("Start the clock", "started the clock")):
        expect(primary).to_contain_text(word)
        primary.dblclick()
        expect(happened).to_contain_text(did)
    for name, did in (("+30 s", "gave 30 seconds more"), ("Go on", "let the clock run on")):
        desk.get_by_role("button", name=name).click()
        expect(happened).to_contain_text(did)
        desk.keyboard.press("Space")
        expect(happened).to_contain_text("paused the clock")


def test_a_tablet_shows_in_its_first_screen_what_is_needed(seats: Seat, cast: Cast) -> None:
    desk = seats(f"{DESK}floor/", cast.desk)
    desk.set_viewport_size({"width": 1180, "height": 820})
    rows, menu = desk.locator(".turns li"), desk.get_by_role("navigation", name="The desk")
    for one in (desk.locator(".primary"), desk.locator("[data-clock]"), *(rows.nth(number) for number in range(3))):
        expect(one).to_be_in_viewport(ratio=1)
    expect(menu).to_be_hidden()
    desk.locator("summary", has_text="The desk").click()
    expect(menu.get_by_role("link", name="Outbox")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    desk.locator("summary", has_text="The desk").click()
    desk.locator("#now").click()
    expect(menu).to_be_hidden()


def test_enter_in_a_reason_of_several_buttons_presses_none(seats: Seat, cast: Cast) -> None:
    desk = seats(f"{DESK}floor/", cast.desk)
    row, steps = desk.locator(".turns li").nth(2), desk.locator(".history li")
    before = steps.count()
    row.locator("summary").first.click()
    row.get_by_label("Reason").fill("The ambassador is ill")
    desk.keyboard.press("Enter")
    desk.wait_for_timeout(500)
    expect(row.get_by_label("Reason")).to_have_value("The ambassador is ill")
    expect(steps).to_have_count(before)


def test_a_delegation_is_found_by_some_letters(seats: Seat, cast: Cast) -> None:
    desk = seats(f"{DESK}floor/", cast.desk)
    desk.keyboard.press("r")
    desk.keyboard.type("sudan")
    choice = desk.get_by_label("Delegation")
    expect(choice.locator("option")).to_have_text(["Sudan", "South Sudan"])
    desk.keyboard.press("Enter")
    expect(choice).to_be_focused()
    expect(choice.locator("option:checked")).to_have_text("Sudan")
    desk.keyboard.press("Escape")
    expect(choice).to_be_hidden()


def test_what_was_ruled_is_written_as_the_meeting_goes_on(seats: Seat, cast: Cast) -> None:
    desk = seats(f"{DESK}floor/", cast.desk)
    ruling = desk.get_by_label("Ruling, for the record only")
    if "Open meeting" in desk.locator(".primary").inner_text():
        desk.locator(".primary").click()
    desk.locator(".room summary").filter(has_text="Right of reply").click()
    desk.get_by_label("Delegation").select_option(label="Peru")
    desk.get_by_role("button", name="Raises a point of order").click()
    expect(ruling).to_be_focused()
    desk.keyboard.type("Not well taken (example)")
    ruling.blur()
    for _look in range(2):  # what is written stays when the page looks what is new
        with desk.expect_response(re.compile("/floor/")):
            pass
    expect(ruling).to_have_value("Not well taken (example)")
    ruling.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".history li").first).to_contain_text("Not well taken (example)")
    expect(ruling).to_have_count(0)


def test_what_is_typed_as_a_ruling_is_no_command_once_another_has_ruled(seats: Seat, cast: Cast) -> None:
    first, second = (seats(f"{DESK}floor/", cast.desk) for _ in range(2))
    first.locator(".room summary").filter(has_text="Right of reply").click()
    first.get_by_label("Delegation").select_option(label="Peru")
    first.get_by_role("button", name="Raises a point of order").click()
    ruling, steps = first.get_by_label("Ruling, for the record only"), first.locator(".history li")
    expect(ruling).to_be_focused()
    first.keyboard.type("Not ")
    second.get_by_role("button", name="Ruled: go on").click()
    expect(ruling).to_have_count(0)
    done = steps.all_inner_texts()
    first.keyboard.type("now, blank")
    first.wait_for_timeout(500)
    assert steps.all_inner_texts() == done


def test_what_is_typed_where_a_reason_is_asked_for_runs_no_meeting(seats: Seat, cast: Cast) -> None:
    desk = seats(f"{DESK}floor/customs/", cast.desk)
    freely = desk.get_by_label("Seconds within which a press is undone")
    before = freely.input_value()
    _kept(desk, freely, "0")
    desk.goto(f"{DESK}floor/")
    _called(desk)
    who, why, newest = desk.locator(".now .who").inner_text(), desk.get_by_label("Why undo it?").first, _newest(desk)
    desk.get_by_role("link", name="Other limits?").focus()
    desk.keyboard.press("z")
    expect(why).to_be_focused()
    expect(why).to_be_in_viewport()
    expect(desk.locator(".refused")).to_contain_text("say why it is undone. Keys rest until")
    desk.get_by_role("link", name="Other limits?").focus()
    desk.keyboard.type("not now he")
    desk.get_by_role("button", name="Undo").first.focus()
    desk.keyboard.press("Space")
    expect(why).to_have_value("")
    expect(desk.locator("details[open]")).to_have_count(0)
    assert (desk.locator(".now .who").inner_text(), _newest(desk)) == (who, newest)
    desk.keyboard.press("Escape")
    expect(desk.locator(".refused")).to_have_count(0)
    desk.keyboard.press("m")
    expect(desk.get_by_label("Note about the meeting")).to_be_focused()
    desk.keyboard.press("Escape")
    desk.keyboard.press("z")
    expect(why).to_be_focused()
    desk.keyboard.type("not now")
    beside = seats(f"{DESK}floor/", cast.desk)
    beside.keyboard.press("w")
    beside.keyboard.type("hoarse (example)")
    beside.keyboard.press("Enter")
    expect(desk.locator(".now")).to_contain_text("hoarse (example)")
    expect(why).to_be_focused()
    desk.keyboard.type(" (example)")
    desk.keyboard.press("Enter")
    expect(desk.locator(".history li").first).to_contain_text("not now (example)")
    expect(desk.locator(".refused")).to_have_count(0)
    desk.goto(f"{DESK}floor/customs/")
    _kept(desk, freely, before)


def test_a_reply_that_is_called_without_a_reason_gets_the_cursor(seats: Seat, cast: Cast) -> None:
    desk = seats(f"{DESK}floor/", cast.desk)
    _called(desk)
    desk.keyboard.press("Space")
    expect(desk.locator(".clock[data-running]")).to_be_visible()
    desk.keyboard.press("r")
    desk.get_by_label("Delegation").select_option(label="Peru")
    desk.get_by_role("button", name="Asks for a right of reply").click()
    desk.get_by_role("button", name="Grant").click()
    reply = desk.locator(".room .bare li", has_text="Peru")
    reply.get_by_role("button", name="Call now").click()
    expect(reply.get_by_label("Reason")).to_be_focused()
    desk.keyboard.type("answers at once")
    desk.locator("#history").click()
    newest = _newest(desk)
    desk.keyboard.type("no he")
    for _look in range(2):  # what is written stays when the page looks what is new
        with desk.expect_response(re.compile("/floor/")):
            pass
    assert _newest(desk) == newest
    expect(reply.get_by_label("Reason")).to_have_value("answers at once")
    reply.get_by_role("button", name="Call now").click()
    expect(desk.locator(".now .who")).to_contain_text("Peru")


EDGES = """() => [".keyboard", ".of-room", ".panel.now", ".panel.queue"].map((one) => {
  const { left, top, right } = document.querySelector(one).getBoundingClientRect();
  return [left, top, right];
})"""


def test_a_refusal_in_a_row_moves_nothing_aside(seats: Seat, cast: Cast) -> None:
    desk = seats(f"{DESK}floor/", cast.desk)
    desk.set_viewport_size({"width": 1180, "height": 820})
    _called(desk)
    row = desk.locator(".turns .then").last
    row.locator(".row summary").click()
    before = desk.evaluate(EDGES)
    row.get_by_role("button", name="Call now").click()
    expect(row.locator(".refused")).to_be_visible()
    expect(row.get_by_label("Reason")).to_be_focused()
    desk.evaluate("scrollTo(0, 0)")
    assert desk.evaluate(EDGES) == before


def test_keys_open_forms_and_their_list(seats: Seat, cast: Cast) -> None:
    desk = seats(f"{DESK}floor/", cast.desk)
    keys, note = desk.get_by_role("dialog", name="List of keys"), desk.get_by_label("Note about the meeting")
    desk.keyboard.press("?")
    expect(keys).to_be_visible()
    desk.keyboard.press("Escape")
    desk.keyboard.press("m")
    expect(note).to_be_focused()
    desk.keyboard.press("Escape")
    expect(note).to_be_hidden()
    desk.keyboard.press("m")
    desk.keyboard.type("water for the chair")
    desk.keyboard.press("Enter")
    expect(desk.locator(".history")).to_contain_text("water for the chair")
    expect(note).to_be_hidden()
    desk.get_by_label("Keys are on").uncheck()
    desk.keyboard.press("m")
    desk.keyboard.press("?")
    expect(desk.get_by_label("Keys are off")).not_to_be_checked()
    expect(keys).to_be_hidden()
    expect(note).to_be_hidden()
    desk.get_by_label("Keys are off").check()


def test_the_hall_reads_the_state_from_afar_and_sees_no_menu(seats: Seat, cast: Cast) -> None:
    desk, board, strip = seats(f"{DESK}floor/", cast.desk), seats(f"{PUBLIC}floor/", None), seats(STRIP, None)
    board.set_viewport_size({"width": 1920, "height": 1080})
    _called(desk)
    desk.keyboard.press("Space")
    expect(board.locator(".clock[data-running]")).to_be_visible()
    desk.get_by_role("button", name="Pause").click()
    expect(desk.locator(".history li").first).to_contain_text("paused the clock")
    for page, state in ((board, ".state:visible"), (strip, ".state")):
        expect(page.locator(state).last).to_have_text("Paused")  # a right of reply that was left behind stands above it
    sizes = [
        _size(board.locator(one)) for one in (".state:visible >> nth=-1", ".turns .now b >> nth=0", "[data-clock]")
    ]
    assert sizes[0] >= sizes[1]
    assert sizes[2] >= sizes[1]
    assert board.evaluate(NINE_ROWS) == 1080
    expect(board.locator("[data-clock]")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    menus = [board.get_by_role("navigation"), board.get_by_role("link", name="Register"), board.locator(".languages")]
    assert [one.count() and one.is_visible() for one in menus] == [0, 0, False]
    full = board.get_by_role("button", name="Full screen")
    full.click()
    expect(full).to_be_hidden()
    assert board.evaluate("document.fullscreenElement !== null") is True
    desk.keyboard.press("b")
    expect(board.locator(".blank")).to_be_attached()
    expect(board.locator("#said")).to_have_text("")
    assert board.locator("body").inner_text().strip() == ""
    desk.keyboard.press("b")
    phone = seats(f"{PUBLIC}floor/", None)
    phone.set_viewport_size({"width": 360, "height": 740})
    expect(phone.get_by_role("navigation").get_by_role("link", name="Dialogue")).to_be_visible()
    expect(phone.locator("[data-clock]")).to_be_hidden()


def test_the_strip_says_that_its_line_is_lost(seats: Seat, cast: Cast) -> None:
    strip = seats(STRIP, None)
    expect(strip.locator("#lost")).to_be_hidden()
    strip.context.set_offline(True)
    expect(strip.locator("#lost")).to_have_text(re.compile(r"The line is lost. This is what was shown \d s ago."))
    strip.context.set_offline(False)
    expect(strip.locator("#lost")).to_be_hidden()


NINE_ROWS = """() => {
  const rows = document.querySelector(".turns");
  document.querySelector("[data-over]").hidden = false;
  while (rows.children.length < 9) rows.append(rows.lastElementChild.cloneNode(true));
  return document.documentElement.scrollHeight;
}"""
OVER = """() => {
  document.querySelector(".clock").dataset.used = 999;
  return [...document.querySelectorAll("[data-over]")].every((one) => one.checkVisibility());
}"""


def test_the_chair_reads_nothing_too_early_and_is_told_that_the_time_is_over(seats: Seat, cast: Cast) -> None:
    desk, script, board = (seats(path, cast.desk) for path in (f"{DESK}floor/", SCRIPT, f"{PUBLIC}floor/"))
    _called(desk)
    expect(script.locator(".early")).to_have_count(0)
    desk.keyboard.press("Space")
    expect(script.locator(".early")).to_contain_text("Not yet")
    expect(script.locator("#said")).to_have_text(re.compile("^Has the floor: "))
    reminder, big = script.locator(".reminder"), board.locator("[data-over]")
    for hidden in (reminder, big):
        expect(hidden).to_be_hidden()
    for page in (script, board):
        page.wait_for_function(OVER)
    expect(reminder).to_contain_text("to conclude")
    expect(big).to_have_text("The time is over")


def test_screens_of_an_exercise_that_was_thrown_away_say_so(seats: Seat, cast: Cast) -> None:
    desk = seats(f"{DESK}rehearsal/", cast.desk)
    desk.get_by_role("button", name="Make the exercise").click()
    expect(desk.get_by_text("The exercise is made")).to_be_visible()
    slug = desk.url.split("/organise/")[1].split("/")[0]
    there = ("/dialogues/SLUG/floor/", "/dialogues/SLUG/floor/strip/", "/organise/SLUG/floor/script/")
    screens = [seats(path.replace("SLUG", slug), cast.desk) for path in there]
    desk.goto(f"/organise/{slug}/rehearsal/")
    desk.get_by_label("Yes, remove this exercise").check()
    desk.get_by_role("button", name="Throw away").click()
    for screen in screens:
        expect(screen.locator("#lost")).to_have_text("This dialogue is no longer here.")
        expect(screen.locator("[data-board]")).to_be_empty()
    asked = [desk.request.get(path.replace("SLUG", slug), headers=JSON).status for path in there]
    assert asked == [404, 404, 404]


def _called(desk: Page) -> None:
    """Whatever other tests left behind: somebody is called, and the clock not started."""
    primary = desk.locator(".primary")
    while "Start the clock" not in primary.inner_text():
        word = primary.inner_text()
        desk.locator(".now .presses button", has_text=re.compile("^(End|Open|Go on|Call)")).last.click()
        expect(primary).not_to_have_text(word)
    expect(primary.filter(has_text="Start the clock").locator("kbd")).to_have_count(1)  # drawn, not only foreseen


def _newest(desk: Page) -> str:
    """What was done last."""
    return desk.locator(".history li").first.inner_text()


def _kept(desk: Page, field: Locator, value: str) -> None:
    """This custom is saved."""
    field.fill(value)
    with desk.expect_navigation():
        field.press("Enter")


def _size(one: Locator) -> float:
    return float(one.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)"))
