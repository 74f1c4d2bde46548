"""What both doors, HTTP and Socket Mode, share: the Bolt app and one way to ask it."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.error import reason
from bot.slack.visit import enter

# Slack's definite words about a token: asking again does not help
# (docs.slack.dev/reference/methods/auth.test).
_BAD_TOKEN: Final = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "not_allowed_token_type",
}


class BadToken(Exception):
    """Slack does not accept a token, and will not when asked again."""


def raise_bad_token(error: SlackApiError, setting: str) -> None:
    """Raise BadToken if Slack's word is definite; a passing trouble passes."""
    if reason(error) in _BAD_TOKEN:
        raise BadToken(f"Slack does not accept {setting}: {reason(error)}") from None


# Say which workspace the database is of, which is that of whoever comes first.
Whose: TypeAlias = Callable[[str], Awaitable[str]]


class Identity:
    """Who the bot is in its workspace; asked once, not with every request as Bolt would."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self.team_id: str | None = None
        self._bot: dict[str, Any] = {}

    @property
    def is_known(self) -> bool:
        return bool(self._bot)

    async def learn(self, whose: Whose | None = None) -> None:
        """Ask Slack; raise BadToken for a definite no, another SlackApiError or OSError else.

        Within one workspace a user id names one person, and a channel's one channel; what is kept
        goes by them. So a database of another workspace is a no as well.
        """
        try:
            answer = await self._client.auth_test()
        except SlackApiError as error:
            raise_bad_token(error, "SLACK_BOT_TOKEN")
            raise
        team_id = str(answer.get("team_id") or "")
        owner = await whose(team_id) if whose else team_id
        if owner != team_id:
            raise BadToken(
                f"SLACK_BOT_TOKEN is of the workspace {team_id}, and the database of {owner}: "
                "give each workspace a DATABASE_URL of its own"
            )
        self.team_id = team_id
        self._bot = {"bot_user_id": answer.get("user_id"), "bot_id": answer.get("bot_id")}

    def authorized(self) -> AuthorizeResult:
        """Return what Bolt's authorize function should, without a call to Slack."""
        return AuthorizeResult(
            enterprise_id=None, team_id=self.team_id, bot_token=self._client.token, **self._bot
        )


def bolt(client: AsyncWebClient, identity: Identity) -> AsyncApp:
    """Return the Bolt app. Signatures are checked at the HTTP door, before anything is parsed.

    `process_before_response` takes 10 ms off every acknowledgement: without it Bolt polls.
    """

    async def authorize() -> AuthorizeResult:
        return identity.authorized()

    quiet = logging.getLogger("bot.slack.bolt")
    quiet.setLevel(logging.ERROR)  # below that Bolt logs whole requests, and so what people wrote
    return AsyncApp(
        name="wherebot",
        logger=quiet,
        client=client,
        authorize=authorize,
        signing_secret="",
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
    )


async def ask(app: AsyncApp, body: dict[str, Any], headers: Mapping[str, str]) -> BoltResponse:
    """Let Bolt answer a request that is known to be Slack's.

    Given as a parsed body: Bolt's own parser loses forms that hold the word `payload`. What
    no listener wants is answered with 200, or Slack would count it as failed and send it again.
    """
    enter(body)
    request = AsyncBoltRequest(mode="socket_mode", body=body, headers=dict(headers))
    response = await app.async_dispatch(request)
    return BoltResponse(status=200) if response.status == 404 else response
