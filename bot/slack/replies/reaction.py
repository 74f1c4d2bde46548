"""Reactions to a click: acknowledged at once, then shown through the response_url.

In Slack a click's response_url replaces the message that was clicked, ephemeral ones too
(docs.slack.dev/interactivity/handling-user-interaction). In a thread it shows nothing to one person
alone, so there what stands beside a card is told by chat.postEphemeral.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from bot.core.letter import Posted
from bot.slack.answer import NOTHING, Answer, Answers, Lang
from bot.slack.blocks import Message
from bot.slack.poster import Place as Spot
from bot.slack.poster import Poster
from bot.slack.replies.response_url import ResponseUrls, beside
from bot.slack.tasks import Tasks

# Seconds until "Looking …", which nothing can take away again after a click: as late as
# "visibly within 3 s" allows, so that most live refreshes do without.
_PATIENCE: Final = 2.0


class Place(StrEnum):
    """Where an answer is seen: in the card's place, by the clicker beside it, by the channel."""

    IN_PLACE = "in_place"
    BESIDE = "beside"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Clicked:
    """Where what was clicked stands: `thread_ts` is that of its thread, if it stands in one."""

    response_url: str
    channel_id: str = ""
    thread_ts: str = ""
    by: str = ""


class Reactions:
    """Shows each click's answer; a note stands beside the card, which is never lost for it."""

    def __init__(self, urls: ResponseUrls, tasks: Tasks, answers: Answers, poster: Poster) -> None:
        self._urls = urls
        self._tasks = tasks
        self._answers = answers
        self._poster = poster

    def react(
        self, clicked: Clicked, place: Place, work: Coroutine[Any, Any, Answer], *, lang: Lang
    ) -> None:
        """Begin to answer; returns at once."""
        answering = self._tasks.start(self._answers.surely(work, lang))
        self._tasks.start(self._show(clicked, place, answering, lang=lang))

    async def _show(
        self, clicked: Clicked, place: Place, answering: asyncio.Task[Answer], *, lang: Lang
    ) -> None:
        done, _ = await asyncio.wait({answering}, timeout=_PATIENCE)
        if not done:
            await self._say_beside(clicked, self._answers.looking(lang))
        answer = (await answering).latest()
        if answer is NOTHING:
            return
        if answer.is_note or place is Place.BESIDE:
            await self._say_beside(clicked, answer.message)
        else:
            await self._urls.say(clicked.response_url, _addressed(answer.message, place))

    async def _say_beside(self, clicked: Clicked, message: Message) -> None:
        """Show it where its reader looks; who reads a thread may not see its channel."""
        if clicked.thread_ts:
            thread = Spot(clicked.channel_id, clicked.thread_ts)
            if isinstance(await self._poster.whisper(thread, message, to=clicked.by), Posted):
                return
        await self._urls.say(clicked.response_url, beside(message))


def _addressed(message: Message, place: Place) -> Message:
    if place is Place.IN_PLACE:
        return {**message, "replace_original": True}
    return {**message, "replace_original": False, "response_type": "in_channel"}
