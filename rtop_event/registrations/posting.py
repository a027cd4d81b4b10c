"""From a request to its letters: what they are about, in whose language, under which link; rows of the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from flask import current_app

from rtop_event.delegations.titles import LEVELS
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.periods import on_the_clock
from rtop_event.languages import force_locale, in_language
from rtop_event.links import sign
from rtop_event.mailing.models import LetterKind
from rtop_event.mailing.writing import fenced, unlinked, write_letter
from rtop_event.markdown import Mould, Rendered, gap, link_gap
from rtop_event.registrations import confirmed, finding, letters
from rtop_event.registrations.comparing import Shown, compared
from rtop_event.registrations.letters import About, Draft
from rtop_event.registrations.models import VERIFY_WITHIN, ChangeRequest, Outcome, Registration
from rtop_event.registrations.standing import place_of
from rtop_event.registrations.words import PARTS, Part
from rtop_event.showing import say
from rtop_event.text import may_link
from rtop_event.wording import Sentence, sentence

LETTERS_AN_HOUR = 12


def path_of(registration: Registration, endpoint: str = "own_page") -> str:
    """The path of the delegate's own page, or of another page under the same link."""
    token = sign(finding.PURPOSE, registration.id, registration.token_version)
    return current_app.url_map.bind("localhost").build(f"registrations.{endpoint}", {"token": token})


def mailbox_is_full(dialogue_slug: str, address_key: str, at: datetime) -> bool:
    """Whether this mailbox had as many receipts within the hour as one gets, whoever asked for them."""
    since = at - timedelta(hours=1)
    return finding.letters_to(_stream(dialogue_slug, address_key), since) >= LETTERS_AN_HOUR


def post_receipt(registration: Registration, *, at: datetime) -> None:
    """The receipt with the link, or the link again; nothing for a request without an address."""
    if not registration.address:
        return
    waits = finding.awaiting(registration, at)
    told = about(registration, at)
    draft = letters.receipt(told, another_waits=waits)
    with force_locale(registration.language):
        values = _values(registration, told)
        body = moulded(_said(letters.receipt(_gapped(told), another_waits=waits))).filled(values)
    _write(draft, body, LetterKind.RECEIPT, registration, at=at)


def _gapped(told: About) -> About:
    """The same with gaps for what differs from request to request, so that the text is parsed once for all of them."""
    return replace(
        told,
        delegation=gap("delegation"),
        speaker=gap("speaker") if told.speaker else "",
        focal_point=gap("focal_point") if told.focal_point else "",
        url=link_gap("url"),
        until=sentence("%(until)s", until=gap("until")),
    )


def _values(registration: Registration, told: About) -> dict[str, str]:
    """What goes into the gaps, in the language at work."""
    return {
        "delegation": unlinked(finding.delegation_name(registration, registration.language)),
        "speaker": unlinked(_speaker(registration)),
        "focal_point": unlinked(registration.focal_point or ""),
        "url": told.url,
        "until": say(told.until),
    }


@lru_cache(maxsize=64)
def moulded(text: str) -> Mould:
    """A letter's Markdown with gaps, parsed."""
    return Mould(text)


def post_links(found: list[Registration], *, at: datetime) -> None:
    """One letter with the links to all of these requests, which have one address."""
    abouts = [about(one, at) for one in found]
    _post(letters.links(abouts), LetterKind.RECEIPT, found[0], at=at)


def post_notice(registration: Registration, *, at: datetime) -> None:
    """Tell the focal point that somebody else asked for the place."""
    _post(letters.another_request(about(registration, at)), LetterKind.NOTICE, registration, at=at)


def post_moved_up(registration: Registration, *, at: datetime) -> None:
    """Tell the focal point that its delegation has moved up from the reserve."""
    _post(letters.moved_up(about(registration, at)), LetterKind.NOTICE, registration, at=at)


def post_verified(registration: Registration, *, at: datetime, approved_by: str) -> None:
    """The desk confirmed for the delegation: where it stands, as a draft unless somebody approved it."""
    place = place_of(registration, at)
    stands = confirmed.stands_at(place.place, place.last_place) if place else None
    draft = confirmed.verified(about(registration, at), stands=stands)
    _post(draft, LetterKind.DECISION, registration, at=at, approved_by=approved_by)


def post_decision(registration: Registration, *, accepted: bool, message: str, at: datetime, approved_by: str) -> None:
    """What was decided, as a draft unless somebody approved it."""
    draft = letters.decision(about(registration, at), accepted=accepted, message=fenced(message))
    _post(draft, LetterKind.DECISION, registration, at=at, approved_by=approved_by)


def post_change_decided(asked: ChangeRequest, *, message: str, at: datetime, approved_by: str) -> None:
    """What became of a change that was asked for after the close: as a draft unless somebody approved it."""
    registration = asked.registration
    lines = tuple(
        sentence(
            "- %(name)s: %(before)s → %(after)s", name=one.name, before=_inert(one.before), after=_inert(one.after)
        )
        for one in compared(asked)
    )
    accepted = asked.outcome is Outcome.ACCEPTED
    told = about(registration, at)
    draft = letters.change_decided(told, accepted=accepted, lines=lines, message=fenced(message))
    _post(draft, LetterKind.DECISION, registration, at=at, approved_by=approved_by)


def _inert(value: Shown) -> Shown:
    return value if isinstance(value, Sentence) else fenced(value) or "–"


def post_withdrawal(registration: Registration, *, message: str, at: datetime, approved_by: str) -> None:
    """The desk withdrew the request: as a draft unless somebody approved it."""
    draft = letters.withdrawn_by_desk(about(registration, at), message=fenced(message))
    _post(draft, LetterKind.DECISION, registration, at=at, approved_by=approved_by)


def post_told(draft: Draft, registration: Registration, *, at: datetime) -> None:
    """A notice that a later wing has put into words."""
    _post(draft, LetterKind.NOTICE, registration, at=at)


def about(registration: Registration, at: datetime) -> About:
    """The values that letters about a request need, in its language, strangers' text made inert."""
    dialogue = registration.dialogue
    name = finding.delegation_name(registration, registration.language)
    speaks = registration.wants_floor
    return About(
        delegation=fenced(name),
        subject_name=dialogue.theme if may_link(name) else name,
        dialogue=fenced(dialogue.theme),
        title=dialogue.theme,
        starts_at=on_the_clock(dialogue.starts_at, dialogue.zone),
        part=part_of(registration),
        speaker=fenced(_speaker(registration)),
        level=LEVELS[registration.level] if speaks and registration.kind is not Kind.CIVIL_SOCIETY else None,
        focal_point=fenced(registration.focal_point) if registration.focal_point else "",
        url=in_language(current_app.extensions["settings"].base_url + path_of(registration), registration.language),
        until=on_the_clock(registration.received_at + VERIFY_WITHIN, dialogue.zone),
        desk=f"{fenced(dialogue.contact_name)}, <{dialogue.contact_address}>",
        status=registration.status(at),
        speaks=speaks,
        on_reserve=registration.on_reserve,
    )


def _speaker(registration: Registration) -> str:
    return ", ".join(part for part in (registration.speaker_name, registration.speaker_function) if part)


def part_of(registration: Registration) -> Sentence:
    """How the request takes part, in words."""
    if registration.group is not None:
        return sentence("Take the floor on behalf of %(group)s", group=registration.group.name)
    return PARTS[Part.SPEAK if registration.wants_floor else Part.ATTEND]


def _post(draft: Draft, kind: LetterKind, registration: Registration, *, at: datetime, approved_by: str = "") -> None:
    if not registration.address:
        return
    with force_locale(registration.language):
        body = _said(draft)
    _write(draft, body, kind, registration, at=at, approved_by=approved_by)


def _said(draft: Draft) -> str:
    """Its Markdown, in the language at work."""
    return "\n\n".join("\n".join(say(line) for line in paragraph) for paragraph in draft.paragraphs)


def _write(
    draft: Draft,
    body: str | Rendered,
    kind: LetterKind,
    registration: Registration,
    *,
    at: datetime,
    approved_by: str = "",
) -> None:
    dialogue = registration.dialogue
    with force_locale(registration.language):
        subject = say(draft.subject)
    write_letter(
        kind,
        at=at,
        recipient=registration.address,
        recipient_name=registration.focal_point,
        subject=subject,
        body=body,
        language=registration.language,
        stream=_stream(dialogue.slug, registration.address_key),
        about=finding.about(registration),
        dialogue=dialogue.slug,
        host=dialogue.host,
        approved_by=approved_by,
    )


def _stream(dialogue_slug: str, address_key: str) -> str:
    return f"{dialogue_slug}:{address_key}"
