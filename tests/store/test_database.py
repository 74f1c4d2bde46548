"""Opening and migrating: what works by itself, what is refused, and in which words."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select, text
from sqlalchemy.engine import make_url

import bot.store.database as module
from bot.core.letter import StoreError
from bot.store.database import (
    CannotOpen,
    Database,
    NotMigrated,
    UnknownSchema,
    migrate,
    open_database,
)
from bot.store.schema.base import REVISIONS, VERSION_TABLE, letters, metadata
from tests.line import line
from tests.store.server import migrated_on_server
from tests.store.standing import ask


async def test_a_database_is_migrated_once_whoever_tries(empty_url: str) -> None:
    done = await asyncio.gather(*(migrate(empty_url) for _ in range(4)))
    assert sorted(done) == [False, False, False, True]
    async with open_database(empty_url) as database, database.begin() as connection:
        assert (await connection.execute(select(letters))).all() == []


async def test_the_migrations_make_what_the_schema_says(url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))

    async with open_database(url) as database, database.begin() as connection:
        assert await connection.run_sync(differences) == []


def test_the_known_revisions_are_those_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(module.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    assert tuple(one.revision for one in script.walk_revisions())[::-1] == REVISIONS


async def test_a_file_is_made_and_migrated_at_the_start_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    async with open_database(f"sqlite:///{file}") as database, database.begin() as connection:
        assert (await connection.execute(select(letters))).all() == []
        for one in tmp_path.iterdir():
            assert one.stat().st_mode & 0o077 == 0, one
    async with open_database(f"sqlite:///{file}"):
        pass


async def test_several_may_make_the_same_file_at_once(tmp_path: Path) -> None:
    async def opened() -> None:
        async with open_database(f"sqlite:///{tmp_path}/new.sqlite"):
            pass

    await asyncio.gather(*(opened() for _ in range(5)))


@pytest.mark.parametrize("empty_url", ["postgresql"], indirect=True)
async def test_postgresql_is_migrated_by_its_own_verb(empty_url: str) -> None:
    with pytest.raises(NotMigrated, match="wherebot migrate"):
        async with open_database(empty_url):
            pass


async def test_the_tables_of_a_newer_wherebot_are_left_alone(url: str) -> None:
    await ask(url, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(UnknownSchema, match="9999"):
        async with open_database(url):
            pass
    with pytest.raises(UnknownSchema, match="9999"):
        await migrate(url)


async def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE theirs (id)")
    other.close()
    with pytest.raises(UnknownSchema, match="another program"):
        async with open_database(f"sqlite:///{file}"):
            pass


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(CannotOpen, match="not a database"):
        async with open_database(f"sqlite:///{file}"):
            pass
    assert file.read_text().startswith("Dear Sir")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "no address"),
        ("wherebot.sqlite", "no address"),
        ("mysql://localhost/x", "for sqlite"),
        ("sqlite://", "no file"),
        ("sqlite:///:memory:", "no file"),
        ("sqlite:////nowhere/at/all.sqlite", "/nowhere/at/all.sqlite"),
        ("sqlite:////proc", "cannot be written"),
        ("postgresql://user:geheim@127.0.0.1:1/x", "cannot be opened"),
        ("postgres://user:geheim@no-such-host.invalid/x?sslmode=require", "cannot be opened"),
        ("postgresql://127.0.0.1:5432/no_such_database", "cannot be opened"),
        ("postgresql://127.0.0.1:port/x", "no address"),
    ],
)
async def test_an_address_that_leads_nowhere_is_said_plainly(url: str, words: str) -> None:
    with pytest.raises(CannotOpen) as wrong:
        async with open_database(url):
            pass
    assert words in str(wrong.value)
    assert "geheim" not in str(wrong.value)
    assert "\n" not in str(wrong.value)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_connections_that_are_cut_are_opened_again(url: str) -> None:
    async with open_database(url) as database:
        for _ in range(3):
            async with database.begin() as connection:
                await connection.execute(select(letters))
            cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
            await ask(url, f"{cut} current_database() AND pid <> pg_backend_pid()")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_locked_file_is_waited_for_and_then_said(url: str) -> None:
    file = url.removeprefix("sqlite:///")
    async with open_database(url) as database:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        async def use() -> None:
            async with database.begin() as connection:
                await connection.execute(select(letters))

        waiting = asyncio.create_task(use())
        await asyncio.sleep(0.5)
        assert not waiting.done()
        other.execute("COMMIT")
        await waiting
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="SQLITE_BUSY"):
            await use()
        other.execute("COMMIT")
        other.close()
        await use()


async def test_whoever_is_cancelled_leaves_nothing_behind(url: str) -> None:
    """Neither a lock nor a connection: the next one, and another process, can write at once."""

    async def steps(database: Database) -> None:
        while True:
            async with database.begin() as connection:
                await connection.execute(text("UPDATE inbox_key SET kept_at = 1"))

    async def step(database: Database) -> None:
        while True:
            await database.transact(
                lambda connection: connection.execute(text("UPDATE inbox_key SET kept_at = 2"))
            )

    for number in range(20):
        async with open_database(url) as database, asyncio.timeout(20):
            tasks = [asyncio.create_task(work(database)) for work in (steps, steps, step)]
            await asyncio.sleep(number / 2000)
            for _ in range(2):
                for task in tasks:
                    task.cancel()
                await asyncio.sleep(0)
            await asyncio.gather(*tasks, return_exceptions=True)
            await ask(url, "UPDATE inbox_key SET kept_at = 3")


async def test_a_closed_database_says_so(url: str) -> None:
    async with open_database(url) as database:
        pass
    if database.is_file:
        with pytest.raises(StoreError):
            await database.transact(lambda connection: None)


async def test_what_fails_in_a_step_is_rolled_back(database: Database) -> None:
    insert = "INSERT INTO inbox_key (key, kept_at) VALUES ('one', 1)"

    async def fail() -> None:
        async with database.begin() as connection:
            await connection.execute(text(insert))
            await connection.execute(text(insert))

    with pytest.raises(StoreError):
        await fail()
    async with database.begin() as connection:
        assert list(await connection.scalars(text("SELECT key FROM inbox_key"))) == []


async def test_a_halted_process_does_not_keep_rows_for_ever(url: str) -> None:
    if url.startswith("sqlite"):  # who holds a file's lock cannot be thrown out
        return
    async with open_database(url) as database, database.begin() as connection:
        shown = await connection.execute(text("SHOW idle_in_transaction_session_timeout"))
        assert shown.scalar_one() == "10s"


async def test_a_server_that_has_fallen_silent_is_not_waited_for_at_the_end() -> None:
    """Each connection would say goodbye for 10 s."""
    async with migrated_on_server() as url, line(5432) as between:
        address = make_url(url).set(port=between.port)
        async with open_database(address.render_as_string(hide_password=False)) as database:
            working = asyncio.gather(*(database.transact(_one) for _ in range(3)))
            assert await working == [1, 1, 1]
            between.fall_silent()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await database.transact(_one)
            begun = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - begun < 4
        between.go_on()


def _one(connection: Connection) -> Any:
    return connection.scalar(text("SELECT 1"))
