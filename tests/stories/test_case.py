"""A customer talks to a person through the bot, from the first word to the last, at both doors."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from bot.app import Running
from bot.sandbox.server import Addresses
from bot.sandbox.slack.block import elements
from bot.sandbox.slack.fault import Fault, Kind
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    GUEST,
    LEAD,
    PARTNER,
    SHARED,
    SUPPORT,
    Message,
)
from tests.conftest import StartBot, until
from tests.stories.customer import ONE_DOOR, Customer
from tests.stories.seen import PRIVATE, of_bot, told

HELP = {
    GUEST: "PK1004 est en retard, je voudrais parler à quelqu'un",
    PARTNER: "My parcel is late. I want to talk to someone!",
}


class Office:
    """The support channel and the direct messages, as people see them."""

    def __init__(self, sandbox: Addresses) -> None:
        self.sandbox = sandbox
        self.slack = sandbox.slack

    def dm(self, person: str) -> str:
        return self.slack.workspace.dm(person).id

    def said(self, person: str, *, channel: str = "") -> list[Message]:
        """Return what the bot has said to a person, or in a channel they read."""
        return of_bot(self.sandbox, person, channel or self.dm(person))

    def read(self, person: str, *, channel: str = "") -> str:
        found = self.said(person, channel=channel)
        return "\n".join(told(one) for one in found)

    async def write(self, person: str, text: str, thread: str | None = None) -> Message:
        return await self.slack.message(person, self.dm(person), text, thread)

    async def told(self, person: str, words: str, *, channel: str = "") -> Message:
        """Wait until the bot says that to a person."""

        def found() -> list[Message]:
            return [one for one in self.said(person, channel=channel) if words in told(one)]

        await until(lambda: bool(found()))
        return found()[-1]

    async def press(self, person: str, message: Message, action: str) -> None:
        exchange = await self.slack.click(person, message.channel, message.ts, action)
        assert exchange.error is None

    async def asked(self, person: str = PARTNER) -> Message:
        """Let a customer ask for somebody; return the card in the support channel."""
        await self.write(person, HELP[person])
        return await self.told(AGENT_ONE, "asks for help", channel=SUPPORT)

    async def taken(self, customer: str = PARTNER, agent: str = AGENT_ONE) -> Message:
        """Let an agent take it; return the first message of their thread."""
        card = await self.asked(customer)
        await self.press(agent, card, "case:take")
        return await self.told(agent, f"<@{customer}>")

    async def quiet(self) -> None:
        """Wait until nothing has changed for a while."""
        version = -1
        while version != self.slack.workspace.version:
            version = self.slack.workspace.version
            await asyncio.sleep(0.4)

    def card(self) -> str:
        return told(self.said(AGENT_ONE, channel=SUPPORT)[0])


def actions(message: Message) -> list[str]:
    return [str(one["action_id"]) for _, one in elements(message.blocks) if "action_id" in one]


@pytest.fixture
def office(sandbox: Addresses) -> Office:
    return Office(sandbox)


@pytest.fixture
def settings() -> dict[str, Any]:
    return {
        "WHEREBOT_SUPPORT_CHANNEL": SUPPORT,
        "WHEREBOT_SUPPORT_LEAD": LEAD,
        "WHEREBOT_POLL": 0.1,
    }


@pytest.fixture
async def bot(start_bot: StartBot, settings: dict[str, Any]) -> Any:
    async with start_bot(**settings) as bot:
        yield bot


@pytest.mark.parametrize(
    ("customer", "who", "confirmed", "answered"),
    [
        (GUEST, "guest here", "transmis", "Assistance"),
        (PARTNER, "of another company", "passed it on", "Support"),
    ],
)
async def test_both_sides_write_to_each_other_through_the_bot(
    office: Office, bot: Running, customer: str, who: str, confirmed: str, answered: str
) -> None:
    thread = await office.taken(customer)
    assert who in office.card()
    assert confirmed in office.read(customer)
    await office.told(AGENT_ONE, "late" if customer == PARTNER else "en retard")
    await office.write(AGENT_ONE, "Hello & sorry: it comes <tomorrow>.", thread.ts)
    reply = await office.told(customer, "it comes &lt;tomorrow&gt;")
    assert answered in told(reply)
    assert "Hello &amp; sorry" in told(reply)
    assert AGENT_ONE not in told(reply)
    await office.write(customer, "Thank you!")
    assert (await office.told(AGENT_ONE, "Thank you!")).thread_ts == thread.ts


async def test_the_channel_is_told_nothing_of_whom_it_is_about(
    office: Office, bot: Running
) -> None:
    thread = await office.taken(GUEST)
    await office.write(GUEST, "je m'appelle Zoé Secret, zoe@example.com")
    await office.told(AGENT_ONE, "Secret")
    await office.write(AGENT_ONE, "Bonjour Zoé", thread.ts)
    await office.told(GUEST, "Bonjour")
    await office.press(AGENT_ONE, thread, "case:close")
    await office.told(AGENT_ONE, "Closed", channel=SUPPORT)
    channel = office.read(AGENT_ONE, channel=SUPPORT)
    for private in (GUEST, "Guest One", "guest.one", "Secret", "zoe@", "retard", "PK1004"):
        assert private not in channel
    metadata = json.dumps([one.metadata for one in office.slack.workspace.messages])
    assert "Secret" not in metadata
    assert GUEST not in metadata


async def test_the_card_says_who_has_it_and_then_that_it_is_closed(
    office: Office, bot: Running
) -> None:
    thread = await office.taken()
    card = await office.told(AGENT_TWO, f"<@{AGENT_ONE}> has it", channel=SUPPORT)
    assert actions(card) == ["case:close", "case:back"]
    assert "a late parcel" in told(card)
    await office.press(AGENT_ONE, thread, "case:close")
    card = await office.told(AGENT_TWO, "Closed <!date", channel=SUPPORT)
    assert actions(card) == []
    ended = await office.told(PARTNER, "has ended")
    assert actions(ended) == ["customer:person1"]
    await office.write(PARTNER, "one more thing")
    await office.quiet()
    assert "one more thing" not in office.read(AGENT_ONE)
    await office.press(PARTNER, ended, "customer:person1")
    again = await office.told(AGENT_ONE, "helped earlier", channel=SUPPORT)
    assert "case:take" in actions(again)


async def test_the_button_below_any_answer_does_the_same(office: Office, bot: Running) -> None:
    await office.write(PARTNER, "hello")
    greeting = await office.told(PARTNER, "Hello!")
    [button] = [action for action in actions(greeting) if "person" in action]
    await office.press(PARTNER, greeting, button)
    await office.told(AGENT_ONE, "asks for help", channel=SUPPORT)
    await office.told(PARTNER, "passed it on")


async def test_while_they_wait_the_bot_still_answers_where_an_order_is(
    office: Office, bot: Running
) -> None:
    await office.asked()
    await office.write(PARTNER, "where is PK1004?")
    await office.told(PARTNER, "postal code")


async def test_a_customer_waits_once_however_often_they_ask(office: Office, bot: Running) -> None:
    await office.asked()
    for _ in range(3):
        await office.write(PARTNER, "I want to talk to someone")
    await office.told(PARTNER, "in the queue already")
    await office.quiet()
    assert len(office.said(AGENT_ONE, channel=SUPPORT)) == 1


async def test_what_is_written_while_waiting_is_confirmed_once_and_read_by_who_takes_over(
    office: Office, bot: Running
) -> None:
    card = await office.asked()
    for text in ("the box was blue", "and it is a gift", "hello?"):
        await office.write(PARTNER, text)
    await office.told(PARTNER, "Passed on")
    await office.quiet()
    assert len([one for one in office.said(PARTNER) if "Passed on" in one.text]) == 1
    await office.press(AGENT_TWO, card, "case:take")
    history = await office.told(AGENT_TWO, "the box was blue")
    assert "and it is a gift" in told(history)
    assert "My parcel is late" in told(history)


async def test_the_customer_can_say_that_it_is_solved(office: Office, bot: Running) -> None:
    await office.taken()
    arrived = await office.told(PARTNER, "is here")
    await office.press(PARTNER, arrived, "case:solved")
    await office.told(PARTNER, "Glad it is solved")
    await office.told(AGENT_ONE, "The customer says that it is solved")
    await office.told(AGENT_TWO, "Closed <!date", channel=SUPPORT)


async def test_handed_back_it_waits_again_and_another_takes_it(
    office: Office, bot: Running
) -> None:
    first = await office.taken()
    card = await office.told(AGENT_ONE, "has it", channel=SUPPORT)
    await office.press(AGENT_ONE, card, "case:back")
    await office.told(PARTNER, "Somebody else from support will take over")
    await office.told(AGENT_TWO, "waiting again", channel=SUPPORT)
    await office.told(AGENT_ONE, "Handed back")
    await office.write(AGENT_ONE, "wait, one more word", first.ts)
    await office.told(AGENT_ONE, "you do not have this case any more")
    assert "one more word" not in office.read(PARTNER)
    [card, *_] = office.said(AGENT_ONE, channel=SUPPORT)
    await office.press(AGENT_TWO, card, "case:take")
    second = await office.told(AGENT_TWO, f"<@{PARTNER}>")
    await office.write(AGENT_TWO, "now it is me", second.ts)
    await office.told(PARTNER, "now it is me")
    await office.press(AGENT_ONE, first, "case:close")  # an old button
    await office.quiet()
    assert "has it" in office.card()


async def test_handed_back_before_the_bot_knows_that_its_thread_stands_it_is_said_there(
    office: Office, bot: Running
) -> None:
    card = await office.asked()
    await office.told(PARTNER, "passed it on")
    office.slack.fault["chat.postMessage"] = Fault("lost")  # it stands, and nobody says so
    await office.press(AGENT_ONE, card, "case:take")
    thread = await office.told(AGENT_ONE, f"<@{PARTNER}>")
    await office.press(AGENT_ONE, thread, "case:back")
    assert (await office.told(AGENT_ONE, "Handed back")).thread_ts == thread.ts
    await office.write(AGENT_ONE, "one more word", thread.ts)
    await office.told(AGENT_ONE, "you do not have this case any more")
    assert "is here" not in office.read(PARTNER)


async def test_who_asks_while_slack_does_not_say_who_that_is_gets_a_person_too(
    office: Office, bot: Running
) -> None:
    office.slack.fault["users.info"] = Fault("500", times=3)
    await office.asked()


async def test_files_edits_and_deletions_stay_where_they_are(office: Office, bot: Running) -> None:
    thread = await office.taken()
    written = await office.write(AGENT_ONE, "it comes on Monday", thread.ts)
    await office.told(PARTNER, "it comes on Monday")
    await office.slack.edit(AGENT_ONE, written.channel, written.ts, "it never comes")
    await office.slack.delete(AGENT_ONE, written.channel, written.ts)
    await office.quiet()
    assert "it comes on Monday" in office.read(PARTNER)
    assert "never" not in office.read(PARTNER)
    assert "change or delete" in office.read(AGENT_ONE)


async def test_who_is_too_late_is_told_who_was_not(office: Office, bot: Running) -> None:
    card = await office.asked()
    await asyncio.gather(
        office.press(AGENT_ONE, card, "case:take"), office.press(AGENT_TWO, card, "case:take")
    )
    await until(lambda: "has it" in office.card())
    await office.quiet()
    threads = [one for one in (AGENT_ONE, AGENT_TWO) if "You help" in office.read(one)]
    assert len(threads) == 1
    [late] = {AGENT_ONE, AGENT_TWO} - set(threads)
    whispers = [one for one in office.said(late, channel=SUPPORT) if one.only_for == late]
    assert [threads[0] in one.mentions for one in whispers] == [True]


async def test_only_an_agent_takes_a_case(office: Office, bot: Running) -> None:
    card = await office.asked()
    office.slack.workspace.channels[SUPPORT].members.add(GUEST)
    await office.press(GUEST, card, "case:take")
    refused = await office.told(GUEST, "support", channel=SUPPORT)
    await office.told(GUEST, "agents du support", channel=SUPPORT)
    assert refused
    assert "has it" not in office.card()
    assert not office.said(GUEST)


async def test_a_forged_button_changes_nothing(office: Office, bot: Running) -> None:
    card = await office.asked()
    [take] = [one for _, one in elements(card.blocks) if one.get("action_id") == "case:take"]
    for value in ("–", "1", "99999.0", "-1.0", "1.1", "1.x", "9" * 300, "١.٠"):
        take["value"] = value
        await office.press(AGENT_ONE, card, "case:take")
    await office.quiet()
    assert "has it" not in office.card()
    assert "You help" not in office.read(AGENT_ONE)


async def test_nobody_closes_the_case_of_somebody_else_as_a_customer(
    office: Office, bot: Running
) -> None:
    await office.taken(PARTNER)
    theirs = await office.told(PARTNER, "is here")
    office.slack.workspace.post(office.dm(GUEST), BOT_USER, {"text": "x", "blocks": theirs.blocks})
    [forged] = office.said(GUEST)
    await office.press(GUEST, forged, "case:solved")
    await office.quiet()
    assert "has it" in office.card()


async def test_who_is_no_agent_any_more_passes_nothing_on(
    office: Office, start_bot: StartBot, settings: dict[str, Any]
) -> None:
    async with start_bot(**settings, WHEREBOT_PERSON=0):
        thread = await office.taken()
        people = office.slack.workspace.people
        people[AGENT_ONE] = replace(people[AGENT_ONE], is_restricted=True)
        await office.write(AGENT_ONE, "still me", thread.ts)
        await office.told(AGENT_ONE, "no support agent any more")
        await office.told(PARTNER, "Somebody else from support will take over")
        await office.told(AGENT_TWO, "waiting again", channel=SUPPORT)
        assert "still me" not in office.read(PARTNER)


async def test_without_a_support_channel_they_are_told_whom_to_write_to(
    office: Office, start_bot: StartBot
) -> None:
    async with start_bot(WHEREBOT_SUPPORT_CONTACT="help@shop.example, +49 30 1234"):
        await office.write(PARTNER, HELP[PARTNER])
        await office.told(PARTNER, "help@shop.example, +49 30 1234")
    async with start_bot():
        await office.write(PARTNER, HELP[PARTNER])
        await office.told(PARTNER, "the e-mail that confirmed your order")


@pytest.mark.parametrize("channel", [SHARED, "C0NOWHERE"])
async def test_where_the_channel_takes_nothing_nobody_waits_in_vain(
    office: Office, start_bot: StartBot, settings: dict[str, Any], channel: str
) -> None:
    async with start_bot(**settings | {"WHEREBOT_SUPPORT_CHANNEL": channel}):
        await office.write(PARTNER, HELP[PARTNER])
        await office.told(PARTNER, "Nobody can be reached through me")
        assert not office.said(AGENT_ONE, channel=SHARED)


async def test_who_waits_long_is_not_forgotten(
    office: Office, start_bot: StartBot, settings: dict[str, Any]
) -> None:
    async with start_bot(**settings, WHEREBOT_SUPPORT_REMIND=0.02):
        card = await office.asked()
        await office.told(AGENT_ONE, "still waiting", channel=SUPPORT)
        lead = await office.told(AGENT_ONE, "nobody has taken this", channel=SUPPORT)
        assert lead.thread_ts == card.ts
        assert LEAD in lead.mentions
        await office.quiet()
        assert len(office.said(AGENT_ONE, channel=SUPPORT)) == 3


@ONE_DOOR
async def test_in_a_demo_whose_clock_hurries_nobody_waits_for_real_minutes(
    office: Office, bot: Running
) -> None:
    clock = office.sandbox.parcellab.clock
    card = await office.asked()
    assert len(office.said(AGENT_ONE, channel=SUPPORT)) == 1
    clock.advance(15 * 60)
    await office.told(AGENT_ONE, "still waiting", channel=SUPPORT)
    clock.advance(15 * 60)
    lead = await office.told(AGENT_ONE, "nobody has taken this", channel=SUPPORT)
    await office.press(AGENT_ONE, card, "case:take")
    thread = await office.told(AGENT_ONE, "What they wrote")
    assert HELP[PARTNER] in told(thread), "Slack's dates are of the same clock"
    assert LEAD in lead.mentions


async def test_a_message_that_does_not_arrive_is_said_to_be_so(
    office: Office, bot: Running
) -> None:
    thread = await office.taken()
    await office.told(PARTNER, "is here")
    office.slack.workspace.channels[office.dm(PARTNER)].is_archived = True
    await office.write(AGENT_ONE, "lost", thread.ts)
    await office.told(AGENT_ONE, "could not be passed on")


@pytest.mark.parametrize("customer", [GUEST, PARTNER])
async def test_an_agent_who_cannot_be_written_to_keeps_nobody_waiting(
    office: Office, bot: Running, customer: str
) -> None:
    card = await office.asked(customer)
    office.slack.workspace.channels[office.dm(AGENT_ONE)].is_archived = True
    await office.press(AGENT_ONE, card, "case:take")
    await office.told(AGENT_TWO, "waiting again", channel=SUPPORT)
    await office.press(AGENT_TWO, office.said(AGENT_TWO, channel=SUPPORT)[0], "case:take")
    await office.told(AGENT_TWO, f"<@{customer}>")
    await office.told(AGENT_TWO, "has it", channel=SUPPORT)
    office.slack.workspace.channels[office.dm(AGENT_TWO)].is_archived = True
    await office.write(customer, "who is there?")
    office.slack.workspace.channels[office.dm(AGENT_ONE)].is_archived = False
    await until(lambda: "case:take" in actions(office.said(AGENT_ONE, channel=SUPPORT)[0]))
    await office.press(AGENT_ONE, office.said(AGENT_ONE, channel=SUPPORT)[0], "case:take")
    await office.told(AGENT_ONE, "who is there?")


async def test_who_asks_again_and_again_calls_the_agents_five_times_an_hour(
    office: Office, bot: Running
) -> None:
    for number in range(6):
        await office.write(PARTNER, HELP[PARTNER])
        await until(lambda: len(office.said(PARTNER)) == 2 * number + 1)  # noqa: B023
        last = office.said(PARTNER)[-1]
        if number < 5:
            await office.press(PARTNER, last, "case:solved")
            await until(lambda: len(office.said(PARTNER)) == 2 * number + 2)  # noqa: B023
    assert "Nobody can be reached" in last.text
    await office.quiet()
    assert len(office.said(AGENT_ONE, channel=SUPPORT)) == 5


async def test_what_is_written_fast_arrives_in_its_order(office: Office, bot: Running) -> None:
    thread = await office.taken()
    await office.told(PARTNER, "is here")
    await office.quiet()
    office.slack.fault["chat.postMessage"] = Fault("429", seconds=1)  # for the first
    for number in range(4):
        await office.write(AGENT_ONE, f"word {number}", thread.ts)
    await office.told(PARTNER, "word 3")
    await until(lambda: "word 2" in office.read(PARTNER))
    told = [one.text[-1] for one in office.said(PARTNER) if "word" in one.text]
    assert told == ["0", "1", "2", "3"]


HOSTILE = "@here <@U0AGENTTWO> <!channel> <https://evil.example|https://bank.example> `*_~ &amp;lt;"


async def test_what_is_passed_on_calls_nobody_and_hides_no_address(
    office: Office, bot: Running
) -> None:
    thread = await office.taken()
    await office.write(PARTNER, f"ok {HOSTILE}")
    to_agent = await office.told(AGENT_ONE, "ok @")
    await office.write(AGENT_ONE, f"fine {HOSTILE}", thread.ts)
    to_customer = await office.told(PARTNER, "fine @")
    for message in (to_agent, to_customer):
        assert not message.mentions
        assert "bank.example (https://evil.example)" in told(message)


@ONE_DOOR
@pytest.mark.parametrize("fault", ["lost", "drop", "500", "429"])
async def test_a_line_that_breaks_doubles_and_loses_nothing(
    office: Office, bot: Running, fault: Kind
) -> None:
    thread = await office.taken()
    await office.told(PARTNER, "is here")
    await office.quiet()
    office.slack.fault["chat.postMessage"] = Fault(fault, times=2)  # one to each
    await office.write(AGENT_ONE, "only once", thread.ts)
    await office.write(PARTNER, "this too")
    await office.told(PARTNER, "only once")
    await office.told(AGENT_ONE, "this too")
    await office.quiet()
    assert [one.text.count("only once") for one in office.said(PARTNER)].count(1) == 1
    assert [one.text.count("this too") for one in office.said(AGENT_ONE)].count(1) == 1


@pytest.mark.parametrize("person", [GUEST, PARTNER])
async def test_the_channel_sees_of_a_proven_order_what_a_channel_may(
    office: Office, start_bot: StartBot, settings: dict[str, Any], person: str
) -> None:
    async with start_bot(**settings):
        await Customer(office.sandbox, person).proves("PK1004")
        card = await office.asked(person)
        assert "PK1004 · Out for delivery" in told(card)
        assert not [private for private in PRIVATE if private in told(card)]
        await office.press(AGENT_ONE, card, "case:take")
        order = await office.told(AGENT_ONE, "PK1004 · Out for delivery")
        assert order.thread_ts
        assert [private for private in PRIVATE if private in told(order)]
        await office.quiet()
        assert not [one for one in PRIVATE if one in office.read(AGENT_ONE, channel=SUPPORT)]


async def test_parcellab_is_asked_in_the_language_of_the_channel_that_is_told(
    office: Office, start_bot: StartBot, settings: dict[str, Any]
) -> None:
    async with start_bot(**settings, WHEREBOT_SUPPORT_LANG="de"):
        await Customer(office.sandbox, PARTNER).proves("PK1004")
        await office.write(PARTNER, HELP[PARTNER])
        await office.told(AGENT_ONE, "PK1004 · In Zustellung", channel=SUPPORT)
        calls = [call for call in office.sandbox.parcellab.calls if "info" in call.path]
        assert calls[-1].query["lang"] == "de"
