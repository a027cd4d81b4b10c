"""Settings: environment over file over defaults, and one line for each that cannot be used."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from rtop_event.settings import BadSetting, _kept_secret, read_settings


def read(instance: Path, **given: str) -> object:
    """The settings with these variables."""
    return read_settings(
        {"RTOP_INSTANCE": str(instance), **{f"RTOP_{name.upper()}": value for name, value in given.items()}}
    )


def test_defaults_need_nothing(tmp_path: Path) -> None:
    settings = read_settings({"RTOP_INSTANCE": str(tmp_path)})
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 5000, "http://127.0.0.1:5000")
    assert settings.database_url == f"sqlite:///{tmp_path}/rtop.sqlite"
    assert settings.mail_folder == tmp_path / "mail"
    assert settings.embedded


def test_environment_goes_over_file_and_file_over_default(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('port = 5100\nsite_name = "From the file"\nmail_pause = true\n')
    settings = read_settings({"RTOP_INSTANCE": str(tmp_path), "RTOP_PORT": "5200"})
    assert (settings.port, settings.site_name, settings.mail_pause) == (5200, "From the file", True)


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("port", "70000", "RTOP_PORT: must be a whole number from 1 to 65535, not '70000'"),
        ("port", "٥٠٠٠", "RTOP_PORT: must be a whole number from 1 to 65535, not '٥٠٠٠'"),
        ("mail_pause", "perhaps", "RTOP_MAIL_PAUSE: must be true or false, not 'perhaps'"),
        (
            "base_url",
            "dialogue.example.org",
            "RTOP_BASE_URL: must be like https://dialogue.example.org, without a path",
        ),
        ("base_url", "https://[broken", "RTOP_BASE_URL: is not an address: Invalid IPv6 URL"),
        (
            "database_url",
            "mysql://x",
            "RTOP_DATABASE_URL: must be postgresql://user:password@host/name or sqlite:///file",
        ),
        (
            "mail_url",
            "pigeon://x",
            "RTOP_MAIL_URL: must be smtp://user:password@host:port, smtps://... or file:///folder",
        ),
        *(
            ("inbox_url", url, "RTOP_INBOX_URL: must be imaps://user:password@host/folder, in ASCII")
            for url in ("https://a:b@mx.example", "imaps://mx.example", "imaps://a@mx.example/x", "imaps://a:b@/x")
        ),
        (
            "inbox_url",
            "imaps://a:b@mx.example:x",
            "RTOP_INBOX_URL: is not an address: Port could not be cast to integer value as 'x'",
        ),
        ("redis_url", "http://x", "RTOP_REDIS_URL: must be redis://host:port/number"),
        ("queue_url", "redis://x", "RTOP_QUEUE_URL: must be postgresql://user:password@host/name"),
        (
            "mail_from",
            "Desk <desk@x.example>",
            "RTOP_MAIL_FROM: must be one plain mail address, not 'Desk <desk@x.example>'",
        ),
        ("log_level", "loud", "RTOP_LOG_LEVEL: must be debug, info, warning or error"),
        ("port", "1" * 5000, f"RTOP_PORT: must be a whole number from 1 to 65535, not '{'1' * 5000}'"),
        (
            "base_url",
            "https://user:word@dialogue.example.org",
            "RTOP_BASE_URL: must be like https://dialogue.example.org, without a path",
        ),
        (
            "database_url",
            "sqlite:///:memory:",
            "RTOP_DATABASE_URL: must be postgresql://user:password@host/name or sqlite:///file",
        ),
        (
            "database_url",
            "sqlite:///",
            "RTOP_DATABASE_URL: must be postgresql://user:password@host/name or sqlite:///file",
        ),
        ("site_name", "a\nb", "RTOP_SITE_NAME: holds an invisible character or bytes that are not UTF-8"),
        ("site_name", "a\udcff", "RTOP_SITE_NAME: holds an invisible character or bytes that are not UTF-8"),
        ("site_name", "a\u202eb", "RTOP_SITE_NAME: holds an invisible character or bytes that are not UTF-8"),
        ("site_name", "  ", "RTOP_SITE_NAME: must not be blank"),
        (
            "base_url",
            "https://evil example",
            "RTOP_BASE_URL: must be like https://dialogue.example.org, without a path",
        ),
        ("base_url", 'https://a"b', "RTOP_BASE_URL: must be like https://dialogue.example.org, without a path"),
        ("mail_from", "a@.b", "RTOP_MAIL_FROM: must be one plain mail address, not 'a@.b'"),
        ("mail_from", "a@b..c", "RTOP_MAIL_FROM: must be one plain mail address, not 'a@b..c'"),
        (
            "trusted_hosts",
            "a.example, a b",
            "RTOP_TRUSTED_HOSTS: must be names of hosts, separated by commas, not 'a b'",
        ),
        (
            "database_url",
            "sqlite:////nonexistent/dir/x.sqlite",
            "RTOP_DATABASE_URL: there is no folder for the file /nonexistent/dir/x.sqlite",
        ),
        (
            "database_url",
            "postgresql://u:p@h:abc/x",
            "RTOP_DATABASE_URL: is not an address: Port could not be cast to integer value as 'abc'",
        ),
        (
            "database_url",
            "postgresql://",
            "RTOP_DATABASE_URL: must be postgresql://user:password@host/name or sqlite:///file",
        ),
        ("secret_key", "short", "RTOP_SECRET_KEY: must have at least 32 characters"),
        ("production", "true", "RTOP_BASE_URL: production needs the https address under which people reach the site"),
    ],
)
def test_bad_setting_ends_the_start_with_one_line(tmp_path: Path, name: str, value: str, line: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read(tmp_path, **{name: value})
    assert str(refused.value.code) == line


@pytest.mark.parametrize(
    ("variable", "line"),
    [
        (
            "RTOP_DATABSE_URL",
            "RTOP_DATABSE_URL: the environment has RTOP_DATABSE_URL, which is no setting; the nearest is RTOP_DATABASE_URL",
        ),
        ("RTOP_port", "RTOP_PORT: the environment has RTOP_port, which is no setting; the nearest is RTOP_PORT"),
    ],
)
def test_misspelt_variable_ends_the_start_with_one_line(tmp_path: Path, variable: str, line: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read_settings({"RTOP_INSTANCE": str(tmp_path), variable: "", "PATH": "/bin"})
    assert str(refused.value.code) == line


def test_production_refuses_to_start_without_its_own_secrets(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as refused:
        read(tmp_path, production="true", base_url="https://dialogue.example.org")
    assert str(refused.value.code) == "RTOP_SECRET_KEY: production needs a secret of its own (32 characters or more)"
    assert list(tmp_path.iterdir()) == []


def test_production_starts_with_its_own_secrets(tmp_path: Path) -> None:
    secrets = {"secret_key": "k" * 32, "password_salt": "s" * 32}
    settings = read_settings(
        {"RTOP_INSTANCE": str(tmp_path), "RTOP_PRODUCTION": "1", "RTOP_BASE_URL": "https://dialogue.example.org/"}
        | {f"RTOP_{name.upper()}": value for name, value in secrets.items()}
    )
    assert (settings.base_url, settings.secret_key) == ("https://dialogue.example.org", "k" * 32)


def test_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first, second = (read_settings({"RTOP_INSTANCE": str(tmp_path)}) for _ in range(2))
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert sorted(file.name for file in tmp_path.iterdir()) == ["password_salt", "secret_key"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("mail_form = 1", "RTOP_MAIL_FORM: settings.toml has mail_form, which is no setting; the nearest is mail_from"),
        ('site_name = ["a"]', "RTOP_SITE_NAME: must be text"),
        ("trusted_hosts = {}", "RTOP_TRUSTED_HOSTS: must be names of hosts, separated by commas, not '{}'"),
        ("port = ", "RTOP_INSTANCE: settings.toml cannot be read: Invalid value (at end of document)"),
    ],
)
def test_bad_file_ends_the_start_with_one_line(tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(BadSetting) as refused:
        read(tmp_path)
    assert str(refused.value.code) == line


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"host": "::1"}, "http://[::1]:5000"),
        ({"host": "0.0.0.0", "port": "80"}, "http://127.0.0.1:80"),
        ({"base_url": "https://dialogue.example.org/"}, "https://dialogue.example.org"),
    ],
)
def test_base_url_follows_host_and_port(tmp_path: Path, given: dict[str, str], expected: str) -> None:
    settings = read_settings({"RTOP_INSTANCE": str(tmp_path)} | {f"RTOP_{k.upper()}": v for k, v in given.items()})
    assert settings.base_url == expected


def test_postgresql_address_is_taken_in_its_usual_forms(tmp_path: Path) -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        settings = read_settings({"RTOP_INSTANCE": str(tmp_path), "RTOP_DATABASE_URL": f"{scheme}://u@h/d"})
        assert settings.database_url == "postgresql+psycopg://u@h/d"
        assert not settings.embedded


def test_lists_are_separated_by_commas(tmp_path: Path) -> None:
    settings = read_settings({"RTOP_INSTANCE": str(tmp_path), "RTOP_TRUSTED_HOSTS": "a.example, b.example,"})
    assert settings.trusted_hosts == ("a.example", "b.example")
    assert settings.mail_domain == "dialogue.example"
    (tmp_path / "settings.toml").write_text('trusted_hosts = ["c.example", " d.example "]')
    assert read_settings({"RTOP_INSTANCE": str(tmp_path)}).trusted_hosts == ("c.example", "d.example")


def test_sqlite_file_can_lie_elsewhere(tmp_path: Path) -> None:
    settings = read_settings({"RTOP_INSTANCE": str(tmp_path), "RTOP_DATABASE_URL": f"sqlite:///{tmp_path}/x.db"})
    assert (settings.database_url, settings.embedded) == (f"sqlite:///{tmp_path}/x.db", True)


def test_instance_that_is_no_folder_ends_the_start_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadSetting) as refused:
        read(tmp_path / "file")
    assert str(refused.value.code).startswith("RTOP_INSTANCE: cannot be used: [Errno ")
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(BadSetting) as unreadable:
        read(tmp_path)
    assert str(unreadable.value.code).startswith("RTOP_INSTANCE: settings.toml cannot be read: [Errno 21]")


def test_secret_that_another_process_made_meanwhile_is_the_one(tmp_path: Path) -> None:
    file = tmp_path / "secret_key"

    def make() -> str:
        file.write_text("theirs" * 8)
        return "ours" * 8

    assert _kept_secret(file, make) == "theirs" * 8
    assert [one.name for one in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("content", [b"", b"abc", "schlüssel".encode() * 8])
def test_emptied_or_broken_secret_ends_the_start_with_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret_key").write_bytes(content)
    with pytest.raises(BadSetting) as refused:
        read(tmp_path)
    assert str(refused.value.code) == (
        f"RTOP_SECRET_KEY: {tmp_path}/secret_key holds no secret: put it back from a copy, or remove it (links that people"
        " have then go dead)"
    )


def test_mail_by_smtp_has_no_folder(tmp_path: Path) -> None:
    settings = read_settings({"RTOP_INSTANCE": str(tmp_path), "RTOP_MAIL_URL": "smtp://localhost:25"})
    assert settings.mail_folder is None


def test_inbox_is_read_from_its_address(tmp_path: Path) -> None:
    for url in ("imaps://desk:word@mx.example/INBOX", "imap://desk%40mx.example:word@mx.example:143"):
        settings = read_settings({"RTOP_INSTANCE": str(tmp_path), "RTOP_INBOX_URL": url})
        assert settings.inbox_url == url
