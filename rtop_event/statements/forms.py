"""What may come in: a file with its language, and the number of a statement with a reason."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, HiddenField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types
from wtforms.validators import InputRequired, Regexp

from rtop_event.fields import Form, OneLine
from rtop_event.registrations.words import LANGUAGE_NAMES
from rtop_event.showing import say
from rtop_event.statements.refusals import BadFile
from rtop_event.statements.sniffing import Looked, look_at
from rtop_event.statements.tongues import ANOTHER, offered, tag_of
from rtop_event.statements.words import FileKind
from rtop_event.wording import sentence


class SendForm(Form):
    """A statement: what its file is, is looked at here."""

    file = FileField(_("File"), validators=[FileRequired(_("Choose a file."))], render_kw={"accept": ".pdf,.docx"})
    language = SelectField(
        _("Language of the statement"), validators=[InputRequired(_("Choose a language."))], validate_choice=False
    )
    check_against_delivery = BooleanField(_("Check against delivery"), default=True)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        others = offered(str(get_locale() or "en"))
        self.language.choices = [
            *(SelectChoice(tag, say(name)) for tag, name in LANGUAGE_NAMES.items()),
            *(SelectChoice(tag, name, optgroup=say(ANOTHER)) for tag, name in others),
        ]
        self.content = b""
        self.looked = Looked(FileKind.PDF)

    @property
    def tongue(self) -> str:
        """The tag of its language, once it was looked at."""
        return tag_of(self.language.data) or ""

    def validate_language(self, field: Field) -> None:
        """Any language with a name is taken, also one that the list does not offer."""
        if tag_of(field.data) is None:
            raise ValidationError(say(sentence("This language is not known. Please choose one of the list.")))

    def validate_file(self, field: Field) -> None:
        """The file must be what is taken, whatever it is called."""
        self.content = field.data.read()
        try:
            self.looked = look_at(self.content, most=current_app.extensions["settings"].statement_limit)
        except BadFile as bad:
            raise ValidationError(say(bad.reason)) from bad


class WithdrawForm(Form):
    """Which statement is taken back."""

    statement = HiddenField(validators=[InputRequired(), Regexp(r"\A[0-9]{1,9}\Z")])

    @property
    def number(self) -> int:
        """The number of the statement."""
        return int(str(self.statement.data))


class RemoveForm(WithdrawForm):
    """Which statement the desk takes out of use, and why."""

    why = OneLine(_("Reason"), required=_("Please give the reason."), most=300)
