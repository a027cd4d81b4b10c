"""What may come in at the outbox: a step, an approval that may be for later, an edited draft, a step for many."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, ValidationError
from wtforms.validators import Regexp

from rtop_event.fields import Form, OneLine, SeveralLines
from rtop_event.mailing.deciding import InThePast
from rtop_event.mailing.rewriting import Draft, lost_links
from rtop_event.showing import say
from rtop_event.typed_hours import BadHour, local_of, moment_of
from rtop_event.zones import NEW_YORK

MANY = 25
"""Beyond so many letters the number must be typed."""


class StepForm(Form):
    """A step for one letter, or for the whole outbox: nothing is typed."""


class ApproveForm(StepForm):
    """Letters leave at once, or not before a moment that is later than `at`."""

    not_before = OneLine(
        _("Not before"),
        most=25,
        description=_("A day and hour, New York time. Empty: at once."),
        render_kw={"type": "datetime-local"},
    )

    later = HiddenField()
    """Set where the form asks for a moment, so that an empty one is no approval for at once."""

    def __init__(self, at: datetime, **kw: Any) -> None:
        self.at = at
        super().__init__(**kw)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all is well; a form for later needs its moment."""
        good: bool = super().validate(extra_validators)
        if not (self.later.data and not self.not_before.data):
            return good
        self.not_before.errors = [gettext("Say when it may leave.")]
        return False

    def validate_not_before(self, field: Field) -> None:
        """Refuse what is no moment, or one that is past."""
        moment = self.moment() if field.data else None
        if moment is not None and moment <= self.at:
            raise ValidationError(say(InThePast().reason))

    def moment(self) -> datetime | None:
        """The moment, None for at once."""
        if not self.not_before.data:
            return None
        try:
            return moment_of(local_of(self.not_before.data), NEW_YORK)
        except BadHour as bad:
            raise ValidationError(say(bad.why)) from bad


class EditForm(Form):
    """Subject and text of a draft, and from what they were drawn."""

    subject = OneLine(_("Subject"), required=_("A letter needs a subject."), most=200)
    body = SeveralLines(
        _("Text"),
        required=_("A letter needs a text."),
        most=20_000,
        description=_("In Markdown. Greeting, signature and foot stay as they are unless you change them here."),
    )
    drawn_from = HiddenField(validators=[Regexp(r"\A[0-9a-f]{16}\Z", message=_("The form does not say its version."))])

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(data={"subject": draft.subject, "body": draft.body, "drawn_from": draft.mark})

    def validate_body(self, field: Field) -> None:
        """Refuse a text that has lost the link by which its reader answers or finds their page."""
        lost = lost_links(self.draft.body, field.data or "")
        if lost:
            raise ValidationError(gettext("This link is the reader's own and must stay: %(link)s", link=lost[0]))

    def written(self) -> Draft:
        """The draft as it was typed, and what it was drawn from."""
        return Draft(self.subject.data or "", self.body.data or "", self.drawn_from.data or "")


class AllForm(ApproveForm):
    """A step for all letters of a filter; `expected` is how many there are, and the number must say so."""

    number = OneLine(_("Number of letters"), required=_("Type the number of letters."), most=10)

    def __init__(self, at: datetime, expected: int) -> None:
        self.expected = expected
        super().__init__(at)

    def validate_number(self, field: Field) -> None:
        """Refuse when the letters have become more or fewer, or the number is mistyped."""
        if (field.data or "").strip() != str(self.expected):
            raise ValidationError(
                gettext("There are %(number)s letters now. Type this number to go on.", number=str(self.expected))
            )
