"""The desk's view of the rules that order a list: each on or off, up or down, looked at before it is saved."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.chain import PRESETS
from rtop_event.speakers.chain_forms import LOOKED_AT, ChainForm, drawn
from rtop_event.speakers.chain_pages import rules_page
from rtop_event.speakers.desk import language
from rtop_event.speakers.desk_strip import AtDesk, at_desk
from rtop_event.speakers.late_hands import shows_others
from rtop_event.speakers.publishing import choose_rules


@pages.route("/organise/<slug:slug>/speakers/order/rules/", methods=["GET", "POST"])
@shows_others
def desk_rules(slug: str) -> AnyResponse:
    """Change single rules; the address carries those that are looked at, nothing is saved before it is sent."""
    person = at_the_desk(RoleName.ORGANISER)
    dialogue = any_dialogue(slug)
    desk = at_desk(dialogue, language(), now())
    form = _form(desk)
    valid = form.validate_on_submit() if form.is_submitted() else form.validate_tried()
    if not (form.is_submitted() and valid):
        page = rules_page(desk, form.chain if valid else desk.facts.chain, form, now(), language())
        return answer("speakers/desk_rules.html", page, 200 if valid else 422)
    said = {"reason": form.why, "by": person.name}
    choose_rules(dialogue, form.began, form.chain, version=form.drawn_from, at=now(), **said)
    session.commit()
    flash(_("The order of the list was saved."))
    return see(url_for("speakers.desk_list", slug=slug))


def _form(desk: AtDesk) -> ChainForm:
    """What was sent; on a GET the rules that the address names: single ones, those of a preset, or the present ones."""
    needed, args, zone = desk.last is not None, request.args, desk.dialogue.zone
    if request.method == "POST":
        return ChainForm(version=desk.dialogue.version, reason_needed=needed, zone=zone)
    chosen = args.get("from", "")
    if "compared" in args:
        tried = MultiDict((name, value) for name, value in args.items(multi=True) if name in LOOKED_AT)
    elif chosen in PRESETS:
        tried = MultiDict(drawn(chosen, PRESETS[chosen], zone))
    else:
        tried = MultiDict(drawn(desk.listing.preset, desk.facts.chain, zone))
    form = ChainForm(tried, version=desk.dialogue.version, reason_needed=needed, zone=zone)
    form.moved(up=args.get("up", ""), down=args.get("down", ""))
    return form
