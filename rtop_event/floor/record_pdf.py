"""The record of the meetings on paper, in the reader's language: all that its page says."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from rtop_event import pdf
from rtop_event.dialogues.periods import clock_told
from rtop_event.exercise import mark
from rtop_event.floor.record_page import Record, record_page
from rtop_event.floor.record_shapes import DeskLine, Line, MeetingShown, PointShown, RightShown, Sharing
from rtop_event.showing import day, hour, lasting, listed, moment, number, say


def as_pdf(record: Record, language: str) -> bytes:
    """The record as PDF/UA."""
    dialogue, page = record.dialogue, record_page(record)
    facts = [
        (_("As of"), moment(record.at, dialogue.zone)),
        (_("Where"), dialogue.room),
        (_("When"), day(dialogue.starts_at, dialogue.zone, True)),
    ]
    if page.sits:
        told = _("This is the record so far: who has the floor now appears once the statement is ended.")
        facts.append((_("A meeting is open"), told))
    paper = pdf.Paper(
        title=_("Record of the meetings"),
        author=dialogue.host,
        footer=dialogue.host_statement,
        made_at=record.at,
        language=language,
        kicker=dialogue.title,
        subtitle=dialogue.theme,
        mark=mark(),
        facts=facts,
    )
    shares = [_share(one, page.used) for one in page.shares] if page.used else []
    return pdf.record(paper, [_meeting(one, page.zone) for one in page.meetings], shares, _words())


def _words() -> pdf.RecordWords:
    heads = (
        _("Number"), _("Delegation"), _("Level"), _("Time"), _("Used"), _("Planned"), _("Over or under"),
        _("Changeover before"),
    )  # fmt: skip
    return pdf.RecordWords(
        heads=heads,
        shared=_("How the time was shared"),
        counted=_(
            "What the clock counted while somebody had the floor. A statement for a group counts for the delegation "
            "that made it."
        ),
        nothing=_("No meeting was opened yet."),
        nobody=_("Nobody had the floor."),
    )


def _share(one: Sharing, whole: int) -> pdf.RecordShare:
    most = max((max(lengths) for _name, _many, lengths in one.rows), default=0) or 1
    parts = [_("%(name)s %(length)s", name=say(name), length=lasting(lengths[0])) for name, _many, lengths in one.rows]
    return pdf.RecordShare(
        title=say(one.title),
        heads=(_("%(what)s (how many spoke)", what=say(one.label)), _("Used"), _("Planned")),
        rows=[
            (f"{say(name)} ({number(many)})", (lasting(used), used / most), (lasting(planned), planned / most))
            for name, many, (used, planned) in one.rows
        ],
        told=_("Of %(whole)s at the floor: %(parts)s.", whole=lasting(whole), parts=listed(parts)),
    )


def _meeting(held: MeetingShown, zone: str) -> pdf.RecordMeeting:
    lists = [
        (_("Rights of reply"), [_right(one, zone, held.exact) for one in held.rights]),
        (_("Points of order"), [_point(one, zone, held.exact) for one in held.points]),
        (_("Beside the statements"),
         [_lined(f"{hour(one.at, zone, held.exact)} {say(one.told)}", one.why) for one in held.beside]),
    ]  # fmt: skip
    return pdf.RecordMeeting(
        title=say(held.called) or _("Meeting %(number)s", number=held.number),
        facts=list(_facts(held, zone)),
        told=_lasted(held),
        rows=[_row(one, zone, held.exact) for one in held.lines],
        plots=list(_plots(held)),
        lists=[(title, lines) for title, lines in lists if lines],
    )


def _facts(held: MeetingShown, zone: str) -> Iterator[tuple[str, str]]:
    """The meeting in figures, as far as there are any."""
    opened = f"{day(held.opened_at, zone, True)}, {hour(held.opened_at, zone, held.exact)}"
    closed = hour(held.closed_at, zone, held.exact) if held.closed_at else _("still open")
    yield _("Opened and closed"), f"{opened}–{closed} {say(clock_told(zone))}"
    if held.pauses:
        told = [
            f"{hour(one.since, zone, held.exact)}–{hour(one.until, zone, held.exact) if one.until else '…'}"
            for one in held.pauses
        ]
        yield _("Suspended"), ", ".join(told)
    yield _("Heard"), number(len(held.lines))
    yield _("Used against planned"), f"{lasting(held.used)} / {lasting(held.planned)}"
    if held.changeover:
        median, mean = lasting(held.changeover.median), lasting(held.changeover.mean)
        yield _("Changeover"), _("median %(median)s, mean %(mean)s", median=median, mean=mean)


def _lasted(held: MeetingShown) -> str:
    if held.length is None or held.rest is None:
        return ""
    return str(
        _(
            "The meeting lasted %(length)s: %(used)s statements, %(changing)s changeovers, %(suspended)s suspended, "
            "%(rest)s everything else.",
            length=lasting(held.length),
            used=lasting(held.used),
            changing=lasting(held.changing),
            suspended=lasting(held.suspended),
            rest=lasting(held.rest),
        )
    )


def _row(one: Line, zone: str, exact: bool) -> tuple[str, ...]:
    return (
        number(one.number),
        _who(one),
        _lined(say(one.level), say(one.kind)),
        f"{hour(one.began_at, zone, exact)}–{hour(one.ended_at, zone, exact)}",
        lasting(one.used),
        _lined(lasting(one.planned) if one.planned else "–", _planned_more(one)),
        _signed(one.over) if one.planned else "–",
        "–" if one.changeover is None else lasting(one.changeover),
    )


def _who(one: Line) -> str:
    """The delegation, and below it for whom, who spoke, and what happened before."""
    behalf = _("on behalf of %(group)s", group=one.on_behalf_of) if one.on_behalf_of else ""
    voice = say(one.voice) if isinstance(one.name, str) and not one.on_behalf_of else ""
    if not isinstance(one, DeskLine):
        return _lined(say(one.name), behalf, voice)
    missed = ngettext("absent when called", "absent %(num)s times", one.absences) if one.absences else ""
    why = _("Called before the others: %(why)s", why=one.why) if one.why else ""
    person = ", ".join(part for part in (one.speaker, one.function) if part)
    return _lined(say(one.name), behalf, " · ".join(part for part in (voice, person) if part), missed, why)


def _planned_more(one: Line) -> str:
    return _signed(one.more) if isinstance(one, DeskLine) and one.more else ""


def _plots(held: MeetingShown) -> Iterator[pdf.RecordPlot]:
    """What was used against what was planned, and the changeovers, where there is anything to draw."""
    if held.statements.highest:
        told = ngettext(
            "%(num)s statement took %(used)s of the %(planned)s planned; %(longer)s ran longer than planned.",
            "%(num)s statements took %(used)s of the %(planned)s planned; %(longer)s ran longer than planned.",
            len(held.lines),
            used=lasting(held.used),
            planned=lasting(held.planned),
            longer=number(held.longer),
        )
        kinds, top = [("used", _("Used")), ("planned", _("Planned"))], lasting(held.statements.highest)
        yield pdf.RecordPlot(_("Used against planned"), told, top, _ends(held), held.statements, kinds)
    if held.changes.highest and held.changeover:
        told = _(
            "Between two statements passed %(median)s at the median, %(mean)s on average, %(longest)s at the longest.",
            median=lasting(held.changeover.median),
            mean=lasting(held.changeover.mean),
            longest=lasting(held.changeover.longest),
        )
        kinds, top = [("used", _("Changeover"))], lasting(held.changes.highest)
        yield pdf.RecordPlot(_("Changeover over the meeting"), told, top, _ends(held), held.changes, kinds)


def _ends(held: MeetingShown) -> tuple[str, str]:
    return say(held.lines[0].name), say(held.lines[-1].name)


def _right(one: RightShown, zone: str, exact: bool) -> str:
    steps = [_("asked for at %(hour)s", hour=hour(one.asked_at, zone, exact))]
    if one.granted_at:
        steps.append(_("granted at %(hour)s", hour=hour(one.granted_at, zone, exact)))
    if one.refused_at:
        refused = _("refused at %(hour)s", hour=hour(one.refused_at, zone, exact))
        steps.append(": ".join(part for part in (refused, one.why) if part))
    if one.delivered_at:
        steps.append(_("delivered at %(hour)s", hour=hour(one.delivered_at, zone, exact)))
    return f"{one.name}: {', '.join(steps)}"


def _point(one: PointShown, zone: str, exact: bool) -> str:
    told = f"{one.name}: {_('raised at %(hour)s', hour=hour(one.raised_at, zone, exact))}"
    if not one.ruled_at:
        return told
    ruled = _("ruled on at %(hour)s", hour=hour(one.ruled_at, zone, exact))
    return f"{told}, {ruled}" + (f": {one.ruling}" if one.ruling else "")


def _lined(*parts: str) -> str:
    """Those that there are, each on a line of its own."""
    return "\n".join(part for part in parts if part)


def _signed(seconds: int) -> str:
    return f"{'+' if seconds > 0 else '−' if seconds < 0 else ''}{lasting(seconds)}"
