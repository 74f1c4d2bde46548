"""A customer wants what no bot can do, and hears so, and who can."""

import pytest

from bot.app import Running
from bot.core.words import conversation as words
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE, PARTNER, SUPPORT
from tests.conftest import StartBot
from tests.stories.customer import ONE_DOOR, Customer
from tests.stories.seen import told
from tests.stories.test_case import Office
from tests.stories.test_customer import WHOLE

pytestmark = ONE_DOOR
ASK = "customer:person1"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("please cancel my order", words.CANNOT_CANCEL),
        ("I entered the wrong address", words.CANNOT_ADDRESS),
        ("I want a refund", words.CANNOT_REFUND),
        ("the parcel is damaged", words.SORRY_DAMAGED),
        ("an item is missing", words.SORRY_INCOMPLETE),
        ("can I have an invoice?", words.CANNOT_INVOICE),
    ],
)
async def test_what_only_a_person_can_do_is_said_with_the_way_to_one(
    sandbox: Addresses, bot: Running, text: str, title: str
) -> None:
    customer = Customer(sandbox, PARTNER)
    message = told(await customer.says(text))
    assert title in message
    assert words.SUPPORT_CAN in message
    assert ASK in message
    assert words.PROOF_WANTED not in message
    assert not sandbox.parcellab.calls


@pytest.mark.parametrize("text", ["what does shipping cost?", "Do you ship to Austria?"])
async def test_a_question_to_the_shop_is_not_known_and_asks_for_no_order(
    sandbox: Addresses, bot: Running, text: str
) -> None:
    customer = Customer(sandbox, PARTNER)
    message = told(await customer.says(text))
    for said in (words.CANNOT_SHOP, words.SHOP_ONLY, words.SUPPORT_CAN, ASK):
        assert said in message
    assert words.NUMBER_WANTED not in message
    assert words.NUMBER_FIRST not in message


async def test_a_question_to_the_shop_in_between_forgets_nothing(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    await customer.says("PK1004")
    assert words.CANNOT_SHOP in told(await customer.says("do you have a discount code?"))
    shown_now = told(await customer.says("10115"))
    assert WHOLE in shown_now
    assert words.CANNOT_SHOP not in shown_now
    assert words.CANNOT_SHOP in told(await customer.says("and do you deliver on Saturdays?"))
    assert words.CANNOT_SHOP not in told(await customer.says("will it come on Saturday?"))


async def test_opening_hours_without_an_order_are_those_of_collection_points(
    sandbox: Addresses, bot: Running
) -> None:
    message = told(await Customer(sandbox, PARTNER).says("opening hours of the shop"))
    assert words.SHOP_HOURS in message
    assert words.NUMBER_WANTED in message


async def test_an_order_that_is_named_may_be_proven_before_somebody_is_asked(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(WHEREBOT_SUPPORT_CHANNEL=SUPPORT):
        customer, office = Customer(sandbox, PARTNER), Office(sandbox)
        message = told(await customer.says("cancel PK1004 and PK9999, please"))
        assert words.CANNOT_CANCEL in message
        assert "what is yours: `PK1004`, `PK9999`" in message
        assert not sandbox.parcellab.calls
        found = await customer.says("10115")
        assert WHOLE in told(found)
        assert words.CANNOT_CANCEL in told(found)
        await office.press(PARTNER, found, ASK)
        card = await office.told(AGENT_ONE, "asks for help", channel=SUPPORT)
        assert "cancelling or changing an order" in told(card)
        assert "PK1004" in told(card)


async def test_of_an_order_that_is_proven_theirs_it_says_that_with_where_it_is(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    await customer.proves("PK1004")
    message = told(await customer.says("half of it is missing from the box"))
    assert message.index(words.SORRY_INCOMPLETE) < message.index("DHL")
    elsewhere = told(await customer.says("can I change the address?"))
    assert words.CANNOT_ADDRESS in elsewhere
    assert (words.ADDRESS_YOURSELF in elsewhere) == (words.REROUTE in elsewhere)


async def test_who_is_asked_for_a_code_and_wants_a_refund_instead_is_told_of_that(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    await customer.says("PK1004")
    message = told(await customer.says("I want my money back"))
    assert words.CANNOT_REFUND in message
    assert "`PK1004`" in message
    assert words.REFUND_SEES in told(await customer.says("10115"))
