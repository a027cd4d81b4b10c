"""The list of the invited, narrowed by letter, by mark and by words; and what each choice would leave."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from rtop_event.invitations.narrowing import Wish, fits, letter_filters, mark_filters
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True)
class Person:
    """An invited person, as the rule wants them."""

    said: str
    group: str = "sent"
    answer: str = "needs-action"
    earlier: Sentence | None = None
    registered: str = ""
    bounced: bool = False
    outdated: bool = False
    withdrawn: bool = False


TONGA = Person("h.e. mele example mission@tonga.example tonga", answer="accepted", registered="/there/")
PERU = Person("sr. ejemplo mission@peru.example peru", earlier=sentence("accepted"), bounced=True)
CHAD = Person("a. chad mission@chad.example chad", group="draft", outdated=True)
FIJI = Person("b. fiji mission@fiji.example fiji", group="withdrawn", answer="declined", bounced=True, withdrawn=True)
ALL = {"Tonga": TONGA, "Peru": PERU, "Chad": CHAD, "Fiji": FIJI}


@pytest.mark.parametrize(
    ("wish", "left"),
    [
        (Wish(), ["Tonga", "Peru", "Chad", "Fiji"]),
        (Wish(letter="sent"), ["Tonga", "Peru"]),
        (Wish(letter="withdrawn"), ["Fiji"]),
        (Wish(mark="needs-action"), ["Peru", "Chad"]),
        (Wish(mark="accepted"), ["Tonga"]),
        (Wish(mark="declined"), []),
        (Wish(mark="earlier"), ["Peru"]),
        (Wish(mark="bounced"), ["Peru"]),
        (Wish(mark="registered"), ["Tonga"]),
        (Wish(mark="outdated"), ["Chad"]),
        (Wish(words="MISSION example"), ["Tonga", "Peru", "Chad", "Fiji"]),
        (Wish(words="@tonga.example"), ["Tonga"]),
        (Wish(words="ejemplo tonga"), []),
        (Wish(letter="sent", mark="needs-action", words="peru"), ["Peru"]),
        (Wish(letter="draft", mark="accepted"), []),
    ],
)
def test_a_wish_leaves_those_who_fit_all_of_it(wish: Wish, left: list[str]) -> None:
    assert [name for name, one in ALL.items() if fits(one, wish)] == left


def test_each_choice_tells_what_it_would_leave_of_the_rest() -> None:
    people = list(ALL.values())

    def letters(wish: Wish) -> dict[str, int]:
        return {one.value: one.number for one in letter_filters(people, wish)}

    def marks(wish: Wish) -> dict[str, int]:
        return {one.value: one.number for one in mark_filters(people, wish)}

    assert letters(Wish()) == {"": 4, "draft": 1, "sent": 2, "withdrawn": 1}
    assert marks(Wish()) == {
        "": 4,
        "needs-action": 2,
        "accepted": 1,
        "earlier": 1,
        "registered": 1,
        "bounced": 1,
        "outdated": 1,
    }
    assert letters(Wish(mark="accepted")) == {"": 1, "sent": 1}
    assert marks(Wish(letter="draft")) == {"": 1, "needs-action": 1, "outdated": 1}
    assert marks(Wish(letter="draft", mark="accepted")) == {"": 1, "needs-action": 1, "accepted": 0, "outdated": 1}
    assert letters(Wish(letter="failed", words="tonga")) == {"": 1, "failed": 0, "sent": 1}
    assert marks(Wish(words="nobody")) == {"": 0}
