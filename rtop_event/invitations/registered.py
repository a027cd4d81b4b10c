"""Who of the invited is registered: asked of the wing of registrations, which comes after this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Flask, current_app

from rtop_event.dialogues.models import Dialogue


@dataclass(frozen=True, slots=True)
class Registered:
    """Where the desk sees the request of a person, by address in lower case, and of a delegation, by its number."""

    people: Mapping[str, str] = field(default_factory=dict)
    delegations: Mapping[int, str] = field(default_factory=dict)

    def of(self, address: str, delegation_id: int | None) -> str:
        """The address of the page: of the person's own request, else of their delegation's; empty without one."""
        return self.people.get(address.lower()) or self.delegations.get(delegation_id or 0, "")


Source = Callable[[Dialogue], Registered]


def set_source(app: Flask, source: Source) -> None:
    """The wing of registrations says who is registered."""
    app.extensions["registered"] = source


def registered_for(dialogue: Dialogue) -> Registered:
    """Who is registered for the dialogue."""
    source: Source | None = current_app.extensions.get("registered")
    return source(dialogue) if source else Registered()
