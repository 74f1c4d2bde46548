"""A customer asks the bot about their own parcel, at both doors."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Running, running
from bot.core.words import conversation as words
from bot.sandbox.server import Addresses
from bot.sandbox.slack.people import Person
from bot.sandbox.slack.workspace import AGENT_ONE, GUEST, PARTNER, SHARED, SUPPORT
from tests.conftest import StartBot, settings_for, until
from tests.store.standing import migrated_database
from tests.stories.customer import CODE, OF_ORDERS, ONE_ACCOUNT, ONE_DOOR, Customer
from tests.stories.seen import told

WHOLE = "PK1004 · Out for delivery"


class Recipient(Person):
    """Somebody to whose address the sandbox's orders go."""

    @property
    def email(self) -> str:
        return "sandbox.recipient@example.com"


def tells_of_orders(text: str) -> list[str]:
    return [word for word in OF_ORDERS if word in text]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hi", words.HELLO),
        ("what can you do?", words.HELLO),
        ("where is my parcel?", words.NUMBER_WANTED),
        ("it says delivered, but I have nothing", words.NUMBER_WANTED),
        ("thanks a lot", words.WELCOME),
        ("blue is a colour", words.NOT_UNDERSTOOD),
        ("1Z999AA10123456784", words.PROOF_WANTED),
    ],
)
@pytest.mark.parametrize("person", [GUEST, PARTNER])
async def test_a_customer_is_told_what_can_be_done_without_any_order(
    sandbox: Addresses, bot: Running, person: str, text: str, said: str
) -> None:
    if person == GUEST:
        sandbox.slack.scopes.discard("users:read.email")
    message = await Customer(sandbox, person).says(text)
    assert said in told(message)
    assert not sandbox.parcellab.calls


@pytest.mark.parametrize("person", [GUEST, PARTNER])
async def test_a_postal_code_is_asked_for_before_anything_is_looked_up(
    sandbox: Addresses, bot: Running, person: str
) -> None:
    sandbox.slack.scopes.discard("users:read.email")
    message = await Customer(sandbox, person).says("where is PK1004?")
    assert "postal code" in told(message)
    assert words.PROOF_HOW in told(message)
    assert not sandbox.parcellab.calls


@pytest.mark.parametrize("person", [GUEST, PARTNER])
async def test_the_right_code_shows_the_order_and_nobody_elses_facts(
    sandbox: Addresses, bot: Running, person: str
) -> None:
    message = await Customer(sandbox, person).proves("PK1004")
    assert WHOLE in told(message)
    assert "Expected delivery:" in told(message)
    for private in (
        "Kim",
        "recipient@example.com",
        "Sandbox Recipient",
        CODE,
        "C-1004",
        "€",
        "warehouse",
    ):
        assert private not in told(message)
    assert all(call.credentials == "none" for call in sandbox.parcellab.calls)


@ONE_DOOR
async def test_of_whom_slack_tells_no_language_the_bot_speaks_what_they_write(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    customer = Customer(sandbox, PARTNER)
    async with start_bot():
        assert "Um welche Bestellung" in told(await customer.says("Wo ist mein Paket?"))
        asked = await customer.says("PK1004")
        assert "Postleitzahl" in told(asked)
    async with start_bot():  # which reads what they wrote before
        assert "Postleitzahl" in str(await customer.opens(asked))
        assert "PK1004 · In Zustellung" in told(await customer.says("10115"))
        assert "Where" not in told(await customer.says("Bonjour"))
    assert "Bonjour" in told(customer.seen()[-1])


async def test_a_question_before_the_code_is_about_the_order_that_was_asked_for(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    await customer.proves("PK1004")
    await customer.says("PK1010")
    assert "nobody else can see `PK1010`" in told(await customer.says("it says delivered, but"))
    assert words.NOT_RECEIVED_CHECK in told(await customer.says("10115, I have nothing"))


@ONE_DOOR
async def test_it_is_told_in_the_customers_language(sandbox: Addresses, bot: Running) -> None:
    message = await Customer(sandbox, locale="fr-FR").proves("PK1004")
    assert "PK1004 · En cours de livraison" in told(message)
    assert {call.query["lang"] for call in sandbox.parcellab.calls} == {"fr"}


async def test_a_wrong_code_shows_nothing_and_offers_a_person(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(**ONE_ACCOUNT):
        message = await Customer(sandbox).proves("PK1004", "99999")
    assert words.NOT_SHOWN_TITLE in told(message)
    assert "Talk to someone" in told(message)
    assert "99999" not in told(message)
    assert "Out for delivery" not in told(message)


async def test_what_is_no_postal_code_is_said_under_the_field(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    view = await customer.opens(await customer.says("PK1004"))
    assert await customer.enters(view, "<postal_code>") == {"postal_code": words.PROOF_INVALID}
    assert not sandbox.parcellab.calls
    before = len(customer.seen())
    assert not await customer.enters(view, CODE)
    assert WHOLE in told(await customer.answered(before))


@pytest.mark.parametrize(
    "text", ["PK1004, 10115 where is it?", "PK1004 postal code 10115", "PLZ 10115: PK1004"]
)
async def test_a_code_in_the_message_needs_no_form(
    sandbox: Addresses, bot: Running, text: str
) -> None:
    assert WHOLE in told(await Customer(sandbox, PARTNER).says(text))


@pytest.mark.parametrize(
    ("number", "asked", "said"),
    [
        ("PK1006", "is the shop open?", "day"),
        ("PK1004", "is the shop open?", words.NO_PICKUP),
        ("PK1004", "it says delivered but I have nothing", words.NOT_DELIVERED_YET),
        ("PK1004", "it is late!", "we apologise for the delay"),
        ("PK1004", "I want to return it", words.NO_RETURN),
        ("PK1004", "and where is it now?", "out for delivery"),
    ],
)
async def test_a_question_after_the_proof_is_about_the_proven_order(
    sandbox: Addresses, bot: Running, number: str, asked: str, said: str
) -> None:
    customer = Customer(sandbox, PARTNER)
    await customer.proves(number)
    message = await customer.says(asked)
    assert number in told(message)
    assert said in told(message)


async def test_of_a_delivered_parcel_that_is_not_there_it_is_said_what_to_check(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    await customer.proves("PK1010")
    message = await customer.says("it says delivered but I did not get it")
    assert words.NOT_RECEIVED_CHECK in told(message)
    assert "Talk to someone" in told(message)


async def test_several_numbers_are_each_asked_for_and_shown_by_their_own_proof(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    await customer.proves("PK1004")
    message = await customer.says("where are PK1004 and PK1003?")
    assert WHOLE in told(message)
    assert "nobody else can see `PK1003`" in told(message)


async def test_several_orders_are_proven_in_one_form(sandbox: Addresses, bot: Running) -> None:
    customer = Customer(sandbox, PARTNER)
    asked = await customer.says("where are PK1003, PK1004 and PK1006?")
    assert told(asked).count('"customer:prove') == 1
    view, before = await customer.opens(asked), len(customer.seen())
    assert all(f"`{number}`" in str(view) for number in ("PK1003", "PK1004", "PK1006"))
    assert not await customer.enters(view, CODE)
    message = told(await customer.answered(before))
    assert all(number in message for number in ("PK1003 · ", WHOLE, "PK1006 · "))


@ONE_DOOR
async def test_several_orders_that_are_not_shown_are_said_so_once(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(**ONE_ACCOUNT):
        message = told(await Customer(sandbox, PARTNER).proves("PK1003 PK9999", "99999"))
    assert words.NOT_SHOWN_ALL_TITLE in message
    assert message.count("customer:person") == 1


async def test_an_address_that_slack_vouches_for_shows_its_orders_without_a_question(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox)
    people = sandbox.slack.workspace.people
    known = replace(people[GUEST])
    people[GUEST] = Recipient(**{f: getattr(known, f) for f in known.__dataclass_fields__})
    assert WHOLE in told(await customer.says("PK1004"))


async def test_another_companys_address_vouches_for_nothing(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    known = sandbox.slack.workspace.people[PARTNER]
    fields = {f: getattr(known, f) for f in known.__dataclass_fields__} | {"is_stranger": False}
    sandbox.slack.workspace.people[PARTNER] = Recipient(**fields)
    assert words.PROOF_WANTED in told(await customer.says("PK1004"))
    assert not sandbox.parcellab.calls


async def test_who_mentions_the_bot_is_written_to_and_the_channel_hears_no_more(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    await customer.proves("PK1004")
    before = len(customer.seen())
    await sandbox.slack.message(PARTNER, SHARED, "@wherebot where is PK1004?")
    assert WHOLE in told(await customer.answered(before))
    await until(lambda: bool(customer.seen(SHARED)))
    [only] = customer.seen(SHARED)
    assert only.only_for == PARTNER
    assert words.WRITTEN_TO_YOU in told(only)
    assert not tells_of_orders(told(only))
    others = [m for m in sandbox.slack.seen_by(AGENT_ONE, SHARED) if m.user != PARTNER]
    assert others == []


async def test_a_proof_holds_for_a_day_and_over_a_restart(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    customer = Customer(sandbox, PARTNER)
    async with start_bot():
        await customer.proves("PK1004")
    async with start_bot():
        assert WHOLE in told(await customer.says("PK1004"))
        sandbox.parcellab.clock.advance(25 * 3600)
        assert words.PROOF_WANTED in told(await customer.says("PK1004"))


async def test_a_message_that_came_while_the_bot_was_away_is_answered(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    customer = Customer(sandbox, PARTNER)
    async with start_bot():
        await customer.proves("PK1004")
    before = len(customer.seen())
    sandbox.slack.retry_delays = (0.5, 1.0, 2.0)
    await sandbox.slack.message(PARTNER, customer.channel, "where is it?")
    async with start_bot():
        assert WHOLE in told(await customer.answered(before))


async def test_a_proof_holds_on_every_replica(sandbox: Addresses, tmp_path: Path) -> None:
    async with migrated_database("postgresql", tmp_path) as url:
        shared = settings_for(
            sandbox,
            slack_signing_secret=sandbox.slack.signing_secret,
            database_url=url,
        )
        clock = sandbox.parcellab.clock.now
        async with running(shared, clock=clock) as one, running(shared, clock=clock) as two:
            customer = Customer(sandbox, PARTNER)
            sandbox.slack.request_url = f"{one.address}/slack/events"
            await customer.proves("PK1004")
            sandbox.slack.request_url = f"{two.address}/slack/events"
            assert WHOLE in told(await customer.says("where is my parcel?"))


async def test_switched_off_customers_are_refused_as_ever(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(WHEREBOT_CUSTOMERS="off"):
        message = await Customer(sandbox, PARTNER).says("PK1004")
        assert "full members" in told(message)
    assert not sandbox.parcellab.calls


async def test_an_agent_is_answered_as_ever(sandbox: Addresses, bot: Running) -> None:
    message = await Customer(sandbox, AGENT_ONE).says("PK1004")
    assert "Canvas sneaker" in told(message)
    await sandbox.slack.message(AGENT_ONE, SUPPORT, "@wherebot PK1004")
    await until(lambda: bool(Customer(sandbox, AGENT_ONE).seen(SUPPORT)))


async def test_the_ways_out_of_several_parcels_say_whose_they_are(
    sandbox: Addresses, bot: Running
) -> None:
    message = await Customer(sandbox, PARTNER).says(f"PK1025, {CODE}")
    assert "PK1025 · 3 parcels" in told(message)
    labels = [
        element["text"]["text"]
        for block in message.blocks
        for element in block.get("elements", ())
        if "url" in element
    ]
    assert labels[0] == "Track at DHL …2517"
    assert len(set(labels)) == len(labels) > 1
