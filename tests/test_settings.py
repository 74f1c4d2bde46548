"""Settings: what is taken, and what is said when it is not."""

import base64
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings, SettingsError, read_settings, unknown_names


@pytest.mark.parametrize(
    ("variable", "value", "setting", "expected"),
    [
        ("PARCELLAB_ACCOUNTS", "1612197", "parcellab_accounts", (1612197,)),
        ("PARCELLAB_ACCOUNTS", " 1, 2 ,", "parcellab_accounts", (1, 2)),
        ("ORDER_PATTERNS", r"PK\d{4,}", "order_patterns", (r"PK\d{4,}",)),
        ("ORDER_PATTERNS", "PK\\d{4}\n\nX\\d{4}", "order_patterns", (r"PK\d{4}", r"X\d{4}")),
        ("ORDER_PATTERNS", r'["PK\\d{4}", "[AB]\\d"]', "order_patterns", (r"PK\d{4}", r"[AB]\d")),
        ("ORDER_PATTERNS", r"[AB]\d{5}", "order_patterns", (r"[AB]\d{5}",)),
        ("PARCELLAB_URL", "http://127.0.0.1:80", "parcellab_url", "http://127.0.0.1:80/"),
        ("PARCELLAB_URL", "http://[::1]:80/x", "parcellab_url", "http://[::1]:80/x/"),
        ("SLACK_API_URL", "http://localhost:80/api", "slack_api_url", "http://localhost:80/api/"),
        ("PORT", "0", "port", 0),
        ("LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("WHEREBOT_TIMEOUT", "2.5", "timeout", 2.5),
        ("SLACK_BOT_TOKEN", "", "slack_bot_token", None),
        ("WHEREBOT_CALLS_PER_MINUTE", "600", "calls_per_minute", 600),
        ("WHEREBOT_CONCURRENCY", "50", "concurrency", 50),
        ("WHEREBOT_CACHE_ORDERS", "0", "cache_orders", 0),
        ("REDIS_URL", "redis://localhost:6379/1", "redis_url", SecretStr("redis://localhost:6379/1")),
        ("REDIS_URL", "rediss://u:p@r.example.com", "redis_url", SecretStr("rediss://u:p@r.example.com")),
    ],
)  # fmt: skip
def test_what_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, setting: str, expected: object
) -> None:
    monkeypatch.setenv(variable, value)
    assert getattr(read_settings(), setting) == expected


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("PARCELLAB_URL", "http://api.parcellab.com", "this machine only"),
        ("SLACK_API_URL", "ftp://slack.com", "must be an address"),
        ("PARCELLAB_ACCOUNTS", "shop", "PARCELLAB_ACCOUNTS"),
        ("ORDER_PATTERNS", "PK(", "PK("),
        ("ORDER_PATTERNS", ".*", ".*"),
        ("ORDER_PATTERNS", r"(?:\d+)+X", r"(?:\d+)+X"),
        ("PORT", "http", "PORT"),
        ("LOG_LEVEL", "loud", "must be DEBUG"),
        ("WHEREBOT_TEMPLATES", "/nowhere", "is no folder"),
        ("WHEREBOT_TIMEOUT", "60", "WHEREBOT_TIMEOUT"),
        ("WHEREBOT_CALLS_PER_MINUTE", "0", "WHEREBOT_CALLS_PER_MINUTE"),
        ("REDIS_URL", "http://localhost:6379", "must be an address"),
        ("REDIS_URL", "redis://localhost:port", "must be an address"),
        ("REDIS_URL", "redis://localhost/name", "must be an address"),
        ("REDIS_URL", "redis:///0", "must be an address"),
        ("WHEREBOT_STATUS_PAGES", "https://status.shop.example/", "no domain"),
        ("WHEREBOT_CUSTOMERS", "maybe", "must be on or off"),
        ("WHEREBOT_TIMEOUT", "soon", "must be a number"),
        ("WHEREBOT_TIMEOUT", "0", "must be more than 0"),
        ("WHEREBOT_BATCH", "0", "must be 1 or more"),
        ("PORT", "70000", "must be 65535 or less"),
        ("PORT", "http", "must be a whole number"),
        ("WHEREBOT_APP", "both", "must be 'agents' or 'customers'"),
        ("WHEREBOT_PROOF", "none", "must be 'any', 'number+postal_code' or 'number+email'"),
        ("WHEREBOT_SECRET", "short", "must have 16 characters or more"),
        ("WHEREBOT_SUPPORT_CONTACT", "x" * 301, "must have 300 characters or less"),
        ("WHEREBOT_SUPPORT_CHANNEL", "#support", "a channel's id such as C024BE91L, no name"),
        ("WHEREBOT_SUPPORT_LEAD", "anna", "the id of a person or user group"),
    ],
)
def test_what_does_not_work_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=variable) as wrong:
        read_settings()
    assert said in str(wrong.value)


def test_a_secret_is_never_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARCELLAB_TOKEN", "1:hidden-one")
    monkeypatch.setenv("PARCELLAB_JWT", "hidden-two")
    with pytest.raises(SettingsError, match="not both") as wrong:
        read_settings()
    assert "hidden" not in str(wrong.value)
    monkeypatch.delenv("PARCELLAB_JWT")
    assert "hidden" not in repr(read_settings())


@pytest.mark.parametrize(
    ("token", "accounts"),
    [
        ("77:secret", (77,)),
        (base64.b64encode(b"77:secret").decode(), (77,)),
        ("opaque", ()),
        ("shop:secret", ()),
    ],
)
def test_a_token_says_its_account(
    monkeypatch: pytest.MonkeyPatch, token: str, accounts: tuple[int, ...]
) -> None:
    monkeypatch.setenv("PARCELLAB_TOKEN", token)
    assert read_settings().accounts == accounts


def test_a_file_beside_the_bot_counts_less_than_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORT=1\nHOST=0.0.0.0\n")
    monkeypatch.setenv("PORT", "2")
    settings = read_settings()
    assert (settings.host, settings.port) == ("0.0.0.0", 2)


def test_a_name_that_is_no_setting_is_told_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("WHEREBOT_TIMEOUTT=1\nORDER_PATTERN=x\nPATH_TO=2\nPORT=1\n")
    monkeypatch.setenv("PARCELLAB_LOOKS", "2")
    assert unknown_names() == [
        "ORDER_PATTERN is no setting: did you mean ORDER_PATTERNS?",
        "PARCELLAB_LOOKS is no setting: it does nothing.",
        "WHEREBOT_TIMEOUTT is no setting: did you mean WHEREBOT_TIMEOUT?",
    ]


def test_domains_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHEREBOT_STATUS_PAGES", "Status.Shop.example, track.shop.example,")
    assert read_settings().status_pages == ("status.shop.example", "track.shop.example")


@pytest.mark.parametrize("page", ["README.md", ".env.example"])
def test_every_setting_is_explained(page: str) -> None:
    text = (Path(__file__).parents[1] / page).read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        variable = field.validation_alias or name.upper()
        assert f"`{variable}`" in text or f"{variable}=" in text, variable


def test_what_run_needs_is_named() -> None:
    missing = " ".join(read_settings().missing_for_slack())
    assert "SLACK_BOT_TOKEN" in missing
    assert "SLACK_APP_TOKEN" in missing
    assert "SLACK_SIGNING_SECRET" in missing
