"""How the chair names whoever is called: the speaker with function and delegation, the group, lengths of time."""

from __future__ import annotations

from dataclasses import dataclass

from rtop_event.floor.words import Voice
from rtop_event.wording import Sentence, sentence, sentence_of

FIRST_WORDS = frozenset(
    {"African", "Bahamas", "Caribbean", "Central", "Comoros", "Congo", "Czech", "Democratic", "Dominican", "European",
     "Federated", "Gambia", "Holy", "International", "Islamic", "League", "Maldives", "Marshall", "Netherlands",
     "Nordic", "Organisation", "Organization", "Philippines", "Republic", "Russian", "Solomon", "Sudan", "Syrian",
     "United"}
)  # fmt: skip
WORDS = frozenset({"Alliance", "Community", "Countries", "Group", "Movement"})
"""English names that begin with one of the first, or hold one of these, have an article in a sentence."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whoever is called, as far as the chair says it; `limit` in seconds, no delegation for who speaks for none."""

    delegation: str
    limit: int
    voice: Voice = Voice.STATEMENT
    speaker: str = ""
    function: str = ""
    on_behalf_of: str = ""
    answers: bool = False
    """Whether it is the panel that answers."""


def in_full(one: Speaker) -> Sentence | str:
    """The speaker by name, function and delegation, as far as they are known."""
    if one.answers:
        return sentence("the panel")
    delegation = with_article(one.delegation)
    if not one.speaker and not one.function:
        return sentence("the representative of %(delegation)s", delegation=delegation)
    bare = not one.delegation or one.delegation.casefold() in one.function.casefold()
    if bare and not one.function:
        return one.speaker
    if not one.function:
        return sentence("%(speaker)s of %(delegation)s", speaker=one.speaker, delegation=delegation)
    if not one.speaker:
        whole = sentence("the %(function)s", function=one.function)
    else:
        whole = sentence("%(speaker)s, %(function)s", speaker=one.speaker, function=one.function)
    return whole if bare else sentence("%(person)s of %(delegation)s", person=whole, delegation=delegation)


def in_short(one: Speaker) -> Sentence | str:
    """Those who come later: the delegation and the group, or the name of who speaks for no delegation."""
    if not one.delegation:
        return sentence("the panel") if one.answers else one.speaker
    name = with_article(one.delegation)
    if one.on_behalf_of:
        return sentence("%(delegation)s on behalf of %(group)s", delegation=name, group=with_article(one.on_behalf_of))
    return name


def with_article(name: str) -> Sentence | str:
    """A delegation or a group inside a sentence; names that are not English are left as they are."""
    words = name.split()
    articled = words and (words[0] in FIRST_WORDS or not WORDS.isdisjoint(words))
    return sentence("the %(name)s", name=name) if articled else name


def length(seconds: int) -> Sentence:
    """A length of time in full words, such as "4 minutes" or "1 minute and 30 seconds"."""
    minutes, rest = divmod(seconds, 60)
    left = sentence_of("%(number)s second", "%(number)s seconds", rest)
    if not minutes:
        return left
    whole = sentence_of("%(number)s minute", "%(number)s minutes", minutes)
    return sentence("%(minutes)s and %(seconds)s", minutes=whole, seconds=left) if rest else whole
