"""The desk's views of what shapes the list: its order, its limits, and its publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.words import Preset
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.showing import say
from rtop_event.speakers import revisions
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.desk import language
from rtop_event.speakers.desk_strip import AtDesk, at_desk
from rtop_event.speakers.forms import OrderForm, PublishForm
from rtop_event.speakers.late_hands import shows_others
from rtop_event.speakers.limits_form import LimitsForm
from rtop_event.speakers.publishing import choose_order, made_with, publish, set_limits
from rtop_event.speakers.room_now import left_now
from rtop_event.speakers.seen import as_seen, print_of
from rtop_event.speakers.settings_pages import limits_page, order_page, review_page

LIMITS = ("delegation", "group", "organisation", "civil_society", "changeover")


@pages.route("/organise/<slug:slug>/speakers/order/", methods=["GET", "POST"])
@shows_others
def desk_order(slug: str) -> AnyResponse:
    """Choose the preset; `?preset=` shows what it would move, nothing is saved before it is sent."""
    person = at_the_desk(RoleName.ORGANISER)
    dialogue = any_dialogue(slug)
    desk = at_desk(dialogue, language(), now())
    looked_at = _preset(request.args, "" if desk.facts.own_chain else desk.listing.preset)
    form = OrderForm(preset=looked_at, version=dialogue.version, reason_needed=desk.last is not None)
    if not form.validate_on_submit():
        page = order_page(desk, looked_at, form, now(), language())
        return answer("speakers/desk_order.html", page, _status(form))
    chosen = Preset(form.preset.data)
    choose_order(dialogue, chosen, version=form.drawn_from, reason=form.why, by=person.name, at=now())
    session.commit()
    flash(_("The order of the list was saved."))
    return see(url_for("speakers.desk_list", slug=slug))


@pages.route("/organise/<slug:slug>/speakers/limits/", methods=["GET", "POST"])
@shows_others
def desk_limits(slug: str) -> AnyResponse:
    """Set the limits; `?delegation=240&group=300` shows what would fit, nothing is saved before it is sent."""
    person = at_the_desk(RoleName.ORGANISER)
    dialogue = any_dialogue(slug)
    desk = at_desk(dialogue, language(), now())
    form = _limits_form(desk)
    valid = form.validate_on_submit() if form.is_submitted() else form.validate_tried()
    left, tried = left_now(dialogue, desk.listing, now()), desk.listing.timetable
    tried = replace(tried, limits=form.limits, changeover=form.pause) if valid else tried
    if not (form.is_submitted() and valid):
        page = limits_page(desk, tried, form, now(), language(), left=left)
        return answer("speakers/desk_limits.html", page, 200 if valid else 422)
    said = {"reason": form.why, "by": person.name}
    set_limits(dialogue, tried.limits, tried.changeover, version=form.drawn_from, at=now(), **said)
    session.commit()
    flash(_("The limits were saved."))
    return see(url_for("floor.console" if left else "speakers.desk_list", slug=slug))


@pages.route("/organise/<slug:slug>/speakers/review/", methods=["GET", "POST"])
@shows_others
def desk_review(slug: str) -> AnyResponse:
    """See what changed since the last publication, and publish."""
    person = at_the_desk(RoleName.ORGANISER)
    dialogue = any_dialogue(slug)
    desk = at_desk(dialogue, language(), now())
    form = PublishForm(seen=print_of(as_seen(desk.listing)), number=desk.last.number + 1 if desk.last else 0)
    if not form.validate_on_submit():
        return answer("speakers/desk_review.html", review_page(desk, form, now(), language()), _status(form))
    note = form.note.data or ""
    published = publish(dialogue, note=note, seen=form.saw, number=form.coming, by=person.name, at=now())
    session.commit()
    flash(_("%(label)s was published.", label=say(revisions.label(published.number))))
    return see(url_for("speakers.desk_list", slug=slug))


def _preset(args: Mapping[str, str], present: str) -> Preset | None:
    """The preset that the address asks for; the present one, if any, where it asks for none that exists."""
    wanted = args.get("preset", "")
    found = wanted if wanted in set(Preset) else present
    return Preset(found) if found else None


def _limits_form(desk: AtDesk) -> LimitsForm:
    """The present limits, or on a GET those that the address asks about."""
    needed = desk.last is not None
    if request.method == "POST":
        return LimitsForm(version=desk.dialogue.version, reason_needed=needed)
    present = made_with(desk.dialogue)
    tried = {name: request.args.get(name, str(present[name])) for name in LIMITS}
    return LimitsForm(ImmutableMultiDict(tried), version=desk.dialogue.version, reason_needed=needed)


def _status(form: OrderForm | PublishForm) -> int:
    return 422 if form.is_submitted() else 200
