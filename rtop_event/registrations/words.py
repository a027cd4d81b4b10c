"""What people are told: participants, ways to take part, statuses with what they mean, steps of the history."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rtop_event.delegations.words import Kind
from rtop_event.registrations.states import Gender, Stand, Status
from rtop_event.wording import Sentence, sentence


class Participant(StrEnum):
    """Who registers; it decides which delegations are offered and what is asked."""

    STATE = "state"
    OBSERVER = "observer"
    ORGANISATION = "organisation"
    CIVIL_SOCIETY = "civil_society"


class Part(StrEnum):
    """How somebody takes part."""

    SPEAK = "speak"
    ATTEND = "attend"


KINDS_OF: dict[Participant, frozenset[Kind]] = {
    Participant.STATE: frozenset({Kind.MEMBER_STATE, Kind.OBSERVER_STATE}),
    Participant.OBSERVER: frozenset({Kind.OBSERVER_STATE, Kind.OBSERVER}),
    Participant.ORGANISATION: frozenset(
        {Kind.REGIONAL_ORGANISATION, Kind.OTHER_ORGANISATION, Kind.UN_ENTITY, Kind.OBSERVER}
    ),
    Participant.CIVIL_SOCIETY: frozenset({Kind.CIVIL_SOCIETY}),
}

SPEAKS_FOR_GROUPS = frozenset({Kind.MEMBER_STATE, Kind.OBSERVER_STATE, Kind.OBSERVER, Kind.REGIONAL_ORGANISATION})
"""Only these can make a statement on behalf of a group."""

STANDS: dict[Stand, Sentence] = {
    Stand.ALIGNED: sentence("It is not a member and aligns itself with the statement"),
    Stand.OPTED_OUT: sentence("It is a member and does not stand behind the statement"),
}

PARTICIPANTS: dict[Participant, Sentence] = {
    Participant.STATE: sentence("A State"),
    Participant.OBSERVER: sentence("An observer"),
    Participant.ORGANISATION: sentence("A regional or other intergovernmental organisation"),
    Participant.CIVIL_SOCIETY: sentence("Civil society"),
}

PARTICIPANT_NOTES: dict[Participant, Sentence] = {
    Participant.STATE: sentence("A Member State of the United Nations, or an observer State."),
    Participant.OBSERVER: sentence("An entity with a standing invitation to participate as observer."),
    Participant.ORGANISATION: sentence(
        "Also the entities, funds, programmes and agencies of the United Nations. One that we do not know writes its "
        "own name."
    ),
    Participant.CIVIL_SOCIETY: sentence(
        "Two steps: you ask, and the organisers select. You say what you would speak about."
    ),
}

PARTS: dict[Part, Sentence] = {
    Part.SPEAK: sentence("Take the floor"),
    Part.ATTEND: sentence("Attend only"),
}


RESERVE_PART = sentence("Ask for a place on the reserve")
RESERVE_NOTE = sentence("Waits on the reserve, and moves up when a place becomes free")


@dataclass(frozen=True)
class Standing:
    """One status in words: the name of its look, the word itself, what it means and what comes next."""

    look: str
    word: Sentence
    meaning: Sentence
    next: Sentence


STATUSES: dict[Status, Standing] = {
    Status.RECEIVED: Standing(
        "received",
        sentence("received"),
        sentence("We have your request. It does not count yet."),
        sentence("Confirm it with the button below. After 24 hours without that it lapses."),
    ),
    Status.LAPSED: Standing(
        "failed",
        sentence("lapsed"),
        sentence("The request was not confirmed within 24 hours, so it does not count."),
        sentence("If you still wish to take part, please register again while registration is open."),
    ),
    Status.VERIFIED: Standing(
        "waiting",
        sentence("verified"),
        sentence("Your request is verified. Civil society speakers are selected by the organisers."),
        sentence("You will have a letter with the decision. Until then there is nothing that you need to do."),
    ),
    Status.REGISTERED: Standing(
        "verified",
        sentence("verified"),
        sentence("You are registered to attend; you have not asked for the floor."),
        sentence("There is nothing more that you need to do before the dialogue."),
    ),
    Status.ON_THE_LIST: Standing(
        "provisional",
        sentence("on the list (provisional)"),
        sentence("Your delegation is on the list of speakers. Places are provisional until the list is published."),
        sentence("Look here again after the list is published: your place and the expected time stand on this page."),
    ),
    Status.RESERVE: Standing(
        "reserve",
        sentence("reserve"),
        sentence("Your request came after online requests had ended, so it waits on the reserve."),
        sentence(
            "It moves up to the list when a place becomes free, in the order of asking. We write to you when it does."
        ),
    ),
    Status.NOT_SELECTED: Standing(
        "refused",
        sentence("not selected"),
        sentence("The organisers could not give you the floor in this dialogue."),
        sentence("If you have a question about the decision, please write to the desk."),
    ),
    Status.WITHDRAWN: Standing(
        "withdrawn",
        sentence("withdrawn"),
        sentence("This request is withdrawn and holds no place."),
        sentence("While the list of speakers is open you can come back, at the last place of your level."),
    ),
}

PUBLISHED = Standing(
    "listed",
    sentence("on the list"),
    sentence("Your delegation is on the published list of speakers."),
    sentence("Please be in the room before the expected time: it can come earlier when others do not speak."),
)

STEPS: dict[str, Sentence] = {
    "received": sentence("Request received"),
    "verified": sentence("Confirmed"),
    "edited": sentence("Changed"),
    "substitute named": sentence("Substitute named"),
    "withdrawn": sentence("Withdrawn"),
    "asked for a letter before its turn": sentence("Asked for a letter before its turn"),
    "asked for no letter before its turn": sentence("Asked for no letter before its turn"),
    "came back": sentence("Came back"),
    "admitted from the reserve": sentence("Moved up from the reserve to the list"),
    "accepted": sentence("Selected"),
    "refused": sentence("Not selected"),
    "decision taken back": sentence("Decision taken back"),
    "change asked for": sentence("Change asked for"),
    "change taken back": sentence("Change taken back"),
    "change accepted": sentence("Change accepted"),
    "change refused": sentence("Change not accepted"),
    "link renewed": sentence("New personal link"),
    "calendar address renewed": sentence("New address of the calendar"),
    "link sent again": sentence("Letter with the link sent again"),
    "added by the desk": sentence("Added by the desk"),
    "aligned": sentence("Aligned with the statement"),
    "opted out": sentence("Opted out of the statement"),
    "no longer aligned": sentence("No longer aligned with the statement"),
    "no longer opted out": sentence("No longer opted out of the statement"),
    "merged": sentence("Merged with another request, which stays"),
    "another merged": sentence("Another request was merged into this one"),
    "moved": sentence("Moved on the list"),
    "move taken back": sentence("Move on the list taken back"),
    "pinned": sentence("Pinned to a place"),
    "unpinned": sentence("No longer pinned to a place"),
    "another request": sentence("Another request for the same place was refused"),
    "exchange asked": sentence("Exchange of places asked"),
    "exchange accepted": sentence("Exchange of places accepted"),
    "exchange declined": sentence("Exchange of places declined"),
    "exchange taken back": sentence("Offer to exchange places taken back"),
    "exchange expired": sentence("Exchange of places expired"),
    "exchange void": sentence("Exchange of places no longer possible"),
    "exchange refused": sentence("Exchange of places not approved"),
    "places exchanged": sentence("Places exchanged"),
    "exchange undone": sentence("Exchange of places undone"),
    "statement received": sentence("Statement received"),
    "statement withdrawn": sentence("Statement withdrawn"),
    "statement removed": sentence("Statement removed by the desk"),
    "statement submitted in writing": sentence("Statement published as submitted in writing"),
    "no longer submitted in writing": sentence("Statement no longer public as submitted in writing"),
}

FIELDS: dict[str, Sentence] = {
    "wants_floor": sentence("Takes the floor"),
    "capacity": sentence("Capacity"),
    "group": sentence("Group"),
    "speaker_name": sentence("Speaker"),
    "speaker_function": sentence("Function"),
    "speaker_gender": sentence("Gender of the speaker"),
    "level": sentence("Level"),
    "statement_language": sentence("Language of the statement"),
    "meeting_number": sentence("Preferred meeting"),
    "topic": sentence("Topic"),
    "accreditation": sentence("Accreditation"),
    "focal_point": sentence("Focal point"),
    "address": sentence("Mail address"),
    "phone": sentence("Telephone"),
    "access_needs": sentence("Access needs"),
    "language": sentence("Language of letters"),
    "message": sentence("Sentence in the letter"),
    "delegation": sentence("Delegation"),
    "exchanged_with": sentence("With"),
}

GENDERS: dict[Gender, Sentence] = {
    Gender.NOT_GIVEN: sentence("not given"),
    Gender.WOMAN: sentence("Woman"),
    Gender.MAN: sentence("Man"),
}

PARTICIPANT = sentence("Participant")
"""Who attends and does not speak is a participant, not a speaker."""

LETTER_KINDS: dict[str, Sentence] = {
    "receipt": sentence("Receipt"),
    "notice": sentence("Notice"),
    "invitation": sentence("Invitation"),
    "update": sentence("Update"),
    "cancellation": sentence("Cancellation"),
    "decision": sentence("Decision"),
}

LANGUAGE_NAMES: dict[str, Sentence] = {
    "ar": sentence("Arabic"),
    "zh": sentence("Chinese"),
    "en": sentence("English"),
    "fr": sentence("French"),
    "ru": sentence("Russian"),
    "es": sentence("Spanish"),
}


_ON_RESERVE = (
    sentence("first on the reserve"),
    sentence("second on the reserve"),
    sentence("third on the reserve"),
    sentence("fourth on the reserve"),
    sentence("fifth on the reserve"),
)


def number_told(number: int) -> Sentence:
    """A place on the reserve in words."""
    if number <= len(_ON_RESERVE):
        return _ON_RESERVE[number - 1]
    return sentence("number %(number)s on the reserve", number=number)


def masked(address: str) -> str:
    """The address as strangers may see it: a***@mission.example; empty stays empty."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}***{at}{domain}" if at else ""
