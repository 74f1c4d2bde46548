"""Posts messages exactly once, although Slack has no key for that and lines break.

Each post carries a key in its metadata; when it is unclear whether a post took effect, the
conversation is read for that key before anything is posted again
(docs.slack.dev/messaging/message-metadata, docs.slack.dev/reference/methods/conversations.history).
"""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.letter import Posted, Postponed, Refused, Sent, Unclear
from bot.slack.blocks import Message, drafts
from bot.slack.door import Identity
from bot.slack.error import REFUSED, UNCLEAR, reason
from bot.slack.upload import NotTaken, upload

_EVENT_TYPE: Final = "wherebot_answer"
_BEFORE: Final = timedelta(minutes=1)  # Slack's clock may be behind whoever says since when
_TRIES: Final = 3  # of a post that surely did not arrive
_PATIENCE: Final = 30.0  # seconds for one post, all tries and looks together
# Seconds before each look: what Slack has taken may not be told at once.
_LOOKS: Final = (0.2, 1.0, 2.0, 4.0)
_STILL_AT_WORK: Final = 8.0  # seconds more, for a request that we did not wait for any longer
_PAUSE: Final = 1.0  # seconds, where Slack wants a pause and does not say how long
_PAGE: Final = 200
_PAGES: Final = 10
_TOO_FAST: Final = {"ratelimited", "rate_limited"}
# No request was sent where there was no connection.
_NOT_SENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands: in a conversation, or in a thread there."""

    channel: str
    thread_ts: str | None = None


@dataclass(frozen=True, slots=True)
class _Post:
    """What is posted, or looked for: where, by which key, since when, and until when we try."""

    place: Place
    key: str
    oldest: str
    ends: float

    def has_time_for(self, seconds: float) -> bool:
        return time.monotonic() + seconds < self.ends


@dataclass(frozen=True, slots=True)
class _Failed:
    """A call that gave nothing, and why.

    Definite: Slack refused. With a `pause` it surely had no effect either, and may be repeated
    after so many seconds. Else nobody knows; `is_late`: it may be at work yet.
    """

    reason: str
    is_definite: bool = False
    pause: float | None = None
    is_late: bool = False


class Poster:
    """Posts, and looks whether something was posted."""

    def __init__(
        self,
        client: AsyncWebClient,
        identity: Identity,
        *,
        patience: float = _PATIENCE,
        looks: tuple[float, ...] = _LOOKS,
    ) -> None:
        # Its own, without any retry: each failure says here whether it may be repeated.
        self._client = AsyncWebClient(
            token=client.token,
            base_url=client.base_url,
            session=client.session,
            retry_handlers=[],
        )
        self._identity = identity
        self._patience = patience
        self._looks = looks
        self._left_off: dict[str, str] = {}  # by key: where a look was stopped

    async def post(self, place: Place, message: Message, *, key: str, since: datetime) -> Sent:
        """Post what surely does not stand there yet; with less in it if Slack refuses it.

        Nothing with this *key* was posted before *since*, by Slack's clock.
        """
        post = self._begun(place, key, since)
        sent: Sent = Refused(REFUSED)
        for draft in drafts(message):
            sent = await self._post(post, draft)
            if sent != Refused(REFUSED):
                break
        return sent

    async def whisper(self, place: Place, message: Message, *, to: str) -> Sent:
        """Show it to one person, who alone could tell whether it is there already."""
        sent: Sent = Refused(REFUSED)
        for draft in drafts(message):
            sent = await self._whisper(place, draft, to)
            if sent != Refused(REFUSED):
                break
        return sent

    async def attempt(self, place: Place, message: Message, *, key: str) -> Sent:
        """Post once, for whoever keeps account of it; with less in it if Slack refuses it.

        Postponed: it surely does not stand there. Unclear: nobody knows before `find` is asked.
        """
        sent: Sent = Refused(REFUSED)
        for draft in drafts(message):
            sent = _once(await self._try(place, key, draft))
            if sent != Refused(REFUSED):
                break
        return sent

    async def attach(self, place: Place, content: bytes, *, key: str) -> Sent:
        """Put a file into a conversation, as `attempt` does; its name tells the key to `find`."""
        if self._client.session is None:
            return Refused("no session")
        name = _file_name(key)
        call = upload(
            self._client,
            self._client.session,
            content,
            filename=name,
            title=name,
            channel=place.channel,
            thread_ts=place.thread_ts,
        )
        answer = await _called(call)
        return _once(answer) if isinstance(answer, _Failed) else Posted("")

    async def edit(self, place: Place, ts: str, message: Message) -> Sent:
        """Let a message show something else; it may be done twice."""
        sent: Sent = Refused(REFUSED)
        for draft in drafts(message):
            call = self._client.chat_update(channel=place.channel, ts=ts, **draft)
            sent = _once(await _called(call))
            if sent != Refused(REFUSED):
                break
        return sent

    async def find(
        self,
        place: Place,
        *,
        key: str,
        since: datetime,
        after: str = "",
        goes_on: bool = False,
    ) -> Sent | None:
        """Look for a post that was begun, and is over for as long as Slack may not tell of it.

        It came *after* the message of that ts, if that is known: then no clock but Slack's counts.
        None: it does not stand there. Unclear is for good: the conversation may not be read.
        What surely is told by now need be read once: a look that *goes_on* begins where the one
        before was stopped, for where few messages may be read at a time there is no other end.
        """
        post = self._begun(place, key, since, after)
        cursor = self._left_off.pop(key, "") if goes_on else ""
        found, cursor = await self._look_on(post, cursor)
        if goes_on and cursor:
            self._left_off[key] = cursor
        return found

    async def react(self, channel: str, ts: str, name: str) -> Sent:
        """Put a reaction to a message; that it is there already is as good."""
        call = self._client.reactions_add(channel=channel, timestamp=ts, name=name)
        sent = await self._again_if_unclear(call, ts)
        return Posted(ts) if sent == Refused("already_reacted") else sent

    async def unfurl(self, channel: str, ts: str, unfurls: dict[str, Message]) -> Sent:
        """Show something under the links of a message; done twice it looks the same.

        docs.slack.dev/reference/methods/chat.unfurl
        """
        call = self._client.chat_unfurl(channel=channel, ts=ts, unfurls=unfurls)
        return await self._again_if_unclear(call, ts)

    async def _again_if_unclear(self, call: Awaitable[Any], ts: str) -> Sent:
        """Call what may be repeated as often as one likes."""
        answer = await _called(call)
        if not isinstance(answer, _Failed):
            return Posted(ts)
        if answer.is_definite:
            return Refused(answer.reason)
        return Postponed(answer.pause or _PAUSE, answer.reason)

    def _begun(self, place: Place, key: str, since: datetime, after: str = "") -> _Post:
        oldest = after or f"{(since - _BEFORE).timestamp():.6f}"
        return _Post(place, key, oldest, time.monotonic() + self._patience)

    async def _post(self, post: _Post, draft: Message) -> Sent:
        pause, why = _PAUSE, ""
        for _ in range(_TRIES):
            answer = await self._try(post.place, post.key, draft)
            if not isinstance(answer, _Failed):
                return Posted(str(answer["ts"]))
            why = answer.reason
            if answer.is_definite:
                return Refused(why)
            if answer.pause is None:
                looks = (*self._looks, _STILL_AT_WORK) if answer.is_late else self._looks
                found = await self._find(post, looks)
                if found is not None:
                    return found
            elif post.has_time_for(pause := answer.pause):
                await asyncio.sleep(pause)
            else:
                break
        return Postponed(pause, why)

    async def _whisper(self, place: Place, draft: Message, reader: str) -> Sent:
        answer: Any = await _called(
            self._client.chat_postEphemeral(
                channel=place.channel, user=reader, thread_ts=place.thread_ts, **draft
            )
        )
        return _once(answer, "message_ts")

    async def _try(self, place: Place, key: str, draft: Message) -> Any:
        metadata = {"event_type": _EVENT_TYPE, "event_payload": {"k": key}}
        return await _called(
            self._client.chat_postMessage(
                channel=place.channel,
                thread_ts=place.thread_ts,
                unfurl_links=False,
                unfurl_media=False,
                metadata=metadata,
                **draft,
            )
        )

    async def _find(self, post: _Post, looks: tuple[float, ...]) -> Sent | None:
        """Look until it is there, or surely is not: if the last look finds nothing.

        Without time for that, one look is enough after all that time.
        """
        found: Sent | None = None
        for pause in looks:
            if isinstance(found, Postponed):
                pause = max(pause, found.seconds)
            if not post.has_time_for(pause):
                return Postponed(max(pause, sum(looks)), "it is not clear yet")
            await asyncio.sleep(pause)
            found = await self._look(post)
            if isinstance(found, Posted | Unclear):
                break
        return found

    async def _look(self, post: _Post) -> Sent | None:
        """Read once all that was said since then."""
        return (await self._look_on(post, ""))[0]

    async def _look_on(self, post: _Post, cursor: str) -> tuple[Sent | None, str]:
        """Read on from *cursor*; return what was found, and where to go on if that was stopped."""
        for _ in range(_PAGES):
            page = await _called(self._read(post, cursor))
            if isinstance(page, _Failed):
                if not page.is_definite:
                    return Postponed(page.pause or _PAUSE, page.reason), cursor
                if cursor and page.reason == "invalid_cursor":  # too old: from the beginning
                    return Postponed(_PAUSE, page.reason), ""
                return Unclear(page.reason), ""
            for message in page.get("messages", []):
                if self._is_ours(message, post.key):
                    return Posted(str(message["ts"])), ""
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return None, ""
        return Unclear("more was said than can be read"), ""

    async def _read(self, post: _Post, cursor: str) -> Any:
        asked: dict[str, Any] = {
            "channel": post.place.channel,
            "oldest": post.oldest,
            "include_all_metadata": True,
            "limit": _PAGE,
            "cursor": cursor or None,
        }
        if post.place.thread_ts:
            return await self._client.conversations_replies(ts=post.place.thread_ts, **asked)
        return await self._client.conversations_history(**asked)

    def _is_ours(self, message: dict[str, Any], key: str) -> bool:
        """Until Slack has said who the bot is, the key alone tells: nobody can guess it."""
        metadata = message.get("metadata") or {}
        has_key = (metadata.get("event_payload") or {}).get("k") == key
        has_key = has_key or _file_name(key) in [
            one.get("name") for one in message.get("files", ())
        ]
        return has_key and self._identity.authorized().bot_user_id in (None, message.get("user"))


def _file_name(key: str) -> str:
    return f"parcels-{key[:12]}.csv"


def _once(answer: Any, ts: str = "ts") -> Sent:
    """Say what became of a call that is not repeated here."""
    if not isinstance(answer, _Failed):
        return Posted(str(answer[ts]))
    if answer.is_definite:
        return Refused(answer.reason)
    if answer.pause is not None:
        return Postponed(answer.pause, answer.reason)
    return Unclear(answer.reason, is_late=answer.is_late)


async def _called(call: Awaitable[_T]) -> _T | _Failed:
    """Call Slack once; say of a failure what it means."""
    try:
        return await call
    except SlackApiError as error:
        return _failed(error)
    except (*_NOT_SENT, NotTaken) as error:
        return _Failed(reason(error), pause=_PAUSE)
    except (aiohttp.ClientError, OSError) as error:  # TimeoutError is an OSError
        return _Failed(reason(error), is_late=isinstance(error, TimeoutError))


def _failed(error: SlackApiError) -> _Failed:
    """Read Slack's answer; what is not Slack's own JSON came from a server between us."""
    said = reason(error)
    status = int(getattr(error.response, "status_code", 0))
    if status == 429 or said in _TOO_FAST:
        return _Failed(said, pause=_retry_after(error))
    data = getattr(error.response, "data", None)
    is_slacks = status == 200 and isinstance(data, dict) and bool(data.get("error"))
    return _Failed(said, is_definite=is_slacks and said not in UNCLEAR)


def _retry_after(error: SlackApiError) -> float:
    value = str(error.response.headers.get("Retry-After", ""))
    return float(value) if value.isascii() and value.isdigit() else _PAUSE
