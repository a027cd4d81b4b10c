"""What the desk should look at in a request."""

from __future__ import annotations

from rtop_event.delegations.words import Kind
from rtop_event.registrations import finding
from rtop_event.registrations.models import Registration
from rtop_event.registrations.voices import FLAGS
from rtop_event.wording import Sentence, sentence


def flags_of(registration: Registration) -> tuple[Sentence, ...]:
    """An organisation that nobody checked, and who speaks for a group without being known as one of its own."""
    unknown = registration.delegation.typed_in and registration.kind is not Kind.CIVIL_SOCIETY
    typed = (sentence("This organisation wrote its own name: please check that it is one."),) if unknown else ()
    voice = finding.voice_of(registration)
    return (*typed, *((FLAGS[voice],) if voice in FLAGS else ()))
