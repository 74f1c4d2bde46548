"""Links to orders that somebody posted, and what is shown under them: what all may see."""

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.letter import Kept, Sent, Silent
from bot.core.listening import ANSWERED, in_link
from bot.core.privacy import Channel
from bot.slack.answer import Answers
from bot.slack.blocks import Message
from bot.slack.channels import obstacle
from bot.slack.desk import PATIENCE
from bot.slack.letter import body_of
from bot.slack.listening import Ears, links_of
from bot.slack.noise import Noise
from bot.slack.people import People
from bot.slack.poster import Poster


@dataclass(frozen=True, slots=True)
class Linked:
    """Shows the order under a link to it, once in half an hour, and to members' links only."""

    ears: Ears
    people: People
    answers: Answers
    noise: Noise
    poster: Poster
    client: AsyncWebClient

    async def answer(self, kept: Kept) -> dict[str, Message]:
        """Return what to show, by link."""
        event = body_of(kept)["event"]
        person = await self.people.person(str(event.get("user", "")), patience=PATIENCE)
        if not person.is_member or await obstacle(self.client, event["channel"]):
            return {}
        shown = {url: await self._shown(kept, url, person.lang) for url in links_of(event)}
        return {url: message for url, message in shown.items() if message}

    async def post(self, kept: Kept, shown: dict[str, Message]) -> Sent:
        if not shown:
            return Silent()
        event = body_of(kept)["event"]
        return await self.poster.unfurl(event["channel"], event["message_ts"], shown)

    async def find(self, _kept: Kept) -> Sent | None:
        """Shown again it looks the same."""
        return None

    async def _shown(self, kept: Kept, url: str, lang: str) -> Message | None:
        """Show the first order that the link leads to, of those that exist."""
        body = body_of(kept)
        where = (str(body["team_id"]), str(body["event"]["channel"]))
        for reference in in_link(url, self.ears.patterns())[:ANSWERED]:
            name = await self.answers.known(reference, lang=lang)
            if name is None:
                continue
            if not await self.noise.may_say(kept.key, *where, "told", name):
                return None
            return await self.answers.unfurl(reference, Channel(where[1]), lang=lang)
        return None
