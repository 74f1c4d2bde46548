"""What is remembered: for how long it holds, and that it comes back as it was."""

import json
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.order import Order, tolerant_order
from bot.core.question import PLAIN, Options
from bot.core.reference import Kind, Reference
from bot.parcellab.entry import Entry, lifetime, packed, unpacked
from bot.parcellab.key import Keys
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.parcel import Scene
from tests.strategies import hurt_bodies, order_bodies

NOW = datetime(2026, 9, 1, 12, 30, 15, 123456, tzinfo=UTC)


def order_at(*stages: str | None) -> Order:
    parcels = [{"last_delivery_status": {"lifecycle_status": stage}} for stage in stages]
    return Order.model_validate({"order_number": "PK1", "trackings": parcels})


@pytest.mark.parametrize(
    ("stages", "holds"),
    [
        (["Delivered"], timedelta(hours=6)),
        (["Returned"], timedelta(hours=6)),
        (["Cancelled"], timedelta(hours=6)),
        (["Failed"], timedelta(hours=6)),
        (["ReadyToCollect"], timedelta(minutes=10)),
        (["Transit"], timedelta(minutes=5)),
        (["Customs"], timedelta(minutes=10)),
        (["SentBack"], timedelta(minutes=10)),
        (["LastMile"], timedelta(minutes=1)),
        (["Pending"], timedelta(minutes=10)),
        (["Teleported"], timedelta(minutes=5)),
        ([None], timedelta(minutes=5)),
        ([], timedelta(minutes=2)),
        (["Delivered", "LastMile", "Pending"], timedelta(minutes=1)),
        (["Delivered", "Delivered"], timedelta(hours=6)),
    ],
)
def test_an_answer_holds_as_long_as_its_liveliest_parcel(
    stages: list[str | None], holds: timedelta
) -> None:
    assert lifetime(order_at(*stages)) == holds


def test_that_there_is_no_such_order_holds_for_half_a_minute() -> None:
    assert lifetime(None) == timedelta(seconds=30)


@pytest.mark.parametrize("known", ORDERS, ids=lambda known: known.order_number)
def test_every_order_of_the_sandbox_comes_back_as_it_was(known: object) -> None:
    entry = Entry.of(tolerant_order(known.info(Scene(NOW))), NOW)  # type: ignore[attr-defined]
    assert unpacked(packed(entry)) == unpacked(packed(entry, is_shared=False)) == entry


@given(st.one_of(order_bodies(), hurt_bodies()))
def test_whatever_parcellab_answers_comes_back_as_it_was(info: dict[str, object]) -> None:
    try:
        order = tolerant_order(json.loads(json.dumps(info)))
    except ValueError:
        return
    entry = Entry.of(order, NOW)
    assert unpacked(packed(entry)) == unpacked(packed(entry, is_shared=False)) == entry


def test_only_a_short_order_is_kept_as_it_is_and_never_in_redis() -> None:
    short, long = (Entry.of(Order(order_number="PK1" * n), NOW) for n in (1, 2000))
    assert b"PK1" in packed(short, is_shared=False)
    assert all(b"PK1" not in packed(entry) for entry in (short, long))
    assert len(packed(long, is_shared=False)) < 1000


def test_no_order_is_remembered_in_nine_bytes() -> None:
    assert len(packed(Entry.of(None, NOW))) == 9
    assert unpacked(packed(Entry.of(None, NOW))) == Entry.of(None, NOW)


WHOLE = packed(Entry.of(order_at("Transit"), NOW))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"1234567",
        b"\xff" * 8,
        WHOLE[:-3],
        WHOLE[:8] + b"not packed",
        WHOLE[:8] + zlib.compress(b"[]"),
        WHOLE[:8] + zlib.compress(b'{"order_number": "' + b" " * 11 * 2**20 + b'"}'),
    ],
    ids=range(7),
)
def test_what_is_not_ours_is_no_entry(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpacked(raw)


ORDER = Reference(Kind.ORDER_NUMBER, "PK1004")
PARCEL = Reference(Kind.TRACKING_NUMBER, "123", couriers=("ups", "dhl"))


@pytest.mark.parametrize(
    ("reference", "options"),
    [
        (Reference(Kind.ORDER_NUMBER, "PK1005"), PLAIN),
        (Reference(Kind.EXTERNAL_REFERENCE, "PK1004"), PLAIN),
        (PARCEL, PLAIN),
        (Reference(Kind.TRACKING_NUMBER, "123", couriers=("dhl",)), PLAIN),
        (ORDER, Options(lang="de")),
        (ORDER, Options(is_returns=False)),
        (ORDER, Options(is_single=True)),
        (ORDER, Options(client_key="client")),
        (ORDER, Options(postal_code="10115")),
        (ORDER, Options(email="a@example.com")),
        (ORDER, Options(security_hash="abc")),
        (ORDER, Options(client_key="10115")),
    ],
)
def test_what_is_asked_differently_has_another_name(reference: Reference, options: Options) -> None:
    keys = Keys("secret")
    assert keys.of_question(reference, options) != keys.of_question(ORDER, PLAIN)


def test_a_live_question_shares_the_name_of_the_plain_one() -> None:
    keys = Keys("secret")
    assert keys.of_question(ORDER, Options(is_live=True)) == keys.of_question(ORDER, PLAIN)


def test_where_a_reference_stood_does_not_matter() -> None:
    keys = Keys("secret")
    elsewhere = Reference(Kind.ORDER_NUMBER, "PK1004", confidence=0.9, start=7, end=13)
    assert keys.of_question(elsewhere, PLAIN) == keys.of_question(ORDER, PLAIN)


@pytest.mark.parametrize("other", [Keys("other", (1,)), Keys("secret", (1, 2)), Keys("secret")])
def test_other_credentials_and_accounts_have_other_names(other: Keys) -> None:
    assert other.of_question(ORDER, PLAIN) != Keys("secret", (1,)).of_question(ORDER, PLAIN)


def test_a_name_says_nothing_and_half_a_character_has_one() -> None:
    assert "PK1004" not in Keys("secret").of_question(ORDER, PLAIN)
    assert len(Keys("secret").of_question(Reference(Kind.ORDER_NUMBER, "\ud800"), PLAIN)) == 32
