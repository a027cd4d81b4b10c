"""What the desk sees of a file of the working list before it is brought in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rtop_event.fields import Form
from rtop_event.speakers.desk_strip import AtDesk, Strip, strip
from rtop_event.speakers.import_checks import Checked
from rtop_event.speakers.importing import DryRun
from rtop_event.speakers.seen import Difference, PlaceSeen, as_seen, difference
from rtop_event.speakers.wordings import place_told, rest_told
from rtop_event.speakers.working_file import COLUMNS
from rtop_event.wording import Sentence


class Verdict(StrEnum):
    """What a line would do."""

    WRONG = "wrong"
    CHANGED = "changed"
    SAME = "same"
    MISSING = "missing"


@dataclass(frozen=True)
class UploadPage:
    """A file is asked for."""

    slug: str
    title: str
    strip: Strip
    columns: tuple[str, ...]
    form: Form


@dataclass(frozen=True)
class Value:
    """A fact before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class FileLine:
    """One line of the file, or somebody on the list who is not in it (without a number)."""

    number: int | None
    who: str
    verdict: Verdict
    before: Sentence | None
    after: Sentence | None
    values: tuple[Value, ...]
    faults: tuple[Sentence, ...]


@dataclass(frozen=True)
class DryRunPage:
    """What a file would do, line by line."""

    slug: str
    title: str
    zone: str
    strip: Strip
    token: str
    lines: tuple[FileLine, ...]
    counts: dict[str, int]
    only: str
    rest: Sentence | None
    may_go_on: bool
    reason_needed: bool
    form: Form


def upload_page(desk: AtDesk, form: Form, at: datetime) -> UploadPage:
    """The page that asks for the file."""
    return UploadPage(desk.dialogue.slug, desk.dialogue.theme, strip(desk, at), COLUMNS, form)


def dry_run_page(desk: AtDesk, run: DryRun, token: str, only: str, form: Form, at: datetime) -> DryRunPage:
    """The lines with what each would do; `only` narrows them to one verdict."""
    before = {place.key: place for place in as_seen(run.plan.now)}
    after = {place.key: place for place in as_seen(run.plan.then)}
    found = difference(list(before.values()), list(after.values()))
    lines = [_line(one, run, before, after) for one in run.lines]
    lines += [
        FileLine(None, row.entry.delegation, Verdict.MISSING, place_told(before[row.key]), None, (), ())
        for row in run.missing
    ]
    counts = {verdict.value: sum(one.verdict is verdict for one in lines) for verdict in Verdict}
    return DryRunPage(
        slug=desk.dialogue.slug,
        title=desk.dialogue.theme,
        zone=desk.dialogue.zone,
        strip=strip(desk, at),
        token=token,
        lines=tuple(one for one in lines if only in {"", one.verdict.value}),
        counts=counts,
        only=only,
        rest=_rest(found),
        may_go_on=not run.faulty and bool(run.plan),
        reason_needed=desk.last is not None,
        form=form,
    )


def _rest(found: Difference) -> Sentence | None:
    return rest_told(found) if found.shifted else None


def _line(one: Checked, run: DryRun, before: dict[str, PlaceSeen], after: dict[str, PlaceSeen]) -> FileLine:
    if one.row is None:
        return FileLine(one.number, one.shown, Verdict.WRONG, None, None, (), one.faults)
    key = one.row.key
    moved = bool(one.asked) and _standing(before[key]) != _standing(after[key])
    return FileLine(
        number=one.number,
        who=one.row.entry.delegation,
        verdict=Verdict.WRONG if one.faults else Verdict.CHANGED if one.asked else Verdict.SAME,
        before=place_told(before[key]),
        after=place_told(after[key]) if moved else None,
        values=_values(one, run),
        faults=one.faults,
    )


def _standing(place: PlaceSeen) -> tuple[int, int | None]:
    return place.place, place.own_list


def _values(one: Checked, run: DryRun) -> tuple[Value, ...]:
    if one.row is None or not one.asked:
        return ()
    now, then = one.row.entry, run.plan.then.row(one.row.key).entry
    names = {name: name for name in ("level", "speaker", "function", "pin")} | {"meeting": "preferred meeting"}
    return tuple(
        Value(shown, _shown(getattr(now, name)), _shown(getattr(then, name)))
        for name, shown in names.items()
        if getattr(now, name) != getattr(then, name)
    )


def _shown(value: object) -> str:
    return "–" if value in (None, "") else str(value)
