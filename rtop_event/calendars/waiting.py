"""What the dashboard learns of calendars: delegations whose calendar declined their turn."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from sqlalchemy import func, select

from rtop_event.calendars.models import TurnHolder, TurnReply, TurnTold
from rtop_event.calendars.turns import CANCELLED
from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.models import Answer
from rtop_event.organisers.dashboard import Waiting
from rtop_event.registrations.models import Registration
from rtop_event.wording import sentence_of


def waiting(at: datetime) -> list[Waiting]:
    """Turns ahead that were declined, by dialogue: the list still holds them."""
    order = TurnReply.sequence.desc(), TurnReply.at.desc(), TurnReply.id.desc()
    place = func.row_number().over(partition_by=TurnReply.holder_id, order_by=order).label("place")
    ranked = select(TurnReply.id, place).where(TurnReply.counts).subquery()
    latest = select(ranked.c.id).where(ranked.c.place == 1)
    asked = select(Dialogue.slug, func.count()).join(Registration, Registration.dialogue_id == Dialogue.id)
    asked = asked.join(TurnTold, TurnTold.registration_id == Registration.id)
    asked = asked.join(TurnHolder, TurnHolder.registration_id == Registration.id)
    asked = asked.join(TurnReply, TurnReply.holder_id == TurnHolder.id)
    mine = TurnHolder.address_key == Registration.address_key
    ahead = (TurnTold.status != CANCELLED) & (TurnTold.ends_at > at)
    declined = TurnReply.id.in_(latest) & (TurnReply.answer == Answer.DECLINED)
    found = []
    for slug, number in session.execute(asked.where(mine, ahead, declined).group_by(Dialogue.slug)):
        what = sentence_of("turn declined from a calendar", "turns declined from calendars", number)
        found.append(
            Waiting(number, what, url_for("calendars.desk_calendars", slug=slug, state="declined"), urgent=True)
        )
    return found
