"""From a request to its letters: what they are about, in whose language, under which link; rows of the outbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from rtop_event.delegations.titles import LEVELS
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.finding import own_wording
from rtop_event.dialogues.lettering import Wording, filled_body, filled_subject
from rtop_event.dialogues.letterkinds import said
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import on_the_clock
from rtop_event.gaps import gap, link_gap
from rtop_event.languages import force_locale
from rtop_event.links import address_of, path, sign
from rtop_event.mailing.models import LetterKind
from rtop_event.mailing.writing import fenced, unlinked, write_letter
from rtop_event.markdown import Mould, Rendered, both, joined
from rtop_event.registrations import confirmed, decision_letters, finding, letters
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
    return path(f"registrations.{endpoint}", token=token)


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
    own = own_wording(registration.dialogue, draft.kind, registration.language)
    with force_locale(registration.language):
        gapped = letters.receipt(_gapped(told), another_waits=waits)
        mould = moulded(said(gapped.kept if own else gapped.paragraphs))
        written = worded(draft, own, mould.filled(_values(registration, told)))
    _write(*written, LetterKind.RECEIPT, registration, at=at)


def _gapped(told: About) -> About:
    """The same with gaps for what differs from request to request, so that the text is parsed once for all of them."""
    return replace(
        told,
        delegation=gap("delegation"),
        speaker=gap("speaker") if told.speaker else "",
        salutation=replace(told.salutation, values=dict.fromkeys(told.salutation.values, gap("focal_point"))),
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
    _post(decision_letters.moved_up(about(registration, at)), LetterKind.NOTICE, registration, at=at)


def post_verified(registration: Registration, *, at: datetime, approved_by: str) -> None:
    """The desk confirmed for the delegation: where it stands, as a draft unless somebody approved it."""
    place = place_of(registration, at)
    stands = confirmed.stands_at(place.place, place.last_place) if place else None
    draft = confirmed.verified(about(registration, at), stands=stands)
    _post(draft, LetterKind.DECISION, registration, at=at, approved_by=approved_by)


def post_decision(registration: Registration, *, accepted: bool, message: str, at: datetime, approved_by: str) -> None:
    """What was decided, as a draft unless somebody approved it."""
    draft = decision_letters.decision(about(registration, at), accepted=accepted, message=fenced(message))
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
    draft = decision_letters.change_decided(told, accepted=accepted, lines=lines, message=fenced(message))
    _post(draft, LetterKind.DECISION, registration, at=at, approved_by=approved_by)


def _inert(value: Shown) -> Shown:
    return value if isinstance(value, Sentence) else fenced(value) or "–"


def post_withdrawal(registration: Registration, *, message: str, at: datetime, approved_by: str) -> None:
    """The desk withdrew the request: as a draft unless somebody approved it."""
    draft = decision_letters.withdrawn_by_desk(about(registration, at), message=fenced(message))
    _post(draft, LetterKind.DECISION, registration, at=at, approved_by=approved_by)


def post_told(draft: Draft, registration: Registration, *, at: datetime, stream: str = "") -> None:
    """A notice that a later wing has put into words; in a `stream` of its own it waits for no other letter."""
    _post(draft, LetterKind.NOTICE, registration, at=at, stream=stream)


def about(registration: Registration, at: datetime, language: str = "") -> About:
    """The values that letters about a request need, in its language or that one, strangers' text made inert."""
    dialogue, language = registration.dialogue, language or registration.language
    name = finding.delegation_name(registration, language)
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
        salutation=_salutation(registration, fenced),
        url=address_of(path_of(registration), language),
        until=on_the_clock(registration.received_at + VERIFY_WITHIN, dialogue.zone),
        desk=desk_of(dialogue),
        status=registration.status(at),
        speaks=speaks,
        on_reserve=registration.on_reserve,
        values={
            "salutation": _salutation(registration, str),
            "delegation": name,
            "speaker": _speaker(registration),
            **of_dialogue(dialogue, language),
        },
    )


def desk_of(dialogue: Dialogue) -> str:
    """Whom to ask, for the Markdown of a letter."""
    return f"{fenced(dialogue.contact_name)}, <{dialogue.contact_address}>"


def of_dialogue(dialogue: Dialogue, language: str) -> dict[str, object]:
    """What the placeholders stand for that are the same in all letters about a dialogue."""
    return {
        "dialogue": dialogue.theme,
        "date": sentence("%(day)s", day=finding.day_of(dialogue)),
        "room": dialogue.room,
        "page_link": address_of(path("dialogues.show", slug=dialogue.slug), language),
        "contact_name": dialogue.contact_name,
        "contact_address": dialogue.contact_address,
        "host": dialogue.host,
    }


def _salutation(registration: Registration, fit: Callable[[str], str]) -> Sentence:
    if not registration.focal_point:
        return sentence("Dear colleague,")
    return sentence("Dear %(name)s,", name=fit(registration.focal_point))


def _speaker(registration: Registration) -> str:
    return ", ".join(part for part in (registration.speaker_name, registration.speaker_function) if part)


def part_of(registration: Registration) -> Sentence:
    """How the request takes part, in words."""
    if registration.group is not None:
        return sentence("Take the floor on behalf of %(group)s", group=registration.group.name)
    return PARTS[Part.SPEAK if registration.wants_floor else Part.ATTEND]


def _post(
    draft: Draft, kind: LetterKind, registration: Registration, *, at: datetime, approved_by: str = "", stream: str = ""
) -> None:
    if not registration.address:
        return
    own = own_wording(registration.dialogue, draft.kind, registration.language)
    with force_locale(registration.language):
        written = worded(draft, own, both(said(draft.kept if own else draft.paragraphs)))
    _write(*written, kind, registration, at=at, approved_by=approved_by, stream=stream)


def worded(draft: Draft, own: Wording | None, rest: Rendered) -> tuple[str, Rendered]:
    """Subject and text in the language at work: `rest` is all of the letter, or what stands below an own wording."""
    if own is None:
        return say(draft.subject), rest
    values = {name: say(value) for name, value in draft.values.items()}
    return filled_subject(own.subject, values), joined(filled_body(own.body, values), rest)


def _write(
    subject: str,
    body: Rendered,
    kind: LetterKind,
    registration: Registration,
    *,
    at: datetime,
    approved_by: str = "",
    stream: str = "",
) -> None:
    dialogue = registration.dialogue
    if dialogue.rehearses:  # an exercise writes to nobody
        return
    write_letter(
        kind,
        at=at,
        recipient=registration.address,
        recipient_name=registration.focal_point,
        subject=subject,
        body=body,
        language=registration.language,
        stream=stream or _stream(dialogue.slug, registration.address_key),
        about=finding.about(registration),
        dialogue=dialogue.slug,
        host=dialogue.host,
        approved_by=approved_by,
    )


def _stream(dialogue_slug: str, address_key: str) -> str:
    return f"{dialogue_slug}:{address_key}"
