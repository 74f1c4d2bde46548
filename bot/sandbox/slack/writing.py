"""What people do in channels: write, edit, delete, react, read and type commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sandbox.slack import event, payload, reading
from bot.sandbox.slack.delivery import Delivery
from bot.sandbox.slack.exchange import answer
from bot.sandbox.slack.file import attach
from bot.sandbox.slack.people import BOT_USER, SLACKBOT, TEAM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sandbox.slack.exchange import Exchange
    from bot.sandbox.slack.installed import Command
    from bot.sandbox.slack.model import Message

MAX_TEXT = 40_000
_REACTION = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


class Writing(Delivery):
    """Channels and direct messages, as people use them.

    Whatever somebody cannot do raises LookupError, ValueError or PermissionError in words for them.
    """

    async def message(
        self,
        user_id: str,
        channel_id: str,
        text: str,
        thread_ts: str | None = None,
        *,
        files: Sequence[tuple[str, bytes]] = (),
        is_broadcast: bool = False,
    ) -> Message:
        """A person writes a message; returns when the app was told (or was not, see `exchanges`).

        `@wherebot` mentions the bot, by the name of anybody in the workspace. `files` go with it,
        a name and bytes each; beside one there may be no text. `is_broadcast`: a reply that the
        channel is shown, too.
        """
        space = self.workspace
        channel = space.channel_for(user_id, channel_id)
        if channel.is_archived:
            raise PermissionError("This channel is archived.")
        if channel.dm_with and not self.installed.has_messages_tab:
            raise PermissionError("Sending messages to this app has been turned off.")
        content = {"text": self._written(text) if text.strip() or not files else ""}
        thread = space.thread(channel.id, thread_ts) if thread_ts else None
        if thread_ts and thread is None:
            raise LookupError("This message cannot be answered (any more).")
        attached = [attach(space, user_id, *file) for file in files]
        for file in attached:
            file.channels = [channel.id]
        ids = [file.id for file in attached]
        more = {"files": ids, "is_broadcast": is_broadcast}
        posted = space.post(channel.id, user_id, content, thread_ts=thread, **more)
        space.positions[user_id, channel.id] = posted.ts
        await self._tell_events(event.posted(space, posted))
        return posted

    async def edit(self, user_id: str, channel_id: str, ts: str, text: str) -> Message:
        """A person edits their own message; unfurls stay where their link does."""
        message = self._own(user_id, channel_id, ts)
        written, before = self._written(text), message.as_json()
        links = event.links_in(written)
        kept = [one for one in message.attachments if one.get("app_unfurl_url") in links]
        self.workspace.fill(message, {"text": written, "attachments": kept})
        message.edited_ts = self.workspace.new_ts()
        await self._tell_events(event.edited(self.workspace, message, before))
        return message

    async def delete(self, user_id: str, channel_id: str, ts: str) -> None:
        """A person deletes their own message."""
        message = self._own(user_id, channel_id, ts)
        before = message.as_json()
        self.workspace.remove(message)
        await self._tell_events(event.deleted(self.workspace, message, before))

    async def react(self, user_id: str, channel_id: str, ts: str, name: str) -> bool:
        """A person puts a reaction to a message, or takes it away; whether it is there now."""
        message = self._seen(user_id, channel_id, ts)
        if not _REACTION.fullmatch(name):
            raise ValueError(f"There is no emoji {name}.")
        users = message.reactions.setdefault(name, [])
        is_added = user_id not in users
        if is_added:
            users.append(user_id)
        else:
            users.remove(user_id)
        if not users:
            del message.reactions[name]
        self.workspace.touch()
        space = self.workspace
        await self._tell_events(event.reacted(space, message, user_id, name, is_added=is_added))
        return is_added

    def read(self, user_id: str, channel_id: str) -> None:
        """A person has read all that stands in a channel."""
        reading.read(self.workspace, user_id, channel_id)

    async def command(
        self,
        user_id: str,
        channel_id: str,
        command: str,
        text: str = "",
        *,
        thread_ts: str | None = None,
    ) -> Exchange:
        """A person types a slash command; returns when it is acknowledged, or failed."""
        space = self.workspace
        space.channel_for(user_id, channel_id)
        known = self.installed.command(command)
        is_known = known is not None and space.people[user_id].team_id == TEAM
        delivered = self._as_text(text, known) if known else text
        told = payload.command(space, user_id, channel_id, (command, delivered))
        typed = f"{command} {text}".rstrip()
        exchange = self._begin("slash_commands", told, user_id, channel_id, typed=typed)
        if not is_known:
            # People of other companies have only their own workspace's commands.
            exchange.error = "unknown_command"
        elif thread_ts:
            exchange.error = "not_supported_in_threads"
        else:
            told["response_url"] = self._urls.new(exchange)
            await self._tell(exchange)
        if exchange.ack:
            findings = answer(space, exchange, exchange.ack)
            exchange.error = findings[0].code if findings else None
        if exchange.error:
            exchange.shown.append(self._say_failed(exchange, command, thread_ts))
        self._journal.tell_again(exchange)
        return exchange

    async def open_home(self, user_id: str) -> Exchange | None:
        """A person opens the app's Home tab; None if the app is not told of it."""
        self.workspace.person(user_id)
        opened = event.home_opened(self.workspace, user_id)
        if not self.installed.has_home_tab or not self._is_subscribed(opened):
            return None
        return await self._tell_event(opened)

    def _written(self, text: str) -> str:
        if not text.strip():
            raise ValueError("Write something first.")
        if len(text) > MAX_TEXT:
            raise ValueError(f"Write at most {MAX_TEXT} characters.")
        return payload.with_mentions(self.workspace, payload.as_delivered(text))

    def _as_text(self, text: str, command: Command) -> str:
        """https://docs.slack.dev/interactivity/implementing-slash-commands#escaping"""
        if not command.should_escape:
            return payload.escaped(text)
        delivered = payload.as_delivered(text)
        if self.installed.commands is None:
            return delivered
        return payload.with_mentions(self.workspace, delivered)

    def _seen(self, user_id: str, channel_id: str, ts: str) -> Message:
        channel = self.workspace.channel_for(user_id, channel_id)
        message = self.workspace.find(channel.id, ts)
        if message is None or message.only_for:
            raise LookupError("This message is not there (any more).")
        return message

    def _own(self, user_id: str, channel_id: str, ts: str) -> Message:
        message = self._seen(user_id, channel_id, ts)
        if message.user != user_id or user_id == BOT_USER:
            raise PermissionError("This is not your message.")
        return message

    def _say_failed(self, exchange: Exchange, command: str, thread_ts: str | None) -> Message:
        said = _REFUSALS.get(exchange.error or "", '{command} failed with the error "{error}"')
        text = said.format(command=command, error=exchange.error)
        where = {"only_for": exchange.user_id, "thread_ts": thread_ts}
        content = {"text": payload.escaped(text)}
        return self.workspace.post(exchange.channel_id, SLACKBOT, content, **where)


_REFUSALS = {
    "not_supported_in_threads": "{command} is not supported in threads. Sorry!",
    "unknown_command": "{command} is not a valid command. In Slack, all messages that start with"
    ' the "/" character are interpreted as commands.',
}
