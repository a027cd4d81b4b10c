"""What may come in at the page of what is in people's calendars."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types
from wtforms.validators import InputRequired

from rtop_event.fields import Form

WHAT = ("updates", "provisional")


class WriteForm(Form):
    """Which letters are to be drafted: what is owed, or provisional entries of turns."""

    what = RadioField(
        _("What"),
        choices=[SelectChoice(what, what) for what in WHAT],
        validators=[InputRequired(_("Choose which letters are to be drafted."))],
    )
