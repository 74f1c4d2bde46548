"""A process that shares an inbox with others: `python -m tests.store.racer VERB URL SEED [FILE]`.

`keep` writes down letters that the others write down, too, and says how many it got. `answer`
answers what waits, into FILE as its Slack, and kills itself with SIGKILL at random moments of
its work; it ends with 0 when nothing waits.
"""

import asyncio
import os
import random
import signal
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.letter import Kept, Letter
from bot.store.database import open_database
from bot.store.inbox import Inbox

LETTERS = 60
LEASE = timedelta(seconds=2)


def letter(number: int, event: str) -> Letter:
    keys = {f"event:{event}:{number}", f"gesture:{number}", f"client:{number}"}
    return Letter(frozenset(keys), str(number), datetime.now(UTC) + timedelta(minutes=30))


async def keep(inbox: Inbox, chance: random.Random) -> int:
    numbers = chance.sample(range(LETTERS), LETTERS)
    kept = [await inbox.keep(letter(n, str(chance.random())), datetime.now(UTC)) for n in numbers]
    return sum(one is not None for one in kept)


async def answer(inbox: Inbox, slack: Path, chance: random.Random) -> None:
    timer = threading.Timer(chance.uniform(0.02, 0.6), os.kill, (os.getpid(), signal.SIGKILL))
    timer.daemon = True
    while (await inbox.waiting()).count:
        for kept in await inbox.claim(datetime.now(UTC), 5):
            if not timer.is_alive():
                timer.start()
            await _settle(inbox, kept, slack=slack, chance=chance)
        await asyncio.sleep(0.02)
    timer.cancel()


async def _settle(inbox: Inbox, kept: Kept, *, slack: Path, chance: random.Random) -> None:
    if kept.since is None or kept.key not in slack.read_text():
        if await inbox.posting(kept, datetime.now(UTC)) is None:
            return
        _perhaps_die(chance)
        with slack.open("a") as posts:
            posts.write(f"{kept.body} {kept.key}\n")
        _perhaps_die(chance)
    await inbox.done(kept, "posted")


def _perhaps_die(chance: random.Random) -> None:
    """Around the post is where it matters most, and where a random moment hardly ever is."""
    if chance.random() < 0.05:
        os.kill(os.getpid(), signal.SIGKILL)


async def main() -> None:
    verb, url, seed, *rest = sys.argv[1:]
    chance = random.Random(seed)
    async with open_database(url) as database:
        inbox = Inbox(database, lease=LEASE)
        if verb == "keep":
            print(await keep(inbox, chance))  # noqa: T201
            return
        await answer(inbox, Path(rest[0]), chance)


if __name__ == "__main__":
    asyncio.run(main())
