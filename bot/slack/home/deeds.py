"""What somebody does in Home: authorised anew each time, and seen there afterwards."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.catalogue import LANGUAGES
from bot.core.home.form import AS_IN_SLACK
from bot.core.listening import LISTENING
from bot.core.rule import AGENTS, ORDER_PATTERNS
from bot.core.search import no_window
from bot.slack.answer import Answer, Answers
from bot.slack.gesture import agent_of
from bot.slack.home.rules import RuleWindows
from bot.slack.home.tab import Homes, Sources
from bot.slack.people import People, refusal
from bot.slack.views import Ack, View, called, opened, turned_into

_OPEN: Final = "home:open_"
_WINDOWS: Final = (AGENTS, ORDER_PATTERNS, LISTENING)

Body = Mapping[str, Any]


class Deeds:
    """Does what somebody wants who has a Home."""

    def __init__(
        self,
        client: AsyncWebClient,
        people: People,
        answers: Answers,
        homes: Homes,
        windows: RuleWindows,
        sources: Sources,
    ) -> None:
        self.homes = homes
        self._client = client
        self._people = people
        self._answers = answers
        self._windows = windows
        self._ruling = sources.ruling
        self._recollection = sources.recollection
        self._acts: Mapping[str, Callable[[Body], Awaitable[None]]] = {
            "home:lang": self._choose_language,
            "home:forget": self._forget,
            "home:by": self._turn,
            f"home:{LISTENING}": self._switch,
            "home:try": self._try,
            "home:try_text": self._try,
        }

    @property
    def names(self) -> re.Pattern[str]:
        """What can be clicked; of another version's buttons others speak."""
        known = (*self._acts, *(f"{_OPEN}{name}" for name in _WINDOWS))
        return re.compile("|".join(map(re.escape, known)))

    async def act(self, body: Body) -> None:
        """Do what was clicked; a fault is said in Home, a text of a fault in the log."""
        name = str(_action(body).get("action_id", ""))
        if name.startswith(_OPEN):
            await self._open(body, name.removeprefix(_OPEN))
        elif deed := self._acts.get(name):
            await deed(body)

    async def submitted(self, body: Body) -> Ack:
        user_id = agent_of(body).user_id
        work = self._windows.saved(user_id, body.get("view") or {})
        reply = await self._answers.surely(work, lambda: self._people.lang(user_id))
        if isinstance(reply, Answer):
            return turned_into(_plain(reply))
        return reply

    async def suggested(self, body: Body) -> list[dict[str, Any]]:
        """Only for a window of an administrator."""
        work = self._windows.groups(agent_of(body).user_id, str(body.get("value") or ""))
        found = await self._answers.surely(work, lambda: "en")
        return [] if isinstance(found, Answer) else found

    async def _choose_language(self, body: Body) -> None:
        chosen = str((_action(body).get("selected_option") or {}).get("value", ""))
        lang = "" if chosen == AS_IN_SLACK else chosen
        if lang and lang not in LANGUAGES:
            return
        await self._for_agents(body, self._ruling.choose_language(agent_of(body), lang))

    async def _forget(self, body: Body) -> None:
        if self._recollection:
            await self._for_agents(body, self._recollection.forget(agent_of(body)))
        else:  # switched off since that Home was drawn
            await self.homes.show(agent_of(body))

    async def _for_agents(self, body: Body, work: Any) -> None:
        """Do what agents alone can do, and show how it stands then."""
        who = agent_of(body)
        if refusal(await self._people.person(who.user_id)):
            work.close()
        else:
            await self._answers.surely(work, lambda: self._people.lang(who.user_id))
        await self.homes.show(who)

    async def _open(self, body: Body, name: str) -> None:
        user_id, trigger_id = agent_of(body).user_id, str(body.get("trigger_id", ""))
        view = await self._surely(body, self._windows.opened(agent_of(body), name))
        late = self._answers.drawn(no_window(), lang=self._people.lang(user_id)).message
        await opened(self._client, trigger_id, view, to=user_id, otherwise=late)

    async def _turn(self, body: Body) -> None:
        await self._update(body, lambda view: self._windows.turned(agent_of(body).user_id, view))

    async def _try(self, body: Body) -> None:
        await self._update(body, lambda view: self._windows.tried(agent_of(body).user_id, view))

    async def _switch(self, body: Body) -> None:
        who, action = agent_of(body), _action(body)
        await self._update(body, lambda view: self._windows.acted(who, LISTENING, action, view))
        await self.homes.show(who)

    async def _update(self, body: Body, drawn: Callable[[Mapping[str, Any]], Any]) -> None:
        shown = body.get("view") or {}
        view = await self._surely(body, drawn(shown))
        ids = {"view_id": str(shown.get("id", "")), "hash": str(shown.get("hash", ""))}
        await called(self._client.views_update(view=view, **ids))

    async def _surely(self, body: Body, work: Any) -> View:
        user_id = agent_of(body).user_id
        view = await self._answers.surely(work, lambda: self._people.lang(user_id))
        return _plain(view) if isinstance(view, Answer) else view


def _action(body: Body) -> Mapping[str, Any]:
    return next(iter(body.get("actions") or ()), {})


def _plain(answer: Answer) -> View:
    """Return a window with a fault in it, without any template."""
    text = {"type": "mrkdwn", "verbatim": True, "text": answer.message["text"][:3000]}
    title = {"type": "plain_text", "text": "Wherebot"}
    return {"type": "modal", "title": title, "blocks": [{"type": "section", "text": text}]}
