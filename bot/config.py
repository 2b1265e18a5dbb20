"""Settings: WIREWATCH_* environment variables and `.env`, read once. The only reader of the environment."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.durations import duration
from bot.errors import ConfigError
from bot.model import Tagger

PREFIX = "WIREWATCH_"
SHORTEST_RETENTION = timedelta(days=14)  # a running story takes reports in for a week
LogFormat = Literal["text", "json"]
_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{1,100}", re.ASCII)
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _ids(value: object) -> object:
    parts = _split(value)
    if not isinstance(parts, list):
        return parts
    if bad := [part for part in parts if not re.fullmatch(r"\d{1,19}", str(part), re.ASCII)]:
        raise ValueError(f"Telegram user ids are numbers, separated by commas; {bad[0]!r} is none")
    return tuple(int(part) for part in parts)


def _networks(value: object) -> object:
    parts = _split(value)
    return tuple(ipaddress.ip_network(str(part)) for part in parts) if isinstance(parts, list) else parts


def _or_off(value: object) -> object:
    return None if value is None or str(value).strip().casefold() in ("0", "off") else duration(value)


Duration = Annotated[timedelta, BeforeValidator(duration)]


class Settings(BaseSettings):
    """Every setting with its default. Immutable; secrets do not print."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database_url: SecretStr | None = None
    data_dir: Path = Path("var")
    feeds_file: Path | None = None
    admins: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids)] = ()
    allowed_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_networks)] = ()
    min_interval: Duration = timedelta(seconds=60)
    max_backoff: Duration = timedelta(hours=24)
    retention: Annotated[timedelta | None, BeforeValidator(_or_off)] = timedelta(days=400)
    listen: str | None = None
    public_url: str | None = None
    webhook_secret: SecretStr | None = None
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: SecretStr | None = None
    llm_tokens: Annotated[int, Field(ge=0, le=1_000_000_000)] = 200_000
    tagger: Tagger = Tagger.FULL
    log_format: LogFormat = "text"

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("a bot token looks like 123456:ABC-DEF, as @BotFather gives it")
        return value

    @field_validator("telegram_api_url", "public_url", "llm_url")
    @classmethod
    def _url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("a URL that starts with http:// or https:// is expected")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(
            ("sqlite:///", "postgresql://", "postgres://")
        ):
            raise ValueError("sqlite:///path or postgresql://… is expected")
        return value

    @field_validator("min_interval", "max_backoff")
    @classmethod
    def _positive(cls, value: timedelta) -> timedelta:
        if value < timedelta(seconds=1):
            raise ValueError("at least 1s is expected")
        return value

    @field_validator("retention")
    @classmethod
    def _kept(cls, value: timedelta | None) -> timedelta | None:
        if value is not None and value < SHORTEST_RETENTION:
            raise ValueError("at least 14d is expected, or off to keep everything")
        return value

    @field_validator("listen")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None:
            _host_and_port(value)
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("1 to 256 letters, digits, _ and - are expected")
        return value

    @model_validator(mode="after")
    def _webhook(self) -> Settings:
        if self.public_url and not self.listen:
            raise ValueError(f"{PREFIX}PUBLIC_URL needs {PREFIX}LISTEN, the host:port that a proxy forwards to")
        if self.public_url and not self.webhook_secret:
            raise ValueError(f"{PREFIX}PUBLIC_URL needs {PREFIX}WEBHOOK_SECRET, so that only Telegram can post updates")
        return self

    @property
    def database(self) -> str:
        """The database's URL, defaulting to a file in the data directory."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'wirewatch.db'}"

    @property
    def address(self) -> tuple[str, int] | None:
        """Host and port to listen on; None: not at all."""
        return _host_and_port(self.listen) if self.listen else None

    @property
    def model(self) -> tuple[str, str, str | None] | None:
        """Root, name and key of the model endpoint; None: there is none."""
        key = self.llm_key.get_secret_value() if self.llm_key else None
        return (self.llm_url, self.llm_model, key) if self.llm_url and self.llm_model else None

    @property
    def token(self) -> str | None:
        """The bot's token in clear."""
        return self.telegram_token.get_secret_value() if self.telegram_token else None


def _host_and_port(value: str) -> tuple[str, int]:
    """ "0.0.0.0:8080" -> host and port; raises ValueError."""
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or not 0 <= int(port) <= 65_535:
        raise ValueError("host:port such as 127.0.0.1:8080 is expected")
    return host.strip("[]"), int(port)


@dataclass(frozen=True, slots=True)
class Overrides:
    """Settings given by the program itself (demo, tests): they win over the environment."""

    values: Mapping[str, Any] = field(default_factory=dict)


def load(overrides: Overrides | None = None, *, env_file: Path | None = Path(".env")) -> Settings:
    """Read the environment and `.env`. Raises ConfigError naming variable, value and what would be valid."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    given = {key.upper() for key in os.environ if key.upper().startswith(PREFIX)}
    if env_file is not None and env_file.is_file():
        given |= {key.upper() for key in dotenv_values(env_file) if key.upper().startswith(PREFIX)}
    for name in sorted(given - known):
        near = get_close_matches(name, known, n=1)
        raise ConfigError(f"{name} is not a setting" + (f"; did you mean {near[0]}?" if near else ""))
    try:
        return Settings(_env_file=env_file, **(overrides.values if overrides else {}))  # type: ignore[call-arg]
    except ValidationError as error:
        raise ConfigError(_sentence(error)) from error


def _sentence(error: ValidationError) -> str:
    """The first problem, as one sentence. A secret's value is not repeated."""
    first = error.errors()[0]
    message = first["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    if not first["loc"]:
        return message
    name = str(first["loc"][0])
    if first["type"] == "literal_error":
        message = "one of " + ", ".join(get_args(LogFormat)) + " is expected"
    if "SecretStr" in str(Settings.model_fields[name].annotation):
        return f"{PREFIX}{name.upper()}: {message}"
    return f"{PREFIX}{name.upper()} is {str(first['input'])[:100]!r}: {message}"


def documented() -> tuple[str, ...]:
    """The variables, for the test that holds docs/configuration.md against the code."""
    return tuple(PREFIX + name.upper() for name in Settings.model_fields)
