"""What became of received mails, and why, in words."""

from __future__ import annotations

from rtop_event.mailing.models import Outcome
from rtop_event.wording import sentence

OUTCOMES = {
    Outcome.MANUAL: sentence("Needs a person"),
    Outcome.COUNTER: sentence("Another time proposed"),
    Outcome.APPLIED: sentence("Applied"),
    Outcome.BOUNCE: sentence("Returned"),
    Outcome.COMPLAINT: sentence("Complaint"),
    Outcome.STALE: sentence("Overtaken"),
    Outcome.DUPLICATE: sentence("Came twice"),
    Outcome.AUTOREPLY: sentence("Automatic answer"),
    Outcome.IGNORED: sentence("Without effect"),
}
TO_EARLIER = sentence("Answered the earlier entry")
"""Instead of the outcome of what was applied, but no longer counts."""
SETTLED = {
    "applied": sentence("Applied by hand"),
    "ignored": sentence("Put aside"),
    "bounce": sentence("Noted as returned"),
    "accepted": sentence("Proposal accepted"),
    "declined": sentence("Proposal declined"),
}
REASONS = {
    "answered": sentence("The answer stands."),
    "earlier-version": sentence("It answers the earlier time or place; the person is asked again."),
    "same-mail": sentence("The same mail had come before."),
    "same-answer": sentence("The same answer had come before."),
    "later-answer-known": sentence("A later answer of this person is known."),
    "over": sentence("The dialogue was over: it is kept as history."),
    "cancelled": sentence("The dialogue was cancelled: it is kept as history."),
    "proposes": sentence("Another time is proposed. The dialogue stays as it is until you change it."),
    "turn-cancelled": sentence("The turn was off the list: it is kept as history."),
    "turn-proposes": sentence("Another time is proposed for a turn. The list of speakers stays as it is."),
    "delegated": sentence("Somebody is to come in this person's place. Nobody was added: decide whom to invite."),
    "asks-again": sentence("The person's calendar asks for the entry once more."),
    "asks-by-itself": sentence("A program asks for the entry once more. Programs are not answered."),
    "asks-too-often": sentence("The person's calendar asks for the entry again: it was sent again within a day."),
    "sent-again": sentence("The person's calendar asked for the entry once more: it was sent again."),
    "unknown-answer": sentence("The answer is a word that we do not know."),
    "no-answer": sentence("It holds no answer."),
    "other-attendee": sentence("It came to this person's reply address, but somebody answers who was not invited."),
    "no-attendee": sentence("It does not say who answers."),
    "several-attendees": sentence("It names several people, and does not say which of them answers."),
    "not-invited": sentence("Somebody answers who was not invited."),
    "other-sender": sentence("It names this person, but came from another address and not to their reply address."),
    "unknown-token": sentence("It came to a reply address that was given to nobody."),
    "other-entry": sentence("It is about a calendar entry that is not ours, or not this person's."),
    "no-uid": sentence("It does not say which calendar entry it is about."),
    "no-such-instance": sentence("It is about one occurrence of a series, and there is no series."),
    "withdrawn": sentence("This person is no longer invited."),
    "asks-from-outside": sentence("It asks what only an organiser may ask. It changes nothing."),
    "nobody-reads": sentence("Nobody here understands this calendar."),
    "no-calendar": sentence("It holds no calendar: read it."),
    "automatic": sentence("Written by a program, such as a note of absence."),
    "bounced": sentence("The mail server says that the letter cannot be delivered. No letter is sent there now."),
    "complained": sentence("The person does not want our letters. No letter is sent there now."),
    "delayed": sentence("The mail server still tries to deliver the letter."),
    "delivered": sentence("The mail server confirms that a letter arrived."),
    "bounce-of-nothing-known": sentence("It tells of a letter that we do not know, so it stops nothing."),
    "too-large": sentence("It is too large to be opened."),
    "too-many-parts": sentence("It has too many parts to be opened."),
    "too-deep": sentence("Its parts lie too deep to be opened."),
    "not-readable": sentence("It could not be read."),
    "beyond-its-limits": sentence("Opening it took too long or too much memory."),
    "calendar-too-large": sentence("The calendar in it is too large."),
    "calendar-without-entry": sentence("The calendar in it holds no entry."),
    "calendar-without-method": sentence("The calendar in it does not say what it asks."),
    "too-many-entries": sentence("The calendar in it holds too many entries."),
    "line-too-long": sentence("The calendar in it has a line that is too long."),
    "rich-text-only": sentence("It is in a form that only Outlook opens (winmail.dat)."),
    "refused": sentence("The answer was refused."),
    "our-mistake": sentence("We stumbled over it; the log tells where."),
}
