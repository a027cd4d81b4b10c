"""What people do at the screen, as steps that several tests share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, StorageState, expect

from tests.browser.site import Site, body_of, link_in
from tests.client_mails import Reply, thunderbird
from tests.statements.papers import a_docx

PUBLIC = "/dialogues/rtop-2012/"
DESK = "/organise/rtop-2012/"
PASSWORD = "seven quiet harbours at noon"  # made up
CONTACTS = """\
address,name,function,delegation,language,salutation
mission@tonga.example,H.E. Ms. Mele Example,Permanent Representative,Tonga,en,"Excellency,"
mision@peru.example,Sr. Luis Ejemplo,Consejero,Peru,es,
"""
FAULTY_CONTACTS = """\
address,name,delegation
mission@tonga.example,H.E. Ms. Mele Other,Tonga
nobody at all,Nobody,Atlantis
"""
FLOOR = {
    "Tonga": ("state", "HS"),
    "Peru": ("state", "M"),
    "Chad": ("state", "CD"),
    "Example Coalition": ("civil_society", ""),
}
"""Who asks for the floor before the tests begin: for whom they register, and the level."""


@dataclass
class Cast:
    """Who is there, and the links that they hold."""

    desk: StorageState
    own: dict[str, str] = field(default_factory=dict)
    invitation: str = ""
    received: str = ""
    waiting: str = ""
    """The own page of a request that is not confirmed."""
    dry_run: str = ""
    interpreters: str = ""
    """The page that interpreters reach by their link."""
    offer: str = ""
    """The page of an offer to exchange places, as the delegation that is asked sees it."""
    group: str = ""
    """The page of those behind a statement for a group, as the delegate sees it."""
    desk_group: str = ""
    change: str = ""
    """The desk's page of a change that was asked for while the list was closed."""
    list_dry_run: str = ""
    dropped: str = ""
    """What was said when a row was dropped before anything was published."""
    dropped_from: int = 0
    """The place from which it was taken: who is on the list by then depends on which tests came before."""
    sign_in_link: str = ""
    """A one-time link that nobody uses."""


def play(site: Site, context: BrowserContext) -> Cast:
    """The desk comes in, invites two missions; delegations register and confirm; the list is published."""
    page = context.new_page()
    page.set_default_timeout(8000)
    sign_in(page, link_in(site.terminal, "organise"))
    cast = Cast(context.storage_state())
    bring_in_contacts(page, site.folder, CONTACTS)
    invite_all(page)
    approve_all(page)
    cast.invitation = link_in(body_of(site.mail_to("mission@tonga.example")), "invitations")
    take_in_replies(site)
    for name, (participant, level) in FLOOR.items():
        cast.received = register(page, name, participant=participant, level=level)
        cast.own[name] = link_in(body_of(site.mail_to(address_of(name))), "registrations")
        confirm(page, cast.own[name])
    register(page, "Fiji", participant="state", level="CD")
    cast.waiting = link_in(body_of(site.mail_to(address_of("Fiji"))), "registrations")
    select(page, "Example Coalition")
    cast.dropped_from, cast.dropped = drop_first(page, "Chad")
    publish(page)
    cast.interpreters = send_statement(page, site.folder, cast.own["Tonga"])
    cast.offer = offer_places(page, site)
    cast.group, cast.desk_group = speak_for_group(page, site, "Algeria")
    cast.change = ask_after_the_close(page, cast.own["Chad"], "Chad")
    cast.list_dry_run = look_at_list(page, site.folder)
    look_at_contacts(page, site.folder, FAULTY_CONTACTS)
    cast.dry_run = page.url
    draft_for(page, site.folder, "Nauru")
    cast.sign_in_link = link_in(site.command("organisers", "add", "colleague@icrtop.example"), "organise")
    return cast


def send_statement(page: Page, folder: Path, own: str) -> str:
    """A delegation sends a document that is too long; the link by which interpreters see it."""
    file = folder / "statement.docx"
    file.write_bytes(a_docx("word " * 900))
    page.goto(f"{own}statements/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Send").click()
    page.goto(f"{DESK}statements/")
    page.get_by_role("button", name="Make a link").click()
    return page.get_by_label("The address").input_value()


def address_of(name: str) -> str:
    """The mailbox of a delegation's focal point."""
    return f"{name.lower().replace(' ', '.')}@mission.example"


def sign_in(page: Page, link: str, password: str = PASSWORD) -> None:
    """Through the one-time link, then with a password set."""
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Set a password").click()
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=again]").fill(password)
    page.get_by_role("button", name="Set the password").click()


def bring_in_contacts(page: Page, folder: Path, table: str) -> None:
    """A file, the dry run, and the button below it."""
    look_at_contacts(page, folder, table)
    page.get_by_role("button", name="Bring in").click()


def look_at_contacts(page: Page, folder: Path, table: str) -> None:
    """A file and its dry run."""
    file = folder / "contacts.csv"
    file.write_text(table)
    page.goto("/organise/contacts/import/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()


def invite_all(page: Page) -> None:
    """The text, everybody who is not invited yet, their drafts."""
    page.goto(f"{DESK}invitations/text/")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{DESK}invitations/choose/")
    page.locator("button[name=all]").click()
    page.get_by_role("button", name="Draft").first.click()


def approve_all(page: Page) -> None:
    """Approve all drafts of the dialogue."""
    page.goto("/organise/outbox/all/approve?dialogue=rtop-2012")
    page.get_by_role("button", name="Approve").click()


def draft_for(page: Page, folder: Path, *names: str) -> None:
    """Invitations that nobody has approved yet, to missions of these States."""
    lines = [f"{address_of(name)},A. {name} Example,{name}" for name in names]
    bring_in_contacts(page, folder, "\n".join(["address,name,delegation", *lines, ""]))
    page.goto(f"{DESK}invitations/choose/")
    for name in names:
        page.get_by_label(f"Choose A. {name} Example").check()
    page.get_by_role("button", name="Invite those chosen").click()
    page.goto(f"{DESK}invitations/")
    page.get_by_role("button", name="Draft").first.click()


def take_in_replies(site: Site) -> None:
    """Replies by mail: one that somebody must read, and a proposal of Tonga's mission for another time."""
    invited = site.mail_to("mission@tonga.example")
    entry = invited.get_body(("calendar",))
    assert entry is not None
    uid = re.search(r"UID:(\S+)", entry.get_content())
    assert uid is not None
    to = invited["From"].addresses[0].addr_spec
    tonga = Reply(to=to, uid=uid[1], attendee="mission@tonga.example", sender="mission@tonga.example")
    mails = [
        thunderbird(tonga.but(attendee="colleague@tonga.example", sender="colleague@tonga.example")),
        thunderbird(tonga.but(answer="TENTATIVE", method="COUNTER", starts="20120905T190000Z", number=2)),
    ]
    folder = site.folder / "replies"
    folder.mkdir()
    for number, content in enumerate(mails):
        (folder / f"{number}.eml").write_bytes(content)
    site.command("inbox", "take-folder", str(folder))


def fill_in(page: Page, name: str, *, participant: str, level: str) -> None:
    """Type a registration."""
    page.goto(f"{PUBLIC}register/")
    page.locator(f"input[name=participant][value={participant}]").check()
    page.locator("#delegation_name").fill(name)
    if participant == "civil_society":
        page.locator("#topic").fill("Prevention, told by an example.")
    else:
        page.locator("#level").select_option(level)
    page.locator("#speaker_name").fill(f"H.E. {name} Speaker (example)")
    page.locator("#focal_point").fill(f"Colleague of {name} (example)")
    page.locator("#address").fill(address_of(name))


def register(page: Page, name: str, *, participant: str, level: str) -> str:
    """Type a registration, check it and send it; the address of the page that follows."""
    fill_in(page, name, participant=participant, level=level)
    page.get_by_role("button", name="Check what you wrote").click()
    page.get_by_role("button", name="Send the request").click()
    return page.url


def confirm(page: Page, own: str) -> None:
    """The button on the delegate's own page."""
    page.goto(own)
    page.get_by_role("button", name="Confirm this request").click()


def select(page: Page, name: str) -> None:
    """The desk selects a civil society organisation."""
    page.goto(f"{DESK}registrations/")
    page.get_by_role("link", name=name).click()
    page.locator("input[name=decision][value=accepted]").check()
    page.get_by_role("button", name="Record the decision").click()


def publish(page: Page) -> str:
    """Publish the list as it stands; what it is called."""
    page.goto(f"{DESK}speakers/review/")
    button = page.get_by_role("button", name="Publish")
    label = button.inner_text().removeprefix("Publish ").removeprefix("the ")
    button.click()
    return label


def come_in(page: Page, site: Site, name: str, *, level: str) -> str:
    """A State registers and confirms; its own page."""
    register(page, name, participant="state", level=level)
    own = link_in(body_of(site.mail_to(address_of(name))), "registrations")
    confirm(page, own)
    return own


def ask_for_exchange(page: Page, own: str, other: str) -> str:
    """From the own page, naming the other delegation; the page of the offer that follows."""
    page.goto(own)
    page.get_by_role("link", name="Exchange places").click()
    page.get_by_label("Or name the delegation").fill(other)
    page.get_by_role("button", name="Ask for the exchange").click()
    return page.url


def offer_places(page: Page, site: Site) -> str:
    """Two Vice-Ministers: one asks the other, whose page of the offer is left as it is."""
    asker = come_in(page, site, "Togo", level="VM")
    other = come_in(page, site, "Ghana", level="VM")
    ask_for_exchange(page, asker, "Ghana")
    page.goto(other)
    page.get_by_role("link", name="See the offer").click()
    return page.url


def drop_first(page: Page, name: str) -> tuple[int, str]:
    """A row is taken to the front by its handle and the keys, and back by one button; its place, and what was said."""
    page.goto(f"{DESK}speakers/")
    row = page.locator("table.list tr[id]").filter(has=page.get_by_role("rowheader", name=name))
    place = int(row.locator("td").first.inner_text())
    page.get_by_role("button", name=f"Take {name} to another place").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    said = page.locator(".flash").inner_text()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".flash")).to_have_text("The last change was taken back.")
    return place, said


def speak_for_group(page: Page, site: Site, name: str) -> tuple[str, str]:
    """A request on behalf of a group that nobody confirms; the pages of those behind it, own and the desk's."""
    fill_in(page, name, participant="state", level="CD")
    page.locator("input[name=capacity][value=group]").check()
    page.locator("#group").select_option(label="Group of 77 and China")
    page.get_by_role("button", name="Check what you wrote").click()
    page.get_by_role("button", name="Send the request").click()
    own = link_in(body_of(site.mail_to(address_of(name))), "registrations")
    page.goto(f"{DESK}registrations/")
    page.get_by_role("link", name=name).first.click()
    page.wait_for_url(re.compile("/registrations/[0-9]+/"))
    return f"{own}group/", f"{page.url}group/"


def ask_after_the_close(page: Page, own: str, name: str) -> str:
    """While the list is closed a delegate asks for another speaker; the desk's page of it. The list opens again."""
    before = set_closes(page, list_closes_at="2012-08-18T09:00", online_closes_at="2012-08-18T09:00")
    page.goto(f"{own}edit/")
    page.locator("#speaker_name").fill("H.E. Other Speaker (example)")
    page.get_by_role("button", name="Ask the desk").click()
    set_closes(page, **before)
    page.goto(f"{DESK}registrations/changes/")
    page.get_by_role("main").get_by_role("link", name=name).click()
    return page.url


def set_closes(page: Page, **moments: str) -> dict[str, str]:
    """Set when the list closes; what was there before."""
    page.goto(f"{DESK}facts/")
    before = {name: page.locator(f"#{name}").input_value() for name in moments}
    for name, moment in moments.items():
        page.locator(f"#{name}").fill(moment)
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".flash")).to_be_visible()
    return before


def look_at_list(page: Page, folder: Path) -> str:
    """The working list with another speaker, and its dry run."""
    file = folder / "list.csv"
    content = page.request.get(f"{DESK}speakers/list.csv?live=1").text()
    file.write_text(content.replace("H.E. Peru Speaker", "H.E. Other Speaker"))
    page.goto(f"{DESK}speakers/import/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    return page.url
