"""What the chair says as a meeting is opened, suspended or closed."""

from __future__ import annotations

from dataclasses import dataclass

from rtop_event.floor.script_names import length
from rtop_event.wording import Sentence, sentence

Lines = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """A meeting that was closed just now: whether speakers of its list are left, and the next one with its hour."""

    left: bool
    resumes: Sentence | None = None


def opens(theme: str, delegation_limit: int, group_limit: int) -> Lines:
    """The theme, and the limits in seconds."""
    limits = sentence(
        "Statements are limited to %(length)s, and to %(group_length)s on behalf of groups.",
        length=length(delegation_limit),
        group_length=length(group_limit),
    )
    subject = sentence("The subject of our dialogue is: %(theme)s.", theme=theme.rstrip("."))
    return (sentence("I declare the meeting open."), subject, limits)


def suspends(seconds: int = 0) -> Lines:
    """For about how long is said only where it is known."""
    if not seconds:
        return (sentence("The meeting is suspended."),)
    return (sentence("The meeting is suspended for about %(length)s.", length=length(seconds)),)


def exhausted(resumes: Sentence | None) -> Lines:
    """The close once everybody on the list was heard; `resumes` is the next meeting, where there is one."""
    return (sentence("We have heard the last speaker on the list."), *closes(resumes))


def closes(resumes: Sentence | None) -> Lines:
    """The close itself."""
    if not resumes:
        return (_thanks(), sentence("The meeting is closed."))
    follows = sentence("The dialogue goes on in the next meeting: %(meeting)s.", meeting=resumes)
    return (follows, sentence("The meeting is closed."))


def cut_short(resumes: Sentence | None) -> Lines:
    """The close of a meeting whose list is not exhausted: nothing is promised where no meeting follows."""
    later = sentence("The remaining speakers will be heard in the next meeting: %(meeting)s.", meeting=resumes)
    return (
        sentence("We have not heard all speakers on the list."),
        later if resumes else _thanks(),
        sentence("The meeting is adjourned."),
    )


def _thanks() -> Sentence:
    return sentence("I thank all who took part in this dialogue.")
