"""What the pages about a statement on behalf of a group hold: who stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import get_locale

from rtop_event.delegations.finding import known
from rtop_event.delegations.names import name_in
from rtop_event.fields import Form
from rtop_event.registrations.alignments import behind_it, said_of
from rtop_event.registrations.behind import Behind, not_for_a_group
from rtop_event.registrations.finding import day_of
from rtop_event.registrations.models import Alignment, Registration
from rtop_event.registrations.pages import shown_name
from rtop_event.registrations.states import Stand
from rtop_event.wording import Sentence, sentence_of


@dataclass(frozen=True)
class Standing:
    """A delegation that aligned itself or opted out."""

    id: int
    name: str


@dataclass(frozen=True)
class BehindShown:
    """Who stands behind a statement, in the reader's language."""

    group: str
    members: tuple[str, ...]
    """All of the group on the day of the dialogue; empty where we hold no list of them."""
    aligned: tuple[Standing, ...]
    opted_out: tuple[Standing, ...]
    summary: Sentence


@dataclass(frozen=True)
class GroupPage:
    """The page on which alignments and opt-outs are edited."""

    slug: str
    title: str
    delegation: str
    token: str
    number: int
    behind: BehindShown | None
    nobody: Sentence
    """Why nobody stands behind it, when there is no group."""
    form: Form


def group_page(registration: Registration, form: Form, *, token: str = "", number: int = 0) -> GroupPage:
    """The page of one statement, under the delegate's token or the desk's number."""
    return GroupPage(
        slug=registration.dialogue.slug,
        title=registration.dialogue.theme,
        delegation=shown_name(registration),
        token=token,
        number=number,
        behind=behind_shown(registration),
        nobody=not_for_a_group().reason,
        form=form,
    )


def behind_shown(registration: Registration) -> BehindShown | None:
    """Who stands behind a statement; None when it is not made for a group."""
    if registration.group is None:
        return None
    said = said_of(registration)
    found = behind_it(registration, said)
    return BehindShown(
        group=registration.group.name,
        members=tuple(sorted(_names(registration, found.members))),
        aligned=_standing(registration, said, found.aligned, Stand.ALIGNED),
        opted_out=_standing(registration, said, found.opted_out, Stand.OPTED_OUT),
        summary=summary(found),
    )


def summary(found: Behind) -> Sentence:
    """For how many delegations the statement is made."""
    return sentence_of(
        "It is made for %(number)s delegation.", "It is made for %(number)s delegations.", len(found.standing)
    )


def _names(registration: Registration, ids: Iterable[int]) -> list[str]:
    day, language = day_of(registration.dialogue), str(get_locale() or "en")
    found = [known(one, day) for one in ids]
    return [name_in(language, one.iso2, one.name) for one in found if one is not None]


def _standing(
    registration: Registration, said: Sequence[Alignment], ids: frozenset[int], how: Stand
) -> tuple[Standing, ...]:
    mine = [one.delegation_id for one in said if one.how is how and one.delegation_id in ids]
    return tuple(
        Standing(one, name) for one, name in zip(mine, (_names(registration, [one])[0] for one in mine), strict=True)
    )
