"""What may come in on the organisers' side of the ground floor."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_security import verify_password
from wtforms import HiddenField, PasswordField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types
from wtforms.validators import InputRequired, Length

from rtop_event.fields import Form, MailAddress, OneLine
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.passwords import LONGEST, too_weak
from rtop_event.showing import say

ROLES = [
    SelectChoice(RoleName.VIEWER.value, _("Viewer")),
    SelectChoice(RoleName.ORGANISER.value, _("Organiser")),
    SelectChoice(RoleName.ADMINISTRATOR.value, _("Administrator")),
]


class Empty(Form):
    """A button."""


class SignIn(Form):
    """Who somebody is, and the proof."""

    address = MailAddress(_("Mail address"), required=_("Type your mail address."))
    password = PasswordField(_("Password"), [InputRequired(_("Type your password.")), Length(max=LONGEST)])


class NameForm(Form):
    """The name that others see."""

    name = OneLine(_("Name"), required=_("Type the name that others see in the record."), most=120)


class PasswordForm(Form):
    """A new password, typed twice, for the account of an address; `present` is the hash of the one it replaces."""

    current = PasswordField(
        _("Present password"), [InputRequired(_("Type your present password.")), Length(max=LONGEST)]
    )
    password = PasswordField(_("New password"), [InputRequired(_("Type a new password."))])
    again = PasswordField(_("New password, once more"), [InputRequired(_("Type the new password once more."))])

    def __init__(self, address: str, present: str | None) -> None:
        super().__init__()
        self.address, self.present = address, present
        if present is None:
            del self.current

    def validate_current(self, field: PasswordField) -> None:
        """The one that the account has now."""
        if self.present is not None and not verify_password(field.data or "", self.present):
            raise ValidationError(str(_("This is not your present password.")))

    def validate_password(self, field: PasswordField) -> None:
        """Long and varied enough."""
        reason = too_weak(field.data or "", address=self.address)
        if reason:
            raise ValidationError(say(reason))

    def validate_again(self, field: PasswordField) -> None:
        """The same again."""
        if field.data != self.password.data:
            raise ValidationError(str(_("The two passwords are not the same.")))


class NewOrganiser(Form):
    """Somebody new at the desk."""

    address = MailAddress(_("Mail address"), required=_("Type the mail address."))
    name = OneLine(_("Name"), required=_("Type the name that others see in the record."), most=120)
    role = RadioField(_("Role"), choices=ROLES, default=RoleName.ORGANISER.value)


class RoleForm(Form):
    """Another role; `was` is the one that the form was drawn from."""

    role = RadioField(_("Role"), choices=ROLES)
    was = HiddenField(validators=[InputRequired()])

    def validate_was(self, field: HiddenField) -> None:
        """A role that exists."""
        if field.data not in set(RoleName):
            raise ValidationError(str(_("This is not a role.")))
