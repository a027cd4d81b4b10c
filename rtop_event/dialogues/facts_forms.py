"""What may come in about the facts of a dialogue and its documents."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FormField, SelectField
from wtforms import Form as Part

from rtop_event.dialogues.desk_fields import Address, Angle, Count, Day, DeskForm, Lines, LocalMoment, Rows, Zone
from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.rows import MOST_ROWS
from rtop_event.dialogues.stages import floor_opens
from rtop_event.dialogues.titles import DOCUMENTS
from rtop_event.dialogues.words import DocumentKind
from rtop_event.fields import MailAddress, OneLine, SeveralLines
from rtop_event.showing import say
from rtop_event.typed_hours import BadHour, local_of, moment_of, typed

PLAIN = (
    "title",
    "theme",
    "session",
    "summary",
    "convenor",
    "convenor_function",
    "host",
    "host_short",
    "host_statement",
    "host_url",
    "zone",
    "room",
    "address",
    "report_title",
    "report_symbol",
    "contact_name",
    "contact_address",
)
MOMENTS = ("registration_opens_at", "registration_closes_at", "list_opens_at", "list_closes_at")
PERIODS = (
    ("registration_opens_at", "registration_closes_at"),
    ("list_opens_at", "list_closes_at"),
    ("list_opens_at", "online_closes_at"),
)
LATEST_INTO_DEBATE = 600


def document_kinds() -> list[tuple[str, str]]:
    """The kinds of documents, by their names in the reader's language."""
    return [(kind.value, say(name)) for kind, name in DOCUMENTS.items()]


class DocumentRow(Part):
    """One document."""

    kind = SelectField(_("Kind"), choices=document_kinds, default=DocumentKind.REPORT.value)
    title = OneLine(_("Title"), required=_("Type the title of the document, or remove its row."), most=300)
    symbol = OneLine(_("Symbol"), most=80)
    url = Address(_("Address on the web"))


class FactsForm(DeskForm):
    """All that a dialogue says about itself, but for its programme and its list of speakers."""

    title = OneLine(_("Title"), required=_("Type the title."), most=300)
    theme = OneLine(
        _("Theme"),
        required=_("Type the theme."),
        most=300,
        description=_("By this name pages, letters and calendars call the dialogue."),
    )
    session = OneLine(_("Session of the Assembly"))
    summary = SeveralLines(_("Summary"), most=1000)
    is_example = BooleanField(_("This dialogue is an example"))
    convenor = OneLine(_("Convened by"), required=_("Say who convenes the dialogue."))
    convenor_function = OneLine(_("Function of the convenor"))
    host = OneLine(_("This site is run by"), required=_("Say who runs this site."))
    host_short = OneLine(_("Short name"), most=40)
    host_statement = SeveralLines(
        _("Statement on every page"),
        required=_("Say who runs this site, and that it is not an official one."),
        most=800,
    )
    host_url = Address(_("Address on the web"))
    zone = Zone(_("Time zone"))
    room = OneLine(_("Room"), required=_("Name the room."))
    address = OneLine(_("Building and city"))
    latitude = Angle(_("Latitude"), limit=90)
    longitude = Angle(_("Longitude"), limit=180)
    report_title = OneLine(_("Title of the report"), most=300)
    report_symbol = OneLine(_("Symbol of the report"), most=80)
    report_date = Day(_("Date of the report"))
    issues = Lines(_("Issues of the dialogue"))
    points = Lines(_("Points for statements"))
    contact_name = OneLine(_("Contact"), required=_("Say whom delegations can ask."))
    contact_address = MailAddress(_("Mail address"), required=_("Type the mail address for questions."))
    registration_opens_at = LocalMoment(_("Registration opens"), required=_("Say when registration opens."))
    registration_closes_at = LocalMoment(_("Registration closes"), required=_("Say when registration closes."))
    list_opens_at = LocalMoment(_("List of speakers opens"), required=_("Say when the list opens."))
    list_closes_at = LocalMoment(_("List of speakers closes"), required=_("Say when the list closes."))
    online_closes_at = LocalMoment(_("Online requests end"), required=None)
    closes_into_debate = Count(_("Or: minutes into the debate"), low=0, high=LATEST_INTO_DEBATE)
    civil_society_places = Count(_("Speakers from civil society, at most"), low=0, high=1000)
    documents = Rows(FormField(DocumentRow))

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then the hours on the clock of the zone, the periods, the place."""
        fine = super().validate(extra_validators)
        if len(self.documents) > MOST_ROWS:
            self.form_errors.append(str(_("These are too many documents: at most %(most)s.", most=MOST_ROWS)))
        if not self.zone.errors:
            self._check_hours()
        if bool(self.latitude.data) != bool(self.longitude.data):
            self.blame("longitude", str(_("Give both latitude and longitude, or neither.")))
        return fine and not self.wrong()

    def _check_hours(self) -> None:
        moments: dict[str, datetime] = {}
        for name in (*MOMENTS, "online_closes_at"):
            if self[name].errors or not self[name].data:
                continue
            try:
                moments[name] = moment_of(local_of(self[name].data), str(self.zone.data))
            except BadHour as bad:
                self.blame(name, say(bad.why))
        for opens, closes in PERIODS:
            if opens in moments and closes in moments and moments[closes] <= moments[opens]:
                self.blame(closes, str(_("This must be later than the opening.")))

    def fits(self, dialogue: Dialogue) -> bool:
        """Whether the hours of a form that was found right fit the meetings, which keep their hours in another zone."""
        ends, opens = _on_the_wall(dialogue.ends_at, dialogue.zone), floor_opens(dialogue.held)
        closes, minutes = local_of(str(self.list_closes_at.data)), self.closes_into_debate.value()
        into = (
            _on_the_wall(opens, dialogue.zone) + timedelta(minutes=minutes) if opens and minutes is not None else None
        )
        for name, moment in (("list_closes_at", closes), ("closes_into_debate", into)):
            if moment is not None and moment > ends:
                self.blame(name, str(_("The list must close before the meetings end.")))
        if self.online_closes_at.data and local_of(self.online_closes_at.data) > (into or closes):
            self.blame("online_closes_at", str(_("This must not be later than the close of the list.")))
        return not self.wrong()

    def facts(self) -> dict[str, Any]:
        """The columns of the dialogue; only of a form that was found right."""
        return {
            **{name: self[name].data for name in PLAIN},
            **{name: moment_of(local_of(self[name].data), str(self.zone.data)) for name in MOMENTS},
            "online_closes_at": moment_of(local_of(self.online_closes_at.data), str(self.zone.data))
            if self.online_closes_at.data
            else None,
            "closes_into_debate": self.closes_into_debate.value(),
            "is_example": bool(self.is_example.data),
            "latitude": self.latitude.value(),
            "longitude": self.longitude.value(),
            "report_date": self.report_date.value(),
            "issues": self.issues.lines(),
            "points": self.points.lines(),
            "civil_society_places": self.civil_society_places.value() or 0,
        }

    def rows(self) -> list[dict[str, Any]]:
        """The documents in order."""
        return [{**row.data, "kind": DocumentKind(row.data["kind"])} for row in self.documents]


def facts_typed(dialogue: Dialogue) -> dict[str, Any]:
    """The dialogue as its form shows it."""
    return {
        **{name: getattr(dialogue, name) for name in PLAIN},
        **{name: typed(getattr(dialogue, name), dialogue.zone) for name in MOMENTS},
        "online_closes_at": typed(dialogue.online_closes_at, dialogue.zone) if dialogue.online_closes_at else "",
        "closes_into_debate": "" if dialogue.closes_into_debate is None else str(dialogue.closes_into_debate),
        "version": str(dialogue.version),
        "is_example": dialogue.is_example,
        "latitude": _degrees(dialogue.latitude),
        "longitude": _degrees(dialogue.longitude),
        "report_date": dialogue.report_date.isoformat() if dialogue.report_date else "",
        "issues": "\n".join(dialogue.issues),
        "points": "\n".join(dialogue.points),
        "civil_society_places": str(dialogue.civil_society_places),
        "documents": [
            {"kind": one.kind.value, "title": one.title, "symbol": one.symbol, "url": one.url}
            for one in dialogue.documents
        ],
    }


def _on_the_wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.8f}".rstrip("0").rstrip(".")
