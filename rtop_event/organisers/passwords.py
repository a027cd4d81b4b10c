"""What a password must be like: long, of several signs, and not the address over again; pure."""

from __future__ import annotations

from rtop_event.wording import Sentence, sentence

SHORTEST = 12
LONGEST = 128
FEWEST_SIGNS = 5
TELLING_LENGTH = 4


def too_weak(password: str, *, address: str) -> Sentence | None:
    """Why this password cannot be taken, or None when it can."""
    if len(password) < SHORTEST:
        return sentence("The password needs at least %(number)s characters.", number=SHORTEST)
    if len(password) > LONGEST:
        return sentence("The password can have at most %(number)s characters.", number=LONGEST)
    if len(set(password.casefold())) < FEWEST_SIGNS:
        return sentence("The password repeats too few characters: a few unrelated words are better.")
    for part in address.casefold().split("@"):
        if len(part) >= TELLING_LENGTH and part in password.casefold():
            return sentence("The password must not contain the mail address.")
    return None
