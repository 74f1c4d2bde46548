"""What people do with the app's messages, modals and Home: click, choose, submit and close."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bot.sandbox.slack import modal, payload
from bot.sandbox.slack.block import elements
from bot.sandbox.slack.choice import Chooser
from bot.sandbox.slack.complaint import complaints
from bot.sandbox.slack.delivery import Delivery
from bot.sandbox.slack.judge import judge_options
from bot.sandbox.slack.people import BOT_USER, TEAM
from bot.sandbox.slack.surface import Place, Surface, surface, top_modal

if TYPE_CHECKING:
    from bot.sandbox.slack.exchange import Exchange
    from bot.sandbox.slack.judge import Json

Spot = tuple[str, Place, str, str]  # person, place, block_id, action_id
MAX_REMEMBERED = 1000  # menus whose suggestions are known, and options of one menu
NOT_INTERACTIVE = "This app is not configured to handle interactive responses."


@dataclass
class Submission:
    """How a modal's submission went: texts under its fields, and whether Slack or the app said so.

    `error` is set, and the modal stays, if the app did not acknowledge as it must.
    """

    exchange: Exchange | None = None
    errors: dict[str, str] = field(default_factory=dict)
    by: Literal["slack", "app"] | None = None
    error: str | None = None


class Interacting(Delivery):
    """Interactive elements, modals and shortcuts, as people use them.

    Whatever somebody cannot do raises LookupError, ValueError or PermissionError in words for them.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._suggested: dict[Spot, list[Json]] = {}

    async def act(
        self,
        user_id: str,
        place: Place,
        *,
        block_id: str,
        action_id: str,
        chosen: Json | None = None,
        state: Json | None = None,
    ) -> Exchange:
        """A person uses an element; `chosen` and `state` are as Slack has them in its payloads.

        docs.slack.dev/reference/interaction-payloads/block_actions-payload
        """
        where = self._surface(user_id, place)
        block, element = where.element(block_id, action_id)
        chooser, space = self._chooser(where), self.workspace
        what = chooser.action(block, element, chosen or {})
        values = self._values(where, state)
        if action_id in values.get(block_id, {}):
            values[block_id][action_id] |= what
        if where.view:
            where.view = modal.keep_state(space, where.view, values)
        kept = ("action_id", "type", "text", "value", "style", "placeholder")
        action = {key: element[key] for key in kept if key in element}
        told = payload.block_actions(space, where, action | {"block_id": block_id} | what, values)
        message = where.message
        # A response_url changes what the app itself posted only.
        original = message if message and message.user == BOT_USER else None
        exchange = self._begin("interactive", told, user_id, where.channel_id, original=original)
        if message:
            told["response_url"] = self._urls.new(exchange)
        await self._tell(exchange)
        return exchange

    async def click(
        self, user_id: str, channel_id: str, ts: str, action_id: str, *, choice: str | None = None
    ) -> Exchange:
        """A person uses a button, or chooses the option with the value `choice`.

        Raises LookupError if the person sees no such message, element or option.
        """
        place = Place(channel_id, ts)
        for block, element in elements(surface(self.workspace, user_id, place).blocks()):
            if element.get("action_id") == action_id:
                ids = {"block_id": block["block_id"], "action_id": action_id}
                return await self.act(user_id, place, **ids, chosen=_chosen(element, choice))
        raise LookupError(f"There is no {action_id} here.")

    async def suggest(
        self, user_id: str, place: Place, *, block_id: str, action_id: str, value: str
    ) -> Exchange:
        """A person types into an external select; `ack` of the exchange holds the options.

        docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
        """
        where = self._surface(user_id, place)
        _, element = where.element(block_id, action_id)
        if element["type"] not in ("external_select", "multi_external_select"):
            raise ValueError("The options of this menu are all there already.")
        if len(value) < (least := element.get("min_query_length", 3)):
            raise ValueError(f"Type at least {least} characters.")
        asked = {"block_id": block_id, "action_id": action_id, "value": value}
        told = payload.block_suggestion(self.workspace, where, asked, self._values(where, None))
        exchange = self._begin("interactive", told, user_id, where.channel_id)
        await self._tell(exchange)
        if exchange.error is None:
            exchange.findings = judge_options(exchange.ack or {})
            if exchange.findings:
                exchange.error = exchange.findings[0].code
            else:
                self._remember((user_id, place, block_id, action_id), exchange.ack or {})
            self._journal.tell_again(exchange)
        return exchange

    async def submit(self, user_id: str, view_id: str, state: Json | None = None) -> Submission:
        """A person submits the topmost modal."""
        where = self._surface(user_id, Place(view_id=view_id))
        space, view = self.workspace, where.view
        if view is None or view["type"] != "modal" or "submit" not in view:
            raise ValueError("There is nothing to submit here.")
        values = self._values(where, state)
        view = modal.keep_state(space, view, values)
        said = complaints(view, values)
        modal.set_errors(space, view, said)
        if said:
            return Submission(errors=said, by="slack")
        told = payload.view_submission(space, user_id, view, urls := [])
        exchange = self._begin("interactive", told, user_id, "")
        urls += self._response_urls(exchange, view, values)
        await self._tell(exchange)
        if exchange.error is None:
            exchange.findings = modal.respond(space, user_id, view, exchange.ack or {})
            if exchange.findings:
                exchange.error = exchange.findings[0].code
            self._journal.tell_again(exchange)
        said = space.view_errors.get(view_id, {})
        return Submission(exchange, said, "app" if said else None, exchange.error)

    async def close(
        self, user_id: str, view_id: str, *, is_cleared: bool = False
    ) -> list[Exchange]:
        """A person closes the topmost modal (`is_cleared`: all of them); what the app was told."""
        view = top_modal(self.workspace, user_id, view_id)
        is_cleared = is_cleared or view.get("clear_on_close") is True
        exchanges = []
        for gone in modal.leave(self.workspace, user_id, None if is_cleared else view_id):
            if gone.get("notify_on_close"):
                told = payload.view_closed(self.workspace, user_id, gone, is_cleared=is_cleared)
                exchanges.append(exchange := self._begin("interactive", told, user_id, ""))
                await self._tell(exchange)
        return exchanges

    async def shortcut(
        self, user_id: str, callback_id: str, channel: str | None = None, ts: str | None = None
    ) -> Exchange:
        """A person uses a shortcut: on a message if it is named, else a global one."""
        space, message = self.workspace, None
        if space.person(user_id).team_id != TEAM:
            raise PermissionError("People of other companies have no shortcuts of this app.")
        if channel or ts:
            message = surface(space, user_id, Place(channel or "", ts or "")).shown_message
            if message.only_for:
                raise LookupError("There are no shortcuts for what only you can see.")
        if self.installed.shortcut(callback_id, "message" if message else "global") is None:
            raise LookupError(f"This app has no shortcut {callback_id} here.")
        self._check_interactive()
        told = payload.shortcut(space, user_id, callback_id, message)
        exchange = self._begin("interactive", told, user_id, message.channel if message else "")
        if message:
            told["response_url"] = self._urls.new(exchange)
        await self._tell(exchange)
        return exchange

    def _surface(self, user_id: str, place: Place) -> Surface:
        self._check_interactive()
        return surface(self.workspace, user_id, place)

    def _check_interactive(self) -> None:
        if not self.installed.is_interactive:
            raise PermissionError(NOT_INTERACTIVE)

    def _chooser(self, where: Surface) -> Chooser:
        def suggested(block_id: str, action_id: str) -> list[Json]:
            return self._suggested.get((where.user_id, where.place, block_id, action_id), [])

        return Chooser(self.workspace, where.user_id, suggested)

    def _values(self, where: Surface, state: Json | None) -> Json:
        given = state.get("values") if isinstance(state, dict) else None
        kept = where.view["state"]["values"] if where.view else {}
        return self._chooser(where).values(where.blocks(), given or {}, kept)

    def _remember(self, spot: Spot, ack: Json) -> None:
        groups = ack.get("option_groups") or [ack]
        options = [option for group in groups for option in group.get("options", [])]
        self._suggested[spot] = [*options, *self._suggested.pop(spot, [])][:MAX_REMEMBERED]
        if len(self._suggested) > MAX_REMEMBERED:
            del self._suggested[next(iter(self._suggested))]

    def _response_urls(self, exchange: Exchange, view: Json, values: Json) -> list[Json]:
        """docs.slack.dev/surfaces/modals#modal_response_url"""
        urls = []
        for block, element in elements(view["blocks"]):
            ids = {"block_id": block["block_id"], "action_id": element.get("action_id")}
            entry = values.get(ids["block_id"], {}).get(ids["action_id"], {})
            chosen = entry.get("selected_conversation") or entry.get("selected_channel")
            if element.get("response_url_enabled") and chosen:
                url = self._urls.new(exchange, chosen)
                urls.append(ids | {"channel_id": chosen, "response_url": url})
        return urls


def _chosen(element: Json, choice: str | None) -> Json:
    """What is chosen by a value alone; of two feedback buttons the first, if nothing is said."""
    if element["type"] == "feedback_buttons":
        return {"value": choice or element["positive_button"]["value"]}
    if choice is None:
        return {}
    return {"selected_option": {"value": choice}}
