"""Why one delegation stands before another: any two of a list, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField, ValidationError

from rtop_event.answer import answer
from rtop_event.clock import now
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.fields import Form
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.composing import Listing, Row
from rtop_event.speakers.desk import language
from rtop_event.speakers.desk_strip import Strip, at_desk, strip
from rtop_event.speakers.why import why_before
from rtop_event.wording import Sentence


class WhyForm(Form):
    """Two delegations of the list."""

    first = SelectField(_("Delegation"))
    second = SelectField(_("And another"))

    def validate_second(self, field: SelectField) -> None:
        """Nobody stands before itself."""
        if field.data == self.first.data:
            raise ValidationError(str(_("Choose two different delegations.")))

    def validate_asked(self) -> bool:
        """Whether both are on the list, and two."""
        return bool(self.first.validate(self)) & bool(self.second.validate(self, [WhyForm.validate_second]))


@dataclass(frozen=True)
class WhyPage:
    """Two places, and why the one comes before the other; `told` is None until two are chosen."""

    slug: str
    title: str
    strip: Strip
    told: Sentence | None
    reasons: tuple[tuple[str, int, Sentence], ...]
    form: Form


@pages.get("/organise/<slug:slug>/speakers/why/")
def desk_why(slug: str) -> AnyResponse:
    """Choose any two: `?first=12&second=15` are the numbers of their requests."""
    at_the_desk()
    desk = at_desk(any_dialogue(slug), language(), now())
    form = _form(desk.listing)
    asked = "second" in request.args
    valid = asked and form.validate_asked()
    chosen = [row for row in desk.listing.rows if valid and str(row.entry.id) in {form.first.data, form.second.data}]
    told = why_before(chosen[0].place, chosen[1].place) if valid else None
    reasons = tuple((row.entry.delegation, row.place.number_in_meeting, row.place.reason) for row in chosen)
    page = WhyPage(slug, desk.dialogue.theme, strip(desk, now()), told, reasons, form)
    return answer("speakers/desk_why.html", page, 422 if form.errors else 200)


def _form(listing: Listing) -> WhyForm:
    """The two of the address; where it names one, the other is who stands directly before it, or after the first."""
    first, second = request.args.get("first", ""), request.args.get("second", "")
    ids = [str(row.entry.id) for row in listing.rows]
    if not first and second in ids and len(ids) > 1:
        first = ids[ids.index(second) - 1] if second != ids[0] else ids[1]
    form = WhyForm(MultiDict({"first": first, "second": second}))
    choices = [(number, _named(row)) for number, row in zip(ids, listing.rows, strict=True)]
    form.first.choices, form.second.choices = choices, choices
    return form


def _named(row: Row) -> str:
    entry, place = row.entry, row.place.number_in_meeting
    group = f" ({entry.on_behalf_of})" if entry.on_behalf_of else ""
    return f"{place}. {entry.delegation}{group}"
