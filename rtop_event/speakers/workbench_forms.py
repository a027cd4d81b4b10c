"""What may be put on the workbench: a list, and the rules that order it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField

from rtop_event.dialogues.words import Preset
from rtop_event.fields import Form, SeveralLines
from rtop_event.showing import say
from rtop_event.speakers.words import PRESET_NAMES

MOST = 400_000
"""Characters or bytes of a list: some four thousand inscriptions."""


class WorkbenchForm(Form):
    """A list as text or as a file, and its rules; a file goes before the text."""

    file = FileField(_("A CSV file"), render_kw={"accept": ".csv,.txt,text/csv"})
    typed = SeveralLines(_("Or the list itself"), most=MOST)
    preset = RadioField(_("Order of the list"), default=Preset.DIALOGUE.value)
    rules = SeveralLines(_("Or rules of your own"), most=20_000)
    csv = BooleanField()
    """Whether the list is wanted as a file."""

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        self.preset.choices = [(preset.value, say(PRESET_NAMES[preset])) for preset in Preset]

    def validate(self, extra_validators: Any = None) -> bool:
        """A list is needed, as a file or as text, and not too long; a file takes the place of the text."""
        fine = bool(super().validate(extra_validators))
        if not fine or not self.file.data:
            if not self.typed.data and not self.typed.errors:
                self.typed.errors = [str(_("Choose a file, or put the list here."))]
            return fine and not self.typed.errors
        content = self.file.data.read(MOST + 1)
        if len(content) > MOST:
            self.file.errors = [str(_("This file is too long: at most %(most)s bytes.", most=MOST))]
            return False
        try:
            self.typed.data = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.file.errors = [str(_("This file is not a text in UTF-8."))]
            return False
        return True

    @property
    def content(self) -> bytes:
        """The list."""
        return str(self.typed.data).encode()
