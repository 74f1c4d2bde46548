"""An outage is felt once."""

import pytest

from bot.core.question import Broken, Busy, ParcelLabError, Refused
from bot.parcellab.breaker import Breaker
from tests.parcellab.standing import Moment

OUT = Broken(is_passing=True)


@pytest.fixture
def moment() -> Moment:
    return Moment()


@pytest.fixture
def breaker(moment: Moment) -> Breaker:
    return Breaker(most=3, pause=3, clock=moment)


def attempt(breaker: Breaker, error: Exception | None = None) -> None:
    with breaker.attempt():
        if error:
            raise error


def fail(breaker: Breaker, *errors: Exception) -> None:
    for error in errors:
        with pytest.raises(type(error)):
            attempt(breaker, error)


def is_open(breaker: Breaker) -> bool:
    try:
        breaker.check()
    except Broken:
        return True
    return False


@pytest.mark.parametrize(
    ("errors", "opens"),
    [
        ([OUT] * 2, False),
        ([OUT] * 3, True),
        ([TimeoutError()], True),
        ([Refused(403)] * 9, False),
        ([Busy(1)] * 9, False),
        ([Broken()] * 9, False),
        ([OUT, OUT, Refused(404), OUT, OUT], False),
        ([OUT, OUT, Busy(1), OUT], False),
        ([OUT, Broken(), OUT, OUT], True),
    ],
)
def test_it_opens_after_failures_in_a_row(
    breaker: Breaker, errors: list[Exception], *, opens: bool
) -> None:
    fail(breaker, *errors)
    assert is_open(breaker) == opens


def test_an_answer_in_between_begins_the_row_anew(breaker: Breaker) -> None:
    fail(breaker, OUT, OUT)
    attempt(breaker)
    fail(breaker, OUT, OUT)
    assert not is_open(breaker)


def test_nothing_is_begun_while_it_is_open(breaker: Breaker) -> None:
    fail(breaker, OUT, OUT, OUT)
    with pytest.raises(Broken, match="lately"), breaker.attempt():
        pytest.fail("it was begun")


def test_one_probe_is_let_through_after_the_pause(breaker: Breaker, moment: Moment) -> None:
    fail(breaker, OUT, OUT, OUT)
    moment.now = 3
    assert not is_open(breaker)
    with breaker.attempt():
        assert is_open(breaker)
    assert not is_open(breaker)


def test_a_probe_that_fails_begins_the_pause_anew(breaker: Breaker, moment: Moment) -> None:
    fail(breaker, OUT, OUT, OUT)
    moment.now = 3
    fail(breaker, OUT)
    moment.now = 5
    assert is_open(breaker)
    moment.now = 6
    attempt(breaker)
    assert not is_open(breaker)


@pytest.mark.parametrize("end", [Refused(401), Busy(1)])
def test_a_probe_that_is_refused_closes_it(
    breaker: Breaker, moment: Moment, end: ParcelLabError
) -> None:
    fail(breaker, OUT, OUT, OUT)
    moment.now = 3
    fail(breaker, end)
    assert not is_open(breaker)


def test_a_probe_that_nobody_waits_for_makes_room_for_the_next(
    breaker: Breaker, moment: Moment
) -> None:
    fail(breaker, OUT, OUT, OUT)
    moment.now = 3
    with pytest.raises(KeyboardInterrupt), breaker.attempt():
        raise KeyboardInterrupt
    assert not is_open(breaker)
