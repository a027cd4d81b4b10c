"""With what the registration of an invited person begins: what the invitation knows of them; all can be changed."""

from __future__ import annotations

from rtop_event.delegations.finding import known
from rtop_event.invitations.models import Invitation
from rtop_event.registrations.finding import day_of
from rtop_event.registrations.words import KINDS_OF


def begun_by(invitation: Invitation) -> dict[str, str]:
    """The fields of the form that are known: the person, their address and language, and their delegation."""
    contact = invitation.contact
    begun = {"focal_point": contact.name, "address": contact.address, "language": contact.language}
    found = known(contact.delegation_id, day_of(invitation.dialogue)) if contact.delegation_id else None
    if found is None:
        return begun
    participant = next(one for one, kinds in KINDS_OF.items() if found.kind in kinds)
    return {**begun, "participant": participant.value, "delegation_name": found.name}
