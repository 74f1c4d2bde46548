"""The wire's asks: what parcelLab is asked, and as whom."""

import base64

import pytest

from bot.core.question import Options
from bot.core.reference import Kind, Reference
from bot.parcellab.wire import (
    Ask,
    authorization,
    credentials_check,
    order_info,
    order_widget,
)

PK1004 = Reference(Kind.ORDER_NUMBER, "PK1004")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.ORDER_NUMBER, "PK1004"),
        (Kind.EXTERNAL_ORDER_ID, "8d57c8b2-3c38-4bd4-9b6e-9b6dc9ce52d9"),
        (Kind.EXTERNAL_REFERENCE, "SHIPMENT-1"),
        (Kind.CUSTOMER_NUMBER, "K-77"),
        (Kind.RECIPIENT_EMAIL, "anna@example.com"),
    ],
)
def test_an_order_is_asked_for_by_each_of_its_names(kind: Kind, value: str) -> None:
    ask = order_info(Reference(kind, value), account=7)
    assert ask.path == "/v4/track/orders/info/"
    assert dict(ask.params) == {
        "account": "7",
        kind.value: value,
        "lang": "en",
        "show_returns": "true",
    }


def test_a_parcel_is_asked_for_by_number_and_courier() -> None:
    reference = Reference(Kind.TRACKING_NUMBER, "1Z999AA10123456784")
    params = dict(order_info(reference, courier="ups").params)
    assert params["tracking_number"] == "1Z999AA10123456784"
    assert params["courier"] == "ups"
    assert "account" not in params


def test_every_option_has_its_parameter() -> None:
    options = Options(
        lang="de",
        is_live=True,
        is_returns=False,
        is_single=True,
        client_key="shop",
        postal_code="10115",
        email="anna@example.com",
        security_hash="FPrv",
    )
    assert dict(order_info(PK1004, options).params) == {
        "client_key": "shop",
        "recipient_postal_code": "10115",
        "recipient_email": "anna@example.com",
        "s": "FPrv",
        "order_number": "PK1004",
        "lang": "de",
        "live_refresh": "true",
        "single_tracking": "true",
    }


def test_an_empty_option_is_left_out() -> None:
    names = dict(order_info(PK1004, Options(lang="", postal_code="")).params).keys()
    assert names == {"order_number", "show_returns"}


def test_an_e_mail_that_is_the_question_is_asked_once() -> None:
    reference = Reference(Kind.RECIPIENT_EMAIL, "anna@example.com")
    params = order_info(reference, Options(email="bert@example.com")).params
    assert [value for name, value in params if name == "recipient_email"] == ["anna@example.com"]


def test_what_only_the_recipient_knows_is_not_in_the_options_repr() -> None:
    options = Options(postal_code="10115", email="anna@example.com", security_hash="FPrv")
    assert not any(secret in repr(options) for secret in ("10115", "anna", "FPrv"))


def test_the_widget_is_asked_for_with_the_same_parameters() -> None:
    options = Options(lang="de", is_live=True)
    info = order_info(PK1004, options, account=7, courier="ups")
    widget = order_widget(info)
    assert widget.path == "/v4/track/orders/info-widget/"
    assert widget.params == info.params


def test_credentials_are_checked_by_an_ask_that_needs_them() -> None:
    expected = (("account", "7"), ("order_number", "wherebot-check"))
    assert credentials_check(7) == Ask("/v4/track/orders/", expected)
    assert credentials_check().params == expected[1:]


ENCODED = base64.b64encode(b"1612197:s3cret").decode()


@pytest.mark.parametrize(
    ("token", "jwt", "expected"),
    [
        ("1612197:s3cret", None, f"Parcellab-API-Token {ENCODED}"),
        (ENCODED, None, f"Parcellab-API-Token {ENCODED}"),
        (" 1612197:s3cret\n", None, f"Parcellab-API-Token {ENCODED}"),
        (None, "ey.J.w", "Bearer ey.J.w"),
        (None, "ey.J.w\n", "Bearer ey.J.w"),
        ("1612197:s3cret", "ey.J.w", f"Parcellab-API-Token {ENCODED}"),
        (None, None, None),
        ("", "", None),
    ],
)
def test_credentials_become_a_header(
    token: str | None, jwt: str | None, expected: str | None
) -> None:
    assert authorization(token, jwt).get("Authorization") == expected
