"""What of other people's talk names an order."""

import pytest

from bot.core.listening import in_link, telling
from bot.core.text.pattern import OrderPatterns

PATTERNS = OrderPatterns.of([r"PK\d{4,}"], ["status.shop.example"])
DHL = "00340434161094042557"

TALK = {
    "an order number in a sentence": ("has PK1004 left?", ["PK1004"]),
    "each once, as they stand there": ("PK1004, pk1003, PK1004", ["PK1004", "PK1003"]),
    "a tracking number with its courier": (f"dhl {DHL}", [DHL]),
    "a tracking number that tells whose it is": ("1Z999AA10123456784", ["1Z999AA10123456784"]),
    "an e-mail address": ("recipient@example.com", []),
    "a customer's number": ("customer:K-77", []),
    "a person beside an order": ("K-77? customer:K-77 has PK1004", ["PK1004"]),
    "a telephone number": ("+49 30 901820", []),
    "small talk": ("see you at 12:30", []),
    "a number without a courier": ("track:123456789012345", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "found"), TALK.values(), ids=TALK)
def test_talk_tells_of_orders_only_where_that_is_sure(text: str, found: list[str]) -> None:
    assert [one.value for one in telling(text, PATTERNS)] == found


LINKS = {
    "a courier's": (f"https://www.dhl.de/track?piececode={DHL}", [DHL]),
    "the shop's": ("https://status.shop.example/?orderNo=PK1004", ["PK1004"]),
    "the shop's, escaped": ("https://status.shop.example/?a=1&amp;orderNo=PK1004", ["PK1004"]),
    "in a path": ("https://www.status.shop.example/o/PK1004", ["PK1004"]),
    "another page of theirs": ("https://status.shop.example/imprint", []),
    "another's": ("https://wiki.example/PK1004", []),
    "another's with a like name": ("https://evil-status.shop.example.org/PK1004", []),
    "a secret that looks like a number": (
        "https://status.shop.example/?s=1Z999AA10123456784&orderNo=PK1004",
        ["PK1004"],
    ),
    "a secret that looks like an order": ("https://status.shop.example/?s=PK1003", []),
}


@pytest.mark.parametrize(("url", "found"), LINKS.values(), ids=LINKS)
def test_a_link_tells_of_orders_where_it_is_a_couriers_or_the_shops(
    url: str, found: list[str]
) -> None:
    assert [one.value for one in in_link(url, PATTERNS)] == found
