"""Pictures of an order's status: uploaded to Slack once, shown after the card they belong to."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Final, TypeAlias

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.latest import Latest
from bot.core.question import ParcelLabError, Refused
from bot.core.widget import Widget
from bot.slack.blocks import Message
from bot.slack.error import REFUSED, reason
from bot.slack.made import Made, outcome
from bot.slack.tasks import Tasks
from bot.slack.upload import NotTaken, scanned, upload

_LARGEST: Final = 2 * 2**20  # bytes
_KINDS: Final = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif"}
_AT_ONCE: Final = 64  # tasks, two a picture; further pictures are left out
_REMEMBERED: Final = 2000
_PROVEN: Final = 600.0  # seconds that a message with the file counts as proof that it is there
_WHOLE: Final = 40.0  # seconds for all of it: a rate limit may ask us to wait for long
_PAUSES: Final = (0.0, 0.5, 1.0, 2.0, 4.0)  # seconds before each try to show one
_MINUTE: Final = 60.0  # seconds without another try for a picture that could not be had
_MOST_FAILURES: Final = 10  # in a row; then there are no pictures at all for that minute
_HOUR: Final = 3600.0
# Slack's definite words about uploads: asking again soon does not help
# (docs.slack.dev/reference/methods/files.getUploadURLExternal).
_NO: Final = (
    "missing_scope not_allowed_token_type not_authed invalid_auth token_revoked token_expired "
    "account_inactive file_uploads_disabled file_uploads_except_images file_type_not_allowed "
    "storage_limit_reached not_allowed no_permission restricted_action access_denied "
    "ekm_access_denied org_login_required team_access_not_granted unknown_method"
)
_WAITS: Final = {**dict.fromkeys(_NO.split(), _HOUR), "ratelimited": 60.0}
_TITLE: Final = "Status"  # a file's title says nothing of the order: administrators see files

Fetch: TypeAlias = Callable[[Widget], Awaitable[bytes]]  # raises ParcelLabError
Show: TypeAlias = Callable[[str], Awaitable[str]]  # of a file: what Slack says against it, or ""

_log = logging.getLogger(__name__)


class Unusable(Exception):
    """The picture cannot be shown."""


class Pictures:
    """The pictures in one workspace's Slack, by what they show and by their bytes.

    None of it raises: a picture that cannot be had is None, and why is logged, once until another
    one succeeds.
    """

    def __init__(
        self, client: AsyncWebClient, session: aiohttp.ClientSession, fetch: Fetch
    ) -> None:
        self._client = client
        self._session = session
        self._fetch = fetch
        self._making, self._following = Tasks(), Tasks()
        self._by_state = Made[Widget](self._making)
        self._by_bytes = Made[bytes](self._making)
        self._shown = Latest[str, float](_REMEMBERED)
        self._failed = Latest[Widget, float](_REMEMBERED)
        self._places: dict[Hashable, asyncio.Task[None]] = {}
        self._logged: set[str] = set()
        self._not_before = 0.0
        self._in_a_row = 0

    def proven(self, widget: Widget) -> str | None:
        """Return a file that Slack has shown lately: it may stand where there is no second try."""
        file_id = self._by_state.made(widget)
        is_proven = time.monotonic() - self._shown.get(file_id or "", -_PROVEN) < _PROVEN
        return file_id if is_proven else None

    def begin(self, widget: Widget) -> "asyncio.Task[str | None] | None":
        """Return what brings the file, or None in the end; None at once if there is no point."""
        is_paused = time.monotonic() < self._not_before or len(self._making) >= _AT_ONCE
        if (is_paused or self._has_failed(widget)) and not self._by_state.get(widget):
            return None
        return self._by_state.make(widget, partial(self._surely, widget))

    def _has_failed(self, widget: Widget) -> bool:
        return time.monotonic() - self._failed.get(widget, -_MINUTE) < _MINUTE

    def follow(
        self,
        making: "asyncio.Task[str | None]",
        show: Show,
        *,
        pauses: Sequence[float],
        place: Hashable,
    ) -> None:
        """Show the picture when it is ready, after each pause in turn while Slack refuses it.

        *place* is the message that it changes; see `leave`.
        """
        following = self._following.start(self._follow(making, show, pauses))
        self._places[place] = following
        following.add_done_callback(lambda followed: self._followed(place, followed))

    def leave(self, place: Hashable) -> None:
        """Do not change a message any more: something else stands there by now."""
        if following := self._places.get(place):
            following.cancel()

    def _followed(self, place: Hashable, following: "asyncio.Task[None]") -> None:
        if self._places.get(place) is following:  # and not another that came later
            del self._places[place]

    async def close(self) -> None:
        """End what is under way, and begin nothing any more: no picture is worth waiting for."""
        self._not_before = math.inf
        await self._following.drain(0)
        await self._making.drain(0)

    async def _follow(
        self, making: "asyncio.Task[str | None]", show: Show, pauses: Sequence[float]
    ) -> None:
        await asyncio.wait({making})
        file_id = None if making.cancelled() else making.result()
        if file_id is None:
            return
        word = ""
        for pause in pauses:
            await asyncio.sleep(pause)
            word = await show(file_id)
            if word != REFUSED:
                break
        if word:
            self._say(f"Slack says {word} to the message with it")
        else:
            self._shown[file_id] = time.monotonic()
        if word == REFUSED:  # the file may be gone: the next picture is uploaded anew
            self._by_state.forget(file_id)
            self._by_bytes.forget(file_id)

    async def _surely(self, widget: Widget) -> str | None:
        """The one place where whatever fails about a picture becomes no picture."""
        wait = 0.0
        try:
            async with asyncio.timeout(_WHOLE):
                file_id = await self._made(widget)
        except SlackApiError as error:
            why, wait = f"Slack says {reason(error)}", _WAITS.get(reason(error), 0.0)
        except ParcelLabError as error:
            is_definite = isinstance(error, Refused) and error.status in (401, 403)
            why, wait = f"parcelLab: {type(error).__name__}", _HOUR if is_definite else 0.0
        except (Unusable, NotTaken) as error:
            why = str(error)
        except (aiohttp.ClientError, TimeoutError) as error:
            why = f"Slack: {type(error).__name__}"
        else:
            self._logged.clear()
            self._in_a_row = 0
            return file_id
        if not why.startswith("Slack"):
            self._failed[widget] = time.monotonic()
        self._in_a_row += 1
        if self._in_a_row >= _MOST_FAILURES:
            wait = max(wait, _MINUTE)
        self._not_before = max(self._not_before, time.monotonic() + wait)
        self._say(why)
        return None

    def _say(self, why: str) -> None:
        if why not in self._logged:
            self._logged.add(why)
            _log.warning("a card goes without its picture: %s", why)

    async def _made(self, widget: Widget) -> str:
        image = await self._fetch(widget)
        if len(image) > _LARGEST:
            raise Unusable("it is too large")
        kind = next((kind for magic, kind in _KINDS.items() if image.startswith(magic)), None)
        if kind is None:
            raise Unusable("it is no PNG, JPEG or GIF")
        upload = partial(self._upload, image, f"status.{kind}")
        # Shielded: others may be waiting for the same upload.
        file_id = await asyncio.shield(self._by_bytes.make(sha256(image).digest(), upload))
        await scanned(self._client, file_id or "")
        return file_id or ""

    async def _upload(self, image: bytes, filename: str) -> str:
        return await upload(self._client, self._session, image, filename=filename, title=_TITLE)


@dataclass(frozen=True, slots=True)
class Later:
    """A picture that was not there in time for its card.

    `whole` draws the card with it, `alone` a message with nothing but it.
    """

    pictures: Pictures
    making: "asyncio.Task[str | None]"
    whole: Callable[[str], Message]
    alone: Callable[[str], Message]

    @property
    def file_id(self) -> str | None:
        """The file, if it is ready by now."""
        return outcome(self.making)

    def follow(self, show: Show, *, place: Hashable, pauses: Sequence[float] = _PAUSES) -> None:
        """Show it when it is ready, as `Pictures.follow` does."""
        self.pictures.follow(self.making, show, pauses=pauses, place=place)
