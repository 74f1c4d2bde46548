"""`/where …`, typed by a person in Slack."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.core.clock import Clock
from bot.core.letter import Letter
from bot.slack.command import Commands, asked
from bot.slack.letter import command_letter
from bot.slack.replies.reply import Replies


def register(
    app: AsyncApp,
    *,
    command: str,
    commands: Commands,
    replies: Replies,
    clock: Clock,
) -> None:
    @app.command(command)
    async def where(ack: Any, body: dict[str, Any]) -> None:
        def letter() -> Letter:
            return command_letter(body, clock())

        typed, is_public = asked(body)
        address = commands.address(body, typed, is_public=is_public)
        work = commands.answer(typed, is_public=is_public)
        if is_public or commands.is_deed(typed):
            await replies.obey(ack, address, work, letter())
        else:
            await replies.reply(ack, address, work, letter)
