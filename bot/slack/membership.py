"""Who is in a user group or a channel, as Slack says; remembered for a while.

docs.slack.dev/reference/methods/usergroups.users.list (scope usergroups:read),
docs.slack.dev/reference/methods/conversations.members
"""

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.rule import AgentsRule, By
from bot.slack.error import CALL_FAULTS, missing_scope, reason

_FRESH: Final = 300.0  # seconds that an answer of Slack's counts
_PAUSE: Final = 30.0  # seconds without asking, after Slack did not answer
_LONGEST: Final = 8.0  # seconds Slack may take, so that a pause it asks for can pass
_PAGE: Final = 1000
_PAGES: Final = 20  # more members than that are no support team
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Members:
    """Who is in it; `fault` is Slack's word if it does not say, and `scope` what it asks for."""

    ids: frozenset[str] = frozenset()
    fault: str = ""
    scope: str = ""

    @property
    def is_known(self) -> bool:
        return not self.fault


class Memberships:
    """Asks once for all who wait; while Slack does not answer, what it said last holds."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: dict[tuple[By, str], tuple[float, Members]] = {}
        self._asking: dict[tuple[By, str], asyncio.Task[Members]] = {}

    async def is_in(self, user_id: str, rule: AgentsRule, *, patience: float) -> bool | None:
        """Whether *rule* names somebody; None if Slack does not say so in *patience* seconds."""
        asked = [self._now(rule.by, one) for one in rule.ids]
        try:
            async with asyncio.timeout(patience):
                found = [one if isinstance(one, Members) else await one for one in asked]
        except TimeoutError:
            found = [self._last(rule.by, one) for one in rule.ids]
        if any(user_id in one.ids for one in found):
            return True
        return False if all(one.is_known for one in found) else None

    async def members(self, by: By, id_: str) -> Members:
        """Ask Slack now, whatever it said before."""
        self._known[by, id_] = (0.0, self._last(by, id_))
        asked = self._now(by, id_)
        return asked if isinstance(asked, Members) else await asked

    def _now(self, by: By, id_: str) -> "Members | asyncio.Future[Members]":
        until, members = self._known.get((by, id_), (0.0, _UNSAID))
        if time.monotonic() < until:
            return members
        task = self._asking.get((by, id_))
        if task is None:
            task = self._asking[by, id_] = asyncio.create_task(self._ask(by, id_))
            task.add_done_callback(lambda _: self._asking.pop((by, id_), None))
        return asyncio.shield(task)  # the answer is remembered when it comes

    def _last(self, by: By, id_: str) -> Members:
        return self._known.get((by, id_), (0.0, _UNSAID))[1]

    async def _ask(self, by: By, id_: str) -> Members:
        try:
            async with asyncio.timeout(_LONGEST):
                ids = await (self._group(id_) if by is By.GROUPS else self._channel(id_))
        except CALL_FAULTS as error:
            _log.warning("Slack does not say who is in a %s: %s", by.value[:-1], reason(error))
            scope = missing_scope(error)
            last = self._last(by, id_)
            # What is gone has no members any more; what cannot be asked now is as it was.
            is_definite = isinstance(error, SlackApiError) and reason(error) in _DEFINITE
            members = (
                last
                if last.is_known and not is_definite
                else Members(fault=reason(error), scope=scope)
            )
            self._known[by, id_] = (time.monotonic() + _PAUSE, members)
            return members
        members = Members(ids)
        self._known[by, id_] = (time.monotonic() + _FRESH, members)
        return members

    async def _group(self, id_: str) -> frozenset[str]:
        answer = await self._client.usergroups_users_list(usergroup=id_)
        return frozenset(map(str, answer.get("users") or ()))

    async def _channel(self, id_: str) -> frozenset[str]:
        found: set[str] = set()
        cursor = ""
        for _ in range(_PAGES):
            page: Any = await self._client.conversations_members(
                channel=id_, limit=_PAGE, cursor=cursor or None
            )
            found |= set(map(str, page.get("members") or ()))
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return frozenset(found)


_UNSAID: Final = Members(fault="no answer in time")
_DEFINITE: Final = {
    "missing_scope",
    "no_such_subteam",
    "subteam_not_found",
    "channel_not_found",
    "not_allowed_token_type",
    "permission_denied",
}
