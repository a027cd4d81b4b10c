"""What a mail that carries a calendar entry must hold, looked at as it leaves: the parts, their order, the addresses."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from tests.calendar_lint import faults, parsed, unfolded

SHAPE = ["text/plain", "text/html", "text/calendar"]


def mail_faults(data: bytes) -> list[str]:
    """What is wrong with a mail that brings an entry; an empty list when nothing is, or when it brings none."""
    mail = message_from_bytes(data, policy=policy.default)
    if not any(part.get_content_type() in ("text/calendar", "application/ics") for part in mail.walk()):
        return []
    found = [] if data.isascii() else ["not in seven bits"]
    parts = _parts(mail)
    if mail.get_content_type() != "multipart/mixed" or len(parts) < 2:
        return [*found, "not multipart/mixed"]
    texts, enclosed = _parts(parts[0]), parts[1]
    if [part.get_content_type() for part in texts] != SHAPE or parts[0].get_content_type() != "multipart/alternative":
        return [*found, f"the alternative is {[part.get_content_type() for part in texts]}"]
    return found + _two_copies(texts[2], enclosed) + _people(mail, _bytes(texts[2]))


def _parts(mail: EmailMessage) -> list[EmailMessage]:
    return cast(list[EmailMessage], mail.get_payload()) if mail.is_multipart() else []


def _bytes(part: EmailMessage) -> bytes:
    return cast(bytes, part.get_payload(decode=True))


def _two_copies(entry: EmailMessage, enclosed: EmailMessage) -> list[str]:
    data = _bytes(entry)
    found = faults(data)
    kind = entry["Content-Type"].params
    if entry["Content-Disposition"] or entry["Content-ID"]:
        found.append("the entry is an attachment")
    if kind.get("charset", "").lower() != "utf-8" or entry["Content-Transfer-Encoding"] != "base64":
        found.append("the entry is not UTF-8 in base64")
    if f"METHOD:{kind.get('method')}".encode() not in data.split(b"\r\n"):
        found.append(f"the method of the part is {kind.get('method')}")
    if (enclosed.get_content_type(), enclosed["Content-Type"].params.get("name")) != ("application/ics", "invite.ics"):
        found.append(f"the entry is enclosed as {enclosed['Content-Type']}")
    if (enclosed.get_content_disposition(), enclosed.get_filename()) != ("attachment", "invite.ics"):
        found.append("the enclosed entry is not an attachment named invite.ics")
    return found + ([] if _bytes(enclosed) == data else ["the enclosed entry is another"])


def _people(mail: EmailMessage, data: bytes) -> list[str]:
    """One recipient, who is the attendee; from the organiser; sent by a machine."""
    event = parsed(unfolded(data)).named("VEVENT")[0]
    organiser, attendee = (event.values(name)[0].removeprefix("mailto:") for name in ("ORGANIZER", "ATTENDEE"))
    to, sender = ([one.addr_spec for one in mail[name].addresses] for name in ("To", "From"))
    found = [] if to == [attendee] else [f"to {to}, but for {attendee}"]
    found += [] if sender == [organiser] else [f"from {sender}, but of {organiser}"]
    found += [f"{name} is set" for name in ("Cc", "Bcc") if mail[name]]
    return found + ([] if mail["Auto-Submitted"] == "auto-generated" else ["Auto-Submitted"])
