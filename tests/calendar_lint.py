"""What every calendar object must hold, looked at as bytes and without any calendar library."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LINE = re.compile(r'[A-Z0-9-]+(;[A-Z0-9-]+=("[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*:[^\x00-\x08\x0a-\x1f\x7f]*')
_TEXTS = {"COMMENT", "SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"}
_TEXT = re.compile(r"([^\\;,]|\\[\\;,n])*")
_RULE = re.compile(r"FREQ=YEARLY;BYDAY=-?[1-5](MO|TU|WE|TH|FR|SA|SU);BYMONTH=\d{1,2}")
_REQUEST = [
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "SEQUENCE",
    "STATUS",
    "TRANSP",
    "CREATED",
    "LAST-MODIFIED",
    "ORGANIZER",
    "ATTENDEE",
    "X-MICROSOFT-CDO-BUSYSTATUS",
]
_OPTIONAL = {"DESCRIPTION", "LOCATION", "URL", "GEO", "X-MICROSOFT-DISALLOW-COUNTER"}
_DECLINE = {"UID", "DTSTAMP", "SEQUENCE", "ORGANIZER", "ATTENDEE", "COMMENT"}
_NEW_YORK = """\
BEGIN:VTIMEZONE
TZID:America/New_York
X-LIC-LOCATION:America/New_York
BEGIN:DAYLIGHT
TZNAME:EDT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:EST
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
END:STANDARD
END:VTIMEZONE""".splitlines()


@dataclass
class Part:
    """One component: its lines as (name, parameters, value) and what it contains."""

    name: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        """The values of a property, in order."""
        return [value for found, _, value in self.lines if found == name]

    def named(self, name: str) -> list[Part]:
        """The components of that name directly inside."""
        return [part for part in self.parts if part.name == name]


def faults(data: bytes) -> list[str]:
    """What is wrong with a calendar object; an empty list when nothing is."""
    found = _byte_faults(data)
    if found:
        return found
    lines = unfolded(data)
    found = [f"not a content line: {line!r}" for line in lines if not _LINE.fullmatch(line)]
    calendar = parsed(lines)
    found += _calendar_faults(calendar) + _zone_faults(calendar, lines)
    for part in (calendar, *calendar.named("VEVENT")):
        found += [
            f"not escaped: {text}" for name, _, text in part.lines if name in _TEXTS and not _TEXT.fullmatch(text)
        ]
    if calendar.values("METHOD") == ["DECLINECOUNTER"]:
        return found + _decline_faults(calendar)
    for event in calendar.named("VEVENT"):
        found += _event_faults(event)
    return found + (_message_faults(calendar) if calendar.values("METHOD") else _feed_faults(calendar))


def unfolded(data: bytes) -> list[str]:
    """The content lines, unfolded."""
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def parsed(lines: list[str]) -> Part:
    """The tree of components; an unbalanced one raises."""
    root = Part("")
    stack = [root]
    for line in lines:
        head, value = _split(line)
        name, _, parameters = head.partition(";")
        if name == "BEGIN":
            stack[-1].parts.append(Part(value))
            stack.append(stack[-1].parts[-1])
        elif name == "END":
            if stack.pop().name != value:
                raise ValueError(f"unbalanced: {line}")
        else:
            stack[-1].lines.append((name, parameters, value))
    if len(stack) != 1 or len(root.parts) != 1 or root.lines:
        raise ValueError("not exactly one calendar")
    return root.parts[0]


def _split(line: str) -> tuple[str, str]:
    quoted = False
    for place, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return line[:place], line[place + 1 :]
    raise ValueError(f"no colon: {line!r}")


def _byte_faults(data: bytes) -> list[str]:
    found = []
    if data.startswith(b"\xef\xbb\xbf"):
        found.append("byte order mark")
    if not data.endswith(b"\r\n") or b"\r" in data.replace(b"\r\n", b"") or b"\n" in data.replace(b"\r\n", b""):
        found.append("line ends are not CRLF")
    for line in data.split(b"\r\n"):
        if len(line) > 75:
            found.append(f"{len(line)} octets in a line")
        try:
            text = line.decode()
        except UnicodeDecodeError:
            found.append("a character is split by folding, or not UTF-8")
            continue
        if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", text):
            found.append(f"control character in {text!r}")
    return found


def _calendar_faults(calendar: Part) -> list[str]:
    found = [] if calendar.name == "VCALENDAR" else ["not a VCALENDAR"]
    for name, wanted in (("VERSION", ["2.0"]), ("CALSCALE", ["GREGORIAN"]), ("UID", [])):
        if calendar.values(name) != wanted:
            found.append(f"{name} is {calendar.values(name)}")
    return found + ([] if len(calendar.values("PRODID")) == 1 else ["not one PRODID"])


def _zone_faults(calendar: Part, lines: list[str]) -> list[str]:
    zones = [zone.values("TZID")[0] for zone in calendar.named("VTIMEZONE")]
    used = {
        part.removeprefix("TZID=")
        for event in calendar.named("VEVENT")
        for _, parameters, _ in event.lines
        for part in parameters.split(";")
        if part.startswith("TZID=")
    }
    found = [f"{zone} has no VTIMEZONE" for zone in sorted(used - set(zones))]
    if len(set(zones)) != len(zones):
        found.append("a VTIMEZONE came twice")
    order = [part.name for part in calendar.parts]
    if order != sorted(order, reverse=True):
        found.append("a VTIMEZONE stands after an event")
    for zone in calendar.named("VTIMEZONE"):
        if [part.name for part in zone.parts] not in (["DAYLIGHT", "STANDARD"], ["STANDARD"]):
            found.append("not one summer and one winter")
        for part in zone.parts:
            names = [name for name, _, _ in part.lines if name != "RRULE"]
            if sorted(names) != ["DTSTART", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"]:
                found.append("a VTIMEZONE says more or less than it should")
            rules = part.values("RRULE")
            if len(rules) != len(zone.parts) // 2 or not all(_RULE.fullmatch(rule) for rule in rules):
                found.append(f"a VTIMEZONE changes by {rules}")
    start = lines.index(_NEW_YORK[0]) if _NEW_YORK[0] in lines else 0
    if "America/New_York" in zones[:1] and lines[start : start + len(_NEW_YORK)] != _NEW_YORK:
        found.append("New York is not the fixed block")
    return found


def _event_faults(event: Part) -> list[str]:
    found = []
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "CREATED", "LAST-MODIFIED"):
        if len(event.values(name)) != 1:
            found.append(f"{len(event.values(name))} times {name}")
    for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
        found += [f"{name} {value}" for value in event.values(name) if not re.fullmatch(r"\d{8}T\d{6}Z", value)]
    for name, parameters, value in event.lines:
        if name in ("DTSTART", "DTEND") and not (
            (parameters.startswith("TZID=") and re.fullmatch(r"\d{8}T\d{4}00", value))
            or (not parameters and re.fullmatch(r"\d{8}T\d{4}00Z", value))
        ):
            found.append(f"{name};{parameters}:{value}")
    times = [(parameters, value) for name, parameters, value in event.lines if name in ("DTSTART", "DTEND")]
    if len({parameters for parameters, _ in times}) != 1:
        found.append("start and end in different zones")
    if len(times) == 2 and times[1][1] <= times[0][1]:
        found.append("the end is not after the start")
    found += [f"{name} is empty" for name in ("SUMMARY",) if "" in event.values(name)]
    found += [f"URL {url}" for url in event.values("URL") if not re.fullmatch(r"https?://[!-~]+", url)]
    if not all(re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", uid) and len(uid) < 200 for uid in event.values("UID")):
        found.append("UID")
    if not all(re.fullmatch(r"\d{1,10}", value) and int(value) < 2**31 for value in event.values("SEQUENCE")):
        found.append("SEQUENCE")
    for geo in event.values("GEO"):
        if not re.fullmatch(r"-?\d{1,2}(\.\d{1,6})?;-?\d{1,3}(\.\d{1,6})?", geo):
            found.append(f"GEO {geo}")
    forbidden = {"DURATION", "ATTACH", "VALARM"} & (
        {name for name, _, _ in event.lines} | {p.name for p in event.parts}
    )
    return found + [f"{name} is not wanted" for name in sorted(forbidden)]


def _feed_faults(calendar: Part) -> list[str]:
    found = []
    written = [f"{name};{parameters}" if parameters else name for name, parameters, _ in calendar.lines]
    for name in (
        "NAME",
        "X-WR-CALNAME",
        "X-WR-TIMEZONE",
        "REFRESH-INTERVAL;VALUE=DURATION",
        "X-PUBLISHED-TTL",
        "SOURCE;VALUE=URI",
        "LAST-MODIFIED",
    ):
        if written.count(name) != 1:
            found.append(f"{written.count(name)} times {name}")
    for name in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"):
        found += [f"{name} {value}" for value in calendar.values(name) if value != "PT1H"]
    for event in calendar.named("VEVENT"):
        found += [f"{name} in a feed" for name in ("ATTENDEE", "ORGANIZER") if event.values(name)]
        if event.values("DTSTAMP") != event.values("LAST-MODIFIED"):
            found.append("DTSTAMP of a feed is not the last revision")
    uids = [uid for event in calendar.named("VEVENT") for uid in event.values("UID")]
    return found + ([] if len(set(uids)) == len(uids) else ["a UID came twice"])


def _decline_faults(calendar: Part) -> list[str]:
    """A proposal declined: who, which entry, which version, and why; no time, and so no zone."""
    if [part.name for part in calendar.parts] != ["VEVENT"]:
        return [f"a DECLINECOUNTER of {[part.name for part in calendar.parts]}"]
    (event,) = calendar.parts
    names = [name for name, _, _ in event.lines]
    found = [] if sorted(names) == sorted(_DECLINE) else [f"a DECLINECOUNTER with {names}"]
    found += [f"a DECLINECOUNTER holds {part.name}" for part in event.parts]
    found += [f"DTSTAMP {one}" for one in event.values("DTSTAMP") if not re.fullmatch(r"\d{8}T\d{6}Z", one)]
    found += [f"SEQUENCE {one}" for one in event.values("SEQUENCE") if not re.fullmatch(r"\d{1,10}", one)]
    people = [*event.values("ORGANIZER"), *event.values("ATTENDEE")]
    return found + [f"not a mailbox: {one}" for one in people if not one.startswith("mailto:")]


def _message_faults(calendar: Part) -> list[str]:
    events = calendar.named("VEVENT")
    found = [] if len(events) == 1 else [f"{len(events)} events"]
    if calendar.values("METHOD") not in (["REQUEST"], ["CANCEL"]):
        found.append(f"METHOD {calendar.values('METHOD')}")
    for name in ("ORGANIZER", "ATTENDEE"):
        found += [f"not one {name}" for event in events if len(event.values(name)) != 1]
        found += [f"{name} {value}" for event in events for value in event.values(name) if value[:7] != "mailto:"]
    if calendar.values("METHOD") == ["REQUEST"] and len(events) == 1 and len(events[0].values("ATTENDEE")) == 1:
        attendee = next(parameters for name, parameters, _ in events[0].lines if name == "ATTENDEE")
        wanted = {"CUTYPE=INDIVIDUAL", "ROLE=REQ-PARTICIPANT", "RSVP=TRUE"}
        found += [f"{part} is missing" for part in sorted(wanted - set(attendee.split(";")))]
        names = [name for name, _, _ in events[0].lines if name not in _OPTIONAL]
        found += [] if sorted(names) == sorted(_REQUEST) else [f"a REQUEST of {names}"]
    if any((one.values("STATUS") == ["CANCELLED"]) for one in events) != (calendar.values("METHOD") == ["CANCEL"]):
        found.append("STATUS and METHOD disagree")
    return found
