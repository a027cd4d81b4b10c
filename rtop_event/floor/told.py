"""What was done on the floor, in a sentence for whoever looks on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rtop_event.floor.facts import Press, Step
from rtop_event.floor.words import Act, Voice
from rtop_event.wording import Sentence, sentence, sentence_of

Name = Callable[[str], str]
"""From the key of a turn to the name of whose turn it is."""

_WITH_NAME: dict[Act, Sentence] = {
    Act.CALLED: sentence("%(by)s called %(name)s."),
    Act.ABSENT: sentence("%(by)s marked %(name)s as absent."),
    Act.FOUND: sentence("%(by)s marked %(name)s as here again."),
    Act.PASSED_OVER: sentence("%(by)s passed over %(name)s once."),
    Act.YIELDED: sentence("%(by)s took %(name)s off the list: the floor was given up."),
    Act.REPLY_ASKED: sentence("%(by)s noted that %(name)s asks for a right of reply."),
    Act.REPLY_GRANTED: sentence("%(by)s granted %(name)s a right of reply."),
    Act.REPLY_REFUSED: sentence("%(by)s refused %(name)s a right of reply."),
    Act.POINT_RAISED: sentence("%(by)s noted a point of order by %(name)s."),
}
_BARE: dict[Act, Sentence] = {
    Act.SUSPENDED: sentence("%(by)s suspended the meeting."),
    Act.RESUMED: sentence("%(by)s resumed the meeting."),
    Act.CLOSED: sentence("%(by)s closed the meeting."),
    Act.BEGAN: sentence("%(by)s started the clock."),
    Act.PAUSED: sentence("%(by)s paused the clock."),
    Act.CONTINUED: sentence("%(by)s let the clock run on."),
    Act.ENDED: sentence("%(by)s ended the statement."),
    Act.POINT_RULED: sentence("%(by)s noted the ruling on the point of order."),
    Act.NOTED: sentence("%(by)s wrote a note."),
    Act.BLANKED: sentence("%(by)s blanked the board."),
    Act.SHOWN: sentence("%(by)s showed the board again."),
    Act.UNDONE: sentence("%(by)s took the last step back."),
}


def enders(steps: Iterable[Step]) -> dict[str, str]:
    """Whose statement each press ended that did nothing else: the turn by the key of the press."""
    called, found = list[Step](), dict[str, str]()
    for step in steps:
        if step.act is Act.UNDONE:
            called = [one for one in called if one.press != step.undoes]
        if step.act is Act.CALLED:
            called.append(step)
        if step.act is Act.ENDED and called:
            found[step.press] = called[-1].turn
    return found


def press_told(press: Press, name: Name, ended: str = "") -> Sentence:
    """Who did what by one press: the last of its steps says it, since those before only make room for it."""
    step = press.steps[-1]
    if step.act is Act.ENDED and ended:
        return sentence("%(by)s ended the statement of %(name)s.", by=step.by, name=name(ended))
    return step_told(step, name)


def step_told(step: Step, name: Name) -> Sentence:
    """Who did what by one step."""
    if step.act is Act.SUSPENDED and step.seconds:
        told = "%(by)s suspended the meeting for about %(number)s minute."
        return sentence_of(
            told, "%(by)s suspended the meeting for about %(number)s minutes.", step.seconds // 60, by=step.by
        )
    if step.act is Act.OPENED:
        return sentence("%(by)s opened meeting %(meeting)s.", by=step.by, meeting=step.meeting)
    if step.act is Act.LENGTHENED:
        return sentence("%(by)s gave %(seconds)s seconds more.", by=step.by, seconds=step.seconds)
    if step.act is Act.CALLED and step.voice is Voice.REPLY:
        return sentence("%(by)s called %(name)s in right of reply.", by=step.by, name=name(step.turn))
    if step.act is Act.NOTED and step.turn:
        return sentence("%(by)s wrote a note on %(name)s.", by=step.by, name=name(step.turn))
    if step.act in _BARE:
        return sentence(_BARE[step.act].text, by=step.by)
    return sentence(_WITH_NAME[step.act].text, by=step.by, name=name(step.turn))
