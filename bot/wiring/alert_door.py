"""The doors to alerts: what is typed about watches, and what is clicked on cards."""

from collections.abc import Awaitable, Callable, Mapping

from bot.core.privacy import Agent
from bot.slack.alerts.clicks import AlertClicks
from bot.slack.alerts.importing import Imported, Importing
from bot.slack.alerts.watching import Watching
from bot.slack.command import Subcommand
from bot.slack.home.alert_rules import AlertWindows, Kept
from bot.slack.home.alerts import ParkedInHome, RulesInHome
from bot.slack.home.watch_windows import WatchWindows
from bot.slack.home.watches import MyWatches
from bot.slack.listeners import alert, alert_home, alert_rules, importing
from bot.store.alerts.history import History
from bot.store.alerts.receipts import ParkedAlerts, Receipts
from bot.store.alerts.rules import AlertRules
from bot.store.rulebook import Rulebook
from bot.wiring.parts import Parts


class AlertDoor:
    """Lets people in, where there are alerts."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._watches, self._look = parts.alerts.watches, parts.alerts.looking.stir
        self._channels = AlertRules(parts.database)
        history = History(parts.database)
        kept = Kept(self._channels, history, parts.clock, parts.alerts.storm)
        self._rules = AlertWindows(parts.client, parts.people, parts.answers, parts.views, kept)
        self.my_watches = MyWatches(self._watches, parts.ruling.patterns)
        self.rules_in_home = RulesInHome(self._channels, self._rules.may_rule, self._rules.direct)
        self.parked = ParkedInHome(
            ParkedAlerts(parts.database), parts.people, parts.clock, parts.alerts.stir
        )
        self.watching = Watching(
            self._watches,
            Receipts(parts.database),
            parts.client,
            parts.answers,
            parts.ruling.patterns,
            parts.clock,
            self._look,
        )
        imported = Imported(
            self._watches,
            parts.ruling.patterns,
            parts.clock,
            self._look,
            Rulebook(parts.database).note,
        )
        self._importing = Importing(
            imported, parts.client, parts.people, parts.answers, parts.views, parts.files
        )

    def subcommands(self) -> Mapping[str, Subcommand]:
        more = {"alerts": self._rules.command, "import": self._importing.command}
        return {**self.watching.subcommands(), **more}

    def hang(self) -> None:
        """Before the other buttons, which take every click on a card."""
        parts, alerts = self._parts, self._parts.alerts
        clicks = AlertClicks(
            alerts.stands, parts.people, parts.answers, parts.clock, alerts.stir, self._look
        )
        alert.register(parts.app, clicks=clicks, urls=parts.urls, tasks=parts.tasks)
        alert_rules.register(parts.app, windows=self._rules, tasks=parts.tasks)
        importing.register(parts.app, importing=self._importing, tasks=parts.tasks)

    def hang_home(self, show: Callable[[Agent], Awaitable[None]]) -> None:
        """Register what is clicked in Home, which *show* draws anew."""
        parts = self._parts
        windows = WatchWindows(
            parts.client,
            parts.people,
            parts.answers,
            parts.views,
            self._watches,
            parts.ruling.patterns,
            parts.clock,
            show,
        )
        alert_home.register(
            parts.app, windows=windows, parked=self.parked, show=show, tasks=parts.tasks
        )
