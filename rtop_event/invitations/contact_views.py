"""Who asks, who answers: the desk's contacts, one by one and from a file."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import begin_writing, read_first, session
from rtop_event.delegations.finding import on_day
from rtop_event.invitations import contact_actions, finding
from rtop_event.invitations.contact_checks import Checked, ContactFacts, Names, Verdict, digest
from rtop_event.invitations.contact_files import Line, read_contacts
from rtop_event.invitations.finding import PAGE, Wanted
from rtop_event.invitations.forms import ConfirmForm, ContactForm, FormExpired, UploadForm
from rtop_event.invitations.models import Contact
from rtop_event.invitations.narrowing import Narrowed
from rtop_event.invitations.pages import pages
from rtop_event.invitations.shown import kind_filters
from rtop_event.languages import named
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.refusal import StaleHand
from rtop_event.sheets import BadSheet
from rtop_event.showing import say

LONGEST_QUERY = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One contact in the list."""

    number: int
    name: str
    address: str
    function: str
    delegation: str
    language: str


@dataclass(frozen=True)
class ContactsPage:
    """A page of contacts, and how the list can be narrowed."""

    rows: list[Row]
    filters: list[Narrowed]
    words: str
    kind: str
    total: int
    number: int
    last: int
    may_change: bool


@dataclass(frozen=True)
class ContactPage:
    """One contact to be added or changed."""

    form: ContactForm
    names: list[str]
    number: int | None


@dataclass(frozen=True)
class ImportPage:
    """A file is asked for."""

    form: UploadForm


@dataclass(frozen=True)
class DryRunPage:
    """What a file would do, line by line."""

    token: str
    rows: list[Checked]
    counts: dict[str, int]
    shown: str
    may_go_on: bool
    form: ConfirmForm


def row_of(contact: Contact) -> Row:
    """The contact as a row."""
    return Row(
        contact.id,
        contact.name or contact.address,
        contact.address,
        contact.function,
        finding.delegation_named(contact.delegation_id, now().date()),
        named(contact.language),
    )


def wanted_of(not_invited_to: int | None = None) -> Wanted:
    """Which contacts the address asks for."""
    return Wanted(request.args.get("q", "")[:LONGEST_QUERY], request.args.get("kind", "")[:40], not_invited_to)


@pages.get("/organise/contacts/")
def desk_contacts() -> AnyResponse:
    """All contacts, narrowed by words and kind of delegation."""
    person = at_the_desk()
    wanted, day = wanted_of(), now().date()
    total = finding.counted(wanted, day)
    last = max(1, -(-total // PAGE))
    number = min(max(1, request.args.get("page", 1, int)), last)
    return answer(
        "invitations/contacts.html",
        ContactsPage(
            rows=[row_of(one) for one in finding.contacts(wanted, day, page=number)],
            filters=kind_filters(finding.by_kind(wanted, day)),
            words=wanted.words,
            kind=wanted.kind,
            total=total,
            number=number,
            last=last,
            may_change=person.may(RoleName.ORGANISER),
        ),
    )


@pages.route("/organise/contacts/new/", methods=["GET", "POST"])
def desk_new_contact() -> AnyResponse:
    """Add a contact."""
    person = at_the_desk(RoleName.ORGANISER)
    form = ContactForm(_names())
    if not form.validate_on_submit():
        return _contact_answer(form, None)
    contact = contact_actions.save_contact(None, _typed(form), by=person.name, at=now())
    session.commit()
    flash(_("%(address)s is among the contacts.", address=contact.address))
    return see(url_for("invitations.desk_contacts"))


@pages.route("/organise/contacts/<int:number>/", methods=["GET", "POST"])
def desk_contact(number: int) -> AnyResponse:
    """One contact, to be changed."""
    person = at_the_desk(RoleName.ORGANISER)
    contact = finding.contact_of(number)
    form = ContactForm(_names(), **_filled(contact))
    if not form.validate_on_submit():
        return _contact_answer(form, contact)
    if form.version.data != str(contact.version):
        raise StaleHand
    contact_actions.save_contact(contact, _typed(form), by=person.name, at=now())
    session.commit()
    flash(_("Saved."))
    return see(url_for("invitations.desk_contacts"))


def _names() -> Names:
    return Names(finding.delegation_names(now().date()))


def _filled(contact: Contact) -> dict[str, str]:
    return {
        "address": contact.address,
        "name": contact.name,
        "function": contact.function,
        "delegation": finding.delegation_named(contact.delegation_id, now().date()),
        "language": contact.language,
        "salutation": contact.salutation,
        "version": str(contact.version),
    }


def _typed(form: ContactForm) -> ContactFacts:
    return ContactFacts(
        address=form.address.data or "",
        name=form.name.data or "",
        function=form.function.data or "",
        delegation=form.code,
        language=form.language.data,
        salutation=form.salutation.data or "",
    )


def _contact_answer(form: ContactForm, contact: Contact | None) -> AnyResponse:
    names = [one.name for one in on_day(now().date())]
    page = ContactPage(form, names, contact.id if contact else None)
    return answer("invitations/contact.html", page, 422 if form.errors else 200)


@pages.route("/organise/contacts/import/", methods=["GET", "POST"])
def desk_import() -> AnyResponse:
    """Take a file in for a dry run; nothing is brought in yet."""
    read_first()
    at_the_desk(RoleName.ORGANISER)
    form = UploadForm()
    if not form.validate_on_submit():
        return answer("invitations/import.html", ImportPage(form), 422 if form.errors else 200)
    content = form.file.data.read()
    try:
        read_contacts(content)
    except BadSheet as bad:
        form.file.errors = [say(bad.reason)]
        return answer("invitations/import.html", ImportPage(form), 422)
    token = contact_actions.keep_upload(current_app.extensions["settings"].instance, content, at=now())
    return see(url_for("invitations.desk_dry_run", token=token))


@pages.get("/organise/contacts/import/<token:token>/")
def desk_dry_run(token: str) -> AnyResponse:
    """What the file would do, line by line."""
    at_the_desk(RoleName.ORGANISER)
    rows = contact_actions.checked(_lines_of(token), now())
    counts = {verdict.value: sum(one.verdict is verdict for one in rows) for verdict in Verdict}
    only = request.args.get("only", "")
    shown = [one for one in rows if only in ("", one.verdict.value)]
    may_go_on = not counts[Verdict.WRONG] and counts[Verdict.NEW] + counts[Verdict.CHANGED] > 0
    form = ConfirmForm(formdata=None, seen=digest(rows))
    return answer("invitations/dry_run.html", DryRunPage(token, shown, counts, only, may_go_on, form))


@pages.post("/organise/contacts/import/<token:token>/")
def desk_bring_in(token: str) -> AnyResponse:
    """Bring in what the dry run showed: all of it, or nothing."""
    read_first()
    person = at_the_desk(RoleName.ORGANISER)
    form = ConfirmForm()
    if not form.validate_on_submit():
        raise FormExpired
    lines = _lines_of(token)
    begin_writing()
    rows = contact_actions.checked(lines, now())
    new, changed = contact_actions.bring_in(rows, seen=form.seen.data or "", by=person.name, at=now())
    session.commit()
    contact_actions.drop_upload(current_app.extensions["settings"].instance, token)
    flash(ngettext("%(num)s contact was added.", "%(num)s contacts were added.", new))
    if changed:
        flash(ngettext("%(num)s contact was changed.", "%(num)s contacts were changed.", changed))
    return see(url_for("invitations.desk_contacts"))


def _lines_of(token: str) -> list[Line]:
    return read_contacts(contact_actions.kept_upload(current_app.extensions["settings"].instance, token))
