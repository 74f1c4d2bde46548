"""What was not asked of the bot: a 📦 on a message, a link to an order, the button to a table."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.core.clock import Clock
from bot.core.letter import Take
from bot.core.notes.listening import SHOW
from bot.slack.card_clicks import Pressed
from bot.slack.letter import letter
from bot.slack.listening.talk import Ears
from bot.slack.listening.unpacked import Table
from bot.slack.people import People
from bot.slack.replies.reaction import Place, Reactions


def register(
    app: AsyncApp,
    *,
    take: Take,
    clock: Clock,
    ears: Ears,
    table: Table,
    reactions: Reactions,
    people: People,
) -> None:
    @app.event("reaction_added")
    async def reacted(body: dict[str, Any]) -> None:
        if await ears.see_click(body):
            await take(letter(body, clock()))

    @app.event("link_shared")
    async def linked(body: dict[str, Any]) -> None:
        if ears.see_link(body):
            await take(letter(body, clock()))

    @app.action(SHOW)
    async def show(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        pressed = Pressed.of(body)
        ts = str(body["actions"][0].get("value", ""))
        work = table.answer(pressed.agent, pressed.channel_id, ts)
        lang = partial(people.lang, pressed.agent.user_id)
        reactions.react(pressed.clicked, Place.BESIDE, work, lang=lang)
