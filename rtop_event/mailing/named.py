"""How the record calls letters."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select

from rtop_event.database import session
from rtop_event.mailing.models import Letter
from rtop_event.organisers.things import Thing
from rtop_event.showing import say
from rtop_event.wording import sentence


def letters_named(numbers: list[int]) -> dict[int, Thing]:
    """Those of these letters that there are, by their recipient and their subject."""
    columns = Letter.id, Letter.recipient_name, Letter.recipient, Letter.subject
    found = session.execute(select(*columns).where(Letter.id.in_(numbers)))
    return {one.id: _letter(one.id, one.recipient_name or one.recipient, one.subject) for one in found}


def _letter(number: int, who: str, subject: str) -> Thing:
    name = say(sentence("letter to %(who)s: %(subject)s", who=who, subject=subject))
    return Thing(name, url_for("mailing.desk_letter", number=number))
