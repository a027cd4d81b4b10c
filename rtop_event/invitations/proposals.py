"""Other times that came by mail: what each is proposed for, as it is now, and the letter that declines it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

from rtop_event.mailing.models import Letter, Received


@dataclass(frozen=True, slots=True)
class Matter:
    """What another time is proposed for: when it is now, and `decline` drafts the letter with a word on why.

    `programme` is the slug of the dialogue whose programme is opened to accept it; empty where no mail may move what it
    is about, and `list_url` leads to where a person moves it.
    """

    starts_at: datetime
    ends_at: datetime
    decline: Callable[[str, datetime], Letter]
    programme: str = ""
    list_url: str = ""


Source = Callable[[Received], Matter | None]


def add_proposals(app: Flask, source: Source) -> None:
    """A wing tells what a mail that concerns it is about."""
    app.extensions.setdefault("proposals", []).append(source)


def matter_of(mail: Received) -> Matter | None:
    """What the mail is about; None where no wing knows."""
    found = (source(mail) for source in current_app.extensions.get("proposals", []))
    return next((matter for matter in found if matter is not None), None)
