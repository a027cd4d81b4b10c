"""What a delegate can still do with a request, until when, and what becomes of its place once it is given up."""

from __future__ import annotations

from datetime import datetime

from rtop_event.dialogues.models import Dialogue
from rtop_event.dialogues.periods import on_the_clock
from rtop_event.dialogues.stages import LATE, Stage, list_hours
from rtop_event.registrations import reserve
from rtop_event.registrations.models import Registration
from rtop_event.wording import Sentence, sentence


def possible_told(dialogue: Dialogue, at: datetime) -> Sentence:
    """What a delegate with a request for the floor can still do with it, and until when."""
    hours, zone = list_hours(dialogue), dialogue.zone
    moment = on_the_clock(hours.closes_at, zone)
    match hours.stage(at):
        case Stage.CLOSED:
            return sentence(
                "The list of speakers closed on %(moment)s. You can name a substitute and withdraw; any other change "
                "is asked of the desk. In the room only rights of reply and points of order are still possible.",
                moment=moment,
            )
        case Stage.DESK | Stage.ANNOUNCED:
            return sentence(
                "Who withdraws now can come back only on the reserve. Everything else can be changed until %(moment)s.",
                moment=moment,
            )
        case _:
            late_from = on_the_clock(hours.late_from, zone)
            if at >= dialogue.registration_closes_at or dialogue.registration_closes_at >= hours.late_from:
                return sentence(
                    "You can change everything, withdraw and come back, until %(moment)s.", moment=late_from
                )
            return sentence(
                "You can change everything, withdraw and come back, until %(moment)s. Registration ends earlier, but "
                "only for those who have not registered yet.",
                moment=late_from,
            )


def place_goes_to(registration: Registration, stage: Stage) -> Sentence | None:
    """Who has the place of this request once it is given up."""
    if not registration.on_the_list:
        return None
    if reserve.waiting(registration.dialogue):
        return sentence("Your place goes at once to the first on the reserve, and you cannot have it back.")
    if stage in LATE:
        return sentence("Nobody waits on the reserve now: your place is not kept, and those after you move forward.")
    return None
