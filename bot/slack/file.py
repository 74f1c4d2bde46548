"""Files in conversations: read what somebody sent, and put one into a thread once.

docs.slack.dev/reference/objects/file-object
"""

import asyncio
import logging
from datetime import datetime
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.bulk.entry import MOST
from bot.core.bulk.sheet import MOST_BYTES
from bot.core.card import NoteCard
from bot.core.phrase import say
from bot.core.words import bulk as words
from bot.slack.error import UNCLEAR, missing_scope, reason
from bot.slack.poster import Place
from bot.slack.upload import NotTaken, upload

_FILES_HOST: Final = "files.slack.com"
_SUFFIXES: Final = {".csv", ".tsv", ".txt", ".text", ".tab"}
_TYPES: Final = {"csv", "tsv", "text"}
_TRIES: Final = 3
_LOOKS: Final = (0.5, 2.0, 4.0)  # seconds before each: Slack shares files after it has said so
_PAGE: Final = 200
_PAGES: Final = 5
_FAILURES: Final = (SlackApiError, aiohttp.ClientError, NotTaken, OSError)
_log = logging.getLogger(__name__)


class Unreadable(Exception):
    """A file that is no list, or that we do not get; `note` says it to whoever sent it."""

    def __init__(self, note: NoteCard) -> None:
        super().__init__()
        self.note = note


def wrong_type() -> Unreadable:
    lines = (say(words.WRONG_TYPE), say(words.WRONG_TYPE_NEXT))
    return Unreadable(NoteCard("📋", say(words.WRONG_TYPE_TITLE), lines))


def may_be_list(file: dict[str, Any]) -> bool:
    """Whether it is worth reading; of a file from another organisation Slack first tells the id."""
    suffix = PurePath(str(file.get("name") or "")).suffix.casefold()
    is_text = str(file.get("mimetype") or "").startswith("text/") or file.get("filetype") in _TYPES
    return suffix in _SUFFIXES or is_text or file.get("file_access") == "check_file_info"


class Files:
    """Reads with the bot's token, which goes to Slack and nowhere else."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        self._client = client
        self._session = session

    async def read(self, file: dict[str, Any]) -> bytes:
        """Return what is in a file; raise Unreadable for what is no list of ours."""
        try:
            if file.get("file_access") == "check_file_info":
                answer = await self._client.files_info(file=str(file.get("id")))
                file = answer.get("file") or {}
                if not may_be_list(file):
                    raise wrong_type()
            if int(file.get("size") or 0) > MOST_BYTES:
                raise _too_large()
            return await self._download(str(file.get("url_private_download") or ""))
        except _FAILURES as error:
            scope = isinstance(error, SlackApiError) and missing_scope(error)
            raise _not_given(scope or reason(error)) from None

    async def _download(self, url: str) -> bytes:
        if not self._is_slacks(url):
            raise _not_given("its address is not Slack's")
        headers = {"Authorization": f"Bearer {self._client.token}"}
        async with self._session.get(url, headers=headers, allow_redirects=False) as answer:
            # Without the scope files:read Slack answers with a page to sign in at.
            if answer.status != 200 or answer.content_type == "text/html":
                raise _not_given(f"HTTP {answer.status}, {answer.content_type}")
            content = bytearray()
            async for chunk in answer.content.iter_any():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise _too_large()
            return bytes(content)

    def _is_slacks(self, url: str) -> bool:
        parts, api = urlsplit(url), urlsplit(self._client.base_url)
        is_api = (parts.scheme, parts.netloc) == (api.scheme, api.netloc)
        return is_api or (parts.scheme, parts.netloc) == ("https", _FILES_HOST)

    async def share(self, place: Place, content: bytes, *, name: str, since: datetime) -> bool:
        """Put a file into a thread; False if that cannot be, or nobody can tell whether it was."""
        for _ in range(_TRIES):
            why = await self._try(place, content, name)
            if why is None:
                return True
            if not why:
                break
            for pause in _LOOKS:
                await asyncio.sleep(pause)
                is_there = await self.is_shared(place, name=name, since=since)
                if is_there is not False:
                    return bool(is_there)
        return False

    async def _try(self, place: Place, content: bytes, name: str) -> str | None:
        """Upload; return None if it is there, a word if it may be, an empty one if it is not."""
        try:
            await upload(
                self._client,
                self._session,
                content,
                filename=name,
                title=name,
                channel=place.channel,
                thread_ts=place.thread_ts,
            )
        except _FAILURES as error:
            said = reason(error)
            _log.warning("a list's file was not taken: %s", said)
            return "" if isinstance(error, SlackApiError) and not _is_unclear(error) else said
        return None

    async def is_shared(self, place: Place, *, name: str, since: datetime) -> bool | None:
        """Whether a file of this name stands in the thread; None if we may not look."""
        asked: dict[str, Any] = {"oldest": f"{since.timestamp():.6f}", "limit": _PAGE}
        cursor = ""
        for _ in range(_PAGES):
            try:
                page: Any = await self._client.conversations_replies(
                    channel=place.channel, ts=str(place.thread_ts), cursor=cursor or None, **asked
                )
            except _FAILURES as error:
                _log.warning("a thread cannot be read: %s", reason(error))
                return None
            messages = page.get("messages", [])
            if name in [one.get("name") for each in messages for one in each.get("files", ())]:
                return True
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return False
        return None


def _is_unclear(error: SlackApiError) -> bool:
    status = int(getattr(error.response, "status_code", 0))
    return status != 200 or reason(error) in UNCLEAR


def _too_large() -> Unreadable:
    lines = (say(words.TOO_LARGE, most=MOST),)
    return Unreadable(NoteCard("📋", say(words.TOO_LARGE_TITLE), lines))


def _not_given(why: str) -> Unreadable:
    _log.warning("a file could not be read: %s", why)
    return Unreadable(NoteCard("🔌", say(words.NOT_GIVEN_TITLE), (say(words.NOT_GIVEN),)))
