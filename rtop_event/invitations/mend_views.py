"""Who asks, who answers: addresses that cannot be reached, and mending them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import session
from rtop_event.invitations import mending
from rtop_event.invitations.forms import AddressForm, FormExpired
from rtop_event.invitations.mending import ToMend
from rtop_event.invitations.pages import pages
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName


@dataclass(frozen=True)
class AddressesPage:
    """The addresses that nothing is sent to."""

    addresses: list[ToMend]
    typed_for: str
    """The address whose correction was wrong."""
    form: AddressForm
    may_act: bool


@pages.get("/organise/inbox/addresses/")
def desk_addresses() -> AnyResponse:
    """What cannot be reached, with the words of the server."""
    at_the_desk()
    return _addresses(AddressForm(formdata=None))


def _addresses(form: AddressForm, status: int = 200) -> AnyResponse:
    may_act = at_the_desk().may(RoleName.ORGANISER)
    page = AddressesPage(mending.to_mend(), (form.address.data or "") if form.errors else "", form, may_act)
    return answer("invitations/addresses.html", page, status)


@pages.post("/organise/inbox/mend/")
def desk_mend() -> AnyResponse:
    """Let letters leave to an address again, or to the one that is typed in its place."""
    person, form = at_the_desk(RoleName.ORGANISER), AddressForm()
    if not form.validate_on_submit():
        if "new" not in form.errors:
            raise FormExpired
        return _addresses(form, 422)
    number = mending.mend(form.address.data or "", form.new.data or "", by=person.name, at=now())
    session.commit()
    _tell(form.new.data or form.address.data or "", number)
    return see(url_for("invitations.desk_addresses"))


def _tell(address: str, number: int) -> None:
    flash(_("Letters leave to %(address)s.", address=address))
    if number:
        flash(
            ngettext(
                "%(num)s letter that was not delivered is drafted anew. It waits for approval.",
                "%(num)s letters that were not delivered are drafted anew. They wait for approval.",
                number,
            )
        )
