"""Bringing a dialogue's folder in: again after edits, and refused without a trace when it does not fit."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

import rtop_event
from rtop_event.database import Base, db, session
from rtop_event.dialogues.actions import IsCancelled, cancel, cancel_meeting, reinstate, withdraw_from_view, write_text
from rtop_event.dialogues.finding import any_dialogue, languages_of, published_dialogue, text_in
from rtop_event.dialogues.folder import read_folder
from rtop_event.dialogues.keys import BadDialogueFile
from rtop_event.dialogues.loading import Outcome, load, texts_left
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.words import TextKind
from rtop_event.edition import current_edition
from rtop_event.floor.customs import customs_of
from rtop_event.floor.planned import planned_of
from rtop_event.organisers.models import Change
from rtop_event.refusal import NotFound, StaleHand
from rtop_event.speakers.chain_of_folder import read_rules
from tests.builders import an_inscription

OURS = Path(rtop_event.__file__).parent / "data" / "rtop-2012"
AT = datetime(2012, 8, 16, 13, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
DOMAIN = "dialogue.example"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of our dialogue that a test may edit."""
    return Path(shutil.copytree(OURS, tmp_path / "rtop-2012"))


def edit(folder: Path, old: str, new: str, file: str = "dialogue.toml") -> None:
    """Replace a text that stands in the file exactly once."""
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), "utf-8")


def bring(folder: Path, at: datetime = AT, *, public: bool = True) -> Outcome:
    """Load the folder and commit."""
    outcome = load(read_folder(folder, read_rules), at=at, domain=DOMAIN, public=public)
    session.commit()
    session.expire_all()
    return outcome


def stamps(dialogue: Dialogue) -> dict[str, Any]:
    """What calendars see of changes: the sequence and the moment of change, of the whole and of each meeting."""
    parts = {"whole": dialogue, **{str(meeting.number): meeting for meeting in dialogue.meetings}}
    return {name: (part.sequence, part.changed_at) for name, part in parts.items()}  # type: ignore[attr-defined] # entries have both


def everything() -> dict[str, list[Any]]:
    """All rows of all tables."""
    return {table.name: [tuple(row) for row in session.execute(select(table))] for table in Base.metadata.sorted_tables}


def test_who_is_called_and_the_interactive_round_come_in_too(rows: None, folder: Path) -> None:
    edit(
        folder,
        'Bellamy", function = "Griffith Asia Institute", role = "panellist"',
        'Bellamy", role = "panellist", minutes = 8',
    )
    title = 'title = "Statements from the floor: Member States, then observers and regional organisations"'
    edit(folder, title, f"{title}\nbatch = 3\nanswers = 10")
    bring(folder)
    _, panel, floor = published_dialogue("rtop-2012").meetings[0].items
    assert panel.people[-1] == {"name": "Alex Bellamy", "function": "", "role": "panellist", "minutes": 8}
    assert (floor.batch, floor.answers) == (3, 10)
    edit(folder, '"Alex Bellamy"', '"A. J. Bellamy"')
    assert [bring(folder, LATER), bring(folder, LATER)] == [Outcome.CHANGED, Outcome.SAME]
    [corrected] = planned_of(published_dialogue("rtop-2012").meetings)
    assert (corrected.key, corrected.name) == ("programme:1:1:Alex Bellamy", "A. J. Bellamy")


def test_dialogue_comes_in_as_its_folder_has_it(rows: None, folder: Path) -> None:
    assert bring(folder) is Outcome.NEW
    dialogue = published_dialogue("rtop-2012")
    told = [(one.name, one.starts_at.hour, one.ends_at.hour, len(one.items)) for one in dialogue.meetings]
    assert told == [("Morning meeting", 14, 17, 3), ("Afternoon meeting", 19, 22, 1)]
    assert dialogue.meetings[0].items[0].people[1] == {
        "name": "Ban Ki-moon",
        "function": "Secretary-General of the United Nations",
        "role": "speaker",
    }
    assert [document.symbol for document in dialogue.documents][:2] == ["A/66/874-S/2012/578", "A/RES/60/1"]
    assert languages_of(dialogue, TextKind.BRIEFING) == ["en"]
    assert stamps(dialogue) == {"whole": (0, AT), "1": (0, AT), "2": (0, AT)}
    uids = {dialogue.uid, *(one.uid for one in dialogue.meetings)}
    assert {(len(uid.partition("@")[0]), uid.partition("@")[2]) for uid in uids} == {(32, DOMAIN)}
    assert len(uids) == 3


def test_unchanged_folder_changes_nothing(rows: None, folder: Path) -> None:
    bring(folder)
    before, edition = everything(), current_edition(db.engine)
    assert bring(folder, LATER) is Outcome.SAME
    assert (everything(), current_edition(db.engine)) == (before, edition)


def test_edits_keep_registrations_and_uids(rows: None, folder: Path) -> None:
    bring(folder)
    dialogue = any_dialogue("rtop-2012")
    registration = an_inscription(dialogue, "Tonga")
    session.commit()
    ids = (dialogue.id, dialogue.uid, [(one.id, one.uid) for one in dialogue.meetings], registration.id)
    edit(folder, 'name = "Morning meeting"', 'name = "First meeting"')
    assert bring(folder, LATER) is Outcome.CHANGED
    dialogue = any_dialogue("rtop-2012")
    session.refresh(registration)
    uids = [(one.id, one.uid) for one in dialogue.meetings]
    assert (dialogue.id, dialogue.uid, uids, registration.id) == ids
    assert stamps(dialogue) == {"whole": (0, LATER), "1": (0, LATER), "2": (0, AT)}


@pytest.mark.parametrize(
    ("old", "new", "sequences"),
    [
        ("starts = 2012-09-05T10:00:00", "starts = 2012-09-05T10:30:00", [1, 1, 0]),
        ("ends = 2012-09-05T18:00:00", "ends = 2012-09-05T18:30:00", [1, 0, 1]),
        ("ends = 2012-09-05T13:00:00", "ends = 2012-09-05T13:15:00", [1, 1, 0]),
        ('room = "Conference Room 4, North Lawn Building"', 'room = "Trusteeship Council Chamber"', [1, 1, 1]),
        ('name = "Afternoon meeting"', 'name = "Afternoon meeting"\nroom = "Conference Room 1"', [1, 0, 1]),
        ('title = "Panel: a first round"', 'title = "Panel"', [0, 0, 0]),
        ("delegation = 180", "delegation = 240", [0, 0, 0]),
        ('symbol = "A/63/677"', 'symbol = "A/63/677 (reissued)"', [0, 0, 0]),
    ],
)
def test_sequence_rises_only_where_people_must_look_again(
    rows: None, folder: Path, old: str, new: str, sequences: list[int]
) -> None:
    bring(folder)
    edit(folder, old, new)
    assert bring(folder, LATER) is Outcome.CHANGED
    dialogue = any_dialogue("rtop-2012")
    assert [number for number, _ in stamps(dialogue).values()] == sequences
    assert dialogue.changed_at == LATER


def test_programme_and_documents_follow_the_folder(rows: None, folder: Path) -> None:
    bring(folder)
    text = (folder / "dialogue.toml").read_text("utf-8")
    shorter = text[: text.rindex("[[documents]]")].replace(
        '[[meetings.programme]]\nkind = "floor"\ntitle = "Statements from the floor: Member States, then observers and regional organisations"\n',
        '[[meetings.programme]]\nkind = "floor"\ntitle = "Statements"\n\n'
        '[[meetings.programme]]\nkind = "closing"\ntitle = "Closing"\nminutes = 5\n',
    )
    (folder / "dialogue.toml").write_text(shorter, "utf-8")
    bring(folder, LATER)
    dialogue = any_dialogue("rtop-2012")
    told = [(item.position, item.title) for item in dialogue.meetings[0].items]
    assert told == [(1, "Opening"), (2, "Panel: a first round"), (3, "Statements"), (4, "Closing")]
    assert len(dialogue.documents) == 5
    shutil.copytree(OURS, folder, dirs_exist_ok=True)
    bring(folder, LATER)
    dialogue = any_dialogue("rtop-2012")
    assert (len(dialogue.meetings[0].items), len(dialogue.documents)) == (3, 6)


def without_afternoon(folder: Path) -> None:
    text = (folder / "dialogue.toml").read_text("utf-8")
    start, end = text.rindex("[[meetings]]"), text.index("[[documents]]")
    (folder / "dialogue.toml").write_text(text[:start] + text[end:], "utf-8")


def test_meeting_that_a_public_dialogue_loses_is_cancelled_and_can_come_back(rows: None, folder: Path) -> None:
    bring(folder)
    without_afternoon(folder)
    bring(folder, LATER)
    dialogue = any_dialogue("rtop-2012")
    assert [one.cancelled_at for one in dialogue.meetings] == [None, LATER]
    assert stamps(dialogue) == {"whole": (1, LATER), "1": (0, AT), "2": (1, LATER)}
    assert dialogue.ends_at == datetime(2012, 9, 5, 17, 0, tzinfo=UTC)
    assert bring(folder, LATER) is Outcome.SAME
    shutil.copytree(OURS, folder, dirs_exist_ok=True)
    bring(folder, LATER)
    dialogue = any_dialogue("rtop-2012")
    assert [(one.cancelled_at, one.sequence) for one in dialogue.meetings] == [(None, 0), (None, 2)]


def test_meeting_that_a_draft_loses_is_gone(rows: None, folder: Path) -> None:
    bring(folder, public=False)
    without_afternoon(folder)
    bring(folder, LATER, public=False)
    assert [one.number for one in any_dialogue("rtop-2012").meetings] == [1]


def test_texts_follow_the_folder(rows: None, folder: Path) -> None:
    bring(folder)
    (folder / "briefing.fr.md").write_text("# Aperçu\n\nUn texte.\n", "utf-8")
    (folder / "letter.en.md").unlink()
    assert bring(folder, LATER) is Outcome.CHANGED
    dialogue = any_dialogue("rtop-2012")
    french, spanish = text_in(dialogue, TextKind.BRIEFING, "fr"), text_in(dialogue, TextKind.BRIEFING, "es")
    assert french is not None
    assert spanish is not None
    assert (french.language, french.changed_at, spanish.language) == ("fr", LATER, "en")
    assert text_in(dialogue, TextKind.LETTER, "en") is not None
    assert texts_left(read_folder(folder, read_rules)) == ["letter.en"]
    (folder / "briefing.en.md").write_text("# Overview\n\nShorter.\n", "utf-8")
    bring(folder, LATER)
    english = text_in(any_dialogue("rtop-2012"), TextKind.BRIEFING, "en")
    assert english is not None
    assert (english.body, english.changed_at, english.version) == ("# Overview\n\nShorter.", LATER, 2)


def test_draft_is_not_public_and_public_stays_public(rows: None, folder: Path) -> None:
    bring(folder, public=False)
    with pytest.raises(NotFound):
        published_dialogue("rtop-2012")
    assert bring(folder, LATER) is Outcome.CHANGED
    assert published_dialogue("rtop-2012").published_at == LATER
    assert bring(folder, LATER, public=False) is Outcome.SAME
    assert published_dialogue("rtop-2012").published_at == LATER
    withdraw_from_view(any_dialogue("rtop-2012"), by="desk", at=LATER)
    withdraw_from_view(any_dialogue("rtop-2012"), by="desk", at=LATER)
    assert any_dialogue("rtop-2012").published_at is None


def test_changes_are_recorded_with_what_differs(rows: None, folder: Path) -> None:
    bring(folder)
    edit(folder, "delegation = 180", "delegation = 240")
    bring(folder, LATER)
    line = session.scalars(select(Change).order_by(Change.id.desc())).first()
    assert line is not None
    assert (line.what, line.by, line.before, line.after) == (
        "loaded from a folder",
        "dialogue load",
        {"limit_delegation": 180},
        {"limit_delegation": 240},
    )


def test_cancelling_reaches_every_entry_and_can_be_undone(rows: None, folder: Path) -> None:
    bring(folder)
    dialogue = any_dialogue("rtop-2012")
    cancel(dialogue, "The building is closed.", by="desk", at=LATER)
    assert stamps(dialogue) == {"whole": (1, LATER), "1": (1, LATER), "2": (1, LATER)}
    with pytest.raises(IsCancelled):
        cancel(dialogue, "Again.", by="desk", at=LATER)
    reinstate(dialogue, by="desk", at=LATER)
    assert [number for number, _ in stamps(dialogue).values()] == [2, 2, 2]
    cancel_meeting(dialogue, dialogue.meetings[1], by="desk", at=LATER)
    assert [number for number, _ in stamps(dialogue).values()] == [3, 2, 3]
    with pytest.raises(IsCancelled):
        cancel_meeting(dialogue, dialogue.meetings[1], by="desk", at=LATER)


def test_text_written_from_an_older_version_is_refused(rows: None, folder: Path) -> None:
    bring(folder)
    dialogue = any_dialogue("rtop-2012")
    assert write_text(dialogue, TextKind.BRIEFING, "en", "# New", by="desk", at=LATER, version=1) is True
    session.flush()
    with pytest.raises(StaleHand):
        write_text(dialogue, TextKind.BRIEFING, "en", "# Newer", by="desk", at=LATER, version=1)
    assert write_text(dialogue, TextKind.BRIEFING, "en", "# New", by="desk", at=LATER, version=2) is False


def test_reserved_word_is_no_slug(rows: None, folder: Path) -> None:
    edit(folder, 'slug = "rtop-2012"', 'slug = "outbox"')
    with pytest.raises(
        BadDialogueFile, match=r"^dialogue\.toml: slug: is a word that the addresses of this site need$"
    ):
        bring(folder)


def test_command_brings_in_lists_and_says_when_there_is_nothing_new(app: Flask, folder: Path) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["dialogue", "list"]).output == ""
    assert runner.invoke(args=["dialogue", "load", str(folder)]).output == "rtop-2012: brought in.\n"
    assert runner.invoke(args=["dialogue", "load", str(folder)]).output == "rtop-2012: nothing new.\n"
    (folder / "letter.en.md").rename(folder / "not-a-letter.md")
    assert runner.invoke(args=["dialogue", "load", str(folder)]).output == (
        "rtop-2012: nothing new.\nNot in the folder, and left as they are: letter.en.\n"
    )
    (folder / "not-a-letter.md").rename(folder / "letter.en.md")
    assert runner.invoke(args=["dialogue", "list"]).output == (
        "rtop-2012\t5 September 2012\tpublic\tThe Responsibility to Protect: Timely and Decisive Response\n"
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("dialogue.toml", 'slug = "rtop-2012"', "slug = 5", "dialogue.toml: slug: must be text, and not empty"),
        ("dialogue.toml", "delegation = 180", "delegation = 5", "dialogue.toml: limits.delegation: must be a whole"),
        ("dialogue.toml", 'name = "Morning meeting"', "", "dialogue.toml: meetings[1].name: is missing"),
        ("dialogue.toml", 'slug = "rtop-2012"', "slug = ", "dialogue.toml: line 3, column 8: not TOML: "),
        ("letter.en.md", "{salutation}", "{salutaton}", "letter.en.md: line 3: unknown placeholder {salutaton}"),
        ("briefing.en.md", "## At a glance", "## At a\u202e glance", "briefing.en.md: line 5: has invisible"),
    ],
)
def test_command_refuses_a_bad_file_on_one_line_and_changes_nothing(
    app: Flask, folder: Path, file: str, old: str, new: str, told: str
) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=["dialogue", "load", str(folder)])
    with app.app_context():
        before = everything()
    edit(folder, "delegation = 180", "delegation = 200") if "delegation" not in old else None
    edit(folder, old, new, file)
    result = runner.invoke(args=["dialogue", "load", str(folder)])
    assert (result.exit_code, result.output.count("\n"), result.output[: len(told) + 7]) == (1, 1, f"Error: {told}")
    with app.app_context():
        assert everything() == before


def test_command_refuses_a_bad_file_of_a_new_dialogue_and_leaves_nothing(app: Flask, folder: Path) -> None:
    edit(folder, 'slug = "rtop-2012"', 'slug = "contacts"')
    result = app.test_cli_runner().invoke(args=["dialogue", "load", str(folder)])
    told = "Error: dialogue.toml: slug: is a word that the addresses of this site need\n"
    assert (result.exit_code, result.output) == (1, told)
    with app.app_context():
        assert session.scalar(select(func.count()).select_from(Dialogue)) == 0


def test_rules_of_the_folder_hold_and_a_folder_without_them_leaves_those_chosen_since(rows: None, folder: Path) -> None:
    toml = folder / "dialogue.toml"
    text = toml.read_text("utf-8")
    toml.write_text(f'{text}\n[[rules]]\nname = "level"\n[[rules]]\nname = "time"\n', "utf-8")
    bring(folder)
    chosen = [{"name": "level", "parameters": {}}, {"name": "time", "parameters": {}}]
    assert published_dialogue("rtop-2012").order_chain == chosen
    toml.write_text(text, "utf-8")
    assert bring(folder) is Outcome.SAME
    assert published_dialogue("rtop-2012").order_chain == chosen


def test_customs_of_the_floor_come_with_the_folder_and_stay_without_it(rows: None, folder: Path) -> None:
    def most() -> int:
        return customs_of(published_dialogue("rtop-2012")).most_replies

    bring(folder)
    assert most() == 2
    toml = folder / "dialogue.toml"
    without = toml.read_text("utf-8")
    toml.write_text(without + "\n[floor]\nmost_replies = 1\n", "utf-8")
    assert (bring(folder), most()) == (Outcome.CHANGED, 1)
    assert (bring(folder), most()) == (Outcome.SAME, 1)
    toml.write_text(without, "utf-8")
    assert (bring(folder), most()) == (Outcome.SAME, 1)
