"""What our letters about an exchange of places say: values in, sentences out; strangers' values arrive made inert."""

from __future__ import annotations

from dataclasses import dataclass

from rtop_event.dialogues.lettering import Paragraph
from rtop_event.registrations.letters import About, Draft, told
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
    return told(
        "exchange-offer",
        about,
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
        values={"partner": partner.subject_name, "until": until},
    )


_APPROVED_FIRST = sentence("If you accept, the exchange holds once the organisers have approved it.")


def accepted(about: About, partner: Partner, *, message: str) -> Draft:
    """To the asker, where the desk has to approve."""
    return told(
        "exchange-accepted",
        about,
        sentence("Exchange of places: %(partner)s has accepted", partner=partner.subject_name),
        sentence(
            "%(partner)s has accepted your offer to exchange places. The exchange now waits for the approval of the "
            "organisers; you will have a letter with their answer.",
            partner=partner.name,
        ),
        *_message(message),
        values={"partner": partner.subject_name},
    )


def declined(about: About, partner: Partner, *, message: str) -> Draft:
    """To the asker."""
    return told(
        "exchange-declined",
        about,
        sentence("Exchange of places: %(partner)s has declined", partner=partner.subject_name),
        sentence(
            "%(partner)s has declined your offer to exchange places. Your place is unchanged, and you can ask another "
            "delegation.",
            partner=partner.name,
        ),
        *_message(message),
        values={"partner": partner.subject_name},
    )


def taken_back(about: About, partner: Partner) -> Draft:
    """To the delegation that was asked."""
    return told(
        "exchange-taken-back",
        about,
        sentence("Exchange of places: %(partner)s has taken its offer back", partner=partner.subject_name),
        sentence(
            "%(partner)s has taken its offer to exchange places back. Your place is unchanged, and there is nothing "
            "that you need to do.",
            partner=partner.name,
        ),
        values={"partner": partner.subject_name},
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
    return told(
        kind,
        about,
        sentence("Exchange of places with %(partner)s: expired", partner=partner.subject_name),
        what,
        (_UNCHANGED,),
        values={"partner": partner.subject_name},
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
    return told(
        "exchange-left" if withdrawn else "exchange-moved",
        about,
        _no_longer_possible(partner),
        what,
        (_UNCHANGED,),
        values={"partner": partner.subject_name},
    )


def refused(about: About, partner: Partner, *, reason: str) -> Draft:
    """To both: the desk does not approve."""
    return told(
        "exchange-refused",
        about,
        sentence("Exchange of places with %(partner)s: not approved", partner=partner.subject_name),
        sentence(
            "the organisers have not approved the exchange of places with %(partner)s. Your place is unchanged.",
            partner=partner.name,
        ),
        _reason(reason),
        values={"partner": partner.subject_name},
    )


def applied(about: About, partner: Partner, slots: Slots, *, message: str) -> Draft:
    """To both: it holds."""
    return told(
        "exchange-applied",
        about,
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
        values={"partner": partner.subject_name},
    )


def undone(about: About, partner: Partner, *, now: Sentence, published: bool, reason: str) -> Draft:
    """To both: the desk has undone it."""
    return told(
        "exchange-undone",
        about,
        sentence("Exchange of places with %(partner)s: undone", partner=partner.subject_name),
        sentence("the organisers have undone the exchange of places with %(partner)s.", partner=partner.name),
        (sentence("- Your place now: %(slot)s", slot=now),),
        _reason(reason),
        (_provisional(published=published),),
        values={"partner": partner.subject_name},
    )


def void(about: About, partner: Partner) -> Draft:
    """To the third one, with whom one of the two still had an offer open."""
    return told(
        "exchange-void",
        about,
        _no_longer_possible(partner),
        sentence(
            "%(partner)s has exchanged places with another delegation, so the offer between you has ended. Your place "
            "is unchanged.",
            partner=partner.name,
        ),
        values={"partner": partner.subject_name},
    )


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
    return sentence("Places are provisional until the list is published.")
