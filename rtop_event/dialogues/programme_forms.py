"""What may come in about the programme: meetings, their parts, the people in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form as Part
from wtforms import FormField, HiddenField, SelectField
from wtforms.validators import Regexp

from rtop_event.dialogues.desk_fields import Count, DeskForm, LocalMoment, Rows
from rtop_event.dialogues.models import Dialogue, Meeting, ProgrammeItem
from rtop_event.dialogues.plan import LONGEST_MEETING, MeetingPlan, PartPlan, faults
from rtop_event.dialogues.rows import MOST_ROWS
from rtop_event.dialogues.titles import ITEMS, ROLES
from rtop_event.dialogues.turn_keys import called_in
from rtop_event.dialogues.words import ItemKind, Role
from rtop_event.fields import OneLine
from rtop_event.showing import say
from rtop_event.typed_hours import BadHour, local_of, moment_of, typed

FARTHEST_MOVE = timedelta(days=400)


def item_kinds() -> list[tuple[str, str]]:
    """The kinds of parts, by their names in the reader's language."""
    return [(kind.value, say(name)) for kind, name in ITEMS.items()]


def roles() -> list[tuple[str, str]]:
    """What people do in the programme, in the reader's language."""
    return [(role.value, say(name)) for role, name in ROLES.items()]


class PersonRow(Part):
    """Somebody named in the programme; `key` is the one by which the floor knows who is called, empty for a new one."""

    key = HiddenField()
    name = OneLine(_("Name"), required=_("Type the name, or remove the row."))
    function = OneLine(_("Function"))
    role = SelectField(_("Role"), choices=roles, default=Role.SPEAKER.value)
    minutes = Count(_("Minutes at the floor"), low=1, high=LONGEST_MEETING)


class PartRow(Part):
    """One part of a meeting."""

    kind = SelectField(_("Kind"), choices=item_kinds, default=ItemKind.FLOOR.value)
    title = OneLine(_("Title"), required=_("Type a title, or remove the part."), most=300)
    minutes = Count(_("Minutes"), low=1, high=LONGEST_MEETING)
    batch = Count(_("Statements in a batch"), low=1, high=99)
    answers = Count(_("Minutes of answers"), low=1, high=LONGEST_MEETING)
    people = Rows(FormField(PersonRow))


class MeetingRow(Part):
    """One meeting; `number` is the one that it has, empty for a new one."""

    number = HiddenField(validators=[Regexp(r"\A[0-9]{0,6}\Z")])
    name = OneLine(_("Name of the meeting"), required=_("Name the meeting."))
    starts = LocalMoment(_("From"), required=_("Say when the meeting begins."))
    ends = LocalMoment(_("To"), required=_("Say when the meeting ends."))
    room = OneLine(_("Room"))
    parts = Rows(FormField(PartRow))


class ProgrammeForm(DeskForm):
    """The meetings that take place, in the zone of the dialogue; the `known` numbers keep their order if `public`."""

    meetings = Rows(FormField(MeetingRow))

    def __init__(self, zone: str, known: Collection[int], *, public: bool, **kw: Any) -> None:
        super().__init__(**kw)
        self.zone, self.known, self.public = zone, known, public

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then the hours on the clock of the zone, then the programme as a whole."""
        fine = super().validate(extra_validators) and self._rows_fit() and self._hours_exist()
        for fault in faults(self.plans(), public=self.public) if fine else []:
            self.blame(fault.field, say(fault.why))
        return fine and not self.wrong()

    def _rows_fit(self) -> bool:
        meetings: list[Any] = list(self.meetings)
        lists = [meetings, *(meeting.parts for meeting in meetings)]
        lists += [part.people for meeting in meetings for part in meeting.parts]
        if any(len(rows) > MOST_ROWS for rows in lists):
            self.form_errors.append(str(_("These are too many rows: at most %(most)s of a kind.", most=MOST_ROWS)))
        numbers = [int(meeting.number.data) for meeting in self.meetings if meeting.number.data]
        if len(numbers) != len(set(numbers)) or not set(numbers) <= set(self.known):
            self.form_errors.append(str(_("The form names a meeting that is not in this programme.")))
        return not self.form_errors

    def _hours_exist(self) -> bool:
        for meeting in self.meetings:
            for field in (meeting.starts, meeting.ends):
                try:
                    moment_of(local_of(field.data), self.zone)
                except BadHour as bad:
                    self.blame(field.name, say(bad.why))
        return not self.wrong()

    def plans(self) -> list[MeetingPlan]:
        """The programme in the order of the form; only where each field was found right."""
        return [_plan(row.form, self.zone) for row in self.meetings]


def _plan(row: Any, zone: str) -> MeetingPlan:
    return MeetingPlan(
        number=int(row.number.data) if row.number.data else None,
        name=row["name"].data,
        room=row.room.data,
        starts_at=moment_of(local_of(row.starts.data), zone),
        ends_at=moment_of(local_of(row.ends.data), zone),
        parts=tuple(
            PartPlan(
                kind=ItemKind(part.kind.data),
                title=part.title.data,
                minutes=part.minutes.value(),
                people=tuple(_person(person.form) for person in part.people),
                batch=part.batch.value(),
                answers=part.answers.value(),
            )
            for part in row.parts
        ),
    )


def _person(row: Any) -> dict[str, Any]:
    """A person as it is stored: without minutes where the chair does not give it the floor."""
    minutes = {"minutes": row.minutes.value()} if row.minutes.data else {}
    known = {"key": row.key.data} if row.key.data else {}
    return {"name": row["name"].data, "function": row.function.data, "role": row.role.data} | minutes | known


def programme_typed(
    dialogue: Dialogue, *, starts: datetime | None = None, ends: datetime | None = None
) -> dict[str, Any]:
    """The programme as its form shows it, without cancelled meetings.

    With `starts` it is moved so that the dialogue would begin then, and end at `ends` where it is one meeting: nothing
    is changed before somebody saves it.
    """
    meetings = [_meeting_typed(one, dialogue.zone) for one in dialogue.held]
    if meetings and starts is not None and abs(starts - dialogue.starts_at) < FARTHEST_MOVE:
        for row, one in zip(meetings, dialogue.held, strict=True):
            by = starts - dialogue.starts_at
            until = ends if ends and len(meetings) == 1 and starts < ends < starts + FARTHEST_MOVE else one.ends_at + by
            row |= {"starts": typed(one.starts_at + by, dialogue.zone), "ends": typed(until, dialogue.zone)}
    return {"version": str(dialogue.version), "meetings": meetings}


def _meeting_typed(meeting: Meeting, zone: str) -> dict[str, Any]:
    keys: dict[int, dict[int, str]] = {}
    for one in called_in(meeting.uid, meeting.number, [item.people for item in meeting.items]):
        keys.setdefault(one.part, {})[one.row] = one.key
    return {
        "number": str(meeting.number),
        "name": meeting.name,
        "starts": typed(meeting.starts_at, zone),
        "ends": typed(meeting.ends_at, zone),
        "room": meeting.room,
        "parts": [_part_typed(item, keys.get(number, {})) for number, item in enumerate(meeting.items)],
    }


def _part_typed(item: ProgrammeItem, keys: Mapping[int, str]) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "title": item.title,
        "minutes": "" if item.minutes is None else str(item.minutes),
        "batch": "" if item.batch is None else str(item.batch),
        "answers": "" if item.answers is None else str(item.answers),
        "people": [
            {**person, "minutes": str(person.get("minutes", "")), "key": keys.get(row, "")}
            for row, person in enumerate(item.people)
        ],
    }
