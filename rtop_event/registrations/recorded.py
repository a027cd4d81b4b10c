"""The requests of which the record tells: by the name of their delegation, with their page at the desk."""

from __future__ import annotations

from flask import url_for
from flask_babel import get_locale

from rtop_event.database import session
from rtop_event.organisers.things import Thing
from rtop_event.registrations import finding
from rtop_event.registrations.models import Registration


def requests_named(numbers: list[int]) -> dict[int, Thing]:
    """Those of these requests that there are."""
    language = str(get_locale() or "en")
    found = session.scalars(finding.whole().where(Registration.id.in_(numbers)))
    return {one.id: _thing(one, language) for one in found}


def _thing(one: Registration, language: str) -> Thing:
    url = url_for("registrations.desk_show", slug=one.dialogue.slug, number=one.id)
    return Thing(finding.delegation_name(one, language), url)
