"""The pages of an exchange: of both delegates, of the desk, without a script, by three people."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.delegations.words import Level
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.mailing.models import Letter
from rtop_event.registrations.posting import path_of
from rtop_event.speakers import exchanges
from rtop_event.speakers.exchange_refusals import CannotBeAsked
from rtop_event.speakers.expiring import end_what_is_over
from rtop_event.speakers.listing import listing
from rtop_event.speakers.models import Exchange, Pin
from tests import builders
from tests.hands import Hands
from tests.speakers.desk_lists import names, publish, registration

DESK = "/organise/rtop-2012/speakers/exchanges/"
JSON = {"Accept": "application/json"}
START = ["Chile", "Peru", "Chad", "Fiji"]


@dataclass(frozen=True)
class Paths:
    """The own pages of the cast."""

    own: dict[str, str]

    def page(self, name: str, number: int | None = None) -> str:
        """The page of a delegation's exchanges, or of one."""
        return f"{self.own[name]}exchange/" + (f"{number}/" if number else "")


@pytest.fixture
def paths(app: Flask) -> Paths:
    return a_hall(app)


def a_hall(app: Flask, *, published: bool = False, **facts: Any) -> Paths:
    """Three ministers and an ambassador, with the paths of their own pages."""
    with app.app_context():
        at = now()
        dialogue = builders.a_dialogue(**facts)
        for meeting in dialogue.meetings:
            length = meeting.ends_at - meeting.starts_at
            meeting.starts_at = at + timedelta(days=3, hours=5 * meeting.number)
            meeting.ends_at = meeting.starts_at + length
        for name in START[:3]:
            builders.an_inscription(dialogue, name, level=Level.MINISTER)
        builders.an_inscription(dialogue, "Fiji")
        if published:
            publish(dialogue, at=at)
        session.commit()
        return Paths({name: path_of(registration(name)) for name in START})


def order(app: Flask) -> list[str]:
    with app.app_context():
        return names(listing(any_dialogue("rtop-2012")))


def letters(app: Flask) -> list[str]:
    with app.app_context():
        return list(session.scalars(select(Letter.subject).order_by(Letter.id)))


def asked(client: FlaskClient, paths: Paths, one: str = "Chile", other: str = "Chad", **typed: Any) -> int:
    """An offer made by naming the other; its number."""
    page = Hands(client).open(paths.page(one)).press("Ask for the exchange", named=other, **typed)
    return int(page.path.rstrip("/").rpartition("/")[2])


def test_whom_no_letter_reaches_is_not_offered_and_refused_with_the_way(app: Flask, paths: Paths) -> None:
    with app.app_context():
        registration("Chad").address = ""
        session.commit()
    chile = Hands(app.test_client()).open(paths.page("Chile"))
    assert [f">{name}</option>" in chile.page for name in ("Peru", "Chad")] == [True, False]
    status, page = chile.press_refused("Ask for the exchange", named="Chad")
    told = "Chad has no mail address here, so no offer can reach it. Please ask the desk to arrange the exchange."
    assert (status, told in page, letters(app)) == (422, True, [])
    with app.app_context(), pytest.raises(CannotBeAsked):
        exchanges.ask(registration("Chile"), registration("Chad"), message="", at=now())


def test_two_delegates_and_the_desk_exchange_two_places(app: Flask, desk: FlaskClient, paths: Paths) -> None:
    chile, chad, organiser = Hands(app.test_client()), Hands(app.test_client()), Hands(desk)
    chile.open(paths.own["Chile"])
    assert "Exchange places</a>" in chile.page
    offer = chile.open(paths.page("Chile")).press("Ask for the exchange", named="chad", message="We arrive late.")
    assert "You asked Chad to exchange places" in offer.page
    number = int(offer.path.rstrip("/").rpartition("/")[2])
    read = chad.read(paths.page("Chad", number))
    assert [(side["who"], side["now"][:7], side["then"][:7]) for side in read["sides"]] == [
        ("Chile", "place 1", "place 3"),
        ("Chad", "place 3", "place 1"),
    ]
    assert (read["message"], read["can"]) == ("We arrive late.", ["accept", "decline"])
    chad.open(paths.own["Chad"])
    assert "Chile offers to exchange places with you" in chad.page
    chad.open(paths.page("Chad", number)).press("Accept the exchange")
    assert "agreed by both, waits for the organisers" in chad.page
    assert order(app) == START
    assert urgent(organiser) == [(1, "exchange of places waits for approval", DESK)]
    organiser.open(DESK)
    assert "Agreed by both, waiting for your approval" in organiser.page
    assert "Look and decide</a>" in organiser.page
    organiser.open(f"{DESK}{number}/").press("Approve")
    assert "The exchange is approved. Both delegations are written to." in organiser.page
    assert [
        one["delegation"] for one in organiser.read("/organise/rtop-2012/speakers/")["lines"] if one["exchanged"]
    ] == [
        "Chad",
        "Chile",
    ]
    assert order(app) == ["Chad", "Peru", "Chile", "Fiji"]
    assert urgent(organiser) == []
    assert letters(app) == [
        "Exchange of places: an offer from Chile",
        "Exchange of places: Chad has accepted",
        "Places exchanged with Chad",
        "Places exchanged with Chile",
    ]
    own = chile.read(paths.own["Chile"])
    assert own["place"]["reason"] == "Exchanged places with Chad, agreed by both delegations."
    assert own["sections"][0]["lines"][0]["told"] == "You have exchanged places with Chad."
    assert [(line["step"], line["by"]) for line in own["history"]] == [
        ("Places exchanged", "the organisers"),
        ("Exchange of places accepted", "the other delegation"),
        ("Exchange of places asked", "your delegation"),
    ]
    assert own["history"][0]["changes"] == [{"name": "With", "before": "", "after": "Chad"}]


def urgent(organiser: Hands) -> list[tuple[int, str, str]]:
    """What the dashboard says is urgent of exchanges."""
    found = organiser.read("/organise/")["urgent"]
    return [(one["number"], one["what"], one["url"]) for one in found if one["url"].endswith("/exchanges/")]


def test_published_list_shows_it_with_the_next_revision_only(app: Flask, desk: FlaskClient) -> None:
    paths = a_hall(app, published=True, exchange_needs_approval=False)
    number = asked(app.test_client(), paths)
    Hands(app.test_client()).open(paths.page("Chad", number)).press("Accept the exchange")
    own = Hands(app.test_client()).read(paths.own["Chile"])
    assert own["place"]["place"] == 1
    assert own["sections"][0]["lines"][0]["told"] == (
        "You have exchanged places with Chad. The next revision of the list shows it."
    )
    Hands(desk).open("/organise/rtop-2012/speakers/review/").press("Publish Rev.1")
    own = Hands(app.test_client()).read(paths.own["Chile"])
    assert (own["place"]["place"], own["sections"][0]["lines"][0]["told"]) == (
        3,
        "You have exchanged places with Chad.",
    )


def choices(client: FlaskClient, path: str) -> list[str]:
    """What the choice offers, up to the first comma."""
    drawn = Hands(client).open(path).page.partition('name="other"')[2].partition("</select>")[0]
    return [one.partition("</option>")[0].rpartition(">")[2].partition(",")[0] for one in drawn.split("<option")[1:]]


def test_choice_holds_those_with_whom_the_rules_allow_it(app: Flask, client: FlaskClient) -> None:
    paths = a_hall(app, published=True)
    assert choices(client, paths.page("Chile")) == ["Choose a delegation", "Peru: place 2", "Chad: place 3"]


def test_before_publication_the_choice_tells_no_places(client: FlaskClient, paths: Paths) -> None:
    assert choices(client, paths.page("Chile")) == ["Choose a delegation", "Peru", "Chad"]


def test_chosen_from_the_list(app: Flask, client: FlaskClient, paths: Paths) -> None:
    with app.app_context():
        peru = f"{registration('Peru').id:09}"
    page = Hands(client).open(paths.page("Chile")).press("Ask for the exchange", other=peru)
    assert "You asked Peru to exchange places" in page.page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose the delegation with which you would exchange, or name it."),
        ({"named": "Atlantis"}, "No delegation of that name holds a place on the list."),
        ({"named": "Ch"}, "This can mean Chad and Chile. Please write the whole name."),
        ({"named": "Chile"}, "A delegation cannot exchange places with itself."),
        (
            {"named": "Fiji"},
            "The speaker of Chile is Minister, that of Fiji Chair of delegation. By the rule of levels, places are "
            "exchanged only within one level.",
        ),
        ({"named": "Chad", "message": "x" * 301}, "This is too long: at most 300 characters."),
        ({"other": "000000999"}, "Not a valid choice."),
    ],
)
def test_what_cannot_be_asked_gets_its_sentence(
    app: Flask, client: FlaskClient, paths: Paths, typed: dict[str, str], said: str
) -> None:
    status, page = Hands(client).open(paths.page("Chile")).press_refused("Ask for the exchange", **typed)
    assert (status, said in page.replace("&#39;", "'")) == (422, True), page
    assert letters(app) == []


def test_chosen_and_named_is_one_too_many(app: Flask, client: FlaskClient, paths: Paths) -> None:
    with app.app_context():
        peru = f"{registration('Peru').id:09}"
    form = Hands(client).open(paths.page("Chile"))
    assert form.press_refused("Ask for the exchange", other=peru, named="Chad")[0] == 422


def test_decline_and_take_back(app: Flask, client: FlaskClient, paths: Paths) -> None:
    number = asked(client, paths)
    declined = Hands(client).open(paths.page("Chad", number)).press("Decline", message="We speak before lunch.")
    assert "You have declined the exchange." in declined.page
    read = Hands(client).read(paths.page("Chile", number))
    assert (read["line"]["state"], read["why"], read["can"]) == ("declined", "We speak before lunch.", [])
    again = asked(client, paths, other="Peru")
    Hands(client).open(paths.page("Chile", again)).press("Take the offer back")
    states = [one["state"] for one in Hands(client).read(paths.page("Chile"))["offers"]]
    assert states == ["taken_back", "declined"]


def test_who_has_nobody_to_choose_reads_why(client: FlaskClient, paths: Paths) -> None:
    fiji, chile = (Hands(client).open(paths.page(name)).page for name in ("Fiji", "Chile"))
    told = "There is nobody to choose from at present. Places are exchanged only between two of the same kind and level"
    assert [(told in page, 'name="other"' in page, 'name="named"' in page) for page in (fiji, chile)] == [
        (True, False, True),
        (False, True, True),
    ]


def test_two_workers_end_an_offer_once_and_both_pages_say_so(app: Flask, client: FlaskClient, paths: Paths) -> None:
    number = asked(client, paths)
    with app.app_context():
        session.scalars(select(Exchange)).one().expires_at = now()
        session.commit()

    def look() -> None:
        with app.app_context():
            end_what_is_over(now())
            session.commit()

    with ThreadPoolExecutor(2) as workers:
        for one in [workers.submit(look) for _ in range(4)]:
            one.result()
    assert letters(app)[1:] == ["Exchange of places with Chad: expired", "Exchange of places with Chile: expired"]
    read = {name: client.get(paths.own[name], headers=JSON).get_json() for name in ("Chile", "Chad")}
    assert [page["sections"][0]["lines"][0]["told"] for page in read.values()] == [
        "Chad has not answered your offer to exchange places: it has expired.",
        "The offer of Chile to exchange places has expired without your answer.",
    ]
    assert [(page["history"][0]["step"], page["history"][0]["by"]) for page in read.values()] == [
        ("Exchange of places expired", "this site, by its rules")
    ] * 2
    assert "expired without an answer" in Hands(client).open(paths.page("Chad", number)).page


def test_each_does_only_what_is_theirs(app: Flask, client: FlaskClient, paths: Paths) -> None:
    number = asked(client, paths)
    assert client.get(paths.page("Peru", number)).status_code == 404
    for name, step in (("Chile", "accept"), ("Chile", "decline"), ("Chad", "take_back"), ("Peru", "accept")):
        sent = client.post(paths.page(name, number), json={"step": step, "seen": "x"}, headers=JSON)
        assert sent.status_code == 404, (name, step)
    assert client.post(paths.page("Chad", number), json={"step": "eat", "seen": "x"}).status_code == 422
    assert client.post(paths.page("Peru", number), json={}).status_code == 404
    assert [one["state"] for one in Hands(client).read(paths.page("Chile"))["offers"]] == ["offered"]


def test_looking_at_the_offer_accepts_nothing(app: Flask, client: FlaskClient, paths: Paths) -> None:
    number = asked(client, paths)
    for _ in range(2):
        assert client.get(paths.page("Chad", number)).status_code == 200
        assert client.head(paths.page("Chad", number)).status_code == 200
    assert Hands(client).read(paths.page("Chad", number))["line"]["state"] == "offered"


def test_stale_hand_is_refused_where_the_places_have_changed(app: Flask, client: FlaskClient, paths: Paths) -> None:
    number = asked(client, paths)
    drawn = Hands(client).open(paths.page("Chad", number))
    Hands(client).open(paths.own["Peru"] + "withdraw/").press("Withdraw")
    assert drawn.press_refused("Accept the exchange")[0] == 409
    Hands(client).open(paths.page("Chad", number)).press("Accept the exchange")


def test_accepted_twice_is_refused_the_second_time(app: Flask, client: FlaskClient, paths: Paths) -> None:
    number = asked(client, paths)
    drawn = Hands(client).open(paths.page("Chad", number))
    drawn.press("Accept the exchange")
    answered = client.post(paths.page("Chad", number), json={"step": "accept", "seen": "x"}, headers=JSON)
    assert (answered.status_code, answered.get_json()["refused"]) == (
        409,
        "Nothing was changed: where this exchange of places stands now is “agreed by both, waits for the organisers”.",
    )


def test_page_says_which_rule_forbids_it_by_now(app: Flask, client: FlaskClient, paths: Paths) -> None:
    number = asked(client, paths)
    with app.app_context():
        chad = registration("Chad")
        facts = {"place": 3, "reason": "", "by": "Desk", "pinned_at": builders.OPENED}
        session.add(Pin(dialogue_id=chad.dialogue_id, registration_id=chad.id, **facts))
        session.commit()
    read = Hands(client).read(paths.page("Chad", number))
    assert (read["forbidden"], read["can"], read["sides"]) == (
        "Chad is pinned to place 3 by the organisers: pinned places are not exchanged.",
        ["decline"],
        [],
    )
    assert Hands(client).read(paths.page("Chad"))["closed"] == read["forbidden"]


def test_who_holds_no_place_cannot_ask(app: Flask, client: FlaskClient, paths: Paths) -> None:
    Hands(client).open(paths.own["Chile"] + "withdraw/").press("Withdraw")
    read = Hands(client).read(paths.page("Chile"))
    assert (read["mine"], read["closed"]) == (
        None,
        "Chile holds no place on the list, so there is none to exchange.",
    )
    sent = client.post(paths.page("Chile"), json={"named": "Chad"}, headers=JSON)
    assert (sent.status_code, sent.get_json()["refused"]) == (409, read["closed"])
    assert Hands(client).read(paths.own["Chile"])["sections"] == []


def test_after_the_opening_the_page_says_so(app: Flask, client: FlaskClient, paths: Paths) -> None:
    with app.app_context():
        for meeting in any_dialogue("rtop-2012").meetings:
            meeting.starts_at, meeting.ends_at = now() - timedelta(hours=3), now() - timedelta(hours=1)
        session.commit()
    read = Hands(client).read(paths.page("Chile"))
    assert read["closed"].startswith("Places are exchanged until the meeting opens")
    assert Hands(client).read(paths.own["Chile"])["sections"][0]["lines"] == []


def test_desk_refuses_with_a_reason_and_undoes(
    app: Flask, desk: FlaskClient, client: FlaskClient, paths: Paths
) -> None:
    number = asked(client, paths)
    Hands(client).open(paths.page("Chad", number)).press("Accept the exchange")
    status, page = Hands(desk).open(f"{DESK}{number}/").press_refused("Refuse")
    assert (status, "Give a reason: both delegations are told it." in page) == (422, True)
    Hands(desk).open(f"{DESK}{number}/").press("Refuse", reason="Too late.")
    assert Hands(client).read(paths.page("Chad", number))["why"] == "Too late."
    second = asked(client, paths)
    Hands(client).open(paths.page("Chad", second)).press("Accept the exchange")
    Hands(desk).open(f"{DESK}{second}/").press("Approve")
    assert order(app) == ["Chad", "Peru", "Chile", "Fiji"]
    Hands(desk).open(f"{DESK}{second}/").press("Undo the exchange", reason="Asked for by both.")
    assert order(app) == START
    read = Hands(desk).read(DESK)
    assert [(one["state"], one["why"]) for one in read["others"]] == [
        ("undone", "Asked for by both."),
        ("refused", "Too late."),
    ]
    assert client.get(f"{DESK}{number}/").status_code == 303


def test_desk_sets_whether_it_approves(app: Flask, desk: FlaskClient, client: FlaskClient, paths: Paths) -> None:
    drawn = Hands(desk).open(DESK)
    stale = Hands(desk).open(DESK)
    drawn.press("Save this rule for all exchanges", approval="0")
    assert stale.press_refused("Save this rule for all exchanges", approval="1")[0] == 409
    assert Hands(desk).open(DESK).press_refused("Save this rule for all exchanges", approval="2")[0] == 422
    number = asked(client, paths)
    assert "If you accept, both places change at once." in Hands(client).open(paths.page("Chad", number)).page
    done = Hands(client).open(paths.page("Chad", number)).press("Accept the exchange")
    assert "You have exchanged places." in done.page
    assert order(app) == ["Chad", "Peru", "Chile", "Fiji"]


def test_viewer_looks_and_changes_nothing(app: Flask, viewer: FlaskClient, client: FlaskClient, paths: Paths) -> None:
    number = asked(client, paths)
    page = Hands(viewer).open(DESK).page
    assert ("Chile and Chad" in page, f"{number}/" in page, "Save</button>" in page) == (True, False, False)


@pytest.mark.parametrize("approved", [True, False])
def test_accepted_and_taken_back_at_once_only_one_happens(app: Flask, client: FlaskClient, approved: bool) -> None:
    paths = a_hall(app, exchange_needs_approval=False)
    number = asked(client, paths)
    seen = client.get(paths.page("Chad", number), headers=JSON).get_json()["form"]["fields"]["seen"]
    steps = [("Chad", "accept"), ("Chile", "take_back")][:: 1 if approved else -1]
    with ThreadPoolExecutor(2) as hands:
        sent = [
            hands.submit(app.test_client().post, paths.page(name, number), json={"step": step, "seen": seen})
            for name, step in steps
        ]
        assert sorted(one.result().status_code for one in sent) == [303, 409]
    with app.app_context():
        kept = session.scalars(select(Exchange)).one()
        assert (kept.applied_at is None) == (kept.ended_how == "taken_back")
        expected = START if kept.applied_at is None else ["Chad", "Peru", "Chile", "Fiji"]
    assert order(app) == expected


def test_several_accept_offers_of_one_delegation_at_once(app: Flask, client: FlaskClient) -> None:
    paths = a_hall(app, exchange_needs_approval=False)
    numbers = {"Peru": asked(client, paths, "Peru", "Chile"), "Chad": asked(client, paths, "Chad", "Chile")}
    seen = {
        name: client.get(paths.page("Chile", number), headers=JSON).get_json()["form"]["fields"]["seen"]
        for name, number in numbers.items()
    }
    with ThreadPoolExecutor(2) as hands:
        sent = [
            hands.submit(
                app.test_client().post, paths.page("Chile", number), json={"step": "accept", "seen": seen[name]}
            )
            for name, number in numbers.items()
        ]
        assert sorted(one.result().status_code for one in sent) == [303, 409]
    assert order(app) in (["Peru", "Chile", "Chad", "Fiji"], ["Chad", "Peru", "Chile", "Fiji"])


def test_accepting_and_withdrawing_at_once_leave_a_list_that_holds(app: Flask, client: FlaskClient) -> None:
    paths = a_hall(app, exchange_needs_approval=False)
    number = asked(client, paths)
    seen = client.get(paths.page("Chad", number), headers=JSON).get_json()["form"]["fields"]["seen"]
    with ThreadPoolExecutor(2) as hands:
        gone = hands.submit(app.test_client().post, paths.own["Chile"] + "withdraw/", json={})
        taken = hands.submit(app.test_client().post, paths.page("Chad", number), json={"step": "accept", "seen": seen})
        assert gone.result().status_code == 303
        first = taken.result().status_code == 303
    assert order(app) == (["Chad", "Peru", "Fiji"] if first else ["Peru", "Chad", "Fiji"])
