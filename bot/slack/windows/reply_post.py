"""What becomes of a text for a customer: posted where its card stands, once, by an agent's word.

The text is not cut to what a card for a channel holds: it is made for the customer, an agent may
have changed it, and in a shared channel the customer is who reads it. So nothing is posted
unasked: the window is there to copy from, and before a post it says who reads there and what of
the text is personal. In a direct message with the bot the agent reads alone, and nothing is asked.
"""

import asyncio
import secrets
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from bot.core.card import NoteCard
from bot.core.clock import Clock
from bot.core.letter import Posted, Postponed, Refused, Sent, StoreError
from bot.core.phrase import Phrase, say
from bot.core.privacy import Agent
from bot.core.reply_kit import Kit, Seen, named_in, old_window, posted, posting
from bot.core.words import reply_kit as said
from bot.slack.answer import Answer
from bot.slack.channels import readers
from bot.slack.noise import Told
from bot.slack.poster import Place, Poster
from bot.slack.views import Ack, View, sent_back, turned_into
from bot.slack.windows.reply_kit import Filled, Means
from bot.slack.windows.reply_kit_view import Edited, confirmation, field_of

_PATIENCE: Final = 1.5  # seconds of Slack's three that a post may take before the window says so
_QUICKLY: Final = 1.0  # seconds for what the window can do without
_LOOKING: Final = 1.0  # seconds between looks whether somebody else has posted it by now
_AT_WORK: Final = timedelta(seconds=60)  # longer than a post takes
_REMEMBERED: Final = timedelta(days=7)  # longer than anybody leaves a window open
_NOT_HERE: Final = {"channel_not_found", "not_in_channel"}


class ReplyPost:
    """Answers submissions of the reply kit's windows."""

    def __init__(self, means: Means, poster: Poster, told: Told, clock: Clock) -> None:
        self._means = means
        self._poster = poster
        self._clock = clock
        self._told = told

    async def submitted(self, filled: Filled, *, is_confirmed: bool) -> Ack:
        """Return what to acknowledge a submission with."""
        means, agent = self._means, filled.agent
        work = self._submitted(filled, is_confirmed=is_confirmed)
        done = await means.answers.surely(work, lambda: means.lang(agent))
        if isinstance(done, Answer):
            return turned_into(means.windows.plainly(done.message, lang=means.lang(agent)))
        return done

    async def _submitted(self, filled: Filled, *, is_confirmed: bool) -> Ack:
        agent, edited = filled.agent, filled.edited
        refused = await self._means.refusal(agent)
        if refused or edited is None:
            return turned_into(self._means.note(agent, refused or old_window()))
        if not edited.kit.channel:
            return {}
        if not edited.text.strip():
            return self._error(agent, edited.kit, say(said.EMPTY))
        if is_confirmed or edited.kit.is_for_agent_alone:
            return await self._post(filled, edited)
        return await self._confirm(agent, edited)

    async def _confirm(self, agent: Agent, edited: Edited) -> Ack:
        """Ask once more: say who reads there, and whom and what the text names."""
        kit, lang = edited.kit, self._means.lang(agent, edited.kit)
        there, seen = await asyncio.gather(
            readers(self._means.client, kit.channel), self._seen(agent, kit)
        )
        if not there.has_bot:
            return self._error(agent, kit, say(said.NOT_HERE))
        named = named_in(edited.text, seen.visible) if seen else ()
        lines = tuple(confirmation(kit, there, named))
        view = self._means.windows.confirming(kit, edited.text, lines, lang=lang)
        return {"response_action": "push", "view": view}

    async def _seen(self, agent: Agent, kit: Kit) -> Seen | None:
        """Return the order as it was written about, if it is at hand."""
        try:
            async with asyncio.timeout(_QUICKLY):
                seen = await self._means.orders.seen(kit.click, agent, lang=kit.lang)
        except TimeoutError:
            return None
        return None if isinstance(seen, NoteCard) else seen

    async def _post(self, filled: Filled, edited: Edited) -> Ack:
        task = self._means.tasks.start(self._surely_posted(filled.agent, edited))
        done, _ = await asyncio.wait({task}, timeout=_PATIENCE)
        if not done:
            self._means.tasks.start(self._follow(filled, edited, task))
            return turned_into(self._means.note(filled.agent, posting()))
        why = why_not(task.result())
        if why is None:
            return {"response_action": "clear"}
        return self._error(filled.agent, edited.kit, why)

    async def _surely_posted(self, agent: Agent, edited: Edited) -> Sent:
        try:
            return await self._posted(agent, edited)
        except StoreError as error:  # whether it was posted before, nobody can tell now
            return Postponed(_LOOKING, str(error))

    async def _posted(self, agent: Agent, edited: Edited) -> Sent:
        """Post it once, wherever and how often its window is submitted.

        One at a time posts, and whoever comes after another looks before. Only what Slack
        refused surely does not stand there.
        """
        kit, text = edited.kit, edited.text.strip()
        place, try_ = Place(kit.channel, kit.thread_ts or None), secrets.token_hex(8)
        since = datetime.fromtimestamp(kit.opened, UTC)
        find = partial(self._poster.find, place, key=kit.key, since=since)
        while not await self._is_mine(f"reply now {kit.key}", try_, _AT_WORK):
            if found := await find():
                return found
            await asyncio.sleep(_LOOKING)
        began = f"reply {kit.key}"
        if not await self._is_mine(began, try_, _REMEMBERED) and (found := await find()):
            return found
        author = "" if kit.is_for_agent_alone else agent.user_id
        message = self._means.windows.message(kit, text, author=author)
        sent = await self._poster.post(place, message, key=kit.key, since=since)
        if isinstance(sent, Refused):
            await self._is_mine(began, try_, timedelta())
        await self._is_mine(f"reply now {kit.key}", try_, timedelta())
        return sent

    async def _is_mine(self, name: str, try_: str, lasts: timedelta) -> bool:
        now = self._clock()
        return await self._told.is_first(name, by=try_, now=now, until=now + lasts)

    async def _follow(self, filled: Filled, edited: Edited, task: asyncio.Task[Sent]) -> None:
        """Say what became of a post that Slack could not wait for."""
        view = await self._means.surely(self._outcome(filled.agent, edited, task), filled.agent)
        await self._means.show(filled.view_id, view)

    async def _outcome(self, agent: Agent, edited: Edited, task: asyncio.Task[Sent]) -> View:
        why = why_not(await task)
        if why is None:
            return self._means.note(agent, posted())
        lang = self._means.lang(agent, edited.kit)
        return self._means.windows.confirming(edited.kit, edited.text, (why,), lang=lang)

    def _error(self, agent: Agent, kit: Kit, why: Phrase) -> Ack:
        """Leave the window with its text, and say under that why nothing came of it."""
        return sent_back({field_of(kit): why}, self._means.lang(agent, kit))


def why_not(sent: Sent) -> Phrase | None:
    """Say why a text may not stand there; None if it does."""
    match sent:
        case Posted():
            return None
        case Refused(reason) if reason in _NOT_HERE:
            return say(said.NOT_HERE)
        case Refused(reason):
            return say(said.REFUSED, reason=reason)
        case Postponed():
            return say(said.POSTPONED)
        case _:
            return say(said.UNCLEAR)
