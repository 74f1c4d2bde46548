"""The doors to alerts: what is typed about watches, and what is clicked on cards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.alerting import Alerts
from bot.answering import Clock
from bot.core.text.pattern import OrderPatterns
from bot.slack.alert_clicks import AlertClicks
from bot.slack.answer import Answers
from bot.slack.listeners import alert
from bot.slack.listeners.command import Subcommand
from bot.slack.people import People
from bot.slack.response_url import ResponseUrls
from bot.slack.tasks import Tasks
from bot.slack.watching import Watching


@dataclass(frozen=True, slots=True)
class AlertDoor:
    """Lets people in, where there are alerts."""

    alerts: Alerts | None
    client: AsyncWebClient
    people: People
    answers: Answers
    patterns: Callable[[], OrderPatterns]
    clock: Clock
    urls: ResponseUrls
    tasks: Tasks

    def subcommands(self) -> Mapping[str, Subcommand]:
        if not self.alerts:
            return {}
        watches, stir = self.alerts.watches, self.alerts.looking.stir
        return Watching(
            watches, self.client, self.answers, self.patterns, self.clock, stir
        ).subcommands()

    def hang(self, app: AsyncApp) -> None:
        """Before the other buttons, which take every click on a card."""
        if not self.alerts:
            return
        stands, look = self.alerts.stands, self.alerts.looking.stir
        clicks = AlertClicks(stands, self.people, self.answers, self.clock, self.alerts.stir, look)
        alert.register(app, clicks=clicks, urls=self.urls, tasks=self.tasks)
