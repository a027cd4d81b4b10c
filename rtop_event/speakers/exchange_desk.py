"""The desk's views of exchanges of places: approve, refuse, undo, and whether approval is needed at all."""

from __future__ import annotations

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.organisers.accounts import Person, at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.speakers import exchange_finding as finding
from rtop_event.speakers import exchanges
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.desk import language
from rtop_event.speakers.desk_strip import at_desk
from rtop_event.speakers.exchange_desk_pages import desk_exchange_page, exchanges_page
from rtop_event.speakers.exchange_forms import ApprovalForm, Ruling, RulingForm


@pages.get("/organise/<slug:slug>/speakers/exchanges/")
def desk_exchanges(slug: str) -> AnyResponse:
    """All exchanges, those that wait for the desk first."""
    person = at_the_desk()
    dialogue = any_dialogue(slug)
    form = ApprovalForm(
        formdata=None, version=dialogue.version, approval="1" if dialogue.exchange_needs_approval else "0"
    )
    return _all(dialogue, form, person)


@pages.post("/organise/<slug:slug>/speakers/exchanges/")
def desk_exchanges_set(slug: str) -> AnyResponse:
    """Set whether exchanges need the approval of the desk."""
    person = at_the_desk(RoleName.ORGANISER)
    dialogue, form = any_dialogue(slug), ApprovalForm()
    if not form.validate_on_submit():
        return _all(dialogue, form, person)
    exchanges.ask_for_approval(dialogue, form.wanted, version=form.drawn_from, by=person.name, at=now())
    session.commit()
    flash(_("The setting was saved."))
    return see(url_for("speakers.desk_exchanges", slug=slug))


@pages.route("/organise/<slug:slug>/speakers/exchanges/<int:number>/", methods=["GET", "POST"])
def desk_exchange(slug: str, number: int) -> AnyResponse:
    """Approve or refuse what two delegations have agreed, or undo what holds."""
    person = at_the_desk(RoleName.ORGANISER)
    dialogue, form = any_dialogue(slug), RulingForm()
    exchange = finding.of_dialogue(dialogue, number)
    if not form.validate_on_submit():
        page = desk_exchange_page(at_desk(dialogue, language(), now()), exchange, form, now(), language())
        return answer("speakers/desk_exchange.html", page, 422 if form.is_submitted() else 200)
    match form.pressed:
        case Ruling.APPROVE:
            exchanges.approve(exchange, seen=form.saw, by=person.name, at=now())
            done = _("The exchange is approved.")
        case Ruling.REFUSE:
            exchanges.refuse(exchange, reason=form.why, by=person.name, at=now())
            done = _("The exchange is not approved.")
        case Ruling.UNDO:
            exchanges.undo(exchange, reason=form.why, by=person.name, at=now())
            done = _("The exchange is undone.")
    session.commit()
    flash(f"{done} {_('Both delegations are written to.')}")
    return see(url_for("speakers.desk_exchanges", slug=slug))


def _all(dialogue: Dialogue, form: ApprovalForm, person: Person) -> AnyResponse:
    may_change = person.may(RoleName.ORGANISER)
    page = exchanges_page(at_desk(dialogue, language(), now()), form, now(), language(), may_change=may_change)
    return answer("speakers/desk_exchanges.html", page, 422 if form.errors else 200)
