"""What the page of one letter shows: the mail as it is read, what its entry does, its way, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtop_event.ical import events_in
from rtop_event.mailing import finding
from rtop_event.mailing.blocking import blocked
from rtop_event.mailing.comparing import Effect, compared
from rtop_event.mailing.deciding import may_restore, may_take_back
from rtop_event.mailing.finding import Wanted
from rtop_event.mailing.fitting import misfits
from rtop_event.mailing.forms import ApproveForm, EditForm
from rtop_event.mailing.lines import Line, line, lines_of
from rtop_event.mailing.models import Letter, LetterState
from rtop_event.mailing.rereading import without_links
from rtop_event.mailing.rewriting import require_draft
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class File:
    """An enclosed file; `size` in bytes."""

    number: int
    name: str
    size: int


@dataclass(frozen=True)
class Card:
    """A calendar entry as a card, and what its recipient holds until now where that differs."""

    effect: Effect
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    zone: str
    sequence: int
    old_starts_at: datetime | None
    old_ends_at: datetime | None
    old_place: str | None
    old_title: str | None


@dataclass(frozen=True)
class LetterPage:
    """One letter as its recipient sees it, its headers, its calendar entry, and its way so far."""

    line: Line
    neighbours: list[Line]
    before: int | None
    after: int | None
    """Its neighbours by number, for the keys."""
    place: int
    of: int
    wanted: Wanted
    sender: str
    recipient: str
    message_id: str
    language: str
    html: str
    """A whole page of its own."""
    text: str
    whole: bool
    """With the links that open its reader's page; who may only look sees words in their place."""
    files: list[File]
    card: Card | None
    declined: str | None
    """The calendar file that declines a proposed time, as text, empty for who may only look; else None."""
    entry_size: int
    """Of the calendar file, in bytes."""
    created_at: datetime
    approved_at: datetime | None
    approved_by: str
    attempts: int
    misfit: Sentence | None
    """Why it cannot leave as it is."""
    invited: int | None
    """The invited person whom it is for, by number: there it is written anew."""
    steps: list[str]
    form: ApproveForm


def one_letter(letter: Letter, wanted: Wanted, at: datetime, form: ApproveForm, *, may_act: bool) -> LetterPage:
    """One letter as a page, beside the others of the list that it was chosen from."""
    shown = line(letter, at, blocked([letter.recipient]).get(letter.recipient.lower()))
    near = finding.around(letter.id, wanted, at)
    misfit = misfits([letter], at).get(letter.id) if letter.open else None
    return LetterPage(
        line=shown,
        neighbours=lines_of(near.letters, at),
        before=near.before,
        after=near.after,
        place=near.place,
        of=near.of,
        wanted=wanted,
        sender=f"{letter.sender_name} <{letter.sender}>",
        recipient=f"{letter.recipient_name} <{letter.recipient}>" if letter.recipient_name else letter.recipient,
        message_id=letter.message_id,
        language=letter.language,
        html=letter.html if may_act else without_links(letter.html),
        text=letter.text if may_act else without_links(letter.text),
        whole=may_act,
        files=[File(one.id, one.filename, len(one.content)) for one in letter.enclosures],
        card=card(letter),
        declined=_declined(letter, may_act=may_act),
        entry_size=len(letter.calendar or b""),
        created_at=letter.created_at,
        approved_at=letter.approved_at,
        approved_by=letter.approved_by,
        attempts=letter.attempts,
        misfit=misfit,
        invited=_invited(letter),
        steps=_steps(letter, shown, at, fits=misfit is None) if may_act else [],
        form=form,
    )


def _declined(letter: Letter, *, may_act: bool) -> str | None:
    if letter.calendar is None or letter.method != "DECLINECOUNTER":
        return None
    return letter.calendar.decode().replace("\r\n ", "") if may_act else ""


def _invited(letter: Letter) -> int | None:
    what, _, number = letter.about.partition(":")
    return int(number) if what == "invitation" and number.isdecimal() and letter.dialogue else None


def card(letter: Letter) -> Card | None:
    """The calendar entry of a letter, beside what its recipient holds."""
    now = letter.occasion
    if letter.calendar is None or now is None:
        return None
    entry, change = events_in(letter.calendar)[0].appointment, compared(now, letter.method, finding.held_before(letter))
    return Card(
        effect=change.effect,
        title=now.title,
        starts_at=now.starts_at,
        ends_at=now.ends_at,
        place=now.place,
        zone=entry.zone,
        sequence=entry.sequence,
        old_starts_at=change.old_times.starts_at if change.old_times else None,
        old_ends_at=change.old_times.ends_at if change.old_times else None,
        old_place=change.old_place,
        old_title=change.old_title,
    )


def _steps(letter: Letter, line: Line, at: datetime, *, fits: bool) -> list[str]:
    if may_restore(letter):
        return ["restore"]
    return steps(line, held=letter.held_at is not None, fits=fits, back=may_take_back(letter, at))


def steps(line: Line, *, held: bool, fits: bool, back: bool) -> list[str]:
    """What an organiser can do with the letter; one that no longer fits can only be discarded."""
    later = ["back"] if back else []
    possible = {
        LetterState.DRAFT: ["approve", "edit", "discard"],
        LetterState.APPROVED: [*later, "hold", "discard"],
        LetterState.WAITING: ["retry", "hold", "discard"],
        LetterState.FAILED: ["retry", "discard"],
    }.get(line.state, [])
    if line.state is LetterState.STOPPED and (held or line.blocked is not None):
        possible = [*(["release"] if held else []), *later, "discard"]
    return possible if fits else [step for step in possible if step == "discard"]


@dataclass(frozen=True)
class EditPage:
    """A draft that is edited."""

    line: Line
    wanted: Wanted
    card: Card | None
    form: EditForm


def edited(letter: Letter, wanted: Wanted, at: datetime, form: EditForm) -> EditPage:
    """The page on which a draft is edited; raises NotInThatState for what is none any more."""
    require_draft(letter, at)
    return EditPage(line(letter, at, None), wanted, card(letter), form)
