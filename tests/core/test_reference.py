"""Text -> references: the labelled corpus and its bars, and the rules one by one."""

import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.reference import Kind, Reference, References, find_references
from bot.core.text.pattern import OrderPatterns

CORPUS = Path(__file__).parent / "corpus"
DEFAULT = (r"PK\d{4,}", r"PCL-\d{4,}", r"(?:ORDER|WEB)-\d{3,}")
DHL = "00340434161094042557"
UPS = "1Z999AA10123456784"
patterns_of = lru_cache(OrderPatterns.of)


def read(text: str, *patterns: str) -> References:
    return find_references(text, patterns_of(patterns or DEFAULT))


def values(text: str, *patterns: str) -> list[str]:
    return [reference.value for reference in read(text, *patterns).found]


def cases(part: str) -> list[dict[str, Any]]:
    """Each: text, found ([kind, value, likeliest courier?]), patterns?, live? …"""
    loaded: list[dict[str, Any]] = json.loads((CORPUS / f"{part}.json").read_text("utf-8"))
    return loaded


def read_case(case: dict[str, Any]) -> References:
    return read(case["text"], *case.get("patterns", DEFAULT))


# "outside" was written from the rules alone, with odd patterns and the numbers of 35 couriers. At
# first sight F1 was 0.973, 0.978 without three labels that were wrong; then it mended the rules.
# Its last 66 were written after that, and then read with 0.985. "unseen" was written without a look
# at the rules' code: its first 475 were read with F1 0.984 (tracking numbers rightly taken: 0.989),
# then rules were mended, the next 231 read with 0.991 (1.000), 104 with couriers in the next line
# and odd patterns with 0.989 (0.944: two of one message), and the last 119 with 0.979 (1.000).
# "beside" has what stands beside words of tracking and is none, intents and postal codes (its last
# 108, claims and contracts named beside couriers: 0.968, 0.943); "pasted" rows and lists put
# together from numbers of all kinds: 0.982 of those taken for parcels were ones at first. "blind",
# with the place of each number, was written from the rules alone in six goes: F1 0.993, 0.987,
# 0.998, 0.989, 0.974 and 1.000 (1.000, 0.986, 1.000, 1.000, 0.912: five invoices of couriers, and
# 1.000); none of its 284 cards, IBANs and telephones was taken.
PARTS = ["tuning", "held_out", "hostile", "outside", "unseen", "beside", "pasted", "blind"]


@pytest.mark.parametrize("part", PARTS)
def test_the_labelled_corpus_is_read_within_the_bars(part: str) -> None:
    count = Counter[str]()
    for case in cases(part):
        heard = read_case(case)
        got = {(ref.kind.value, ref.value): ref for ref in heard.found}
        wanted = {(want[0], want[1]): want[2:] for want in case["found"]}
        count["right"] += len(got.keys() & wanted.keys())
        count["got"] += len(got)
        count["wanted"] += len(wanted)
        tracked = [key for key in got if key[0] == "tracking_number"]
        count["tracked"] += len(tracked)
        count["rightly tracked"] += sum(key in wanted for key in tracked)
        for key, courier in wanted.items():
            if courier and key in got:
                count["couriers"] += 1
                count["right couriers"] += got[key].couriers[:1] == tuple(courier)
        for intent, is_heard in (("live", heard.is_live), ("returns", heard.is_returns)):
            is_wanted = bool(case.get(intent))
            count[f"{intent} {'right' if is_heard and is_wanted else ''}"] += is_heard or is_wanted
        count["postal wrong"] += heard.postal_code != case.get("postal")
    assert 2 * count["right"] / (count["got"] + count["wanted"]) >= 0.985
    assert count["rightly tracked"] >= 0.99 * count["tracked"]
    assert count["right couriers"] >= 0.95 * count["couriers"]
    for intent in ("live", "returns"):
        right = count[f"{intent} right"]
        assert right >= 0.85 * (right + count[f"{intent} "])
    assert count["postal wrong"] == 0


def test_each_number_is_found_where_it_stands() -> None:
    for case in cases("blind"):
        stood = {(ref.kind.value, ref.value): (ref.start, ref.end) for ref in read_case(case).found}
        for want, span in zip(case["found"], case.get("spans", ()), strict=False):
            if span and (want[0], want[1]) in stood:
                assert stood[want[0], want[1]] == tuple(span), case["text"]


def test_the_corpus_covers_all_seven_languages_and_has_hard_negatives() -> None:
    both = cases("tuning") + cases("held_out")
    languages = {case["lang"] for case in both}
    assert languages == {"en", "de", "fr", "es", "it", "nl", "pl"}
    assert sum(not case["found"] for case in both) > 200 < sum(bool(c["found"]) for c in both)


def test_groups_of_a_parcel_that_could_be_a_card_stay_the_parcels() -> None:
    card = "4072 3862 5511 8489"  # sound, as one in ten of such groups
    assert values(f"0034 {card}") == ["00344072386255118489"]
    assert values(card) == values(f"1234 {card}") == values(f"{card} 0034") == []


PRIVATE = {
    "a Visa": "4111111111111111",
    "a Visa in groups": "4111 1111 1111 1111",
    "a Mastercard": "5500-0055-5555-5559",
    "an American Express": "3782 822463 10005",
    "a Visa with dots": "4111.1111.1111.1111",
    "a Visa far apart": "4111  1111  1111  1111",
    "an American Express with dots": "3782.822463.10005",
    "an IBAN with dots": "AT61.1904.3002.3457.3201",
    "an IBAN far apart": "AT61  1904  3002  3457  3201",
    "an IBAN behind its country": "AT 611904300234573201",
    "a telephone with two zeros": "0049 30 1234567",
    "a German IBAN": "DE89 3704 0044 0532 0130 00",
    "a French IBAN": "FR7630006000011234567890189",
    "a Polish account": "61 1090 1014 0000 0712 1981 2874",
    "a telephone": "+49 30 1234567",
}


@pytest.mark.parametrize("number", PRIVATE.values(), ids=PRIVATE.keys())
@pytest.mark.parametrize(
    "frame", ["{}", "dhl {}", "tracking number {}", "Colis {} suivi", "order:{}", "{} ups"]
)
def test_a_card_an_account_or_a_telephone_is_never_looked_up(frame: str, number: str) -> None:
    assert values(frame.format(number), r"PK\d{4}", r"\d{8,20}") == []


@pytest.mark.parametrize(
    "text",
    ["FedEx 004915148191506", "DHL 334 0883876", "SEUR 350-7753637", "DHL 06-66493385",
     "Mondial Relay 303 787721"],
)  # fmt: skip
def test_a_telephone_beside_a_courier_is_no_parcel(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "number",
    ["0170 1234567", "0151/12345678", "01511 2345678", "07700 900123", "06 12 34 56 78",
     "06-12345678"],
)  # fmt: skip
def test_a_mobile_number_in_its_usual_groups_is_no_parcel_whatever_is_said_of_it(
    number: str,
) -> None:
    assert values(f"tracking number {number}") == []


# Groups in their middle look like a telephone, a bank card, or the end of a shorter number.
GROUPED = (
    "0034 0434 0012 3456 7895", "JJD0 8802 0032 9407 1716 0", "1ZF2 3F18 0023 0127 09",
    "9908 0032 7001 5023 13", "6187 1464 1721 8458 2454 8466", "6142 8701 1157 8474 1820 8054",
    "943 465 925 634 006 908 280 1", "Hermes 5477 0333 0676 67", "3120 0456 7890 10 bei Hermes",
    "DHL 703 653 620 417", "FedEx 675 228 182 657", "DPD 7340 0688 2677 10",
    "tracking number 5117 0099 1772 98",
)  # fmt: skip


@pytest.mark.parametrize("text", GROUPED)
def test_groups_of_one_number_stay_one_whatever_those_in_the_middle_look_like(text: str) -> None:
    number = re.sub("[^0-9A-Z]", "", re.sub(r"[A-Za-z]{3,}\b", "", text))
    assert values(text) == [number]


@pytest.mark.parametrize(
    "text",
    ["HERMES! 31200456789010", "Hermes? 31200456789010", "mit Hermes unterwegs, Nr. 31200456789010",
     "Hermes has it. Parcel no. 31200456789010", "Sendungsnummer … 31200456789010"],
)  # fmt: skip
def test_a_mark_between_a_word_and_its_number_does_not_part_them(text: str) -> None:
    assert values(text) == ["31200456789010"]


TRAPS = {
    "a mention": ("<@U0123456789> PK1004", ["PK1004"]),
    "a mention with a name": ("<@U024BE7LH|PK1005> PK1004", ["PK1004"]),
    "a channel": ("<#C0123456789|orders-PK1005> PK1004", ["PK1004"]),
    "a channel without a name": ("<#C0123456789|>PK1004", ["PK1004"]),
    "a user group": ("<!subteam^S012345|@x> PK1004", ["PK1004"]),
    "a date": ("<!date^1706700000^{date} PK1005|PK1005> PK1004", ["PK1004"]),
    "a mail link": ("<mailto:a@b.de|a@b.de>", ["a@b.de"]),
    "a mail link with a subject": ("<mailto:a@b.de?subject=PK1005|write>", ["a@b.de"]),
    "a telephone link": ("PK1004 <tel:+4930123456|030 123456>", ["PK1004"]),
    "a telephone link over a parcel": (f"<tel:{DHL}|{DHL}>", [DHL]),
    "escapes": ("PK1004&amp;PK1005 &lt;PK1006&gt;", ["PK1004", "PK1005", "PK1006"]),
    "escapes in a link": (f"<https://www.dhl.de/x?a=1&amp;idc={DHL}&amp;b=2>", [DHL]),
    "a quote": ("&gt; PK1004", ["PK1004"]),
    "code": ("`PK1004` ```PK1005```", ["PK1004", "PK1005"]),
    "bold, italic, struck": ("*PK1004* _PK1005_ ~PK1006~", ["PK1004", "PK1005", "PK1006"]),
    "an ordinal sign": ("nºPK1004", ["PK1004"]),
    "Chinese letters": ("订单号PK1004在", ["PK1004"]),
    "curly quotes": ("“PK1004” ‘PK1005’ „PK1006“", ["PK1004", "PK1005", "PK1006"]),
    "a hyphen that does not break": ("PCL\u20111235", ["PCL-1235"]),
    "a space that does not break": ("0034\u00a00434\u00a01610\u00a09404\u00a02557", [DHL]),
    "thin spaces": ("0034\u20090434\u20091610\u20099404\u20092557", [DHL]),
    "zero width": ("PK\u200b10\u206004", ["PK1004"]),
    "marks of direction": (f"\u202d{DHL}\u202c", [DHL]),
    "a soft hyphen": ("PK\u00ad1004", ["PK1004"]),
    "full-width characters": ("ＰＫ１００４", ["PK1004"]),
    "Arabic digits": ("PK١٠٠٤", ["PK1004"]),
    "an unclosed link": ("<https://a.example PK1004", ["PK1004"]),
    "a bare address": ("see https://a.example/PK1005 PK1004", ["PK1004"]),
    "an emoji": (":pk1004: :1004: :PK1005: :truck:PK1006:", ["PK1005", "PK1006"]),
    "a permalink": ("<https://x.slack.com/archives/C0123456789/p1706700000123456>", []),
}


@pytest.mark.parametrize(("text", "expected"), TRAPS.values(), ids=TRAPS.keys())
def test_what_slack_writes_around_a_number_does_no_harm(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("order:4711-A", Kind.ORDER_NUMBER, "4711-A"),
        ("order:pk1004", Kind.ORDER_NUMBER, "PK1004"),
        ('order:"4711 A"', Kind.ORDER_NUMBER, "4711 A"),
        ("Bestellung:4711", Kind.ORDER_NUMBER, "4711"),
        ("customer:K-77", Kind.CUSTOMER_NUMBER, "K-77"),
        ("Customer number: K-77", Kind.CUSTOMER_NUMBER, "K-77"),
        ("Kunden-Nr.: K-77", Kind.CUSTOMER_NUMBER, "K-77"),
        ("numéro client : K-77", Kind.CUSTOMER_NUMBER, "K-77"),
        ("order: 4711/B", Kind.ORDER_NUMBER, "4711/B"),
        ("Customer: K-77, VIP", Kind.CUSTOMER_NUMBER, "K-77"),
        ("ref:SHIPMENT-1.", Kind.EXTERNAL_REFERENCE, "SHIPMENT-1"),
        ("email:Jane@Example.com", Kind.RECIPIENT_EMAIL, "jane@example.com"),
        ("tracking:xyz123", Kind.TRACKING_NUMBER, "XYZ123"),
        (
            "8D57C8B2-3C38-4BD4-9B6E-9B6DC9CE52D9",
            Kind.EXTERNAL_ORDER_ID,
            "8d57c8b2-3c38-4bd4-9b6e-9b6dc9ce52d9",
        ),
    ],
)
def test_what_is_written_out_is_looked_up_whatever_the_patterns_say(
    text: str, kind: Kind, value: str
) -> None:
    assert read(text).found == (Reference(kind, value),)


@pytest.mark.parametrize(
    "text",
    ["order: 3 shirts", "order: 2026-11-28", "order: 1000 EUR", "order: A4-Papier", "ref: v2.1",
     "customer: +49 170 1234567", "customer: 4686  6606  3519  2317",
     "order: 1234 5678 9012", "order: 0170 1234567", "order: 12:30",
     "order: iPhone15"],
)  # fmt: skip
def test_behind_colon_and_blank_prose_names_nothing(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize("text", ["anna.müller@shop.example", "anna@mühle.example"])
def test_half_of_an_address_is_never_taken_for_the_whole(text: str) -> None:
    assert values(f"Kundin {text}") == [text]


def test_a_courier_as_prefix_is_the_courier_and_another_word_is_none() -> None:
    assert read(f"dhl:{DHL}").found[0].couriers == ("dhl-germany",)
    assert read("royal-mail:ABC1234567").found[0].couriers == ("royal-mail",)
    assert values("foo:4711-A, order: where is it") == []


@pytest.mark.parametrize(
    ("text", "couriers"),
    [
        (UPS, ("ups",)),
        (DHL, ("dhl-germany",)),
        ("PCLX-123123", ("pclx",)),
        ("DHL 3318810025", ("dhl-express", "dhl-germany")),
        ("Parcelforce RB123456785GB", ("parcelforce", "royal-mail")),
        (f"hermes {DHL}", ("dhl-germany", "hermes")),
        ("<https://track.shop.example/?trackingNo=123456789012&amp;courier=acme-fr>", ("acme-fr",)),
    ],
)
def test_couriers_come_likeliest_first(text: str, couriers: tuple[str, ...]) -> None:
    assert read(text).found[0].couriers == couriers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{DHL} 00340434161094042564", [DHL, "00340434161094042564"]),
        ("dhl 123456789012 123456789013", ["123456789012", "123456789013"]),
        ("tracking 620000000012 123456789012", ["620000000012", "123456789012"]),
        ("0034 0434 1610 9404 2557", [DHL]),
        ("1Z 999 AA1 01 2345 6784", [UPS]),
        ("RB 123 456 785 GB", ["RB123456785GB"]),
        ("JJD0099999999 12345", ["JJD0099999999"]),
    ],
)
def test_groups_of_one_number_are_one_and_two_numbers_stay_two(
    text: str, expected: list[str]
) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text", ["12345678", "123456789012", "1234567890123456", "parcels: 12345678, 3 late"]
)
def test_a_bare_run_of_digits_is_no_parcel(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    ["123456789 €", "$123456789", "PROJ-123456789", "file_123456789", "123456789-A",
     "Tel 123456789", "Rechnung 123456789", "0049 170 123456789"],
)  # fmt: skip
def test_digits_that_are_something_else_are_no_order(text: str) -> None:
    assert values(text, r"\d{9}") == []


def test_two_words_for_the_same_lookup_are_one_reference() -> None:
    assert values("PK1004, pk1004 and <https://shop.example/track/PK1004>") == ["PK1004"]


def test_spans_lead_back_to_the_raw_text() -> None:
    text = f"<@U1> &amp; _PK1004_ \u200b<mailto:a@b.de|x> <https://www.dhl.de/?a=1&amp;idc={DHL}|t>"
    postnl = "3SKABA012345678"
    text += f" <https://jouw.postnl.nl/track-and-trace/{postnl}-NL-1234AB>"
    found = read(text).found
    assert [text[ref.start : ref.end] for ref in found] == ["PK1004", "a@b.de", DHL, postnl]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("PK1004 lang:de", "de"),
        ("lang:FR-ca PK1004", "fr"),
        ("PK1004, lang:xx!", "xx"),
        ("lang:it", "it"),
        ("`PK1004 lang:nl`", "nl"),
        ("PK1004 lang: de", None),
        ("PK1004 so lang:1", None),
        ("PK1004", None),
    ],
)
def test_a_language_is_an_option_and_takes_nothing_from_the_number(
    text: str, lang: str | None
) -> None:
    heard = read(text)
    assert heard.lang == lang
    assert [reference.value for reference in heard.found] == ["PK1004"] * ("PK1004" in text)


def test_a_live_refresh_in_another_language_is_heard_on_both_sides() -> None:
    for text in ("PK1004 lang:de live", "PK1004 live lang:de", "live lang:de PK1004"):
        assert read(text).is_live, text


def test_live_beside_a_postal_code_or_a_language_is_a_flag() -> None:
    for text in ("PK1004 retoure live PLZ 1010", "PK1004, thanks, live, lang:de please"):
        assert read(text).is_live, text
    assert not read("PK1004 was bought live, I mean yesterday, PLZ 1010").is_live


def test_a_courier_named_alone_is_kept() -> None:
    assert read("dhl PK1004").courier == "dhl-germany"
    assert read(f"dhl {DHL}").courier is None
    assert read("Ups, PK1004 is the wrong one").courier is None


@pytest.mark.parametrize(
    "text",
    ["PK1004 10961 Berlin", "PK1004 cap 20000000", "PK1004, a cap of 2000", "PK1004 D-10961"],
)
def test_a_postal_code_needs_a_word_in_front(text: str) -> None:
    assert read(text).postal_code is None


@pytest.mark.parametrize("text", ["live", "refresh", "returns", "Retoure bitte", "na żywo"])
def test_a_text_without_references_asks_for_nothing(text: str) -> None:
    assert read(text) == References(())


@given(st.text(st.characters(exclude_categories=())))
@example("\ud800<@U\udfff|PK1004>")
@example("<" * 99 + "tel:|>" + "\0" * 9)
@example("order:" + "0" * 5000 + " plz 1")
@settings(max_examples=300)
def test_no_text_is_an_error_and_every_span_lies_in_it(text: str) -> None:
    for ref in read(text, *DEFAULT, r"\d{4,}", r"[A-Z]+-\d+").found:
        assert 0 <= ref.start < ref.end <= len(text)
        assert ref.value
        assert 0 < ref.confidence <= 1


MARKUP = st.sampled_from(
    [*"<>|&;@#!:/?= \n0", "https://", "mailto:", "tel:", "&amp;", "dhl ", "PK1004", "tracking ",
     DHL, "1Z", "live", "plz ", "order:", "+49 ", "\u200b", "É", "://dhl.de/", "%", "%C3%A9",
     "İ", "ß"]
)  # fmt: skip


@given(st.lists(MARKUP, max_size=30).map("".join))
@settings(max_examples=300)
def test_no_mixture_of_markup_is_an_error(text: str) -> None:
    for ref in read(text).found:
        assert 0 <= ref.start < ref.end <= len(text)


ADMITTED = [
    DEFAULT,
    (r"\d{6,}",),
    (r"[A-Z]{0,3}\d{5,13}[A-Z]?",),
    (r"PK\d{4}", r"PK\d{4}[a-z]+"),
    (r"(?:LIVE|UPS)[A-Z0-9]{0,6}",),
]
ALONE = [
    word
    for case in cases("tuning") + cases("held_out") + cases("hostile")
    for word in (case["text"], *case["text"].split())
]


def whole(heard: References, *, at: int = 0) -> tuple[object, ...]:
    """Return all that was heard, and where in a text that begins *at* some place."""
    placed = [(ref.confidence, ref.start - at, ref.end - at) for ref in heard.found]
    return heard, placed


@pytest.mark.parametrize("patterns", ADMITTED)
def test_a_word_of_the_corpus_is_read_alone_as_it_is_behind_a_blank(
    patterns: tuple[str, ...],
) -> None:
    for text in ALONE:
        assert whole(read(text, *patterns)) == whole(read(f" {text}", *patterns), at=1)


@given(
    st.one_of(
        st.from_regex(r"(?:PK|DE|UPS|live|x)?[0-9]{1,14}[A-Za-z]{0,2}", fullmatch=True),
        st.text("PKpk0123456789DE-_:.é\u0660 ", max_size=16),
    ),
    st.sampled_from(ADMITTED),
)
@example("4111111111111", (r"\d{6,}",))
@example("UPS", (r"(?:LIVE|UPS)[A-Z0-9]{0,6}",))
@example("NO9386011117947", (r"[A-Z]{0,3}\d{5,13}[A-Z]?",))
@settings(max_examples=300)
def test_a_short_text_is_read_alone_as_it_is_behind_a_blank(
    text: str, patterns: tuple[str, ...]
) -> None:
    assert whole(read(text, *patterns)) == whole(read(f" {text}", *patterns), at=1)


@pytest.mark.parametrize("frame", ["PK{:06}", "dhl {:012}", "x{:06}@example.com", "order:A-{:06}"])
def test_of_endless_lists_the_first_five_hundred_are_read(frame: str) -> None:
    found = values(", ".join(frame.format(123_400_000_000 + n) for n in range(700)))
    assert len(found) == 500


def test_digits_on_a_line_of_their_own_belong_to_no_number_above() -> None:
    assert values("1.\n123456789\n2.\n234567891", r"\d{9}") == ["123456789", "234567891"]


def test_what_lies_beyond_forty_thousand_characters_is_not_read() -> None:
    assert values("x " * 20_000 + "PK1004") == []
