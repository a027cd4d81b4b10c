"""Letters about turns in a wording of the organisers' own: what it can say, and what no wording can lose."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rtop_event import markdown
from rtop_event.calendars.following import look
from rtop_event.calendars.letter_kinds import KINDS
from rtop_event.calendars.turn_drafting import draft_turns
from rtop_event.dialogues.actions import changing
from rtop_event.dialogues.lettering import Wording, filled_body, filled_subject
from rtop_event.dialogues.letterkinds import kind_named, standard
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.rewording import reword
from rtop_event.languages import CODES, force_locale
from rtop_event.mailing.models import Letter
from rtop_event.registrations import actions
from tests.builders import a_dialogue
from tests.calendars.test_turns_by_mail import move_room, send, waiting
from tests.speakers.desk_lists import NOW, a_list, publish, registration

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OWN = Wording("About {delegation}", "{salutation}\n\n**Our words** on {turn}.\n\n{contact}")


def worded(dialogue: Dialogue, kind: str, wording: Wording = OWN) -> None:
    reword(kind_named(kind), dialogue, "en", wording, version=0, by="Desk", at=NOW)


def of_chad() -> list[Letter]:
    """What waits about Chad's turn."""
    return [letter for letter in waiting() if letter.about == f"turn:{registration('Chad').id}"]


@pytest.mark.usefixtures("rows")
def test_story_of_a_turn_in_own_words() -> None:
    dialogue = a_list()
    for kind in KINDS:
        worded(dialogue, kind.name)
    look(NOW)
    story = []
    draft_turns(dialogue, at=NOW, early=True)
    story.append(of_chad())
    send(NOW)
    publish(dialogue, at=NOW + HOUR)
    story.append(of_chad())
    send(NOW + HOUR)
    move_room(dialogue, NOW + HOUR * 2)
    look(NOW + HOUR * 2)
    story.append(of_chad())
    send(NOW + HOUR * 2)
    new = {"address": "new@mission.example", "address_key": "new@mission.example", "focal_point": ""}
    actions.edit(registration("Chad"), new, at=NOW + HOUR * 3)
    story.append(of_chad())
    send(NOW + HOUR * 3)
    actions.withdraw(registration("Chad"), at=NOW + HOUR * 4)
    story.append(of_chad())
    assert [[one.subject for one in step] for step in story] == [
        ["Invitation: About Chad, 5 September 2012"],
        ["Updated: About Chad, 5 September 2012"],
        ["Updated: About Chad, 5 September 2012"],
        ["Cancelled: About Chad, 5 September 2012", "Invitation: About Chad, 5 September 2012"],
        ["Cancelled: About Chad, 5 September 2012"],
    ]
    texts = [one.text for step in story for one in step]
    assert [text.count("Our words on 5 September 2012, 11:55") for text in texts] == [1] * 6
    assert [text.count("- When: 5 September 2012, 11:55") for text in texts] == [1] * 6
    assert "Chad is no longer on the list of speakers" in texts[-1]
    assert ["/registrations/" in text for text in texts] == [True, True, True, False, True, True]


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    ("early", "said_first"),
    [(True, "as tentative: the list of speakers is not published yet"), (False, "when the list of speakers changes")],
)
def test_first_entry_says_whether_there_is_a_list(early: bool, said_first: str) -> None:
    dialogue = a_list()
    look(NOW)
    if early:
        draft_turns(dialogue, at=NOW, early=True)
    else:
        publish(dialogue)
    (letter,) = of_chad()
    assert said_first in " ".join(letter.text.split())


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("listed", [False, True])
def test_standard_wordings_filled_give_the_standard_letters(language: str, listed: bool) -> None:
    dialogue = a_list() if listed else a_dialogue()
    if listed:
        publish(dialogue)
    with force_locale(language):
        for kind in KINDS:
            sample, wording = kind.sample(dialogue, language, NOW), standard(kind, dialogue, language)
            opening = filled_body(wording.body, sample.values)
            assert (kind.name, "{" in opening.plain, "{" in filled_subject(wording.subject, sample.values)) == (
                kind.name, False, False,
            )  # fmt: skip
            whole = markdown.both(sample.kept)
            assert (kind.name, sample.finish(filled_subject(wording.subject, sample.values))) == (
                kind.name,
                filled_subject(wording.subject, sample.values),
            )
            assert "2012" in whole.plain


@pytest.mark.usefixtures("rows")
def test_date_of_a_turn_is_its_own_day_where_the_dialogue_begins_on_another() -> None:
    dialogue = a_list()
    worded(dialogue, "turn", Wording("Come on {date}", "{salutation}"))
    with changing(dialogue, by="Desk", at=NOW):
        first, second = dialogue.meetings
        first.starts_at, first.ends_at = first.starts_at - DAY, first.starts_at - DAY + timedelta(minutes=20)
        second.starts_at, second.ends_at = second.starts_at - DAY / 2, second.ends_at
    publish(dialogue)
    told = {letter.subject.partition(",")[0] for letter in waiting()}
    assert (dialogue.starts_at.day, told) == (4, {"Invitation: Come on 5 September 2012"})
