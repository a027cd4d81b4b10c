"""How values are shown in the reader's language: moments, days, lengths of time, sentences, kinds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal
from flask import Flask, g
from flask_babel import get_locale, get_translations
from markupsafe import Markup, escape

from rtop_event.wording import Named, Sentence, spoken

NEW_YORK = "America/New_York"


def say(said: object) -> str:
    """A sentence in the reader's language; anything else as it is."""
    if isinstance(said, Sentence):
        return spoken(said, _voice().translated, _shown)
    if isinstance(said, Named):
        return _named(said)
    return said if isinstance(said, Markup) else "" if said is None else str(said)


def timed(said: Sentence, zone: str = NEW_YORK) -> Markup:
    """A sentence whose moment is marked up, so that a script adds the same one on the reader's own clock."""
    text = Markup(spoken(said, lambda one: str(escape(_translated(one))), _marked))  # noqa: S704 (escaped piece by piece)
    return Markup('<span data-moment="{}">{}</span>').format(zone, text)


def _marked(value: object) -> str:
    if isinstance(value, datetime):
        return str(Markup('<time datetime="{}">{}</time>').format(iso(value), _shown(value)))
    return str(escape(_shown(value)))


class _Voice:
    """One language, looked up once: its texts, and the days and lengths of time that were shown in it before."""

    def __init__(self, locale: Locale | None) -> None:
        self.locale = locale
        self.translations = get_translations()
        self.lengths: dict[int, str] = {}
        self.days: dict[tuple[date, bool], str] = {}

    def translated(self, said: Sentence) -> str:
        if said.plural is None:
            return str(self.translations.ugettext(said.text))
        return str(self.translations.ungettext(said.text, said.plural, said.number))


def _voice() -> _Voice:
    """That of the reader, kept for as long as the language is the same: a list says two thousand sentences."""
    locale = get_locale()
    kept: _Voice | None = g.get("voice") if g else None
    if kept is None or kept.locale is not locale:
        kept = _Voice(locale)
        if g:
            g.voice = kept
    return kept


def _translated(said: Sentence) -> str:
    return _voice().translated(said)


def _named(said: Named) -> str:
    locale = _voice().locale
    return said.said_in(locale.language if locale else "en")


def _shown(value: object) -> str:
    if isinstance(value, Named):
        return _named(value)
    if isinstance(value, datetime):
        return moment(value, value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else NEW_YORK)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, timedelta):
        return lasting(int(value.total_seconds()))
    return number(value) if isinstance(value, int) else str(value)


def moment(value: datetime, zone: str = NEW_YORK) -> str:
    """Day and hour in the zone of the dialogue, such as "5 September 2012, 10:00"."""
    return _("%(day)s, %(hour)s", day=day(value, zone), hour=hour(value, zone))


def _(text: str, **values: str) -> str:
    return str(_voice().translations.ugettext(text)) % values


def day(value: date | datetime, zone: str = NEW_YORK, weekday: bool = False) -> str:
    """The day, such as "5 September 2012" or "Wednesday 5 September 2012"."""
    local = value.astimezone(ZoneInfo(zone)).date() if isinstance(value, datetime) else value
    days, asked = _voice().days, (local, weekday)
    if asked not in days:
        days[asked] = _day(local, weekday)
    return days[asked]


def _day(local: date, weekday: bool) -> str:
    locale = get_locale()
    if locale is not None and locale.language == "en":
        return f"{local:%A %-d %B %Y}" if weekday else f"{local:%-d %B %Y}"
    return format_date(local, "full" if weekday else "long", locale=locale)


def hour(value: datetime, zone: str = NEW_YORK, exact: bool = False) -> str:
    """The hour on a 24-hour clock, such as "10:00": written with the same digits in every language of ours."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M:%S}" if exact else f"{local:%H:%M}"


def iso(value: datetime) -> str:
    """For machines: UTC with a Z."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def stamp(value: datetime, zone: str = NEW_YORK) -> str:
    """Short day and hour for dense tables."""
    return format_datetime(value.astimezone(ZoneInfo(zone)), "d MMM HH:mm", tzinfo=ZoneInfo(zone), locale=get_locale())


def to_the_second(value: datetime, zone: str = NEW_YORK) -> str:
    """The hour with its seconds, where several things were done in one minute."""
    return hour(value, zone, exact=True)


def number(value: object) -> str:
    """A number with the separators of the language; a small one has none, and Babel is slow."""
    if isinstance(value, int) and 0 <= value < 1000:
        return str(int(value))
    return format_decimal(value, locale=get_locale()) if isinstance(value, int | float) else str(value)


def lasting(seconds: int) -> str:
    """A length of time, such as "3 min", "3 min 30 s" or "2 h 05"."""
    lengths = _voice().lengths
    if seconds not in lengths:
        lengths[seconds] = _length(seconds)
    return lengths[seconds]


def _length(seconds: int) -> str:
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes_left = divmod(minutes, 60)
    if hours:
        return _("%(hours)s h %(minutes)s", hours=str(hours), minutes=f"{minutes_left:02}")
    if rest and not minutes:
        return _("%(seconds)s s", seconds=str(rest))
    if rest:
        return _("%(minutes)s min %(seconds)s s", minutes=str(minutes), seconds=str(rest))
    return _("%(minutes)s min", minutes=str(minutes))


def listed(values: list[str]) -> str:
    """Several words as the language joins them: "a, b and c"."""
    return format_list(values, locale=get_locale()) if values else ""


def add_filters(app: Flask) -> None:
    """Give templates these ways of showing."""
    for function in (say, timed, moment, day, hour, iso, stamp, to_the_second, number, lasting, listed):
        app.jinja_env.filters[function.__name__] = function
