"""What a press of a button may send."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from rtop_event.fields import Form, OneLine
from rtop_event.floor.actions import Pressed
from rtop_event.floor.buttons import NOTES, QUIET, Button, Said

_NO_KEY = _("This form was not sent from a page of this site. Open the page and send it again.")
LONGEST_TURN = 400
"""The key of a turn of the programme holds a name."""
LONGEST_PAUSE = 600
"""Minutes for which a meeting may be said to be suspended."""
_PAUSE = _("Give the minutes as a whole number from 1 to 600, or leave them out.")
LONGEST_AGO = 4 * 60 * 60
"""Seconds for which a device may have kept a press while its line was away."""


class PressForm(Form):
    """One press: what was seen, whom it is about, why; and how long ago, where the line was away meanwhile."""

    key = HiddenField(
        default=lambda: secrets.token_urlsafe(16), validators=[Regexp(r"\A[A-Za-z0-9_-]{1,40}\Z", message=_NO_KEY)]
    )
    mark = HiddenField(validators=[Length(max=40)])
    turn = HiddenField(validators=[Length(max=LONGEST_TURN)])
    undoes = HiddenField(validators=[Length(max=40)])
    meeting = IntegerField(validators=[Optional(), NumberRange(min=1, max=99)])
    ago = IntegerField(validators=[Optional(), NumberRange(min=0, max=LONGEST_AGO)])
    minutes = IntegerField(
        _("For how many minutes?"), validators=[Optional(), NumberRange(min=1, max=LONGEST_PAUSE, message=_PAUSE)]
    )
    why = OneLine(_("Reason, ruling or note"), validators=[Length(max=200)])

    def pressed(self, button: Button) -> Pressed:
        """The press as the floor takes it."""
        noted = (NOTES[button], self.said.turn, self.said.why) if button in NOTES else None
        return Pressed(str(self.key.data), None if button in QUIET else str(self.mark.data or ""), noted)

    @property
    def said(self) -> Said:
        """What comes with it."""
        return Said(
            turn=str(self.turn.data or ""),
            why=str(self.why.data or "").strip(),
            meeting=self.meeting.data,
            undoes=str(self.undoes.data or ""),
            seconds=self.minutes.data * 60 if self.minutes.data else None,
        )

    def moment(self, at: datetime) -> datetime:
        """When it was pressed, by our clock."""
        return at - timedelta(seconds=self.ago.data or 0)


class SwapForm(Form):
    """Two who wait exchange their places: who, with whom, why, and which list was seen."""

    turn = HiddenField(validators=[InputRequired(), Length(max=40)])
    other = HiddenField(validators=[InputRequired(_("Choose with whom.")), Length(max=40)])
    seen = HiddenField(validators=[InputRequired(), Length(max=64)])
    why = OneLine(_("Reason"), validators=[Length(max=200)])


class DelegationForm(Form):
    """A right of reply or a point of order as it is drawn: by which delegation. It is sent as a press."""

    mark = HiddenField()
    turn = SelectField(_("Delegation"))
