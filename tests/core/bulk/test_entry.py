"""Lists as people send them: which lines are looked up, and of each other one why it is not."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.bulk.entry import MOST, Entries, Entry, entries_of_file, entries_of_text, seen_by
from bot.core.bulk.header import role_of
from bot.core.bulk.sheet import MOST_BYTES, decoded, delimiter_of
from bot.core.phrase import Speech
from bot.core.reference import Kind
from bot.core.text.pattern import OrderPatterns
from tests.core.sample import AGENT, CHANNEL, Bare

PATTERNS = OrderPatterns.of((r"PK\d{4,}",))
DHL = "00340434161094042557"


def read(content: bytes | str) -> Entries:
    entries = entries_of_file(content.encode() if isinstance(content, str) else content, PATTERNS)
    assert entries is not None
    return entries


def values(entries: Entries) -> list[str]:
    return [reference.value for reference in entries.references]


def why(entry: Entry) -> str:
    return Speech.of("en").spell(entry.reason, Bare()) if entry.reason else ""


def reasons(entries: Entries) -> list[tuple[int, str]]:
    return [(one.line, why(one)) for one in entries.lines if one.reason]


LINES = "Bestellnummer;Größe\r\nPK1004;groß\r\nPK1005;klein\r\n"


@pytest.mark.parametrize(
    "content",
    [
        LINES.encode(),
        LINES.encode("utf-8-sig"),
        LINES.encode("utf-16"),
        LINES.encode("utf-16-le"),
        LINES.encode("utf-16-be"),
        LINES.encode("cp1252"),
        LINES.replace("\r\n", "\n").encode(),
        LINES.replace("\r\n", "\r").encode(),
        LINES.replace(";", ",").encode(),
        LINES.replace(";", "\t").encode(),
        LINES.replace(";", "|").encode(),
        LINES.replace("PK1004", '"PK1004"').encode(),
        ("sep=;\r\n" + LINES).encode(),
        ("\r\n\r\n" + LINES + "\r\n;\r\n").encode(),
        ("Export of Monday, 9 o'clock;\r\n" + LINES).encode(),
    ],
)
def test_whatever_program_wrote_it(content: bytes) -> None:
    entries = read(content)
    assert values(entries) == ["PK1004", "PK1005"]
    assert not reasons(entries)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        *dict.fromkeys(
            [
                *("order_number", "orderNumber", "Order #", "Order No.", "Bestellnummer"),
                *("Bestell-Nr.", "Auftragsnummer", "numéro de commande", "N° de commande"),
                *("número de pedido", "Pedido", "numero ordine", "numero d'ordine"),
                *("bestelnummer", "Ordernummer", "numer zamówienia", "Nr zamówienia"),
            ],
            Kind.ORDER_NUMBER,
        ).items(),
        *dict.fromkeys(
            [
                *("tracking", "Tracking Number", "trackingCode", "Sendungsnummer", "Paketnummer"),
                *("numéro de suivi", "número de seguimiento", "codice di tracciamento"),
                *("trackingnummer", "numer przesyłki", "Sendung"),
            ],
            Kind.TRACKING_NUMBER,
        ).items(),
        *dict.fromkeys(
            [
                *("courier", "Carrier", "Versanddienstleister", "transporteur", "corriere"),
                *("transportista", "vervoerder", "przewoźnik"),
            ],
            "courier",
        ).items(),
        ("E-Mail", Kind.RECIPIENT_EMAIL),
        ("Kundennummer", Kind.CUSTOMER_NUMBER),
        ("SKU", "other"),
        ("Order date", None),
        ("Order status", None),
        ("Liefertermin", None),
        ("", None),
    ],
)
def test_heads_are_understood_in_seven_languages(name: str, role: str | None) -> None:
    assert role_of(name) == role


def test_a_head_says_what_no_pattern_would() -> None:
    entries = read(
        "sku,order_number,tracking,courier\nPK9999,4711-A,,\nPK9999,,1Z999,ups\n,n/a,,\n"
    )
    assert [(one.kind, one.value, one.couriers) for one in entries.references] == [
        (Kind.ORDER_NUMBER, "4711-A", ()),
        (Kind.TRACKING_NUMBER, "1Z999", ("ups",)),
    ]
    assert reasons(entries) == [(4, "no number recognised")]


def test_without_a_head_the_column_with_most_references_is_read() -> None:
    rows = "".join(f"SKU{n}9999,PK10{n},x\n" for n in range(10, 20)) + ",PK2000,PK3000\n"
    assert values(read(rows))[-2:] == ["PK1019", "PK2000"]
    three = "PK1001,PK1002,PK1003\nPK1004,PK1005,PK1006\n"
    assert len(values(read(three))) == 6


def test_a_courier_beside_a_tracking_number_helps_it() -> None:
    entries = read("12345678901;GLS\n12345678902;\n")
    assert entries.lines[0].reference
    assert "gls" in entries.lines[0].reference.couriers
    assert reasons(entries) in (
        [(2, "tracking number without a courier")],
        [(2, "no number recognised")],
    )


def test_each_line_that_is_not_looked_up_says_why() -> None:
    entries = read(f"PK1004\nPK1005\nhello 12\n1.2E+19\nPK1004\n{DHL}\n")
    assert values(entries) == ["PK1004", "PK1005", DHL]
    assert reasons(entries) == [
        (3, "no number recognised"),
        (4, "a spreadsheet has rounded this number"),
        (5, "same as line 1"),
    ]


@pytest.mark.parametrize("cell", [f'"=""{DHL}"""', f"'{DHL}", f" {DHL} "])
def test_what_keeps_leading_zeros_in_a_spreadsheet_is_taken_off(cell: str) -> None:
    assert values(read(f"tracking;courier\n{cell};DHL\n")) == [DHL]


def test_a_quotation_mark_that_nobody_closed_swallows_nothing() -> None:
    lines = "".join(f"PK{number};x\n" for number in range(1000, 1060))
    assert len(values(read(f'PK9000;"5 inch\n{lines}'))) == 61


def test_no_more_than_the_most_are_looked_up_and_the_others_say_so() -> None:
    entries = read("\n".join(f"PK{number}" for number in range(1000, 1000 + MOST + 20)))
    assert len(entries.references) == MOST
    assert reasons(entries) == [(MOST + line, f"beyond the first {MOST}") for line in range(1, 21)]
    again = entries_of_text(
        " ".join(f"PK{number}" for number in range(1000, 1000 + MOST)) + "\nPK7000", PATTERNS
    )
    assert reasons(again) == [(2, f"beyond the first {MOST}")]


def test_prose_around_pasted_numbers_is_no_line_of_the_list() -> None:
    text = "Hello,\nplease look at PK1004 and PK1005:\n\nPK1006\ncall me at 12\nBest\nPK1004"
    entries = entries_of_text(text, PATTERNS)
    assert values(entries) == ["PK1004", "PK1005", "PK1006"]
    assert reasons(entries) == [(5, "no number recognised"), (7, "same as line 2")]


def test_a_channel_asks_for_nobody_by_address() -> None:
    entries = read("PK1004\nrecipient@example.com\nrecipient@example.com\n")
    assert len(seen_by(entries, AGENT).references) == 2
    in_channel = seen_by(entries, CHANNEL)
    assert values(in_channel) == ["PK1004"]
    assert {why(one) for one in in_channel.lines[1:]} == {"only answered in a direct message"}


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + bytes(99),
        b"%PDF-1.7 PK1004",
        bytes(500),
        b"\x89PNG\r\n\x1a\n",
        b"a\0b\x01" * 9,
    ],
)
def test_what_is_no_text_is_no_list(content: bytes) -> None:
    assert entries_of_file(content, PATTERNS) is None


@given(st.binary(max_size=2000))
@settings(max_examples=200)
def test_any_bytes_are_lines_with_a_reference_or_a_reason_or_no_text(content: bytes) -> None:
    entries = entries_of_file(content, PATTERNS)
    for one in entries.lines if entries else ():
        assert one.reference or one.reason
        assert one.line > 0
    assert entries is not None or decoded(content) is None


@given(st.text(alphabet="PK10 04,;\t\n\"'=+E.@-", max_size=600))
@settings(max_examples=200)
def test_any_text_is_read_the_same_pasted_or_in_a_file(text: str) -> None:
    assert delimiter_of(text) in "\t;,|"
    for entries in (entries_of_text(text, PATTERNS), read(text)):
        keys = [one.key for one in entries.lines if not one.reason]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "unit", [b"a\n", b'"', b'"\n', b"PK1004 ", b"PK1004\n", b"1234567890123;", b",\n", b"1", b"\n;"]
)
def test_a_hostile_file_costs_no_more_than_its_length(unit: bytes) -> None:
    def cost(size: int) -> float:
        begun = time.process_time()
        entries_of_file(unit * (size // len(unit)), PATTERNS)
        return time.process_time() - begun

    cost(2**12)
    assert cost(MOST_BYTES) < 64 * max(cost(MOST_BYTES // 16), 0.02)


def test_a_row_of_addresses_is_no_head() -> None:
    entries = entries_of_file(b"a@example.com;Anna\nb@example.com;Ben\n", PATTERNS)
    assert entries is not None
    assert [one.value for one in entries.references] == ["a@example.com", "b@example.com"]
