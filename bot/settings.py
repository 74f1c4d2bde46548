"""Settings: read once at the edge from the environment and `.env`, then handed down frozen."""

import base64
import binascii
import ipaddress
import json
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, Literal, overload
from urllib.parse import urlsplit

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

from bot.core.customers.proof import Rule
from bot.core.text.pattern import OrderPatterns

_USER_ID: Final = re.compile(r"[UW][A-Z0-9]{2,}")
_ORDER_PATTERNS: Final = (r"[A-Z]{1,6}-?\d{3,12}",)  # until an administrator says better

_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}")


# Slack's ids of what a setting names: a name could become somebody else's.
_IDS: Final = {
    "support_channel": (re.compile(r"[CG][A-Z0-9]{5,30}"), "a channel's id such as C024BE91L"),
    "support_lead": (
        re.compile(r"[UWS][A-Z0-9]{5,30}"),
        "the id of a person or user group, such as U024BE7LH",
    ),
}
# What is said of a fault in place of pydantic's words, by its name there.
_SAID: Final = {
    "bool_parsing": "must be on or off",
    "float_parsing": "must be a number",
    "int_parsing": "must be a whole number",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "too_short": "must have {min_length} characters or more",
    "string_too_long": "must have {max_length} characters or less",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
}
_OURS: Final = ("WHEREBOT_", "PARCELLAB_", "ORDER_PATTERN")


class SettingsError(ValueError):
    """The settings do not work; each line says which one, why, and what to do."""


class Settings(BaseSettings):
    """All settings. Names are the environment's, in lower case; `.env.example` explains them."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    parcellab_url: str = "https://api.parcellab.com"
    parcellab_accounts: Annotated[tuple[int, ...], NoDecode] = ()
    parcellab_token: SecretStr | None = None
    parcellab_jwt: SecretStr | None = None
    order_patterns: Annotated[tuple[str, ...], NoDecode] = _ORDER_PATTERNS
    status_pages: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), validation_alias="WHEREBOT_STATUS_PAGES"
    )
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    log_level: str = "INFO"
    timeout: float = Field(default=7.0, gt=0, le=8, validation_alias="WHEREBOT_TIMEOUT")
    couriers: int = Field(default=3, ge=1, le=10, validation_alias="WHEREBOT_COURIERS")
    references: int = Field(default=25, ge=1, le=90, validation_alias="WHEREBOT_REFERENCES")
    person: float = Field(default=600.0, ge=0, le=3600, validation_alias="WHEREBOT_PERSON")
    redis_url: SecretStr | None = None
    database_url: SecretStr = SecretStr("sqlite:///wherebot.sqlite")
    lease: float = Field(default=60.0, ge=0.5, le=600, validation_alias="WHEREBOT_LEASE")
    poll: float = Field(default=2.0, ge=0.01, le=60, validation_alias="WHEREBOT_POLL")
    alerts: bool = Field(default=True, validation_alias="WHEREBOT_ALERTS")
    batch: int = Field(default=250, ge=1, le=1000, validation_alias="WHEREBOT_BATCH")
    look_least: float = Field(
        default=120.0, ge=0.05, le=86_400, validation_alias="WHEREBOT_LOOK_LEAST"
    )
    look_most: float = Field(
        default=21_600.0, ge=0.05, le=604_800, validation_alias="WHEREBOT_LOOK_MOST"
    )
    settling: float = Field(default=900.0, ge=0, le=604_800, validation_alias="WHEREBOT_SETTLING")
    grace: float = Field(default=86_400.0, ge=0, le=2_592_000, validation_alias="WHEREBOT_GRACE")
    remind: float = Field(default=24.0, gt=0, le=24 * 30, validation_alias="WHEREBOT_REMIND")
    storm: int = Field(default=20, ge=0, le=10_000, validation_alias="WHEREBOT_STORM")
    message_interval: float = Field(
        default=1.0, ge=0, le=60, validation_alias="WHEREBOT_MESSAGE_INTERVAL"
    )
    slack_timeout: float = Field(
        default=10.0, ge=0.1, le=30, validation_alias="WHEREBOT_SLACK_TIMEOUT"
    )
    slack_lag: float = Field(default=4.0, ge=0, le=60, validation_alias="WHEREBOT_SLACK_LAG")
    secret: SecretStr | None = Field(
        default=None, min_length=16, validation_alias="WHEREBOT_SECRET"
    )
    webhook_token: SecretStr | None = Field(
        default=None, min_length=12, validation_alias="WHEREBOT_WEBHOOK_TOKEN"
    )
    calls_per_minute: int = Field(
        default=100, ge=1, le=1_000_000, validation_alias="WHEREBOT_CALLS_PER_MINUTE"
    )
    concurrency: int = Field(default=100, ge=1, le=1000, validation_alias="WHEREBOT_CONCURRENCY")
    cache_orders: int = Field(
        default=10_000, ge=0, le=1_000_000, validation_alias="WHEREBOT_CACHE_ORDERS"
    )
    app: Literal["agents", "customers"] = Field(default="agents", validation_alias="WHEREBOT_APP")
    customers: bool = Field(default=True, validation_alias="WHEREBOT_CUSTOMERS")
    proof: Rule = Field(default=Rule.ANY, validation_alias="WHEREBOT_PROOF")
    proof_hours: float = Field(
        default=24.0, gt=0, le=24 * 30, validation_alias="WHEREBOT_PROOF_HOURS"
    )
    pictures: bool = Field(default=True, validation_alias="WHEREBOT_PICTURES")
    audit_days: int = Field(default=90, ge=1, le=3650, validation_alias="WHEREBOT_AUDIT_DAYS")
    lookups: int = Field(default=2000, ge=0, le=1_000_000, validation_alias="WHEREBOT_LOOKUPS")
    recent: bool = Field(default=True, validation_alias="WHEREBOT_RECENT")
    admins: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), validation_alias="WHEREBOT_ADMINS"
    )
    support_channel: str | None = Field(default=None, validation_alias="WHEREBOT_SUPPORT_CHANNEL")
    support_lead: str | None = Field(default=None, validation_alias="WHEREBOT_SUPPORT_LEAD")
    support_contact: str | None = Field(
        default=None, max_length=300, validation_alias="WHEREBOT_SUPPORT_CONTACT"
    )
    support_remind: float = Field(
        default=15.0, ge=0.01, le=1440, validation_alias="WHEREBOT_SUPPORT_REMIND"
    )
    support_lang: Literal["en", "de", "fr", "es", "it", "nl", "pl"] = Field(
        default="en", validation_alias="WHEREBOT_SUPPORT_LANG"
    )
    templates: Path | None = Field(default=None, validation_alias="WHEREBOT_TEMPLATES")

    @field_validator("parcellab_accounts", mode="before")
    @classmethod
    def _accounts(cls, value: Any) -> Any:
        """Take ids separated by commas."""
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("admins", mode="before")
    @classmethod
    def _admins(cls, value: Any) -> Any:
        """Take user ids separated by commas; names could become somebody else's."""
        parts = value.split(",") if isinstance(value, str) else value
        ids = frozenset(part.strip() for part in parts if part.strip())
        wrong = sorted(one for one in ids if not _USER_ID.fullmatch(one))
        if wrong:
            raise ValueError(f"{wrong[0]} is no user id such as U024BE7LH")
        return ids

    @field_validator("support_channel", "support_lead")
    @classmethod
    def _id(cls, value: str | None, field: ValidationInfo) -> str | None:
        pattern, meant = _IDS[field.field_name or ""]
        if value is not None and not pattern.fullmatch(value):
            raise ValueError(f"must be {meant}, no name")
        return value

    @field_validator("order_patterns", mode="before")
    @classmethod
    def _patterns(cls, value: Any) -> Any:
        """Take a JSON list, or one pattern per line; check each for what would hurt later."""
        if isinstance(value, str):
            text = value.strip()
            is_list = text.startswith("[") and text.endswith("]") and '"' in text
            value = json.loads(text) if is_list else text.splitlines()
        patterns = tuple(str(part).strip() for part in value if str(part).strip())
        OrderPatterns.of(patterns)
        return patterns

    @field_validator("status_pages", mode="before")
    @classmethod
    def _pages(cls, value: Any) -> Any:
        """Take domains separated by commas."""
        if isinstance(value, str):
            value = value.split(",")
        pages = tuple(str(part).strip().lower() for part in value if str(part).strip())
        for page in pages:
            if not _DOMAIN.fullmatch(page):
                raise ValueError(f"{page!r} is no domain such as status.shop.example")
        return pages

    @field_validator("slack_api_url", "parcellab_url")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be an address such as https://api.example.com")
        if parts.scheme == "http" and not _is_loopback(parts.hostname):
            raise ValueError("http:// is accepted for this machine only; use https://")
        return value.rstrip("/") + "/"

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _is_redis(value.get_secret_value()):
            raise ValueError("must be an address such as redis://localhost:6379/0, or rediss://")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @field_validator("templates")
    @classmethod
    def _folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("is no folder; leave it out to use the templates that come along")
        return value

    @model_validator(mode="after")
    def _one_credential(self) -> "Settings":
        if self.parcellab_token and self.parcellab_jwt:
            raise ValueError("set PARCELLAB_TOKEN or PARCELLAB_JWT, not both")
        return self

    @property
    def accounts(self) -> tuple[int, ...]:
        """The accounts asked; without a setting, the one that the token names."""
        return self.parcellab_accounts or _account_in(secret(self.parcellab_token))

    def missing_for_slack(self) -> list[str]:
        """Return what `run` needs and does not have, a sentence each."""
        missing = []
        if not self.slack_bot_token:
            missing.append("SLACK_BOT_TOKEN is missing: the app's page, OAuth & Permissions.")
        if not self.slack_app_token and not self.slack_signing_secret:
            missing.append(
                "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP), or both: "
                "the app's page, Basic Information."
            )
        return missing


def read_settings(overrides: Mapping[str, Any] | None = None) -> Settings:
    """Read the environment and `.env`; raise SettingsError in plain words, naming no secret."""
    try:
        return Settings(**(overrides or {}))
    except ValidationError as wrong:
        faults = wrong.errors(include_input=False, include_url=False)
        lines = [
            f"{_name(fault['loc'])}: {_said(fault['type'], fault['msg'], fault.get('ctx', {}))}"
            for fault in faults
        ]
        raise SettingsError("\n".join(lines)) from None


def _name(place: tuple[int | str, ...]) -> str:
    return ".".join(map(str, place)).upper() or "SETTINGS"


def _said(kind: str, message: str, context: Mapping[str, Any]) -> str:
    said = _SAID.get(kind)
    return said.format_map(context) if said else message.removeprefix("Value error, ")


def unknown_names() -> list[str]:
    """Say which names in the environment or `.env` are of no setting, a sentence each."""
    set_ = {**EnvSettingsSource(Settings).env_vars, **DotEnvSettingsSource(Settings).env_vars}
    known = [
        str(field.validation_alias or name.upper()) for name, field in Settings.model_fields.items()
    ]
    sentences = []
    for name in sorted(name.upper() for name in set_):
        if name.startswith(_OURS) and name not in known:
            meant = get_close_matches(name, known, n=1, cutoff=0.9)
            did = f" did you mean {meant[0]}?" if meant else " it does nothing."
            sentences.append(f"{name} is no setting:{did}")
    return sentences


@overload
def secret(value: SecretStr) -> str: ...
@overload
def secret(value: SecretStr | None) -> str | None: ...
def secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None


def _is_redis(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port, database = parts.port, parts.path.strip("/")
    except ValueError:
        return False
    is_database = not database or (database.isascii() and database.isdigit())
    return (
        parts.scheme in ("redis", "rediss") and bool(parts.hostname) and port != 0 and is_database
    )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _account_in(token: str | None) -> tuple[int, ...]:
    """Read the account out of `account:token`, be it encoded or not."""
    plain = token or ""
    if ":" not in plain:
        try:
            plain = base64.b64decode(plain, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return ()
    account = plain.partition(":")[0]
    return (int(account),) if account.isascii() and account.isdigit() else ()
