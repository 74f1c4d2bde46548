"""The real bot behind the playground's page, as `make demo` starts it; a fixture, and a `with`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.sandbox.server import Addresses, serve
from bot.verbs.demo import Wishes, bot_in, manifest, settings_for
from tests.conftest import until


async def demo(tmp_path: Path) -> AsyncIterator[Addresses]:
    async with serve(manifest=manifest()) as sandbox:
        settings = settings_for(sandbox, Wishes(), tmp_path)
        async with bot_in(sandbox, settings) as bot:
            await until(bot.is_ready)
            yield sandbox


wherebot = asynccontextmanager(demo)
