"""What may come in from a delegate about a request that exists, and what the registration shares with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _now
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField
from wtforms.validators import Regexp

from rtop_event.delegations.search import Entry
from rtop_event.delegations.titles import LEVELS
from rtop_event.delegations.words import Level
from rtop_event.fields import Form, MailAddress, OneLine, SeveralLines
from rtop_event.registrations.states import Gender
from rtop_event.registrations.voices import Members
from rtop_event.registrations.words import GENDERS, LANGUAGE_NAMES
from rtop_event.showing import say
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class Hall:
    """What a form needs to know of its dialogue: who there is, groups, meetings, and whether the floor can be asked."""

    entries: tuple[Entry, ...]
    groups: tuple[tuple[int, str, str], ...]
    """Each with id, code and name."""
    meetings: tuple[tuple[int, str], ...]
    members: Members = field(default_factory=Members)
    """Who may speak for which group."""
    no_floor: Sentence | None = None
    """Why the floor cannot be asked for, None while it can."""
    on_reserve: bool = False
    """Whether it is late, so that a request for the floor waits on the reserve."""
    told: Sentence | None = None
    """What is still possible, and until when."""
    exception: bool = False
    """Whether the list is closed and the desk adds only as an exception."""

    def group_name(self, code: str) -> str:
        """The name of the group of that code."""
        return next(name for _id, known, name in self.groups if known == code)


def seen_version() -> HiddenField:
    """The version of the row from which a form was drawn."""
    return HiddenField(validators=[Regexp(r"\A[0-9]{1,9}\Z", message=_("Please open the page again and repeat it."))])


def levels() -> list[tuple[str, str]]:
    """The levels to choose from, highest first, after an empty choice."""
    return [("", _now("Please choose")), *((level.value, say(LEVELS[level])) for level in Level)]


def statement_languages() -> list[tuple[str, str]]:
    """The six languages of statements, in the reader's words."""
    return [(code, say(name)) for code, name in LANGUAGE_NAMES.items()]


def meetings_of(hall: Hall) -> list[tuple[str, str]]:
    """The meetings to choose from, after no preference."""
    return no_preference(hall.meetings)


def no_preference(meetings: Sequence[tuple[int, str]]) -> list[tuple[str, str]]:
    """No preference, then these meetings by number and name."""
    return [("", _now("No preference")), *((str(number), name) for number, name in meetings)]


def genders() -> list[tuple[str, str]]:
    """Woman, man or not given, in the reader's words."""
    return [(one.value, say(text)) for one, text in GENDERS.items()]


class GenderField(SelectField):
    """The speaker's gender, where it is given."""

    def __init__(self, **values: Any) -> None:
        help_text = _("Optional. It is used only where the list alternates women and men.")
        super().__init__(_("Gender of the speaker"), choices=genders, default="", description=help_text, **values)

    @property
    def gender(self) -> Gender:
        """What was chosen."""
        return Gender(self.data or "")


class SpeakerForm(Form):
    """Who speaks, how, and what is needed for it: what a delegate can change later too."""

    version = seen_version()
    speaker_name = OneLine(_("Name of the speaker"), description=_("It can be named later, on your own page."))
    speaker_function = OneLine(_("Function"), description=_("For example: Minister for Foreign Affairs."))
    speaker_gender = GenderField()
    level = SelectField(_("Level"), default="")
    statement_language = SelectField(_("Language of the statement"), default="en")
    phone = OneLine(_("Telephone"), most=40, description=_("Only for the desk, on the day."))
    access_needs = SeveralLines(
        _("Access needs"), most=1000, description=_("For example: a place for a wheelchair, captions, an interpreter.")
    )

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        self.level.choices = levels()
        self.statement_language.choices = statement_languages()

    def changes(self) -> dict[str, Any]:
        """The typed values by the names of the row; a level that was not asked for stays out."""
        values = {
            name: self[name].data or ""
            for name in ("speaker_name", "speaker_function", "statement_language", "phone", "access_needs")
        }
        values["speaker_gender"] = self.speaker_gender.gender
        return {**values, **({"level": Level(self.level.data)} if self.level.data else {})}


class SubstituteForm(Form):
    """Another person speaks for the same request."""

    version = seen_version()
    speaker_name = OneLine(_("Name of the substitute"), required=_("Please give the name of the substitute."))
    speaker_function = OneLine(_("Function"))
    speaker_gender = GenderField()

    def changes(self) -> dict[str, Any]:
        """The typed values by the names of the row."""
        return {
            "speaker_name": self.speaker_name.data,
            "speaker_function": self.speaker_function.data or "",
            "speaker_gender": self.speaker_gender.gender,
        }


class PressForm(Form):
    """A button and nothing else."""


class LostLinkForm(Form):
    """The address under which somebody registered."""

    address = MailAddress(_("Mail address"), required=_("Please give the address from which you registered."))
