"""The invited person's calendar: the entry of the mail as they answered it, and their turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from rtop_event.appointment import Appointment
from rtop_event.calendars.addresses import address_of
from rtop_event.calendars.addresses import token_of as address_token
from rtop_event.calendars.invited import invited_appointments, invited_version, registered
from rtop_event.calendars.telling import look
from rtop_event.database import session
from rtop_event.dialogues.actions import cancel, changing, reinstate
from rtop_event.dialogues.models import Dialogue, DialogueText
from rtop_event.dialogues.words import TextKind
from rtop_event.ical import events_in
from rtop_event.invitations import actions
from rtop_event.invitations.drafting import draft_letters
from rtop_event.invitations.finding import token_of
from rtop_event.invitations.models import Answer, Channel, Invitation
from rtop_event.mailing.deciding import approve
from rtop_event.mailing.models import Letter
from rtop_event.registrations import actions as requests
from rtop_event.registrations.models import Registration
from tests.builders import MORNING, OPENED, a_contact, a_dialogue, an_inscription, an_invitation
from tests.hands import Hands
from tests.speakers.desk_lists import publish

AT = OPENED + timedelta(days=2)
HOUR = timedelta(hours=1)
URL = "https://dialogue.example/"
MAILBOX = "tonga@mission.example"
Outbox = Callable[[], list[Letter]]
Shown = list[tuple[str, str, int]]


@pytest.fixture
def dialogue(app: Flask, rows: None) -> Any:
    """A dialogue with a letter; links are made as in a request."""
    made = a_dialogue()
    made.texts = [DialogueText(kind=TextKind.LETTER, language="en", body="Subject: S\n\nText.\n", changed_at=OPENED)]
    session.flush()
    with app.test_request_context():
        yield made


def invited(dialogue: Dialogue) -> Invitation:
    return an_invitation(dialogue, a_contact(MAILBOX))


def send(dialogue: Dialogue, outbox: Outbox, at: datetime = AT) -> Letter:
    """What is owed is drafted and reaches the person."""
    draft_letters(dialogue, by="Desk", at=at)
    letter = outbox()[-1]
    approve(letter, by="Desk", at=at)
    letter.sent_at = at
    session.flush()
    return letter


def answer(invitation: Invitation, said: Answer, at: datetime = AT) -> None:
    actions.give_answer(invitation.dialogue, invitation, said, channel=Channel.WEB, by="x", at=at, note="")


def entries(invitation: Invitation, at: datetime = AT) -> tuple[Appointment, ...]:
    session.flush()
    session.expire_all()
    return invited_appointments(invitation, registered(invitation), at, url=URL)


def shown(invitation: Invitation, at: datetime = AT) -> Shown:
    """Summary, status and SEQUENCE of the entries."""
    return [(one.summary, one.status, one.sequence) for one in entries(invitation, at)]


THEME = "Timely and decisive response"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (None, "TENTATIVE"),
        (Answer.ACCEPTED, "CONFIRMED"),
        (Answer.TENTATIVE, "TENTATIVE"),
        (Answer.DELEGATED, "TENTATIVE"),
        (Answer.DECLINED, None),
    ],
)
def test_entry_stands_as_the_person_answered(dialogue: Dialogue, said: Answer | None, status: str | None) -> None:
    mine = invited(dialogue)
    if said:
        answer(mine, said)
    assert shown(mine) == ([(THEME, status, 0)] if status else [])


def test_entry_is_the_one_of_the_mail(dialogue: Dialogue, outbox: Outbox) -> None:
    mine = invited(dialogue)
    letter = send(dialogue, outbox)
    mailed = events_in(letter.calendar or b"")[0].appointment
    (fed,) = entries(mine)

    for name in ("uid", "sequence", "summary", "starts_at", "ends_at", "location", "geo"):
        assert getattr(fed, name) == getattr(mailed, name)
    assert fed.description.split("\n\n") == [
        "Informal interactive dialogue (example)",
        "Morning meeting: 10:00–13:00 New York time (14:00–17:00 UTC)\n"
        "Break: 13:00–15:00 New York time (17:00–19:00 UTC)\n"
        "Afternoon meeting: 15:00–18:00 New York time (19:00–22:00 UTC)",
        "Programme, documents and registration: https://dialogue.example/",
        "This is not an official United Nations site.",
    ]
    assert token_of(mine) not in fed.description + fed.url


def test_moved_dialogue_is_tentative_again_with_the_sequence_of_the_mail_to_come(
    dialogue: Dialogue, outbox: Outbox
) -> None:
    mine = invited(dialogue)
    send(dialogue, outbox)
    answer(mine, Answer.ACCEPTED)
    with changing(dialogue, by="Desk", at=AT + HOUR):
        dialogue.meetings[0].starts_at += HOUR
    before = shown(mine)
    mailed = events_in(send(dialogue, outbox, AT + HOUR).calendar or b"")[0].appointment

    assert before == shown(mine) == [(THEME, "TENTATIVE", 1)]
    assert mailed.sequence == 1


def test_story_of_a_cancellation(dialogue: Dialogue, outbox: Outbox) -> None:
    mine = invited(dialogue)
    send(dialogue, outbox)
    answer(mine, Answer.ACCEPTED)
    story = [shown(mine)]
    cancel(dialogue, "Storm.", by="Desk", at=AT + HOUR)
    story.append(shown(mine))
    mailed = events_in(send(dialogue, outbox, AT + HOUR * 2).calendar or b"")[0].appointment
    story.append(shown(mine))
    story.append(shown(mine, dialogue.ends_at))
    told = entries(mine)[0].description
    reinstate(dialogue, by="Desk", at=AT + HOUR * 3)
    story.append(shown(mine))

    assert story == [
        [(THEME, "CONFIRMED", 0)],
        [(THEME, "CANCELLED", mailed.sequence)],
        [(THEME, "CANCELLED", mailed.sequence)],
        [],
        [(THEME, "TENTATIVE", mailed.sequence + 1)],
    ]
    assert told.startswith("The dialogue has been cancelled.\n\n")


def test_who_is_no_longer_invited_sees_it_cancelled_if_they_held_it(dialogue: Dialogue, outbox: Outbox) -> None:
    mine = invited(dialogue)
    mine.withdrawn_at = AT
    assert shown(mine) == []
    mine.withdrawn_at = None
    send(dialogue, outbox)
    mine.withdrawn_at = AT

    assert shown(mine) == [(THEME, "CANCELLED", 1)]
    assert entries(mine)[0].description.startswith("This invitation has been withdrawn\n\n")


def inscribed(dialogue: Dialogue, **facts: Any) -> Registration:
    """The invited person's own request, with its turn told."""
    mine = an_inscription(dialogue, "Tonga", **{"address": MAILBOX, "address_key": MAILBOX, **facts})
    publish(dialogue)
    look(AT)
    return mine


TURN = "Statement of Tonga"


def test_turn_of_who_registered_is_in_it(dialogue: Dialogue) -> None:
    mine = invited(dialogue)
    request = inscribed(dialogue)
    found = [shown(mine)]
    answer(mine, Answer.DECLINED)
    found.append(shown(mine))
    requests.withdraw(request, at=AT)
    found.append(shown(mine))
    found.append(shown(mine, dialogue.ends_at))

    assert found == [
        [(THEME, "TENTATIVE", 0), (TURN, "CONFIRMED", 0)],
        [(TURN, "CONFIRMED", 0)],
        [(TURN, "CANCELLED", 1)],
        [],
    ]


@pytest.mark.parametrize("facts", [{"address_key": "other@mission.example"}, {"verified_at": None}])
def test_turn_of_another_mailbox_or_of_an_unconfirmed_request_is_not_in_it(
    dialogue: Dialogue, facts: dict[str, Any]
) -> None:
    mine, request = invited(dialogue), inscribed(dialogue)
    with session.no_autoflush:
        for name, value in facts.items():
            setattr(request, name, value)
        request.settle()

    assert shown(mine) == [(THEME, "TENTATIVE", 0)]


def test_version_is_another_once_anything_told_is_another(dialogue: Dialogue, outbox: Outbox) -> None:
    mine = invited(dialogue)
    versions = []

    def then(step: Callable[[], object], at: datetime = AT, *, token: str = "t") -> None:
        step()
        session.flush()
        session.expire_all()
        versions.append(invited_version(mine, registered(mine), at, token=token))

    then(lambda: None)
    then(lambda: send(dialogue, outbox))
    then(lambda: answer(mine, Answer.ACCEPTED, AT + HOUR))
    then(lambda: answer(mine, Answer.DECLINED, AT + HOUR * 2))
    then(lambda: inscribed(dialogue))
    then(lambda: requests.withdraw(registered(mine)[0].registration, at=MORNING - HOUR))
    then(lambda: cancel(dialogue, "Storm.", by="Desk", at=MORNING))
    then(lambda: None, dialogue.ends_at)
    then(lambda: None, dialogue.ends_at, token="another")
    then(lambda: None, dialogue.ends_at, token="another")

    assert [one.tag for one in versions[:-1]] == list(dict.fromkeys(one.tag for one in versions))
    assert [one.changed_at for one in versions] == sorted(one.changed_at for one in versions)
    assert versions[7].changed_at == dialogue.ends_at


def given(app: Flask) -> str:
    """The page of one invited person."""
    with app.app_context():
        dialogue = a_dialogue()
        for one in dialogue.meetings:
            one.starts_at, one.ends_at = one.starts_at.replace(year=2090), one.ends_at.replace(year=2090)
        mine = an_invitation(dialogue, a_contact(MAILBOX, language="fr"))
        session.commit()
        return f"/invitations/{token_of(mine)}/"


def feed_of(client: FlaskClient, page: str) -> str:
    """The path of the calendar that the page shows."""
    url: str = Hands(client).read(page)["calendar"]["feed_url"]
    return "/" + url.split("/", 3)[3]


def read(response: TestResponse) -> list[Any]:
    assert response.status_code == 200, response.text
    return list(getattr(vobject.readOne(response.text), "vevent_list", []))


def test_page_shows_the_address_and_the_answer_reaches_the_calendar(app: Flask, client: FlaskClient) -> None:
    page = given(app)
    feed, hands = feed_of(client, page), Hands(client)
    first = client.get(feed)
    with app.app_context():
        mine = session.query(Invitation).one()
        answer(mine, Answer.ACCEPTED, AT)
        session.commit()
    second = client.get(feed, headers={"If-None-Match": first.headers["ETag"]})

    plain = f"{app.extensions['settings'].base_url.partition('://')[2]}{feed}"
    assert hands.open(page).page.count(f'href="webcal://{plain}"') == 1
    assert (read(first)[0].status.value, read(second)[0].status.value) == ("TENTATIVE", "CONFIRMED")
    assert "Your calendar last came on" in hands.open(page).page
    assert "Séance du matin" in first.text.replace("\r\n ", "")


def test_it_comes_as_calendars_want_it(app: Flask, client: FlaskClient) -> None:
    page = given(app)
    path = feed_of(client, page)
    response, head, data = client.get(path), client.head(path), client.get(path.replace(".ics", ".json"))

    wanted = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="rtop-2012.ics"',
        "Cache-Control": "private, no-cache",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
    assert {name: response.headers[name] for name in wanted} == wanted
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", response.headers["ETag"])
    assert data.headers["ETag"] == response.headers["ETag"]
    for name in ("METHOD", "ATTENDEE", "ORGANIZER", "VALARM", MAILBOX, page.split("/")[2]):
        assert name not in response.text.replace("\r\n ", "")


@pytest.mark.parametrize("tag", ["{etag}", "W/{etag}", '"other", {etag}', "*"])
def test_unchanged_calendar_is_not_made_again(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    path = feed_of(client, given(app))
    first = client.get(path)
    monkeypatch.delattr("rtop_event.ical.feed")
    again = client.get(path, headers={"If-None-Match": tag.format(etag=first.headers["ETag"])})
    dated = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert [(one.status_code, one.data) for one in (again, dated)] == [(304, b"")] * 2


def test_button_gives_another_address_and_the_personal_link_stays(app: Flask, client: FlaskClient) -> None:
    page = given(app)
    before = feed_of(client, page)
    said = Hands(client).open(page).press("New address for my calendar").page
    after = feed_of(client, page)

    assert "Your calendar has a new address: subscribe to it once more." in said
    assert [client.get(one).status_code for one in (before, after, f"{page}calendar.ics")] == [404, 200, 200]


def test_address_opens_nothing_else_and_no_other_persons_calendar(app: Flask, client: FlaskClient) -> None:
    path = feed_of(client, given(app))
    page = path.removesuffix("calendar.ics")
    crossed = page.replace("invitations", "registrations")
    statuses = [client.get(one).status_code for one in (page, f"{page}register/", crossed, f"{crossed}calendar.ics")]

    assert statuses == [404] * 4
    assert client.post(f"{page}calendar/new-address/").status_code == 404


def test_calendar_of_a_draft_is_not_there(app: Flask, client: FlaskClient) -> None:
    page = given(app)
    with app.app_context():
        mine = session.query(Invitation).one()
        path = f"/invitations/{address_token(address_of(mine))}/calendar.ics"
        mine.dialogue.published_at = None
        session.commit()

    assert [client.get(one).status_code for one in (path, f"{page}calendar.ics")] == [404, 404]
