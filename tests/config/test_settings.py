"""Settings: defaults, what is refused and how it is said, and that secrets stay secret."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot import config
from bot.errors import ConfigError


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in config.documented():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults_need_no_environment() -> None:
    settings = config.load()
    assert settings.token is None
    assert settings.database == "sqlite:///var/wirewatch.db"
    assert settings.min_interval == timedelta(seconds=60)
    assert settings.max_backoff == timedelta(hours=24)
    assert settings.retention == timedelta(days=400)


def test_values_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_TELEGRAM_TOKEN", "1:abc")
    monkeypatch.setenv("WIREWATCH_ADMINS", "7, 8")
    monkeypatch.setenv("WIREWATCH_ALLOWED_NETWORKS", "127.0.0.0/8,::1/128")
    monkeypatch.setenv("WIREWATCH_MIN_INTERVAL", "1s")
    settings = config.load()
    assert settings.token == "1:abc"
    assert settings.admins == (7, 8)
    assert settings.allowed_networks == (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    assert settings.min_interval == timedelta(seconds=1)


def test_env_file_works_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WIREWATCH_ADMINS=1\nWIREWATCH_LOG_FORMAT=json\nOTHER=kept out\n")
    monkeypatch.setenv("WIREWATCH_ADMINS", "2")
    settings = config.load()
    assert (settings.admins, settings.log_format) == ((2,), "json")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ADMINS", "1,x", "'x'"),
        ("ALLOWED_NETWORKS", "localhost", "localhost"),
        ("MIN_INTERVAL", "soon", "90s"),
        ("MIN_INTERVAL", "0s", "at least 1s"),
        ("DATABASE_URL", "mysql://x", "sqlite:///"),
        ("LOG_FORMAT", "xml", "text, json"),
        ("LISTEN", "8080", "host:port"),
        ("TELEGRAM_API_URL", "ftp://x", "http"),
        ("PUBLIC_URL", "https://bot.example", "LISTEN"),
    ],
)
def test_a_bad_value_names_the_setting_and_what_is_valid(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv("WIREWATCH_" + name, value)
    with pytest.raises(ConfigError, match="WIREWATCH_" + name) as error:
        config.load()
    assert says in str(error.value)


def test_an_unknown_variable_is_an_error_with_the_nearest_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_ADMIN", "1")
    with pytest.raises(ConfigError, match="did you mean WIREWATCH_ADMINS"):
        config.load()


def test_an_unknown_variable_in_the_env_file_is_an_error_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WIREWATCH_TOKEN=1\n")
    with pytest.raises(ConfigError, match="WIREWATCH_TOKEN"):
        config.load()


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_TELEGRAM_TOKEN", "1:secretsecret")
    assert "secretsecret" not in repr(config.load())
    monkeypatch.setenv("WIREWATCH_TELEGRAM_TOKEN", "secretsecret")
    with pytest.raises(ConfigError, match="TELEGRAM_TOKEN") as error:
        config.load()
    assert "secretsecret" not in str(error.value)


@pytest.mark.parametrize(
    ("value", "kept"),
    [("90d", timedelta(days=90)), ("14d", timedelta(days=14)), ("0", None), ("off", None), ("OFF", None)],
)
def test_retention_is_a_duration_or_off(monkeypatch: pytest.MonkeyPatch, value: str, kept: timedelta | None) -> None:
    monkeypatch.setenv("WIREWATCH_RETENTION", value)
    assert config.load(env_file=None).retention == kept


@pytest.mark.parametrize(
    ("value", "said"), [("13d", "at least 14d"), ("2h", "at least 14d"), ("never", "90s, 10m, 24h or 2d"), ("", "10m")]
)
def test_a_retention_that_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch, value: str, said: str) -> None:
    monkeypatch.setenv("WIREWATCH_RETENTION", value)
    with pytest.raises(ConfigError, match=said):
        config.load(env_file=None)
