"""The desk's views of the list: the table, and what is done with one place."""

from __future__ import annotations

from typing import Any

from flask import flash, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.delegations.names import name_in
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.showing import say
from rtop_event.speakers import actions
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.composing import Row, anchor_for
from rtop_event.speakers.desk_pages import list_page, move_page
from rtop_event.speakers.desk_strip import AtDesk, at_desk
from rtop_event.speakers.filtering import filter_of
from rtop_event.speakers.forms import BEFORE, MoveForm, NudgeForm, Step
from rtop_event.speakers.late_hands import shows_others
from rtop_event.speakers.listing import facts_of, key_of
from rtop_event.speakers.ordering import Place
from rtop_event.speakers.watching import changed_since, marked, nothing_new
from rtop_event.wording import Sentence, sentence


def language() -> str:
    """The reader's language."""
    return str(get_locale() or "en")


@pages.get("/organise/<slug:slug>/speakers/")
def desk_list(slug: str) -> AnyResponse:
    """The list with places, reasons and expected times; an open page is told what others did since it was drawn."""
    person = at_the_desk()
    dialogue = any_dialogue(slug)
    same = nothing_new(dialogue)
    if same:
        return same
    desk = at_desk(dialogue, language(), now())
    form = NudgeForm(seen=desk.listing.fingerprint, since=str(desk.latest.number))
    changed = changed_since(dialogue, request.args.get("since", ""), language())
    may_change = person.may(RoleName.ORGANISER)
    page = list_page(desk, filter_of(request.args), form, now(), may_change=may_change, changed=changed)
    return marked(answer("speakers/desk_list.html", page), str(form.since.data))


@pages.post("/organise/<slug:slug>/speakers/")
@shows_others
def desk_nudge(slug: str) -> AnyResponse:
    """One place up or down."""
    person = at_the_desk(RoleName.ORGANISER)
    dialogue = any_dialogue(slug)
    form = NudgeForm()
    if not form.validate_on_submit():
        desk = at_desk(dialogue, language(), now())
        form.seen.data = desk.listing.fingerprint
        page = list_page(desk, filter_of(request.args), form, now(), may_change=True)
        return answer("speakers/desk_list.html", page, 422)
    key = key_of(form.inscription)
    listing = facts_of(dialogue).listing()
    after = anchor_for(listing, key, listing.row(key).place.number_in_meeting + form.by)
    rows = actions.move(dialogue, key, after=after, reason="", seen=form.saw, by=person.name, at=now())
    return _committed(slug, rows)


@pages.route("/organise/<slug:slug>/speakers/<int:number>/move/", methods=["GET", "POST"])
@shows_others
def desk_move(slug: str, number: int) -> AnyResponse:
    """Move, pin or free one inscription, with a reason."""
    person = at_the_desk(RoleName.ORGANISER)
    dialogue = any_dialogue(slug)
    desk = at_desk(dialogue, language(), now())
    row = desk.listing.row(key_of(number))
    form = _move_form(desk, row)
    if not form.validate_on_submit():
        page = move_page(desk, row, form, now())
        return answer("speakers/desk_move.html", page, 422 if form.is_submitted() else 200)
    return _committed(slug, _done(dialogue, desk, row, form, person.name))


def _move_form(desk: AtDesk, row: Row) -> MoveForm:
    others = [(one.key, f"{one.place.number_in_meeting}. {one.entry.delegation}") for one in desk.listing.rows]
    wanted = request.args.get("to", "")
    place = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else None
    after = request.args.get("after", "")
    form = MoveForm(seen=desk.listing.fingerprint, place=place, after=after, reason_needed=desk.last is not None)
    form.after.choices = [("", "–"), *((key, name) for key, name in others if key != row.key), *_before(desk, row)]
    form.last = len(desk.listing.around(row))
    return form


def _before(desk: AtDesk, row: Row) -> list[tuple[str, str]]:
    """The first place of each other meeting's list, before whoever holds it."""
    firsts = [one for one in desk.listing.rows if one.place.number_in_meeting == 1]
    return [(f"{BEFORE}{one.key}", _before_told(one)) for one in firsts if one.place.meeting != row.place.meeting]


def _before_told(first: Row) -> str:
    where = _place_told(first.place)
    return say(sentence("before %(delegation)s: %(place)s", delegation=first.entry.delegation, place=where))


def _done(dialogue: Dialogue, desk: AtDesk, row: Row, form: MoveForm, by: str) -> tuple[Row, Row]:
    """Do what the pressed button says."""
    said: dict[str, Any] = {"reason": form.why, "seen": form.saw, "by": by, "at": now()}
    match form.pressed:
        case Step.MOVE if form.before_first:
            return actions.move_before_first(dialogue, row.key, first=form.before_first, **said)
        case Step.MOVE:
            after = form.after.data or anchor_for(desk.listing, row.key, form.target)
            return actions.move(dialogue, row.key, after=after, **said)
        case Step.PIN:
            return actions.pin(dialogue, row.key, place=form.target, **said)
        case Step.UNPIN:
            return actions.unpin(dialogue, row.key, **said)
        case Step.TAKE_BACK:
            return actions.take_back(dialogue, row.key, **said)


def _committed(slug: str, rows: tuple[Row, Row]) -> AnyResponse:
    """One commit, one sentence about what moved, and back to the row."""
    session.commit()
    before, after = rows
    flash(say(_moved_told(before, after)))
    filters = {name: value for name, value in vars(filter_of(request.args)).items() if value}
    return see(url_for("speakers.desk_list", slug=slug, **filters, _anchor=f"s{after.entry.id}"))


def _moved_told(before: Row, after: Row) -> Sentence:
    name = name_in(language(), after.entry.iso2, after.entry.english)
    was, now_at = before.place.number_in_meeting, after.place.number_in_meeting
    if (was, before.place.meeting) == (now_at, after.place.meeting):
        return sentence("%(delegation)s stays at place %(place)s.", delegation=name, place=now_at)
    if before.place.meeting != after.place.meeting:
        there = [_place_told(one) for one in (before.place, after.place)]
        return sentence(
            "%(delegation)s: from %(before)s to %(after)s.", delegation=name, before=there[0], after=there[1]
        )
    return sentence(
        "%(delegation)s: from place %(before)s to place %(after)s.", delegation=name, before=was, after=now_at
    )


def _place_told(place: Place) -> Sentence:
    """The number of a place, with the meeting whose list it is."""
    number = place.number_in_meeting
    if place.meeting is None:
        return sentence("place %(place)s", place=number)
    return sentence("place %(place)s of meeting %(meeting)s", place=number, meeting=place.meeting)
