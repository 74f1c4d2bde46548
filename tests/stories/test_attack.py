"""What somebody tries who wants to know of orders that are not theirs; it tells them nothing."""

import asyncio
import json
import logging
import re
import time
from bisect import bisect_right
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import pytest
from aiohttp import ClientSession
from slack_sdk.signature import SignatureVerifier

from bot.app import Running
from bot.core.customers.asker import Asker
from bot.core.customers.proof import Recipient
from bot.core.order import Order
from bot.core.privacy import Customer as CustomerAudience
from bot.core.question import Options, Refused
from bot.core.reference import Kind, Reference
from bot.core.text.pattern import OrderPatterns
from bot.core.words import conversation as words
from bot.core.words.card import LOOKING
from bot.customers import Customers, Orders
from bot.log import JsonLines
from bot.sandbox.parcellab.api import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    GUEST,
    PARTNER,
    SHARED,
    SUPPORT,
    Message,
)
from bot.slack.tasks import Tasks
from bot.store.customer import CustomerStore
from bot.store.database import open_database
from bot.store.seal import Seal
from bot.wiring.opening import customers
from bot.wiring.upstream import open_upstream, own_secret
from tests.conftest import StartBot, answer_to, settings_for, until
from tests.store.standing import migrated_database
from tests.stories.customer import (
    CODE,
    FORM,
    OF_ORDERS,
    ONE_ACCOUNT,
    ONE_DOOR,
    PROVE,
    Customer,
    shape,
)
from tests.stories.seen import told

Json = dict[str, Any]

UNKNOWN, WRONG, BARE, SLOW = "PK9999", "PK1004", "PK1027", "PK1025"
NOT_SHOWN = words.NOT_SHOWN_TITLE
LOCKED = words.LOCKED
OPENED = "Out for delivery"
HOSTILE = [f"PK30{n:02d}" for n in range(1, 16)]


@asynccontextmanager
async def use_case(
    sandbox: Addresses,
    url: str,
    *,
    step: float = 0.5,  # twice that is a lot of time, even on a busy machine
    key_of: Callable[[Reference], str] | None = None,
    **changes: Any,
) -> AsyncIterator[Customers]:
    """Open what answers customers, without Slack before it."""
    many = {"WHEREBOT_CALLS_PER_MINUTE": 100_000}
    settings = settings_for(sandbox, database_url=url, **ONE_ACCOUNT, **many, **changes)
    patterns = OrderPatterns.of(settings.order_patterns, settings.status_pages)
    tasks = Tasks()
    async with open_database(url) as database, open_upstream(settings) as upstream:
        opened = customers(
            upstream,
            settings,
            CustomerStore(database, Seal(own_secret(settings))),
            clock=sandbox.parcellab.clock.now,
            ruled=lambda: patterns,
            start=tasks.start,
        )
        try:
            yield replace(opened, step=step, key_of=key_of or opened.key_of)
        finally:
            await tasks.drain(1)


def asker(user_id: str) -> Asker:
    return Asker(CustomerAudience("T1", user_id), "en")


def order(number: str) -> Reference:
    return Reference(Kind.ORDER_NUMBER, number)


def nothing_told(text: str) -> bool:
    return not any(word in text for word in OF_ORDERS)


# Whether there is such an order


async def test_going_through_numbers_looks_nothing_up_and_finds_no_difference(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    numbers = ["PK1004", "PK1005", "PK9999", "PK1027", "PK3001", "PK0000"]
    answers = {shape(await customer.says(number), number) for number in numbers}
    assert len(answers) == 1
    assert not sandbox.parcellab.calls


@ONE_DOOR
async def test_unknown_wrong_and_locked_orders_are_answered_alike(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(**ONE_ACCOUNT):
        persons = [Customer(sandbox, person) for person in (GUEST, PARTNER)]
        answers = [
            shape(await person.proves(number, "99999"), number)
            for person in persons
            for number in (UNKNOWN, WRONG)
        ]
    assert len(set(answers)) == 1
    assert NOT_SHOWN in answers[0]


UNREADABLE = "PK1003"


@pytest.mark.parametrize("kind", ["garbage", "half", "empty", "500", "truncated", "drop"])
async def test_an_order_whose_answer_cannot_be_read_is_as_unknown_as_any(
    sandbox: Addresses, tmp_path: Path, kind: str
) -> None:
    sandbox.parcellab.fault = Fault(kind, only=UNREADABLE)
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        for code in (CODE, "99999"):
            numbers = (UNREADABLE, UNKNOWN)
            by_form, typed = await asyncio.gather(
                asyncio.gather(
                    *(opened.prove([order(n)], code, asker(f"F{code} {n}")) for n in numbers)
                ),
                asyncio.gather(
                    *(opened.answer(f"{n} {code}", asker(f"T{code} {n}")) for n in numbers)
                ),
            )
            for said in (by_form, typed):
                alike = zip(said, numbers, strict=True)
                [no] = {str(answer).replace(number, "#") for answer, number in alike}
                assert NOT_SHOWN in no
        knows = replace(asker("U1"), email=THEIRS)
        assert words.PROOF_WANTED in str(await opened.answer(UNREADABLE, knows))


@pytest.mark.parametrize("kind", ["garbage", "half", "empty", "500"])
async def test_an_outage_is_told_of_whatever_number_and_counts_as_no_try(
    sandbox: Addresses, tmp_path: Path, kind: str
) -> None:
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        sandbox.parcellab.fault = Fault(kind)
        for _ in range(3):
            for number in (UNKNOWN, WRONG):
                assert words.BUSY in str(await opened.prove([order(number)], "99999", asker("U1")))
        sandbox.parcellab.fault = None
        assert OPENED in str(await opened.prove([order(WRONG)], CODE, asker("U1")))


async def test_who_has_proven_an_order_hears_that_it_cannot_be_looked_up(
    sandbox: Addresses, tmp_path: Path
) -> None:
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        await opened.prove([order(WRONG)], CODE, asker("U1"))
        sandbox.parcellab.fault = Fault("garbage", only=WRONG)
        assert words.BUSY in str(await opened.answer(WRONG, asker("U1")))
        assert words.BUSY in str(await opened.answer("where is it?", asker("U1")))
        assert words.PROOF_WANTED in str(await opened.answer(WRONG, asker("U2")))


async def test_an_order_that_alone_is_slow_is_as_unknown_as_any_and_theirs_when_they_ask_again(
    sandbox: Addresses, tmp_path: Path
) -> None:
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        later = Tasks()
        opened = replace(opened, start=later.start)
        sandbox.parcellab.fault = Fault("slow", only=SLOW, seconds=2.5)
        asked = [opened.prove([order(n)], "99999", asker("U1")) for n in (UNKNOWN, SLOW)]
        unknown, slow = await asyncio.gather(*asked)
        assert str(slow).replace(SLOW, UNKNOWN) == str(unknown)
        assert NOT_SHOWN in str(await opened.prove([order(SLOW)], CODE, asker("U2")))
        assert await later.drain(10) == 0
        assert "Sandbox" not in (shown := str(await opened.prove([order(SLOW)], CODE, asker("U2"))))
        assert NOT_SHOWN not in shown
        assert SLOW in str(await opened.answer("where is it?", asker("U2")))
        assert not await opened.proofs.proven("U1", opened.clock())


async def test_that_parcellab_is_away_for_all_is_told_of_whatever_number(
    sandbox: Addresses, tmp_path: Path
) -> None:
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        sandbox.parcellab.fault = Fault("hang", seconds=3)
        for number in (UNKNOWN, WRONG):
            assert words.BUSY in str(await opened.prove([order(number)], CODE, asker("U1")))


async def test_a_parcellab_that_is_slow_for_all_is_waited_for(
    sandbox: Addresses, tmp_path: Path
) -> None:
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        sandbox.parcellab.fault = Fault("slow", seconds=2 * opened.step + 0.5)
        asked = [opened.prove([order(n)], CODE, asker("U1")) for n in (UNKNOWN, WRONG)]
        unknown, theirs = await asyncio.gather(*asked)
        assert NOT_SHOWN in str(unknown)
        assert OPENED in str(theirs)


@pytest.mark.parametrize("kind", ["500", "hang"])
async def test_orders_that_fail_one_after_another_stop_nobody(
    sandbox: Addresses, tmp_path: Path, kind: str
) -> None:
    """Whoever finds such orders could else stop all customers, and be told that they exist."""
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        hastily = replace(opened, timeout=0.3)
        sandbox.parcellab.fault = Fault(kind, only=UNREADABLE)
        tried = (hastily.prove([order(UNREADABLE)], CODE, asker(f"F{n}")) for n in range(8))
        assert all(NOT_SHOWN in str(said) for said in await asyncio.gather(*tried))
        assert OPENED in str(await opened.prove([order(WRONG)], CODE, asker("U1")))
        assert NOT_SHOWN in str(await opened.prove([order(UNKNOWN)], CODE, asker("U1")))


TRIALS, AT_ONCE = 200, 30
FEW = 50  # trials are enough to see what nothing hides
CHANCE = 0.25  # 0.195 happens once in a thousand times by chance, this once in a hundred thousand
THEIRS, NOBODYS = "sandbox.recipient@example.com", "nobody@example.com"
_MIXED = Random(6)

Case: TypeAlias = Callable[[int], Awaitable[Any]]


async def timed(cases: dict[str, Case], trials: int, at_once: int) -> dict[str, list[float]]:
    """How long so many trials of each case took, shuffled: what disturbs one disturbs all."""
    took: dict[str, list[float]] = {case: [] for case in cases}
    free = asyncio.Semaphore(at_once)

    async def one(case: str, trial: int) -> None:
        async with free:
            begun = time.perf_counter()
            await cases[case](trial)
            took[case].append(time.perf_counter() - begun)

    each = [(case, trial) for trial in range(trials) for case in cases]
    _MIXED.shuffle(each)
    await asyncio.gather(*(one(*which) for which in each))
    return took


def distance(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the two-sample Kolmogorov-Smirnov statistic: the widest gap of the two shares.

    It asks for ranks alone, so a machine that makes all trials slow changes nothing.
    """
    ours, others = sorted(one), sorted(other)

    def gap(at: float) -> float:
        return abs(bisect_right(ours, at) / len(ours) - bisect_right(others, at) / len(others))

    return max(map(gap, (*ours, *others)))


@dataclass(frozen=True)
class Uneven:
    """A parcelLab that takes longer for an order that is there: somebody could measure that.

    For one it takes longer than anybody waits.
    """

    orders: Orders
    longest: float

    async def look_as_recipient(
        self, reference: Reference, options: Options
    ) -> tuple[Order, Recipient] | None:
        found = await self.orders.look_as_recipient(reference, options)
        if found:
            slow = found[0].order_number == SLOW
            await asyncio.sleep(self.longest if slow else 0.1)
        return found


def by_form(opened: Customers, number: str) -> Case:
    return lambda trial: opened.prove([order(number)], "99999", asker(f"{number} {trial}"))


def typed(opened: Customers, number: str) -> Case:
    return lambda trial: opened.answer(f"{number}, 99999", asker(f"typed {number} {trial}"))


async def without_number(opened: Customers, email: str, trials: int) -> Case:
    """Let them be asked for the number; they send a postal code instead."""
    askers = [replace(asker(f"{email} {trial}"), email=email) for trial in range(trials)]
    await asyncio.gather(*(opened.answer("where is my parcel?", one) for one in askers))
    return lambda trial: opened.answer("99999", askers[trial])


async def ways_to_ask(sandbox: Addresses, opened: Customers, trials: int) -> dict[str, Case]:
    """All that ends in a no."""
    all_there = (*(one.order_number for one in sandbox.parcellab.orders[:20]), BARE)
    there = [number for number in all_there if number != SLOW]
    sandbox.parcellab.fault = Fault("garbage", only="PK3001")
    return {
        "unknown": by_form(opened, UNKNOWN),
        "wrong": lambda trial: by_form(opened, there[trial % len(there)])(trial),
        "locked": by_form(opened, "PK1001"),
        "unreadable": by_form(opened, "PK3001"),
        "slow": by_form(opened, SLOW),
        "typed, unknown": typed(opened, UNKNOWN),
        "typed, wrong": typed(opened, WRONG),
        "no number, unknown": await without_number(opened, NOBODYS, trials),
        "no number, wrong": await without_number(opened, THEIRS, trials),
    }


@asynccontextmanager
async def measured(sandbox: Addresses, folder: Path, step: float) -> AsyncIterator[Customers]:
    """Open what is measured: one order is locked, and no others by what is tried."""
    keys = count()

    def key_of(reference: Reference) -> str:
        return "locked" if reference == order("PK1001") else str(next(keys))

    url = f"sqlite:///{folder}/{step}.sqlite"
    async with use_case(sandbox, url, step=step, key_of=key_of) as opened:
        opened = replace(opened, orders=Uneven(opened.orders, 2.5 * step))
        await asyncio.gather(*(by_form(opened, "PK1001")(-tried) for tried in range(1, 11)))
        yield opened


def gaps(took: dict[str, list[float]]) -> dict[str, float]:
    """How far the times of each case lie from those of an unknown order, asked for in one way."""
    unknown = {"typed": "typed, unknown", "no number": "no number, unknown"}
    ways = {case: unknown.get(case.partition(",")[0], "unknown") for case in took}
    return {case: round(distance(took[case], took[way]), 3) for case, way in ways.items()}


@pytest.mark.timeout(300)
async def test_unknown_wrong_not_allowed_and_locked_take_the_same_time(
    sandbox: Addresses, tmp_path: Path
) -> None:
    found: dict[str, float] = {}
    for step, at_once in ((0.5, AT_ONCE), (1.6, 2 * AT_ONCE)):  # a longer one on a busy machine
        async with measured(sandbox, tmp_path, step) as opened:
            cases = await ways_to_ask(sandbox, opened, TRIALS)
            found = gaps(await timed(cases, TRIALS, at_once))
        if max(found.values()) < CHANCE:
            break
    assert max(found.values()) < CHANCE, found


async def test_what_measures_the_times_would_see_a_difference(
    sandbox: Addresses, tmp_path: Path
) -> None:
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        orders, code = Uneven(opened.orders, 0.2), Options(postal_code="99999")

        async def asked(number: str) -> None:
            with suppress(Refused):
                await orders.look_as_recipient(order(number), code)

        there: dict[str, Case] = {
            case: partial(_of, asked, number) for case, number in LOOKED_UP.items()
        }
        took = await timed(there, FEW, 5)
    found = {case: distance(took[case], took["unknown"]) for case in took if case != "unknown"}
    assert min(found.values()) > CHANCE, found


LOOKED_UP = {"unknown": UNKNOWN, "wrong": WRONG, "slow": SLOW}


async def _of(asked: Callable[[str], Awaitable[None]], number: str, _trial: int) -> None:
    await asked(number)


# Guessing


async def test_five_wrong_codes_an_hour_lock_a_person_on_every_replica_and_over_a_restart(
    sandbox: Addresses, tmp_path: Path
) -> None:
    async with migrated_database("postgresql", tmp_path) as url:
        async with use_case(sandbox, url) as one, use_case(sandbox, url) as two:
            for tried in range(4):
                at = (one, two)[tried % 2]
                said = await at.prove([order("PK1004")], f"9999{tried}", asker("U1"))
                assert NOT_SHOWN in str(said)
            many = [one.prove([order(f"PK20{n}")], "99999", asker("U1")) for n in range(10, 14)]
            said_to_many = await asyncio.gather(*many)
            assert sum(NOT_SHOWN in str(said) for said in said_to_many) == 1
        async with use_case(sandbox, url) as after:
            assert LOCKED in str(await after.prove([order("PK1004")], CODE, asker("U1")))
            assert "sneaker" not in str(await after.prove([order("PK1004")], CODE, asker("U1")))
            assert OPENED in str(await after.prove([order("PK1004")], CODE, asker("U2")))
            sandbox.parcellab.clock.advance(3601)
            assert OPENED in str(await after.prove([order("PK1004")], CODE, asker("U1")))


@pytest.mark.parametrize("number", ["PK1004", "PK9999"])
async def test_ten_wrong_codes_a_day_lock_an_order_whether_there_is_one(
    sandbox: Addresses, tmp_path: Path, number: str
) -> None:
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        for tried in range(10):
            await opened.prove([order(number)], f"1{tried:04d}", asker(f"U{tried}"))
        before = len(sandbox.parcellab.calls)
        said = await opened.prove([order(number)], CODE, asker("U99"))
        assert NOT_SHOWN in str(said)
        assert len(sandbox.parcellab.calls) == before, "a locked order is not even looked up"
        wide = number.translate({ord(c): ord(c) + 0xFEE0 for c in number})
        for spelling in (
            number.lower(),
            f"#{number}",
            f" {number}\u200b",
            f"PK-{number[2:]}",
            wide,
        ):
            again = await opened.prove([order(spelling)], CODE, asker(f"U98{spelling}"))
            assert NOT_SHOWN in str(again), spelling
        assert len(sandbox.parcellab.calls) == before, "nor by another spelling"


async def test_what_an_address_has_proven_ends_when_slack_vouches_for_another(
    sandbox: Addresses, tmp_path: Path
) -> None:
    """The same account may be somebody else's by then."""
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        theirs, moved = (replace(asker("U1"), email=one) for one in (THEIRS, NOBODYS))
        assert OPENED in str(await opened.answer(WRONG, theirs))
        for one in (moved, asker("U1")):
            for text in (WRONG, "where is it?"):
                assert words.PROOF_WANTED in str(await opened.answer(text, one))
        assert OPENED in str(await opened.answer(WRONG, theirs))
        assert OPENED in str(await opened.prove([order(WRONG)], CODE, moved))
        assert OPENED in str(await opened.answer("where is it?", moved)), "number and code hold"


async def test_an_address_that_slack_no_longer_vouches_for_is_not_named(
    sandbox: Addresses, tmp_path: Path
) -> None:
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        theirs, moved = (replace(asker("U1"), email=one) for one in (THEIRS, NOBODYS))
        await opened.answer("where is my parcel?", theirs)
        said = str(await opened.answer("99999", moved))
        assert THEIRS not in said
        await opened.answer("where is my parcel?", theirs)
        assert CODE not in (shown := str(await opened.answer(CODE, theirs)))
        assert words.NOT_SHOWN_TITLE not in shown
        for text in ("where is it?", CODE):
            said = str(await opened.answer(text, moved))
            assert THEIRS not in said
            assert nothing_told(said)


@pytest.mark.parametrize("own", [True, False])
async def test_new_credentials_forget_proofs_and_locks_only_without_a_secret_of_their_own(
    sandbox: Addresses, tmp_path: Path, *, own: bool
) -> None:
    url, kept = f"sqlite:///{tmp_path}/a.sqlite", "s" * 16 if own else None
    async with use_case(sandbox, url, WHEREBOT_SECRET=kept) as opened:
        await opened.prove([order(WRONG)], CODE, asker("U1"))
        tried = (by_form(opened, SLOW)(trial) for trial in range(10))
        await asyncio.gather(*tried)
    async with use_case(sandbox, url, parcellab_jwt="rotated", WHEREBOT_SECRET=kept) as opened:
        assert (OPENED in str(await opened.answer("where is it?", asker("U1")))) is own
        locked = NOT_SHOWN in str(await opened.prove([order(SLOW)], CODE, asker("U2")))
        assert locked is own


async def test_a_proof_of_one_person_opens_nothing_to_another(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.scopes.discard("users:read.email")
    assert OPENED in told(await Customer(sandbox, PARTNER).proves("PK1004"))
    asked = len(sandbox.parcellab.calls)
    other = Customer(sandbox)
    assert words.NUMBER_WANTED in told(await other.says("where is my parcel?"))
    assert words.PROOF_WANTED in told(await other.says("PK1004"))
    assert len(sandbox.parcellab.calls) == asked


@pytest.mark.parametrize(
    "code",
    ["_unset", "<postal_code>", "*****", "12XXX", "null", "None", "00000&s=x", "", " ", "x" * 20],
)
async def test_what_stands_in_for_a_code_never_counts(
    sandbox: Addresses, tmp_path: Path, code: str
) -> None:
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        numbers = ("PK1004", BARE, *HOSTILE)
        tried = (opened.prove([order(number)], code, asker(number)) for number in numbers)
        for number, said in zip(numbers, await asyncio.gather(*tried), strict=True):
            assert NOT_SHOWN in str(said), number


@pytest.mark.parametrize("email", ["<email>", "_unset", "", "unset@", "*@*.*"])
async def test_what_stands_in_for_an_address_never_counts(
    sandbox: Addresses, tmp_path: Path, email: str
) -> None:
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        numbers = ("PK1004", BARE, "PK3001")
        asked = (opened.answer(one, replace(asker(one), email=email)) for one in numbers)
        for number, said in zip(numbers, await asyncio.gather(*asked), strict=True):
            assert words.PROOF_WANTED in str(said), number
            assert nothing_told(str(said)), number


async def test_nobody_looks_up_more_than_thirty_orders_an_hour(
    sandbox: Addresses, tmp_path: Path
) -> None:
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        curious = replace(asker("U1"), email="curious@example.com")
        asked = (opened.answer(f"PK{2000 + n}", curious) for n in range(30))
        assert words.TOO_MANY not in str(await asyncio.gather(*asked))
        before = len(sandbox.parcellab.calls)
        assert words.TOO_MANY in str(await opened.answer("PK2030", curious))
        assert len(sandbox.parcellab.calls) == before >= 30


# What the agents' doors give


def answers(customer: Customer) -> list[Message]:
    """What they alone are told in a channel; a "no" takes its time."""
    mine = [one for one in customer.seen(SUPPORT) if one.only_for == customer.id]
    return [one for one in mine if LOOKING not in one.text]


async def posted_card(sandbox: Addresses) -> Message:
    """A card that all see, in a channel where a guest reads along."""
    sandbox.slack.workspace.channels[SUPPORT].members.add(GUEST)
    exchange = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", "PK1004 public")
    await until(lambda: any(m.blocks and not m.only_for for m in exchange.shown))
    return next(m for m in exchange.shown if not m.only_for)


async def test_an_agents_card_gives_a_customer_who_clicks_it_nothing(
    sandbox: Addresses, bot: Running
) -> None:
    card, customer = await posted_card(sandbox), Customer(sandbox)
    for told_so_far, action in enumerate(("card:details", "card:refresh")):
        await sandbox.slack.click(GUEST, SUPPORT, card.ts, action)
        await until(lambda: len(answers(customer)) > told_so_far)  # noqa: B023
    private = answers(customer)
    assert all("🔒" in told(m) and nothing_told(told(m)) for m in private)
    assert {call.credentials for call in sandbox.parcellab.calls[1:]} <= {"none"}


async def test_details_of_a_posted_card_are_shown_in_place_to_a_customer_who_proves_it_theirs(
    sandbox: Addresses, bot: Running
) -> None:
    card, customer = await posted_card(sandbox), Customer(sandbox)

    async def pressed() -> Message:
        before = len(answers(customer))
        await sandbox.slack.click(GUEST, SUPPORT, card.ts, "card:details")
        await until(lambda: len(answers(customer)) > before)
        return answers(customer)[-1]

    question = await pressed()
    assert words.PROOF_WANTED in told(question)
    assert words.PROOF_BESIDE in told(question)
    assert words.PROOF_HOW not in told(question), "others would read a code that is written here"
    assert words.BUTTON_PERSON not in told(question)
    view = await customer.opens(question)
    assert not await customer.enters(view, CODE)
    assert OPENED in told(await customer.answered(0))
    details = await pressed()
    assert (details.only_for, OPENED in told(details)) == (GUEST, True)
    assert not [
        m
        for m in sandbox.slack.seen_by(AGENT_TWO, SUPPORT)
        if OPENED in told(m) and m.ts != card.ts
    ]


@pytest.mark.parametrize("person", [GUEST, PARTNER])
async def test_the_agents_doors_stay_shut_for_customers(
    sandbox: Addresses, bot: Running, person: str
) -> None:
    customer = Customer(sandbox, person)
    exchange = await sandbox.slack.command(person, SHARED, "/where", "PK1004")
    await answer_to(exchange)
    assert nothing_told(told(exchange.shown[-1]))
    message = await sandbox.slack.message(AGENT_ONE, SHARED, "PK1004 is late")
    try:
        await sandbox.slack.shortcut(person, "where_message", SHARED, message.ts)
        await until(lambda: bool(sandbox.slack.modals(person)))
        assert nothing_told(json.dumps(sandbox.slack.modals(person)[-1]))
    except (LookupError, PermissionError):
        pass  # Slack itself has no shortcut for them
    await sandbox.slack.open_home(person)
    await until(lambda: sandbox.slack.home(person) is not None)
    assert nothing_told(json.dumps(sandbox.slack.home(person)))
    assert customer.seen() == []
    assert not sandbox.parcellab.calls


async def test_who_loses_the_right_between_question_and_answer_is_a_customer(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    sandbox.slack.retry_delays = (0.5, 1.0, 2.0)
    agent = Customer(sandbox, AGENT_TWO)
    await sandbox.slack.message(AGENT_TWO, agent.channel, "PK1004")
    people = sandbox.slack.workspace.people
    people[AGENT_TWO] = replace(people[AGENT_TWO], is_restricted=True)
    async with start_bot():
        message = await agent.answered(0)
    assert words.PROOF_WANTED in told(message)
    assert not [call for call in sandbox.parcellab.calls if call.credentials != "none"]


async def test_who_becomes_a_member_before_their_form_is_sent_in_is_told_what_a_customer_is(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    guest, people = Customer(sandbox), sandbox.slack.workspace.people
    sandbox.slack.scopes.discard("users:read.email")
    async with start_bot():
        view = await guest.opens(await guest.says("PK1004"))
    people[GUEST] = replace(people[GUEST], is_restricted=False)
    async with start_bot():
        before = len(guest.seen())
        assert not await guest.enters(view, CODE)
        message = told(await guest.answered(before))
    assert OPENED in message
    assert not any(private in message for private in ("recipient@", "Sandbox Recipient", CODE))
    assert {call.credentials for call in sandbox.parcellab.calls} == {"none"}


async def test_who_loses_the_right_before_they_click_is_told_nothing_more(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    agent, people = Customer(sandbox, AGENT_TWO), sandbox.slack.workspace.people
    async with start_bot():
        card = await agent.says("PK1004")
        assert "sneaker" in told(card)
    asked = len(sandbox.parcellab.calls)
    people[AGENT_TWO] = replace(people[AGENT_TWO], is_restricted=True)
    async with start_bot():
        exchange = await sandbox.slack.click(AGENT_TWO, card.channel, card.ts, "card:refresh")
        await answer_to(exchange)
        assert nothing_told(told(exchange.shown[-1]))
        assert len(sandbox.parcellab.calls) == asked
        assert words.PROOF_WANTED in told(await agent.says("PK1004"))
    assert {call.credentials for call in sandbox.parcellab.calls[asked:]} == {"none"}


async def test_a_locked_person_is_answered_alike_whatever_they_enter(
    sandbox: Addresses, tmp_path: Path
) -> None:
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        for tried in range(10):
            await opened.prove([order("PK1001")], f"9999{tried}", asker(f"U{tried}"))
        for tried in range(5):
            await opened.prove([order(f"PK20{tried:02d}")], "99999", asker("U99"))
        asked = len(sandbox.parcellab.calls)
        tries = {UNKNOWN: CODE, WRONG: "99999", "PK1006": CODE, "PK1001": CODE, BARE: CODE}
        said = [await opened.prove([order(n)], code, asker("U99")) for n, code in tries.items()]
    assert len({str(one) for one in said}) == 1
    assert LOCKED in str(said[0])
    assert len(sandbox.parcellab.calls) == asked, "nothing is looked up"


# Forged payloads


def forged(sandbox: Addresses, change: Callable[[Json], None]) -> Callable[[], None]:
    """Let Slack's payloads be changed before the bot gets them; returns what ends it."""
    begin = sandbox.slack._begin

    def changed(kind: Any, told: Json, *more: Any, **others: Any) -> Any:
        if kind == "interactive":
            change(told)
        return begin(kind, told, *more, **others)

    sandbox.slack._begin = changed  # type: ignore[method-assign]
    return lambda: setattr(sandbox.slack, "_begin", begin)


FORGED: Sequence[Any] = [
    "",
    "PK1004",
    "order_number",
    "order_number\n",
    "order_number\nPK1004\x00",
    "order_number\n" + "9" * 400,
    "recipient_email\nrecipient@example.com",
    "customer_number\nC-1004",
    "external_reference\nREF-1234",
    "s\nFPrvZY6CkE",
    "order_number\n\n\n\n",
    "\n\n".join(f"order_number\nPK100{n}" for n in range(4)),  # more than are asked for at once
    "order_number\nPK1004\n\nrecipient_email\nrecipient@example.com",
    None,
    ["order_number\nPK1004"],
]


async def test_a_forged_button_opens_no_form(
    sandbox: Addresses, bot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    customer = Customer(sandbox, PARTNER)
    message = await customer.says("PK1003")
    for value in FORGED:
        end = forged(sandbox, lambda told: told["actions"][0].update(value=value))  # noqa: B023
        exchange = await sandbox.slack.click(PARTNER, message.channel, message.ts, PROVE)
        end()
        assert exchange.error is None
    await sandbox.slack.settled()
    await customer.says("hello")  # what came before it has had its time
    assert sandbox.slack.modals(PARTNER) == []
    assert not sandbox.parcellab.calls
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def other_person(told: Json) -> None:
    told["user"]["id"] = "U0NOBODY12"


def without_state(told: Json) -> None:
    told["view"]["state"] = {"values": {}}


def odd_state(told: Json) -> None:
    told["view"]["state"] = {"values": {FORM: {FORM: {"value": {"a": [CODE]}}}}}


def no_metadata(told: Json) -> None:
    told["view"]["private_metadata"] = ""


def long_metadata(told: Json) -> None:
    told["view"]["private_metadata"] = "order_number\n" + "A" * 2900


def by_email(told: Json) -> None:
    told["view"]["private_metadata"] = "recipient_email\nrecipient@example.com"


@pytest.mark.parametrize(
    "change",
    [other_person, without_state, odd_state, no_metadata, long_metadata, by_email],
)
async def test_a_forged_form_shows_nothing(
    sandbox: Addresses,
    bot: Running,
    change: Callable[[Json], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    customer = Customer(sandbox, PARTNER)
    view = await customer.opens(await customer.says("PK1004"))
    before = len(customer.seen())
    end = forged(sandbox, change)
    await customer.enters(view, CODE)
    end()
    if change is other_person:  # they have proven it, to nobody
        await until(lambda: "was refused" in caplog.text)
    await asyncio.sleep(0.3)
    assert len(customer.seen()) == before
    assert change is other_person or not sandbox.parcellab.calls
    errors = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    refused = ["an answer was refused: user_not_found"]  # whom nobody knows cannot be written to
    assert errors == (refused if change is other_person else [])


async def test_a_form_about_another_order_counts_as_any_other_try(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(**ONE_ACCOUNT):
        customer = Customer(sandbox, PARTNER)
        view = await customer.opens(await customer.says("PK1003"))
        before = len(customer.seen())

        def change(told: Json) -> None:
            told["view"]["private_metadata"] = "order_number\n../../PK1004%26account=1"

        end = forged(sandbox, change)
        await customer.enters(view, CODE)
        end()
        assert NOT_SHOWN in told(await customer.answered(before))
    [call] = sandbox.parcellab.calls
    assert call.query["order_number"] == "../../PK1004%26account=1"
    assert call.path == "/v4/track/orders/info/"


async def test_a_form_that_is_sent_in_twice_is_answered_once(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    view = await customer.opens(await customer.says("PK1004"))
    before = len(customer.seen())
    await customer.enters(view, CODE)
    await customer.answered(before)
    sent = [e for e in sandbox.slack.exchanges if e.payload.get("type") == "view_submission"]
    await sandbox.slack._tell(sent[-1], 1)
    assert OPENED in told(await customer.says("PK1004"))  # whatever came before it has been said
    assert len(customer.seen()) == before + 2
    assert len(sandbox.parcellab.calls) == 2


# Parameters


@pytest.mark.parametrize(
    "value",
    [
        "PK1004&account=1",
        "PK1004&recipient_postal_code=10115",
        "PK1004%26account=1",
        "PK1004#",
        "../PK1004",
        "PK1004/../../x",
        "PK 1004",
        "PK1004;account=1",
        "PK1004\u202e",
        "PK1004?lang=de",
    ],
)
async def test_a_number_is_one_parameter_whatever_it_holds(
    sandbox: Addresses, tmp_path: Path, value: str
) -> None:
    async with use_case(sandbox, f"sqlite:///{tmp_path}/a.sqlite") as opened:
        said = await opened.prove([order(value)], CODE, asker("U1"))
    [call] = sandbox.parcellab.calls
    assert call.query == {
        "account": str(ONE_ACCOUNT["parcellab_accounts"][0]),
        "order_number": value,
        "recipient_postal_code": CODE,
        "lang": "en",
        "show_returns": "true",
    }
    assert call.path == "/v4/track/orders/info/"
    assert call.credentials == "none"
    assert NOT_SHOWN in str(said)


@ONE_DOOR
async def test_the_accounts_credentials_never_go_with_a_customers_question(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, GUEST)
    await customer.says("PK1004 PK1003 1Z999AA10123456784")
    await customer.proves("PK1004")
    assert sandbox.parcellab.calls
    assert {call.credentials for call in sandbox.parcellab.calls} == {"none"}


# Messages


async def test_an_edited_message_is_not_answered_again(sandbox: Addresses, bot: Running) -> None:
    customer = Customer(sandbox, PARTNER)
    await customer.proves("PK1004")
    sent = await sandbox.slack.message(PARTNER, customer.channel, "hello")
    count_before = len(customer.seen()) + 1
    await until(lambda: len(customer.seen()) == count_before)
    await sandbox.slack.edit(PARTNER, customer.channel, sent.ts, "PK1004")
    mention = await sandbox.slack.message(PARTNER, SHARED, "@wherebot hello")
    await until(lambda: len(customer.seen()) == count_before + 1)
    await sandbox.slack.edit(PARTNER, SHARED, mention.ts, "@wherebot PK1004")
    await sandbox.slack.settled()
    await asyncio.sleep(0.5)
    assert len(customer.seen()) == count_before + 1
    assert all(nothing_told(told(m)) for m in sandbox.slack.seen_by(AGENT_ONE, SHARED))


async def signed(sandbox: Addresses, body: Json, *, age: int = 0, secret: str = "") -> int:
    """Send what Slack would sign; the status."""
    raw, at = json.dumps(body), str(int(time.time()) - age)
    signer = SignatureVerifier(secret or sandbox.slack.signing_secret)
    signature = signer.generate_signature(timestamp=at, body=raw) or ""
    head = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature}
    head["Content-Type"] = "application/json"
    url = str(sandbox.slack.request_url)
    async with ClientSession() as session, session.post(url, data=raw, headers=head) as answer:
        return answer.status


def wrote(customer: Customer, ts: str, text: str, **more: Any) -> Json:
    event = {"type": "message", "channel": customer.channel, "channel_type": "im", "ts": ts}
    event |= {"user": customer.id, "text": text, **more}
    return {"type": "event_callback", "team_id": "T0SANDBOX", "event_id": f"Ev{ts}", "event": event}


ELSE: Sequence[Json] = [
    {"subtype": "message_changed", "message": {"text": "PK1006", "user": PARTNER, "ts": "1.5"}},
    {"subtype": "message_changed", "message": {"attachments": [{"from_url": "https://x.example"}]}},
    {"subtype": "bot_message", "bot_id": "B1"},
    {"bot_id": "B1"},
    {"subtype": "me_message"},
    {"user": None},
]


@ONE_DOOR
async def test_what_is_sent_again_or_by_nobody_is_answered_to_nobody(
    sandbox: Addresses, bot: Running
) -> None:
    customer, now = Customer(sandbox, PARTNER), f"{time.time():.6f}"
    await sandbox.slack.message(PARTNER, customer.channel, "hello")
    await customer.answered(0)
    question = wrote(customer, now, "PK1004 10115")
    assert await signed(sandbox, question, age=400) == 401
    assert await signed(sandbox, question, secret="another") == 401
    assert [await signed(sandbox, question) for _ in range(3)] == [200] * 3
    assert OPENED in told(await customer.answered(1))
    assert await signed(sandbox, {**question, "event_id": "Ev2"}) == 200
    for number, more in enumerate(ELSE):
        await signed(sandbox, wrote(customer, f"{now}{number}", "PK1006 10115", **more))
    await customer.says("thanks")  # what came before it has had its time
    assert len(customer.seen()) == 3
    assert len(sandbox.parcellab.calls) == 1


async def test_in_a_shared_channel_nobody_else_reads_anything(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(**ONE_ACCOUNT):
        customer = Customer(sandbox, PARTNER)
        for text in ("PK1004 10115", "PK9999 10115", "PK1004 99999"):
            before = len(customer.seen())
            await sandbox.slack.message(PARTNER, SHARED, f"@wherebot {text}")
            await customer.answered(before)
            await until(lambda: bool(customer.seen(SHARED)))
    for person in (AGENT_ONE, GUEST):
        others = [m for m in sandbox.slack.seen_by(person, SHARED) if m.user != PARTNER]
        assert others == []
    shapes = {shape(message) for message in customer.seen(SHARED)}
    assert len(shapes) == 1, "the channel's word is the same for all"


async def test_at_the_response_url_of_a_customers_click_nothing_is_said(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    await customer.proves("PK1004")
    assert not sandbox.slack.calls("response_url")


@pytest.mark.parametrize("number", HOSTILE)
async def test_hostile_texts_of_an_order_mention_nobody_and_break_nothing(
    sandbox: Addresses, bot: Running, number: str
) -> None:
    message = await Customer(sandbox, PARTNER).proves(number)
    assert "PRIVATE:" not in told(message)
    assert not message.mentions
    assert not re.search(r"(?<![\d:])49(?!\d)", told(message))  # unless it is the hour: 15:49
    for block in message.blocks:
        for element in block.get("elements", ()):
            assert str(element.get("url", "https://")).startswith("https://")


async def test_hostile_names_of_people_and_files_are_not_even_drawn(
    sandbox: Addresses, bot: Running
) -> None:
    customer = Customer(sandbox, PARTNER)
    people = sandbox.slack.workspace.people
    people[PARTNER] = replace(people[PARTNER], real_name="<!channel> {{7*7}}", name="x<!here>")
    files = [("<!channel>{{7*7}}.csv", b"order\nPK1004\n")]
    await sandbox.slack.message(PARTNER, customer.channel, "hello", files=files)
    message = await customer.answered(0)
    assert not message.mentions
    assert "{{7*7}}" not in told(message)
    assert "49" not in told(message)
    assert not sandbox.parcellab.calls


# What is kept and logged


@ONE_DOOR
async def test_nothing_personal_is_logged_nor_kept_in_clear(
    sandbox: Addresses, start_bot: StartBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    file = tmp_path / "kept.sqlite"
    async with start_bot(DATABASE_URL=f"sqlite:///{file}", **ONE_ACCOUNT):
        customer = Customer(sandbox)
        await customer.proves("PK1004")
        await customer.proves("PK1005", "54321")
        sandbox.parcellab.fault = Fault("garbage")
        await customer.says("PK1004")
        sandbox.parcellab.fault = Fault("half")
        await customer.says("PK1004 PLZ 54321")
    lines = [JsonLines().format(record) for record in caplog.records]
    stored = b"".join(one.read_bytes() for one in tmp_path.glob("kept.sqlite*"))
    for secret in ("PK1004", "PK1005", CODE, "54321", "guest.one@", "recipient@"):
        assert not [line for line in lines if secret in line], secret
        assert secret.encode() not in stored, secret
