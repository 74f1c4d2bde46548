"""Check digits of tracking numbers: each function takes the whole number, upper case, in its shape.

Computed on the public sample numbers that tests/core/text/test_couriers.py holds.
"""

from collections.abc import Callable
from operator import mul

_DOUBLED = str.maketrans("0123456789", "0246813579")  # and its digits added up


def _sum31(digits: str) -> int:
    """Weights 3, 1, 3 … from the right (GS1 general specifications, 7.9)."""
    return sum(map(int, digits[-1::-2])) * 3 + sum(map(int, digits[-2::-2]))


def is_gs1(number: str) -> bool:
    """GS1's mod 10: SSCC, GTIN, and with the same arithmetic USPS, Hermes, Canada Post."""
    return (_sum31(number[:-1]) + int(number[-1])) % 10 == 0


def is_ups(number: str) -> bool:
    """After `1Z`: weights 1, 2 in turn, mod 10; a letter counts (code - 3) mod 10."""
    values = [int(c) if c.isdigit() else (ord(c) - 3) % 10 for c in number[2:]]
    return (sum(values[0:15:2]) + 2 * sum(values[1:15:2]) + values[15]) % 10 == 0


def is_s10(number: str) -> bool:
    """Universal Postal Union, standard S10: mod 11 with weights 8 6 4 2 3 5 9 7."""
    total = sum(int(c) * w for c, w in zip(number[2:10], (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    return {0: 5, 1: 0}.get(total % 11, 11 - total % 11) == int(number[10])


def is_colissimo(number: str) -> bool:
    """The eleven digits behind product digit and letter, as GS1."""
    return is_gs1(number[2:])


def is_correos(number: str) -> bool:
    """The sum of the character codes mod 23 picks the letter, as in a Spanish tax number."""
    return "TRWAGMYFPDXBNJZSQVHLCKE"[sum(map(ord, number[:-1])) % 23] == number[-1]


def is_dpd(number: str) -> bool:
    """ISO/IEC 7064 mod 37,36 (DPD parcel label specification)."""
    product = 36
    for char in number[:-1]:
        product = ((product + int(char, 36)) % 36 or 36) * 2 % 37
    return (product + int(number[-1], 36)) % 36 == 1


def is_dhl_ident(number: str) -> bool:
    """Deutsche Post Identcode: weights 4 and 9 in turn, mod 10."""
    total = sum(map(int, number[0:-1:2])) * 4 + sum(map(int, number[1:-1:2])) * 9
    return (total + int(number[-1])) % 10 == 0


def is_mod7(number: str) -> bool:
    """The digits before the last, mod 7: DHL Express, Yamato, Sagawa."""
    return int(number[:-1]) % 7 == int(number[-1])


def is_fedex(number: str) -> bool:
    """The last twelve digits: weights 3 1 7 in turn, mod 11 mod 10."""
    body, weights = number[-12:-1], (3, 1, 7) * 4
    total: int = sum(map(mul, map(int, body), weights))
    return total % 11 % 10 == int(number[-1])


def is_fedex_34(number: str) -> bool:
    """The last fourteen digits: weights 1 7 3 in turn, mod 11 mod 10."""
    body, weights = number[-14:-1], (1, 7, 3) * 5
    total: int = sum(map(mul, map(int, body), weights))
    return total % 11 % 10 == int(number[-1])


def is_fedex_96(number: str) -> bool:
    """The last fifteen of the 22 digits, as GS1."""
    return is_gs1(number[-15:])


def is_usps(number: str) -> bool:
    """The last 20, 22 or 26 digits, without the routing by ZIP code, as GS1."""
    return is_gs1(number[8:] if number.startswith("420") and len(number) == 30 else number)


def is_usps_34(number: str) -> bool:
    """The last 22 digits, without the routing by ZIP+4, as GS1."""
    return is_gs1(number[12:])


def is_fedex_20(number: str) -> bool:
    """Printed without the leading 92 that the check digit takes in."""
    return is_gs1("92" + number)


def is_usps_without_91(number: str) -> bool:
    """Printed without the leading 91 that the check digit takes in."""
    return is_gs1("91" + number)


def is_luhn(number: str) -> bool:
    """ISO/IEC 7812: payment cards, IMEI, Purolator."""
    doubled = sum(map(int, number[-2::-2].translate(_DOUBLED)))
    return (doubled + sum(map(int, number[-1::-2]))) % 10 == 0


def is_ontrac(digit: str) -> Callable[[str], bool]:
    """OnTrac: weights 1, 2 in turn behind a digit that stands for the letter."""

    def check(number: str) -> bool:
        values = [int(c) for c in digit + number[1:]]
        return (sum(values[0:-1:2]) + 2 * sum(values[1:-1:2]) + values[-1]) % 10 == 0

    return check
