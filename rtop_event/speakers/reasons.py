"""Why an inscription stands where it stands: one sentence, made from the rules that decided."""

from __future__ import annotations

from rtop_event.delegations.names import DelegationName
from rtop_event.delegations.words import Kind, Level
from rtop_event.speakers.facts import Arrangement, Inscription, Move
from rtop_event.speakers.words import QUICK_REASONS, RESTORE_REASONS
from rtop_event.wording import Sentence, sentence

KIND = {
    Kind.MEMBER_STATE: sentence("Member State"),
    Kind.OBSERVER_STATE: sentence("Observer State"),
    Kind.OBSERVER: sentence("Observer"),
    Kind.REGIONAL_ORGANISATION: sentence("Regional organisation"),
    Kind.OTHER_ORGANISATION: sentence("Organisation"),
    Kind.UN_ENTITY: sentence("United Nations entity"),
    Kind.CIVIL_SOCIETY: sentence("Civil society"),
}

KINDS = {
    Kind.MEMBER_STATE: sentence("Member States"),
    Kind.OBSERVER_STATE: sentence("observer States"),
    Kind.OBSERVER: sentence("observers"),
    Kind.REGIONAL_ORGANISATION: sentence("regional organisations"),
    Kind.OTHER_ORGANISATION: sentence("other organisations"),
    Kind.UN_ENTITY: sentence("United Nations entities"),
    Kind.CIVIL_SOCIETY: sentence("civil society"),
}

LEVEL = {
    Level.HEAD_OF_STATE: sentence("Head of State"),
    Level.VICE_PRESIDENT: sentence("Vice-President"),
    Level.CROWN_PRINCE: sentence("Crown Prince or Princess"),
    Level.HEAD_OF_GOVERNMENT: sentence("Head of Government"),
    Level.DEPUTY_PRIME_MINISTER: sentence("Deputy Prime Minister"),
    Level.MINISTER: sentence("Minister"),
    Level.VICE_MINISTER: sentence("Vice-Minister"),
    Level.CHAIR_OF_DELEGATION: sentence("Chair of delegation"),
}

LEVELS = {
    Level.HEAD_OF_STATE: sentence("Heads of State"),
    Level.VICE_PRESIDENT: sentence("Vice-Presidents"),
    Level.CROWN_PRINCE: sentence("Crown Princes and Princesses"),
    Level.HEAD_OF_GOVERNMENT: sentence("Heads of Government"),
    Level.DEPUTY_PRIME_MINISTER: sentence("Deputy Prime Ministers"),
    Level.MINISTER: sentence("Ministers"),
    Level.VICE_MINISTER: sentence("Vice-Ministers"),
    Level.CHAIR_OF_DELEGATION: sentence("chairs of delegation"),
}


def level_told(kind: Kind, level: Level) -> Sentence | str:
    """The level in words; civil society is not asked for one."""
    return "–" if kind is Kind.CIVIL_SOCIETY else LEVEL[level]


def moved_because(move: Move, anchor: Inscription | None) -> Sentence:
    """The reason for a place that the chair gave; the anchor is None for the front of the list."""
    if not why_told(move.reason):
        return sentence("%(where)s, before the list was published; no reason was noted.", where=_moved_to(anchor))
    return _with_why(_moved_to(anchor), move.reason)


def exchanged_because(partner: Inscription) -> Sentence:
    """The reason for a place that two delegations exchanged."""
    return sentence("Exchanged places with %(partner)s, agreed by both delegations.", partner=called(partner))


def arranged_because(order: Arrangement) -> Sentence:
    """The reason for a place in a whole order that was restored."""
    return sentence("Stands %(restored)s.", restored=restored_as(order))


def restored_as(order: Arrangement) -> Sentence:
    """As in which list, restored by the chair because of what."""
    where, why = _restored(order), why_told(order.reason)
    return sentence("%(where)s: %(why)s", where=where, why=why) if why else where


def _restored(order: Arrangement) -> Sentence:
    if order.revision is None:
        return sentence("in the order that the chair gave the whole list")
    return sentence("as in %(list)s, restored by the chair", list=_revision(order))


def _revision(order: Arrangement) -> Sentence:
    if order.revision and order.published_at is None:
        return sentence("Rev.%(revision)s", revision=order.revision)
    if order.published_at is None:
        return sentence("the provisional list")
    if order.revision:
        return sentence("Rev.%(revision)s of %(moment)s", revision=order.revision, moment=order.published_at)
    return sentence("the provisional list of %(moment)s", moment=order.published_at)


_USUAL = {said.text: said for said in (*QUICK_REASONS, *RESTORE_REASONS)}
"""Reasons that the desk can tick: they are said in the reader's language."""


def why_told(reason: str) -> Sentence | str:
    """A reason that the desk gave, inside a sentence: what it can tick in the reader's language, else as typed."""
    return _USUAL.get(reason, reason.rstrip(" ."))


def _with_why(where: Sentence, reason: str) -> Sentence:
    why = why_told(reason)
    return sentence("%(where)s: %(why)s.", where=where, why=why) if why else sentence("%(where)s.", where=where)


def pinned_because(one: Inscription, *, place: int, last: int, holder: Inscription | None) -> Sentence:
    """The reason for a pinned place, also where another one holds it or the list is shorter."""
    return _with_why(_pinned_to(one.pin or 0, place, last, holder), one.pinned_why)


def _pinned_to(pin: int, place: int, last: int, holder: Inscription | None) -> Sentence:
    if place == pin:
        return sentence("Pinned to place %(pin)s", pin=pin)
    if pin > last:
        return sentence(
            "Pinned to place %(pin)s, beyond the end of the list: takes place %(place)s, the last that other pins "
            "leave free",
            pin=pin,
            place=place,
        )
    if holder is None:
        return sentence("Pinned to place %(pin)s: takes place %(place)s, the nearest free one", pin=pin, place=place)
    return sentence(
        "Pinned to place %(pin)s, which %(holder)s holds by an earlier request: takes place %(place)s, the nearest "
        "free one",
        pin=pin,
        holder=called(holder),
        place=place,
    )


def _moved_to(anchor: Inscription | None) -> Sentence:
    if anchor is None:
        return sentence("Moved by the chair to the front of the list")
    if not anchor.live:
        return sentence(
            "Moved by the chair directly after %(anchor)s, which has withdrawn since", anchor=called(anchor)
        )
    return sentence("Moved by the chair directly after %(anchor)s", anchor=called(anchor))


def called(inscription: Inscription) -> Sentence | str:
    """The delegation, in the language of whoever reads it, with its group where it speaks for one."""
    name, group = DelegationName(inscription.iso2, inscription.official), inscription.on_behalf_of
    return sentence("%(delegation)s (%(group)s)", delegation=name, group=group) if group else name
