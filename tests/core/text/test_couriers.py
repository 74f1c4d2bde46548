"""Formats of tracking numbers, on public sample numbers and on numbers with one digit changed."""

import re

import pytest

from bot.core.text import check_digit
from bot.core.text.couriers import (
    COURIERS,
    FORMATS,
    POSTS,
    formats_of,
    is_sound,
    spaced,
    telling_format,
)

# Samples that couriers, the Universal Postal Union and the public collection
# jkeen/tracking_number_data (MIT) give as valid.
TELLING = {
    "UPS": "1Z5R89390357567127 1Z879E930346834440 1Z410E7W0392751591 1Z8V92A70367203024"
    " 1ZXX3150YW44070023 1Z999AA10123456784",
    "DHL Paket, SSCC": "00340434161094042557 00340434161094042564 00340433836621378669",
    "DHL, piece id": "JJD0099999999 JJD000390007834567890",
    "DHL, JVGL": "JVGL0999999990",
    "DHL eCommerce": "GM2951173225174494 GM295117494011169042",
    "Yodel": "JJD0002257639032011 JD0002242617644732 JD0002254405060992",
    "S10": "RB123456785GB RB123456785US RB123456785CV KV123456785GB XY123456785FR",
    "PostNL 15": "3SDEVC201611210",
    "DPD 14 + 1": "09980000020033F",
    "DPD 28": "008182709980000020033350276C 008182709980000020045327276N",
    "USPS 22": "9505511069605048600624 9101123456789000000013 9400111201080805483016"
    " 9361289878700317633795 9405803699300124287899",
    "USPS 26": "92748931507708513018050063",
    "USPS 30": "420221539101026837331000039521",
    "USPS 34": "4201002334249200190132607600833457 4201028200009261290113185417468510",
    "USPS 20": "03071790000523483741 71123456789123456787",
    "USPS 20, no 91": "71969010756003077385",
    "FedEx Ground 96": "9611020987654312345672",
    "FedEx Express 34": "1001921334250001000300779017972697 1002297871540001000300790695517286",
    "FedEx Ground GSN": "9622001900000000000000776632517510 9632001560123456789900794808390594",
    "FedEx SmartPost": "61299998820821171811",
    "FedEx SmartPost 22": "9261292700768711948021",
    "OnTrac C": "C11031500001879 C10999911320231 C11121552953069",
    "OnTrac D": "D10011354453707 D10011345983010",
    "LaserShip": "1LS717793482164 1LS724505321754",
    "LaserShip LX": "LX17635036",
    "Amazon": "TBA502887274000",
    "YunExpress": "YT2229521272164446",
    "GOFO": "GFUS01011884214464",
    "Landmark": "LTN74207623N1",
    "Spee-Dee": "SP029692510000920746",
    "Canpar": "D576002440000001718010",
    "parcelLab sample": "PCLX123123",
}
SAMPLES = [(name, number) for name, numbers in TELLING.items() for number in numbers.split()]


@pytest.mark.parametrize(("name", "number"), SAMPLES)
def test_a_sample_number_identifies_itself(name: str, number: str) -> None:
    row = telling_format(number)
    assert row is not None
    assert row.name == name


def test_one_wrong_digit_is_noticed_where_there_is_a_check_digit() -> None:
    for name, number in SAMPLES:
        row = telling_format(number)
        if row and row.check and number[-1].isdigit():
            wrong = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
            assert telling_format(wrong) is None, name


def test_a_german_parcel_is_not_taken_for_one_of_usps() -> None:
    row = telling_format("00340434161094042557")
    assert row is not None
    assert row.couriers == ("dhl-germany",)


@pytest.mark.parametrize(
    ("check", "numbers"),
    [
        (check_digit.is_fedex, "986578788855 477179081230 799531274483 790535312317 974367662710"),
        (check_digit.is_gs1, "041441760228964 568283610012000 568283610012734 0073938000549297"),
        (check_digit.is_mod7, "3318810025 73891051146 8487135506 1099255990 3821724944"),
        (check_digit.is_luhn, "320595463938 320606146993 287809468872 4111111111111111"),
    ],
)
def test_check_digits_of_bare_digits_hold_and_a_swap_breaks_them(
    check: object, numbers: str
) -> None:
    assert callable(check)
    for number in numbers.split():
        assert check(number)
        assert not check(f"{number[:-1]}{(int(number[-1]) + 3) % 10}")


@pytest.mark.parametrize(
    "number",
    ["3SUMMERSALE2024", "RB123456785XX", "KV123456784GB", "C0123456789", "U024BE7LH", "LH1234",
     "1ZTHISISNOTANUMBER", "490154203237518", "20240215103000", "4006381333931", "IN2024000123456"],
)  # fmt: skip
def test_what_only_looks_like_a_parcel_does_not_identify_itself(number: str) -> None:
    assert telling_format(number) is None


def test_a_named_courier_has_formats_of_its_whole_house_and_of_no_other() -> None:
    assert [row.name for row in formats_of("3318810025", "dhl-germany")] == ["DHL Express 10"]
    assert formats_of("3318810025", "ups") == []
    assert formats_of("1" * 65) == []


def test_a_shape_without_check_digit_is_sound() -> None:
    row = next(row for row in FORMATS if row.name == "InPost")
    assert is_sound(row, "6" * 24)


def test_spacing_allows_a_separator_between_any_two_characters_only() -> None:
    regex = re.compile(spaced(r"1Z\d{4}"))
    assert all(map(regex.fullmatch, ("1Z1234", "1Z 12 34", "1-Z-1.2.3.4")))
    assert not any(map(regex.fullmatch, ("1Z123", "1Z1234 ", "1Z12x34", "1Z   1234")))


def test_every_code_of_a_format_is_a_couriers_and_stands_once() -> None:
    codes = [courier.code for courier in COURIERS]
    assert len(codes) == len({*codes})
    assert {code for row in FORMATS for code in row.couriers} <= {*codes}
    assert all(len(country) == 2 for country in POSTS)
