"""Plain functions that make rows for tests: a dialogue, a delegation, an inscription, an organiser."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from rtop_event.database import session
from rtop_event.delegations.models import Delegation, Group, Standing
from rtop_event.delegations.words import Capacity, Kind, Level
from rtop_event.dialogues.models import Dialogue, Meeting, ProgrammeItem
from rtop_event.dialogues.words import ItemKind
from rtop_event.invitations.models import Contact, Invitation
from rtop_event.organisers.models import Organiser, OrganiserRole, RoleName
from rtop_event.registrations.models import Registration
from rtop_event.speakers.models import Exchange
from rtop_event.statements.models import Statement
from rtop_event.statements.words import FileKind


class Count:
    """Counts the rows that a test makes."""

    def __init__(self) -> None:
        self.number = 0

    def __next__(self) -> int:
        """One more."""
        self.number += 1
        return self.number

    def begin_anew(self) -> None:
        """Each test has the same rows, however many others came before it."""
        self.number = 0


rows_made = Count()
OPENED = datetime(2012, 8, 16, 13, 0, tzinfo=UTC)
MORNING = datetime(2012, 9, 5, 14, 0, tzinfo=UTC)
AFTERNOON = datetime(2012, 9, 5, 19, 0, tzinfo=UTC)
SITTING = timedelta(hours=3)
FAR = datetime(2100, 1, 1, tzinfo=UTC)


def a_dialogue(slug: str = "rtop-2012", *, published: bool = True, open_now: bool = True, **facts: Any) -> Dialogue:
    """A dialogue of two meetings with an opening and a panel; its registration is open at any hour of a test."""
    closes = FAR if open_now else MORNING
    values: dict[str, Any] = {
        "slug": slug,
        "title": "Informal interactive dialogue (example)",
        "theme": "Timely and decisive response",
        "session": "66th session",
        "convenor": "the President of the General Assembly",
        "host": "International Coalition for the Responsibility to Protect",
        "host_short": "ICRtoP",
        "host_statement": "This is not an official United Nations site.",
        "room": "Conference Room 4",
        "contact_name": "The desk",
        "contact_address": "desk@icrtop.example",
        "registration_opens_at": OPENED,
        "registration_closes_at": closes,
        "list_opens_at": OPENED,
        "list_closes_at": closes,
        "uid": f"{slug}-uid@dialogue.example",
        "created_at": OPENED,
        "changed_at": OPENED,
        "published_at": OPENED if published else None,
    }
    dialogue = Dialogue(**{**values, **facts})
    dialogue.meetings = [
        _meeting(dialogue, 1, "Morning meeting", MORNING, [(ItemKind.OPENING, 30), (ItemKind.PANEL, 75)]),
        _meeting(dialogue, 2, "Afternoon meeting", AFTERNOON, []),
    ]
    session.add(dialogue)
    session.flush()
    return dialogue


def _meeting(
    dialogue: Dialogue, number: int, name: str, starts_at: datetime, parts: list[tuple[ItemKind, int]]
) -> Meeting:
    items: list[tuple[ItemKind, int | None]] = [*parts, (ItemKind.FLOOR, None)]
    return Meeting(
        number=number,
        name=name,
        starts_at=starts_at,
        ends_at=starts_at + SITTING,
        uid=f"{dialogue.slug}-meeting-{number}@dialogue.example",
        created_at=OPENED,
        changed_at=OPENED,
        items=[
            ProgrammeItem(position=position, kind=kind, title=kind.value.title(), minutes=minutes)
            for position, (kind, minutes) in enumerate(items, 1)
        ],
    )


def a_delegation(name: str, *, code: str = "", kind: Kind = Kind.MEMBER_STATE, **facts: Any) -> Delegation:
    """A delegation with one standing that holds on every day; the same name gives the same row."""
    known = session.scalar(select(Delegation).join(Standing).where(Standing.name == name))
    if known:
        return known
    standing = Standing(since=date(1945, 10, 24), name=name, sort_key=name.lower(), kind=kind)
    delegation = Delegation(code=code or f"X{next(rows_made)}", standings=[standing], **facts)
    session.add(delegation)
    session.flush()
    return delegation


def a_group(name: str = "Group of 77 and China", code: str = "") -> Group:
    """A group by name; the same name gives the same row."""
    known = session.scalar(select(Group).where(Group.name == name))
    if known:
        return known
    group = Group(code=code or f"G{next(rows_made)}", name=name)
    session.add(group)
    session.flush()
    return group


def a_registration(dialogue: Dialogue, name: str = "Tonga", **facts: Any) -> Registration:
    """A request received an increasing number of minutes after the opening; `kind` follows the delegation's."""
    number = next(rows_made)
    kind = facts.pop("kind", Kind.MEMBER_STATE)
    delegation = facts.pop("delegation", None) or a_delegation(name, kind=kind)
    at = OPENED + timedelta(minutes=number)
    values: dict[str, Any] = {
        "dialogue_id": dialogue.id,
        "delegation": delegation,
        "kind": kind,
        "wants_floor": True,
        "speaker_name": f"H.E. Speaker {number} (example)",
        "speaker_function": "Permanent Representative",
        "level": Level.CHAIR_OF_DELEGATION,
        "focal_point": f"Focal Point {number} (example)",
        "address": f"focal{number}@mission.example",
        "address_key": f"focal{number}@mission.example",
        "form_key": f"form-{number}",
        "received_at": at,
        "requested_at": at,
    }
    registration = Registration(**{**values, **facts})
    if registration.group is not None:
        registration.capacity = Capacity.GROUP
    registration.dialogue = dialogue
    registration.settle()
    session.add(registration)
    session.flush()
    return registration


def an_inscription(dialogue: Dialogue, name: str = "Tonga", **facts: Any) -> Registration:
    """A verified request for the floor that stands on the list."""
    facts.setdefault("verified_at", OPENED + timedelta(days=1))
    return a_registration(dialogue, name, **facts)


def an_exchange(asker: Registration, other: Registration, **facts: Any) -> Exchange:
    """An offer to exchange places that stands at any hour of a test."""
    values = {"dialogue_id": asker.dialogue_id, "asked_at": OPENED + timedelta(days=2), "expires_at": FAR, **facts}
    exchange = Exchange(asker=asker, other=other, **values)
    session.add(exchange)
    session.flush()
    return exchange


def a_statement(registration: Registration, **facts: Any) -> Statement:
    """A statement in English that was sent for a request, without its file."""
    number = next(rows_made)
    values: dict[str, Any] = {
        "language": "en",
        "kind": FileKind.PDF,
        "file": f"20120905T120000-{number:032x}",
        "size": 100,
        "digest": "0" * 64,
        "check_against_delivery": True,
        "form_key": f"statement-{number}",
        "by": "the delegation",
        "received_at": OPENED + timedelta(days=3),
    }
    statement = Statement(registration=registration, **{**values, **facts})
    session.add(statement)
    session.flush()
    return statement


def a_contact(address: str = "", **facts: Any) -> Contact:
    """A person to invite."""
    address = address or f"contact{next(rows_made)}@mission.example"
    values = {"name": "A. Contact (example)", "created_at": OPENED, **facts}
    contact = Contact(address=address, address_key=address.lower(), **values)
    session.add(contact)
    session.flush()
    return contact


def an_invitation(dialogue: Dialogue, contact: Contact | None = None, **facts: Any) -> Invitation:
    """An invitation of a contact to a dialogue."""
    values = {"reply_key": f"key{next(rows_made)}", "created_at": OPENED, **facts}
    invitation = Invitation(dialogue=dialogue, contact=contact or a_contact(), **values)
    session.add(invitation)
    session.flush()
    return invitation


def an_organiser(name: str = "Desk (example)", role: RoleName = RoleName.ORGANISER) -> Organiser:
    """An account with one role."""
    number = next(rows_made)
    known = session.scalar(select(OrganiserRole).where(OrganiserRole.name == role.value))
    organiser = Organiser(
        email=f"desk{number}@icrtop.example",
        name=name,
        active=True,
        fs_uniquifier=f"uniquifier-{number}-{'x' * 20}",
        created_at=OPENED,
        roles=[known or OrganiserRole(name=role.value)],
    )
    session.add(organiser)
    session.flush()
    return organiser
