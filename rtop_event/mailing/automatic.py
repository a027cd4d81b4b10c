"""Mails that no person wrote: told by the headers of RFC 3834, by those of older programs, or by the subject."""

from __future__ import annotations

import re

from rtop_event.mailing.parts import Mail, header, headers

_VACATION = re.compile(
    r"^\W*((re|aw|yahoo)\W{1,3})?(auto(mat(ic|ed))?[ -]?(reply|response|answer)|autoreply|(oof|ooo)\b|on vacation|"
    r"vacation (reply|response|message|notice)|"
    r"automatische|automatisch antwoord|afwezig|abwesen|r[eé]ponse automatique|respuesta autom|resposta autom|"
    r"fuera de (la )?oficina|absence|absent d|message d.absence|risposta automatica|fuori sede|automatisk|auto-?svar|"
    r"automaattinen|poissa|odpowied\w+ automatyczna|automatick|automatikus|otomatik|r[aă]spuns automat|"
    r"автоответ|автоматич|αυτόματη|תשובה אוטומטית|自动(回复|答复)|自動(回覆|応答|返信)|不在|자동|(ال)?رد (ال)?تلقائي|"
    r"i('m| am) (away|out of))|out of (the )?office",
    re.IGNORECASE,
)
_SIGNS = ("X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "X-Autoresponder")


def is_vacation(mail: Mail) -> bool:
    """Whether its subject tells of an absence."""
    return bool(_VACATION.search(header(mail, "Subject")))


def says_automatic(mail: Mail) -> bool:
    """Whether a header says that no person wrote it."""
    said = header(mail, "Auto-Submitted").lower().strip()
    if (said and not said.startswith("no")) or any(name in mail for name in _SIGNS):
        return True
    return header(mail, "Precedence").strip().lower() in ("bulk", "auto_reply", "junk")


def has_no_return_path(mail: Mail) -> bool:
    """Whether nobody is to be told if it cannot be delivered."""
    return "<>" in [one.strip() for one in headers(mail, "Return-Path")]


def is_from_a_list(mail: Mail) -> bool:
    """Whether it came to many: whoever answered it would answer all of them."""
    return bool(header(mail, "List-Id")) or header(mail, "Precedence").strip().lower() == "list"


def is_automatic(mail: Mail) -> bool:
    """Whether no person wrote it, by any of these signs."""
    return says_automatic(mail) or has_no_return_path(mail) or is_vacation(mail)
