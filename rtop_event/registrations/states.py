"""The states of a request and of those behind a statement, by their identifiers; pure, so that letters are too."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """What a delegate is told, computed from the facts."""

    RECEIVED = "received"
    LAPSED = "lapsed"
    VERIFIED = "verified"
    REGISTERED = "registered"
    RESERVE = "reserve"
    ON_THE_LIST = "on_the_list"
    NOT_SELECTED = "not_selected"
    WITHDRAWN = "withdrawn"


class Stand(StrEnum):
    """How a delegation stands to the statement of a group."""

    ALIGNED = "aligned"
    OPTED_OUT = "opted_out"


class Gender(StrEnum):
    """Of the speaker, where it is given: a list can alternate women and men."""

    NOT_GIVEN = ""
    WOMAN = "woman"
    MAN = "man"
