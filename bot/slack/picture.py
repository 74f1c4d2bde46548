"""Pictures of an order's status: uploaded to Slack once, and shown after the card they belong to.

Slack scans a file after its upload and says nowhere that it is done; `files.info` knows its type
from then on (slackapi/node-slack-sdk#2040, slackapi/java-slack-sdk#1349).
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Generic, Protocol, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.question import ParcelLabError, Refused
from bot.core.widget import Widget
from bot.slack.blocks import Message
from bot.slack.error import reason

REFUSED: Final = "invalid_blocks"  # Slack's word for a message with a file it cannot show
_LARGEST: Final = 2 * 2**20  # bytes
_KINDS: Final = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif"}
_AT_ONCE: Final = 32  # pictures on their way; further ones are left out
_REMEMBERED: Final = 2000
_PROVEN: Final = 600.0  # seconds that a message with the file counts as proof that it is there
_PATIENCE: Final = 15.0  # seconds for Slack to scan a file: reports go up to 12
_FIRST, _LONGEST = 0.25, 2.0  # seconds between two looks whether it is scanned
_PAUSES: Final = (0.5, 1.0, 2.0, 4.0)  # seconds between tries to show a file that is not taken
_HOUR: Final = 3600.0
# Slack's definite words about uploads: asking again soon does not help
# (docs.slack.dev/reference/methods/files.getUploadURLExternal).
_NO: Final = {
    *("missing_scope", "file_uploads_disabled", "file_uploads_except_images", "file_type_not_allowed"),
    *("storage_limit_reached", "not_allowed", "no_permission", "restricted_action", "access_denied"),
    *("not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired"),
    *("not_allowed_token_type", "team_access_not_granted", "ekm_access_denied", "unknown_method"),
    *("org_login_required", "team_added_to_org", "two_factor_setup_required"),
}
_WAITS: Final = {**dict.fromkeys(_NO, _HOUR), "ratelimited": 60.0}
_K = TypeVar("_K")
_log = logging.getLogger(__name__)


class Fetch(Protocol):
    """Asks parcelLab for a picture; raises ParcelLabError without one."""

    async def __call__(self, widget: Widget) -> bytes: ...


class Unusable(Exception):
    """The picture cannot be shown."""


class Pictures:
    """The pictures in one workspace's Slack, by what they show and by their bytes.

    Nothing here raises: a picture that cannot be had is None, and why is logged once until another
    one succeeds.
    """

    def __init__(
        self, client: AsyncWebClient, session: aiohttp.ClientSession, fetch: Fetch
    ) -> None:
        self._client = client
        self._session = session
        self._fetch = fetch
        self._by_state = _Once[Widget]()
        self._by_bytes = _Once[bytes]()
        self._proven: OrderedDict[str, float] = OrderedDict()
        self._logged: set[str] = set()
        self._not_before = 0.0

    def proven(self, widget: Widget) -> str | None:
        """Return the file that Slack has shown lately: it may stand where no second try is."""
        file_id = self._by_state.known(widget)
        shown_at = self._proven.get(file_id or "")
        return file_id if shown_at and time.monotonic() - shown_at < _PROVEN else None

    def begin(self, widget: Widget) -> "asyncio.Task[str | None] | None":
        """Return what brings the file's id or, in the end, None; None if there is no point."""
        making = self._by_state.get(widget)
        if making or time.monotonic() < self._not_before or self._by_state.under_way >= _AT_ONCE:
            return making
        return self._by_state.begin(widget, self._surely(self._make(widget)))

    def shown(self, file_id: str) -> None:
        """Remember that Slack took a message with this file."""
        self._proven[file_id] = time.monotonic()
        self._proven.move_to_end(file_id)
        if len(self._proven) > _REMEMBERED:
            self._proven.popitem(last=False)

    def refused(self, file_id: str) -> None:
        """Forget a file that Slack does not show: it may be deleted; the next is uploaded anew."""
        self._by_state.forget(file_id)
        self._by_bytes.forget(file_id)
        self._proven.pop(file_id, None)
        self._say("Slack does not show the file")

    async def close(self) -> None:
        """End what is under way, and begin nothing any more."""
        self._not_before = float("inf")
        await self._by_state.close()
        await self._by_bytes.close()

    async def _surely(self, making: Coroutine[Any, Any, str]) -> str | None:
        """The one place where whatever fails about a picture becomes no picture."""
        try:
            file_id = await making
        except SlackApiError as error:
            self._not_before = time.monotonic() + _WAITS.get(reason(error), 0.0)
            self._say(f"Slack says {reason(error)}")
        except ParcelLabError as error:
            if isinstance(error, Refused) and error.status in (401, 403):
                self._not_before = time.monotonic() + _HOUR
            self._say(f"parcelLab: {type(error).__name__}")
        except Unusable as error:
            self._say(str(error))
        except (aiohttp.ClientError, TimeoutError) as error:
            self._say(f"Slack: {type(error).__name__}")
        else:
            self._logged.clear()
            return file_id
        return None

    def _say(self, why: str) -> None:
        if why not in self._logged:
            self._logged.add(why)
            _log.warning("a card goes without its picture: %s", why)

    async def _make(self, widget: Widget) -> str:
        image = await self._fetch(widget)
        kind = next((kind for magic, kind in _KINDS.items() if image.startswith(magic)), None)
        if kind is None or len(image) > _LARGEST:
            raise Unusable("it is too large" if kind else "it is no PNG, JPEG or GIF")
        name = sha256(image).digest()
        uploading = self._by_bytes.get(name) or self._by_bytes.begin(
            name, self._upload(image, f"status.{kind}")
        )
        file_id = await asyncio.shield(uploading)
        if file_id is None:
            raise Unusable("Slack gave the file no name")
        await self._scanned(file_id)
        return file_id
