"""Answers to a command over its response_url, after its acknowledgement.

Slack takes 5 posts there in 30 minutes (docs.slack.dev/interactivity/handling-user-interaction).
"""

from dataclasses import dataclass
from typing import Final

from bot.core.letter import Posted, Postponed, Refused, Sent
from bot.slack.answer import Answer, Answers, Lang
from bot.slack.blocks import Drawn, Message
from bot.slack.replies.response_url import UNREACHABLE, ResponseUrls

# Seconds before each try to show a picture: the acknowledgement comes first, and of five posts
# "Looking …" and the answer may have taken three.
_PAUSES: Final = (0.5, 2.0)
_LATER: Final = 5.0  # seconds until a response_url that cannot be reached is tried again


@dataclass(frozen=True, slots=True)
class Address:
    """Where a command's answer goes, in which language, and whether the channel sees it.

    `trigger` is Slack's id of the command.
    """

    response_url: str
    lang: Lang
    is_public: bool
    trigger: str


class Responses:
    """Posts what a command is answered with."""

    def __init__(self, urls: ResponseUrls, answers: Answers) -> None:
        self._urls = urls
        self._answers = answers

    async def look(self, address: Address) -> bool:
        """Say that we are looking; return whether that arrived."""
        looking = _private(self._answers.looking(address.lang))
        return await self._urls.post(address.response_url, looking)

    async def say(self, answer: Answer, address: Address, *, is_first: bool) -> Sent:
        """Say the answer; unless it *is_first*, in the place of what may stand there.

        Nobody can look what stands there, and Slack may post beside it what is to replace it
        (slackapi/bolt-js#2287): whoever asked rather reads it twice than never.
        """
        answer = answer.latest()
        message = addressed(answer, is_public=address.is_public)
        if not is_first and message["response_type"] == "in_channel":
            # What is private stays private, whatever replaces it.
            await self._urls.post(address.response_url, {"delete_original": True})
        elif not is_first:
            message = {**message, "replace_original": True}
        against = await self._urls.say(address.response_url, message)
        if against == UNREACHABLE:
            return Postponed(_LATER, against)
        if against:
            return Refused(against)
        self.follow_up(answer, address)
        return Posted("")

    def follow_up(self, answer: Answer, address: Address) -> None:
        """Show the picture in a message of its own: what only one person sees cannot be updated."""
        later = answer.later
        if later is None:
            return

        async def show(file_id: str) -> str:
            message = _private(later.alone(file_id))
            return await self._urls.try_to_post(address.response_url, message)

        later.follow(show, pauses=_PAUSES, place=address.response_url)


def _private(message: Message) -> Message:
    return {**message, "response_type": "ephemeral"}


def addressed(answer: Answer, *, is_public: bool) -> Message:
    audience = "in_channel" if is_public and not answer.is_note else "ephemeral"
    message = answer.message
    if isinstance(message, Drawn):
        return message.plus("response_type", audience)
    return {**message, "response_type": audience}
