"""The doors to alerts: what is typed about watches, and what is clicked on cards."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.clock import Clock
from bot.core.privacy import Agent
from bot.core.text.pattern import OrderPatterns
from bot.slack.alerts.clicks import AlertClicks
from bot.slack.alerts.importing import Imported, Importing
from bot.slack.alerts.watching import Watching
from bot.slack.answer import Answers
from bot.slack.command import Subcommand
from bot.slack.file import Files
from bot.slack.home.alert_rules import AlertWindows, Kept
from bot.slack.home.alerts import ParkedInHome, RulesInHome
from bot.slack.home.watch_windows import WatchWindows
from bot.slack.home.watches import MyWatches
from bot.slack.listeners import alert, alert_home, alert_rules, importing
from bot.slack.people import People
from bot.slack.replies.response_url import ResponseUrls
from bot.slack.tasks import Tasks
from bot.slack.views import Views
from bot.store.alert_rules import AlertRules
from bot.store.database import Database
from bot.store.history import History
from bot.store.parked import ParkedAlerts
from bot.store.rulebook import Rulebook
from bot.wiring.alerting import Alerts


@dataclass(frozen=True, slots=True)
class AlertDoor:
    """Lets people in, where there are alerts."""

    alerts: Alerts
    database: Database
    client: AsyncWebClient
    people: People
    answers: Answers
    patterns: Callable[[], OrderPatterns]
    clock: Clock
    urls: ResponseUrls
    tasks: Tasks
    rules: AlertWindows
    views: Views
    files: Files

    @property
    def watching(self) -> Watching:
        watches, stir = self.alerts.watches, self.alerts.looking.stir
        return Watching(watches, self.client, self.answers, self.patterns, self.clock, stir)

    @property
    def importing(self) -> Importing:
        watches, stir = self.alerts.watches, self.alerts.looking.stir
        kept = Imported(watches, self.patterns, self.clock, stir, Rulebook(self.database).note)
        return Importing(kept, self.client, self.people, self.answers, self.views, self.files)

    @property
    def my_watches(self) -> MyWatches:
        return MyWatches(self.alerts.watches, self.patterns)

    @property
    def rules_in_home(self) -> RulesInHome:
        return RulesInHome(AlertRules(self.database), self.rules.may_rule, self.rules.direct)

    @property
    def parked(self) -> ParkedInHome:
        return ParkedInHome(ParkedAlerts(self.database), self.people, self.clock, self.alerts.stir)

    def subcommands(self) -> Mapping[str, Subcommand]:
        more = {"alerts": self.rules.command, "import": self.importing.command}
        return {**self.watching.subcommands(), **more}

    def hang(self, app: AsyncApp) -> None:
        """Before the other buttons, which take every click on a card."""
        stands, look = self.alerts.stands, self.alerts.looking.stir
        clicks = AlertClicks(stands, self.people, self.answers, self.clock, self.alerts.stir, look)
        alert.register(app, clicks=clicks, urls=self.urls, tasks=self.tasks)
        alert_rules.register(app, windows=self.rules, tasks=self.tasks)
        importing.register(app, importing=self.importing, tasks=self.tasks)

    def hang_home(
        self, app: AsyncApp, views: Views, show: Callable[[Agent], Awaitable[None]]
    ) -> None:
        """Register what is clicked in Home, which *show* draws anew."""
        windows = WatchWindows(
            self.client,
            self.people,
            self.answers,
            views,
            self.alerts.watches,
            self.patterns,
            self.clock,
            show,
        )
        alert_home.register(app, windows=windows, parked=self.parked, show=show, tasks=self.tasks)


def kept_rules(database: Database, clock: Clock, *, storm: int) -> Kept:
    """Return where channels' rules are kept, and what they are tried on."""
    return Kept(AlertRules(database), History(database), clock, storm)
