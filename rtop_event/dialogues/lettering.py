"""The wording of a letter as organisers edit it: placeholders in braces, looked at for faults, filled; nothing is run.

What is filled in is never looked at again: neither for placeholders nor for markup.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from rtop_event.dialogues.lettertext import fault_in_letter
from rtop_event.fencing import for_header, unlinked
from rtop_event.gaps import GAP, gap, link_gap
from rtop_event.markdown import Mould, Rendered, addresses
from rtop_event.text import one_line
from rtop_event.wording import Sentence, sentence

Paragraph = tuple[Sentence, ...]
LINKS = ("register_link", "own_page", "page_link")
"""The placeholders that stand for whole web addresses; a subject holds none of them."""
CONTACT = "contact"
"""Whom to ask: its values are `contact_name` and `contact_address`."""
NEVER_MARKED = (*LINKS, CONTACT, "contact_address", "contact_link")
MOST_IN_SUBJECT = 200
_BRACED = re.compile(r"\{([^{}]*)\}|[{}]")
_AROUND = 16


@dataclass(frozen=True, slots=True)
class Wording:
    """The part of a letter that can be edited: a subject, and the Markdown that it begins with."""

    subject: str
    body: str


def in_subject(names: Sequence[str]) -> tuple[str, ...]:
    """Those placeholders that a subject may hold."""
    return tuple(name for name in names if name not in (*LINKS, CONTACT))


def fault(text: str, here: Sequence[str], *, elsewhere: Collection[str] = ()) -> Sentence | None:
    """What is wrong with the placeholders of a subject or body, None if nothing is.

    `here` are those that can stand in it, `elsewhere` those that stand in other letters.
    """
    for found in _BRACED.finditer(text):
        name = found[1]
        if name is None:
            around = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
            return sentence(
                "There is a single brace at “%(around)s”. Braces stand only around placeholders.",
                around=one_line(around),
            )
        if name not in here:
            values = {"name": one_line(name)[:60], "nearest": nearest(name, here)}
            if name in elsewhere:
                return sentence("{%(name)s} has no value here. The nearest that has one is {%(nearest)s}.", **values)
            return sentence("{%(name)s} is not a placeholder. The nearest is {%(nearest)s}.", **values)
    return None


def fault_in_links(body: str) -> Sentence | None:
    """What is wrong with the links of a body without other faults: a placeholder within an address."""
    whole = {link_gap(name) for name in (*LINKS, "contact_link")}
    if all(address in whole for address in addresses(_with_gaps(body)) if GAP in address):
        return None
    return sentence(
        "A placeholder stands inside the address of a link. Only one that is an address itself can, and alone, such as "
        "[here]({page_link})."
    )


def fault_of_letter(text: str) -> tuple[int, Sentence] | None:
    """The line (from 1) and reason of the first fault of a letter with its subject, that of its links included."""
    found = fault_in_letter(text)
    if found:
        return found
    lines = text.split("\n")
    wrong = fault_in_links("\n".join(lines[1:]))
    at = next((number for number, line in enumerate(lines, start=1) if re.search(r"\]\([^)]*\{", line)), 2)
    return (at, wrong) if wrong else None


def nearest(name: str, known: Sequence[str]) -> str:
    """The known name that is most like the one that was typed."""
    return get_close_matches(name.strip().lower(), known, n=1, cutoff=0.0)[0]


def filled_subject(subject: str, values: Mapping[str, str]) -> str:
    """The subject with its placeholders filled: one line without links or marks that nobody sees."""
    return one_line(_BRACED.sub(lambda found: for_header(values.get(found[1] or "", "")), subject))


def fit_subject(subject: str) -> str:
    """The subject on one line of a fit length."""
    said = one_line(subject)
    return said if len(said) <= MOST_IN_SUBJECT else f"{said[: MOST_IN_SUBJECT - 1].rstrip()}…"


def filled_body(body: str, values: Mapping[str, str], *, marked: bool = False) -> Rendered:
    """The body with its placeholders filled by plain text that can be neither markup nor a link, and by addresses.

    On a page where it is only looked at, what was filled in can be `marked`; addresses of links never are.
    """
    fit = fit_values(body, values)
    return mould_of(body).filled(fit, [name for name in fit if name not in NEVER_MARKED] if marked else ())


def fit_values(body: str, values: Mapping[str, str]) -> dict[str, str]:
    """What goes into the gaps of that body; nothing where a value is missing."""
    names = [found[1] for found in _BRACED.finditer(body) if found[1]]
    fit = {name: values.get(name, "") for name in names}
    fit |= {name: value if name in LINKS else unlinked(value) for name, value in fit.items()}
    if CONTACT in fit:
        address = one_line(values.get("contact_address", ""))
        fit["contact_name"] = unlinked(values.get("contact_name", ""))
        fit |= {"contact_address": address, "contact_link": f"mailto:{address}"}
    return fit


@lru_cache(maxsize=256)
def mould_of(body: str) -> Mould:
    """The Markdown of a body with gaps for its placeholders, parsed once."""
    return Mould(_with_gaps(body))


def _with_gaps(body: str) -> str:
    return _BRACED.sub(lambda found: _gap(body, found), body)


def _gap(body: str, found: re.Match[str]) -> str:
    """What stands for a placeholder while the Markdown is parsed; a bare address where Markdown wants an address."""
    name = found[1] or ""
    if name == CONTACT:
        return f"{gap('contact_name')}, [{gap('contact_address')}]({link_gap('contact_link')})"
    if name not in LINKS:
        return gap(name)
    before, after = body[: found.start()], body[found.end() :]
    is_address = before.endswith("](") or (before.endswith("<") and after.startswith(">"))
    return link_gap(name) if is_address else f"<{link_gap(name)}>"
