"""What stands beside a place on the desk's list: the answer to the invitation, the statement, how the mail stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rtop_event.database import session
from rtop_event.dialogues.models import Dialogue
from rtop_event.invitations.finding import last_answer
from rtop_event.registrations.finding import all_inscriptions, last_letter
from rtop_event.registrations.models import Registration
from rtop_event.speakers.received import is_received


@dataclass(frozen=True, slots=True)
class Beside:
    """The answer and the state of the last letter as identifiers, "" for none; language and topic of the statement,
    and whether it has come in."""

    answer: str = ""
    mail: str = ""
    language: str = ""
    topic: str = ""
    received: bool = False


NOTHING = Beside()


def with_beside(dialogue: Dialogue, at: datetime) -> tuple[list[Registration], Mapping[int, Beside]]:
    """The inscriptions, and what stands beside each by its id, in one query."""
    answer = last_answer(dialogue, Registration.delegation_id).label("answer")
    columns = answer, last_letter(at).label("mail"), is_received().label("received")
    rows = session.execute(all_inscriptions(dialogue).add_columns(*columns)).all()
    beside = {
        one.id: Beside(answered or "", mail or "", one.statement_language, one.topic, bool(sent))
        for one, answered, mail, sent in rows
    }
    return [row[0] for row in rows], beside
