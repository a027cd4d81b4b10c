"""Sentences: a text with named places, its values, and the form that a number asks for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rtop_event.refusal import NotAllowed, NotFound, Refusal, StaleHand
from rtop_event.wording import Named, Sentence, sentence, sentence_of, spoken


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (sentence("The list is closed."), "The list is closed."),
        (sentence("Half of it: 50 %."), "Half of it: 50 %."),
        (sentence("%(who)s has 50 %% of it.", who="Tonga"), "Tonga has 50 % of it."),
        (sentence("On %(day)s.", day=date(2012, 9, 5)), "On 5 September 2012."),
        (sentence("At %(at)s.", at=datetime(2012, 9, 5, 14, 5, tzinfo=UTC)), "At 5 September 2012, 14:05."),
        (sentence("%(first)s Then this.", first=sentence("A %(b)s.", b="%(c)s")), "A %(c)s. Then this."),
        (sentence_of("%(number)s place", "%(number)s places", 1), "1 place"),
        (sentence_of("%(number)s place", "%(number)s places", 0), "0 places"),
        (sentence_of("%(number)s place of %(all)s", "%(number)s places of %(all)s", 2, all=9), "2 places of 9"),
    ],
)
def test_sentence_is_said_in_english_with_plain_values(said: Sentence, expected: str) -> None:
    assert str(said) == expected


def test_sentence_is_said_as_the_two_functions_have_it() -> None:
    said = sentence("%(a)s and %(b)s", a=1, b=sentence("%(c)s", c=2))
    assert spoken(said, lambda one: f"<{one.text}>", lambda value: f"[{value}]") == "<[1] and <[2]>>"


def test_equal_sentences_are_one_in_a_set() -> None:
    assert len({sentence("A %(b)s", b=[1]), sentence("A %(b)s", b=[1]), sentence("A %(b)s", b=[2])}) == 2


@pytest.mark.parametrize(
    ("refusal", "status", "start"),
    [
        (NotFound(), 404, "There is no such page"),
        (NotAllowed(), 403, "Your role does not allow this."),
        (StaleHand(), 409, "Somebody else changed this meanwhile."),
        (NotFound(sentence("No such dialogue.")), 404, "No such dialogue."),
    ],
)
def test_refusal_has_its_status_and_sentence(refusal: Refusal, status: int, start: str) -> None:
    assert (refusal.status, str(refusal), str(refusal.reason)) == (status, str(refusal.reason), str(refusal))
    assert str(refusal).startswith(start)


def test_a_name_without_other_languages_is_said_as_it_is() -> None:
    assert Named("Peru").said_in("fr") == "Peru"
