"""With whom a delegation can exchange its place: those on the list that the rules allow, chosen or named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from rtop_event.delegations.names import names_elsewhere
from rtop_event.delegations.search import Entry as Findable
from rtop_event.dialogues.models import Dialogue
from rtop_event.refusal import Refusal
from rtop_event.registrations.models import Registration
from rtop_event.showing import say
from rtop_event.speakers import exchange_finding as finding
from rtop_event.speakers import revisions
from rtop_event.speakers.composing import Facts, Listing, Row
from rtop_event.speakers.exchange_forms import AskForm
from rtop_event.speakers.exchange_refusals import CannotBeAsked, HoldsNoPlace, MeetingHasOpened, PinnedStays
from rtop_event.speakers.exchanges import openings
from rtop_event.speakers.exchanging import may_exchange
from rtop_event.speakers.listing import facts_of, key_of
from rtop_event.speakers.reasons import called
from rtop_event.speakers.revisions import Seen
from rtop_event.speakers.slots import slot_told
from rtop_event.wording import Sentence, sentence

CHOOSE = sentence("Choose a delegation")


@dataclass(frozen=True)
class OnTheList:
    """The list as it stands, for one of its delegations."""

    registration: Registration
    facts: Facts
    listing: Listing
    language: str

    @property
    def dialogue(self) -> Dialogue:
        """The dialogue."""
        return self.registration.dialogue

    @cached_property
    def mine(self) -> Row | None:
        """The row of this delegation; None for one that holds no place."""
        return next((row for row in self.listing.rows if row.key == key_of(self.registration.id)), None)

    @cached_property
    def last(self) -> Seen | None:
        """The list as it was last published, whose places everybody can read."""
        return next(iter(revisions.latest(self.dialogue)), None)

    def try_with(self, key: str) -> None:
        """Raises the refusal of the rule that forbids an exchange with that inscription, or CannotBeAsked."""
        if self.mine:
            other = self.listing.row(key).entry
            may_exchange(self.mine.entry, other, self.facts.chain)
            if other.id in self._without_address:
                raise CannotBeAsked(called(other))

    @cached_property
    def _without_address(self) -> frozenset[int]:
        return finding.without_address(self.dialogue)

    def closed(self, at: datetime) -> Sentence | None:
        """Why this delegation cannot exchange at all; None where it can."""
        if self.mine is None:
            return HoldsNoPlace(self.registration.delegation.standings[0].name).reason
        if self.mine.entry.pin is not None:
            return PinnedStays(called(self.mine.entry), self.mine.entry.pin).reason
        if at >= min(openings(self.dialogue, self.mine)):
            return MeetingHasOpened().reason
        return None

    def allowed(self, at: datetime) -> list[Row]:
        """Those with whom the rules allow it, and whose meeting has not opened."""
        return [row for row in self.listing.rows if self.mine and self._allows(row, at)]

    def _allows(self, row: Row, at: datetime) -> bool:
        try:
            self.try_with(row.key)
        except Refusal:
            return False
        return at < min(openings(self.dialogue, row))


def on_the_list(registration: Registration, language: str) -> OnTheList:
    """The list as it stands now, with names in that language."""
    facts = facts_of(registration.dialogue, language)
    return OnTheList(registration, facts, facts.listing(), language)


def ask_form(mine: OnTheList, at: datetime) -> AskForm:
    """The form that asks for an exchange."""
    form = AskForm()
    allowed = mine.allowed(at)
    form.other.choices = [("", say(CHOOSE)), *((row.key, say(_label(row, mine))) for row in allowed)]
    form.allowed = [_findable(row) for row in allowed]
    form.on_the_list = [_findable(row) for row in mine.listing.rows]
    form.try_with = mine.try_with
    return form


def _label(row: Row, mine: OnTheList) -> Sentence | str:
    """A delegation as a choice, with its place once everybody can read it."""
    if mine.last is None:
        return called(row.entry)
    return sentence("%(who)s: %(slot)s", who=called(row.entry), slot=slot_told(row, mine.dialogue))


def _findable(row: Row) -> Findable:
    """A delegation as the search wants it; it is found by its group too."""
    entry = row.entry
    also = [entry.delegation, entry.english, *names_elsewhere(entry.iso2, entry.english)]
    also += [entry.on_behalf_of] if entry.on_behalf_of else []
    return Findable(entry.key, say(called(entry)), entry.kind, entry.english.casefold(), entry.iso2, tuple(also))
