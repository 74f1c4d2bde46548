"""Who asks: full member or not, and which language they read; remembered for a while."""

import asyncio
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core import note
from bot.core.card import NoteCard
from bot.core.catalogue import ENGLISH, spoken
from bot.slack.door import Identity
from bot.slack.error import reason

_REMEMBERED: Final = 10_000  # people
_FRESH: Final = 600.0  # seconds that an answer of Slack's counts
_PATIENCE: Final = 1.0  # seconds until a command or a click goes on without an answer
_LONGEST: Final = 8.0  # seconds Slack may take, so that a pause it asks for can pass
_PAUSE: Final = 30.0  # seconds without asking, after Slack did not answer
_OUTSIDE: Final = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
_NOBODY: Final = ("user_not_found", "user_not_visible")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Person:
    """`is_member` is None when Slack did not say: whoever needs to be sure takes that for no."""

    is_member: bool | None
    is_outsider: bool = False  # Slack marks them as a guest, a stranger, a bot, gone
    lang: str = ENGLISH  # of bot.core.catalogue.LANGUAGES


UNKNOWN: Final = Person(is_member=None)


def refusal(person: Person) -> NoteCard | None:
    """Say why somebody is told nothing of orders; None: they may ask as a support agent."""
    if person.is_member is None:
        return note.not_known()
    return None if person.is_member else note.outsider()


class People:
    """Asks users.info (docs.slack.dev/reference/methods/users.info), once for all who wait."""

    def __init__(self, client: AsyncWebClient, identity: Identity) -> None:
        self._client = client
        self._identity = identity
        self._known: OrderedDict[str, tuple[float, Person]] = OrderedDict()
        self._asking: dict[str, asyncio.Task[Person]] = {}
        self._ask_again_at = 0.0

    async def person(self, user_id: str, *, patience: float = _PATIENCE) -> Person:
        """Return what Slack says about somebody; UNKNOWN if it says nothing in *patience* s."""
        at, person = self._known.get(user_id, (0.0, UNKNOWN))
        if person is not UNKNOWN and time.monotonic() - at < _FRESH:
            return person
        if time.monotonic() < self._ask_again_at:
            return person
        if user_id not in self._asking:
            self._asking[user_id] = asyncio.create_task(self._ask(user_id))
            self._asking[user_id].add_done_callback(lambda _: self._asking.pop(user_id, None))
        try:
            async with asyncio.timeout(patience):
                return await asyncio.shield(self._asking[user_id])
        except TimeoutError:
            return person  # the answer is remembered when it comes

    def lang(self, user_id: str) -> str:
        """Return the language somebody reads, as far as Slack has said it by now."""
        return self._known.get(user_id, (0.0, UNKNOWN))[1].lang

    async def _ask(self, user_id: str) -> Person:
        try:
            async with asyncio.timeout(_LONGEST):
                answer = await self._client.users_info(user=user_id, include_locale=True)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            if reason(error) in _NOBODY:
                return self._remember(user_id, Person(is_member=None))
            self._ask_again_at = time.monotonic() + _PAUSE
            _log.warning("Slack does not say who asks: %s", reason(error))
            return UNKNOWN
        user = answer.get("user") or {}
        person = Person(
            is_member=is_member(user, self._identity.team_id),
            is_outsider=is_outsider(user),
            lang=spoken(str(user.get("locale") or "")),
        )
        # Before the bot knows its own team it can tell nobody's.
        return self._remember(user_id, person) if self._identity.is_known else person

    def _remember(self, user_id: str, person: Person) -> Person:
        self._known[user_id] = (time.monotonic(), person)
        self._known.move_to_end(user_id)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return person


def is_outsider(user: dict[str, Any]) -> bool:
    return any(user.get(mark) for mark in _OUTSIDE)


def is_member(user: dict[str, Any], team_id: str | None) -> bool | None:
    """Whether Slack vouches for a full member of the team the bot is installed in; None: unsaid.

    Guests are restricted; people of other organisations are of another team, and strangers only
    as long as they share no channel (docs.slack.dev/reference/objects/user-object). In an
    enterprise `team_id` is one of a person's several teams. What a payload says of its team is
    not asked: it may be the other organisation's.
    """
    if is_outsider(user):
        return False
    if not team_id or not user.get("team_id"):
        return None
    teams = (user.get("enterprise_user") or {}).get("teams") or ()
    return team_id in (user["team_id"], *teams)
