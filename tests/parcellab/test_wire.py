"""The wire's answers: what any bytes at all are read as."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.order import Order, tolerant_order
from bot.core.question import Broken, Busy, ParcelLabError, Refused
from bot.parcellab.wire import (
    read_answer,
    read_credentials_check,
    read_order,
    read_widget,
)
from tests.strategies import hurt_bodies, order_bodies

few = settings(max_examples=100)
NOW = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)
ORDER = b'{"order_number": "PK1004", "trackings": []}'
BEYOND = "x" * 1000
SHADOW = {"opening_hours": [1] * 50}  # named like a union's member, it draws the repairs to itself
BOX = {"type": "pickup-location", "opening_hours": [1], "pickup-location": SHADOW}
BEYOND_REPAIR = json.dumps({"order_number": "PK1004", "trackings": [{"action_box": BOX}]})


def read(status: int, body: bytes | str, **headers: str) -> Order | None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return read_order(status, named, body if isinstance(body, bytes) else body.encode(), now=NOW)


def test_an_answer_that_is_known_is_not_read_again() -> None:
    first = read_answer("", 200, {}, ORDER)
    assert first
    assert first.order == read(200, ORDER)
    again = read_answer(first.mark, 200, {}, ORDER)
    assert again
    assert (again.mark, again.order) == (first.mark, None)
    other = read_answer(first.mark, 200, {}, ORDER.replace(b"1004", b"1005"))
    assert other
    assert other.order
    assert other.mark != first.mark


def test_what_is_no_order_is_none_whatever_was_known() -> None:
    gone = b'{"detail": "Not found."}'
    mark = hashlib.blake2b(gone, digest_size=16).hexdigest()
    assert read_answer(mark, 404, {}, gone) is None
    with pytest.raises(Broken):
        read_answer(mark, 500, {}, gone)


def assert_encodable(order: Order) -> None:
    json.dumps(order.model_dump(), ensure_ascii=False, default=str).encode()


# Answers that are answers


NOT_FOUND = '{"code": "not_found", "detail": "Not found.", "attr": null}'
NOT_FOUND_LIST = '{"type": "client_error", "errors": [{"code": "not_found", "detail": "No."}]}'


def test_an_order_is_an_order() -> None:
    assert read(200, ORDER) == Order(order_number="PK1004", trackings=())


@pytest.mark.parametrize("body", [NOT_FOUND, NOT_FOUND_LIST, '{"detail": "Not found."}', "", "\n"])
def test_parcellabs_own_404_means_there_is_no_such_order(body: str) -> None:
    assert read(404, body) is None
    assert read_widget(404, {}, body.encode()) is None


@pytest.mark.parametrize(
    ("body", "number"),
    [
        (b"\xef\xbb\xbf" + ORDER, "PK1004"),
        (b'{"order_number": "PK\xff1004"}', "PK\ufffd1004"),
        (b'{"order_number": "PK\xed\xa0\x801"}', "PK\ufffd\ufffd\ufffd1"),
        (rb'{"order_number": "PK\ud8001004"}', "PK\ufffd1004"),
        (rb'{"order_number": "PK\udC00\ud800\uDe00"}', "PK\ufffd\U00010200"),
        (rb'{"order_number": "PK\\ud8001004"}', r"PK\ud8001004"),
        (rb'{"order_number": "PK\\\ud8001004"}', "PK\\\ufffd1004"),
        (b'{"order_number": "PK\t1004"}', "PK\t1004"),
        (b'{"order_number": 1004}', "1004"),
        (b'{"order_number": "PK1004", "trackings": "none"}', "PK1004"),
        (b'{"order_number": "PK1004", "a": ' + b"[" * 400 + b"]" * 400 + b"}", "PK1004"),
    ],
)
def test_an_order_in_odd_bytes_is_an_order(body: bytes, number: str) -> None:
    order = read(200, body)
    assert order is not None
    assert order.order_number == number
    assert_encodable(order)


# Answers that are failures


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "[" + ORDER.decode() + "]",
        '"PK1004"',
        "{}",
        '{"detail": "Not found."}',
        '{"order_number": null, "trackings": null}',
        '{"order_number": {}, "trackings": 5}',
        ORDER.decode()[:-1],
        "<!doctype html><title>Sign in</title>",
        '{"order_number": "PK1004", "a": ' + "[" * 100_000 + "]" * 100_000 + "}",
        "[" * 100_000,
        '{"order_number": "PK1004", "trackings": [' + "{}," * 200_000 + "{}]}",
        BEYOND_REPAIR,
    ],
)
def test_a_200_that_is_no_order_is_broken(body: str) -> None:
    with pytest.raises(Broken):
        read(200, body)


@pytest.mark.parametrize("status", [100, 201, 204, 206, 301, 302, 308, 408, 410, 500, 502, 503])
@pytest.mark.parametrize("body", [ORDER, b"", b"<html>"])
def test_any_other_status_is_broken(status: int, body: bytes) -> None:
    with pytest.raises(Broken, match=str(status)):
        read(status, body, location="/v4/track/orders/info")


@pytest.mark.parametrize(
    "body",
    [
        "<!doctype html><h1>Not Found</h1>",
        '{"message": "no Route matched with those values"}',
        '{"detail": "Not fou',
        "[]",
        "null",
        "404 page not found",
    ],
)
def test_a_404_that_is_not_parcellabs_means_a_wrong_address(body: str) -> None:
    with pytest.raises(Broken):
        read(404, body)


@pytest.mark.parametrize(
    ("status", "body", "detail"),
    [
        (400, '{"type": "validation_error", "errors": [{"detail": "Bad."}]}', "Bad."),
        (400, '{"errors": [{"detail": "A."}, 5, {"detail": null}, {"detail": "B."}]}', "A.; B."),
        (400, '{"detail": "Account not allowed."}', "Account not allowed."),
        (403, '{"code": "permission_denied", "detail": " No. ", "attr": null}', "No."),
        (401, '{"errors": {"detail": "No."}, "detail": "Yes."}', "Yes."),
        (401, rb'{"detail": "half \ud800"}', "half \ufffd"),
        (403, json.dumps({"detail": BEYOND}), BEYOND[:300]),
        (400, "[]", ""),
        (400, '{"detail": ["Bad."]}', ""),
        (401, "", ""),
        (403, "<html>Forbidden</html>", ""),
        (403, "[" * 100_000, ""),
    ],
)
def test_a_refusal_keeps_parcellabs_own_words(status: int, body: bytes | str, detail: str) -> None:
    with pytest.raises(Refused) as refused:
        read(status, body)
    assert (refused.value.status, refused.value.detail) == (status, detail)


def test_an_errors_text_says_nothing_of_what_was_answered() -> None:
    with pytest.raises(Refused) as refused:
        read(400, '{"detail": "No order PK1004 for anna@example.com."}')
    assert str(refused.value) == "parcelLab refused the question."
    assert "PK1004" not in repr(refused.value)


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("30", 30),
        (" 2.5 ", 2.5),
        ("0", 1),
        ("86400", 3600),
        ("9" * 500, 3600),
        ("Sun, 01 Jun 2025 12:00:45 GMT", 45),
        ("Sun, 01 Jun 2025 11:00:00 GMT", 1),
        ("Sun Jun  1 12:00:20 2025", 20),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 3600),
        ("Sun, 01 Jun 0000 99:99:99 GMT", 10),
        ("Sun, 31 Dec 9999 23:59:59 -2359", 3600),
        ("-5", 10),
        ("nan", 10),
        ("soon", 10),
        ("", 10),
        (None, 10),
    ],
)
def test_a_busy_parcellab_says_when_to_come_back(retry_after: str | None, seconds: float) -> None:
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    with pytest.raises(Busy) as busy:
        read_order(429, headers, b"", now=NOW)
    assert busy.value.retry_after == seconds


def test_a_503_is_busy_only_if_it_says_until_when() -> None:
    with pytest.raises(Busy) as busy:
        read(503, "<html>Maintenance</html>", retry_after="120")
    assert busy.value.retry_after == 120
    with pytest.raises(Broken):
        read(503, "<html>Maintenance</html>")


def test_without_a_clock_a_date_to_come_back_at_is_no_answer() -> None:
    with pytest.raises(Busy) as busy:
        read_order(429, {"retry-after": "Sun, 01 Jun 2025 12:00:45 GMT"}, b"")
    assert busy.value.retry_after == 10


@pytest.mark.parametrize("error", [ParcelLabError, Broken])
def test_an_errors_docstring_is_its_default_message(error: type[ParcelLabError]) -> None:
    assert str(error()) == error.__doc__
    assert str(error("Because.")) == "Because."


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", "1" * 400 + ".0", "1" * 5000]
)
def test_a_number_that_is_none_is_neither_a_title_nor_the_orders_end(number: str) -> None:
    name, chance = f'"courier_name": {number}', f'"trending_late_probability": {number}'
    body = (
        f'{{"order_number": "PK1004", "recipient_name": {number}, "trackings": [{{"courier_info":'
        f' {{"courier": "ups", {name}}}, "reporting_info": {{{chance}}}, "articles": [{{"quantity":'
        f' {number}}}], "last_delivery_status": {{"event_timestamp": {number}}}}}]}}'
    )
    order = read(200, body)
    assert order is not None
    assert order.recipient_name is None
    assert order.model_dump(exclude_none=True) == {
        "order_number": "PK1004",
        "trackings": (
            {
                "courier_info": {"courier": "ups"},
                "reporting_info": {},
                "articles": ({},),
                "last_delivery_status": {},
            },
        ),
    }


# The widget and the check of credentials


@pytest.mark.parametrize("magic", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF87a", b"GIF89a"])
def test_an_image_is_known_by_its_first_bytes(magic: bytes) -> None:
    headers = {"content-type": "application/json"}
    assert read_widget(200, headers, magic + b"pixels") == magic + b"pixels"


@pytest.mark.parametrize("body", [b"", b"<svg onload=alert(1)>", b"{}", b"\x89PN", b"RIFF....WEBP"])
def test_a_widget_that_is_no_image_is_broken(body: bytes) -> None:
    with pytest.raises(Broken):
        read_widget(200, {"content-type": "image/png"}, body)


@pytest.mark.parametrize("results", [[], [{"order_number": "wherebot-check"}]])
def test_credentials_are_good_whatever_is_found_with_them(results: list[Any]) -> None:
    read_credentials_check(200, {}, json.dumps({"next": None, "results": results}).encode())


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, '{"detail": "Invalid token."}', Refused),
        (403, NOT_FOUND_LIST, Refused),
        (404, NOT_FOUND_LIST, Refused),
        (404, "<html>", Broken),
        (429, "", Busy),
        (500, "", Broken),
        (200, "[]", Broken),
        (200, '{"results": null}', Broken),
        (200, "<html>Sign in</html>", Broken),
    ],
)
def test_credentials_that_are_not_accepted_are_an_error(
    status: int, body: str, error: type[ParcelLabError]
) -> None:
    with pytest.raises(error):
        read_credentials_check(status, {}, body.encode())


# Anything at all


@few
@given(order_bodies())
def test_any_body_that_the_schema_allows_is_an_order(body: dict[str, Any]) -> None:
    order = read(200, json.dumps(body, ensure_ascii=False))
    assert order is not None
    assert len(order.trackings or ()) == len(body["trackings"])
    assert_encodable(order)


@few
@given(hurt_bodies())
def test_a_hurt_body_is_an_order_or_broken(body: dict[str, Any]) -> None:
    try:
        order = read(200, json.dumps(body))
    except Broken:
        number = {"order_number": body.get("order_number")}
        assert tolerant_order(number).order_number is None  # no text, or one that shows nothing
    else:
        assert order is not None
        assert_encodable(order)


statuses = st.one_of(st.sampled_from([200, 400, 401, 403, 404, 429, 503]), st.integers(100, 599))
scraps = st.one_of(
    st.binary(max_size=200),
    st.lists(
        st.sampled_from([*'{}[]:,"\\0', *"tfn", "\\ud800", "null", '"trackings":', '"detail":']),
        max_size=30,
    ).map(lambda parts: "".join(parts).encode()),
    st.builds(lambda end: ORDER[:end], st.integers(0, len(ORDER))),
)


@few
@given(
    statuses,
    st.dictionaries(st.sampled_from(["Retry-After", "content-type"]), st.text(max_size=40)),
    scraps,
)
def test_any_bytes_whatever_are_an_order_nothing_or_a_named_error(
    status: int, headers: Mapping[str, str], body: bytes
) -> None:
    for reader in (read_order, read_widget, read_credentials_check):
        failure: ParcelLabError | None = None
        try:
            reader(status, headers, body, now=NOW)
        except ParcelLabError as error:
            failure = error
        assert 1 <= getattr(failure, "retry_after", 1) <= 3600
