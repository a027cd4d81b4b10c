"""From a removed statement to its letter, in the delegation's language; a row of the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from rtop_event.fencing import fenced
from rtop_event.links import address_of, path, sign
from rtop_event.registrations import finding, posting
from rtop_event.statements import letters, tongues
from rtop_event.statements.models import Statement


def post_removed(one: Statement, *, at: datetime) -> None:
    """To the delegation, with the reason and a link to the page of its statements."""
    registration = one.registration
    token = sign(finding.PURPOSE, registration.id, registration.token_version)
    url = path("statements.own_statements", token=token)
    about = replace(posting.about(registration, at), url=address_of(url, registration.language))
    draft = letters.removed(about, tongues.told(one.language), reason=fenced(one.ended_why))
    posting.post_told(draft, registration, at=at)
