"""Fields that the desk's forms share: hours of a zone, days, angles, counts, lists of lines, versions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import Field, FieldList, FormField, HiddenField, ValidationError
from wtforms import Form as Part
from wtforms.validators import Regexp

from rtop_event.dialogues.hours import is_zone
from rtop_event.dialogues.keys import URL
from rtop_event.fields import Form, OneLine, SeveralLines
from rtop_event.showing import say
from rtop_event.text import one_line
from rtop_event.typed_hours import FIRST_YEAR, LAST_YEAR, BadHour, local_of

_ANGLE = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,8})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNT = re.compile(r"[0-9]{1,6}")


class DeskForm(Form):
    """A form that says which version of a dialogue it was drawn from."""

    version = HiddenField(validators=[Regexp(r"\A[0-9]{1,9}\Z", message=_("The form does not say its version."))])

    def drawn_from(self) -> int:
        """The version of what the form shows."""
        return int(self.version.data or 0)

    def wrong(self) -> dict[str, list[str]]:
        """All errors by the full name of their field; those of the whole form under an empty name."""
        found = {field.name: [str(text) for text in field.errors] for field in leaves(self) if field.errors}
        return {**found, **({"": [str(text) for text in self.form_errors]} if self.form_errors else {})}

    def blame(self, name: str, why: str) -> None:
        """Put a sentence at the field of that full name, or above the form where there is no such field."""
        for field in leaves(self):
            if field.name == name:
                field.errors = [*field.errors, why]
                return
        self.form_errors.append(why)


def step_asked() -> str:
    """Which of its buttons a form was sent with, empty for the plain one."""
    body = request.get_json() if request.is_json else request.form
    step = body.get("step") if isinstance(body, Mapping) else None
    return step if isinstance(step, str) else ""


def leaves(form: Any) -> list[Field]:
    """The fields that hold values, those of rows too."""
    found: list[Field] = []
    for field in form:
        found += leaves(field) if isinstance(field, FieldList | FormField | Part) else [field]
    return found


class LocalMoment(OneLine):
    """A day and hour on the clock of the dialogue's zone; `data` stays as typed."""

    def __init__(self, label: Any, *, required: Any, **kw: Any) -> None:
        super().__init__(
            label, required=required, most=25, validators=[_hour], render_kw={"type": "datetime-local"}, **kw
        )


class Day(OneLine):
    """A day of the calendar; `data` stays as typed."""

    def __init__(self, label: Any, *, required: Any = None, **kw: Any) -> None:
        super().__init__(label, required=required, most=10, validators=[_day], render_kw={"type": "date"}, **kw)

    def value(self) -> date | None:
        """The day, None when empty."""
        return date.fromisoformat(self.data) if self.data else None


class Angle(OneLine):
    """Degrees from the equator or from Greenwich; `data` stays as typed."""

    takes_numbers = True

    def __init__(self, label: Any, *, limit: int, **kw: Any) -> None:
        self.limit = limit
        super().__init__(label, most=13, validators=[_angle], render_kw={"inputmode": "decimal"}, **kw)

    def value(self) -> float | None:
        """The degrees, None when empty."""
        return float(self.data) if self.data else None


class Count(OneLine):
    """A whole number in a range; `data` stays as typed."""

    takes_numbers = True

    def __init__(self, label: Any, *, low: int, high: int, **kw: Any) -> None:
        self.low, self.high = low, high
        super().__init__(label, most=6, validators=[_count], render_kw={"inputmode": "numeric"}, **kw)

    def value(self) -> int | None:
        """The number, None when empty."""
        return int(self.data) if self.data else None


class Zone(OneLine):
    """The name of a time zone."""

    def __init__(self, label: Any, **kw: Any) -> None:
        super().__init__(label, required=_("Name the time zone."), most=60, validators=[_zone], **kw)


class Address(OneLine):
    """An address of a page, https or http."""

    def __init__(self, label: Any, **kw: Any) -> None:
        super().__init__(label, most=500, validators=[_url], render_kw={"type": "url", "inputmode": "url"}, **kw)


class Lines(SeveralLines):
    """Texts, one on each line; empty lines are left out."""

    def __init__(self, label: Any, *, most_lines: int = 20, **kw: Any) -> None:
        self.most_lines = most_lines
        super().__init__(label, most=12_000, validators=[_not_too_many], **kw)

    def lines(self) -> list[str]:
        """The texts."""
        return [line for line in (one_line(one) for one in (self.data or "").split("\n")) if line]


class Rows(FieldList):  # type: ignore[type-arg] # generic only in its stubs
    """Rows of a form, known by a number of at most three digits in the names of their fields; others are no rows."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        number = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,3}})-.*", re.S)
        return (int(found[1]) for found in map(number.fullmatch, formdata) if found)


def _hour(_form: object, field: Field) -> None:
    try:
        local_of(field.data or "")
    except BadHour as bad:
        raise ValidationError(say(bad.why)) from bad


def _day(_form: object, field: Field) -> None:
    try:
        day = date.fromisoformat(field.data) if _DAY.fullmatch(field.data) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(str(_("This is not a day, such as 2012-09-05.")))


def _angle(_form: object, field: Any) -> None:
    if not _ANGLE.fullmatch(field.data) or abs(float(field.data)) > field.limit:
        raise ValidationError(
            str(_("This must be a number from %(low)s to %(high)s.", low=-field.limit, high=field.limit))
        )


def _count(_form: object, field: Any) -> None:
    if not _COUNT.fullmatch(field.data) or not field.low <= int(field.data) <= field.high:
        raise ValidationError(
            str(_("This must be a whole number from %(low)s to %(high)s.", low=field.low, high=field.high))
        )


def _zone(_form: object, field: Field) -> None:
    if not is_zone(field.data):
        raise ValidationError(str(_("This is not the name of a time zone, such as America/New_York.")))


def _url(_form: object, field: Field) -> None:
    if not URL.fullmatch(field.data):
        raise ValidationError(str(_("This is not an address that begins with https://.")))


def _not_too_many(_form: object, field: Any) -> None:
    if len(field.lines()) > field.most_lines:
        raise ValidationError(str(_("These are too many lines: at most %(most)s.", most=field.most_lines)))
