"""A letter as bytes: shape, seven bits, headers that nobody can add to, the same bytes each time."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from rtop_event.mailing.mime import headers, mail_bytes

GOLDEN = Path(__file__).parent.parent / "golden"
AT = datetime(2012, 8, 16, 13, 0, tzinfo=UTC)


@dataclass(frozen=True)
class File:
    """A file by shape."""

    filename: str = "overview.pdf"
    media_type: str = "application/pdf"
    content: bytes = bytes(range(256)) * 40

    @property
    def digest(self) -> str:
        """Of name and content."""
        return hashlib.sha256(self.filename.encode() + self.content).hexdigest()


@dataclass(frozen=True)
class Mail:
    """A letter by shape."""

    sender: str = "rsvp-abc@dialogue.example"
    sender_name: str = "Dialogues"
    recipient: str = "Mission@tonga.example"
    recipient_name: str = ""
    subject: str = "Invitation: dialogue"
    language: str = "en"
    text: str = "Excellency,\n.\nFrom here on é 你好\n-- \nend\n"
    html: str = "<p>Excellency, é</p>"
    calendar: bytes | None = None
    method: str = ""
    message_id: str = "<0123456789abcdef@dialogue.example>"
    in_reply_to: str = ""
    created_at: datetime = AT
    approved_at: datetime | None = None
    enclosures: list[File] = field(default_factory=list)


INVITATION = Mail(calendar=(GOLDEN / "request.ics").read_bytes(), method="REQUEST", enclosures=[File()])


def read(mail: Mail) -> EmailMessage:
    """The mail as another program reads it, without a defect."""
    message = message_from_bytes(mail_bytes(mail), policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk()] == [[] for _ in message.walk()]
    return message


def shape(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def test_invitation_has_the_parts_in_the_order_that_clients_need() -> None:
    message = read(INVITATION)
    assert shape(message) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
        "application/pdf",
    ]
    calendar, attached, pdf = list(message.walk())[4:]
    assert dict(calendar["Content-Type"].params) == {"charset": "utf-8", "method": "REQUEST"}
    assert calendar["Content-Disposition"] is None
    assert calendar["Content-ID"] is None
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert attached["Content-Type"].params["name"] == "invite.ics"
    assert attached["Content-Disposition"] == 'attachment; filename="invite.ics"'
    assert calendar.get_payload(decode=True) == attached.get_payload(decode=True) == INVITATION.calendar
    assert pdf.get_filename() == "overview.pdf"
    assert pdf.get_payload(decode=True) == File().content


@pytest.mark.parametrize(
    ("mail", "parts"),
    [
        (Mail(), ["multipart/alternative", "text/plain", "text/html"]),
        (
            Mail(enclosures=[File()]),
            ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"],
        ),
        (
            replace(INVITATION, enclosures=[]),
            [
                "multipart/mixed",
                "multipart/alternative",
                "text/plain",
                "text/html",
                "text/calendar",
                "application/ics",
            ],
        ),
    ],
)
def test_letter_leaves_out_the_parts_that_it_does_not_have(mail: Mail, parts: list[str]) -> None:
    assert shape(read(mail)) == parts


def test_texts_come_out_as_they_went_in() -> None:
    plain, html = list(read(Mail()).walk())[1:]
    assert plain.get_payload(decode=True).decode().replace("\r\n", "\n") == Mail().text  # type: ignore[union-attr] # bytes
    assert html.get_payload(decode=True).decode() == Mail().html + "\r\n"  # type: ignore[union-attr] # bytes


def test_every_line_is_seven_bit_crlf_and_short() -> None:
    content = mail_bytes(replace(INVITATION, text="lorem ipsum é " * 400, html="<p>" + "é" * 3000))
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 78
    assert re.search(rb"[\x80-\xff\x00]|\r(?!\n)|(?<!\r)\n", content) is None
    assert lines[-1] == b""


def test_headers_are_these() -> None:
    approved = replace(Mail(), approved_at=datetime(2012, 8, 17, 9, 30, tzinfo=UTC), in_reply_to="<first@x.example>")
    assert headers(approved).decode().split("\r\n") == [
        'From: "Dialogues" <rsvp-abc@dialogue.example>',
        "To: Mission@tonga.example",
        "Subject: Invitation: dialogue",
        "Date: Fri, 17 Aug 2012 09:30:00 +0000",
        "Message-ID: <0123456789abcdef@dialogue.example>",
        "In-Reply-To: <first@x.example>",
        "References: <first@x.example>",
        "Auto-Submitted: auto-generated",
        "Content-Language: en",
        "MIME-Version: 1.0",
        "",
    ]


def test_from_is_the_organiser_of_the_entry() -> None:
    entry = (GOLDEN / "request.ics").read_bytes().replace(b"\r\n ", b"")
    organiser = re.search(rb"ORGANIZER[^\r]*:mailto:(\S+)", entry)
    assert organiser
    mail = replace(INVITATION, sender=organiser[1].decode())
    assert read(mail)["From"].addresses[0].addr_spec.encode() == organiser[1]
    assert read(mail)["Reply-To"] is None


@pytest.mark.parametrize(
    "name",
    [
        'Zoë "X" Ñandú, Ambassador',
        "H.E. Mr. O'Neill <other@evil.example>, Bcc: x@evil.example",
        "=?utf-8?q?evil?=",
        "back\\slash",
        "الوفد الدائم",
        "a very long name " * 11,
    ],
)
def test_names_come_out_as_they_went_in_and_stay_names(name: str) -> None:
    message = read(Mail(recipient_name=name.strip(), sender_name=name.strip(), subject=name.strip()))
    assert [(one.display_name, one.addr_spec) for one in message["To"].addresses] == [
        (name.strip(), "Mission@tonga.example")
    ]
    assert [one.addr_spec for one in message["From"].addresses] == ["rsvp-abc@dialogue.example"]
    assert message["Subject"] == name.strip()


@pytest.mark.parametrize("field_name", ["sender_name", "recipient_name", "subject", "recipient", "in_reply_to"])
@pytest.mark.parametrize("bad", ["x\r\nBcc: y@evil.example", "x\ny", "x\ry", "x\0y"])
def test_line_break_in_a_header_is_refused(field_name: str, bad: str) -> None:
    with pytest.raises(ValueError, match="line break or control"):
        mail_bytes(Mail(**{field_name: bad}))  # type: ignore[arg-type] # every field named is a text


def test_address_that_is_not_ascii_is_refused() -> None:
    with pytest.raises(ValueError, match="ascii"):
        mail_bytes(Mail(recipient="zoë@tonga.example"))


def test_same_letter_gives_the_same_bytes_and_another_id_another_boundary() -> None:
    again = replace(INVITATION, enclosures=[File()])
    assert mail_bytes(again) == mail_bytes(INVITATION)
    other = replace(INVITATION, message_id="<other@dialogue.example>")
    boundaries = [set(re.findall(rb'boundary="([^"]+)"', mail_bytes(mail))) for mail in (INVITATION, other)]
    assert [len(found) for found in boundaries] == [2, 2]
    assert not boundaries[0] & boundaries[1]


def test_two_files_of_one_name_keep_their_contents() -> None:
    files = [File(), File(content=b"another")]
    kept = [part.get_payload(decode=True) for part in read(Mail(enclosures=files)).walk()][-2:]
    assert kept == [file.content for file in files]
