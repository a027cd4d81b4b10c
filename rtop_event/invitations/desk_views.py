"""Who asks, who answers: who is invited to a dialogue, the letters they are owed, and one person in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import begin_writing, read_first, session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations import actions, finding, shown
from rtop_event.invitations.contact_views import Row, row_of, wanted_of
from rtop_event.invitations.drafting import draft_letters, prepare_letters
from rtop_event.invitations.entries import Duty, is_over
from rtop_event.invitations.finding import PAGE
from rtop_event.invitations.forms import ChooseForm, DraftForm
from rtop_event.invitations.narrowing import LETTERS, MARKS, Narrowed, Wish, fits, letter_filters, mark_filters
from rtop_event.invitations.pages import pages
from rtop_event.invitations.shown import Guest
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.wording import Sentence

CHANGES = frozenset({Duty.UPDATE, Duty.CANCELLATION})
INVITATIONS = frozenset({Duty.INVITATION})
MOST_SHOWN = 500
BATCH = 50
"""How many letters are drafted in one transaction."""


@dataclass(frozen=True)
class InvitationsPage:
    """Who is invited, how the letters stand, and what is to be done next."""

    slug: str
    theme: str
    guests: list[Guest]
    """One page of those who fit."""
    number: int
    last: int
    filters: list[Narrowed]
    marks: list[Narrowed]
    letter: str
    mark: str
    words: str
    total: int
    """How many are invited at all."""
    owed: dict[str, int]
    drafts: int
    stale: int
    """How many of the drafts no longer fit."""
    answers: dict[str, int]
    to_remind: int
    """How many have not answered and would be reminded."""
    spared: list[Sentence]
    """Why the others who have not answered are not."""
    unreached: int
    """How many cannot be reached until their address is mended."""
    not_invited: int
    published: bool
    over: bool
    cancelled: bool
    no_text: bool
    may_change: bool
    form: DraftForm


@dataclass(frozen=True)
class ChoosePage:
    """Contacts who are not invited, to choose from."""

    slug: str
    theme: str
    rows: list[Row]
    taken_off: set[int]
    """The numbers of contacts who were taken off the list; they come back only when ticked one by one."""
    filters: list[Narrowed]
    words: str
    kind: str
    total: int
    all_of_them: int
    """How many are put on the list together."""
    any_contacts: bool
    form: ChooseForm


@pages.get("/organise/<slug:slug>/invitations/")
def desk_invitations(slug: str) -> AnyResponse:
    """Who is invited, with what they hold and answered."""
    at_the_desk()
    return _list_answer(any_dialogue(slug), DraftForm(formdata=None))


def _list_answer(dialogue: Dialogue, form: DraftForm, status: int = 200) -> AnyResponse:
    at, person = now(), at_the_desk()
    all_of_them = shown.everybody(dialogue, at)
    wish = _wish()
    guests = [one for one in all_of_them.guests if fits(one, wish)]
    last = max(1, -(-len(guests) // PAGE))
    number = min(max(1, request.args.get("page", 1, int)), last)
    page = InvitationsPage(
        slug=dialogue.slug,
        theme=dialogue.theme,
        guests=guests[(number - 1) * PAGE : number * PAGE],
        number=number,
        last=last,
        filters=letter_filters(all_of_them.guests, wish),
        marks=mark_filters(all_of_them.guests, wish),
        letter=wish.letter,
        mark=wish.mark,
        words=wish.words,
        total=len(all_of_them.guests),
        owed=all_of_them.owed,
        drafts=all_of_them.drafts,
        stale=all_of_them.stale,
        answers=all_of_them.answers,
        to_remind=0 if dialogue.cancelled_at or is_over(dialogue, at) else all_of_them.to_remind,
        spared=all_of_them.spared,
        unreached=all_of_them.unreached,
        not_invited=shown.not_yet_invited(dialogue, at),
        published=dialogue.published_at is not None,
        over=is_over(dialogue, at),
        cancelled=dialogue.cancelled_at is not None,
        no_text=not finding.texts_of(dialogue),
        may_change=person.may(RoleName.ORGANISER),
        form=form,
    )
    return answer("invitations/invitations.html", page, status)


def _wish() -> Wish:
    """Who is wanted, as the address says; what it does not know asks for nothing."""
    letter, mark = request.args.get("state", ""), request.args.get("answer", "")
    words = request.args.get("q", "")[:100]
    return Wish(letter if letter in LETTERS else "", mark if mark in MARKS else "", words)


@pages.route("/organise/<slug:slug>/invitations/choose/", methods=["GET", "POST"])
def desk_choose(slug: str) -> AnyResponse:
    """Choose contacts to invite; no letter is written by it."""
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    wanted, day = wanted_of(dialogue.id), now().date()
    form = ChooseForm()
    fitting, off = finding.contacts(wanted, day), finding.taken_off(dialogue)
    together = [one for one in fitting if one.id not in off]
    if not form.validate_on_submit():
        page = ChoosePage(
            slug=slug,
            theme=dialogue.theme,
            rows=[row_of(one) for one in fitting[:MOST_SHOWN]],
            filters=shown.kind_filters(finding.by_kind(wanted, day)),
            words=wanted.words,
            kind=wanted.kind,
            taken_off=off,
            total=len(fitting),
            all_of_them=len(together),
            any_contacts=bool(finding.counted(finding.Wanted(), day)),
            form=form,
        )
        return answer("invitations/choose.html", page, 422 if form.errors else 200)
    chosen = together if form.all.data else [one for one in fitting if one.id in set(form.contacts.data or [])]
    number = actions.invite(dialogue, chosen, by=person.name, at=now())
    session.commit()
    flash(
        ngettext(
            "%(num)s person was put on the list. No letter is written yet.",
            "%(num)s people were put on the list. No letter is written yet.",
            number,
        )
    )
    return see(url_for("invitations.desk_invitations", slug=slug))


@pages.post("/organise/<slug:slug>/invitations/letters/")
def desk_write_letters(slug: str) -> AnyResponse:
    """Draft what is owed: to the ticked people, to all, or only updates and cancellations."""
    read_first()
    person, dialogue = at_the_desk(RoleName.ORGANISER), any_dialogue(slug)
    form = DraftForm()
    if not form.validate_on_submit():
        return _list_answer(dialogue, form, 422)
    chosen = form.numbers.data if form.what.data == "chosen" else None
    only = {"changes": CHANGES, "invitations": INVITATIONS}.get(form.what.data, CHANGES | INVITATIONS)
    tell_drafted(drafted(dialogue, chosen or finding.numbers_of(dialogue), only, person.name))
    if chosen and len(chosen) == 1:
        return see(url_for("invitations.desk_preview", slug=slug, number=chosen[0]))
    return see(url_for("invitations.desk_invitations", slug=slug))


def drafted(dialogue: Dialogue, numbers: Sequence[int], only: frozenset[Duty], by: str) -> int:
    """Compose while only reading, then write, a batch at a time: nobody else who writes waits long."""
    done = 0
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        read_first()
        prepared = prepare_letters(dialogue, numbers=batch, only=only, at=now())
        begin_writing()
        session.expire_all()
        found = draft_letters(dialogue, by=by, at=now(), numbers=batch, only=only, prepared=prepared)
        session.commit()
        done += sum(found.values())
    return done


def tell_drafted(number: int) -> None:
    """Say how many letters were drafted."""
    if number:
        flash(
            ngettext(
                "%(num)s letter was drafted. It waits for approval.",
                "%(num)s letters were drafted. They wait for approval.",
                number,
            )
        )
    else:
        flash(_("No letter is owed: everybody chosen has one that says how things are."))
