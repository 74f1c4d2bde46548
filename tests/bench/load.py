"""A client that sends signed slash commands over keep-alive connections, without a pause."""

import asyncio
import hashlib
import hmac
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

SECRET = "bench-secret"
_TICKS = os.sysconf("SC_CLK_TCK")
_triggers = count()


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of the client measured; times in milliseconds, CPU in µs per answer.

    Of the acknowledgements, `answers`, so many are `full`: what was asked stands in them.
    """

    answers: int
    seconds: float
    p50: float
    p99: float
    cpu: float
    full: int = 0

    @property
    def rate(self) -> float:
        return self.answers / self.seconds


def command(text: str, *, response_url: str = "http://127.0.0.1:9/none") -> bytes:
    """Return a whole HTTP request with a slash command, signed now."""
    form = urlencode(
        {
            "token": "x", "team_id": "T1", "team_domain": "bench", "channel_id": "C1",
            "channel_name": "support", "user_id": "U1", "user_name": "agent", "command": "/where",
            "text": text, "api_app_id": "A1", "is_enterprise_install": "false",
            "response_url": response_url, "trigger_id": f"1.{next(_triggers)}.3",
        }
    ).encode()  # fmt: skip
    at = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{at}:".encode() + form, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nhost: 127.0.0.1\r\n"
        "content-type: application/x-www-form-urlencoded\r\n"
        f"x-slack-request-timestamp: {at}\r\nx-slack-signature: v0={digest}\r\n"
        f"content-length: {len(form)}\r\n\r\n"
    )
    return head.encode() + form


async def run(
    port: int, request: Callable[[int], bytes], *, connections: int, seconds: float, pid: int
) -> Load:
    """Keep *connections* busy for *seconds*; *pid* is the server whose CPU time is counted."""
    waits: list[float] = []
    deadline = time.perf_counter() + seconds
    before, began = _cpu(pid), time.perf_counter()
    counter = iter(range(10**9))

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < deadline:
            sent = time.perf_counter()
            writer.write(request(next(counter)))
            await _answer(reader)
            waits.append((time.perf_counter() - sent) * 1000)
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    took = time.perf_counter() - began
    waits.sort()
    return Load(
        len(waits), took, _at(waits, 0.5), _at(waits, 0.99),
        (_cpu(pid) - before) * 1e6 / max(1, len(waits)),
    )  # fmt: skip


async def at_rate(
    port: int, request: Callable[[], bytes], *, rate: int, seconds: float, pid: int
) -> Load:
    """Send *rate* requests a second, whether answers come or not, over as many connections."""
    waits: list[float] = []
    full = 0
    idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    before, began = _cpu(pid), time.perf_counter()

    async def one() -> None:
        nonlocal full
        line = idle.pop() if idle else await asyncio.open_connection("127.0.0.1", port)
        sent = time.perf_counter()
        line[1].write(request())
        body = await _answer(line[0])
        full += bool(body)  # not in one line: what others count while one waits would be lost
        waits.append((time.perf_counter() - sent) * 1000)
        idle.append(line)

    tasks = []
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        tasks.append(asyncio.create_task(one()))
    await asyncio.gather(*tasks)
    took = time.perf_counter() - began
    waits.sort()
    cpu = (_cpu(pid) - before) * 1e6 / max(1, len(waits))
    return Load(len(waits), took, _at(waits, 0.5), _at(waits, 0.99), cpu, full)


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head[:20]:
        raise RuntimeError(head.decode())
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return await reader.readexactly(int(line.partition(b":")[2]))
    return b""


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def _cpu(pid: int) -> float:
    """CPU seconds of a process so far: user and system (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory(pid: int) -> float:
    """Resident memory of a process in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
