"""Kept answers: served again while the edition is the same, told apart by what the asker prefers."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import Client

from rtop_event.answer import Keeping
from rtop_event.kept import KEEPING, MOST, KeptAnswers

NOON = datetime(2012, 9, 5, 12, 0, tzinfo=UTC)


class House:
    """A small WSGI house that counts how often it is asked, with an edition and a clock to turn."""

    def __init__(self) -> None:
        self.asked = 0
        self.number = 1
        self.changed_at: datetime | None = NOON
        self.list_edition: tuple[int, datetime | None] | None = (1, NOON)
        self.now = NOON
        self.keeping: Keeping | None = Keeping(None, None)
        self.status = "200 OK"
        self.kind = "text/html; charset=utf-8"

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer with a count, marked as one to keep."""
        self.asked += 1
        if self.keeping:
            environ[KEEPING].append(self.keeping)
        start_response(self.status, [("Content-Type", self.kind), ("Cache-Control", "no-store")])
        return [f"answer of edition {self.number}".encode()]

    def client(self) -> Client:
        """A client in front of the kept answers of this house."""
        kept = KeptAnswers(
            self,
            edition=lambda: (self.number, self.changed_at),
            list_edition=self.listed,
            clock=lambda: self.now,
            languages=("en", "fr"),
        )
        return Client(kept, use_cookies=False)

    def listed(self) -> tuple[int, datetime | None]:
        """The edition of the list; a database that cannot tell raises."""
        if self.list_edition is None:
            raise OSError
        return self.list_edition


@pytest.fixture
def house() -> House:
    """A house whose answers are kept."""
    return House()


def test_second_asker_gets_the_kept_answer(house: House) -> None:
    client = house.client()
    first, second = client.get("/dialogues/x/"), client.get("/dialogues/x/")
    assert (first.data, second.data, house.asked) == (b"answer of edition 1", b"answer of edition 1", 1)
    assert second.headers["Cache-Control"] == "private, no-cache"
    assert second.headers["Content-Length"] == "19"


def test_new_edition_is_asked_for_anew_and_has_another_tag(house: House) -> None:
    client = house.client()
    first = client.get("/dialogues/x/")
    house.number = 2
    second = client.get("/dialogues/x/")
    assert (second.data, house.asked) == (b"answer of edition 2", 2)
    assert first.headers["ETag"] != second.headers["ETag"]


@pytest.mark.parametrize(("follows", "times"), [(True, 2), (False, 1)])
def test_what_moves_the_list_makes_anew_only_what_follows_it(house: House, follows: bool, times: int) -> None:
    house.keeping = Keeping(None, None, follows)
    client = house.client()
    client.get("/dialogues/x/")
    house.list_edition = (2, NOON + timedelta(minutes=5))
    changed = client.get("/dialogues/x/").headers["Last-Modified"]
    client.get("/dialogues/x/")
    moved = "Wed, 05 Sep 2012 12:05:00 GMT"
    assert (house.asked, changed == moved) == (times, follows)


def test_without_knowing_the_list_nothing_that_follows_it_is_kept(house: House) -> None:
    house.keeping, house.list_edition = Keeping(None, None, follows_list=True), None
    client = house.client()
    assert [client.get("/dialogues/x/").status_code for _ in range(2)] == [200, 200]
    house.list_edition = (1, NOON)
    client.get("/dialogues/x/")
    house.list_edition = None
    client.get("/dialogues/x/")
    assert house.asked == 4


def test_words_that_change_by_the_hour_are_asked_for_anew_at_the_hour(house: House) -> None:
    house.keeping = Keeping(NOON - timedelta(hours=1), NOON + timedelta(hours=1))
    client = house.client()
    client.get("/")
    house.now = NOON + timedelta(minutes=59)
    client.get("/")
    assert house.asked == 1
    house.now = NOON + timedelta(hours=1)
    client.get("/")
    assert house.asked == 2


def test_last_modified_is_the_later_of_edition_and_turn(house: House) -> None:
    house.keeping = Keeping(NOON + timedelta(hours=2), None)
    assert house.client().get("/").headers["Last-Modified"] == "Wed, 05 Sep 2012 14:00:00 GMT"


def test_before_the_first_edition_the_clock_tells(house: House) -> None:
    house.changed_at = None
    assert house.client().get("/").headers["Last-Modified"] == "Wed, 05 Sep 2012 12:00:00 GMT"


@pytest.mark.parametrize("form", ["{tag}", "W/{tag}", '"other", {tag}', "*"])
def test_known_tag_is_answered_304_without_asking(house: House, form: str) -> None:
    client = house.client()
    tag = client.get("/").headers["ETag"]
    again = client.get("/", headers={"If-None-Match": form.format(tag=tag)})
    assert (again.status_code, again.data, again.headers["ETag"], house.asked) == (304, b"", tag, 1)


def test_unknown_tag_goes_over_an_equal_date(house: House) -> None:
    client = house.client()
    date = client.get("/").headers["Last-Modified"]
    again = client.get("/", headers={"If-None-Match": '"other"', "If-Modified-Since": date})
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Wed, 05 Sep 2012 12:00:00 GMT", 304),
        ("Wed, 05 Sep 2012 12:00:01 -0000", 304),
        ("Wed, 05 Sep 2012 11:59:59 GMT", 200),
        ("yesterday", 200),
    ],
)
def test_date_of_the_asker_decides(house: House, since: str, status: int) -> None:
    assert house.client().get("/", headers={"If-Modified-Since": since}).status_code == status


def test_compressed_answer_is_another_one(house: House) -> None:
    client = house.client()
    plain, small = client.get("/"), client.get("/", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(small.data) == plain.data
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.headers["ETag"] != plain.headers["ETag"]


def test_what_does_not_shrink_is_not_compressed(house: House) -> None:
    house.kind = "application/pdf"
    assert "Content-Encoding" not in house.client().get("/", headers={"Accept-Encoding": "gzip"}).headers


def test_head_has_the_headers_and_no_body(house: House) -> None:
    client = house.client()
    head, whole = client.head("/"), client.get("/")
    assert (head.data, head.headers["Content-Length"], head.headers["ETag"]) == (b"", "19", whole.headers["ETag"])
    assert house.asked == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "application/json"},
        {"Accept-Language": "fr"},
        {"Cookie": "language=fr"},
        {"X-Fragment": "1"},
        {"Host": "other.example"},
    ],
)
def test_other_preference_is_another_answer(house: House, headers: dict[str, str]) -> None:
    client = house.client()
    client.get("/")
    client.get("/", headers=headers)
    assert house.asked == 2


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/?page=2", {}), ("/", {"Cookie": "session=abc"}), ("/organise/", {}), ("/static/style.css", {})],
)
def test_special_request_goes_straight_to_the_house(house: House, path: str, headers: dict[str, str]) -> None:
    house.keeping = None
    client = house.client()
    for _ in range(2):
        assert client.get(path, headers=headers).headers["Cache-Control"] == "no-store"
    assert house.asked == 2


@pytest.mark.parametrize(("status", "keeping"), [("404 NOT FOUND", Keeping(None, None)), ("200 OK", None)])
def test_what_is_not_marked_or_not_good_is_not_kept(house: House, status: str, keeping: Keeping | None) -> None:
    house.status, house.keeping = status, keeping
    client = house.client()
    assert client.get("/").data == b"answer of edition 1"
    assert client.head("/").data == b""
    assert house.asked == 2


def test_cookie_of_an_unknown_language_counts_for_nothing(house: House) -> None:
    client = house.client()
    client.get("/")
    client.get("/", headers={"Cookie": "language=tlh"})
    assert house.asked == 1


def test_cookie_that_is_not_text_is_left_to_the_application(house: House) -> None:
    house.keeping, client = None, house.client()
    for _ in range(2):
        answered = client.get("/", environ_overrides={"HTTP_COOKIE": "x=\xff"})
        assert answered.data == b"answer of edition 1"
    assert house.asked == 2


def test_no_more_than_so_many_answers_are_kept(house: House) -> None:
    client = house.client()
    for number in range(MOST + 1):
        client.get(f"/dialogues/{number}/")
    client.get("/dialogues/0/")
    client.get(f"/dialogues/{MOST}/")
    assert house.asked == MOST + 2
