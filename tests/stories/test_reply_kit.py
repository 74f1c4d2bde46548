"""*Answer the customer*: from a card to a text, into another tool or into the conversation."""

import asyncio
import json
from typing import Any

import pytest

from bot.app import Running
from bot.core.click import Click, Verb
from bot.core.reference import Kind, Reference
from bot.core.reply_kit import Kit
from bot.sandbox.parcellab.api import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault as SlackFault
from bot.sandbox.slack.interacting import Submission
from bot.sandbox.slack.surface import Place
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    GUEST,
    PARTNER,
    SHARED,
    SUPPORT,
    Message,
)
from tests.conftest import StartBot, answer_to, until

View = dict[str, Any]


def window(sandbox: Addresses, person: str = AGENT_ONE) -> View:
    """Return the topmost window."""
    view: View = sandbox.slack.workspace.modals[person][-1]
    return view


def windows(sandbox: Addresses, person: str = AGENT_ONE) -> list[View]:
    return sandbox.slack.workspace.modals.get(person, [])


def field(view: View) -> dict[str, Any]:
    [block] = [block for block in view["blocks"] if block["type"] == "input"]
    return dict(block)


def text(view: View) -> str:
    """Return what stands in the window's field."""
    block = field(view)
    typed = view["state"]["values"].get(block["block_id"], {}).get("reply:text")
    return str(typed["value"] if typed else block["element"]["initial_value"])


def shown(view: View) -> str:
    return json.dumps(view, ensure_ascii=False)


def posted(sandbox: Addresses, channel: str = SUPPORT) -> list[Message]:
    messages = sandbox.slack.workspace.messages.of(channel)
    return [one for one in messages if one.user == BOT_USER and not one.only_for]


async def card(
    sandbox: Addresses, order: str, *, channel: str = SUPPORT, by: str = AGENT_ONE
) -> Message:
    exchange = await sandbox.slack.command(by, channel, "/where", order)
    return await answer_to(exchange)


async def opened(
    sandbox: Addresses, order: str = "PK1004", *, channel: str = SUPPORT, by: str = AGENT_ONE
) -> View:
    """Ask for an order and click *Answer the customer*; return the window with the text."""
    message = await card(sandbox, order, channel=channel, by=by)
    await click(sandbox, message, by=by)
    await until(lambda: any(b["type"] == "input" for b in window(sandbox, by)["blocks"]))
    return window(sandbox, by)


async def click(sandbox: Addresses, message: Message, *, by: str = AGENT_ONE) -> None:
    exchange = await sandbox.slack.click(by, message.channel, message.ts, "card:answer")
    assert exchange.error is None
    await until(lambda: bool(windows(sandbox, by)))


def whole(view: View) -> str:
    """What stands above the field, if that is too small for it."""
    quotes = [block["elements"][0] for block in view["blocks"] if block["type"] == "rich_text"]
    return "".join(part["text"] for quote in quotes for part in quote["elements"])


def option(view: View, action: str, value: str) -> dict[str, Any]:
    [block] = [block for block in view["blocks"] if block.get("block_id") == "choice"]
    [element] = [one for one in block["elements"] if one["action_id"] == action]
    [chosen] = [one for one in element["options"] if one["value"] == value]
    return {"selected_option": chosen}


def typed(view: View, words: str) -> dict[str, Any]:
    entry = {"reply:text": {"type": "plain_text_input", "value": words}}
    return {"values": {field(view)["block_id"]: entry}}


async def choose(
    sandbox: Addresses,
    action: str,
    value: str,
    *,
    words: str | None = None,
    by: str = AGENT_ONE,
) -> View:
    """Choose in the topmost window, with *words* in its field; return how it stands then."""
    view = window(sandbox, by)
    state = None if words is None else typed(view, words)
    updates = len(sandbox.slack.calls("views.update"))
    where, block = Place(view_id=view["id"]), "choice"
    if action == "reply:anew":
        chosen, block = {}, "warning"
    else:
        chosen = option(view, action, value)
    await sandbox.slack.act(by, where, block_id=block, action_id=action, chosen=chosen, state=state)
    await until(lambda: len(sandbox.slack.calls("views.update")) > updates)
    return window(sandbox, by)


async def submit(
    sandbox: Addresses, *, words: str | None = None, by: str = AGENT_ONE
) -> Submission:
    view = window(sandbox, by)
    state = None if words is None else typed(view, words)
    return await sandbox.slack.submit(by, view["id"], state)


# -- the text ------------------------------------------------------------------------------


async def test_a_click_opens_a_letter_in_the_customer_s_language(
    sandbox: Addresses, bot: Running
) -> None:
    view = await opened(sandbox)
    assert text(view).startswith("Guten Tag Sandbox Recipient,\n\nhier ist der aktuelle Stand")
    assert text(view).endswith("Ihr Kundenservice")
    assert whole(view) == text(view), "the field itself shows four lines"
    assert "Answer the customer" in shown(view), "the window itself is in the agent's language"
    languages = [call.query["lang"] for call in sandbox.parcellab.calls if "lang" in call.query]
    assert languages[-1] == "de", "what is quoted speaks the letter's language"


async def test_the_window_says_what_the_customer_knows_and_how_old_it_is(
    sandbox: Addresses, bot: Running
) -> None:
    view = await opened(sandbox)
    for said in ("has told the customer already", "As of", "last scan", "PK1004"):
        assert said in shown(view)
    assert "bereits informiert" in text(view)


async def test_another_language_and_length_are_one_choice_each(
    sandbox: Addresses, bot: Running
) -> None:
    await opened(sandbox)
    view = await choose(sandbox, "reply:lang", "fr")
    assert text(view).startswith("Bonjour Sandbox Recipient,")
    view = await choose(sandbox, "reply:length", "short")
    assert text(view).startswith("Votre colis est en cours de livraison par DHL.")
    assert "Bonjour" not in text(view)
    assert whole(view) == "", "the field shows all of it"
    assert "choice" in view["state"]["values"]


async def test_an_edited_text_is_written_over_only_when_that_is_asked_for(
    sandbox: Addresses, bot: Running
) -> None:
    await opened(sandbox)
    view = await choose(sandbox, "reply:lang", "es", words="Liebe Frau Muster, ...")
    assert text(view) == "Liebe Frau Muster, ..."
    assert "Your changes to the text are kept" in shown(view)
    back = await choose(sandbox, "reply:lang", "de")
    assert "are kept" not in shown(back)
    assert text(back) == "Liebe Frau Muster, ..."
    await choose(sandbox, "reply:lang", "es")
    anew = await choose(sandbox, "reply:anew", "")
    assert text(anew).startswith("Buenos días, Sandbox Recipient:")
    assert "are kept" not in shown(anew)


async def test_of_two_quick_choices_the_second_stands(sandbox: Addresses, bot: Running) -> None:
    view = await opened(sandbox)
    sandbox.parcellab.fault = Fault("slow", seconds=1.0, times=1)
    where, chosen = Place(view_id=view["id"]), option(view, "reply:lang", "fr")
    await sandbox.slack.act(
        AGENT_ONE, where, block_id="choice", action_id="reply:lang", chosen=chosen
    )
    view = await choose(sandbox, "reply:lang", "it")
    assert text(view).startswith("Buongiorno")
    await asyncio.sleep(1.5)
    assert text(window(sandbox)).startswith("Buongiorno")


async def test_ends_of_lines_are_no_edit(sandbox: Addresses, bot: Running) -> None:
    view = await opened(sandbox)
    same = text(view).replace("\n", "\r\n") + "\n"
    view = await choose(sandbox, "reply:lang", "nl", words=same)
    assert text(view).startswith("Beste Sandbox Recipient,")


async def test_one_parcel_of_several_is_answered_for_alone(
    sandbox: Addresses, bot: Running
) -> None:
    message = await card(sandbox, "PK1025")
    [menu] = [
        one
        for block in message.blocks
        if block["type"] == "actions"
        for one in block["elements"]
        if one["type"] == "static_select"
    ]
    value = menu["options"][2]["value"]
    await sandbox.slack.click(AGENT_ONE, SUPPORT, message.ts, "card:parcel", choice=value)

    def cards() -> list[Message]:
        return [one for one in sandbox.slack.seen_by(AGENT_ONE, SUPPORT) if one.only_for]

    await until(lambda: "Delivered" in cards()[-1].text.split("\n")[0])
    await click(sandbox, cards()[-1])
    await until(lambda: "Ihr Paket wurde am" in shown(window(sandbox)))


async def test_a_slow_parcellab_gets_an_empty_window_first(
    sandbox: Addresses, bot: Running
) -> None:
    message = await card(sandbox, "PK1004")
    sandbox.parcellab.clock.advance(2 * 86_400)  # nothing is remembered for so long
    sandbox.parcellab.fault = Fault("slow", seconds=1.5)
    await click(sandbox, message)
    assert "Looking" in shown(window(sandbox))
    await until(lambda: "Sandbox Recipient" in shown(window(sandbox)))


async def test_without_an_answer_of_parcellab_the_window_says_why(
    sandbox: Addresses, bot: Running
) -> None:
    message = await card(sandbox, "PK1004")
    sandbox.parcellab.clock.advance(2 * 86_400)
    sandbox.parcellab.fault = Fault("500")
    await click(sandbox, message)
    await until(lambda: "cannot be reached" in shown(window(sandbox)))


async def test_a_text_that_cannot_be_written_leaves_the_one_that_is_there(
    sandbox: Addresses, bot: Running
) -> None:
    before = text(await opened(sandbox))
    sandbox.parcellab.fault = Fault("500")
    view = await choose(sandbox, "reply:lang", "it")
    assert text(view) == before
    assert "The text stays as it is" in shown(view)
    await choose(sandbox, "reply:length", "short")
    view = await choose(sandbox, "reply:lang", "de")  # of which parcelLab has told already
    assert text(view).startswith("Ihr Paket wird gerade")
    assert "The text stays as it is" not in shown(view)


async def test_a_window_that_slack_does_not_open_is_said_beside_the_card(
    sandbox: Addresses, bot: Running
) -> None:
    message = await card(sandbox, "PK1004")
    sandbox.slack.fault["views.open"] = SlackFault("500")
    await sandbox.slack.click(AGENT_ONE, SUPPORT, message.ts, "card:answer")
    await until(lambda: len(sandbox.slack.seen_by(AGENT_ONE, SUPPORT)) == 2)
    assert "click again" in sandbox.slack.seen_by(AGENT_ONE, SUPPORT)[-1].text
    assert "PK1004" in sandbox.slack.seen_by(AGENT_ONE, SUPPORT)[0].text, "the card stays"


# -- into the conversation -----------------------------------------------------------------


async def test_a_post_is_asked_for_says_who_reads_it_and_names_the_agent(
    sandbox: Addresses, bot: Running
) -> None:
    await opened(sandbox)
    await submit(sandbox)
    assert not posted(sandbox), "nothing is posted unasked"
    confirm = window(sandbox)
    for said in ("Everybody in #support will read this", "the recipient", "a tracking number"):
        assert said in shown(confirm)
    await submit(sandbox, words="Ihr Paket ist da: <!channel> https://dhl.example.com/track/1.")
    [message] = posted(sandbox)
    assert f"<@{AGENT_ONE}>" in shown(message.as_json())
    rich = message.blocks[-1]["elements"][0]["elements"]
    assert [one["type"] for one in rich] == ["text", "link", "text"]
    assert rich[0]["text"] == "Ihr Paket ist da: <!channel> "
    assert message.text.startswith("Ihr Paket ist da: &lt;!channel&gt;")
    assert not windows(sandbox)


async def test_a_text_without_anything_personal_is_not_said_to_have_it(
    sandbox: Addresses, bot: Running
) -> None:
    await opened(sandbox)
    await submit(sandbox, words="Ihr Paket ist unterwegs.")
    assert "It names" not in shown(window(sandbox))


async def test_where_another_organisation_reads_the_agent_is_told(
    sandbox: Addresses, bot: Running
) -> None:
    await opened(sandbox, channel=SHARED)
    await submit(sandbox)
    assert "another organisation" in shown(window(sandbox))
    await submit(sandbox)
    [message] = posted(sandbox, SHARED)
    assert message in sandbox.slack.seen_by(PARTNER, SHARED)


async def test_a_card_in_a_thread_is_answered_there_and_shortly(
    sandbox: Addresses, bot: Running
) -> None:
    parent = sandbox.slack.workspace.post(SUPPORT, AGENT_TWO, {"text": "Where is it?"})
    await sandbox.slack.message(AGENT_ONE, SUPPORT, f"<@{BOT_USER}> PK1004", thread_ts=parent.ts)
    await until(lambda: bool(posted(sandbox)))
    [public] = posted(sandbox)
    await sandbox.slack.click(AGENT_ONE, SUPPORT, public.ts, "card:details")

    def private() -> list[Message]:
        return [one for one in sandbox.slack.seen_by(AGENT_ONE, SUPPORT) if one.only_for]

    await until(lambda: bool(private()))
    assert private()[0].thread_ts == parent.ts
    await click(sandbox, private()[0])
    await until(lambda: any(b["type"] == "input" for b in window(sandbox)["blocks"]))
    assert text(window(sandbox)).startswith("Ihr Paket wird gerade")
    await submit(sandbox)
    assert "into the thread" in shown(window(sandbox))
    await submit(sandbox)
    assert posted(sandbox)[-1].thread_ts == parent.ts


async def test_in_a_direct_message_the_text_comes_at_once_and_alone(
    sandbox: Addresses, bot: Running
) -> None:
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    view = await opened(sandbox, channel=channel)
    await submit(sandbox)
    [message] = posted(sandbox, channel)
    assert [block["type"] for block in message.blocks] == ["rich_text"]
    assert message.text == text(view)
    assert not windows(sandbox)


async def test_a_double_submission_posts_once(sandbox: Addresses, bot: Running) -> None:
    await opened(sandbox)
    await submit(sandbox)
    sandbox.slack.fault["chat.postMessage"] = SlackFault("slow", seconds=0.5)
    await asyncio.gather(submit(sandbox), submit(sandbox))
    await until(lambda: bool(posted(sandbox)))
    assert len(posted(sandbox)) == 1
    assert len(sandbox.slack.calls("chat.postMessage")) == 1


async def test_two_replicas_post_once(sandbox: Addresses, start_bot: StartBot) -> None:
    """The second is asked while the first is posting, and looks whether it stands there yet."""
    slack = sandbox.slack
    async with start_bot() as one:
        first = list(slack.sockets.connections)
        async with start_bot():

            def next_goes_to_the_first() -> None:
                slack.sockets.connections.sort(key=lambda each: each not in first)

            def next_goes_to_the_second() -> None:
                slack.sockets.connections.sort(key=lambda each: each in first)
                if slack.request_url:
                    slack.request_url = second

            second = slack.request_url
            slack.request_url = second and f"{one.address}/slack/events"
            await opened(sandbox)
            await submit(sandbox)
            slack.fault["chat.postMessage"] = SlackFault("slow", seconds=1)
            next_goes_to_the_first()
            posting = asyncio.create_task(submit(sandbox))
            await until(lambda: bool(slack.calls("chat.postMessage")))
            next_goes_to_the_second()
            looked = len(slack.calls("conversations.history"))
            asking = asyncio.create_task(submit(sandbox))
            await until(lambda: len(slack.calls("conversations.history")) > looked)
            assert not posted(sandbox), "both are at it"
            await asyncio.gather(posting, asking)
            await until(lambda: not windows(sandbox) or "It is posted" in shown(window(sandbox)))
    assert len(posted(sandbox)) == 1
    assert len(slack.calls("chat.postMessage")) == 1


async def test_who_comes_after_the_dead_looks_before_posting(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    """Slack took it, and whoever asked it to never learnt that."""
    async with start_bot():
        view = await opened(sandbox)
        await submit(sandbox)
        confirmed = window(sandbox)
        await submit(sandbox)
        await until(lambda: len(posted(sandbox)) == 1)
    sandbox.slack.workspace.modals[AGENT_ONE] = [view, confirmed]
    async with start_bot():
        await submit(sandbox)
    assert len(posted(sandbox)) == 1


async def test_an_answer_of_slack_s_that_is_lost_posts_nothing_twice(
    sandbox: Addresses, bot: Running
) -> None:
    await opened(sandbox)
    await submit(sandbox)
    sandbox.slack.fault["chat.postMessage"] = SlackFault("lost")
    await submit(sandbox)
    await until(lambda: bool(posted(sandbox)))
    await until(lambda: not windows(sandbox) or "It is posted" in shown(window(sandbox)))
    assert len(posted(sandbox)) == 1


async def test_where_the_bot_is_not_nothing_is_lost(sandbox: Addresses, bot: Running) -> None:
    view = await opened(sandbox)
    sandbox.slack.workspace.channels[SUPPORT].members.discard(BOT_USER)
    submission = await submit(sandbox, words="Ihr Paket ist unterwegs.")
    assert "Wherebot is not in that conversation" in str(submission.errors)
    assert window(sandbox)["id"] == view["id"]
    assert text(window(sandbox)) == "Ihr Paket ist unterwegs."


async def test_what_slack_refuses_can_be_posted_again(sandbox: Addresses, bot: Running) -> None:
    await opened(sandbox)
    await submit(sandbox)
    members = sandbox.slack.workspace.channels[SUPPORT].members
    members.discard(BOT_USER)
    submission = await submit(sandbox)
    assert "Invite it, or copy the text" in str(submission.errors)
    members.add(BOT_USER)
    await submit(sandbox)
    assert len(posted(sandbox)) == 1


async def test_nothing_is_posted_of_nothing(sandbox: Addresses, bot: Running) -> None:
    await opened(sandbox)
    submission = await submit(sandbox, words="  \n ")
    assert submission.errors
    assert not posted(sandbox)


# -- who may, and with what ----------------------------------------------------------------


async def test_a_window_in_another_s_hands_gives_nothing_and_posts_nothing(
    sandbox: Addresses, bot: Running
) -> None:
    view = await opened(sandbox)
    sandbox.slack.workspace.modals[GUEST] = [view]
    await submit(sandbox, by=GUEST)
    refused = window(sandbox, GUEST)
    assert "membres à part entière" in shown(refused)
    assert "Sandbox Recipient" not in shown(refused)
    sandbox.slack.workspace.modals[GUEST] = [view]
    await choose(sandbox, "reply:lang", "fr", by=GUEST)
    assert "Sandbox Recipient" not in shown(window(sandbox, GUEST))
    assert not posted(sandbox)


async def test_nobody_whom_slack_does_not_vouch_for_gets_a_text(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.fault["users.info"] = SlackFault("500", times=None)
    message = await card(sandbox, "PK1004")
    await click(sandbox, message)
    await until(lambda: "who you are" in shown(window(sandbox)))
    assert "Sandbox Recipient" not in shown(window(sandbox))


async def test_a_guest_has_no_such_button(sandbox: Addresses, bot: Running) -> None:
    sandbox.slack.workspace.channels[SUPPORT].members.add(GUEST)
    message = await card(sandbox, "PK1004 public")
    assert "card:answer" not in shown(message.as_json())
    with pytest.raises(LookupError):
        await sandbox.slack.click(GUEST, SUPPORT, message.ts, "card:answer")


@pytest.mark.parametrize("metadata", ["", "{}", "[]", "x", '{"click":"k=order_number&v=PK1004"}'])
async def test_a_window_that_nobody_of_ours_wrote_says_so(
    sandbox: Addresses, bot: Running, metadata: str
) -> None:
    view = await opened(sandbox)
    view["private_metadata"] = metadata
    await submit(sandbox)
    assert "That window is too old" in shown(window(sandbox))
    assert not posted(sandbox)


def test_a_kit_comes_back_as_it_went() -> None:
    click = Click(Verb.ANSWER, Reference(Kind.ORDER_NUMBER, "ünï ☃&"), "shop=1", "0a1b", lang="de")
    kit = Kit(click, "k", "C1", "1.2", "fr", "short", "d", 3)
    assert Kit.decoded(kit.encoded()) == kit
