"""What went wrong with a call to Slack, in Slack's own word and without what was asked."""

from typing import Final

from slack_sdk.errors import SlackApiError

REFUSED: Final = "invalid_blocks"  # also Slack's word for a picture whose file it cannot show


def reason(error: Exception) -> str:
    """Return Slack's error string, or what kind of failure it was instead.

    A server error is no JSON: slack_sdk then puts a plain text in the response's place.
    """
    if isinstance(error, SlackApiError):
        said = getattr(error.response, "data", error.response)
        return str(said.get("error")) if isinstance(said, dict) else "no Slack answer"
    return type(error).__name__
