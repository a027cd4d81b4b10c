"""What the identifiers of this wing are called in words."""

from __future__ import annotations

from rtop_event.invitations.models import Channel, Reply
from rtop_event.wording import Sentence, sentence

ANSWERS = {
    "needs-action": sentence("no answer yet"),
    "accepted": sentence("accepted"),
    "tentative": sentence("tentative"),
    "declined": sentence("declined"),
    "delegated": sentence("delegated"),
}
CHANNELS = {
    Channel.WEB.value: sentence("on the web"),
    Channel.MAIL.value: sentence("by mail"),
    Channel.DESK.value: sentence("told to the desk"),
}
FROM_CALENDAR = sentence("from the calendar")


def way_of(reply: Reply) -> Sentence:
    """By which way an answer came: a calendar's has a stamp of its own."""
    return FROM_CALENDAR if reply.stamp else CHANNELS[reply.channel.value]
