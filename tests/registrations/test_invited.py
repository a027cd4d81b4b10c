"""An invited person registers: what the invitation knows stands in the form, in no address, and can be changed."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.delegations.models import Delegation
from rtop_event.delegations.words import Kind
from rtop_event.invitations.finding import token_of
from rtop_event.invitations.models import Invitation
from rtop_event.registrations.invited import begun_by
from tests import builders
from tests.builders import OPENED
from tests.hands import Hands
from tests.registrations.asking import a_hall, all_rows

JSON = {"Accept": "application/json"}


def invited(name: str = "", kind: Kind | None = None, **facts: object) -> Invitation:
    """Somebody of that delegation is invited, in Spanish."""
    hall = a_hall(**facts)
    delegation = builders.a_delegation(name, code="NEW", kind=kind) if kind else None
    if name and delegation is None:
        delegation = next(one for one in session.scalars(select(Delegation)) if one.standings[0].name == name)
    contact = builders.a_contact(
        "a.peru@mission.example", name="A. Peru", language="es", delegation_id=delegation.id if delegation else None
    )
    found = builders.an_invitation(hall, contact)
    session.commit()
    return found


def path(app: Flask, invitation: Invitation) -> str:
    with app.test_request_context():
        return f"/invitations/{token_of(invitation)}/"


def test_invited_person_registers_from_the_own_page_without_typing_it_again(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        own = path(app, invited("Peru"))
    hands = Hands(client).open(own)
    assert hands.read(own)["register_url"] == f"{own}register/"
    page = client.get(f"{own}register/")
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == (
        "no-referrer",
        "no-store",
        "noindex",
    )
    shown = ('value="A. Peru"', 'value="a.peru@mission.example"', 'value="Peru"', '<option selected value="es">')
    assert [one for one in shown if one not in page.text] == []
    hands.open(f"{own}register/").press(
        "Check what you wrote", address="other@mission.example", speaker_name="B. Peru", level="M"
    )
    hands.press("Send the request")
    with app.app_context():
        (made,) = all_rows()
        assert (made.focal_point, made.address, made.language, made.speaker_name) == (
            "A. Peru",
            "other@mission.example",
            "es",
            "B. Peru",
        )


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    ("name", "kind", "participant"),
    [
        ("Peru", None, "state"),
        ("Example See", Kind.OBSERVER_STATE, "state"),
        ("Example Order", Kind.OBSERVER, "observer"),
        ("Example Bank", Kind.OTHER_ORGANISATION, "organisation"),
        ("Example Body", Kind.UN_ENTITY, "organisation"),
        ("Example Society", Kind.CIVIL_SOCIETY, "civil_society"),
    ],
)
def test_form_begins_with_the_delegation_and_what_it_is(name: str, kind: Kind | None, participant: str) -> None:
    assert begun_by(invited(name, kind)) == {
        "focal_point": "A. Peru",
        "address": "a.peru@mission.example",
        "language": "es",
        "participant": participant,
        "delegation_name": name,
    }


@pytest.mark.usefixtures("rows")
def test_person_of_no_delegation_says_for_whom() -> None:
    assert set(begun_by(invited())) == {"focal_point", "address", "language"}


def test_form_opens_only_by_the_link_that_holds_and_while_registration_is_open(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        invitation = invited("Peru", registration_opens_at=OPENED.replace(year=2098))
        own = path(app, invitation)
        closed = client.get(f"{own}register/", headers=JSON).get_json()
        invitation.token_version += 1
        session.commit()
    assert (closed["form"], closed["around"]["is_open"]) == (None, False)
    statuses = [client.get(f"{one}register/").status_code for one in (own, "/invitations/WzEsMV0~forged_forged/")]
    assert statuses == [404, 404]
