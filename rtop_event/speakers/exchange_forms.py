"""What may be sent about an exchange of places: by the delegation that asks, by the one that is asked, by the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, RadioField, SelectField, ValidationError
from wtforms.validators import AnyOf, InputRequired

from rtop_event.delegations.search import Entry
from rtop_event.delegations.words import Kind
from rtop_event.fields import Form, OneLine
from rtop_event.refusal import Refusal
from rtop_event.registrations.choosing import choose
from rtop_event.showing import listed, say
from rtop_event.speakers.forms import SeenForm, VersionForm

ALL_KINDS = frozenset(Kind)
MOST_OF_A_MESSAGE = 300


class Answer(StrEnum):
    """What one of the two can do with an offer."""

    ACCEPT = "accept"
    DECLINE = "decline"
    TAKE_BACK = "take_back"


class Ruling(StrEnum):
    """What the desk can do with an exchange."""

    APPROVE = "approve"
    REFUSE = "refuse"
    UNDO = "undo"


class AskForm(Form):
    """With whom a delegation would exchange: chosen from those with whom it may, or named."""

    other = SelectField(_("Choose from the list"), default="")
    named = OneLine(_("Or name the delegation"), most=200)
    message = OneLine(_("A message to them"), most=MOST_OF_A_MESSAGE)
    allowed: Sequence[Entry] = ()
    on_the_list: Sequence[Entry] = ()
    try_with: Callable[[str], None] = staticmethod(lambda _key: None)

    @property
    def wanted(self) -> str:
        """The key of the inscription that is meant, empty when none is."""
        if self.other.data:
            return str(self.other.data)
        for entries in (self.allowed, self.on_the_list):
            meant = choose(str(self.named.data or ""), "", entries, ALL_KINDS).one
            if meant is not None:
                return meant.code
        return ""

    def validate_other(self, field: Field) -> None:
        """One of the two ways to say it."""
        if not field.data and not self.named.data:
            raise ValidationError(str(_("Choose the delegation with which you would exchange, or name it.")))

    def validate_named(self, field: Field) -> None:
        """A delegation on the list with which the rules allow an exchange; else the rule is named."""
        if not field.data:
            return
        if self.other.data:
            raise ValidationError(str(_("Choose a delegation, or name one: not both.")))
        if not self.wanted:
            raise ValidationError(self._not_clear(str(field.data)))
        try:
            self.try_with(self.wanted)
        except Refusal as forbidden:
            raise ValidationError(say(forbidden.reason)) from forbidden

    def _not_clear(self, typed: str) -> str:
        offered = [entry.name for entry in choose(typed, "", self.on_the_list, ALL_KINDS).offered]
        if offered:
            return str(_("This can mean %(names)s. Please write the whole name.", names=listed(offered)))
        return str(_("No delegation of that name holds a place on the list."))


class AnswerForm(SeenForm):
    """What one of the two does with an offer: the name of the button says it."""

    step = HiddenField(validators=[AnyOf([one.value for one in Answer])])
    message = OneLine(_("A message to them"), most=MOST_OF_A_MESSAGE)

    @property
    def pressed(self) -> Answer:
        """What was pressed."""
        return Answer(str(self.step.data))


class RulingForm(SeenForm):
    """What the desk does with an exchange; both delegations are told the reason."""

    step = HiddenField(validators=[AnyOf([one.value for one in Ruling])])
    reason = OneLine(_("Reason, which both delegations are told"), most=MOST_OF_A_MESSAGE)

    @property
    def pressed(self) -> Ruling:
        """What was pressed."""
        return Ruling(str(self.step.data))

    @property
    def why(self) -> str:
        """The reason that was given."""
        return str(self.reason.data or "")

    def at_odds(self) -> Iterator[tuple[Field, Any]]:
        """Who agreed is told why it does not hold."""
        if self.pressed is not Ruling.APPROVE and not self.why:
            yield self.reason, _("Give a reason: both delegations are told it.")


class ApprovalForm(VersionForm):
    """Whether the desk approves exchanges."""

    approval = RadioField(
        _("When two delegations agree to exchange their places"),
        validators=[InputRequired(_("Choose one of the two."))],
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.approval.choices = [("1", _("the organisers approve it first")), ("0", _("it holds at once"))]

    @property
    def wanted(self) -> bool:
        """Whether approval is needed."""
        return bool(self.approval.data == "1")
