"""On which orders a rule holds: what is written, and what is wrong with it."""

import pytest

from bot.core.order import Order
from bot.core.phrase import Speech
from bot.core.watches.condition import ConditionError, condition_of, traits_of
from bot.slack.mrkdwn import PlainPen, spell
from tests.core.sample import order, tracking

TRAITS = {
    "client": ("shop-eu",),
    "courier": ("dhl-germany", "dhl paket"),
    "country": ("de",),
    "warehouse": ("halle 7",),
    "tag": ("express", "vip"),
}


@pytest.mark.parametrize(
    ("written", "holds"),
    [
        ("", True),
        ("   ", True),
        ("courier:dhl", True),
        ("courier:DHL", True),
        ("Courier: dhl-germany", True),
        ("courier=dhl", True),
        ("courier:dh", False),
        ("courier:dh*", True),
        ("courier:*germany", True),
        ("courier:ups,dhl", True),
        ("courier:ups, dhl", True),
        ("courier:ups", False),
        ("country:DE", True),
        ("country:deu", True),
        ("country:AT", False),
        ("not country:AT", True),
        ("not not country:DE", True),
        ('warehouse:"Halle 7"', True),
        ("warehouse:“Halle 7”", True),
        ("warehouse:halle", False),
        ("warehouse:halle*", True),
        ("tag:vip", True),
        ("tag:[v]ip", False),
        ("tag:v?p", False),
        ("client:shop-eu and tag:express", True),
        ("client:shop-eu tag:express", True),
        ("client:shop-us tag:express", False),
        ("client:shop-us or tag:express", True),
        ("courier:dhl and not country:DE", False),
        ("courier:ups and country:DE or tag:vip", True),
        ("courier:ups and (country:DE or tag:vip)", False),
        ("not (courier:ups or country:AT)", True),
        ("NOT(courier:dhl OR country:AT)", False),
    ],
)
def test_what_is_written_holds_or_not(written: str, *, holds: bool) -> None:
    assert condition_of(written)(TRAITS) is holds


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("dhl", "What is dhl? Say, for example, courier:dhl."),
        ("DE", "What is DE? Say, for example, country:DE."),
        ("courrier:dhl", "There is no courrier:. Did you mean courier:?"),
        ("size:XL", "There is no size:. Use courier:, country:, client:, warehouse:, tag:."),
        ("courier:", "Nothing stands behind courier:. Name one, such as courier:dhl."),
        ('tag:""', "Nothing stands behind tag:. Name one, such as tag:express."),
        ("country:Germany", "GERMANY is no country code. Use two or three letters, such as DE."),
        ("country:XX", "XX is no country code. Use two or three letters, such as DE."),
        ("courier:dhl and", "Something is missing after and."),
        ("courier:dhl and or tag:vip", "Something is missing after and."),
        ("or courier:dhl", "Something is missing before or."),
        ("not", "Something is missing after not."),
        ("(courier:dhl", "A bracket is opened that is not closed."),
        ("courier:dhl)", "A bracket is closed that was not opened."),
        ("()", "Something is missing after (."),
        ("(" * 200 + "tag:vip" + ")" * 90, "There are too many brackets in one another."),
        ("tag:vip " * 50, "That is too long: 300 characters at most."),
    ],
)
def test_what_cannot_be_read_is_said(written: str, fault: str) -> None:
    with pytest.raises(ConditionError) as raised:
        condition_of(written)
    assert spell(raised.value.fault, Speech.of("en"), PlainPen, limit=300) == fault


def test_a_parcel_is_known_by_its_traits_and_by_nothing_of_a_person() -> None:
    parcel = tracking(
        warehouse=" Halle 7 ",
        destination_country_iso3="AUT",
        articles=[{"article_name": "Shoe", "tags": ["VIP", "express", "VIP", "x" * 900]}],
    )
    found: Order = order(parcel, client_key="Shop", destination_country_iso3="DEU")
    [one] = found.trackings or ()
    assert traits_of(found, one) == {
        "client": ("shop",),
        "courier": ("dhl-germany", "dhl"),
        "country": ("at",),
        "warehouse": ("halle 7",),
        "tag": ("vip", "express", "x" * 60),
    }
    assert traits_of(Order(), type(one)()) == dict.fromkeys(TRAITS, ())
