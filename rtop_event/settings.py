"""Every setting, typed: from the environment (prefix RTOP_) over instance/settings.toml over defaults."""

from __future__ import annotations

import difflib
import os
import re
import secrets
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from rtop_event.text import has_invisible

PREFIX = "RTOP_"
LEAST_SECRET = 32
HOST = re.compile(
    r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*|\[?[0-9A-Fa-f:]+\]?"
)
ROOT = Path(__file__).resolve().parent.parent


class BadSetting(SystemExit):
    """A setting cannot be used; ends the start with one line that names it."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{PREFIX}{name.upper()}: {why}")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an operator can set; the README lists each with its default."""

    instance: Path
    production: bool = False
    host: str = "127.0.0.1"
    port: int = 5000
    workers: int = 2
    threads: int = 4
    base_url: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    database_url: str = ""
    redis_url: str = ""
    queue_url: str = ""
    secret_key: str = ""
    password_salt: str = ""
    mail_url: str = ""
    mail_from: str = "desk@dialogue.example"
    mail_pause: bool = False
    inbox_url: str = ""
    turn_step: int = 5
    turn_moved: int = 10
    feed_days: int = 7300
    site_name: str = "Dialogues"
    trial_clock: bool = True
    rate_limit: bool = True
    upload_limit: int = 5_000_000
    statement_limit: int = 10_000_000
    log_level: str = "info"

    @property
    def mail_folder(self) -> Path | None:
        """Where letters are written as files, or None when they go by SMTP."""
        return Path(urlsplit(self.mail_url).path) if self.mail_url.startswith("file:") else None

    @property
    def mail_domain(self) -> str:
        """The domain of the addresses that are ours: Message-IDs, calendar UIDs, replies."""
        return self.mail_from.rpartition("@")[2].lower()

    @property
    def embedded(self) -> bool:
        """Whether the database is the SQLite file of the instance."""
        return self.database_url.startswith("sqlite")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; raises BadSetting for the first that cannot be used."""
    given = os.environ if environ is None else environ
    instance = Path(given.get(f"{PREFIX}INSTANCE") or ROOT / "instance").absolute()
    written = _written(instance / "settings.toml")
    known = {field.name for field in fields(Settings)}
    _refuse_unknown("settings.toml", written, {name: name for name in known - {"instance"}})
    ours = (name for name in given if name.startswith(PREFIX))
    _refuse_unknown("the environment", ours, {PREFIX + name.upper(): name for name in known})
    values: dict[str, Any] = {"instance": instance}
    for name in known - {"instance"}:
        raw = given.get(PREFIX + name.upper(), written.get(name))
        if raw is not None and raw != "":
            values[name] = _typed(name, raw)
    try:
        return _complete(Settings(**values))
    except OSError as closed:
        raise BadSetting("instance", f"cannot be used: {closed}") from closed


def _refuse_unknown(place: str, given: Iterable[str], known: Mapping[str, str]) -> None:
    for name in sorted(set(given) - set(known)):
        short = name.removeprefix(PREFIX).lower()
        near = difflib.get_close_matches(short, sorted(known.values()), n=1, cutoff=0)[0]
        nearest = next(written for written, one in known.items() if one == near)
        raise BadSetting(short, f"{place} has {name}, which is no setting; the nearest is {nearest}")


def _written(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as broken:
        raise BadSetting("instance", f"settings.toml cannot be read: {broken}") from broken


def _typed(name: str, raw: object) -> object:
    default = next(field.default for field in fields(Settings) if field.name == name)
    if isinstance(default, bool):
        return _switch(name, raw)
    if isinstance(default, int):
        return _number(name, raw)
    if isinstance(default, tuple):
        return _hosts(name, raw)
    if not isinstance(raw, str):
        raise BadSetting(name, "must be text")
    if has_invisible(raw) or any(sign in raw for sign in "\t\r\n"):
        raise BadSetting(name, "holds an invisible character or bytes that are not UTF-8")
    return raw


def _hosts(name: str, raw: object) -> tuple[str, ...]:
    parts = raw if isinstance(raw, list) else raw.split(",") if isinstance(raw, str) else [raw]
    hosts = tuple(str(part).strip() for part in parts if str(part).strip())
    for host in hosts:
        if not HOST.fullmatch(host.removeprefix(".")):  # a leading dot: all hosts below
            raise BadSetting(name, f"must be names of hosts, separated by commas, not {host!r}")
    return hosts


def _switch(name: str, raw: object) -> bool:
    word = str(raw).strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(name, f"must be true or false, not {str(raw)!r}")


def _number(name: str, raw: object) -> int:
    text = str(raw).strip()
    low, high = _RANGES[name]
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(high))) or not low <= int(text) <= high:
        raise BadSetting(name, f"must be a whole number from {low} to {high}, not {str(raw)!r}")
    return int(text)


_RANGES = {
    "port": (1, 65535),
    "workers": (1, 64),
    "threads": (1, 64),
    "proxies": (0, 5),
    "turn_step": (1, 30),
    "turn_moved": (0, 240),
    "feed_days": (1, 36_500),
    "upload_limit": (10_000, 100_000_000),
    "statement_limit": (100_000, 100_000_000),
}


def _complete(settings: Settings) -> Settings:
    """The settings with what follows from others filled in, and every one checked."""
    values = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    values["base_url"] = _base_url(settings)
    values["database_url"] = _database_url(settings)
    values["mail_url"] = _mail_url(settings)
    _check_queue(settings)
    _check_inbox(settings.inbox_url)
    _check_mail_from(settings.mail_from)
    if not settings.site_name.strip():
        raise BadSetting("site_name", "must not be blank")
    if settings.log_level not in {"debug", "info", "warning", "error"}:
        raise BadSetting("log_level", "must be debug, info, warning or error")
    if settings.production and not values["base_url"].startswith("https://"):
        raise BadSetting("base_url", "production needs the https address under which people reach the site")
    for name in ("secret_key", "password_salt"):
        values[name] = _secret(settings, name, getattr(settings, name))
    return Settings(**values)


def _base_url(settings: Settings) -> str:
    if not settings.base_url:
        host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 (compared, not bound)
        return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
    parts = _split("base_url", settings.base_url)
    beyond = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    named = parts.hostname and HOST.fullmatch(parts.hostname)
    if parts.scheme not in {"http", "https"} or not named or beyond:
        raise BadSetting("base_url", "must be like https://dialogue.example.org, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _database_url(settings: Settings) -> str:
    if not settings.database_url:
        return f"sqlite:///{settings.instance / 'rtop.sqlite'}"
    for given in ("postgres://", "postgresql://", "postgresql+psycopg://"):
        if settings.database_url.startswith(given):
            parts = _split("database_url", settings.database_url)
            if parts.path.strip("/") and (parts.hostname or parts.query):
                return "postgresql+psycopg://" + settings.database_url.removeprefix(given)
    name = settings.database_url.removeprefix("sqlite:///")
    if settings.database_url != name and name and not name.startswith((":memory:", "?")):
        if not Path(name.partition("?")[0]).absolute().parent.is_dir():
            raise BadSetting("database_url", f"there is no folder for the file {name}")
        return settings.database_url
    raise BadSetting("database_url", "must be postgresql://user:password@host/name or sqlite:///file")


def _mail_url(settings: Settings) -> str:
    if not settings.mail_url:
        return f"file://{settings.instance / 'mail'}"
    parts = _split("mail_url", settings.mail_url)
    good = (parts.scheme == "file" and parts.path) or (parts.scheme in {"smtp", "smtps"} and parts.hostname)
    if not good:
        raise BadSetting("mail_url", "must be smtp://user:password@host:port, smtps://... or file:///folder")
    return settings.mail_url


def _check_queue(settings: Settings) -> None:
    if settings.redis_url and _split("redis_url", settings.redis_url).scheme not in {"redis", "rediss", "unix"}:
        raise BadSetting("redis_url", "must be redis://host:port/number")
    if settings.queue_url and not settings.queue_url.startswith(("postgresql://", "postgres://")):
        raise BadSetting("queue_url", "must be postgresql://user:password@host/name")


def _check_inbox(url: str) -> None:
    if not url:
        return
    parts = _split("inbox_url", url)
    known = parts.scheme in {"imaps", "imap"} and parts.hostname and parts.username and parts.password
    if not known or parts.query or parts.fragment or not unquote(url).isascii():
        raise BadSetting("inbox_url", "must be imaps://user:password@host/folder, in ASCII")


def _split(name: str, url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as broken:
        raise BadSetting(name, f"is not an address: {broken}") from broken
    return parts


def _check_mail_from(address: str) -> None:
    local, _, domain = address.partition("@")
    clean = address.isascii() and not any(sign in address for sign in ' <>",;:')
    if not clean or not local or "." not in domain or not HOST.fullmatch(domain):
        raise BadSetting("mail_from", f"must be one plain mail address, not {address!r}")


def _secret(settings: Settings, name: str, given: str) -> str:
    if given:
        if len(given) < LEAST_SECRET:
            raise BadSetting(name, f"must have at least {LEAST_SECRET} characters")
        return given
    if settings.production:
        raise BadSetting(name, "production needs a secret of its own (32 characters or more)")
    return _kept_secret(settings.instance / name)


def _kept_secret(file: Path, make: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> str:
    """The secret kept in a file that only its owner can read; made on the first run, once for all processes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not file.exists():
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as paper:
            paper.write(make())
            paper.flush()
            os.fsync(paper.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    kept = file.read_bytes().strip()
    if len(kept) < LEAST_SECRET or not kept.isascii():
        raise BadSetting(
            file.name,
            f"{file} holds no secret: put it back from a copy, or remove it (links that people have then go dead)",
        )
    return kept.decode("ascii")
