"""Letters about requests in a wording of the organisers' own: what is drafted after, and what is never lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rtop_event import markdown
from rtop_event.dialogues.lettering import Wording, filled_body, filled_subject
from rtop_event.dialogues.letterkinds import kind_named, said, standard
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.rewording import back_to_standard, reword
from rtop_event.languages import CODES, force_locale
from rtop_event.mailing.models import Letter
from rtop_event.registrations import posting
from rtop_event.registrations.letter_kinds import KINDS, example
from rtop_event.registrations.letters import receipt
from rtop_event.showing import say
from rtop_event.text import one_line
from tests.builders import a_dialogue, a_registration, an_inscription

Outbox = Callable[[], list[Letter]]
THANKS = Wording("Thank you, {delegation}", "{salutation}\n\n**Thank you.** Until {until}: {own_page}\n\n{contact}")


def worded(dialogue: Dialogue, kind: str, wording: Wording, version: int = 0) -> None:
    """The organisers give a kind of letter a wording of their own, in English."""
    at = dialogue.registration_opens_at
    reword(kind_named(kind), dialogue, "en", wording, version=version, by="Desk", at=at)


def test_letters_drafted_after_have_the_wording_and_those_before_stay(outbox: Outbox) -> None:
    dialogue = a_dialogue()
    row = a_registration(dialogue, focal_point="Ana")
    posting.post_receipt(row, at=row.received_at)
    worded(dialogue, "receipt", THANKS)
    posting.post_receipt(row, at=row.received_at)
    back_to_standard(kind_named("receipt"), dialogue, "en", version=1, by="Desk", at=row.received_at)
    posting.post_receipt(row, at=row.received_at)
    before, own, after = outbox()
    assert [one.subject for one in (before, own, after)] == [
        "Please confirm: request received for Tonga",
        "Thank you, Tonga",
        "Please confirm: request received for Tonga",
    ]
    assert before.text == after.text
    kept = before.text.partition("- Delegation: Tonga")[2]
    assert (own.text[:26], own.text.partition("- Delegation: Tonga")[2]) == ("Dear Ana,\n\nThank you. Unti", kept)
    assert own.html.count(f'href="{posting.about(row, row.received_at).url}"') == 2


@pytest.mark.parametrize("kind", ["own-page", "links", "another-request", "moved-up", "selected", "not-selected"])
def test_every_letter_about_a_request_has_its_own_wording(outbox: Outbox, kind: str) -> None:
    dialogue = a_dialogue()
    row = an_inscription(dialogue)
    at = row.received_at
    worded(dialogue, kind, Wording("Own subject", "Own words."))
    posting.post_receipt(row, at=at)
    posting.post_links([row], at=at)
    posting.post_notice(row, at=at)
    posting.post_moved_up(row, at=at)
    posting.post_decision(row, accepted=True, message="", at=at, approved_by="")
    posting.post_decision(row, accepted=False, message="", at=at, approved_by="")
    told = [(one.subject == "Own subject", one.text.startswith("Own words.\n\n")) for one in outbox()]
    assert sorted(told) == [(False, False)] * 5 + [(True, True)]


@pytest.mark.parametrize(
    "name", ['Ana <i>"x"</i>', "[x](https://evil.example)", "a\u202eb www.evil.example", "{own_page}"]
)
def test_a_strangers_name_in_an_own_wording_stays_text(outbox: Outbox, name: str) -> None:
    dialogue = a_dialogue()
    row = a_registration(dialogue, speaker_name=name, focal_point=name)
    worded(dialogue, "receipt", Wording("For {speaker}", "# {speaker}\n\n- {salutation}"))
    posting.post_receipt(row, at=row.received_at)
    (letter,) = outbox()
    links = [part.partition('"')[0] for part in letter.html.split('href="')[1:]]
    assert [link for link in links if not link.startswith(("http://127.0.0.1:5000/", "mailto:"))] == []
    assert ("<i>" in letter.html, "\u202e" in letter.html + letter.subject, "www.evil" in letter.subject) == (
        False, False, False,
    )  # fmt: skip


@pytest.mark.parametrize("language", CODES)
def test_standard_wordings_filled_give_the_standard_letters(rows: None, language: str) -> None:
    dialogue = a_dialogue()
    row = a_registration(dialogue, focal_point="Ana & Eva", language=language)
    at = row.received_at
    with force_locale(language):
        for kind in KINDS:
            sample, wording = kind.sample(dialogue, language, at), standard(kind, dialogue, language)
            opening = filled_body(wording.body, sample.values)
            assert (kind.name, "{" in opening.plain, "{" in filled_subject(wording.subject, sample.values)) == (
                kind.name, False, False,
            )  # fmt: skip
        draft = receipt(example(dialogue, language, at))
        sample = kind_named("receipt").sample(dialogue, language, at)
        wording = standard(kind_named("receipt"), dialogue, language)
        assert filled_subject(wording.subject, sample.values) == one_line(say(draft.subject))
        filled, whole = filled_body(wording.body, sample.values), markdown.both(said(draft.opening))
        assert filled.plain.split() == whole.plain.split()
        assert filled.html.replace("&nbsp;", " ").split() == whole.html.replace("&nbsp;", " ").split()
