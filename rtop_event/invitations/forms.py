"""What may come in at the pages of contacts and invitations."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types
from wtforms.validators import InputRequired, Optional

from rtop_event.fields import Form, MailAddress, OneLine, SeveralLines
from rtop_event.invitations.actions import ANSWERS
from rtop_event.invitations.contact_checks import Names
from rtop_event.languages import CODES, named
from rtop_event.refusal import Refusal
from rtop_event.showing import say
from rtop_event.wording import sentence

LARGEST_ID = 2**31 - 1
OWED = ("chosen", "invitations", "changes")
"""Whose letters are drafted: of the ticked, all first ones, all updates and cancellations."""


class FormExpired(Refusal):
    """The button was pressed on a page that is too old."""

    def __init__(self) -> None:
        super().__init__(sentence("This page is too old. Load it again, then press the button."))


class Button(Form):
    """A button: nothing is typed."""


class ContactForm(Form):
    """One contact; the delegation is typed by its name."""

    address = MailAddress(_("Mail address"), required=_("Type the mail address."))
    name = OneLine(_("Name"), description=_("As it stands on an envelope, such as H.E. Ms. Maria Example."))
    function = OneLine(_("Function"), description=_("Such as Permanent Representative."))
    delegation = OneLine(
        _("Delegation"), description=_("By name, acronym or another name. Leave empty for somebody without one.")
    )
    language = SelectField(_("We write in"), choices=[SelectChoice(code, named(code)) for code in CODES])
    salutation = OneLine(_("Salutation"), description=_("Such as “Excellency,”. Left empty: “Dear” and the name."))
    version = HiddenField(default="0")

    def __init__(self, names: Names, **values: Any) -> None:
        super().__init__(**values)
        self.names, self.code = names, ""

    def validate_delegation(self, field: Field) -> None:
        """Exactly one delegation must bear that name."""
        self.code, wrong = self.names.code_of(field.data or "")
        if wrong:
            raise ValidationError(say(wrong))


class UploadForm(Form):
    """A file of contacts."""

    file = FileField(
        _("File"),
        validators=[FileRequired(_("Choose a file."))],
        render_kw={"accept": ".csv,.tsv,.txt,.xlsx"},
    )


class ConfirmForm(Form):
    """Bring in what was looked at."""

    seen = HiddenField()


class ChooseForm(Form):
    """Contacts to invite: the ticked ones, or all that the filter shows."""

    contacts = SelectMultipleField(_("Contacts"), coerce=int, validate_choice=False)
    all = HiddenField()

    def validate_contacts(self, field: Field) -> None:
        """Something must be chosen."""
        if not field.data and not self.all.data:
            raise ValidationError(gettext("Tick whom you want to invite."))
        if any(not 0 < number <= LARGEST_ID for number in field.data or []):
            raise ValidationError(gettext("There is no such contact."))


class WithdrawForm(Form):
    """Taking somebody off the list, with the reason for the record."""

    why = OneLine(_("Reason, for the record"), most=300)


class AnswerForm(Form):
    """The answer of an invited person."""

    answer = RadioField(
        _("Your answer"),
        choices=[SelectChoice(one.value, one.value) for one in ANSWERS],
        validators=[InputRequired(_("Please choose an answer."))],
    )
    note = SeveralLines(_("Note to the organisers (optional)"), most=500, validators=[Optional()])


class DraftForm(Form):
    """Whose letters are to be written: the ticked people, or all to whom `what` is owed."""

    numbers = SelectMultipleField(_("People"), coerce=int, validate_choice=False)
    what = RadioField(
        _("What"),
        choices=[SelectChoice(what, what) for what in OWED],
        default="chosen",
        validators=[Optional()],
    )

    def validate_numbers(self, field: Field) -> None:
        """Somebody must be chosen, unless it is for all."""
        if self.what.data == "chosen" and not field.data:
            raise ValidationError(gettext("Tick whose letters are to be written."))
        if any(not 0 < number <= LARGEST_ID for number in field.data or []):
            raise ValidationError(gettext("There is no such person."))


class RemindForm(Form):
    """Who is to be reminded: the ticked people, or all who have not answered."""

    numbers = SelectMultipleField(_("People"), coerce=int, validate_choice=False)
    all = HiddenField()

    def validate_numbers(self, field: Field) -> None:
        """Somebody must be chosen, unless it is for all."""
        if not field.data and not self.all.data:
            raise ValidationError(gettext("Tick whom you want to remind."))
        if any(not 0 < number <= LARGEST_ID for number in field.data or []):
            raise ValidationError(gettext("There is no such person."))


class ApplyForm(AnswerForm):
    """Whose answer a mail is, and which."""

    person = SelectField(_("Whose answer it is"), coerce=int, validators=[InputRequired(_("Choose a person."))])

    def __init__(self, people: list[tuple[int, str]], **values: Any) -> None:
        super().__init__(**values)
        self.person.choices = [SelectChoice(number, name) for number, name in people]


class DeclineForm(Form):
    """Another time is not taken up; a word on why."""

    word = OneLine(_("A word on why (optional)"), most=300)


class AddressForm(Form):
    """An address to which letters may leave again, and the one to be used in its place, if it is wrong."""

    address = HiddenField(validators=[InputRequired()])
    new = MailAddress(_("New address"))
