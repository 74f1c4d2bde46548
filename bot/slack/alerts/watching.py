"""`/where watch …`, `unwatch`, `watches` and `receipts`: a wish is written down, then confirmed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.card import NoteCard
from bot.core.clock import Clock
from bot.core.notes import watch as watch_note
from bot.core.notes.receipts import Receipt, day_of, receipts
from bot.core.privacy import Agent
from bot.core.reference import Reference
from bot.core.text.pattern import OrderPatterns
from bot.core.watches.watch import Watch
from bot.core.watches.wish import Wish, wish_in
from bot.slack.alerts.told_place import told_name
from bot.slack.answer import Answer, Answers
from bot.slack.command import Subcommand, Typed
from bot.slack.direct import direct_message
from bot.slack.poster import Place


class Watches(Protocol):
    """Where wishes are kept."""

    async def watch(self, wishes: Sequence[Watch], now: datetime) -> int: ...
    async def unwatch(
        self, reference: Reference, place: str, now: datetime, *, parcel: str = ""
    ) -> bool: ...
    async def watched(
        self, reference: Reference, places: Sequence[str], *, parcel: str = ""
    ) -> Watch | None: ...
    async def of_place(self, place: str) -> tuple[list[Watch], int]: ...


class Receipts(Protocol):
    """Where it is kept what became of alerts."""

    async def of(self, day: date) -> Iterable[Receipt]: ...


@dataclass(frozen=True, slots=True)
class Watching:
    """What members can wish to hear of. *stir* lets it be looked at, at once."""

    watches: Watches
    told: Receipts
    client: AsyncWebClient
    answers: Answers
    patterns: Callable[[], OrderPatterns]
    clock: Clock
    stir: Callable[[], None]

    def subcommands(self) -> Mapping[str, Subcommand]:
        return {
            "watch": self.watch,
            "unwatch": self.unwatch,
            "watches": self.list,
            "receipts": self.receipts,
        }

    async def watch(self, typed: Typed, *, lang: str) -> Answer:
        wish = wish_in(typed.text, self.patterns())
        if not wish.found:
            refused = watch_note.not_watchable() if wish.others else self._no_number()
            return self._say(refused, lang)
        place = typed.channel_id if wish.channel == "here" else wish.channel
        name = await told_name(self.client, place, here=typed.channel_id) if place else ""
        if isinstance(name, NoteCard):
            return self._say(name, lang)
        place = place or await self._direct(typed.agent.user_id)
        made = await self._make(wish, place, typed.agent, lang)
        card = watch_note.watching(
            wish.found, channel=name, made=made, until=wish.until, name=wish.name
        )
        return self._say(card, lang)

    async def unwatch(self, typed: Typed, *, lang: str) -> Answer:
        wish = wish_in(typed.text, self.patterns())
        if not wish.found:
            return self._say(self._no_number(), lang)
        now, places = self.clock(), await self._places(typed, wish)
        ended = []
        for reference in wish.found:
            done = [await self.watches.unwatch(reference, place, now) for place in places]
            ended += [reference] if any(done) else []
        unknown = [one for one in wish.found if one not in ended]
        return self._say(watch_note.unwatched(ended, unknown), lang)

    async def list(self, typed: Typed, *, lang: str) -> Answer:
        own = await self.watches.of_place(await self._direct(typed.agent.user_id))
        is_channel = not typed.channel_id.startswith("D")
        here = await self.watches.of_place(typed.channel_id) if is_channel else ([], 0)
        return self._say(watch_note.watches(own, here, self.patterns().example), lang)

    async def receipts(self, typed: Typed, *, lang: str) -> Answer:
        day = day_of(typed.text, self.clock().date())
        card = receipts(day, await self.told.of(day)) if day else watch_note.no_day()
        return self._say(card, lang)

    async def own(self, reference: Reference, agent: Agent, parcel: str = "") -> Watch | None:
        """Return somebody's wish for themselves, if they have it."""
        places = (await self._direct(agent.user_id), agent.user_id)
        return await self.watches.watched(reference, places, parcel=parcel)

    async def add(
        self,
        found: Sequence[Reference],
        agent: Agent,
        *,
        client_key: str = "",
        parcel: str = "",
        lang: str,
    ) -> int:
        """Watch for somebody alone, of an order perhaps one parcel; return how many are new."""
        place = await self._direct(agent.user_id)
        wish = Wish(tuple(found), (), "", None)
        return await self._make(wish, place, agent, lang, client_key, parcel)

    async def end(self, reference: Reference, agent: Agent, parcel: str = "") -> bool:
        """End somebody's wish for themselves; return whether there was one."""
        now, places = self.clock(), (await self._direct(agent.user_id), agent.user_id)
        ended = [
            await self.watches.unwatch(reference, place, now, parcel=parcel) for place in places
        ]
        return any(ended)

    async def _make(
        self,
        wish: Wish,
        place: str,
        agent: Agent,
        lang: str,
        client_key: str = "",
        parcel: str = "",
    ) -> int:
        now = self.clock()
        made = await self.watches.watch(
            [
                Watch(
                    0,
                    one,
                    place,
                    agent.user_id,
                    now,
                    lang=lang,
                    client_key=client_key,
                    until=wish.until,
                    name=wish.name,
                    parcels=frozenset({parcel} - {""}),
                )
                for one in wish.found
            ],
            now,
        )
        self.stir()
        return made

    async def _direct(self, user_id: str) -> str:
        """Return the direct message with somebody; their own id is taken for it, too."""
        opened = await direct_message(self.client, user_id)
        return opened.channel if isinstance(opened, Place) and opened.channel else user_id

    async def _places(self, typed: Typed, wish: Wish) -> Sequence[str]:
        if wish.channel and wish.channel != "here":
            return (wish.channel,)
        direct = await self._direct(typed.agent.user_id)
        if wish.channel == "here":
            return (typed.channel_id,)
        return (direct, typed.agent.user_id, typed.channel_id)

    def _no_number(self) -> NoteCard:
        return watch_note.no_number(self.patterns().example)

    def _say(self, card: NoteCard, lang: str) -> Answer:
        return self.answers.drawn(card, lang=lang)
