"""What went wrong, and where: in Slack's own word or ours, and without what was asked."""

import traceback
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError

# Slack's words for a failure that may have come after the effect
# (docs.slack.dev/reference/methods/chat.postMessage).
UNCLEAR: Final = {"fatal_error", "internal_error", "service_unavailable", "request_timeout"}
# What a call to Slack raises: Slack said no, there was no line, or no answer in time.
CALL_FAULTS: Final = (SlackApiError, aiohttp.ClientError, TimeoutError)
_CAUSES, _FRAMES = 5, 30  # at most, of each the nearest
NO_ANSWER: Final = "no Slack answer"  # a server error, in words of our own
REFUSED: Final = "invalid_blocks"  # also Slack's word for a picture whose file it cannot show


def reason(error: Exception) -> str:
    """Return Slack's error string, or what kind of failure it was instead.

    A server error is no JSON: slack_sdk then puts a plain text in the response's place.
    """
    if isinstance(error, SlackApiError):
        return str(_said(error).get("error", NO_ANSWER))
    return type(error).__name__


def missing_scope(error: Exception) -> str:
    """Return the scope that the app lacks for a call; empty if the call failed for another reason.

    docs.slack.dev/reference/scopes
    """
    if not isinstance(error, SlackApiError) or reason(error) != "missing_scope":
        return ""
    return str(_said(error).get("needed") or "missing_scope")


def trace(error: BaseException) -> str:
    """Return where an error came from, and what caused it, each by its kind and without its words.

    Words of errors may quote what somebody typed: a KeyError does, and so does a decoder.
    """
    lines: list[str] = []
    at: BaseException | None = error
    for _ in range(_CAUSES):
        if at is None:
            break
        lines.append(type(at).__qualname__)
        frames = traceback.extract_tb(at.__traceback__, limit=-_FRAMES)
        lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "\n".join(lines)


def _said(error: SlackApiError) -> dict[str, Any]:
    said = getattr(error.response, "data", error.response)
    return said if isinstance(said, dict) else {}
