"""Who asks, who answers: registering, and what follows at once."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from rtop_event import links
from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import begin_writing, read_first, session
from rtop_event.delegations.actions import typed_in
from rtop_event.delegations.finding import by_code
from rtop_event.dialogues.finding import published_dialogue
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.finding import invitation_by_token
from rtop_event.limits import ASK_FOR_MAIL, KNOCK, MAIL_FOR_ALL, for_all, limiter
from rtop_event.registrations import actions, finding, pages
from rtop_event.registrations.asked import AlreadyOnTheList
from rtop_event.registrations.blueprint import blueprint
from rtop_event.registrations.forms import LostLinkForm
from rtop_event.registrations.invited import begun_by
from rtop_event.registrations.models import Registration
from rtop_event.registrations.registering import RegistrationForm
from rtop_event.registrations.words import masked

RECEIVED = "received"
BEGUN = ("participant", "delegation_name")
"""What a link to the form can begin with: who it is, never a person's data."""
DONE = {HTTPStatus.SEE_OTHER, HTTPStatus.CONFLICT}


def _wrote(response: Response) -> bool:
    return response.status_code in DONE


@blueprint.get("/dialogues/<slug:slug>/register/")
def register(slug: str) -> Response:
    """The form, or when it will be open."""
    begun = {name: request.args[name] for name in BEGUN if name in request.args}
    return _begin(published_dialogue(slug), begun)


@blueprint.get("/invitations/<token:token>/register/")
def register_invited(token: str) -> Response:
    """The form as it begins for an invited person; what is known of them stands in no address."""
    invitation = invitation_by_token(token)
    response = _begin(published_dialogue(invitation.dialogue.slug), begun_by(invitation))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _begin(dialogue: Dialogue, begun: Mapping[str, str]) -> Response:
    at = now()
    around = pages.around(dialogue, at)
    form = RegistrationForm(pages.hall(dialogue, at), formdata=None, data=begun) if around.is_open else None
    return answer("registrations/register.html", pages.RegisterPage(around, form))


@blueprint.post("/dialogues/<slug:slug>/register/")
@limiter.limit(KNOCK)
@limiter.limit(ASK_FOR_MAIL, deduct_when=_wrote)
@for_all(MAIL_FOR_ALL, "mail", deduct_when=_wrote)
def send(slug: str) -> AnyResponse:
    """Read back what was typed, or take it in."""
    read_first()
    dialogue, at = published_dialogue(slug), now()
    around = pages.around(dialogue, at)
    if not around.is_open:
        return answer("registrations/register.html", pages.RegisterPage(around), HTTPStatus.CONFLICT)
    form = RegistrationForm(pages.hall(dialogue, at))
    if form.step.data == "change":
        return answer("registrations/register.html", pages.RegisterPage(around, form))
    if not form.validate_on_submit():
        return answer("registrations/register.html", pages.RegisterPage(around, form), HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.step.data != "send":
        page = pages.RegisterPage(around, form, pages.read_back(form), tuple(form.sent()))
        return answer("registrations/review.html", page)
    begin_writing()
    received = actions.receive(dialogue, delegation_id(dialogue, form), form.asked(), at=at)
    session.commit()
    if received.holder is not None:
        page = pages.RegisterPage(around, form, refused=taken(received.holder).reason)
        return answer("registrations/register.html", page, HTTPStatus.CONFLICT)
    token = links.sign(RECEIVED, received.registration.id if received.registration else 0, 1)
    return see(url_for("registrations.received", slug=slug, token=token))


def delegation_id(dialogue: Dialogue, form: RegistrationForm) -> int:
    """The delegation that the form resolved; one of civil society that we do not know yet is taken in."""
    chosen = form.choice.one
    known = by_code(chosen.code, finding.day_of(dialogue)) if chosen is not None else None
    if known is not None:
        return known.id
    made = typed_in(str(form.delegation_name.data), now(), kind=form.kind)
    session.flush()
    return made.id


def refuse_second(holder: Registration | None, *, own: bool = False) -> None:
    """Raise AlreadyOnTheList when another request holds the place."""
    if holder is not None:
        raise taken(holder, own=own)


def taken(holder: Registration, *, own: bool = False) -> AlreadyOnTheList:
    """The refusal that says whose place it is, and whom to ask."""
    whose = holder.group.name if holder.group is not None else pages.shown_name(holder)
    desk = f"{holder.dialogue.contact_name}, {holder.dialogue.contact_address}"
    return AlreadyOnTheList(whose=whose, focal_point=masked(holder.address), desk=desk, own=own)


@blueprint.get("/dialogues/<slug:slug>/register/received/<token:token>/")
def received(slug: str, token: str) -> Response:
    """Received, not confirmed: a letter is on its way."""
    dialogue = published_dialogue(slug)
    number, _version = links.read(RECEIVED, token)
    registration = finding.of_dialogue(dialogue, number)
    return answer("registrations/received.html", pages.received_page(registration, now()))


@blueprint.get("/dialogues/<slug:slug>/register/lost-link/")
def lost_link(slug: str) -> Response:
    """Ask for the address; after sending, always the same sentence."""
    around = pages.around(published_dialogue(slug), now())
    page = pages.LostLinkPage(around, LostLinkForm(formdata=None), sent="sent" in request.args)
    return answer("registrations/lost_link.html", page)


@blueprint.post("/dialogues/<slug:slug>/register/lost-link/")
@limiter.limit(ASK_FOR_MAIL)
@for_all(MAIL_FOR_ALL, "mail")
def send_lost_link(slug: str) -> AnyResponse:
    """Mail the links of this address, if there are any; the answer does not tell."""
    dialogue, at = published_dialogue(slug), now()
    form = LostLinkForm()
    if not form.validate_on_submit():
        page = pages.LostLinkPage(pages.around(dialogue, at), form)
        return answer("registrations/lost_link.html", page, HTTPStatus.UNPROCESSABLE_ENTITY)
    actions.mail_lost_links(dialogue, form.address.address_key, at=at)
    session.commit()
    return see(url_for("registrations.lost_link", slug=slug, sent=1))
