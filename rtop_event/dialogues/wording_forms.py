"""What may come in as the wording of a letter."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, ValidationError

from rtop_event.dialogues.desk_fields import DeskForm
from rtop_event.dialogues.lettering import Wording, fault, fault_in_links, in_subject
from rtop_event.dialogues.letterkinds import Kind, all_placeholders
from rtop_event.fields import OneLine, SeveralLines
from rtop_event.showing import say

LONGEST_BODY = 20_000


class WordingForm(DeskForm):
    """Subject and text of one kind of letter, with placeholders from its list."""

    subject = OneLine(_("Subject"), required=_("Type a subject."), most=200)
    body = SeveralLines(_("Text"), required=_("Type the text."), most=LONGEST_BODY)

    def __init__(self, kind: Kind, **values: Any) -> None:
        super().__init__(**values)
        self.kind = kind

    def wording(self) -> Wording:
        """What was typed."""
        return Wording(self.subject.data or "", self.body.data or "")

    def validate_subject(self, field: Field) -> None:
        """Only placeholders that a subject may hold, none of them a link."""
        self._no_fault(field, in_subject(self.kind.placeholders))

    def validate_body(self, field: Field) -> None:
        """Only placeholders of this kind, none within the address of a link."""
        self._no_fault(field, self.kind.placeholders)
        if wrong := fault_in_links(field.data or ""):
            raise ValidationError(say(wrong))

    def _no_fault(self, field: Field, here: tuple[str, ...]) -> None:
        if wrong := fault(field.data or "", here, elsewhere=all_placeholders()):
            raise ValidationError(say(wrong))
