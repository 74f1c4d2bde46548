"""A Bolt app that uses every surface of Slack: what the page must be a face for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.server import Addresses, serve

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Wherebot"},
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "slash_commands": [
            {"command": "/form", "description": "Opens a form", "usage_hint": "[big]"},
            {"command": "/show", "description": "Posts things", "usage_hint": "bad · slow · twice"},
        ],
        "shortcuts": [
            {"name": "Look around", "type": "global", "callback_id": "around", "description": "x"},
            {
                "name": "Where is this?",
                "type": "message",
                "callback_id": "this",
                "description": "y",
            },
        ],
        "unfurl_domains": ["track.example"],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                *("commands", "chat:write", "im:history", "channels:history", "app_mentions:read"),
                *("links:read", "links:write", "reactions:read", "users:read", "channels:read"),
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                *("message.im", "message.channels", "app_mention", "app_home_opened"),
                *("link_shared", "reaction_added"),
            ]
        },
        "interactivity": {"is_enabled": True},
    },
}


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def option(words: str, value: str) -> Json:
    return {"text": text(words), "value": value}


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": text(label),
        "element": {"action_id": "x", **element},
        **more,
    }


FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": text("Find a parcel"),
    "submit": text("Find"),
    "notify_on_close": True,
    "blocks": [
        field("number", "Number", {"type": "plain_text_input"}, hint=text("As in the e-mail")),
        field(
            "courier",
            "Courier",
            {"type": "external_select", "min_query_length": 1},
            optional=True,
        ),
        field("day", "Day", {"type": "datepicker"}, optional=True),
        field(
            "how",
            "How",
            {"type": "radio_buttons", "options": [option("Live", "live"), option("Cache", "kept")]},
            optional=True,
        ),
    ],
}


def step(number: int) -> Json:
    return {
        "type": "modal",
        "callback_id": f"step{number}",
        "title": text(f"Step {number}"),
        "submit": text("On"),
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": f"This is step *{number}*."}}
        ],
    }


class RichBot:
    """What it was told, in order; `slow` seconds pass before a press is acknowledged."""

    def __init__(self) -> None:
        self.told: list[Json] = []
        self.slow = 0.0

    def app(self, slack_url: str) -> AsyncApp:
        app = AsyncApp(
            client=AsyncWebClient("xoxb-sandbox", base_url=slack_url), process_before_response=True
        )
        app.command("/form")(self._form)
        app.command("/show")(self._show)
        app.view("form")(self._submitted)
        for name in ("step2", "step3"):
            app.view(name)(self._on)
        app.view_closed("form")(self._closed)
        app.options("x")(self._options)
        app.action("press")(self._pressed)
        app.shortcut("around")(self._around)
        app.shortcut("this")(self._this)
        app.event("app_home_opened")(self._home)
        app.event("link_shared")(self._link)
        app.event("app_mention")(self._mentioned)
        app.event("message")(self._heard)
        app.event("reaction_added")(self._heard)
        return app

    async def _form(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async def _show(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        self.told.append(body)
        match body["text"]:
            case "bad":
                await ack(text="bad", blocks=[{"type": "header", "text": text("x" * 151)}])
            case "slow":
                await asyncio.sleep(3.2)
                await ack("too late")
            case _:
                await ack()
                button = {"type": "button", "action_id": "press", "text": text("Press me")}
                await client.chat_postMessage(
                    channel=body["channel_id"],
                    text="A message with a button",
                    blocks=[{"type": "actions", "block_id": "b", "elements": [button]}],
                )

    async def _submitted(self, ack: Any, body: Json) -> None:
        self.told.append(body)
        number = body["view"]["state"]["values"]["number"]["x"]["value"]
        if number == "PK9999":
            await ack(response_action="errors", errors={"number": "No order has this number."})
        elif number == "PK1":
            await ack(response_action="push", view=step(2))
        elif number == "PK2":
            await ack(response_action="update", view=step(2))
        else:
            await ack()

    async def _on(self, ack: Any, body: Json) -> None:
        if body["view"]["callback_id"] == "step2":
            await ack(response_action="push", view=step(3))
        else:
            await ack(response_action="clear")

    async def _closed(self, ack: Any, body: Json) -> None:
        self.told.append(body)
        await ack()

    async def _options(self, ack: Any, body: Json) -> None:
        self.told.append(body)
        couriers = ("DHL", "DPD", "UPS")
        found = [one for one in couriers if one.lower().startswith(body["value"].lower())]
        await ack(options=[option(one, one.lower()) for one in found])

    async def _pressed(self, ack: Any, body: Json) -> None:
        self.told.append(body)
        await asyncio.sleep(self.slow)
        await ack()

    async def _around(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=step(2))

    async def _this(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        where = {"channel": body["channel"]["id"], "thread_ts": body["message"]["ts"]}
        await client.chat_postMessage(text=f"You asked about: {body['message']['text']}", **where)

    async def _home(self, event: Json, client: AsyncWebClient) -> None:
        if event["tab"] != "home":
            return
        blocks = [
            {"type": "header", "text": text("Your parcels")},
            field("q", "Search", {"type": "plain_text_input"}, dispatch_action=True),
        ]
        await client.views_publish(
            user_id=event["user"], view={"type": "home", "blocks": blocks[:1]}
        )

    async def _link(self, event: Json, client: AsyncWebClient) -> None:
        unfurls = {
            link["url"]: {"blocks": [{"type": "section", "text": text("PK1004 is on its way")}]}
            for link in event["links"]
        }
        await client.chat_unfurl(channel=event["channel"], ts=event["message_ts"], unfurls=unfurls)

    async def _mentioned(self, event: Json, client: AsyncWebClient) -> None:
        answer = f"Hello <@{event['user']}>, at 10:00-12:00 &amp; later"
        await client.chat_postMessage(
            channel=event["channel"], text=answer, thread_ts=event.get("thread_ts", event["ts"])
        )

    async def _heard(self, event: Json) -> None:
        self.told.append(event)


@asynccontextmanager
async def rich_workspace() -> AsyncIterator[tuple[Addresses, RichBot]]:
    """A sandbox with the rich bot in it, over Socket Mode."""
    async with serve(manifest=MANIFEST) as sandbox:
        sandbox.slack.message_interval = 0
        bot = RichBot()
        door = AsyncSocketModeHandler(bot.app(sandbox.slack_url), "xapp-sandbox", ping_interval=1)
        await door.connect_async()  # type: ignore[no-untyped-call]
        try:
            yield sandbox, bot
        finally:
            await door.close_async()  # type: ignore[no-untyped-call]
