"""Every page that people use, by the endpoint that draws it, and the state in which it is looked at."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import people
from tests.browser.people import DESK, PUBLIC, Cast

Way = Callable[[Page, Cast], object]


def to(path: str) -> Way:
    """Open this address; {own}, {waiting} and the like are the links that people hold."""

    def go(page: Page, cast: Cast) -> object:
        links = {name: value for name, value in vars(cast).items() if isinstance(value, str)}
        return page.goto(path.format(own=cast.own["Tonga"], other=cast.own["Example Coalition"], **links))

    return go


def review(page: Page, _cast: Cast) -> None:
    """What was typed, before it is sent."""
    people.fill_in(page, "Samoa", participant="state", level="CD")
    page.get_by_role("button", name="Check what you wrote").or_(page.locator("button[value=review]")).first.click()


def typed_wrong(page: Page, _cast: Cast) -> None:
    """A registration with errors, and a name that fits several delegations."""
    page.goto(f"{PUBLIC}register/")
    page.locator("input[name=participant][value=state]").check()
    page.locator("#delegation_name").fill("korea")
    page.locator("button[value=review]").click()


def refused_sign_in(page: Page, _cast: Cast) -> None:
    """A wrong password."""
    page.goto("/organise/sign-in/")
    page.locator("#address").fill("nobody@icrtop.example")
    page.locator("#password").fill("not the password")
    page.locator("main button[type=submit]").click()


def moved_without_reason(page: Page, cast: Cast) -> None:
    """A move that lacks its reason, once the list is published."""
    to(f"{DESK}speakers/2/move/?to=1")(page, cast)
    page.locator("button[value=move]").click()


def look_at_draft(page: Page, _cast: Cast) -> None:
    """The first of the drafts, with its keys."""
    page.goto("/organise/outbox/?state=draft")
    page.get_by_role("link", name="Look through the drafts").or_(page.locator(".head .primary")).first.click()


def edit_draft(page: Page, cast: Cast) -> None:
    """A draft in the editor."""
    look_at_draft(page, cast)
    page.locator("[data-key=e]").click()


def on_the_floor(page: Page, cast: Cast) -> None:
    """The console while somebody speaks, with the menu of another who waits open."""
    to(f"{DESK}floor/")(page, cast)
    for _ in range(3):
        if page.locator("[data-running]").count():
            break
        page.locator(".primary").click()
        page.wait_for_load_state("networkidle")
    page.locator(".turns summary").last.click()


def once_spoken(page: Page, cast: Cast) -> None:
    """The record of a meeting in which somebody has spoken."""
    to(f"{DESK}floor/record/")(page, cast)
    if not page.locator(".spoken").count():
        on_the_floor(page, cast)
        page.locator("[formaction$='/end']").click()
        page.wait_for_load_state("networkidle")
        to(f"{DESK}floor/record/")(page, cast)


STRANGERS: dict[str, Way] = {
    "dialogues.home": to("/"),
    "dialogues.show": to(PUBLIC),
    "dialogues.briefing": to(f"{PUBLIC}briefing/"),
    "calendars.subscribe": to(f"{PUBLIC}calendar/"),
    "speakers.show": to(f"{PUBLIC}speakers/"),
    "floor.board": to(f"{PUBLIC}floor/"),
    "floor.strip": to(f"{PUBLIC}floor/strip/"),
    "floor.record": to(f"{PUBLIC}floor/record/"),
    "registrations.register": to(f"{PUBLIC}register/"),
    "speakers.show_revisions": to(f"{PUBLIC}speakers/revisions/"),
    "speakers.show_revision": to(f"{PUBLIC}speakers/revisions/0/"),
    "speakers.compare": to(f"{PUBLIC}speakers/compare/"),
    "registrations.register, read back": review,
    "registrations.register, with errors": typed_wrong,
    "registrations.received": to("{received}"),
    "registrations.lost_link": to(f"{PUBLIC}register/lost-link/"),
    "registrations.own_page": to("{own}"),
    "registrations.own_page, to be confirmed": to("{waiting}"),
    "registrations.own_page, civil society": to("{other}"),
    "registrations.edit": to("{own}edit/"),
    "registrations.substitute": to("{own}substitute/"),
    "registrations.withdraw": to("{own}withdraw/"),
    "registrations.group": to("{group}"),
    "speakers.exchange": to("{own}exchange/"),
    "floor.turn": to("{own}turn/"),
    "speakers.exchange_offer": to("{offer}"),
    "statements.show": to(f"{PUBLIC}statements/"),
    "statements.own_statements": to("{own}statements/"),
    "statements.interpreters": to("{interpreters}"),
    "invitations.answer_page": to("{invitation}"),
    "registrations.register_invited": to("{invitation}register/"),
    "organisers.sign_in": to("/organise/sign-in/"),
    "organisers.sign_in, refused": refused_sign_in,
    "organisers.sign_in_link": to("{sign_in_link}"),
    "no such page": to("/dialogues/nothing-here/"),
}
AT_THE_DESK: dict[str, Way] = {
    "organisers.dashboard": to("/organise/"),
    "organisers.account": to("/organise/account/"),
    "organisers.password": to("/organise/account/password/"),
    "organisers.desk_organisers": to("/organise/organisers/"),
    "organisers.desk_organiser": to("/organise/organisers/2/"),
    "organisers.desk_record": to("/organise/record/"),
    "mailing.desk_outbox": to("/organise/outbox/"),
    "mailing.desk_progress": to("/organise/outbox/progress/"),
    "mailing.desk_letter": to("/organise/outbox/1/"),
    "mailing.desk_letter, a draft": look_at_draft,
    "mailing.desk_edit_letter": edit_draft,
    "mailing.desk_all": to("/organise/outbox/all/approve"),
    "invitations.desk_inbox": to("/organise/inbox/"),
    "invitations.desk_addresses": to("/organise/inbox/addresses/"),
    "invitations.desk_received": to("/organise/inbox/1/"),
    "invitations.desk_contacts": to("/organise/contacts/"),
    "invitations.desk_contact": to("/organise/contacts/1/"),
    "invitations.desk_new_contact": to("/organise/contacts/new/"),
    "invitations.desk_import": to("/organise/contacts/import/"),
    "invitations.desk_dry_run": to("{dry_run}"),
    "calendars.desk_calendars": to(f"{DESK}calendars/"),
    "invitations.desk_invitations": to(f"{DESK}invitations/"),
    "invitations.desk_text": to(f"{DESK}invitations/text/"),
    "invitations.desk_answers": to(f"{DESK}invitations/answers/"),
    "invitations.desk_remind": to(f"{DESK}invitations/remind/"),
    "dialogues.desk_letters": to(f"{DESK}letters/"),
    "dialogues.desk_letter": to(f"{DESK}letters/receipt/ar/"),
    "invitations.desk_choose": to(f"{DESK}invitations/choose/"),
    "invitations.desk_preview": to(f"{DESK}invitations/1/preview/"),
    "dialogues.desk_new": to("/organise/dialogues/new/"),
    "dialogues.desk_edit": to(DESK),
    "dialogues.desk_facts": to(f"{DESK}facts/"),
    "dialogues.desk_programme": to(f"{DESK}programme/"),
    "dialogues.desk_texts": to(f"{DESK}texts/"),
    "dialogues.desk_text": to(f"{DESK}texts/briefing/en/"),
    "dialogues.desk_cancel": to(f"{DESK}cancel/"),
    "registrations.desk_list": to(f"{DESK}registrations/"),
    "registrations.desk_show": to(f"{DESK}registrations/1/"),
    "registrations.desk_edit": to(f"{DESK}registrations/1/edit/"),
    "registrations.desk_new": to(f"{DESK}registrations/new/"),
    "registrations.desk_changes": to(f"{DESK}registrations/changes/"),
    "registrations.desk_change": to("{change}"),
    "registrations.desk_group": to("{desk_group}"),
    "speakers.desk_list": to(f"{DESK}speakers/"),
    "floor.console": to(f"{DESK}floor/"),
    "rehearsals.rehearsal": to(f"{DESK}rehearsal/"),
    "floor.customs": to(f"{DESK}floor/customs/"),
    "floor.console, in session": on_the_floor,
    "floor.script": to(f"{DESK}floor/script/"),
    "floor.desk_record": once_spoken,
    "statements.desk_statements": to(f"{DESK}statements/"),
    "statements.desk_delegation": to(f"{DESK}statements/1/"),
    "speakers.desk_move": to(f"{DESK}speakers/1/move/?to=2"),
    "speakers.desk_together": to(f"{DESK}speakers/together/?chosen=2&chosen=3"),
    "speakers.desk_move, refused": moved_without_reason,
    "speakers.desk_order": to(f"{DESK}speakers/order/?preset=inscription"),
    "speakers.desk_rules": to(f"{DESK}speakers/order/rules/?from=general-debate"),
    "speakers.desk_exchanges": to(f"{DESK}speakers/exchanges/"),
    "speakers.desk_exchange": to(f"{DESK}speakers/exchanges/1/"),
    "speakers.desk_workbench": to("/organise/workbench/"),
    "speakers.desk_why": to(f"{DESK}speakers/why/?first=1&second=2"),
    "speakers.desk_conflicts": to(f"{DESK}speakers/conflicts/"),
    "speakers.desk_import": to(f"{DESK}speakers/import/"),
    "speakers.desk_dry_run": to("{list_dry_run}"),
    "speakers.desk_revisions": to(f"{DESK}speakers/revisions/"),
    "speakers.desk_restore": to(f"{DESK}speakers/restore/0/"),
    "speakers.desk_limits": to(f"{DESK}speakers/limits/?delegation=3600"),
    "speakers.desk_review": to(f"{DESK}speakers/review/"),
}
NO_PAGES = {
    "static",
    "calendars.own_feed",
    "calendars.own_feed_json",
    "organisers.desk_record_file",
    "speakers.changes_feed",
    "health.healthy",
    "health.ready",
    "calendars.feed",
    "calendars.feed_json",
    "calendars.invited_feed",
    "calendars.invited_feed_json",
    "calendars.list_feed",
    "calendars.list_feed_json",
    "delegations.search",
    "dialogues.briefing_pdf",
    "dialogues.programme_pdf",
    "floor.desk_record_beside",
    "floor.desk_record_file",
    "floor.show_record_file",
    "mailing.desk_entry",
    "mailing.desk_file",
    "mailing.desk_mail",
    "registrations.desk_csv",
    "floor.script_on_paper",
    "speakers.desk_file",
    "speakers.show_file",
    "statements.desk_file",
    "statements.desk_pack",
    "statements.interpreters_file",
    "statements.interpreters_pack",
    "statements.show_file",
}
"""What is answered to GET and is a file, or for programs."""
