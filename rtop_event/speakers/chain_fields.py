"""What the form of the rules asks of single rules: the protected top, the meetings, what alternates."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from wtforms import Field, SelectField

from rtop_event.dialogues.desk_fields import Count, LocalMoment
from rtop_event.fields import OneLine
from rtop_event.showing import say
from rtop_event.speakers import protecting
from rtop_event.speakers.balance import By, Within
from rtop_event.speakers.chain import Chain, Rule, RuleName, rule_in
from rtop_event.speakers.chain_reading import LONGEST, MOST_PLACES
from rtop_event.speakers.forms import VersionForm
from rtop_event.typed_hours import BadHour, local_of, moment_of, typed

AS_MANY_AS_COME = "–"
ASKED = ("top", "top_from", "restart", "capacity", "by", "within")
"""The fields below."""
FIELD_OF = {"n": "top", "from": "top_from"}
"""The field of a parameter where it has another name."""


class ParameterForm(VersionForm):
    """The parameters of single rules; hours are those on the clock of the zone."""

    top = Count(_("How many are protected"), low=1, high=MOST_PLACES)
    top_from = LocalMoment(_("Protected from"), required=None)
    restart = SelectField(
        _("The order"),
        choices=lambda: [("yes", str(_("begins again in each meeting"))), ("no", str(_("runs on through the day")))],
        default="yes",
    )
    capacity = OneLine(_("Places in each meeting"), most=LONGEST)
    by = SelectField(
        _("What alternates"),
        choices=lambda: [
            (By.REGIONAL_GROUP.value, str(_("Regional groups"))),
            (By.GENDER.value, str(_("Women and men"))),
        ],
        default=By.REGIONAL_GROUP.value,
    )
    within = SelectField(
        _("Among whom"),
        choices=lambda: [
            (Within.LEVEL.value, str(_("those of one level"))),
            (Within.BLOCK.value, str(_("all of a block, whatever their level"))),
        ],
        default=Within.LEVEL.value,
    )

    def __init__(self, *args: Any, zone: str = "UTC", **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.zone = zone

    @property
    def asked(self) -> list[Field]:
        """The fields of this part."""
        return [self[name] for name in ASKED]

    def asked_of(self, name: RuleName) -> dict[str, object]:
        """The parameters of one of these rules."""
        if name is RuleName.PROTECTED_TOP:
            return {"n": self.top.value(), **({"from": self._from()} if self.top_from.data else {})}
        if name is RuleName.MEETING:
            restart: dict[str, object] = {} if self.restart.data == "yes" else {"restart": False}
            return {**restart, **({"capacity": places_of(str(self.capacity.data))} if self.capacity.data else {})}
        if name is RuleName.BALANCE:
            return {"by": self.by.data, "within": self.within.data}
        return {}

    def asked_rightly(self, on: set[str]) -> bool:
        """Whether the rules that are on have what they need; what is wrong is told at its field."""
        if RuleName.PROTECTED_TOP in on:
            if not self.top.data:
                self.top.errors = [*self.top.errors, str(_("Say how many of the next speakers are protected."))]
            self._check_hour()
        if RuleName.MEETING in on and self.capacity.data:
            if places_of(self.capacity.data) is None:
                wrong = _("Give a number for each meeting in its order, – for as many as come, such as 30, –.")
                self.capacity.errors = [*self.capacity.errors, str(wrong)]
            elif self.restart.data == "no":
                wrong = _("Only meetings that are lists of their own can be full: leave this empty.")
                self.capacity.errors = [*self.capacity.errors, str(wrong)]
        return not any(self[name].errors for name in ASKED)

    def _check_hour(self) -> None:
        try:
            if self.top_from.data:
                self._from()
        except BadHour as bad:
            self.top_from.errors = [*self.top_from.errors, say(bad.why)]

    def _from(self) -> str:
        moment = moment_of(local_of(str(self.top_from.data)), self.zone)
        return moment.astimezone(ZoneInfo(self.zone)).isoformat(timespec="minutes")


def asked(chain: Chain, zone: str) -> dict[str, str]:
    """The values of these fields for a chain."""
    top, meeting, balance = (
        rule_in(chain, name) or Rule(name) for name in (RuleName.PROTECTED_TOP, RuleName.MEETING, RuleName.BALANCE)
    )
    since = protecting.moment_of(top.parameters.get("from"))
    return {
        "top": str(top.parameters.get("n", "")),
        "top_from": typed(since, zone) if since else "",
        "restart": "yes" if meeting.parameters.get("restart", True) else "no",
        "capacity": _places_told(meeting.parameters.get("capacity")),
        "by": str(balance.parameters.get("by", By.REGIONAL_GROUP)),
        "within": str(balance.parameters.get("within", Within.LEVEL)),
    }


def places_of(text: str) -> list[int | None] | None:
    """The places of each meeting as typed, None for as many as come; None altogether where it is no such list."""
    cells = [cell.strip() for cell in text.split(",")]
    if not all(re.fullmatch(r"[1-9][0-9]{0,3}|[-–]", cell) for cell in cells):
        return None
    return [int(cell) if cell.isdigit() else None for cell in cells]


def _places_told(capacity: object) -> str:
    listed = capacity if isinstance(capacity, list) else []
    return ", ".join(AS_MANY_AS_COME if one is None else str(one) for one in listed)
