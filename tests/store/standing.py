"""Databases of the tests' own: a file of SQLite, and a database in a real PostgreSQL."""

import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.database import Database, migrate, open_database

KINDS = ("sqlite", "postgresql")
_SERVER = "127.0.0.1:5432"
_USERS = ("postgres", "root")


@asynccontextmanager
async def empty_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """Make a database without tables; gives its DATABASE_URL."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/{uuid.uuid4().hex}.sqlite"
        return
    name = f"wherebot_{uuid.uuid4().hex}"
    user = await _user()
    await _ask(user, f"CREATE DATABASE {name}")
    try:
        yield f"postgresql://{user}@{_SERVER}/{name}"
    finally:
        await _ask(user, f"DROP DATABASE {name} WITH (FORCE)")


@asynccontextmanager
async def migrated_database(kind: str, folder: Path) -> AsyncIterator[str]:
    async with empty_database(kind, folder) as url:
        await migrate(url)
        yield url


@asynccontextmanager
async def some_database(kind: str, folder: Path) -> AsyncIterator[Database]:
    async with migrated_database(kind, folder) as url, open_database(url) as database:
        yield database


async def ask(url: str, *statements: str) -> None:
    """Say something to a database past the bot."""
    async_url = url.replace("sqlite:", "sqlite+aiosqlite:").replace("sql://", "sql+asyncpg://")
    engine = create_async_engine(async_url)
    try:
        async with engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()


async def _ask(user: str, statement: str) -> None:
    url = f"postgresql+asyncpg://{user}@{_SERVER}/test"
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", connect_args={"timeout": 5})
    try:
        async with engine.connect() as connection:
            await connection.execute(text(statement))
    finally:
        await engine.dispose()


async def _user() -> str:
    """Return who we are there; without a PostgreSQL there is nothing to test, except in CI."""
    for user in _USERS:
        try:
            await _ask(user, "SELECT 1")
        except (SQLAlchemyError, OSError) as error:
            why = str(error)
        else:
            return user
    if os.environ.get("CI"):
        pytest.fail(f"there is no PostgreSQL at {_SERVER}: {why}")
    pytest.skip(f"there is no PostgreSQL at {_SERVER}")
