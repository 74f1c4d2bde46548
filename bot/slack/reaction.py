"""Reactions to a click: acknowledged at once, then shown through the response_url.

In Slack a click's response_url replaces the message that was clicked, ephemeral ones too
(docs.slack.dev/interactivity/handling-user-interaction).
"""

import asyncio
from collections.abc import Coroutine
from enum import StrEnum
from typing import Any, Final

from bot.slack.answer import Answer, Answers, Lang
from bot.slack.blocks import Message
from bot.slack.response_url import ResponseUrls
from bot.slack.tasks import Tasks

# Seconds until "Looking …", which nothing can take away again after a click: as late as
# "visibly within 3 s" allows, so that most live refreshes do without.
_PATIENCE: Final = 2.0


class Place(StrEnum):
    """Where an answer is seen: in the card's place, by the clicker beside it, by the channel."""

    IN_PLACE = "in_place"
    BESIDE = "beside"
    CHANNEL = "channel"


class Reactions:
    """Shows each click's answer; a note stands beside the card, which is never lost for it."""

    def __init__(self, urls: ResponseUrls, tasks: Tasks, answers: Answers) -> None:
        self._urls = urls
        self._tasks = tasks
        self._answers = answers

    def react(
        self, response_url: str, place: Place, work: Coroutine[Any, Any, Answer], *, lang: Lang
    ) -> None:
        """Begin to answer; returns at once."""
        answering = self._tasks.start(self._answers.surely(work, lang))
        self._tasks.start(self._show(response_url, place, answering, lang=lang))

    async def _show(
        self, response_url: str, place: Place, answering: asyncio.Task[Answer], *, lang: Lang
    ) -> None:
        done, _ = await asyncio.wait({answering}, timeout=_PATIENCE)
        if not done:
            await self._urls.post(response_url, _beside(self._answers.looking(lang)))
        answer = (await answering).latest()
        await self._urls.say(response_url, _addressed(answer, place))


def _addressed(answer: Answer, place: Place) -> Message:
    if answer.is_note or place is Place.BESIDE:
        return _beside(answer.message)
    if place is Place.IN_PLACE:
        return {**answer.message, "replace_original": True}
    return {**answer.message, "replace_original": False, "response_type": "in_channel"}


def _beside(message: Message) -> Message:
    return {**message, "replace_original": False, "response_type": "ephemeral"}
