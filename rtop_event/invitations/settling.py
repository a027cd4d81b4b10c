"""What a person does with a mail that came in: applies it, puts it aside, answers a proposal, mends an address."""

from __future__ import annotations

from datetime import datetime

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.actions import give_answer
from rtop_event.invitations.models import Answer, Channel, Invitation
from rtop_event.invitations.proposals import Matter
from rtop_event.mailing import blocking
from rtop_event.mailing.models import Letter, Outcome, Received
from rtop_event.organisers.record import record
from rtop_event.refusal import Refusal
from rtop_event.wording import sentence

FOR_A_PERSON = (Outcome.MANUAL, Outcome.COUNTER)


REVERSIBLE = ("ignored", "bounce")
"""What can be taken back: nobody but us knows of it yet."""


class NotReversible(Refusal):
    """An answer that was noted or a letter that was drafted is not taken back by opening the mail again."""

    def __init__(self) -> None:
        super().__init__(sentence("This cannot be taken back here."))


class IsSettled(Refusal):
    """Each mail is dealt with once."""

    def __init__(self) -> None:
        super().__init__(sentence("This mail needs nobody any more: it was dealt with."))


class NotByMail(Refusal):
    """What a mail proposes for a turn is not taken over from it."""

    def __init__(self) -> None:
        super().__init__(sentence("No mail moves the list of speakers: a place is moved on the list itself."))


class NoAddress(Refusal):
    """Only an address that we wrote to can have bounced."""

    def __init__(self) -> None:
        super().__init__(sentence("It is not known whom this mail concerns, so no address can be stopped."))


def is_open(mail: Received) -> bool:
    """Whether a person must look."""
    return mail.outcome in FOR_A_PERSON and mail.settled_at is None


def apply(
    mail: Received, dialogue: Dialogue, invitation: Invitation, answer: Answer, *, by: str, at: datetime, note: str
) -> None:
    """Let the mail be this person's answer, given now."""
    _settle(mail, "applied", by=by, at=at)
    give_answer(dialogue, invitation, answer, channel=Channel.MAIL, by=by, at=at, note=note, received=mail.id)


def ignore(mail: Received, *, by: str, at: datetime) -> None:
    """Nothing follows from the mail."""
    _settle(mail, "ignored", by=by, at=at)


def call_it_bounce(mail: Received, *, by: str, at: datetime) -> None:
    """The mail tells that an address cannot be reached: nothing is sent there until somebody mends it."""
    if not mail.concerns:
        raise NoAddress
    _settle(mail, "bounce", by=by, at=at)
    blocking.block(mail.concerns, words=mail.subject, by=mail, at=at)


def reopen(mail: Received, *, by: str, at: datetime) -> None:
    """Take back that the mail was put aside or noted as a bounce: it waits for a person again."""
    session.refresh(mail, with_for_update=True)
    if mail.settled_as not in REVERSIBLE:
        raise NotReversible
    stopped = blocking.blocked([mail.concerns]).get(mail.concerns.lower())
    if mail.settled_as == "bounce" and stopped is not None and stopped.received_id == mail.id:
        blocking.unblock(mail.concerns)
    before = {"settled": mail.settled_as, "concerns": mail.concerns}
    mail.settled_at, mail.settled_by, mail.settled_as = None, "", ""
    record("mail opened again", by=by, at=at, dialogue=mail.dialogue, about=f"mail:{mail.id}", before=before)
    session.flush()


def accept_proposal(mail: Received, matter: Matter, *, by: str, at: datetime) -> None:
    """The organisers move the dialogue; that is done at its programme, and tells everybody. Raises NotByMail."""
    if not matter.programme:
        raise NotByMail
    _settle(mail, "accepted", by=by, at=at)


def decline_proposal(mail: Received, matter: Matter, *, word: str, by: str, at: datetime) -> Letter:
    """The time stays: a letter that says so is drafted, with a word on why."""
    _settle(mail, "declined", by=by, at=at)
    return matter.decline(word, at)


def _settle(mail: Received, how: str, *, by: str, at: datetime) -> None:
    session.refresh(mail, with_for_update=True)
    if not is_open(mail):
        raise IsSettled
    mail.settled_at, mail.settled_by, mail.settled_as = at, by, how
    after = {"settled": how, "concerns": mail.concerns}
    record("mail settled", by=by, at=at, dialogue=mail.dialogue, about=f"mail:{mail.id}", after=after)
    session.flush()
