"""The same questions, asked of parcelLab only when nobody knows the answer.

A question that is answered from memory costs microseconds. All others fly: one flight per
question looks into Redis, asks parcelLab, writes down what it says, and while it says nothing
falls back on what it said before.
"""

import time
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache, partial
from typing import Final

from bot.core.click import way_back
from bot.core.clock import Clock
from bot.core.cooldown import AGAIN
from bot.core.order import Order
from bot.core.question import PLAIN, Broken, Busy, Found, Options
from bot.core.reference import Kind, Reference
from bot.parcellab.client import ParcelLab
from bot.parcellab.entry import Entry, packed, unpacked
from bot.parcellab.flight import Flights, SharedFlights
from bot.parcellab.key import Keys
from bot.parcellab.memory import Memory
from bot.parcellab.shared import Shared

_DAY: Final = 86_400  # seconds
_BELIEVED: Final = 10.0  # seconds; another process may have asked anew and written it to Redis
_JUST_NOW: Final = timedelta(seconds=5)  # machines do not agree on the time to the second
_FALLING_BACK: Final = 1.0  # seconds beside a question's time, to say what parcelLab said before
_UNPACKED: Final = 32  # orders of some 35 kB, with their cards: few stay in the processor's cache


class Cached:
    """parcelLab with a memory of its own, and one that is shared with other processes."""

    def __init__(
        self,
        parcellab: ParcelLab,
        memory: Memory,
        shared: Shared,
        *,
        keys: Keys,
        clock: Clock,
    ) -> None:
        """Take a *clock* that tells the time aware; what is remembered ages by it."""
        self._parcellab = parcellab
        self._memory = memory
        self._shared = shared
        self._keys = keys
        self._clock = clock
        self._flights = Flights[Found](timeout=parcellab.timeout + _FALLING_BACK)
        self._shared_flights = SharedFlights(shared, timeout=parcellab.timeout, is_new=self._is_new)
        self._unpacked = lru_cache(_UNPACKED)(unpacked)

    async def find(self, reference: Reference, options: Options = PLAIN) -> Found:
        """Return what parcelLab says or, if it is Broken or Busy, what it said within a day.

        Raises ParcelLabError when there is neither.
        """
        flight = self._keys.of_question(reference, options)
        key = flight if options.client_key is None else await self._place(reference, options)
        kept = await self._memory.get(key)
        near = options.is_live or not self._shared.is_up
        if kept and (near or time.monotonic() - kept.at < _BELIEVED):
            entry = self._unpacked(kept.value)
            if self._holds(entry, options):
                return entry.found()
        fly = partial(self._fly, key, flight, reference, options)
        try:
            return await self._flights.join((flight, options.is_live), fly)
        except (Broken, Busy):
            kept = await self._memory.get(key)  # where the flight put what Redis knew
            known = self._unpacked(kept.value) if kept else None
            if known is None or not known.helps_out(self._clock()):
                raise
            return known.found(is_stale=True)

    def beside(self, parcellab: ParcelLab) -> "Cached":
        """Return what remembers the same and asks *parcellab*; to be closed like this one."""
        return Cached(parcellab, self._memory, self._shared, keys=self._keys, clock=self._clock)

    async def widget(self, reference: Reference, options: Options = PLAIN) -> bytes:
        """Return the picture of an order's status, which whoever shows it remembers."""
        return await self._parcellab.widget(await self._likeliest(reference), options)

    async def aclose(self) -> None:
        """End what is under way; nobody must be waiting for it."""
        await self._flights.close()

    async def _place(self, reference: Reference, options: Options) -> str:
        """Say where an answer is kept: if the order is the same, with that to no client's question.

        The buttons of a card name the client that parcelLab has chosen for a number.
        """
        plain = self._keys.of_question(reference, replace(options, client_key=None))
        kept = await self._memory.get(plain)
        known = self._unpacked(kept.value) if kept else await self._known(plain)
        order = known.order if known else None
        is_same = order is not None and order.client_key == options.client_key
        return plain if is_same else self._keys.of_question(reference, options)

    async def _fly(self, key: str, flight: str, reference: Reference, options: Options) -> Found:
        known = await self._known(key)
        if known and self._holds(known, options):
            return known.found()
        return (await self._answer(key, flight, reference, options)).found()

    async def _answer(self, key: str, flight: str, reference: Reference, options: Options) -> Entry:
        """Ask, or let another process ask, and remember it packed.

        Nearly everything is asked for once: only what is asked for again is unpacked and stays so.
        """
        said: Entry | None = None

        async def ask() -> bytes:
            nonlocal said
            said = await self._ask(reference, options)
            answer = packed(said, is_shared=self._shared.is_wanted)
            await self._shared.set(key, answer, seconds=_DAY)
            if pressed := self._of_buttons(reference, options, said.order):
                await self._remember(pressed, answer)
            return answer

        name = f"{flight}:live" if options.is_live else f"{flight}:flight"
        answer = await self._shared_flights.fly(name, ask)
        await self._memory.set(key, answer)
        return said or self._unpacked(answer)

    def _of_buttons(
        self, reference: Reference, options: Options, order: Order | None
    ) -> str | None:
        """Name what a card's buttons ask, if that is another question and sees the same."""
        way = way_back(order) if order else None
        if way is None or way.reference == reference:  # _place knows
            return None
        sees_more = reference.kind is Kind.RECIPIENT_EMAIL
        if sees_more or replace(options, is_live=False) != Options(lang=options.lang):
            return None
        pressed = Options(lang=options.lang, client_key=way.client_key or None)
        return self._keys.of_question(way.reference, pressed)

    async def _known(self, key: str) -> Entry | None:
        """Return the newest of what this process and Redis remember."""
        kept = await self._memory.get(key)
        near = self._unpacked(kept.value) if kept else None
        value = await self._shared.get(key)
        far = self._foreign(value) if value else None
        if value and far and (near is None or near.as_of <= far.as_of):
            await self._memory.set(key, value)
            return far
        return near

    def _holds(self, entry: Entry, options: Options) -> bool:
        """Say whether nobody has to be asked; for who asks live, somebody may have, anywhere."""
        now = self._clock()
        if options.is_live:
            return entry.is_live and now - entry.as_of < AGAIN
        return now < entry.fresh_until

    def _foreign(self, value: bytes) -> Entry | None:
        """Read what lay in Redis, where others write, too."""
        try:
            return self._unpacked(value)
        except ValueError:
            return None

    def _is_new(self, value: bytes) -> bool:
        entry = self._foreign(value)
        return entry is not None and self._clock() - entry.as_of <= _JUST_NOW

    async def _ask(self, reference: Reference, options: Options) -> Entry:
        likeliest = await self._likeliest(reference)
        order, courier = await self._parcellab.look(likeliest, options)
        if order and courier and len(reference.couriers) > 1:
            await self._remember(self._winner(reference), courier.encode())
        return Entry.of(order, self._clock(), is_live=options.is_live)

    async def _likeliest(self, reference: Reference) -> Reference:
        """Put the courier first that answered for this number before."""
        if reference.kind is not Kind.TRACKING_NUMBER or len(reference.couriers) < 2:
            return reference
        name = self._winner(reference)
        kept = await self._memory.get(name)
        value = kept.value if kept else await self._shared.get(name)
        winner = value.decode(errors="replace") if value else None
        if winner not in reference.couriers:
            return reference
        others = (courier for courier in reference.couriers if courier != winner)
        return replace(reference, couriers=(winner, *others))

    def _winner(self, reference: Reference) -> str:
        return self._keys.of("courier", reference.value)

    async def _remember(self, key: str, value: bytes) -> None:
        await self._memory.set(key, value)
        await self._shared.set(key, value, seconds=_DAY)
