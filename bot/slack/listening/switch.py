"""How a channel is listened to is switched, by `/where listen on|ask|off` or in Home.

All in the channel are told, and the change has its line among those that administrators see.
"""

import logging
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.card import NoteCard
from bot.core.clock import Clock
from bot.core.letter import Postponed, Refused, StoreError, Unclear
from bot.core.listening import Mode, Setting, change_of
from bot.core.notes import listening as note
from bot.core.rule import Change
from bot.slack.answer import Answer, Answers
from bot.slack.channels import obstacle
from bot.slack.command import Typed
from bot.slack.error import CALL_FAULTS, reason
from bot.slack.poster import Place, Poster

# What Slack tells the bot only with a scope, which an administrator may have left out.
_READING: Final = {False: "channels:history", True: "groups:history"}
_REACTING: Final = ("reactions:read", "reactions:write")
_AWAY: Final = {"channel_not_found", "not_in_channel"}
_log = logging.getLogger(__name__)


class Channels(Protocol):
    """Where it is kept how each channel is listened to."""

    async def read(self, team: str, channel: str, now: datetime) -> Setting | None: ...
    async def set(
        self, team: str, channel: str, setting: Setting | None, now: datetime
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Switch:
    """Switches listening; nobody is listened to before the channel has been told."""

    channels: Channels
    answers: Answers
    poster: Poster
    client: AsyncWebClient
    clock: Clock
    noted: Callable[[Change], Awaitable[None]]

    async def __call__(self, typed: Typed, *, lang: str) -> Answer:
        return self.answers.drawn(await self.switched(typed, lang=lang), lang=lang)

    async def switched(self, typed: Typed, *, lang: str) -> NoteCard:
        """Do what was typed, or say what stands against it."""
        if typed.channel_id.startswith("D"):
            return note.no_channel()
        now = self.clock()
        setting = await self.channels.read(typed.agent.team_id, typed.channel_id, now)
        match typed.text.casefold().split():
            case []:
                return note.state(setting)
            case ["off"]:
                return await self._off(typed, setting, lang)
            case [("on" | "ask") as word]:
                mode = Mode(word)
                if setting and setting.mode is mode:
                    return note.state(setting, is_unchanged=True)
                wanted = Setting(mode, typed.agent.user_id, now)
                return await self._on(typed, setting, wanted, lang)
            case _:
                return note.unknown()

    async def _on(
        self, typed: Typed, before: Setting | None, setting: Setting, lang: str
    ) -> NoteCard:
        found = await self._missing(typed, setting.mode)
        if found:
            return found
        why = await self._tell(typed, note.announced(setting), setting.at, lang)
        if why:
            return note.invite(setting.mode) if why in _AWAY else note.not_posted(why)
        await self._set(typed, before, setting, setting.at)
        return note.done()

    async def _off(self, typed: Typed, before: Setting | None, lang: str) -> NoteCard:
        """Stop at once; that the bot may not be in the channel any more does not hinder it."""
        if before is None:
            return note.state(None, is_unchanged=True)
        now = self.clock()
        await self._set(typed, before, None, now)
        why = await self._tell(typed, note.ended(typed.agent.user_id), now, lang)
        return note.done_untold(why) if why else note.done()

    async def _set(
        self, typed: Typed, before: Setting | None, after: Setting | None, now: datetime
    ) -> None:
        """Store it; it holds even if its line among the changes cannot be written."""
        who, channel = typed.agent, typed.channel_id
        await self.channels.set(who.team_id, channel, after, now)
        try:
            await self.noted(change_of(channel, before, after, by=who.user_id, at=now))
        except StoreError as error:
            _log.warning("a change of listening has no line: %s", error)

    async def _missing(self, typed: Typed, mode: Mode) -> NoteCard | None:
        """Say what stands against listening here; None: nothing does."""
        found = await obstacle(self.client, typed.channel_id)
        if found:
            return found
        try:
            answer = await self.client.conversations_info(channel=typed.channel_id)
        except CALL_FAULTS as error:
            why = reason(error)
            return note.invite(mode) if why in _AWAY else note.not_posted(why)
        channel = answer.get("channel") or {}
        if channel.get("is_mpim") or channel.get("is_im"):
            return note.no_channel()
        if not channel.get("is_member"):
            return note.invite(mode)
        return _without_scopes(channel, mode, answer.headers)

    async def _tell(self, typed: Typed, card: NoteCard, now: datetime, lang: str) -> str:
        """Tell the channel; return what hinders that."""
        message = self.answers.drawn(card, lang=lang).message
        place = Place(typed.channel_id)
        match await self.poster.post(place, message, key=uuid.uuid4().hex, since=now):
            case Refused(why) | Unclear(why) | Postponed(reason=why):
                return why
        return ""


def _without_scopes(
    channel: Mapping[str, Any], mode: Mode, headers: Mapping[str, str]
) -> NoteCard | None:
    """Read off any answer of Slack's what the app may do (docs.slack.dev/reference/scopes)."""
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")} - {""}
    needed = [_READING[bool(channel.get("is_private"))]]
    if mode is Mode.ASK:
        needed += _REACTING
    missing = [scope for scope in needed if scope not in granted] if granted else []
    return note.no_scope(missing) if missing else None
