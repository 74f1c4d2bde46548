"""A customer proves an order, in a form or in their own words, whatever happens meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Running, running
from bot.core.words import conversation as words
from bot.core.words import lock as lock_words
from bot.sandbox.parcellab.outage import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault as SlackFault
from bot.sandbox.slack.workspace import AGENT_ONE, BOT_USER, GUEST, LEAD, PARTNER, SUPPORT, Message
from tests.conftest import StartBot, settings_for, until
from tests.copies import start
from tests.store.standing import KINDS, beside, migrated_database
from tests.stories.customer import CODE, ONE_ACCOUNT, ONE_DOOR, PROVE, Customer
from tests.stories.seen import told
from tests.stories.test_customer import WHOLE, Recipient
from tests.stories.test_kill import LEASE, environment

WRONG = "99999"


@asynccontextmanager
async def a_process(sandbox: Addresses, url: str, folder: Path) -> AsyncIterator[None]:
    """Run the bot in a process of its own, and kill it at the end."""
    process = await start("bot", "run", env=environment(sandbox, url), cwd=folder)
    try:
        while b"listening" not in (line := await process.stderr.readline()):
            assert line, "it ended by itself"
        yield
    finally:
        process.kill()
        await process.wait()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", KINDS)
async def test_a_form_is_answered_once_though_the_bot_dies_after_acknowledging_it(
    sandbox: Addresses, tmp_path: Path, kind: str
) -> None:
    customer = Customer(sandbox, PARTNER)
    sandbox.slack.subscriptions |= {"message.im"}
    sandbox.slack.retry_delays = (1.0, 2.0, 4.0, 8.0)
    async with migrated_database(kind, tmp_path) as url:
        async with a_process(sandbox, url, tmp_path):
            view = await customer.opens(await customer.says("PK1004"))
            before, asked = len(customer.seen()), len(sandbox.parcellab.calls)
            sandbox.parcellab.fault = Fault("slow", seconds=30)
            assert not await customer.enters(view, CODE)
            await until(lambda: len(sandbox.parcellab.calls) > asked)
        assert len(customer.seen()) == before, "it has died before it could answer"
        sandbox.parcellab.fault = None
        stored = b"".join(one.read_bytes() for one in tmp_path.glob("*.sqlite*"))
        assert CODE.encode() not in stored
        async with a_process(sandbox, url, tmp_path):
            await until(lambda: len(customer.seen()) > before, seconds=90)
            assert WHOLE in told(customer.seen()[-1])
            await asyncio.sleep(LEASE)
            assert len(customer.seen()) == before + 1


@ONE_DOOR
async def test_a_try_counts_once_however_often_its_answer_is_posted(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(**ONE_ACCOUNT, WHEREBOT_POLL="0.1"):
        customer = Customer(sandbox, PARTNER)
        view = await customer.opens(await customer.says("PK1004"))
        before, asked = len(customer.seen()), len(sandbox.parcellab.calls)
        sandbox.slack.fault["conversations.open"] = SlackFault("500", times=2)
        await customer.enters(view, WRONG)
        assert words.NOT_SHOWN_TITLE in told(await customer.answered(before))
        assert len(sandbox.parcellab.calls) == asked + 2  # and not four tries
        for _ in range(4):
            assert words.NOT_SHOWN_TITLE in told(await customer.says(f"PK1004, {WRONG}"))
        assert words.LOCKED in told(await customer.says(f"PK1004, {CODE}"))


# In their own words


@pytest.mark.parametrize(
    "reply", ["10115", "it's 10115", "10115 Berlin", "D-10115", "`10115`", "Plz: 10115"]
)
async def test_a_bare_code_answers_what_the_bot_has_asked(
    sandbox: Addresses, bot: Running, reply: str
) -> None:
    customer = Customer(sandbox, PARTNER)
    await customer.says("PK1004")
    assert WHOLE in told(await customer.says(reply))


@ONE_DOOR
@pytest.mark.parametrize("entered", ["D-10115", "10115 Berlin", " １０１１５ "])
async def test_a_code_is_read_in_the_form_as_in_a_message(
    sandbox: Addresses, bot: Running, entered: str
) -> None:
    customer = Customer(sandbox, PARTNER)
    assert WHOLE in told(await customer.proves("PK1004", entered))
    await customer.says("PK1006")
    assert "PK1006 ·" in told(await customer.says(entered))


@ONE_DOOR
@pytest.mark.parametrize(
    "text",
    [
        "10115 PK1004 thx",
        "order number is PK 1004 and zip 10115",
        "Cześć, kurier był, ale mnie nie było. PK-1004, kod 10115",
        "mein paket pk 1004 nach 10115 berlin?",
    ],
)
async def test_number_and_code_are_read_wherever_they_stand_in_a_short_text(
    sandbox: Addresses, bot: Running, text: str
) -> None:
    customer = Customer(sandbox, PARTNER)
    await customer.says(text)
    assert [call.query["recipient_postal_code"] for call in sandbox.parcellab.calls] == [CODE]
    assert "PK1004 ·" in told(customer.seen()[-1])


@ONE_DOOR
async def test_another_number_beside_an_order_is_no_code(sandbox: Addresses, bot: Running) -> None:
    customer = Customer(sandbox, PARTNER)
    for text in ("PK1004 since 2026", "PK1004, I paid 1200 for it", "room 1004, PK1004"):
        assert words.PROOF_WANTED in told(await customer.says(text))
    assert not sandbox.parcellab.calls


async def test_a_bare_code_proves_each_of_the_orders_that_were_asked_for(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    await customer.says("PK1004 PK1006")
    message = told(await customer.says("10115"))
    assert WHOLE in message
    assert "PK1006 ·" in message


async def test_a_code_that_nobody_has_asked_for_proves_nothing(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot():
        customer, other = Customer(sandbox, PARTNER), Customer(sandbox, GUEST)
        sandbox.slack.scopes.discard("users:read.email")
        assert words.NOT_UNDERSTOOD in told(await customer.says("10115"))
        await customer.says("PK1004")
        assert words.NOT_UNDERSTOOD in told(await other.says("10115"))
        await customer.says("thanks")
        assert words.NOT_UNDERSTOOD in told(await customer.says("10115"))
        await customer.says("PK1004")
        sandbox.parcellab.clock.advance(16 * 60)
        assert words.NOT_UNDERSTOOD in told(await customer.says("10115"))
        assert not sandbox.parcellab.calls


async def test_what_a_code_was_asked_for_is_known_after_a_restart(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    customer = Customer(sandbox, PARTNER)
    async with start_bot():
        await customer.says("PK1004")
    async with start_bot():
        assert WHOLE in told(await customer.says("10115"))


@ONE_DOOR
async def test_codes_in_a_row_are_tries_like_any_others(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(**ONE_ACCOUNT):
        customer = Customer(sandbox, PARTNER)
        await customer.says("PK1004")
        for tried in range(5):
            assert words.NOT_SHOWN_TITLE in told(await customer.says(f"9999{tried}"))
        assert words.LOCKED in told(await customer.says(f"PK1004, {CODE}"))


@ONE_DOOR
async def test_who_mistypes_twice_with_three_orders_is_not_locked(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(**ONE_ACCOUNT):
        customer = Customer(sandbox, PARTNER)
        view = await customer.opens(await customer.says("PK1004 PK1005 PK1006"))
        before = len(customer.seen())
        await customer.enters(view, WRONG)
        assert words.NOT_SHOWN_ALL_TITLE in told(await customer.answered(before))
        assert words.NOT_SHOWN_ALL_TITLE in told(await customer.says("99998"))
        message = told(await customer.says(CODE))
        assert all(f"{number} ·" in message for number in ("PK1004", "PK1005", "PK1006"))


async def test_a_complaint_is_answered_when_number_and_code_have_come(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    assert words.NUMBER_WANTED in told(await customer.says("it says delivered, but I have nothing"))
    assert words.PROOF_WANTED in told(await customer.says("PK1010"))
    message = await customer.says("10115")
    assert words.NOT_RECEIVED_CHECK in told(message)


async def test_a_number_unlike_others_is_taken_where_one_was_asked_for(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    assert words.NOT_UNDERSTOOD in told(await customer.says("4711-A"))
    await customer.says("where is my parcel?")
    assert "nobody else can see `4711-A`" in told(await customer.says("4711-A"))


async def test_more_numbers_than_three_are_said_to_be_left(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    message = told(await customer.says("PK1003 PK1004 PK1005 PK1006 PK1007"))
    assert words.THREE_AT_A_TIME in message
    assert "`PK1006`, `PK1007`" in message
    assert "nobody else can see `PK1006`" not in message


# Without a number


def knows_their_address(sandbox: Addresses) -> Customer:
    customer = Customer(sandbox)
    known = sandbox.slack.workspace.people[GUEST]
    fields = {name: getattr(known, name) for name in known.__dataclass_fields__}
    sandbox.slack.workspace.people[GUEST] = Recipient(**fields)
    return customer


async def test_address_and_code_prove_an_order_whose_number_is_lost(
    sandbox: Addresses, bot: Running
) -> None:
    customer = knows_their_address(sandbox)
    assert words.CODE_DOES in told(await customer.says("where is my parcel?"))
    message = told(await customer.says("10115"))
    assert "PK" in message
    assert words.NOT_SHOWN_TITLE not in message
    assert words.NUMBER_WANTED not in told(await customer.says("where is it?"))
    assert {call.credentials for call in sandbox.parcellab.calls} == {"none"}


@ONE_DOOR
@pytest.mark.parametrize("rule", ["number+postal_code", "number+email"])
async def test_a_rule_that_wants_the_number_takes_nothing_else(
    sandbox: Addresses, start_bot: StartBot, rule: str
) -> None:
    async with start_bot(WHEREBOT_PROOF=rule):
        customer = knows_their_address(sandbox)
        assert words.CODE_DOES not in told(await customer.says("where is my parcel?"))
        await customer.says("10115")
        assert all("order_number" in call.query for call in sandbox.parcellab.calls)


@ONE_DOOR
async def test_an_address_that_has_no_order_and_a_wrong_code_are_answered_alike(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(**ONE_ACCOUNT):
        nobody = Customer(sandbox)  # the sandbox's address of theirs has no order
        await nobody.says("where is my parcel?")
        unknown = told(await nobody.says(CODE))
    assert words.NOT_SHOWN_TITLE in unknown
    assert words.NOT_SHOWN_NUMBER in unknown


# Who hears of it


def of_locks(sandbox: Addresses, channel: str) -> list[Message]:
    found = sandbox.slack.workspace.messages.of(channel)
    return [one for one in found if one.user == BOT_USER and lock_words.TITLE in told(one)]


async def test_administrators_hear_once_of_a_lock_from_whichever_replica(
    sandbox: Addresses, tmp_path: Path
) -> None:
    async with migrated_database("postgresql", tmp_path) as url:
        shared = settings_for(
            sandbox,
            slack_signing_secret=sandbox.slack.signing_secret,
            database_url=url,
            WHEREBOT_ADMINS=f"{LEAD},{AGENT_ONE}",
            **ONE_ACCOUNT,
        )
        clock = sandbox.parcellab.clock.now
        async with running(shared, clock=clock) as one, running(shared, clock=clock) as two:
            customer = Customer(sandbox, PARTNER)
            for tried in range(7):
                door = (one, two)[tried % 2]
                sandbox.slack.request_url = f"{door.address}/slack/events"
                await customer.says(f"PK1004, 9999{tried}")
            dms = [sandbox.slack.workspace.dm(admin).id for admin in (LEAD, AGENT_ONE)]
            await until(lambda: all(of_locks(sandbox, dm) for dm in dms))
            sandbox.parcellab.clock.advance(3601)  # wrong again within the day
            for tried in range(6):
                await customer.says(f"PK1005, 8888{tried}")
            assert words.LOCKED in told(customer.seen()[-1])
            for dm in dms:
                [message] = of_locks(sandbox, dm)
                assert PARTNER in message.mentions
                assert not any(number in told(message) for number in ("PK1004", "99991"))


@ONE_DOOR
async def test_the_support_channel_hears_of_it_where_no_administrator_is_named(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(WHEREBOT_SUPPORT_CHANNEL=SUPPORT, **ONE_ACCOUNT):
        customer = Customer(sandbox, PARTNER)
        for tried in range(5):
            await customer.says(f"PK1004, 9999{tried}")
        await until(lambda: bool(of_locks(sandbox, SUPPORT)))
        [message] = of_locks(sandbox, SUPPORT)
        assert PARTNER not in told(message)
        assert not message.mentions


@ONE_DOOR
async def test_an_order_that_many_guess_at_is_told_of_without_its_number(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(WHEREBOT_SUPPORT_CHANNEL=SUPPORT, **ONE_ACCOUNT):
        people = sandbox.slack.workspace.people

        async def guess(number: int) -> None:
            person = f"U0MANY{number:04d}"
            people[person] = replace(people[PARTNER], id=person)
            customer = Customer(sandbox, person)
            for tried in range(4):
                await customer.says(f"PK1004, 9{number}{tried:03d}")

        await asyncio.gather(*map(guess, range(3)))
        await until(lambda: bool(of_locks(sandbox, SUPPORT)))
        [message] = of_locks(sandbox, SUPPORT)
        assert lock_words.ORDER in told(message)
        assert "PK1004" not in told(message)


# What is left in Slack


async def test_old_buttons_and_forms_say_that_customers_are_not_served_any_more(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    customer = Customer(sandbox, PARTNER)
    async with start_bot():
        asked = await customer.says("PK1004")
        view = await customer.opens(asked)
    async with start_bot(WHEREBOT_CUSTOMERS="off"):
        for action in (PROVE, "customer:person2"):
            before = len(customer.seen())
            clicked = await customer.slack.click(PARTNER, asked.channel, asked.ts, action)
            assert not clicked.error
            assert "full members" in told(await customer.answered(before))
        assert await customer.enters(view, CODE) == {"postal_code": words.NO_CUSTOMERS}
        assert not sandbox.parcellab.calls


async def test_what_is_over_is_erased_while_the_bot_runs(
    sandbox: Addresses, start_bot: StartBot, tmp_path: Path
) -> None:
    file, customer = tmp_path / "kept.sqlite", Customer(sandbox, PARTNER)

    def rows() -> int:
        with beside(file) as database:
            return int(database.execute("SELECT count(*) FROM customer_proof").fetchone()[0])

    async with start_bot(DATABASE_URL=f"sqlite:///{file}"):
        await customer.proves("PK1004")
    assert rows() == 1
    sandbox.parcellab.clock.advance(25 * 3600)
    async with start_bot(DATABASE_URL=f"sqlite:///{file}"):
        await until(lambda: not rows())
