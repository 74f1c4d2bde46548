"""A method of Slack's Web API: what it needs and what it does; and Slack's way to say no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bot.sandbox.slack.people import BOT_USER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.sandbox.slack.judge import Finding, Json
    from bot.sandbox.slack.model import Channel
    from bot.sandbox.slack.workspace import Workspace

Scope = str | dict[str, str]  # one for all, or by the kind of channel


class SlackError(Exception):
    """An answer with `ok: false`: Slack's error code, and fields beside it."""

    def __init__(self, code: str, *, findings: Sequence[Finding] = (), **fields: Any) -> None:
        super().__init__(code)
        self.code = code
        self.findings = list(findings)
        self.answer: dict[str, Any] = {"ok": False, "error": code} | fields


class Method(NamedTuple):
    """`run(workspace, arguments)` gives the answer without `ok`, or raises SlackError."""

    run: Callable[[Workspace, Json], Json]
    scope: Scope = ""
    needs: tuple[str, ...] = ()


def refuse(findings: Sequence[Finding], *, code: str | None = None, under: str = "") -> None:
    """Raise the SlackError for these findings, if any; `under` is put before the pointers."""
    if findings:
        placed = [one._replace(pointer=under + one.pointer) for one in findings]
        said = [str(finding) for finding in placed]
        fields = {"errors": said, "response_metadata": _messages(said)}
        raise SlackError(code or findings[0].code, findings=placed, **fields)


def invalid(message: str) -> SlackError:
    """The error `invalid_arguments` with its message."""
    return SlackError("invalid_arguments", response_metadata=_messages([message]))


def _messages(said: list[str]) -> Json:
    return {"messages": [f"[ERROR] {message}" for message in said]}


def kind_of(channel: Channel) -> str:
    """`im`, `groups` or `channels`: the word before the colon of a scope."""
    if channel.dm_with:
        return "im"
    return "groups" if channel.is_private else "channels"


def visible_channel(space: Workspace, channel_id: object) -> Channel:
    """The channel, if the bot may know of it. Raises channel_not_found."""
    channel = space.channels.get(str(channel_id))
    if channel is None or (channel.is_private and not is_member(channel)):
        raise SlackError("channel_not_found")
    return channel


def is_member(channel: Channel) -> bool:
    """Whether the bot is in the channel."""
    return BOT_USER in channel.members


def flag(value: object) -> bool:
    """A boolean argument, which forms write as a word."""
    return value is True or str(value).lower() in {"1", "true"}
