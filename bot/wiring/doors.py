"""The doors in Slack: which listener stands at which, and what each is given."""

from dataclasses import dataclass
from typing import Final

from bot.answering import Answering, Settling
from bot.cases import Cases
from bot.charting import Charts
from bot.core.customers.case_letter import CASE
from bot.core.letter import Kept, Letter, Take
from bot.core.listening import LISTENING
from bot.slack.alerts.watch_clicks import WatchClicks
from bot.slack.card_clicks import Clicks
from bot.slack.command import Commands
from bot.slack.desks import CommandDesk, Desk, Desks, Events
from bot.slack.home.deeds import Deeds
from bot.slack.home.health import Health
from bot.slack.home.listening import ListeningWindow
from bot.slack.home.rules import RuleWindows
from bot.slack.home.tab import Homes, Sources
from bot.slack.letter import COMMAND, EVENT
from bot.slack.list_desk import ListDesk
from bot.slack.listeners import (
    click,
    command,
    customer,
    home,
    listening,
    message,
    modal,
    old,
    reply_kit,
    shortcut,
    suggestion,
)
from bot.slack.listening.linked import BesideLinks, Linked, OneTells
from bot.slack.listening.switch import Switch
from bot.slack.listening.talk import Ears, Overhearing
from bot.slack.listening.unpacked import Reader, Table, Unpacked
from bot.slack.message_desk import MessageDesk
from bot.slack.noise import DoubleClicks, Noise, Once
from bot.slack.poster import Poster
from bot.slack.replies.reaction import Reactions
from bot.slack.replies.reply import Replies
from bot.slack.replies.response import Responses
from bot.slack.report_desk import Means as Reporting
from bot.slack.report_desk import ReportDesk
from bot.slack.windows.forms import Forms
from bot.slack.windows.list_form import ListForm
from bot.slack.windows.panes import Panes
from bot.slack.windows.reply_kit import Means, ReplyKit
from bot.slack.windows.reply_kit_view import Windows
from bot.slack.windows.reply_post import ReplyPost
from bot.slack.windows.search import Beside, Members, Modals
from bot.slack.windows.sharing import Sharing
from bot.slack.windows.suggesting import Suggesting
from bot.store.alerts.history import History
from bot.store.listening import Channels
from bot.store.rulebook import Rulebook
from bot.wiring.alert_door import AlertDoor
from bot.wiring.alerting import Letters
from bot.wiring.case_door import CaseDoor
from bot.wiring.customer_door import CustomerDoor
from bot.wiring.parts import Parts

_POSTING: Final = 30.0  # seconds for one post, with all looks whether it is there


@dataclass(frozen=True, slots=True)
class Work:
    """What goes on by itself behind the doors."""

    answering: Answering
    cases: Cases
    letters: Letters


def hang_doors(parts: Parts) -> Work:
    """Register every listener, `/where` first: Bolt tries them in order, and each costs time."""
    poster = Poster(parts.client, parts.identity, patience=min(_POSTING, parts.lease / 2))
    channels = Channels(parts.database)
    ears = Ears(channels, parts.ruling.patterns, parts.identity, parts.clock)
    reader = Reader(parts.client, parts.ruling.patterns)
    switch = _switch(parts, channels, poster)
    alerts, reports = AlertDoor(parts), _report_desk(parts, poster)
    others = {"listen": switch, **reports.subcommands(), **alerts.subcommands()}
    commands = Commands(parts.client, parts.people, parts.answers, others)
    responses = Responses(parts.urls, parts.answers)
    desk = MessageDesk(poster, parts.people, parts.answers, parts.client)
    asked: Desk = _list_desk(parts, desk, poster)

    async def take(letter: Letter) -> bool:
        return await answering.take(letter)

    customers = CustomerDoor(parts.customers, parts, take) if parts.customers else None
    door = CaseDoor(parts, take)
    between = door.between(customers.desk(asked, poster)) if customers else None
    desks = Desks(
        {
            EVENT: _events(parts, between or asked, desk, poster, ears, reader),
            COMMAND: CommandDesk(commands, parts.answers, responses),
            CASE: door.desk(poster),
            **(customers.desks(poster) if customers else {}),
        }
    )
    answering = _answering(parts, desks)
    replies = Replies(responses, parts.tasks, parts.answers, answering)
    command.register(
        parts.app, command="/where", commands=commands, replies=replies, clock=parts.clock
    )
    message.register(parts.app, take=answering.take, clock=parts.clock, ears=ears)
    _hang_reply_kit(parts, poster)
    alerts.hang()
    modals = _hang_windows(parts, answering.take, alerts, customers)
    _hang_listening(parts, answering.take, ears, reader)
    homes = _hang_home(parts, ListeningWindow(channels, switch, parts.views, parts.clock), alerts)
    _hang_last(parts, customers, door, modals, homes)
    return Work(answering, door.cases, parts.inbox.waiting)


def _hang_last(
    parts: Parts, customers: CustomerDoor | None, door: CaseDoor, modals: Modals, homes: Homes
) -> None:
    """Register what customers click, or could once, and at the end what nobody else knows."""
    slack = (parts.people, parts.answers, _reactions(parts))
    buttons = old.OldButtons(*slack)
    if customers:
        customers.hang(buttons)
        door.hang()
    else:
        people, answers, reactions = slack
        customer.register_closed(parts.app, people=people, answers=answers, reactions=reactions)
    old.register(parts.app, old=buttons, modals=modals, show=homes.show, tasks=parts.tasks)


def _switch(parts: Parts, channels: Channels, poster: Poster) -> Switch:
    noted = Rulebook(parts.database).note
    return Switch(channels, parts.answers, poster, parts.client, parts.clock, noted=noted)


def _report_desk(parts: Parts, poster: Poster) -> ReportDesk:
    slack = (parts.client, parts.session, poster, parts.files, parts.blocks)
    means = Reporting(*slack, Charts())
    return ReportDesk(History(parts.database), means, parts.answers, parts.clock)


def _answering(parts: Parts, desks: Desks) -> Answering:
    inbox = parts.inbox
    settling = Settling(inbox, desks, parts.clock)
    return Answering(inbox, settling, start=parts.tasks.start, pause=parts.poll)


def _events(
    parts: Parts, asked: Desk, desk: MessageDesk, poster: Poster, ears: Ears, reader: Reader
) -> Events:
    people, answers, client = parts.people, parts.answers, parts.client
    noise = Noise(parts.told, parts.name, parts.clock)
    one = OneTells(noise)
    others: dict[str, Desk] = {
        "message": Overhearing(ears, people, answers, noise, poster, client),
        "reaction_added": Unpacked(ears, people, answers, noise, reader, desk),
        "link_shared": Linked(ears, people, answers, noise, poster, client, one, reader),
    }
    return Events(BesideLinks(asked, ears, one), others)


def _list_desk(parts: Parts, desk: MessageDesk, poster: Poster) -> ListDesk:
    inbox = parts.inbox

    async def renew(kept: Kept) -> bool:
        return await inbox.posting(kept, parts.clock()) is not None

    return ListDesk(
        desk,
        parts.bulk,
        poster=poster,
        people=parts.people,
        answers=parts.answers,
        files=parts.files,
        client=parts.client,
        renew=renew,
    )


def _hang_listening(parts: Parts, take: Take, ears: Ears, reader: Reader) -> None:
    listening.register(
        parts.app,
        take=take,
        clock=parts.clock,
        ears=ears,
        table=Table(parts.people, parts.answers, reader, _doubles(parts)),
        reactions=_reactions(parts),
        people=parts.people,
    )


def _doubles(parts: Parts) -> DoubleClicks:
    return DoubleClicks(parts.told, parts.name, parts.clock)


def _reactions(parts: Parts) -> Reactions:
    poster = Poster(parts.client, parts.identity)
    return Reactions(parts.urls, parts.tasks, parts.answers, poster)


def _hang_windows(
    parts: Parts, take: Take, alerts: AlertDoor, customers: CustomerDoor | None
) -> Modals:
    """Register what is clicked, on cards and in windows, and return the windows."""
    urls, answers = parts.urls, parts.answers.in_views()
    panes = Panes(parts.client, answers, parts.views, parts.tasks)
    members, forms = Members(parts.people, answers), Forms(parts.views)
    watching, once = WatchClicks(alerts.watching), Once(parts.told, parts.clock)
    customer_clicks, doubles = customers.clicks() if customers else None, _doubles(parts)
    modals = Modals(
        panes,
        members,
        answers,
        forms,
        recents=parts.recents,
        patterns=parts.ruling.patterns,
        urls=urls,
        beside=Beside(ListForm(parts.client, take, parts.clock, parts.bulk.few), watching),
    )
    sharing = Sharing(
        parts.client,
        panes,
        members,
        answers=answers,
        posts=parts.answers,
        forms=forms,
        urls=urls,
        once=once,
    )
    click.register(
        parts.app,
        people=parts.people,
        answers=parts.answers,
        reactions=_reactions(parts),
        modals=modals,
        sharing=sharing,
        clicks=Clicks(parts.people, parts.answers, watching, customer_clicks, once, doubles),
        in_views=Clicks(parts.people, answers, watching, None, once, doubles),
    )
    shortcut.register(parts.app, modals=modals)
    modal.register(parts.app, modals=modals, sharing=sharing)
    suggesting = Suggesting(
        members, answers, parts.recents, parts.ruling.patterns, watches=alerts.my_watches
    )
    suggestion.register(parts.app, suggesting=suggesting)
    return modals


def _hang_home(parts: Parts, listened: ListeningWindow, alerts: AlertDoor) -> Homes:
    client, people, answers, views = parts.client, parts.people, parts.answers, parts.views
    inbox = parts.inbox
    health = Health(client, inbox, people.memberships, clock=parts.clock, needed=parts.scopes)
    sources = Sources(
        parts.ruling,
        health,
        parts.recollection,
        parts=(alerts.my_watches, alerts.rules_in_home),
        admin_parts=(listened, alerts.parked),
        serves_customers=parts.customers is not None,
    )
    homes = Homes(client, people, answers, views, sources)
    alerts.hang_home(homes.show)
    deeds = Deeds(
        client,
        people,
        answers,
        homes,
        RuleWindows(
            client,
            people,
            views,
            ruling=parts.ruling,
            health=health,
            others={LISTENING: listened},
        ),
        sources,
    )
    home.register(parts.app, deeds=deeds, tasks=parts.tasks)
    return homes


def _hang_reply_kit(parts: Parts, poster: Poster) -> None:
    """Before the other buttons, which take every click on a card."""
    means = Means(
        parts.lookup,
        parts.people,
        parts.answers,
        Windows(parts.views),
        parts.client,
        parts.tasks,
    )
    reply_kit.register(
        parts.app,
        kit=ReplyKit(means),
        post=ReplyPost(means, poster, parts.told, parts.clock),
        urls=parts.urls,
        answers=parts.answers,
        tasks=parts.tasks,
        clock=parts.clock,
    )
