"""What has changed since a person's entry was written, told line by line: what is now, and what was before."""

from __future__ import annotations

from collections.abc import Callable

from rtop_event.dialogues.called import called
from rtop_event.dialogues.entries import place_of
from rtop_event.dialogues.gist import Gist, Sitting, gist_of
from rtop_event.invitations.entries import Dialogue, Written, told_in
from rtop_event.invitations.told import day_of, hours_told, when_told
from rtop_event.wording import Sentence, sentence

Fit = Callable[[str], str]


def changes_told(dialogue: Dialogue, held: Written, fit: Fit) -> list[Sentence]:
    """Title, hours, meetings and rooms that are no longer as the entry says; typed words go through `fit`."""
    zone, lines = dialogue.zone, list[Sentence]()
    if held.summary != dialogue.theme:
        title = sentence("- What: %(after)s. Before: %(before)s", after=fit(dialogue.theme), before=fit(held.summary))
        lines.append(title)
    if (held.starts_at, held.ends_at) != (dialogue.starts_at, dialogue.ends_at):
        after, before = when_told(dialogue, zone), when_told(held, zone)
        lines.append(sentence("- When: %(after)s. Before: %(before)s", after=after, before=before))
    lines += _meetings_told(told_in(held), gist_of(dialogue), zone, fit)
    place = place_of(dialogue)
    if held.place != place:
        lines.append(sentence("- Where: %(after)s. Before: %(before)s", after=fit(place), before=fit(held.place)))
    return lines


def _meetings_told(before: Gist, after: Gist, zone: str, fit: Fit) -> list[Sentence]:
    """Each meeting that is new, at another hour, in another room, or takes place no more."""
    lines: list[Sentence] = []
    old = _by_name(before)
    for name, now in _by_name(after).items():
        was = old.pop(name, None)
        if was is None:
            lines.append(
                sentence("- %(meeting)s: %(after)s (new)", meeting=called(name, fit), after=_sat(now, zone, fit))
            )
        elif _differs(was, now):
            after_told, before_told = _sat(now, zone, fit), _sat(was, zone, fit)
            lines.append(
                sentence(
                    "- %(meeting)s: %(after)s. Before: %(before)s",
                    meeting=called(name, fit),
                    after=after_told,
                    before=before_told,
                )
            )
    for name, was in old.items():
        gone = sentence(
            "- %(meeting)s: does not take place. Before: %(before)s",
            meeting=called(name, fit),
            before=_sat(was, zone, fit),
        )
        lines.append(gone)
    return lines


def _by_name(gist: Gist) -> dict[str, Sitting]:
    return {one.name: one for one in gist.sittings if one.name}


def _differs(was: Sitting, now: Sitting) -> bool:
    return (was.starts_at, was.ends_at, was.room) != (now.starts_at, now.ends_at, now.room)


def _sat(sitting: Sitting, zone: str, fit: Fit) -> Sentence:
    """Day, hours and room of a meeting."""
    day, hours = day_of(sitting.starts_at, zone), hours_told(sitting.starts_at, sitting.ends_at, zone)
    told = sentence("%(day)s, %(hours)s", day=day, hours=hours)
    return sentence("%(line)s, %(room)s", line=told, room=fit(sitting.room)) if sitting.room else told
