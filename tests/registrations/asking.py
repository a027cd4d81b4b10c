"""What the tests of registration share: bodies that can be sent, and a hall with its cast."""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from rtop_event.database import session
from rtop_event.delegations.models import Alias
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.models import Dialogue
from rtop_event.registrations import posting
from rtop_event.registrations.models import Registration
from tests.builders import a_delegation, a_dialogue, a_group

REGISTER = "/dialogues/rtop-2012/register/"
DESK = "/organise/rtop-2012/registrations/"
_count = itertools.count(1)


def a_hall(**facts: Any) -> Dialogue:
    """The dialogue, Tonga, Peru, Guinea and its neighbours, Palestine, an observer, organisations, a group."""
    dialogue = a_dialogue(**facts)
    for name, code in [("Tonga", "TON"), ("Peru", "PER"), ("Guinea", "GIN"), ("Guinea-Bissau", "GNB")]:
        a_delegation(name, code=code)
    kingdom = a_delegation("United Kingdom of Great Britain and Northern Ireland", code="GBR")
    kingdom.aliases.append(Alias(text="UK"))
    a_delegation("Palestine", code="PSE", kind=Kind.OBSERVER_STATE)
    a_delegation("International Committee of the Red Cross", code="ICRC", kind=Kind.OBSERVER)
    a_delegation("African Union", code="AU", kind=Kind.REGIONAL_ORGANISATION)
    a_delegation("Office of an Example", code="OEX", kind=Kind.UN_ENTITY)
    a_delegation("Example Coalition", code="EXCO", kind=Kind.CIVIL_SOCIETY)
    a_group("Group of 77 and China", code="G77")
    session.commit()
    return dialogue


def a_state(name: str = "Tonga", **other: Any) -> dict[str, Any]:
    """A State asks for the floor."""
    body = {
        "step": "send",
        "participant": "state",
        "delegation_name": name,
        "part": "speak",
        "capacity": "national",
        "speaker_name": "H.E. A. Example",
        "speaker_function": "Minister (example)",
        "level": "M",
        "statement_language": "fr",
        "focal_point": "B. Example",
        "address": "b.example@mission.example",
        "language": "en",
        "key": f"key-{next(_count)}",
    }
    return {**body, **other}


def civil_society(name: str = "Amnesty of an Example", **other: Any) -> dict[str, Any]:
    """A civil society organisation asks for the floor."""
    body = a_state(name, participant="civil_society", topic="Prevention.", accreditation="ECOSOC (example)")
    return {**body, "level": "", **other}


def all_rows() -> list[Registration]:
    """All requests, oldest first, read anew."""
    session.expire_all()
    return list(session.scalars(select(Registration).order_by(Registration.id)))


def page_of(response: TestResponse) -> Any:
    """The page of a JSON answer."""
    return response.json


def own_path(registration: Registration, page: str = "") -> str:
    """The path of the delegate's own page, or of one of its steps."""
    return posting.path_of(registration) + page
