"""µs per order decoded, per card said and per message drawn, for one parcel and for forty."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bot.core.card import for_order
from bot.core.order import Order
from bot.core.phrase import Speech
from bot.core.privacy import Agent, reveal
from bot.parcellab.wire import read_order
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.parcel import Scene
from bot.slack.blocks import Blocks
from bot.slack.validate import check_message


def microseconds(work: Callable[[], object], *, runs: int = 200, rounds: int = 5) -> float:
    """Return the quickest round's time per run."""
    work()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        for _ in range(runs):
            work()
        times.append((time.perf_counter() - began) / runs)
    return min(times) * 1e6


def measure(number: str) -> None:
    now, blocks, speech = datetime.now(UTC), Blocks(), Speech.of("en")
    sample = next(order for order in ORDERS if order.order_number == number)
    body = json.dumps(sample.info(Scene(now))).encode()
    order = read_order(200, {}, body)
    assert isinstance(order, Order)
    visible = reveal(order, Agent("T", "U"))
    card = for_order(visible, now=now)
    message = json.loads(blocks.render(card, speech))
    costs = {
        "decoded": microseconds(lambda: read_order(200, {}, body)),
        "said": microseconds(lambda: for_order(visible, now=now)),
        "rendered": microseconds(lambda: blocks.render(card, speech)),
        "judged": microseconds(lambda: check_message(message)),
    }
    print(f"{number}, {len(body)} B:", *(f"{name} {cost:.0f} µs" for name, cost in costs.items()))


if __name__ == "__main__":
    measure("PK1004")
    measure("PK1026")
