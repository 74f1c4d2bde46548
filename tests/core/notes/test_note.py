"""Notes: usage, help, and every way to have no answer."""

import pytest

from bot.core.notes import note
from bot.core.question import Broken, Busy, ParcelLabError, Refused
from bot.core.reference import Kind, Reference, References
from tests.core.sample import english, told, told_story

NUMBER = Reference(Kind.TRACKING_NUMBER, "1Z999AA10123456784", ("ups", "ups-mi"))
NOTHING = References(())


def test_usage_shows_numbers_that_look_like_this_shops() -> None:
    said = told_story(note.usage(("SHOP-100000",)))
    assert "`/where SHOP-100000`" in said
    assert "`/where SHOP-100000 public`" in said
    assert "`/where help`" in said


def test_without_patterns_usage_shows_how_to_write_a_number_out() -> None:
    assert "`/where order:4711`" in told_story(note.usage(()))
    assert "`order:4711`" in told_story(note.not_understood("?", NOTHING, ()))


def test_help_says_more_than_usage_and_what_others_see() -> None:
    said = told_story(note.full_help(("SHOP-100000",)))
    for part in ("order:4711-A", "customer:K-77", "ref:SHIPMENT-1", "live", "visible to you only"):
        assert part in said
    assert len(note.full_help(()).lines) <= 16, "the template shows sixteen lines"


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        (NOTHING, "I read `hello` and found no order number"),
        (References((), courier="dhl"), "I understood the courier dhl"),
        (References((), is_live=True), "I understood the options"),
        (References((), postal_code="10115"), "I understood the options"),
    ],
)
def test_nonsense_is_answered_with_what_was_understood(heard: References, expected: str) -> None:
    assert expected in told_story(note.not_understood(" hello ", heard, ("SHOP-1",)))


def test_what_may_be_a_number_of_another_form_is_offered_as_one() -> None:
    offered = "`/where order:PK100`"
    assert offered in told_story(note.not_understood("PK100 ", NOTHING, ("PK1004",)))
    for other in ("hello", "PK100 please", "order:"):
        assert "/where order:" not in told_story(note.not_understood(other, NOTHING, ("PK1004",)))


def test_a_postal_code_is_never_said_back() -> None:
    heard = References((), postal_code="10115")
    assert "10115" not in told_story(note.not_understood("hello", heard, ()))


def test_a_long_text_is_not_said_back_whole() -> None:
    assert len(told_story(note.not_understood("x" * 5000, NOTHING, ()))) < 600


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_reference_that_is_not_found_is_named(kind: Kind) -> None:
    said = told_story(note.not_found(Reference(kind, "abc")))
    assert "parcelLab knows no " in said
    assert "`abc`" in said


def test_the_couriers_that_were_asked_are_named() -> None:
    assert "Asked for as a number of: ups, ups-mi." in told_story(note.not_found(NUMBER))


def test_a_bare_tracking_number_is_asked_for_its_courier() -> None:
    said = told_story(note.courier_needed(Reference(Kind.TRACKING_NUMBER, "1234567890")))
    assert "`/where dhl 1234567890`" in said


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Refused(400, "order_number: too long"), "about `1Z999AA10123456784`: order_number: too"),
        (Refused(400), "did not accept the question about `1Z999AA10123456784`."),
        (Refused(403), "`wherebot check`"),
        (Refused(401), "`wherebot check`"),
        (Busy(1), "Try again in 1 second."),
        (Busy(0.01), "Try again in 1 second."),
        (Busy(59.6), "Try again in 60 seconds."),
        (Broken(), "The order may well exist."),
        (ParcelLabError(), "The order may well exist."),
    ],
)
def test_a_failure_says_whose_turn_it_is(error: ParcelLabError, expected: str) -> None:
    assert expected in told_story(note.failed(error, NUMBER))


def test_a_fault_gives_its_token() -> None:
    assert "`a1b2`" in told_story(note.fault("a1b2"))


def test_no_two_notes_have_the_same_title() -> None:
    notes = [
        note.usage(()),
        note.full_help(()),
        note.not_understood("x", NOTHING, ()),
        note.not_found(NUMBER),
        note.courier_needed(NUMBER),
        note.failed(Refused(403), NUMBER),
        note.failed(Busy(1), NUMBER),
        note.failed(Broken(), NUMBER),
        note.private_only(),
        note.not_known(),
        note.fault("x"),
        note.outsider(),
        note.looking(),
    ]
    titles = told(each.title for each in notes)
    assert len(set(titles)) == len(titles)
    assert all(english(each.title) and each.icon for each in notes)
