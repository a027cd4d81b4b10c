"""What our letters about an exchange of places say: values in, sentences out; strangers' values arrive made inert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rtop_event.dialogues.lettering import Paragraph
from rtop_event.registrations.letters import PROVISIONAL, About, Draft, told
from rtop_event.wording import Sentence, sentence


@dataclass(frozen=True, kw_only=True)
class Partner:
    """The delegation with which the recipient exchanges: its name made inert, and as it is for the subject line."""

    name: str
    subject_name: str


@dataclass(frozen=True, kw_only=True)
class Slots:
    """The recipient's place now and after the exchange, in words; whether a list is published."""

    now: Sentence
    then: Sentence
    published: bool


def offer(
    about: About, partner: Partner, slots: Slots, *, until: Sentence, message: str, needs_approval: bool = False
) -> Draft:
    """To the delegation that is asked; `about.url` leads to the page of the offer."""
    return _told(
        "exchange-offer",
        about,
        partner,
        sentence("Exchange of places: an offer from %(partner)s", partner=partner.subject_name),
        sentence(
            "%(partner)s offers to exchange places with %(delegation)s on the list of speakers of %(dialogue)s.",
            partner=partner.name,
            delegation=about.delegation,
            dialogue=about.dialogue,
        ),
        (
            sentence("- Your place now: %(slot)s", slot=slots.now),
            sentence("- Your place after the exchange: %(slot)s", slot=slots.then),
        ),
        *_message(message),
        (
            sentence(
                "Nothing changes unless you accept. The offer stands until %(until)s; you can decline it, or let it "
                "expire.",
                until=until,
            ),
            *((_APPROVED_FIRST,) if needs_approval else ()),
        ),
        where=sentence("Both places, and the buttons to accept or to decline:"),
        values={"until": until},
    )


_APPROVED_FIRST = sentence("If you accept, the exchange holds once the organisers have approved it.")


def accepted(about: About, partner: Partner, *, message: str) -> Draft:
    """To the asker, where the desk has to approve."""
    return _told(
        "exchange-accepted",
        about,
        partner,
        sentence("Exchange of places: %(partner)s has accepted", partner=partner.subject_name),
        sentence(
            "%(partner)s has accepted your offer to exchange places. The exchange now waits for the approval of the "
            "organisers; you will have a letter with their answer.",
            partner=partner.name,
        ),
        *_message(message),
    )


def declined(about: About, partner: Partner, *, message: str) -> Draft:
    """To the asker."""
    return _told(
        "exchange-declined",
        about,
        partner,
        sentence("Exchange of places: %(partner)s has declined", partner=partner.subject_name),
        sentence(
            "%(partner)s has declined your offer to exchange places. Your place is unchanged, and you can ask another "
            "delegation.",
            partner=partner.name,
        ),
        *_message(message),
    )


def taken_back(about: About, partner: Partner) -> Draft:
    """To the delegation that was asked."""
    return _told(
        "exchange-taken-back",
        about,
        partner,
        sentence("Exchange of places: %(partner)s has taken its offer back", partner=partner.subject_name),
        sentence(
            "%(partner)s has taken its offer to exchange places back. Your place is unchanged, and there is nothing "
            "that you need to do.",
            partner=partner.name,
        ),
    )


def expired(about: About, partner: Partner, *, by_me: bool, agreed: bool) -> Draft:
    """To both: its time is over; `agreed` where only the organisers' answer was missing."""
    if agreed:
        kind = "exchange-not-approved-in-time"
        what = sentence(
            "the exchange of places with %(partner)s was not approved before the meeting, so it has ended.",
            partner=partner.name,
        )
    elif by_me:
        kind = "exchange-not-answered"
        what = sentence(
            "%(partner)s has not answered your offer to exchange places in time, so the offer has ended.",
            partner=partner.name,
        )
    else:
        kind = "exchange-expired"
        what = sentence(
            "the offer of %(partner)s to exchange places has ended, because it was not answered in time.",
            partner=partner.name,
        )
    return _told(
        kind,
        about,
        partner,
        sentence("Exchange of places with %(partner)s: expired", partner=partner.subject_name),
        what,
        (_UNCHANGED,),
    )


def fallen(about: About, partner: Partner, *, withdrawn: bool) -> Draft:
    """To the one that still stands: the other has left the list, or has another place by a request of its own."""
    what = (
        sentence(
            "%(partner)s is no longer on the list of speakers, so the offer between you to exchange places has ended.",
            partner=partner.name,
        )
        if withdrawn
        else sentence(
            "%(partner)s has changed its request and with it its place on the list of speakers, so the offer between "
            "you to exchange places has ended.",
            partner=partner.name,
        )
    )
    return _told(
        "exchange-left" if withdrawn else "exchange-moved",
        about,
        partner,
        _no_longer_possible(partner),
        what,
        (_UNCHANGED,),
    )


def refused(about: About, partner: Partner, *, reason: str) -> Draft:
    """To both: the desk does not approve."""
    return _told(
        "exchange-refused",
        about,
        partner,
        sentence("Exchange of places with %(partner)s: not approved", partner=partner.subject_name),
        sentence(
            "the organisers have not approved the exchange of places with %(partner)s. Your place is unchanged.",
            partner=partner.name,
        ),
        _reason(reason),
    )


def applied(about: About, partner: Partner, slots: Slots, *, message: str) -> Draft:
    """To both: it holds."""
    return _told(
        "exchange-applied",
        about,
        partner,
        sentence("Places exchanged with %(partner)s", partner=partner.subject_name),
        sentence(
            "%(delegation)s and %(partner)s have exchanged their places on the list of speakers of %(dialogue)s.",
            delegation=about.delegation,
            partner=partner.name,
            dialogue=about.dialogue,
        ),
        (
            sentence("- Your place before: %(slot)s", slot=slots.now),
            sentence("- Your place now: %(slot)s", slot=slots.then),
        ),
        *_message(message),
        (_provisional(published=slots.published),),
    )


def undone(about: About, partner: Partner, *, now: Sentence, published: bool, reason: str) -> Draft:
    """To both: the desk has undone it."""
    return _told(
        "exchange-undone",
        about,
        partner,
        sentence("Exchange of places with %(partner)s: undone", partner=partner.subject_name),
        sentence("the organisers have undone the exchange of places with %(partner)s.", partner=partner.name),
        (sentence("- Your place now: %(slot)s", slot=now),),
        _reason(reason),
        (_provisional(published=published),),
    )


def void(about: About, partner: Partner) -> Draft:
    """To the third one, with whom one of the two still had an offer open."""
    return _told(
        "exchange-void",
        about,
        partner,
        _no_longer_possible(partner),
        sentence(
            "%(partner)s has exchanged places with another delegation, so the offer between you has ended. Your place "
            "is unchanged.",
            partner=partner.name,
        ),
    )


def _told(
    kind: str,
    about: About,
    partner: Partner,
    subject: Sentence,
    what: Sentence,
    *kept: Paragraph,
    where: Sentence | None = None,
    values: Mapping[str, object] | None = None,
) -> Draft:
    """A letter about a request in which an edited wording can name the partner."""
    named = {"partner": partner.subject_name, **(values or {})}
    return told(kind, about, subject, what, *kept, where=where, values=named)


_UNCHANGED = sentence("Your place is unchanged, and there is nothing that you need to do.")


def _no_longer_possible(partner: Partner) -> Sentence:
    return sentence("Exchange of places with %(partner)s: no longer possible", partner=partner.subject_name)


def _message(message: str) -> tuple[Paragraph, ...]:
    return ((sentence("Their message: %(message)s", message=message),),) if message else ()


def _reason(reason: str) -> Paragraph:
    return (sentence("Reason: %(reason)s", reason=reason),)


def _provisional(*, published: bool) -> Sentence:
    if published:
        return sentence("This is provisional until the next revision of the list is published.")
    return PROVISIONAL
