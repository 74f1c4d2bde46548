"""What real clients and people do with the sandbox's Slack, said shortly for its tests."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*late*"}}


async def refusal(call: Any) -> dict[str, Any]:
    """The answer of a call that Slack refuses."""
    with pytest.raises(SlackApiError) as caught:
        await call
    answer = caught.value.response.data
    assert isinstance(answer, dict)
    return answer
