"""What the search windows read: suggestions as questions, forms as references."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.click import Click, Verb
from bot.core.reference import Kind, Reference, References, find_references
from bot.core.search import (
    Filled,
    Origin,
    asked,
    couriers_offered,
    list_of,
    nothing_in,
    shared,
    to_share,
)
from bot.core.suggestion import ALL, TEXT_MAX, courier_name, question, suggestions
from bot.core.text.couriers import COURIERS
from bot.core.text.pattern import OrderPatterns

PATTERNS = OrderPatterns.of((r"PK\d{4,}",))
RECENT = [
    Reference(Kind.ORDER_NUMBER, "PK1004"),
    Reference(Kind.CUSTOMER_NUMBER, "K-77"),
    Reference(Kind.TRACKING_NUMBER, "1Z999AA10123456784", ("ups",)),
]


def texts(typed: str) -> list[str]:
    return [one.text for group in suggestions(typed, RECENT, PATTERNS) for one in group.suggestions]


@pytest.mark.parametrize("reference", RECENT, ids=lambda reference: reference.kind.value)
def test_a_suggestion_asks_for_what_it_says(reference: Reference) -> None:
    asked_with = question(reference, PATTERNS)
    assert asked_with
    assert find_references(asked_with, PATTERNS).found == (reference,)


@given(st.text(max_size=200))
def test_whatever_is_typed_each_suggestion_is_a_question_that_fits_a_menu(typed: str) -> None:
    for text in set(texts(typed)) - {ALL}:
        assert 0 < len(text) <= TEXT_MAX
        assert find_references(text, PATTERNS).found
    assert len(set(texts(typed))) == len(texts(typed))


def test_what_is_recognised_goes_before_what_was_had_and_that_before_guesses() -> None:
    assert texts("") == ["PK1004", 'customer:"K-77"', 'ups:"1Z999AA10123456784"']
    assert texts("PK1004") == ["PK1004"]
    assert texts("77")[0] == 'customer:"K-77"'
    assert 'order:"77"' in texts("77")
    assert texts("hello") == []


def test_all_of_what_is_too_long_for_a_choice_is_offered_first() -> None:
    short, long = (" ".join(f"PK{n}" for n in range(1001, last)) for last in (1022, 1031))
    assert texts(short)[0] == short
    assert texts(long)[0] == ALL


def test_what_is_watched_is_suggested_once() -> None:
    watched = (Reference(Kind.ORDER_NUMBER, "PK1017"), RECENT[0])
    groups = suggestions("PK10", RECENT[:1], PATTERNS, watched=watched)
    assert [one.text for group in groups[:2] for one in group.suggestions] == ["PK1004", "PK1017"]


def test_every_courier_has_a_name_that_reads_well() -> None:
    names = {courier.code: courier_name(courier.code) for courier in COURIERS}
    assert names["dhl-express"] == "DHL Express"
    assert names["royal-mail"] == "Royal Mail"
    assert names["fedex"] == "FedEx"
    assert courier_name("post-luxembourg") == "Post Luxembourg"
    assert all(name and name[0] != " " for name in names.values())


def test_likely_couriers_are_offered_first_and_by_name() -> None:
    offered = [one.value for one in couriers_offered("1Z999AA10123456784", "")]
    assert offered[0] == "ups"
    assert len(offered) == len(set(offered)) >= len(COURIERS)
    assert [one.value for one in couriers_offered("", "fed")] == ["fedex"]


@given(st.builds(Filled, mode=st.text(), value=st.text(), courier=st.text(max_size=30)))
def test_a_form_asks_for_something_or_says_what_is_wrong(filled: Filled) -> None:
    result = asked(filled, PATTERNS)
    if isinstance(result, References):
        assert len(result.found) == len(set(result.found)) >= 1
        assert len(result.found) == 1 or list_of(result, filled, PATTERNS)
    else:
        assert set(result) <= {"value", "courier", "postal_code", "client"}
        assert result


def test_the_likeliest_number_of_a_message_is_guessed_for_the_form_alone() -> None:
    assert nothing_in("order 77-AB-2000, 2 pieces")[1] == "77-AB-2000"
    assert nothing_in("where is my parcel?")[1] == ""
    assert nothing_in("<@U0AGENTTWO1> look at <#C0SUPPORT12|support>: 4711-A")[1] == "4711-A"


@pytest.mark.parametrize("channel_id", ["", "C0SUPPORT"])
def test_where_a_window_came_from_comes_back_as_it_went(channel_id: str) -> None:
    origin = Origin(channel_id, "1700000000.000100" if channel_id else "")
    assert Origin.decoded(origin.encoded()) == origin
    click = Click(Verb.SHARE, Reference(Kind.ORDER_NUMBER, "PK1004\n<!channel>"), "shop")
    assert to_share(shared(click, origin)) == (click, origin)


@given(st.text(max_size=300))
def test_metadata_that_nobody_of_ours_wrote_is_none_or_harmless(metadata: str) -> None:
    origin = Origin.decoded(metadata)
    assert origin is None or origin.channel_id == "" or origin.channel_id.isalnum()
    assert to_share(f"c=x\n{metadata}") is None


@pytest.mark.parametrize(
    "metadata", ["c=C0&t=1&x=y", "c=<!here>", "c=C01&t=soon", "k=order_number"]
)
def test_forged_metadata_is_none(metadata: str) -> None:
    assert Origin.decoded(metadata) is None
