"""What may come in when the state of a dialogue changes, or one of its texts."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import DataRequired

from rtop_event.dialogues.desk_fields import DeskForm
from rtop_event.dialogues.lettering import fault_of_letter
from rtop_event.dialogues.texts import LONGEST_TEXT
from rtop_event.dialogues.words import TextKind
from rtop_event.fields import SeveralLines
from rtop_event.showing import say


class StateForm(DeskForm):
    """A button that changes the state of a dialogue."""


class CancelForm(DeskForm):
    """Calling a dialogue off."""

    why = SeveralLines(_("Reason"), required=_("Say why, in a sentence that everybody may read."), most=600)
    sure = BooleanField(_("Yes, this dialogue does not take place"), [DataRequired(_("Tick this to confirm."))])


class TextForm(DeskForm):
    """A text as Markdown."""

    body = SeveralLines(_("Text"), required=_("Type the text."), most=LONGEST_TEXT)

    def __init__(self, kind: TextKind, **kw: Any) -> None:
        super().__init__(**kw)
        self.kind = kind

    def validate(self, extra_validators: Any = None) -> bool:
        """The text as such; a letter has its subject and only known placeholders."""
        fine = super().validate(extra_validators)
        fault = fault_of_letter(self.body.data or "") if fine and self.kind is TextKind.LETTER else None
        if fault:
            line, why = fault
            self.blame("body", str(_("Line %(line)s: %(why)s.", line=line, why=say(why))))
        return fine and not fault
