"""The language of a text, by its small words."""

import pytest

from bot.core.text.concern import Concern
from bot.core.text.tongue import tongue_of
from tests.core.text.test_concern import LINES


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("Any idea where it is?", "en"),
        ("Ich hätte gern gewusst, wo PK1004 bleibt", "de"),
        ("Pourriez-vous me dire où il est ?", "fr"),
        ("¿Me puede decir dónde está lo que compré?", "es"),
        ("Mi sa dire quando arriva?", "it"),
        ("Kunt u mij zeggen wanneer het komt?", "nl"),
        ("Czy to już wysłaliście?", "pl"),
        ("10115 PK1006 dankeee", "de"),
        ("PK1006 graaaazie", "it"),
        ("PK1004, 10115", None),
        ("1Z999AA10123456784", None),
        ("D-10115", None),
        ("1012 AB", None),
        ("SW1A 1AA", None),
        ("00-950 Warszawa", None),
        ("ok", None),
        ("", None),
        ("👍", None),
        ("Ελληνικά", None),
    ],
)
def test_a_text_says_in_which_language_it_is_written(text: str, tongue: str | None) -> None:
    assert tongue_of(text) == tongue


def test_what_customers_write_is_taken_for_no_other_language() -> None:
    """Their lines stand in the order of the languages, for each concern."""
    order = ["en", "de", "fr", "es", "it", "nl", "pl"]
    for concern in Concern:
        told = [tongue_of(line) for about, line in LINES if about is concern]
        places = [order.index(tongue) for tongue in told if tongue]
        assert places == sorted(places), concern
        assert len(places) >= len(told) - 1
