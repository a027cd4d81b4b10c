"""Which requests stand, told to the wing of invitations, which shows beside a person whether they are registered."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.registered import Registered
from rtop_event.registrations.models import Decision, Registration


def registered(dialogue: Dialogue) -> Registered:
    """The first request of each person and delegation that was confirmed, and neither withdrawn nor refused."""
    asked = select(Registration.id, Registration.address_key, Registration.delegation_id).where(
        Registration.dialogue_id == dialogue.id,
        Registration.verified_at.is_not(None),
        Registration.withdrawn_at.is_(None),
        Registration.decision != Decision.REFUSED,
    )
    people: dict[str, str] = {}
    delegations: dict[int, str] = {}
    for number, address, delegation_id in session.execute(asked.order_by(Registration.id)):
        url = url_for("registrations.desk_show", slug=dialogue.slug, number=number)
        people.setdefault(address, url)
        delegations.setdefault(delegation_id, url)
    return Registered(people, delegations)
