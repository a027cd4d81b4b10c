"""One story, from the announcement to the day before: what people do, and what each of them is told."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import icalendar
import pikepdf
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from rtop_event import clock
from rtop_event.clock import now
from rtop_event.commands import FIRST_DIALOGUE
from rtop_event.database import session
from rtop_event.delegations.actions import load_reference
from rtop_event.delegations.reference import read_reference
from rtop_event.dialogues.folder import read_folder
from rtop_event.dialogues.loading import load
from rtop_event.mailing.sending import send_due
from rtop_event.organisers.chain import first_break
from rtop_event.speakers.chain_of_folder import read_rules
from tests.calendar_watch import opened_by_vobject
from tests.hands import Hands, a_file

THEME = "The Responsibility to Protect: Timely and Decisive Response"
COALITION = "International Coalition for the Responsibility to Protect"
PUBLIC = "/dialogues/rtop-2012/"
DESK = "/organise/rtop-2012/"
CONTACTS = """\
address,name,function,delegation,language,salutation
mission@tonga.example,H.E. Ms. Mele Example,Permanent Representative,Tonga,en,"Excellency,"
mision@peru.example,Sr. Luis Ejemplo,Consejero,Peru,es,
coalition@icrtop.example,Sapna Example,Deputy Director,ICRtoP,fr,
"""
SPEAKERS: dict[str, dict[str, str]] = {
    "Chad": {"level": "CD", "speaker_name": "H.E. Chad Example", "speaker_function": "Ambassador (example)"},
    "ICRtoP": {"participant": "civil_society", "topic": "What timely means.", "speaker_name": "C. Example"},
    "Peru": {"level": "M", "speaker_name": "H.E. Peru Example", "speaker_function": "Minister (example)"},
    "Tonga": {"level": "HS", "speaker_name": "H.M. Tonga Example", "speaker_function": "Head of State (example)"},
    "European Union": {"participant": "organisation", "capacity": "group", "group": "EU", "level": "CD"},
}
"""Who asks for the floor, in the order of asking."""


@dataclass
class Story:
    """The cast and the stage."""

    app: Flask
    desk: Hands
    stranger: Hands
    instance: Path
    it_is: Callable[..., None]

    def post_leaves(self) -> list[EmailMessage]:
        """The worker's round; the mails that left in it, as files, in order."""
        mails = self.instance / "mail"
        before = set(mails.glob("*.eml"))
        with self.app.app_context():
            assert send_due(now).trouble == ""
        return [read_mail(file) for file in sorted(set(mails.glob("*.eml")) - before)]

    def record(self) -> list[str]:
        """What the record of the dialogue says was done, oldest first."""
        lines: list[str] = []
        for page in range(1, 1 + int(self.desk.read("/organise/record/?dialogue=rtop-2012")["last"])):
            lines += [
                one["what"] for one in self.desk.read(f"/organise/record/?dialogue=rtop-2012&page={page}")["lines"]
            ]
        return lines[::-1]

    def order(self) -> list[tuple[int, str, str]]:
        """The desk's list: place, delegation, expected time in UTC."""
        lines = self.desk.read(f"{DESK}speakers/")["lines"]
        return [(one["place"], one["delegation"], one["starts_at"][11:19]) for one in lines]

    def reasons(self) -> list[str]:
        """Why each stands where it stands."""
        return [one["reason"] for one in self.desk.read(f"{DESK}speakers/")["lines"]]


@pytest.fixture
def story(app: Flask, desk: FlaskClient, tmp_path: Path) -> Iterator[Story]:
    """The site on the morning of 20 August 2012, with the dialogue of 5 September brought in from its folder."""

    def it_is(month: int, day: int, hour: int, minute: int = 0) -> None:
        clock.begin_trial(tmp_path, shows=datetime(2012, month, day, hour, minute, tzinfo=UTC))
        clock.set_clock(tmp_path, trial=True)

    it_is(8, 20, 13)
    with app.app_context():
        load_reference(read_reference())
        load(
            read_folder(FIRST_DIALOGUE, read_rules),
            at=now(),
            domain=app.extensions["settings"].mail_domain,
            public=False,
        )
        session.commit()
    yield Story(app, Hands(desk), Hands(app.test_client()), Path(app.extensions["settings"].instance), it_is)
    clock.set_clock(tmp_path, trial=False)


def read_mail(file: Path) -> EmailMessage:
    """A mail as any mail program reads it."""
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def address_of(mail: EmailMessage, header: str = "To") -> str:
    """The one address in that header."""
    return str(mail[header].addresses[0].addr_spec)


def focal_point(name: str) -> str:
    """The mailbox from which a delegation registers."""
    return f"{name.lower().replace(' ', '.')}@mission.example"


def link_in(mail: EmailMessage, page: str) -> str:
    """The path of the first link of that kind in the mail's plain text."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"https?://[^/\s]+(/{page}/[^\s>?]+)", body.get_content())
    assert found is not None, body.get_content()
    return found[1]


def entry_of(mail: EmailMessage) -> tuple[str, Any, Any]:
    """The method of a mail's calendar part, and its one event by two parsers that agree."""
    part = next(one for one in mail.walk() if one.get_content_type() == "text/calendar")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    calendar: Any = icalendar.Calendar.from_ical(content)
    events = list(calendar.walk("VEVENT"))
    others = opened_by_vobject(content).vevent_list
    assert (len(events), len(others)) == (1, 1)
    assert part.get_param("method") == calendar["METHOD"]
    return str(calendar["METHOD"]), events[0], others[0]


def hours(event: Any) -> tuple[datetime, datetime]:
    """From when to when, in UTC."""
    start, end = event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC)
    return start, end


def at(hour: int, minute: int = 0) -> datetime:
    """An hour of the day of the dialogue, in UTC."""
    return datetime(2012, 9, 5, hour, minute, tzinfo=UTC)


def test_day_of_the_dialogue(story: Story) -> None:
    the_dialogue_is_published(story)
    three_contacts_are_brought_in(story)
    the_invitation_is_written_and_seen(story)
    invitations = the_invitations_leave(story)
    the_invited_answer(story, invitations)
    receipts = delegations_register(story)
    they_confirm_by_the_button(story, receipts)
    a_second_request_for_peru_is_refused(story)
    civil_society_is_selected(story)
    the_list_is_in_order(story)
    chad_is_moved(story)
    the_provisional_list_is_published(story)
    a_level_drops(story, receipts)
    turns = the_turns_leave(story)
    the_feed_has_two_meetings(story)
    the_afternoon_moves(story, invitations)
    the_dialogue_is_cancelled(story, invitations, turns)
    everything_is_on_record(story)


def the_dialogue_is_published(story: Story) -> None:
    assert story.stranger.client.get(PUBLIC).status_code == 404
    story.desk.open(DESK).press("Publish")
    page = story.stranger.read(PUBLIC)
    assert page["theme"] == THEME
    assert (page["starts_at"], page["ends_at"]) == ("2012-09-05T14:00:00Z", "2012-09-05T22:00:00Z")


def three_contacts_are_brought_in(story: Story) -> None:
    dry = story.desk.open("/organise/contacts/import/").press("Look at it", file=a_file(CONTACTS, "contacts.csv"))
    assert story.desk.read(dry.path)["counts"] == {"new": 3, "known": 0, "changed": 0, "wrong": 0}
    assert story.desk.read("/organise/contacts/")["total"] == 0
    dry.press("Bring in: 3 new, 0 changed")
    rows = story.desk.read("/organise/contacts/")["rows"]
    assert [(one["delegation"], one["language"]) for one in rows] == [
        ("Tonga", "English"),
        (COALITION, "Français"),
        ("Peru", "Español"),
    ]


def the_invitation_is_written_and_seen(story: Story) -> None:
    written = story.desk.open(f"{DESK}letters/invitation/en/")
    body = "{salutation}\n\n{delegation} is invited to **{dialogue}** on {date}: {register_link}\n\n{host}"
    written.press("Save", subject="Invitation: {dialogue}, for {delegation}", body=body)
    story.desk.open(f"{DESK}invitations/choose/").press("Invite all 3 of this list")
    guests = story.desk.read(f"{DESK}invitations/")["guests"]
    assert [(one["delegation"], one["due"], one["answer"]) for one in guests] == [
        (COALITION, "invitation", "needs-action"),
        ("Peru", "invitation", "needs-action"),
        ("Tonga", "invitation", "needs-action"),
    ]
    tonga = guests[2]["number"]
    mail = story.desk.read(f"{DESK}invitations/{tonga}/preview/")["seen"]["mail"]
    assert (mail["recipient"], mail["subject"], mail["language"]) == (
        "H.E. Ms. Mele Example <mission@tonga.example>",
        f"Invitation: {THEME}, for Tonga, 5 September 2012",
        "en",
    )
    assert mail["text"].startswith("Excellency,\n\nTonga is invited to The Responsibility to Protect")


def the_invitations_leave(story: Story) -> dict[str, EmailMessage]:
    story.desk.open(f"{DESK}invitations/").press("Draft 3 invitations")
    assert story.post_leaves() == []
    story.desk.open("/organise/outbox/all/approve?dialogue=rtop-2012").press("Approve")
    mails = {address_of(mail): mail for mail in story.post_leaves()}
    assert sorted(mails) == ["coalition@icrtop.example", "mision@peru.example", "mission@tonga.example"]
    for address, mail in mails.items():
        assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
            "text/plain",
            "text/html",
            "text/calendar",
            "application/ics",
            "application/pdf",
        ]
        method, event, other = entry_of(mail)
        assert (method, hours(event), event["SEQUENCE"]) == ("REQUEST", (at(14), at(22)), 0)
        assert (other.dtstart.value, other.dtend.value) == (at(14), at(22))
        assert (event["ATTENDEE"], other.attendee.value) == (f"mailto:{address}", f"mailto:{address}")
        assert event["ORGANIZER"] == f"mailto:{address_of(mail, 'From')}"
        the_overview_is_enclosed(mail)
    assert len({str(entry_of(mail)[1]["UID"]) for mail in mails.values()}) == 1
    return mails


def the_overview_is_enclosed(mail: EmailMessage) -> None:
    enclosed = next(part for part in mail.walk() if part.get_content_type() == "application/pdf")
    content = enclosed.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert enclosed.get_filename() == "briefing-rtop-2012-en.pdf"
    with pikepdf.open(io.BytesIO(content)) as document, document.open_metadata() as told:
        assert (told["pdfuaid:part"], bool(document.Root.MarkInfo.Marked), str(document.Root.Lang)) == ("1", True, "en")


def the_invited_answer(story: Story, mails: dict[str, EmailMessage]) -> None:
    story.it_is(8, 21, 9)
    for address, button in [("mission@tonga.example", "Accept"), ("mision@peru.example", "Decline")]:
        page = story.stranger.open(link_in(mails[address], "invitations"))
        page.press(button, note="")
    guests = story.desk.read(f"{DESK}invitations/")["guests"]
    assert {one["delegation"]: (one["answer"], one["channel"], one["holds"]) for one in guests} == {
        COALITION: ("needs-action", None, 0),
        "Peru": ("declined", "on the web", 0),
        "Tonga": ("accepted", "on the web", 0),
    }


def delegations_register(story: Story) -> dict[str, EmailMessage]:
    receipts = {}
    for number, (name, asked) in enumerate(SPEAKERS.items()):
        story.it_is(8, 22, 9 + number)
        page = ask_for_the_floor(story, name, focal_point(name), asked)
        assert story.stranger.read(page.path)["address"] == f"{focal_point(name)[0]}***@mission.example"
        [receipts[name]] = story.post_leaves()
    assert {name: (address_of(mail), mail["Subject"]) for name, mail in receipts.items()} == {
        "Chad": ("chad@mission.example", "Please confirm: request received for Chad"),
        "ICRtoP": ("icrtop@mission.example", f"Please confirm: request received for {COALITION}"),
        "Peru": ("peru@mission.example", "Please confirm: request received for Peru"),
        "Tonga": ("tonga@mission.example", "Please confirm: request received for Tonga"),
        "European Union": ("european.union@mission.example", "Please confirm: request received for European Union"),
    }
    assert story.order() == []
    return receipts


def ask_for_the_floor(story: Story, name: str, address: str, asked: dict[str, str]) -> Hands:
    """The page after the form was checked and sent."""
    typed = {"participant": "state", "capacity": "national", "focal_point": "A. Colleague (example)", **asked}
    form = story.stranger.open(f"{PUBLIC}register/")
    review = form.press("Check what you wrote", delegation_name=name, address=address, **typed)
    return review.press("Send the request")


def they_confirm_by_the_button(story: Story, receipts: dict[str, EmailMessage]) -> None:
    became = {}
    for number, (name, mail) in enumerate(receipts.items()):
        story.it_is(8, 22, 14 + number)
        own = story.stranger.open(link_in(mail, "registrations"))
        assert story.stranger.read(own.path)["status"] == "received"
        own.press("Confirm this request")
        became[name] = story.stranger.read(own.path)["status"]
    assert became == {
        "Chad": "on_the_list",
        "ICRtoP": "verified",
        "Peru": "on_the_list",
        "Tonga": "on_the_list",
        "European Union": "on_the_list",
    }
    assert [name for _, name, _ in story.order()] == ["European Union", "Tonga", "Peru", "Chad"]


def a_second_request_for_peru_is_refused(story: Story) -> None:
    story.it_is(8, 23, 9)
    form = story.stranger.open(f"{PUBLIC}register/")
    other = {"participant": "state", "delegation_name": "peru", "level": "CD", "focal_point": "Another (example)"}
    review = form.press("Check what you wrote", address="another@mission.example", **other)
    status, page = review.press_refused("Send the request")
    assert (status, " ".join(re.findall(r'<p class="lead">([^<]*)', page))) == (
        409,
        "Peru is already on the list of speakers. Its focal point (p***@mission.example) has been told of your"
        " request. If something has to change, please ask your focal point, or the desk: Secretariat of the coalition,"
        " dialogue@icrtop.example.",
    )
    assert [(address_of(mail), mail["Subject"]) for mail in story.post_leaves()] == [
        ("peru@mission.example", "Somebody else asked for the place of Peru")
    ]


def civil_society_is_selected(story: Story) -> None:
    story.it_is(8, 24, 9)
    waiting = [one for one in story.desk.read(f"{DESK}registrations/")["lines"] if one["status"] == "to select"]
    assert [one["delegation"] for one in waiting] == [COALITION]
    page = story.desk.open(f"{DESK}registrations/{waiting[0]['id']}/")
    page.press("Record the decision", decision="accepted", message="We look forward to it.", send="y")
    [mail] = story.post_leaves()
    assert (address_of(mail), mail["Subject"]) == ("icrtop@mission.example", f"Selected to speak: {COALITION}")


def the_list_is_in_order(story: Story) -> None:
    assert story.order() == [
        (1, "European Union", "15:45:00"),
        (2, "Tonga", "15:50:30"),
        (3, "Peru", "15:54:00"),
        (4, "Chad", "15:57:30"),
        (5, COALITION, "16:01:00"),
    ]
    assert story.reasons() == [
        "Speaks on behalf of a group (European Union and its member States): before single delegations.",
        "Member State: after groups, before civil society; Head of State: before Ministers.",
        "Member State: after groups, before civil society; Minister: after Heads of State, before chairs of delegation.",
        "Member State: after groups, before civil society; Chair of delegation: after Ministers.",
        "Civil society: after Member States.",
    ]


def chad_is_moved(story: Story) -> None:
    story.it_is(8, 27, 9)
    chad = next(one["id"] for one in story.desk.read(f"{DESK}speakers/")["lines"] if one["delegation"] == "Chad")
    page = story.desk.open(f"{DESK}speakers/{chad}/move/?to=3")
    page.press("Move", reason="The ambassador has to leave early")
    assert story.order() == [
        (1, "European Union", "15:45:00"),
        (2, "Tonga", "15:50:30"),
        (3, "Chad", "15:54:00"),
        (4, "Peru", "15:57:30"),
        (5, COALITION, "16:01:00"),
    ]
    assert story.reasons()[2] == "Moved by the chair directly after Tonga: The ambassador has to leave early."


def the_provisional_list_is_published(story: Story) -> None:
    story.it_is(8, 31, 9)
    assert story.stranger.client.get(f"{PUBLIC}speakers.csv").status_code == 404
    review = story.desk.open(f"{DESK}speakers/review/")
    review.press("Publish the provisional list", note="The afternoon is kept for the discussion.")
    page = story.stranger.read(f"{PUBLIC}speakers/")
    assert (page["label"], page["note"], page["speakers"], page["news"]) == (
        "Provisional list",
        "The afternoon is kept for the discussion.",
        5,
        [],
    )
    assert [one["level_told"] for one in page["portions"][0]["places"]] == [
        "Chair of delegation",
        "Head of State",
        "Chair of delegation",
        "Minister",
        "–",
    ]
    table = story.stranger.client.get(f"{PUBLIC}speakers.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(row["place"], row["delegation"], row["expected_at"]) for row in rows] == [
        ("1", "European Union", "2012-09-05T11:45:00-04:00"),
        ("2", "Tonga", "2012-09-05T11:50:30-04:00"),
        ("3", "Chad", "2012-09-05T11:54:00-04:00"),
        ("4", "Peru", "2012-09-05T11:57:30-04:00"),
        ("5", COALITION, "2012-09-05T12:01:00-04:00"),
    ]
    printed = pypdf.PdfReader(io.BytesIO(story.stranger.client.get(f"{PUBLIC}speakers.pdf").data))
    words = printed.pages[0].extract_text().split()
    names = [word for word in words if word in {"European", "Tonga", "Chad", "Peru"}]
    assert list(dict.fromkeys(names)) == ["European", "Tonga", "Chad", "Peru"]


def a_level_drops(story: Story, receipts: dict[str, EmailMessage]) -> None:
    story.it_is(9, 1, 9)
    own = link_in(receipts["Tonga"], "registrations")
    story.stranger.open(f"{own}edit/").press("Save", level="CD", speaker_name="H.E. Mele Example")
    assert story.stranger.read(own)["place"]["place"] == 2
    story.desk.open(f"{DESK}speakers/review/").press("Publish Rev.1", note="")
    page = story.stranger.read(f"{PUBLIC}speakers/")
    assert (page["label"], page["since"], [one["told"] for one in page["news"]], page["rest"]) == (
        "Rev.1",
        "the provisional list",
        ["Peru: from place 4 to place 2", "Tonga: now Chair of delegation, before Head of State"],
        "2 other delegations have a new number because of these changes.",
    )
    assert [name for _, name, _ in story.order()] == ["European Union", "Peru", "Tonga", "Chad", COALITION]
    place = story.stranger.read(own)["place"]
    assert (place["place"], place["of"], place["published"], place["starts_at"]) == (3, 5, True, "2012-09-05T15:54:00Z")


def the_turns_leave(story: Story) -> dict[str, EmailMessage]:
    """Each speaker's focal point receives the turn, once, as it stands on the second list."""
    assert story.post_leaves() == []
    story.desk.open("/organise/outbox/all/approve?dialogue=rtop-2012").press("Approve")
    mails = {address_of(mail): mail for mail in story.post_leaves()}
    told = {name: entry_of(mails[focal_point(name)]) for name in SPEAKERS}
    assert {name: (method, hours(event), event["STATUS"]) for name, (method, event, _) in told.items()} == {
        "European Union": ("REQUEST", (at(15, 45), at(15, 50)), "CONFIRMED"),
        "Peru": ("REQUEST", (at(15, 50), at(15, 55)), "CONFIRMED"),
        "Tonga": ("REQUEST", (at(15, 50), at(16)), "CONFIRMED"),
        "Chad": ("REQUEST", (at(15, 55), at(16, 5)), "CONFIRMED"),
        "ICRtoP": ("REQUEST", (at(16), at(16, 5)), "CONFIRMED"),
    }
    assert (len(mails), len({event["UID"] for _, event, _ in told.values()})) == (5, 5)
    return mails


def the_feed_has_two_meetings(story: Story) -> None:
    assert fed(story) == [(at(14), at(17), 0, "CONFIRMED"), (at(19), at(22), 0, "CONFIRMED")]


def fed(story: Story) -> list[tuple[datetime, datetime, int, str]]:
    """What stands in the calendar of a subscriber."""
    feed: Any = icalendar.Calendar.from_ical(story.stranger.client.get(f"{PUBLIC}calendar.ics").data)
    return [(*hours(event), int(event["SEQUENCE"]), str(event["STATUS"])) for event in feed.walk("VEVENT")]


def the_afternoon_moves(story: Story, invitations: dict[str, EmailMessage]) -> None:
    story.it_is(9, 2, 9)
    story.desk.open("/organise/contacts/new/").press("Save", address="late@mission.example", name="Late Example")
    story.desk.open(f"{DESK}invitations/choose/").press("Invite the 1 of this list")
    later = {"meetings-1-starts": "2012-09-05T15:30", "meetings-1-ends": "2012-09-05T18:30"}
    story.desk.open(f"{DESK}programme/").press("Save", **later)
    assert fed(story) == [(at(14), at(17), 0, "CONFIRMED"), (at(19, 30), at(22, 30), 1, "CONFIRMED")]
    assert story.desk.read(f"{DESK}invitations/")["owed"] == {"update": 3, "invitation": 1}
    mails = letters_for_holders(story, "Draft 3 updates", invitations)
    for mail in mails.values():
        method, event, _ = entry_of(mail)
        assert (method, hours(event), event["SEQUENCE"], event["ATTENDEE"].params["PARTSTAT"]) == (
            "REQUEST",
            (at(14), at(22, 30)),
            1,
            "NEEDS-ACTION",
        )


def letters_for_holders(story: Story, button: str, held: dict[str, EmailMessage]) -> dict[str, EmailMessage]:
    """Draft, approve, and see the mails leave: to those who hold an entry, about the same entry, in its thread."""
    story.desk.open(f"{DESK}invitations/").press(button)
    assert story.post_leaves() == []
    story.desk.open("/organise/outbox/all/approve?dialogue=rtop-2012").press("Approve")
    mails = {address_of(mail): mail for mail in story.post_leaves()}
    assert sorted(mails) == sorted(held)
    for address, mail in mails.items():
        assert entry_of(mail)[1]["UID"] == entry_of(held[address])[1]["UID"]
        assert entry_of(mail)[1]["ORGANIZER"] == entry_of(held[address])[1]["ORGANIZER"]
    return mails


def the_dialogue_is_cancelled(
    story: Story, invitations: dict[str, EmailMessage], turns: dict[str, EmailMessage]
) -> None:
    story.it_is(9, 3, 9)
    page = story.desk.open(f"{DESK}cancel/")
    page.press("Cancel the dialogue", why="The building is closed by a storm (example).", sure="y")
    assert fed(story) == [(at(14), at(17), 1, "CANCELLED"), (at(19, 30), at(22, 30), 2, "CANCELLED")]
    mails = letters_for_holders(story, "Draft 3 cancellations", invitations | turns)
    for address in turns:
        method, event, _ = entry_of(mails[address])
        assert (method, event["STATUS"]) == ("CANCEL", "CANCELLED")
        assert event["SEQUENCE"] > entry_of(turns[address])[1]["SEQUENCE"]
    for address in invitations:
        method, event, _ = entry_of(mails[address])
        assert (method, hours(event), event["SEQUENCE"], event["STATUS"]) == (
            "CANCEL",
            (at(14), at(22, 30)),
            2,
            "CANCELLED",
        )
    assert story.stranger.read(PUBLIC)["cancelled_why"] == "The building is closed by a storm (example)."


def everything_is_on_record(story: Story) -> None:
    assert story.record() == [
        "brought in",
        "text written",
        "text written",
        "published",
        "letter reworded",
        "invited",
        "letters drafted",
        "letter approved",
        *["invitation answered"] * 2,
        *["received"] * 5,
        *["verified"] * 5,
        "another request",
        "accepted",
        "moved",
        "list published",
        "edited",
        "list published",
        "letter approved",
        "invited",
        "programme changed",
        "letters drafted",
        "letter approved",
        "cancelled",
        "letters drafted",
        "letter approved",
    ]
    with story.app.app_context():
        assert first_break(session()) is None
