"""Only the latest of many are remembered."""

from bot.core.latest import Latest


def test_what_is_set_anew_is_the_latest_again() -> None:
    known = Latest[str, int](2)
    for name, value in (("a", 1), ("b", 2), ("a", 3), ("c", 4)):
        known[name] = value
    assert list(known.items()) == [("a", 3), ("c", 4)]
