"""Who asks: agent or not, administrator or not, and which language they read.

What Slack says is remembered for a while; what the rules say counts at once.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.card import NoteCard
from bot.core.catalogue import ENGLISH, spoken
from bot.core.latest import Latest
from bot.core.notes import note
from bot.core.rule import AgentsRule
from bot.core.text.tongue import tongue_of
from bot.slack.door import Identity
from bot.slack.error import CALL_FAULTS, reason
from bot.slack.membership import Memberships
from bot.slack.wrote import wrote as written

_REMEMBERED: Final = 10_000  # people
_PATIENCE: Final = 1.0  # seconds until a command or a click goes on without an answer
QUICKLY: Final = 1.5  # seconds of the three that Slack gives a window's answer
_LONGEST: Final = 8.0  # seconds Slack may take, so that a pause it asks for can pass
_PAUSE: Final = 30.0  # seconds without asking, after Slack did not answer
_OUTSIDE: Final = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
_GUEST: Final = ("is_restricted", "is_ultra_restricted")
_LEADS: Final = ("is_admin", "is_owner", "is_primary_owner")
_NOBODY: Final = ("user_not_found", "user_not_visible")
_LATELY: Final = timedelta(days=1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Person:
    """`is_member`, `is_agent`: None when Slack did not say, which whoever has to be sure takes
    for no."""

    is_member: bool | None
    is_outsider: bool = False  # Slack marks them as a guest, a stranger, a bot, gone
    lang: str = ENGLISH  # of bot.core.catalogue.LANGUAGES
    is_agent: bool | None = None
    is_admin: bool = False  # may change the rules; that alone shows nobody an order
    slack_lang: str = ENGLISH  # what `lang` is without a choice of their own
    is_ruled: bool = False  # not every full member is an agent
    email: str | None = field(default=None, repr=False)  # one that their own workspace vouches for
    is_guest: bool = False  # of this workspace
    is_lang_unsaid: bool = False  # of other organisations Slack tells no language
    is_served: bool = False  # as a customer, if they are no agent

    @property
    def is_unsaid(self) -> bool:
        """Slack says nothing, and nothing but what it says is asked for.

        Where only full members can act at all, such a person can go on; never where a rule names
        the agents.
        """
        return self.is_member is None and not self.is_ruled


UNKNOWN: Final = Person(is_member=None, is_lang_unsaid=True)


def refusal(person: Person) -> NoteCard | None:
    """Say why somebody is told nothing of orders; None: they may ask as a support agent."""
    if person.is_agent:
        return None
    if person.is_member is False or person.is_outsider:
        return note.outsider(is_served=person.is_served)
    return note.not_known() if person.is_agent is None else note.no_agent()


def _every_member() -> AgentsRule:
    return AgentsRule()


def _no_choice(_user_id: str) -> str:
    return ""


class People:
    """Asks users.info (docs.slack.dev/reference/methods/users.info), once for all who wait."""

    def __init__(
        self,
        client: AsyncWebClient,
        identity: Identity,
        *,
        rule: Callable[[], AgentsRule] = _every_member,
        chosen_lang: Callable[[str], str] = _no_choice,
        admins: Set[str] = frozenset(),
        fresh: float = 600.0,
        serves_customers: bool = False,
    ) -> None:
        self.memberships = Memberships(client)
        self._client = client
        self._identity = identity
        self._rule = rule
        self._chosen_lang = chosen_lang
        self._admins = admins
        self._fresh = fresh  # seconds that an answer of Slack's counts
        self._serves_customers = serves_customers
        self._known = Latest[str, tuple[float, Person]](_REMEMBERED)
        self._heard = Latest[str, str](_REMEMBERED)
        self._asking: dict[str, asyncio.Task[Person]] = {}
        self._ask_again_at = 0.0

    async def person(self, user_id: str, *, patience: float = _PATIENCE) -> Person:
        """Return what Slack and the rules say about somebody, each in *patience* s at most."""
        person = await self._said(user_id, patience)
        heard = self._heard.get(user_id) if person.is_lang_unsaid else None
        if lang := self._chosen_lang(user_id) or heard:
            person = replace(person, lang=lang)
        rule = self._rule()
        if rule.is_for_all:
            return person
        is_agent = person.is_member
        if is_agent:
            is_agent = await self.memberships.is_in(user_id, rule, patience=patience)
        return replace(person, is_agent=is_agent, is_ruled=True)

    async def reader(
        self, user_id: str, *, wrote: str = "", dm: str = "", patience: float = _PATIENCE
    ) -> Person:
        """Return a person; where Slack does not say what they read, it is what they write.

        That is told by *wrote*, their message, else by those before it in their direct message.
        """
        person = await self.person(user_id, patience=patience)
        if not person.is_lang_unsaid or self._chosen_lang(user_id):
            return person
        lang = tongue_of(wrote)
        if not lang and user_id not in self._heard and dm:
            lang = await self._written_lately(user_id, dm)
        if lang:
            self._heard[user_id] = lang
        return replace(person, lang=lang or person.lang)

    async def _written_lately(self, user_id: str, dm: str) -> str | None:
        since = datetime.now(UTC) - _LATELY
        found = await written(self._client, dm, user_id, since=since, pauses=(None,))
        return next(filter(None, (tongue_of(one.text) for one in reversed(found or ()))), None)

    def lang(self, user_id: str) -> str:
        """Return the language somebody reads, as far as it is known by now."""
        known = self._known.get(user_id, (0.0, UNKNOWN))[1]
        heard = self._heard.get(user_id) if known.is_lang_unsaid else None
        return self._chosen_lang(user_id) or heard or known.lang

    async def _said(self, user_id: str, patience: float) -> Person:
        """Return what Slack says about somebody; UNKNOWN if it says nothing."""
        at, person = self._known.get(user_id, (0.0, UNKNOWN))
        if person is not UNKNOWN and time.monotonic() - at < self._fresh:
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

    async def _ask(self, user_id: str) -> Person:
        try:
            async with asyncio.timeout(_LONGEST):
                answer = await self._client.users_info(user=user_id, include_locale=True)
        except CALL_FAULTS as error:
            if reason(error) in _NOBODY:
                return self._remember(user_id, replace(UNKNOWN))
            self._ask_again_at = time.monotonic() + _PAUSE
            _log.warning("Slack does not say who asks: %s", reason(error))
            return UNKNOWN
        person = self._read(user_id, answer.get("user") or {})
        # Before the bot knows its own team it can tell nobody's.
        return self._remember(user_id, person) if self._identity.is_known else person

    def _read(self, user_id: str, user: dict[str, Any]) -> Person:
        is_full = is_member(user, self._identity.team_id)
        is_lead = any(user.get(mark) for mark in _LEADS) or user_id in self._admins
        lang = spoken(str(user.get("locale") or ""))
        return Person(
            is_member=is_full,
            is_outsider=is_outsider(user),
            lang=lang,
            is_agent=is_full,
            is_admin=bool(is_full) and is_lead,
            slack_lang=lang,
            email=_email(user, self._identity.team_id),
            is_guest=any(user.get(mark) for mark in _GUEST),
            is_lang_unsaid=not user.get("locale"),
            is_served=self._serves_customers,
        )

    def _remember(self, user_id: str, person: Person) -> Person:
        self._known[user_id] = (time.monotonic(), person)
        return person


def _email(user: dict[str, Any], team_id: str | None) -> str | None:
    """Return the address that Slack has confirmed for somebody of this workspace.

    Of another organisation nobody here knows how it gives its people addresses. Without the scope
    `users:read.email` Slack tells none (docs.slack.dev/reference/objects/user-object).
    """
    is_ours = bool(team_id) and user.get("team_id") == team_id and not user.get("is_stranger")
    email = (user.get("profile") or {}).get("email")
    is_sure = is_ours and user.get("is_email_confirmed", True) and isinstance(email, str)
    return email if is_sure else None


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
