"""What the desk may send: moves, pins, the order, limits, the publication."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, IntegerField, RadioField, SelectField, ValidationError
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from rtop_event.dialogues.words import Preset
from rtop_event.fields import Form, OneLine, SeveralLines
from rtop_event.refusal import StaleHand
from rtop_event.showing import say
from rtop_event.speakers.others import Others, last_line
from rtop_event.speakers.words import PRESET_NAMES, QUICK_REASONS
from rtop_event.wording import Sentence

OWN_WORDS = ""


class Step(StrEnum):
    """What can be done with a place."""

    MOVE = "move"
    PIN = "pin"
    UNPIN = "unpin"
    TAKE_BACK = "take_back"


class DrawnForm(Form):
    """A form that knows from which state it was drawn: a late hand finds it again, with what others did meanwhile."""

    since = HiddenField(default=lambda: str(last_line()))
    state: tuple[str, ...] = ("since",)

    @property
    def others(self) -> Others | None:
        """What others did, where this form is drawn again for a hand that came too late."""
        found: Others | None = g.get("others")
        return found

    def validate(self, extra_validators: Any = None) -> bool:
        """What is drawn again is not judged: it shows what was typed, and carries the present state."""
        if self.others is None:
            return bool(super().validate(extra_validators))
        for name in self.state:
            self[name].data = self[name].object_data
        return False


class UndoForm(DrawnForm):
    """The button that takes the last change back: `line` is its number in the record."""

    line = IntegerField(validators=[InputRequired(), NumberRange(min=1)])

    @property
    def number(self) -> int:
        """The number of the line."""
        return int(self.line.data or 0)


class SeenForm(DrawnForm):
    """A form that carries which list its sender saw."""

    seen = HiddenField(validators=[InputRequired(), Length(max=64)])
    state: tuple[str, ...] = ("since", "seen")

    def at_odds(self) -> Iterator[tuple[Field, Any]]:
        """What is wrong among several fields: the field at which it is shown, and the sentence."""
        yield from ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then all together; raises StaleHand where another list may explain what is wrong."""
        valid = super().validate(extra_validators)
        if not valid and self.others is None and self.seen.object_data and self.saw not in {"", self.seen.object_data}:
            raise StaleHand
        for field, wrong in self.at_odds() if valid else ():
            field.errors = [str(wrong)]
            valid = False
        return valid

    def draw(self, seen: str) -> None:
        """Say from what it is drawn, where that is known only after the form."""
        self.seen.object_data = seen
        if not self.is_submitted():
            self.seen.data = seen

    @property
    def saw(self) -> str:
        """The fingerprint of what was seen."""
        return str(self.seen.data or "")


class NudgeForm(SeenForm):
    """One place up or down: the name of the button is the direction, its value the inscription."""

    up = IntegerField(validators=[Optional(), NumberRange(min=1)])
    down = IntegerField(validators=[Optional(), NumberRange(min=1)])

    @property
    def inscription(self) -> int:
        """The number of the inscription."""
        return int(self.up.data or self.down.data or 0)

    @property
    def by(self) -> int:
        """By how many places it moves, negative towards the front."""
        return -1 if self.up.data else 1

    def at_odds(self) -> Iterator[tuple[Field, Any]]:
        """Exactly one of the two."""
        if (self.up.data is None) == (self.down.data is None):
            yield self.down, _("Choose one direction for one delegation.")


class ReasonForm(SeenForm):
    """A change with its reason: one of those that are often given, or own words."""

    usual = RadioField(_("Reason"), validators=[Optional()], default=OWN_WORDS)
    reason = OneLine(_("In your own words"), most=200)
    often: tuple[Sentence, ...] = QUICK_REASONS
    needed = False

    def __init__(self, *args: Any, reason_needed: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.needed = reason_needed
        none = _("Another reason") if reason_needed else _("Another reason, or none")
        self.usual.choices = [*((said.text, say(said)) for said in self.often), (OWN_WORDS, none)]
        self.usual.flags.required = reason_needed
        if reason_needed and not self.usual.raw_data:
            self.usual.data = None

    @property
    def why(self) -> str:
        """The reason that was given."""
        return str(self.reason.data or self.usual.data or "")

    def at_odds(self) -> Iterator[tuple[Field, Any]]:
        """A reason is needed once the list has been published."""
        if self.needed and not self.why:
            yield self.usual, _("Give a reason: the list has been published.")


BEFORE = "before:"
"""Precedes the key of the first of another list, before whom an inscription is put."""


class MoveForm(ReasonForm):
    """What to do with the place of one inscription: the name of the button says it."""

    step = HiddenField(default=Step.MOVE.value, validators=[AnyOf([one.value for one in Step])])
    place = IntegerField(_("To place"), [Optional(), NumberRange(min=1)], render_kw={"inputmode": "numeric"})
    after = SelectField(_("Or directly after"), validators=[Optional()])
    last = 1

    @property
    def pressed(self) -> Step:
        """What is asked for."""
        return Step(str(self.step.data))

    @property
    def target(self) -> int:
        """The place that was given, 0 for none."""
        return int(self.place.data or 0)

    @property
    def before_first(self) -> str:
        """The key of the first of another list before whom it goes; empty where it goes elsewhere."""
        chosen = str(self.after.data or "")
        return chosen.removeprefix(BEFORE) if chosen.startswith(BEFORE) else ""

    def at_odds(self) -> Iterator[tuple[Field, Any]]:
        """A move needs a place or an anchor, a pin a place; both one of its own list."""
        yield from super().at_odds()
        if self.target > self.last:
            yield self.place, _("The list has the places from 1 to %(last)s.", last=self.last)
        if self.pressed is Step.PIN and not self.target:
            yield self.place, _("Give the place.")
        if self.pressed is Step.MOVE and bool(self.target) == bool(self.after.data):
            yield self.after, _("Give a place, or choose after whom: one of the two.")


class VersionForm(DrawnForm):
    """A form about the dialogue, drawn from one version of it."""

    state: tuple[str, ...] = ("since", "version")

    version = HiddenField(validators=[InputRequired()])
    reason = OneLine(_("Reason"), most=200)
    needed = False

    @property
    def drawn_from(self) -> int:
        """The version that the form was drawn from."""
        return int(str(self.version.data))

    @property
    def why(self) -> str:
        """The reason that was given."""
        return str(self.reason.data or "")

    def __init__(self, *args: Any, reason_needed: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.needed = self.reason.flags.required = reason_needed

    def validate_version(self, field: HiddenField) -> None:
        """A number."""
        if not (str(field.data).isascii() and str(field.data).isdigit() and len(str(field.data)) < 10):
            raise ValidationError(str(_("This form is not complete. Please load the page again.")))

    def validate(self, extra_validators: Any = None) -> bool:
        """Also ask for the reason where one is needed."""
        valid = super().validate(extra_validators)
        if self.others is None and self.needed and not self.reason.data and not self.reason.errors:
            self.reason.errors = [str(_("Give a reason: the list has been published."))]
            return False
        return valid


class OrderForm(VersionForm):
    """Which preset orders the list."""

    preset = RadioField(_("Order of the list"), validators=[InputRequired(_("Choose an order."))])

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.preset.choices = [(preset.value, say(PRESET_NAMES[preset])) for preset in Preset]


class PublishForm(SeenForm):
    """What is published, as it was seen, with a note for its readers."""

    state: tuple[str, ...] = ("since", "seen", "number")

    number = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=100_000)])
    note = SeveralLines(_("Note for the readers"), most=500)

    @property
    def coming(self) -> int:
        """The number of the revision to come."""
        return int(self.number.data or 0)
