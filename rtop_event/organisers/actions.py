"""What can be done with the accounts of organisers; every step is recorded."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime

from flask_security import hash_password
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from rtop_event.database import session
from rtop_event.fields import address_key
from rtop_event.organisers.accounts import role_of
from rtop_event.organisers.models import Organiser, OrganiserRole, RoleName
from rtop_event.organisers.record import record
from rtop_event.refusal import NotFound, Refusal, StaleHand
from rtop_event.wording import sentence

NOBODYS = {"the delegation", "the desk", "the desk's command", "dialogue load", "the program"}
"""Names under which the record tells what no organiser did."""


class AddressTaken(Refusal):
    """An account with this address exists already."""

    def __init__(self, address: str) -> None:
        super().__init__(sentence("There is already an organiser with the address %(address)s.", address=address))


class NameTaken(Refusal):
    """The record tells people apart by name: nobody has the name of another, or one that means no organiser."""

    def __init__(self, name: str) -> None:
        super().__init__(
            sentence(
                "The record would not tell “%(name)s” apart from somebody else. Please choose another name.", name=name
            )
        )


class LastAdministrator(Refusal):
    """Somebody must remain who can manage organisers."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This is the only active administrator. Give somebody else that role first, then try again.")
        )


def everybody() -> list[Organiser]:
    """All organisers by name, those who are active first."""
    return list(session.scalars(select(Organiser).order_by(Organiser.active.desc(), Organiser.name, Organiser.email)))


def organiser_of(number: int) -> Organiser:
    """The organiser with that number; raises NotFound."""
    found = session.get(Organiser, number)
    if found is None:
        raise NotFound
    return found


def by_address(address: str) -> Organiser | None:
    """The organiser with that address, however it is written; None when there is none."""
    try:
        key = address_key(address)
    except ValueError:
        return None
    return session.scalar(select(Organiser).where(Organiser.email == key))


def add_organiser(*, address: str, name: str, role: RoleName, by: str, at: datetime) -> Organiser:
    """A new account without a password, to be entered by a one-time link; raises AddressTaken, NameTaken."""
    if name:
        _keep_apart(name, None)
    organiser = Organiser(
        email=address_key(address),
        name=name,
        password=None,
        active=True,
        fs_uniquifier=_uniquifier(),
        created_at=at,
        roles=[_role(role)],
    )
    try:
        with session.begin_nested():
            session.add(organiser)
    except IntegrityError as taken:
        raise AddressTaken(address) from taken
    record("added", by=by, at=at, about=_about(organiser), after=_facts(organiser))
    return organiser


def change_role(organiser: Organiser, role: RoleName, *, was: RoleName, by: str, at: datetime) -> None:
    """Give another role; raises StaleHand when it is no longer what `was` says, LastAdministrator."""
    _lock_administrators()
    before = _facts(organiser)
    if role_of(organiser) is not was:
        raise StaleHand
    if role is not RoleName.ADMINISTRATOR:
        _keep_an_administrator(organiser)
    organiser.roles = [_role(role)]
    record("role changed", by=by, at=at, about=_about(organiser), before=before, after=_facts(organiser))


def deactivate(organiser: Organiser, *, by: str, at: datetime) -> None:
    """Close the account and end its sessions; raises LastAdministrator."""
    _lock_administrators()
    _keep_an_administrator(organiser)
    before = _facts(organiser)
    organiser.active, organiser.fs_uniquifier = False, _uniquifier()
    record("deactivated", by=by, at=at, about=_about(organiser), before=before, after=_facts(organiser))


def activate(organiser: Organiser, *, by: str, at: datetime) -> None:
    """Open the account again."""
    before = _facts(organiser)
    organiser.active = True
    record("activated", by=by, at=at, about=_about(organiser), before=before, after=_facts(organiser))


def rename(organiser: Organiser, name: str, *, at: datetime) -> None:
    """Change the name that others see; raises NameTaken."""
    _keep_apart(name, organiser)
    before = _facts(organiser)
    organiser.name = name
    record("renamed", by=str(before["name"]), at=at, about=_about(organiser), before=before, after=_facts(organiser))


def set_password(organiser: Organiser, password: str, *, at: datetime) -> None:
    """Set a password that was found strong enough; all sessions end."""
    organiser.password = hash_password(password)
    organiser.fs_uniquifier = _uniquifier()
    record("password set", by=organiser.name or organiser.email, at=at, about=_about(organiser))


def sign_out_everywhere(organiser: Organiser, *, by: str, at: datetime) -> None:
    """End all sessions of this organiser."""
    organiser.fs_uniquifier = _uniquifier()
    record("signed out everywhere", by=by, at=at, about=_about(organiser))


def _keep_apart(name: str, whose: Organiser | None) -> None:
    _lock_administrators()
    others = [one for one in everybody() if one is not whose]
    taken = {_compared(one) for other in others for one in (other.name, other.email) if one}
    if _compared(name) in taken | NOBODYS:
        raise NameTaken(name)


def _compared(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _facts(organiser: Organiser) -> dict[str, str | bool]:
    return {
        "address": organiser.email,
        "name": organiser.name or organiser.email,
        "role": role_of(organiser).value,
        "active": organiser.active,
    }


def _about(organiser: Organiser) -> str:
    return f"organiser:{organiser.id}"


def _uniquifier() -> str:
    return secrets.token_hex(32)


def _role(name: RoleName) -> OrganiserRole:
    found = session.scalar(select(OrganiserRole).where(OrganiserRole.name == name.value))
    return found or OrganiserRole(name=name.value)


def _lock_administrators() -> None:
    """Two administrators who remove each other at the same moment must come one after the other."""
    session.scalar(select(OrganiserRole).where(OrganiserRole.name == RoleName.ADMINISTRATOR.value).with_for_update())


def _keep_an_administrator(organiser: Organiser) -> None:
    if not organiser.active or role_of(organiser) is not RoleName.ADMINISTRATOR:
        return
    others = (
        select(func.count())
        .select_from(Organiser)
        .join(Organiser.roles)
        .where(Organiser.active, OrganiserRole.name == RoleName.ADMINISTRATOR.value, Organiser.id != organiser.id)
    )
    if not session.scalar(others):
        raise LastAdministrator
