"""Windows and Homes with sample data, for a check of the templates that draw them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import time
from typing import Any, Final

from bot.core.alert import Episode, Kind, ParcelSeen, Severity, Sighting
from bot.core.alerts.rehearsal import Trial
from bot.core.click import Click, Verb
from bot.core.customers.proof_form import proof_form
from bot.core.home import form as home
from bot.core.home.alert_rules import MOST_RULES, hours_form, rule_form, rules_form, tried_lines
from bot.core.home.alerts import Parked, parked_section, rules_section
from bot.core.home.listening import listening_form, listening_section
from bot.core.home.rules import agents_form, patterns_form
from bot.core.home.watch_form import MOST, Meant, watch_form, watches_form
from bot.core.home.watches import section
from bot.core.listening import Mode, Setting
from bot.core.looked_up import LookedUp
from bot.core.notes import note
from bot.core.phrase import say
from bot.core.reply_kit import Draft, Kit
from bot.core.rule import UNRULED, AgentsRule, By
from bot.core.search import Filled, Origin
from bot.core.watches.rule import AlertRule, Etiquette
from bot.core.watches.watch import Watch, Watched
from bot.slack.answer import Answer
from bot.slack.blocks import Blocks
from bot.slack.template_check import Sample
from bot.slack.validate import Finding
from bot.slack.views import View, Views
from bot.slack.windows.forms import Forms
from bot.slack.windows.reply_kit_view import Edited, Windows
from bot.verbs.sample_cards import AT, EXAMPLES, ORDER

_PATTERNS: Final = (r"PK\d{4,}",)
_LISTENED: Final = {"C1": Setting(Mode.ASK, "U1", AT)}
_ANSWER: Final = Answer(message={"text": "PK1004"}, is_note=True)


class _Recorder(Views):
    """Notes what is drawn, by which template and from which form."""

    def __init__(self) -> None:
        super().__init__(Blocks())
        self.samples: list[Sample] = []

    def _drawn(
        self,
        template: str,
        form: object,
        lang: str,
        check: Callable[[Mapping[str, Any]], list[Finding]],
    ) -> View:
        self.samples.append(Sample(template, form, check))
        return super()._drawn(template, form, lang, check)


def samples() -> Sequence[Sample]:
    """Return every window and Home, as full as they come and as empty."""
    views = _Recorder()
    _searches(views)
    _reply_kits(views)
    _homes(views)
    _alert_rules(views)
    _watches(views)
    for rule in (AgentsRule(), AgentsRule(By.GROUPS, ("S1",)), AgentsRule(By.CHANNELS, ("C1",))):
        _modal(views, "agents", agents_form(rule, {}, version=1))
    _modal(views, "patterns", patterns_form((), _PATTERNS, version=1))
    for listened in ({}, _LISTENED):
        _modal(views, "listening", listening_form(listened))
    _modal(views, "import", None)
    _modal(views, "proof", proof_form([ORDER]))
    views.note(note.for_admins(), lang="en")
    return views.samples


def _modal(views: Views, name: str, form: object) -> None:
    views.modal(f"{name}.view.json.j2", form, lang="en")


def _alert_rules(views: Views) -> None:
    late = AlertRule("a", "C1", "Late", frozenset({Kind.LATE}), "courier:dhl", Severity.URGENT)
    night = Etiquette("C1", "UTC", time(20), time(7), time(8), 40)
    told = tried_lines(Trial(events=9, posted=4, merged=2, silenced=3))
    _modal(views, "alerts", rules_form("C1", (), Etiquette("C1")))
    _modal(views, "alerts", rules_form("C1", (late,) * MOST_RULES, night))
    _modal(views, "alert_rule", rule_form(AlertRule("a", "C1", "")))
    _modal(views, "alert_rule", rule_form(replace(late, version=1), told))
    _modal(views, "alert_hours", hours_form(Etiquette("C1")))
    _modal(views, "alert_hours", hours_form(night))


def _watches(views: Views) -> None:
    found = [Watch(1, ORDER, "C1", "U1", AT, until=AT, name="Shoes", kinds=frozenset(Kind))]
    meant = Meant(name="Shoes")
    _modal(views, "watches", watches_form(found * MOST, {"Shoes": 12}, 99, "PK1004"))
    _modal(views, "watches", watches_form((), {}, 0, "PK1004"))
    _modal(views, "watch", watch_form(meant, found, 12))
    _modal(views, "watch", watch_form(Meant(1), [Watch(1, ORDER, "D1", "U1", AT)], 1))


def _searches(views: Views) -> None:
    forms, origin = Forms(views), Origin("C1", "1700000000.000100")
    forms.search(Filled(lang="en"), Origin(), "en")
    forms.search(Filled(value="PK1004", lang="de"), origin, "en", above=_ANSWER)
    for place in (origin, Origin()):
        forms.share(Click(Verb.SHARE, ORDER), place, _ANSWER, "en")
    for is_search in (True, False):
        form = {"blocks": [{"type": "divider"}], "metadata": "", "is_fresh": is_search}
        _modal(views, "window", {**form, "is_search": is_search})


def _reply_kits(views: Views) -> None:
    windows = Windows(views)
    for channel in ("C1", "D1", ""):
        kit = Kit(Click(Verb.ANSWER, ORDER), "key", channel=channel, lang="en")
        noted = (say("{order}", order="PK1004"),)
        windows.drawn(kit, Draft("en", "long", "It comes tomorrow.", noted), lang="en")
        edited = Edited(kit, "de", "short", "It comes on Friday.")
        windows.editing(edited, noted, lang="en", warning=noted[0], is_rewritable=True)
        windows.confirming(kit, edited.text, noted, lang="en")
        windows.message(kit, "It is here: https://example.com/1 .", author="U1" if channel else "")


def _homes(views: Views) -> None:
    episode = Episode(number=1, began=AT)
    seen = Sighting(parcels={"a": ParcelSeen(episodes={Kind.LATE: episode})})
    watched = [Watched(Watch(1, ORDER, "C1", "U1", AT), seen, AT)]
    menu = home.language_menu("", "en")
    full = home.for_agent(
        recent=[LookedUp(ORDER, "", AT)],
        sections=[
            section(watched, 12, "PK1004", {"Shoes": 2}),
            rules_section({"C1": ["Late"]}),
            home.how_to_ask(EXAMPLES),
        ],
        menu=menu,
    )
    settings = [
        home.agents_section(AgentsRule(By.GROUPS, ("S1",)), UNRULED),
        home.patterns_section(_PATTERNS, EXAMPLES, UNRULED),
        listening_section(_LISTENED),
        *filter(None, [parked_section([Parked("C1", "not_in_channel", 3, AT)])]),
        home.state_section([home.waiting(7, AT)]),
    ]
    shown = (
        home.visitor(()),
        home.customer(EXAMPLES),
        home.for_agent(recent=None, sections=[section([], 0, "PK1004")], menu=menu),
        home.with_settings(full, settings=settings, changes=(say("{n}", n=1),)),
    )
    for form in shown:
        views.home(form, lang="en")
