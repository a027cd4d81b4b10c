"""Servers' own words and programs' own answers, as many programs and languages write them."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from rtop_event.mailing.opened import Fate, Kind, Opened
from rtop_event.mailing.opening import opened
from rtop_event.mailing.returned import _known_failures
from tests.client_mails import PERU, Reply, alternative, mail, part

KEY = "0123456789abcdef0123456789abcdef"
OURS = f"<{KEY}@dialogue.example>"
LINE = "host mx.example [192.0.2.1]: 550 5.1.1 User unknown"


def returned(
    sender: str, subject: str, text: str, headers: str = "", to: str = f"bounce-{KEY}@dialogue.example"
) -> Opened:
    """What is found in such a mail, sent back to a letter's own address."""
    content = part("text/plain; charset=utf-8", text, "quoted-printable")
    return opened(mail(Reply(sender=sender, headers=headers, to=to), content, subject=subject))


BOUNCES: dict[str, tuple[str, str, str]] = {
    "qmail": ("MAILER-DAEMON@mx.example", "failure notice",
        f"Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the "
        f"following addresses.\nThis is a permanent error; I've given up.\n\n<{PERU}>:\nSorry, no mailbox here by that "
        "name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <x@y.example>\n"),
    "exim": ("Mailer-Daemon@mx.example", "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
        f"delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
        f"  {PERU}\n    {LINE}\n\n------ This is a copy of the message, including all the headers. ------\n\n"),
    "exchange 2003": ("postmaster@mission.example", "Undeliverable: Invitation",
        f"Your message\n\n  To:      {PERU}\n  Subject: Invitation\n\ndid not reach the following recipient(s):\n\n{PERU} on "
        "Mon, 20 Aug 2012 16:00:00 +0200\n    The e-mail account does not exist.\n    <mx.mission.example #5.1.1>\n"),
    "notes": ("router@mission.example", f"DELIVERY FAILURE: User peru ({PERU}) not listed in Domino Directory",
        f"Your message\n\n  Subject: Invitation\n\nwas not delivered to:\n\n  {PERU}\n\nbecause:\n\n  User peru not listed"),
    "gmail": ("mailer-daemon@googlemail.com", "Delivery Status Notification (Failure)",
        f"** Address not found **\n\nYour message wasn't delivered to {PERU} because the address couldn't be found."),
    "yahoo": ("MAILER-DAEMON@yahoo.example", "Failure Notice",
        f"Sorry, we were unable to deliver your message to the following address.\n\n<{PERU}>:\nRemote host said: 550 no"),
    "groupwise": ("Mailer-Daemon@mission.example", "Message status - undeliverable",
        f"The attached file had the following undeliverable recipient(s):\n{PERU}\n"),
    "german": ("postmaster@mission.example", "Unzustellbar: Einladung", f"Nicht zugestellt: {PERU}"),
    "french": ("postmaster@mission.example", "Non remis : Invitation", f"Échec de la remise : {PERU}"),
    "spanish": ("postmaster@mission.example", "No se puede entregar: Invitación", f"A: {PERU}"),
    "portuguese": ("postmaster@mission.example", "Não foi possível entregar: convite", f"A entrega falhou: {PERU}"),
    "italian": ("postmaster@mission.example", "Non recapitabile: Invito", f"A: {PERU}"),
    "russian": ("postmaster@mission.example", "Недоставленное сообщение", f"Не удалось доставить: {PERU}"),
    "chinese": ("postmaster@mission.example", "系统退信", f"抱歉，您的邮件被退回来了 {PERU}"),
    "japanese": ("postmaster@mission.example", "配信不能: invitation", f"次の受信者への配信に失敗しました {PERU}"),
    "arabic": ("postmaster@mission.example", "تعذر التسليم: دعوة", f"تعذر تسليم الرسالة إلى: {PERU}"),
    "nobody's words, from a person": ("it@mission.example", "Your mail", f"The mailbox {PERU} does not exist: 550 5.1.1"),
}  # fmt: skip


@pytest.mark.parametrize("server", BOUNCES)
def test_a_returned_letter_is_told_by_many_servers(server: str) -> None:
    found = returned(*BOUNCES[server])
    assert (found.kind, found.about) == (Kind.BOUNCE, (OURS,))
    assert [(one.address, one.fate) for one in found.returned] == [(PERU, Fate.FAILED)]


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("MAILER-DAEMON@mx.example", "Warning: message 1T3 delayed 24 hours",
            f"A message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 "
            f"hours.\nThe address is:\n\n  {PERU}\n\nNo action is required. Delivery attempts will continue"),
        ("MAILER-DAEMON@mx.example", "Undelivered Mail Returned to Sender", f"<{PERU}>: 452 4.2.2 mailbox full"),
    ],
)  # fmt: skip
def test_a_letter_that_is_only_late_is_told_as_such(sender: str, subject: str, text: str) -> None:
    found = returned(sender, subject, text)
    assert [(one.address, one.fate) for one in found.returned] == [(PERU, Fate.DELAYED)]


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Invitation", "Auto: out of office", "Re: Invitation [Out of Office]", "OOO until Monday",
        "Yahoo! Auto Response", "Vacation reply", "Automatische Antwort: Einladung", "Abwesenheitsnotiz",
        "Réponse automatique : x", "Absence du bureau", "Message d'absence", "Respuesta automática: x",
        "Fuera de la oficina", "Resposta automática: x", "Risposta automatica: x", "Fuori sede: x",
        "Automatisch antwoord: x", "Autosvar: x", "Automatisk svar: x", "Automaattinen vastaus: x",
        "Odpowiedź automatyczna: x", "Automatická odpověď: x", "Automatikus válasz: x", "Otomatik yanıt: x",
        "Răspuns automat: x", "Автоматический ответ: x", "Автоответ: x", "Автоматична відповідь: x",
        "Αυτόματη απάντηση: x", "תשובה אוטומטית: x", "自动答复: x", "自动回复: x", "自動回覆: x", "自動応答: x",
        "不在通知", "자동 회신: x", "رد تلقائي: x", "الرد التلقائي: x",
    ],
)  # fmt: skip
def test_an_absence_is_no_bounce_and_no_answer_in_any_language(subject: str) -> None:
    text = "The delivery of answers is delayed; 550 is my number."
    assert returned(PERU, subject, text).kind is Kind.AUTOMATIC
    assert returned(PERU, subject, text, "Return-Path: <>\r\n").kind is Kind.AUTOMATIC


@pytest.mark.parametrize(
    "subject", ["Re: Invitation", "Our automatic doors", "The absence of the minister", "Autor: A"]
)
def test_what_a_person_writes_is_for_a_person(subject: str) -> None:
    assert (
        returned(PERU, subject, "Please write to our new ambassador.", to="rsvp-x@dialogue.example").kind is Kind.OTHER
    )
    assert returned(PERU, subject, "Please write to our new ambassador.").kind is Kind.OTHER


def test_a_complaint_in_the_form_of_outlook_com_is_one() -> None:
    letter = f"X-HmXmrOriginalRecipient: {PERU}\r\nMessage-ID: {OURS}\r\n\r\nx"
    content = alternative(part("text/plain", ""), part("message/rfc822", letter), kind="mixed")
    found = opened(
        mail(Reply(sender="staff@hotmail.example"), content, subject="complaint about message from 192.0.2.1")
    )
    assert (found.kind, found.about, [one.address for one in found.returned]) == (Kind.COMPLAINT, (OURS,), [PERU])


def test_a_library_that_stumbles_over_a_bounce_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_mail: object) -> object:
        raise ValueError

    monkeypatch.setattr("flufl.bounce.all_failures", stumble)
    assert _known_failures(message_from_bytes(b"Subject: failed\n\ntext", policy=default)) == ([], [])
