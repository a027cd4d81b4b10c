"""create_app(): the only place where the wings are joined."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request
from flask_babel import Babel, get_locale
from flask_sqlalchemy.session import Session
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as AnyResponse

from rtop_event import clock, edition, exercise, health, languages, showing, troubles, urls
from rtop_event.answer import Keeping
from rtop_event.calendars import views as calendars
from rtop_event.commands import add_commands
from rtop_event.database import db, engine_options, prepare, reading
from rtop_event.delegations import views as delegations
from rtop_event.dialogues import views as dialogues
from rtop_event.floor import views as floor
from rtop_event.invitations import views as invitations
from rtop_event.kept import KEEPING, KeptAnswers
from rtop_event.limits import limiter
from rtop_event.log import set_up_log
from rtop_event.mailing import outbox
from rtop_event.organisers import accounts
from rtop_event.organisers import views as organisers
from rtop_event.organisers.models import RoleName
from rtop_event.organisers.navigation import Section, add_sections
from rtop_event.registrations import views as registrations
from rtop_event.rehearsals import views as rehearsals
from rtop_event.settings import ROOT, Settings, read_settings
from rtop_event.speakers import views as speakers
from rtop_event.statements import views as statements
from rtop_event.wording import sentence

WINGS = (dialogues, delegations, invitations, registrations, speakers, floor, statements, calendars, rehearsals)
SECTIONS = (
    Section(sentence("Dashboard"), "organisers.dashboard"),
    Section(sentence("Overview"), "dialogues.desk_edit", of_dialogue=True),
    Section(sentence("Facts"), "dialogues.desk_facts", of_dialogue=True),
    Section(sentence("Programme"), "dialogues.desk_programme", of_dialogue=True),
    Section(sentence("Texts"), "dialogues.desk_texts", of_dialogue=True),
    Section(sentence("Letters"), "dialogues.desk_letters", of_dialogue=True),
    Section(sentence("Registrations"), "registrations.desk_list", of_dialogue=True),
    Section(sentence("List of speakers"), "speakers.desk_list", of_dialogue=True),
    Section(sentence("The floor"), "floor.console", of_dialogue=True),
    Section(sentence("Statements"), "statements.desk_statements", of_dialogue=True),
    Section(sentence("Invitations"), "invitations.desk_invitations", of_dialogue=True),
    Section(sentence("Calendars"), "calendars.desk_calendars", of_dialogue=True),
    Section(sentence("Contacts"), "invitations.desk_contacts", keeps=True),
    Section(sentence("Workbench"), "speakers.desk_workbench"),
    Section(sentence("Outbox"), "mailing.desk_outbox", keeps=True),
    Section(sentence("Inbox"), "invitations.desk_inbox", keeps=True),
    Section(sentence("Record"), "organisers.desk_record"),
    Section(sentence("Organisers"), "organisers.desk_organisers", role=RoleName.ADMINISTRATOR),
)
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application, with these settings or those of the environment."""
    settings = settings or read_settings()
    settings.instance.mkdir(parents=True, exist_ok=True)
    set_up_log(settings.log_level)
    app = Flask("rtop_event", root_path=str(ROOT), instance_path=str(settings.instance))
    app.config.from_mapping(_configuration(settings))
    app.extensions["settings"] = settings
    app.extensions["trial_began"] = clock.set_clock(
        settings.instance, trial=settings.trial_clock and not settings.production
    )
    app.request_class, app.json_provider_class = urls.CarefulRequest, urls.CarefulJson
    app.json = urls.CarefulJson(app)
    urls.add_converters(app)
    db.init_app(app)
    Babel(
        app,
        locale_selector=languages.selected,
        default_translation_directories=str(ROOT / "rtop_event" / "translations"),
    )
    _add_request_rules(app, settings)
    limiter.init_app(app)
    showing.add_filters(app)
    troubles.add_handlers(app)
    for room in (accounts, organisers, outbox, health, *WINGS):
        room.add_to(app)
    add_sections(app, SECTIONS)
    add_commands(app)
    with app.app_context():
        prepare(db.engine)
    _wrap(app, settings)
    return app


def _configuration(settings: Settings) -> dict[str, Any]:
    secure = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": settings.secret_key,
        "SECURITY_PASSWORD_SALT": settings.password_salt,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "MAX_CONTENT_LENGTH": settings.upload_limit,
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_DEFAULT_TIMEZONE": "America/New_York",
        "RATELIMIT_ENABLED": settings.rate_limit,
        **_counting(settings),
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        "JSON_AS_ASCII": False,
    }


def _counting(settings: Settings) -> dict[str, Any]:
    """Where the limiter counts; a Redis that hangs holds no request up for longer than a second."""
    if not settings.redis_url:
        return {"RATELIMIT_STORAGE_URI": "memory://"}
    scheme, rest = settings.redis_url.split(":", 1)
    options = {"socket_connect_timeout": 1, "socket_timeout": 1}
    url = f"redis+unix:{rest}" if scheme == "unix" else settings.redis_url
    return {"RATELIMIT_STORAGE_URI": url, "RATELIMIT_STORAGE_OPTIONS": options}


def _add_request_rules(app: Flask, settings: Settings) -> None:
    version = static_version(ROOT / "static")

    @app.before_request
    def only_reading() -> None:
        reading.set(request.method in {"GET", "HEAD", "OPTIONS"})

    @app.teardown_request
    def reading_or_writing(_error: BaseException | None) -> None:
        reading.set(False)

    urls.refuse_unknown_hosts(app, settings)
    app.before_request(urls.refuse_at_the_edge)

    @app.before_request
    def remember_language() -> AnyResponse | None:
        return languages.chosen(secure=settings.base_url.startswith("https://"))

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        headers.setdefault("Referrer-Policy", "no-referrer" if "token" in (request.view_args or {}) else "same-origin")
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if settings.base_url.startswith("https://"):
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        keeping: Keeping | None = g.get("keeping")
        if keeping is not None and KEEPING in request.environ:
            request.environ[KEEPING].append(keeping)
        elif request.endpoint == "static" and response.status_code < 400:
            headers["Cache-Control"] = "public, max-age=31536000, immutable" if request.args.get("v") else "no-cache"
        headers.setdefault("Cache-Control", "no-store")
        return exercise.say_so(response)

    @app.context_processor
    def known_to_every_template() -> dict[str, Any]:
        locale = get_locale()
        return {
            "site_name": settings.site_name,
            "base_url": settings.base_url,
            "locale": locale,
            "text_direction": locale.text_direction if locale else "ltr",
            "languages": languages.choices(),
            "static_version": version,
            "host_statement": None,
            "trial_began": app.extensions["trial_began"],
            "clock_ahead": clock.ahead(),
            "desk_person": accounts.person_shown(),
        }


@lru_cache
def static_version(folder: Path) -> str:
    """A short name for the state of the static files, so that browsers keep them until they change."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:10]


def _wrap(app: Flask, settings: Settings) -> None:
    with app.app_context():
        engine = db.engine
    editions = edition.Editions(engine)
    edition.watch(Session)
    inner: Any = KeptAnswers(
        app.wsgi_app,
        edition=editions.public,
        list_edition=editions.listed,
        clock=clock.now,
        languages=languages.CODES,
    )
    if settings.proxies:
        inner = ProxyFix(inner, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)
    app.wsgi_app = inner  # type: ignore[method-assign] # Flask's own way to add a layer
