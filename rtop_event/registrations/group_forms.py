"""What may come in about those who stand behind a statement on behalf of a group."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _now
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired, Length, Regexp

from rtop_event.delegations.search import Entry
from rtop_event.fields import Form, OneLine
from rtop_event.registrations.choosing import Choice, choose
from rtop_event.registrations.states import Stand
from rtop_event.registrations.words import SPEAKS_FOR_GROUPS, STANDS
from rtop_event.showing import say


class GroupForm(Form):
    """Somebody aligns itself or opts out, or one of these is taken back by its button."""

    seen = HiddenField(validators=[InputRequired(), Length(max=64)])
    delegation_name = OneLine(_("Delegation"), description=_("By its name, acronym or another name."))
    delegation = RadioField(_("Which of these do you mean?"), validate_choice=False, default="")
    how = RadioField(_("How it stands to the statement"), default=Stand.ALIGNED.value)
    take_back = OneLine(_("Take back"), validators=[Regexp(r"\A([0-9]{1,9})?\Z")])
    """Sent by a button only."""

    def __init__(self, entries: tuple[Entry, ...], *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        self.entries, self.choice = entries, Choice()
        self.how.choices = [(one.value, say(text)) for one, text in STANDS.items()]
        self.delegation.choices = []

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself; the name must mean one delegation that can stand behind a statement."""
        fine = bool(super().validate(extra_validators))
        if not fine or self.taken_back:
            return fine
        typed = str(self.delegation_name.data or "")
        self.choice = choose(typed, str(self.delegation.data or ""), self.entries, SPEAKS_FOR_GROUPS)
        self.delegation.choices = [(one.code, one.name) for one in self.choice.offered]
        if self.choice.one is not None:
            return True
        self.delegation.data = ""
        if self.choice.offered:
            told = _now("Please choose which of these you mean, or write another name.")
            self.delegation.errors = [*self.delegation.errors, told]
        else:
            told = _now("Please name a State, an observer or a regional organisation that we know.")
            self.delegation_name.errors = [*self.delegation_name.errors, told]
        return False

    @property
    def taken_back(self) -> int | None:
        """The id of the delegation whose alignment or opt-out is taken back; None when one is added."""
        return int(self.take_back.data) if self.take_back.data else None

    @property
    def reason(self) -> str:
        """Why, where it is asked."""
        return ""


class DeskGroupForm(GroupForm):
    """The same at the desk, with its reason."""

    why = OneLine(_("Reason, for the record"), required=_("Please give the reason: it stands in the record."), most=400)

    @property
    def reason(self) -> str:
        """The reason that was given."""
        return str(self.why.data)
