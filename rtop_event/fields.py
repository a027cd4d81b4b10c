"""What every form has in common: what may be typed at all, one address, versions, keys, and JSON bodies."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import (
    DateTimeField,
    DecimalField,
    Field,
    FieldList,
    FloatField,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional, Regexp

from rtop_event.text import has_blank, has_invisible, has_name, is_heaped
from rtop_event.urls import WRITING, Unreadable
from rtop_event.wording import sentence

REPLACEMENT = "\ufffd"
SURROGATES = re.compile("[\ud800-\udfff]")
WHOLE = re.compile(r"-?[0-9]{1,9}")
DECIMAL = re.compile(r"-?[0-9]{1,9}([.][0-9]{1,9})?")
MOST_OF_AN_ADDRESS = 254
MOST_OF_A_NAME = 64
TOKEN = "csrf_token"  # noqa: S105 (the name of a field)
Body = ImmutableMultiDict[str, Any]


class Form(FlaskForm):  # type: ignore[misc] # FlaskForm has no types
    """A form of ours: a key that makes sending it twice harmless; JSON bodies go through the same checks."""

    csrf_token: Any = ""
    """The token where the form has one; a page drawn for a JSON body has none and shows none."""
    key = HiddenField(default=lambda: secrets.token_urlsafe(16), validators=[Regexp(r"\A[A-Za-z0-9_-]{0,64}\Z")])

    class Meta(FlaskForm.Meta):  # type: ignore[misc] # FlaskForm has no types
        """A JSON body cannot be sent by another site's form, so it needs no CSRF token."""

        @property
        def csrf(self) -> bool:
            """Whether the token is asked for."""
            return not request.is_json

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """The body as form data: a JSON body must be one flat object, a form must be one of ours."""
            if formdata is not None and request.method in WRITING:
                if request.is_json:
                    return _flat(request.get_json())
                if not any(name.endswith(TOKEN) for name in request.form):
                    raise NotOurForm
            return super().wrap_formdata(form, formdata)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by its own checks, and by those that hold for the raw values of every field."""
        fine = bool(super().validate(extra_validators))
        for field in self:
            for inner in _single([field]):
                wrong = _raw_fault(inner)
                if wrong and wrong not in inner.errors:
                    inner.errors, fine = [*inner.errors, wrong], False
                    if isinstance(field, FieldList):
                        field.errors = [*field.errors, wrong]
        return fine

    def said_wrong(self) -> dict[str, list[str]]:
        """Errors by field name, as text."""
        return {str(name): [str(text) for text in found] for name, found in self.errors.items() if name}


class NotText(str):
    """A value of a JSON body that was no text: a number or a truth value, as a form would have sent it."""

    __slots__ = ()


class NotOurForm(Unreadable):
    """A form without our token was not drawn by a page of ours."""

    def __init__(self) -> None:
        super().__init__(sentence("This form was not sent from a page of this site. Open the page and send it again."))


def _single(fields: Any) -> Iterator[Field]:
    """All fields that take a single value, those inside others included."""
    for field in fields:
        if isinstance(field, FormField | FieldList):
            yield from _single(field)
        elif not isinstance(field, SelectMultipleField | MultipleFileField):
            yield field


def _raw_fault(field: Field) -> str | None:
    """What is wrong with a field's values as they came, whatever its kind; None when they are fine."""
    raw = field.raw_data or ()
    if len(raw) > 1:
        return str(_("This was given more than once."))
    if not raw or not isinstance(raw[0], str) or raw[0] == "":
        return None
    if isinstance(raw[0], NotText) and isinstance(field, OneLine | SeveralLines) and not field.takes_numbers:
        return str(_("Please send a text here, not a number or a truth value."))
    if isinstance(field, IntegerField | DecimalField | FloatField):
        shape = WHOLE if isinstance(field, IntegerField) else DECIMAL
        return None if shape.fullmatch(raw[0].strip()) else str(_("Please type a number in the digits 0 to 9."))
    if isinstance(field, DateTimeField) and not raw[0].isascii():
        return str(_("Please type the date in the digits 0 to 9."))
    return _fault(raw[0])


def _flat(body: object) -> Body:
    if not isinstance(body, dict):
        raise Unreadable(sentence("The body must be one JSON object."))
    pairs: list[tuple[str, Any]] = []
    for name, value in body.items():
        for one in value if isinstance(value, list) else [value]:
            if one is None or one is False:
                continue
            if not isinstance(one, str | int | float | bool):
                raise Unreadable(
                    sentence("The values of the JSON object must be texts, numbers, truth values or lists of these.")
                )
            pairs.append((str(name), _as_sent(one)))
    return ImmutableMultiDict(pairs)


def _as_sent(value: str | float) -> str:
    if isinstance(value, str):
        return SURROGATES.sub(REPLACEMENT, value)
    return NotText("y" if value is True else value)


def _fault(text: str) -> str | None:
    if REPLACEMENT in text:
        return str(_("Some characters did not arrive in one piece. Please type them again."))
    if has_invisible(text):
        return str(_("There are invisible characters in this text (control or direction marks). Please remove them."))
    if is_heaped(text):
        return str(_("Too many accents stand on one letter here. Please remove some."))
    return None


def _normal(text: Any) -> Any:
    return unicodedata.normalize("NFC", text).strip() if isinstance(text, str) else text


def _lines(text: Any) -> Any:
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def _checks(required: str | None, most: int) -> list[Any]:
    needed = DataRequired(required) if required is not None else Optional(strip_whitespace=True)
    longest = _("This is too long: at most %(most)s characters.", most=most)
    return [needed, Length(max=most, message=longest)]


class OneLine(StringField):
    """A text on one line, in NFC; `required` is the sentence shown when it is empty, None when it may be."""

    takes_numbers = False
    """Whether a number of a JSON body is meant as its digits."""

    def __init__(self, label: Any, *, required: Any = None, most: int = 200, **kw: Any) -> None:
        checks = [*_checks(required, most), _no_break, _readable, *kw.pop("validators", [])]
        super().__init__(label, checks, filters=[_normal], **kw)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist else self.data or ""


class SeveralLines(TextAreaField):
    r"""A text of several lines, in NFC, with `\n` for every line break."""

    takes_numbers = False

    def __init__(self, label: Any, *, required: Any = None, most: int = 4000, **kw: Any) -> None:
        checks = [*_checks(required, most), *kw.pop("validators", [])]
        super().__init__(label, checks, filters=[_lines, _normal], **kw)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist else self.data or ""


def _no_break(_form: object, field: Field) -> None:
    if "\n" in (field.data or "") or "\r" in (field.data or ""):
        raise ValidationError(str(_("This must stand on one line.")))


def _readable(_form: object, field: Field) -> None:
    text = field.data or ""
    if has_blank(text):
        raise ValidationError(str(_("There are signs in this text that look like nothing. Please remove them.")))
    if text and not _fault(text) and not has_name(text):
        raise ValidationError(str(_("Please use letters or digits here.")))


class MailAddress(OneLine):
    """Exactly one mail address; `key` compares addresses, also in the database."""

    def __init__(self, label: Any, *, required: Any = None, **kw: Any) -> None:
        kw.setdefault("render_kw", {"type": "email", "autocomplete": "email", "inputmode": "email"})
        super().__init__(label, required=required, most=MOST_OF_AN_ADDRESS, validators=[_one_address], **kw)

    @property
    def address_key(self) -> str:
        """The address as it is compared: lower case, domain as A-label."""
        return address_key(str(self.data))


def address_key(address: str) -> str:
    """The one comparison key of a valid address; raises ValueError for what is not one plain address."""
    return plain_address(address).lower()


def plain_address(address: str) -> str:
    """The address with its domain as A-label; raises ValueError for what is not exactly one plain address."""
    local, _at, domain = address.rpartition("@")
    if len(address) > MOST_OF_AN_ADDRESS or len(local) > MOST_OF_A_NAME or "." not in domain:
        raise ValueError("an address has at most 254 characters, 64 before the @, and a domain of two parts")
    try:
        seen = validate_email(
            address,
            check_deliverability=False,
            allow_smtputf8=False,
            allow_quoted_local=False,
            globally_deliverable=False,
        )
    except EmailNotValidError as wrong:
        raise ValueError(str(wrong)) from wrong
    return f"{seen.ascii_local_part}@{seen.ascii_domain}"


def _one_address(_form: object, field: Field) -> None:
    try:
        field.data = plain_address(field.data or "")
    except ValueError as wrong:
        if not field.data.partition("@")[0].isascii():
            raise ValidationError(
                str(_("The part before the @ can hold only the letters a to z, digits and signs such as . - _ here."))
            ) from wrong
        raise ValidationError(str(_("This is not one complete mail address, such as name@mission.example."))) from wrong
