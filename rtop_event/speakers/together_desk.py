"""The desk's page on which several are moved at once."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.fields import Form
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.showing import say
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.composing import Row
from rtop_event.speakers.desk import language
from rtop_event.speakers.desk_pages import Line, lines
from rtop_event.speakers.desk_strip import AtDesk, Strip, at_desk, strip
from rtop_event.speakers.late_hands import shows_others
from rtop_event.speakers.listing import key_of
from rtop_event.speakers.together import move_together
from rtop_event.speakers.together_forms import TogetherForm
from rtop_event.wording import sentence_of


@dataclass(frozen=True)
class TogetherPage:
    """Those who were chosen, in the order of the list, and where they can go."""

    slug: str
    title: str
    zone: str
    strip: Strip
    lines: tuple[Line, ...]
    form: Form


@pages.route("/organise/<slug:slug>/speakers/together/", methods=["GET", "POST"])
@shows_others
def desk_together(slug: str) -> AnyResponse:
    """Move those who were chosen together, with one reason."""
    person = at_the_desk(RoleName.ORGANISER)
    dialogue = any_dialogue(slug)
    desk = at_desk(dialogue, language(), now())
    form = _form(desk)
    if not form.validate_on_submit():
        return answer("speakers/desk_together.html", _page(desk, form), 422 if form.is_submitted() else 200)
    moved = move_together(
        dialogue, form.keys, after=form.anchor, reason=form.why, seen=form.saw, by=person.name, at=now()
    )
    session.commit()
    flash(say(sentence_of("%(number)s delegation was moved.", "%(number)s delegations were moved.", len(moved))))
    return see(url_for("speakers.desk_list", slug=slug, _anchor=f"s{moved[0][0].entry.id}"))


def _form(desk: AtDesk) -> TogetherForm:
    rows = desk.listing.rows
    form = TogetherForm(seen=desk.listing.fingerprint, chosen=_asked(rows), reason_needed=desk.last is not None)
    names = [(row.key, f"{row.place.number_in_meeting}. {row.entry.delegation}") for row in rows]
    form.chosen.choices = names
    form.after.choices = [("", "–"), *names]
    return form


def _asked(rows: tuple[Row, ...]) -> list[str]:
    """Those whom the address names, as far as they are on the list and not pinned."""
    wanted = {int(one) for one in request.args.getlist("chosen") if one.isascii() and one.isdigit() and len(one) < 10}
    return [row.key for row in rows if row.entry.id in wanted and not row.entry.pin]


def _page(desk: AtDesk, form: TogetherForm) -> TogetherPage:
    chosen = [row for row in desk.listing.rows if key_of(row.entry.id) in form.keys]
    return TogetherPage(
        slug=desk.dialogue.slug,
        title=desk.dialogue.theme,
        zone=desk.dialogue.zone,
        strip=strip(desk, now()),
        lines=tuple(lines(desk, chosen)),
        form=form,
    )
