"""What the desk may send about a conflict."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired, Length, Regexp

from rtop_event.fields import Form, OneLine


class _AboutOne(Form):
    """A form about one conflict, from the requests as they were seen."""

    conflict = HiddenField(validators=[InputRequired(), Regexp(r"\A[a-z_]{1,20}-[0-9a-f]{24}\Z")])
    seen = HiddenField(validators=[InputRequired(), Length(max=2000)])


class AsideForm(_AboutOne):
    """It is none: put aside with a reason."""

    why = OneLine(_("Why it is no conflict"), required=_("Please give the reason: it stands in the record."), most=400)


class UpForm(_AboutOne):
    """Taken up again."""

    seen = None  # type: ignore[assignment] # whatever its requests are now


class MergeForm(_AboutOne):
    """Two requests are one: which stays."""

    stays = RadioField(
        _("Which request stays?"),
        validate_choice=False,
        validators=[
            InputRequired(_("Please choose which request stays.")),
            Regexp(r"\A[0-9]{1,9}\Z", message=_("Please choose which request stays.")),
        ],
    )
    earlier = BooleanField(
        _("The earlier time of inscription counts"),
        description=_("Otherwise the place of the one that stays does not move."),
    )
    message = OneLine(
        _("A sentence to the focal point of the other one"),
        most=600,
        description=_("Optional. It stands in the draft of the letter that tells of the withdrawal."),
    )
    why = OneLine(_("Reason, for the record"), required=_("Please give the reason: it stands in the record."), most=400)

    def __init__(self, *given: Any, choices: tuple[tuple[str, str], ...] = (), **values: Any) -> None:
        super().__init__(*given, **values)
        self.stays.choices = list(choices)
