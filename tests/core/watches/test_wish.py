"""Lists of what is to be watched, as shops and spreadsheets write them."""

import pytest

from bot.core.reference import Kind, Reference
from bot.core.text.pattern import OrderPatterns
from bot.core.watches.wish import listed_in

PATTERNS = OrderPatterns.of([r"PK\d{4,}"])
PK1003, PK1017 = (Reference(Kind.ORDER_NUMBER, number) for number in ("PK1003", "PK1017"))
DHL = Reference(Kind.TRACKING_NUMBER, "00340434161094042557", ("dhl-germany",))


@pytest.mark.parametrize(
    ("text", "found", "unread"),
    [
        ("PK1017\nnothing\n\nPK1003", [(PK1017, ""), (PK1003, "")], (2,)),
        ("PK1017 and PK1003", [(PK1017, ""), (PK1003, "")], ()),
        ("4711\n4712 x", [(Reference(Kind.ORDER_NUMBER, "4711"), "")], (2,)),
        ("PK1017,a note\nPK1003,another", [(PK1017, ""), (PK1003, "")], ()),
        (
            "order_number;client_key\nPK1017;\npk1003;shop\n;\n--;",
            [(PK1017, ""), (PK1003, "shop")],
            (5,),
        ),
        ("tracking,carrier\n00340434161094042557,DHL\n4711,", [(DHL, "")], (3,)),
        (
            "Liste vom Montag;;;\nBestell-Nr.;Sendungsnummer;Versanddienstleister;Mandant\n"
            "PK1017;;;\n;'00340434161094042557;DHL;shop\n",
            [(PK1017, ""), (DHL, "shop")],
            (),
        ),
        ("a@example.com\nmail", [], (1, 2)),
        ("", [], ()),
    ],
)
def test_a_list_is_read_line_by_line(
    text: str, found: list[tuple[Reference, str]], unread: tuple[int, ...]
) -> None:
    listed = listed_in(text, PATTERNS)
    assert list(listed.found) == found
    assert listed.unread == unread


def test_a_couriers_column_says_whose_number_it_is() -> None:
    [(one, _)] = listed_in("tracking;courier\n00340434161094042557;DHL", PATTERNS).found
    assert one.couriers == ("dhl-germany",)
