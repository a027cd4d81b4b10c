"""How the record calls organisers."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import Organiser, RoleName
from rtop_event.organisers.things import Thing


def organisers_named(numbers: list[int]) -> dict[int, Thing]:
    """Those of these accounts that there are, by their address; their pages are open to administrators only."""
    opens = at_the_desk().may(RoleName.ADMINISTRATOR)
    found = session.execute(select(Organiser.id, Organiser.email).where(Organiser.id.in_(numbers)))
    return {
        one.id: Thing(
            one.email,
            url_for("organisers.desk_organiser", number=one.id)
            if opens
            else url_for("organisers.desk_record", about=f"organiser:{one.id}"),
        )
        for one in found
    }
