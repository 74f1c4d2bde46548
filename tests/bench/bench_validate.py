"""How long the validator takes: `python -m tests.bench.bench_validate`."""

from __future__ import annotations

import json
import sys
import timeit

from bot.slack.validate import check_message, check_modal
from tests.slack.blockkit import (
    DATE,
    DIVIDER,
    actions,
    beside,
    button,
    context,
    element,
    field,
    fields,
    message,
    modal,
    mrkdwn,
    option,
    plain,
    raw,
    section,
    table,
)

CARD = message(
    element("header", text=plain("PK1004 · out for delivery")),
    section(f"*Out for delivery* · DHL · <https://example.com/t?x=1|track> · {DATE}"),
    fields(*[mrkdwn(f"*Promised*\n{DATE}")] * 6),
    DIVIDER,
    section("x" * 300),
    context(mrkdwn(f"as of {DATE}"), mrkdwn("last scan 3 h ago")),
    element("image", alt_text="Map", slack_file={"id": "F0123ABCD"}),
    beside(button("Open", action_id="open", url="https://example.com/")),
    actions(
        *[button(action_id=f"b{n}", value="x" * 50) for n in range(4)],
        element("overflow", action_id="more", options=[option()] * 3),
    ),
    context(mrkdwn("Told: e-mail, 14:02")),
    response_type="ephemeral",
)
LIST = message(table(*[[raw("PK1004")] * 6] * 40))
FORM = modal(
    *[field(element("plain_text_input"), block_id=str(n)) for n in range(8)], submit=plain()
)


def main() -> None:
    for name, check, payload in (
        ("10-block card", check_message, CARD),
        ("table of 40 x 6", check_message, LIST),
        ("modal of 8 fields", check_modal, FORM),
    ):
        seconds = min(timeit.repeat(lambda c=check, p=payload: c(p), number=500, repeat=5)) / 500  # type: ignore[misc]
        size = len(json.dumps(payload))
        sys.stdout.write(f"{name:18} {size:6,} bytes {seconds * 1e6:7.1f} µs\n")


if __name__ == "__main__":
    main()
