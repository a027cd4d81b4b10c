"""Kept answers: public bytes that are served again as long as the edition is the one they were made from."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache, partial
from threading import Lock
from typing import Any

from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header, parse_cookie

from rtop_event.answer import Keeping
from rtop_event.languages import preferred

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WSGI = Callable[[Environ, StartResponse], Iterable[bytes]]
KEEPING = "rtop.keeping"
LANGUAGE_COOKIE = "language"
MOST = 512
FORMS = ("page", "json", "fragment")
SQUEEZED = ("text/", "application/json", "application/atom+xml", "application/calendar+json", "image/svg")
SQUEEZED_TAG = "-gz"
"""Behind the ETag of the same answer squeezed: other bytes must be known by another name."""
Key = tuple[str, ...]
Edition = tuple[int, datetime | None]


@dataclass(frozen=True)
class Kept:
    """One answer as it was given: its edition, how long its words hold, and its bytes."""

    edition: Edition
    until: datetime | None
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    changed_at: datetime
    varies: bool
    """Whether the same address gives other words to other askers: then only its very own hour is known again."""
    listed: Edition | None = None
    """The edition of the list of speakers, where it follows that as well."""


class KeptAnswers:
    """WSGI layer that answers from memory when edition and hour allow it, and keeps what the app marks."""

    def __init__(
        self,
        app: WSGI,
        *,
        edition: Callable[[], Edition],
        clock: Callable[[], datetime],
        languages: tuple[str, ...],
        list_edition: Callable[[], Edition] = lambda: (0, None),
    ) -> None:
        self.app, self.edition, self.clock, self.languages = app, edition, clock, languages
        self.list_edition = list_edition
        self.spoken = lru_cache(maxsize=2048)(partial(_spoken, languages))
        self.kept: OrderedDict[Key, Kept] = OrderedDict()
        self.lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        key = self._asked(environ)
        edition = self._told(self.edition) if key else None
        if key is None or edition is None:
            return self.app(environ, start_response)
        found = self.kept.get(key)
        if found and self._holds(found, edition):
            return _give(found, environ, start_response)
        return self._ask(key, edition, environ, start_response)

    def _holds(self, kept: Kept, edition: Edition) -> bool:
        """Whether a kept answer is still the right one."""
        if kept.edition != edition or (kept.until is not None and self.clock() >= kept.until):
            return False
        return kept.listed is None or kept.listed == self._told(self.list_edition)

    def _told(self, edition: Callable[[], Edition]) -> Edition | None:
        """The present edition, or None where the database cannot tell: then the house says so in its own words."""
        try:
            return edition()
        except Exception:  # each driver has its own errors, and out here nobody would answer for them
            return None

    def _ask(self, key: Key, edition: Edition, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        said: list[Any] = []
        marks: list[Keeping] = []

        def listen(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> Callable[[bytes], None]:
            said[:] = [status, headers]
            return lambda _: None

        listed = self._told(self.list_edition)
        body = _whole(self.app({**environ, "REQUEST_METHOD": "GET"} | {KEEPING: marks}, listen))
        status, headers = said[0], said[1]
        special = not status.startswith("200") or any(name.lower() == "set-cookie" for name, _ in headers)
        if not marks or special or (marks[-1].follows_list and listed is None):
            start_response(status, headers)
            return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
        followed = listed if marks[-1].follows_list else None
        moments = (edition[1] or self.clock(), marks[-1].since, followed and followed[1])
        changed = max(moment for moment in moments if moment)
        variant = timedelta(seconds=self._variant(key))
        kept = replace(_keep(key, edition, changed, marks[-1].until, status, headers, body, variant), listed=followed)
        with self.lock:
            self.kept[key] = kept
            while len(self.kept) > MOST:
                self.kept.popitem(last=False)
        return _give(kept, environ, start_response)

    def _variant(self, key: Key) -> int:
        """A number for the language, form and coding of an answer."""
        language = self.languages.index(key[2]) if key[2] in self.languages else 0
        return 2 * len(FORMS) * language + 2 * FORMS.index(key[3]) + bool(key[4])

    def _asked(self, environ: Environ) -> Key | None:
        """What decides the answer to a public request, or None where a person or a query makes it special."""
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("QUERY_STRING"):
            return None
        if path != "/" and not path.startswith("/dialogues/"):
            return None
        try:
            jar = parse_cookie(environ["HTTP_COOKIE"]) if environ.get("HTTP_COOKIE") else {}
        except UnicodeError:  # another program's cookie; the application copes with it
            return None
        if set(jar) - {LANGUAGE_COOKIE}:
            return None
        chosen = jar.get(LANGUAGE_COOKIE, "")
        return (
            environ.get("HTTP_HOST", ""),
            path,
            chosen if chosen in self.languages else self.spoken(environ.get("HTTP_ACCEPT_LANGUAGE", "")),
            "fragment" if "HTTP_X_FRAGMENT" in environ else _prefers(environ.get("HTTP_ACCEPT", "")),
            _squeezes(environ.get("HTTP_ACCEPT_ENCODING", "")),
        )


def _spoken(languages: tuple[str, ...], accepted: str) -> str:
    return preferred(parse_accept_header(accepted, LanguageAccept), languages)


@lru_cache(maxsize=2048)
def _prefers(accept: str) -> str:
    accepted = parse_accept_header(accept, MIMEAccept)
    return "json" if accepted["application/json"] > accepted["text/html"] else "page"


@lru_cache(maxsize=256)
def _squeezes(accept: str) -> str:
    return "gzip" if parse_accept_header(accept)["gzip"] > 0 else ""


def _whole(parts: Iterable[bytes]) -> bytes:
    try:
        return b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close:
            close()


def _keep(
    key: Key,
    edition: Edition,
    changed_at: datetime,
    until: datetime | None,
    status: str,
    headers: list[tuple[str, str]],
    body: bytes,
    variant: timedelta,
) -> Kept:
    """The answer to keep; where it differs by asker its hour is set back by `variant`, so that no two have the same."""
    lower = {name.lower(): value for name, value in headers}
    squeeze = key[-1] == "gzip" and lower.get("content-type", "").startswith(SQUEEZED)
    sent = gzip.compress(body, 6, mtime=0) if squeeze else body
    asks = {name.strip().lower() for name in lower.get("vary", "").split(",")} - {"", "accept-encoding"}
    changed_at = changed_at.replace(microsecond=0) - (variant if asks else timedelta())
    given = lower.get("etag", f'"{hashlib.sha256(body).hexdigest()[:32]}"').strip('"')
    etag = f'"{given}{SQUEEZED_TAG if squeeze else ""}"'
    dropped = {"content-length", "cache-control", "etag", "last-modified", "content-encoding"}
    rest = [(name, value) for name, value in headers if name.lower() not in dropped]
    rest += [("Cache-Control", "private, no-cache"), ("ETag", etag), ("Last-Modified", _http(changed_at))]
    if squeeze:
        rest.append(("Content-Encoding", "gzip"))
    return Kept(edition, until, status, tuple(rest), sent, etag, changed_at, bool(asks))


def _give(kept: Kept, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    if _unchanged(kept, environ):
        bare = [pair for pair in kept.headers if pair[0].lower() not in {"content-type", "content-encoding"}]
        start_response("304 NOT MODIFIED", bare)
        return []
    start_response(kept.status, [*kept.headers, ("Content-Length", str(len(kept.body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]


def _unchanged(kept: Kept, environ: Environ) -> bool:
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return kept.etag in tags or "*" in tags
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if not since:
        return False
    try:
        moment = parsedate_to_datetime(since)
    except (ValueError, OverflowError):
        return False
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment == kept.changed_at if kept.varies else kept.changed_at <= moment


def _http(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
