"""Processes of the bot, each a copy of one that has loaded all of it: that costs a second each.

A copy is a process like any other, with settings, files, a loop and a death of its own; all that
it lacks is its own loading of modules, which tests/test_main.py and tests/test_package.py see.

`start("bot", "run", …)` does here what `python -m bot run` does.
"""

import asyncio
import atexit
import contextlib
import functools
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
_UNREAD: Final = 2**26  # bytes that nobody need have read when a process ends
_WISH: Final = 2**18  # bytes, at most
_FILES: Final = 4  # stdin, stdout, stderr, and where its pid and its exit code are told
_LOADED: Final = (
    "alembic.command",
    "bot.__main__",
    "bot.verbs.check",
    "bot.verbs.demo",
    "bot.verbs.worker",
    "tests.parcellab.asker",
    "tests.store.racer",
    "uvloop",
)


class _Pipe(asyncio.StreamReaderProtocol):
    """The end of a pipe at which we read."""

    def __init__(self) -> None:
        self.reader = asyncio.StreamReader(limit=_UNREAD)
        super().__init__(self.reader)
        self.ended = asyncio.Event()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.ended.set()


class Copy:
    """What asyncio's Process is for a process that was started, as far as we need it."""

    def __init__(self, pid: int, out: _Pipe, err: _Pipe, told: _Pipe) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stdout, self.stderr = out.reader, err.reader
        self._pipes = (out, err)
        self._ended = asyncio.create_task(self._end(told))

    def send_signal(self, name: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, name)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    async def wait(self) -> int:
        return await asyncio.shield(self._ended)

    async def communicate(self) -> tuple[bytes, bytes]:
        """Wait for its end; return what it said that nobody has read."""
        await self.wait()
        return await self.stdout.read(), await self.stderr.read()

    async def _end(self, told: _Pipe) -> int:
        code = int(await told.reader.readline())
        self.returncode = code
        for pipe in (*self._pipes, told):
            await pipe.ended.wait()
        return code


async def start(
    module: str,
    *arguments: str,
    env: Mapping[str, str],
    cwd: Path | None = None,
    typed: str = "",
    anew: bool = False,
) -> Copy:
    """Run a module in a process of its own; *typed* is all that its input will ever be.

    *anew* loads all of it once more, for what there is from the very start: the seed of its hashes,
    or another library beneath it.
    """
    read_end, write_end = os.pipe()
    os.write(write_end, typed.encode())
    os.close(write_end)
    theirs, ours = [read_end], []
    for _ in range(_FILES - 1):
        read_end, write_end = os.pipe()
        ours.append(await _read(read_end))
        theirs.append(write_end)
    wish = {
        "argv": [module, *arguments],
        "env": dict(env),
        "cwd": str(cwd or Path.cwd()),
        "anew": anew,
    }
    socket.send_fds(_mother(), [json.dumps(wish).encode()], theirs)
    for one in theirs:
        os.close(one)
    out, err, told = ours
    return Copy(int(await told.reader.readline()), out, err, told)


async def _read(end: int) -> _Pipe:
    pipe = _Pipe()
    await asyncio.get_running_loop().connect_read_pipe(lambda: pipe, os.fdopen(end, "rb", 0))
    return pipe


@functools.cache
def _mother() -> socket.socket:
    """Start, once, the process that the others are copies of; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "tests.copies", str(theirs.fileno())],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
    )
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


# What follows runs in the mother, and in what it bears.


def _bear(asking: socket.socket) -> list[str]:
    """Make a copy for each wish until nobody can have one any more; return in each what it runs."""
    for name in _LOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends when those end who ask
    while True:
        said, files, *_ = socket.recv_fds(asking, _WISH, _FILES)
        with contextlib.suppress(ChildProcessError):  # what they cost then counts as ours
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not said:
            return []
        if not os.fork():
            break
        for one in files:
            os.close(one)
    asking.close()
    *given, told = files
    _nurse(told, given)
    os.close(told)
    return _become(json.loads(said), given)


def _nurse(told: int, given: list[int]) -> None:
    """Fork; return in the copy, and wait for its end in the other."""
    pid = os.fork()
    if not pid:
        return
    for one in given:
        os.close(one)
    with os.fdopen(told, "wb", 0) as to, contextlib.suppress(BrokenPipeError):
        to.write(b"%d\n" % pid)
        to.write(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    os._exit(0)


def _become(wish: dict[str, Any], given: list[int]) -> list[str]:
    """Take on what a process has from whoever starts it."""
    for place, one in enumerate(given):
        os.dup2(one, place)
        os.close(one)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(wish["env"])
    time.tzset()
    os.chdir(wish["cwd"])
    argv: list[str] = wish["argv"]
    if wish["anew"]:
        os.environ["PYTHONPATH"] = str(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", *argv])
    return argv


if __name__ == "__main__":
    if wanted := _bear(socket.socket(fileno=int(sys.argv[1]))):
        sys.argv = wanted
        run = wanted[0] if wanted[0].startswith("tests.") else f"{wanted[0]}.__main__"
        sys.modules.pop(run, None)  # it is loaded once more, as what is run
        runpy.run_module(run, run_name="__main__", alter_sys=True)
