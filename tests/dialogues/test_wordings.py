"""The pages on which organisers word letters: what they show, what is refused, what is saved, and the way back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import own_wording, wording_row
from rtop_event.dialogues.lettering import Wording, fault, fault_in_links, in_subject
from rtop_event.dialogues.letterkinds import Kind, groups, kind_named, standard
from rtop_event.dialogues.models import Dialogue, DialogueText, LetterWording
from rtop_event.dialogues.placeholders import MEANINGS
from rtop_event.dialogues.rewording import back_to_standard, reword
from rtop_event.dialogues.words import TextKind
from rtop_event.languages import CODES, force_locale
from rtop_event.organisers.models import Change
from rtop_event.refusal import NotFound, StaleHand
from tests import builders

JSON = {"Accept": "application/json"}
LIST = "/organise/rtop-2012/letters/"
URL = f"{LIST}receipt/en/"
STANDARD = {
    "subject": "Please confirm: request received for {delegation}",
    "body": "{salutation}\n\nwe have received this request for “{dialogue}”, which opens on {opens_at}.",
}
GOOD = {"subject": "Thank you, {delegation}", "body": "{salutation}\n\n**Thank you** for writing from {delegation}."}


@pytest.fixture(autouse=True)
def dialogue(rows: None) -> Dialogue:
    """A public dialogue with one request."""
    made = builders.a_dialogue()
    builders.a_registration(made, "Tonga", focal_point="Ana of the mission")
    session.commit()
    return made


def page_of(client: FlaskClient, url: str = URL) -> dict[str, Any]:
    """The page as plain values."""
    session.rollback()
    page: dict[str, Any] = client.get(url, headers=JSON).get_json()
    return page


def send(client: FlaskClient, step: str = "save", url: str = URL, **typed: Any) -> Any:
    """The form sent with what the page has, but for what is typed."""
    fields = page_of(client, url)["form"]["fields"]
    session.rollback()
    return client.post(url, json={**fields, "step": step, **typed}, headers=JSON)


def stored() -> list[tuple[str, str, str, int]]:
    """All wordings."""
    session.rollback()
    session.expire_all()
    found = [(one.kind, one.language, one.subject, one.version) for one in session.scalars(select(LetterWording))]
    session.rollback()
    return found


def lines() -> list[tuple[str, str, str, dict[str, Any], dict[str, Any]]]:
    """The record."""
    session.rollback()
    found = [
        (one.what, one.by, one.about, one.before, one.after)
        for one in session.scalars(select(Change).order_by(Change.id))
    ]
    session.rollback()
    return found


def linked(client: FlaskClient) -> int:
    """How many wordings the list leads to."""
    return len(re.findall(f'<a href="{LIST}[a-z]', client.get(LIST).text))


def all_kinds() -> list[Kind]:
    """Every kind of letter that can be worded."""
    return [kind for group in groups() for kind in group.kinds]


def test_every_kind_is_listed_once_with_all_languages(desk: FlaskClient) -> None:
    page = page_of(desk, LIST)
    names = [kind["name"] for _, kinds in page["groups"] for kind in kinds]
    assert names == [
        "invitation", "update", "new-link", "reminder", "cancellation", "taken-off", "time-stays",
        "receipt", "own-page", "links", "verified", "another-request", "moved-up", "selected", "selected-reserve", "not-selected",
        "change-made", "change-refused", "withdrawn",
        "exchange-offer", "exchange-accepted", "exchange-declined", "exchange-taken-back", "exchange-not-answered",
        "exchange-expired", "exchange-not-approved-in-time", "exchange-refused", "exchange-applied", "exchange-undone",
        "exchange-left", "exchange-moved", "exchange-void",
        "turn-soon", "statement-removed", "turn", "turn-tentative", "turn-update", "turn-cancellation", "turn-passed-on", "turn-stays",
    ]  # fmt: skip
    assert {tuple(one["language"] for one in kind["languages"]) for _, kinds in page["groups"] for kind in kinds} == {
        CODES
    }
    assert linked(desk) == len(names) * len(CODES)


def test_a_viewer_sees_the_list_without_links(viewer: FlaskClient) -> None:
    assert linked(viewer) == 0
    assert (viewer.get(URL).status_code, viewer.post(URL, json=GOOD).status_code) == (403, 403)
    assert stored() == []


@pytest.mark.parametrize("url", [f"{LIST}nothing/en/", f"{LIST}receipt/xx/", URL.replace("rtop-2012", "none")])
def test_what_there_is_not_is_not_found(desk: FlaskClient, url: str) -> None:
    assert desk.get(url).status_code == 404


@pytest.mark.parametrize("language", CODES)
def test_every_standard_wording_has_no_fault_and_every_placeholder_a_value(
    app: Flask, dialogue: Dialogue, language: str
) -> None:
    for kind in all_kinds():
        wording = standard(kind, dialogue, language)
        faults = fault(wording.subject, in_subject(kind.placeholders)), fault(wording.body, kind.placeholders)
        assert (kind.name, *faults, fault_in_links(wording.body)) == (kind.name, None, None, None)
        with app.test_request_context(), force_locale(language):
            values = kind.sample(dialogue, language, now()).values
        missing = [name for name in kind.placeholders if name != "contact" and not values.get(name)]
        assert (kind.name, missing, set(kind.placeholders) - set(MEANINGS)) == (kind.name, [], set())


def test_page_shows_standard_wording_values_and_the_whole_mail(desk: FlaskClient) -> None:
    page = page_of(desk)
    assert {name: page["form"]["fields"][name] for name in STANDARD} == STANDARD
    values = {one["name"]: one["example"] for one in page["placeholders"]}
    assert (values["delegation"], values["salutation"], values["date"]) == (
        "Tonga",
        "Dear Ana of the mission,",
        "5 September 2012",
    )
    assert (page["whose"], page["wrong"], page["faster"]) == ("Ana of the mission", {}, None)
    assert page["read"]["subject"] == "Please confirm: request received for Tonga"
    assert page["read"]["text"].startswith("Dear Ana of the mission,\n\nwe have received this request for “Timely")
    assert "/registrations/…/?lang=en" in page["read"]["text"]
    assert "This is not an official mail of the United Nations." in page["read"]["text"]
    assert "<mark>Dear Ana of the mission,</mark>" in page["read"]["html"]


def test_preview_is_the_typed_wording_above_what_is_kept_and_stores_nothing(desk: FlaskClient) -> None:
    answered = send(desk, "preview", **GOOD)
    read = answered.get_json()["read"]
    assert (answered.status_code, read["subject"]) == (200, "Thank you, Tonga")
    assert read["text"].startswith(
        "Dear Ana of the mission,\n\nThank you for writing from Tonga.\n\n- Delegation: Tonga\n"
    )
    assert "Opening the page changes nothing" in read["text"]
    assert (stored(), lines()) == ([], [])


def test_preview_leads_to_how_it_reads_and_a_fault_to_its_sentence(desk: FlaskClient) -> None:
    def page(step: str, **typed: str) -> str:
        fields = {**page_of(desk)["form"]["fields"], **GOOD, **typed, "step": step}
        session.rollback()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', desk.get(URL).text)
        assert token
        return str(desk.post(URL, data={**fields, "csrf_token": token[1]}).text)

    led = '<h2 id="reads" tabindex="-1" autofocus>'
    seen = {"good": page("preview"), "bad": page("preview", body="{nobody}"), "first": desk.get(URL).text}
    assert {name: (led in text, 'id="errors"' in text) for name, text in seen.items()} == {
        "good": (True, False),
        "bad": (False, True),
        "first": (False, False),
    }
    assert f'<form method="post" action="{URL}"' in seen["bad"]
    assert "formaction" not in seen["bad"]


def test_text_above_cannot_swallow_what_stands_below(desk: FlaskClient) -> None:
    body = "{salutation}\n\n```\nan open fence, <!-- a comment, [a link](https://desk.example"
    read = send(desk, "preview", **{**GOOD, "body": body}).get_json()["read"]
    assert "<li>Delegation: Tonga</li>" in read["html"]
    assert 'href="http' in read["html"].partition("<li>")[2]


def test_saved_once_and_on_record(desk: FlaskClient) -> None:
    assert send(desk, **GOOD).headers["Location"] == URL
    assert stored() == [("receipt", "en", GOOD["subject"], 1)]
    assert lines() == [("letter reworded", "Desk (example)", "letter:receipt:en", STANDARD, GOOD)]
    assert send(desk, **GOOD).status_code == 303
    assert len(lines()) == 1
    assert page_of(desk)["stored"]["changed_by"] == "Desk (example)"
    assert "own wording" in desk.get(LIST).text


def test_standard_wording_saved_as_it_is_stays_the_standard(desk: FlaskClient) -> None:
    assert send(desk).status_code == 303
    assert (stored(), lines()) == ([], [])


def test_back_to_the_standard_wording_is_on_record_and_known_to_older_hands(desk: FlaskClient) -> None:
    assert send(desk, "standard", version="0").status_code == 303
    assert lines() == []
    send(desk, **GOOD)
    old = page_of(desk)["form"]["fields"]
    assert send(desk, "standard").status_code == 303
    assert lines()[-1] == (
        "letter back to the standard wording", "Desk (example)", "letter:receipt:en", GOOD, STANDARD,
    )  # fmt: skip
    page = page_of(desk)
    assert (page["form"]["fields"]["body"], page["stored"]["own"]) == (STANDARD["body"], False)
    assert stored() == [("receipt", "en", "", 2)]
    assert desk.post(URL, json={**old, "step": "standard"}, headers=JSON).status_code == 409
    assert desk.post(URL, json={**old, "step": "save", "subject": "Later"}, headers=JSON).status_code == 409
    assert stored() == [("receipt", "en", "", 2)]
    assert desk.post(URL, json={"step": "standard", "version": "x"}, headers=JSON).status_code == 409


def test_a_stale_hand_sees_what_the_other_did(desk: FlaskClient) -> None:
    never = send(desk, version="7", **GOOD)
    assert (never.status_code, never.get_json()["faster"]) == (409, None)
    old = page_of(desk)["form"]["fields"]
    send(desk, **GOOD)
    session.rollback()
    answered = desk.post(URL, json={**old, "step": "save", "subject": "Mine {delegation}"}, headers=JSON)
    page = answered.get_json()
    assert answered.status_code == 409
    assert (page["faster"]["by"], page["faster"]["wording"]) == ("Desk (example)", GOOD)
    assert (page["form"]["fields"]["subject"], page["form"]["fields"]["version"]) == ("Mine {delegation}", "1")
    session.rollback()
    shown = desk.post(URL, json={**old, "step": "save"}, headers={"Accept": "text/html"})
    assert shown.status_code == 409
    assert "Thank you, {delegation}" in shown.text
    send(desk, "standard")
    session.rollback()
    page = desk.post(URL, json={**old, "step": "save", "subject": "Mine"}, headers=JSON).get_json()
    assert page["faster"]["wording"] == STANDARD


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"subject": ""}, {"subject": ["Type a subject."]}),
        ({"body": " "}, {"body": ["Type the text."]}),
        (
            {"body": "Dear {salutaton}"},
            {"body": ["{salutaton} is not a placeholder. The nearest is {salutation}."]},
        ),
        (
            {"body": "Dear {partner}"},
            {"body": ["{partner} has no value here. The nearest that has one is {speaker}."]},
        ),
        (
            {"subject": "See {own_page}"},
            {"subject": ["{own_page} has no value here. The nearest that has one is {opens_at}."]},
        ),
        (
            {"subject": "To {delegation"},
            {"subject": ["There is a single brace at “To {delegation”. Braces stand only around placeholders."]},
        ),
        (
            {"body": "[x](https://desk.example/{delegation})"},
            {
                "body": [
                    "A placeholder stands inside the address of a link. Only one that is an address itself can, and "
                    "alone, such as [here]({page_link})."
                ]
            },
        ),
        ({"subject": "a\nBcc: x@evil.example"}, {"subject": ["This must stand on one line."]}),
        ({"body": "x" * 20_001}, {"body": ["This is too long: at most 20000 characters."]}),
        ({"version": "x"}, {"version": ["The form does not say its version."]}),
    ],
)
def test_wrong_input_gets_a_sentence_at_its_field_and_changes_nothing(
    desk: FlaskClient, typed: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    for step in ("save", "preview"):
        answered = send(desk, step, **{**GOOD, **typed})
        assert (answered.status_code, answered.get_json()["wrong"]) == (422, wrong)
        assert answered.get_json()["read"] is None
    assert (stored(), lines()) == ([], [])


def test_invitation_is_not_written_before_somebody_does(desk: FlaskClient, dialogue: Dialogue) -> None:
    url = f"{LIST}invitation/en/"
    page = page_of(desk, url)
    assert (page["stored"]["missing"], page["whose"]) == (True, "")
    assert page["form"]["fields"]["body"].startswith("{salutation}\n\n{delegation} is invited to take part")
    assert send(desk, url=url).status_code == 303
    assert [line[3] for line in lines()] == [{}]
    assert page_of(desk, url)["stored"]["own"] is True
    assert send(desk, "standard", url=url).status_code == 303
    assert lines()[-1][4] == {}
    session.rollback()
    text = DialogueText(kind=TextKind.LETTER, language="en", body="Subject: Come\n\nDear {name}", changed_at=now())
    session.merge(dialogue).texts = [text]
    session.commit()
    page = page_of(desk, url)
    assert (page["form"]["fields"]["subject"], page["form"]["fields"]["body"]) == ("Come", "Dear {name}")
    assert page["stored"]["missing"] is False
    assert page["read"]["subject"] == "Invitation: Come, Timely and decisive response, 5 September 2012"


def test_examples_are_made_up_where_nobody_has_registered(desk: FlaskClient) -> None:
    builders.a_dialogue("empty-2013")
    session.commit()
    for kind in ("receipt", "exchange-offer", "update"):
        page = page_of(desk, f"/organise/empty-2013/letters/{kind}/fr/")
        assert (page["whose"], page["wrong"], bool(page["read"]["text"])) == ("", {}, True)


def test_two_who_write_the_first_wording_at_once(dialogue: Dialogue) -> None:
    kind = kind_named("receipt")
    with session.no_autoflush:
        session.add(
            LetterWording(
                dialogue_id=dialogue.id,
                kind="receipt",
                language="fr",
                subject="A",
                body="B",
                changed_at=now(),
                changed_by="x",
            )
        )
        with pytest.raises(StaleHand):
            reword(kind, dialogue, "fr", Wording("C", "D"), version=0, by="Desk", at=now())
    session.rollback()
    with pytest.raises(StaleHand):
        back_to_standard(kind, dialogue, "fr", version=1, by="Desk", at=now())
    assert (own_wording(dialogue, "receipt", "fr"), wording_row(dialogue, "receipt", "fr")) == (None, None)
    with pytest.raises(NotFound):
        kind_named("nothing")


def test_letter_that_an_own_wording_stands_in_place_of_says_so_and_leads_there(
    desk: FlaskClient, viewer: FlaskClient
) -> None:
    texts, invitation = "/organise/rtop-2012/texts/", f"{LIST}invitation/en/"
    body = "Subject: Invitation\n\n{salutation}\n\n{register_link}"
    session.add(DialogueText(kind=TextKind.LETTER, language="en", body=body, dialogue_id=a_row().id, changed_at=now()))
    session.commit()
    told = "This text is not in force"
    assert (told in desk.get(f"{texts}letter/en/").text, "not in force" in desk.get(texts).text) == (False, False)
    assert send(desk, url=invitation, subject="Come", body="{salutation}\n\n{register_link}").status_code == 303
    page = desk.get(f"{texts}letter/en/").text
    assert (told in page, f'href="{invitation}"' in page, f'href="{invitation}"' in desk.get(texts).text) == (
        True, True, True,
    )  # fmt: skip
    assert told not in desk.get(f"{texts}letter/fr/").text
    assert told not in desk.get(f"{texts}briefing/en/").text
    seen = viewer.get(f"{texts}letter/en/").text
    assert (told in seen, f'href="{invitation}"' in seen) == (True, False)


def a_row() -> Dialogue:
    """The dialogue as it is stored."""
    return session.scalars(select(Dialogue)).one()
