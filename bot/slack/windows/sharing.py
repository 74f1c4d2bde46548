"""Sharing a card out of a window: what everybody would see of it, where to, and then once.

A window stands in no channel: whoever shares chooses one, and Slack gives a response_url for it
(docs.slack.dev/surfaces/modals#modal_response_url).
"""

import asyncio
from typing import Any, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from bot.core import search
from bot.core.card import NoteCard
from bot.core.click import Click
from bot.core.notes import note
from bot.core.privacy import Channel
from bot.core.search import Origin
from bot.slack.answer import Answer, Answers
from bot.slack.channels import obstacle
from bot.slack.gesture import Gesture, Gestures
from bot.slack.noise import Once
from bot.slack.replies.response_url import ResponseUrls
from bot.slack.views import sent_back
from bot.slack.windows.forms import SHARED, Forms, values_of
from bot.slack.windows.panes import Content, Pane, Panes
from bot.slack.windows.search import Members

Json: TypeAlias = dict[str, Any]


class Sharing:
    """Asks where a card goes, and posts it there."""

    def __init__(
        self,
        client: AsyncWebClient,
        panes: Panes,
        members: Members,
        *,
        answers: Answers,
        posts: Answers,
        forms: Forms,
        urls: ResponseUrls,
        once: Once,
    ) -> None:
        """Take what draws for windows, *answers*, and for channels, *posts*."""
        self._client = client
        self._panes = panes
        self._members = members
        self._answers = answers
        self._posts = posts
        self._forms = forms
        self._urls = urls
        self._gestures = Gestures()
        self._once = once

    def begin(self, body: Json, click: Click) -> None:
        """Push the form onto the window of the card."""
        gesture = Gesture.of(body)
        if self._gestures.is_first(gesture):
            pane = self._pane(gesture)
            working = self._panes.begin(self._form(gesture, click), pane)
            self._panes.push(gesture.trigger_id, working, pane, onto=gesture.view_id)

    async def fill_in(self, body: Json) -> Json:
        """Return the acknowledgement of the form: what is wrong with it, or what becomes of it."""
        gesture = Gesture.of(body)
        channel_id, response_url = _chosen(body)
        (person, said), found = await asyncio.gather(
            self._members.asked(gesture.agent), self._obstacle(channel_id)
        )
        read, pane = search.to_share(gesture.metadata), self._pane(gesture)
        if said or read is None or not response_url:
            old = said or self._answers.drawn(search.old_form(), lang=person.lang)
            return self._panes.turned_into(old, pane)
        if found:
            return sent_back({SHARED: found.lines[0]}, person.lang)
        if not await self._once.may_do(f"share {gesture.view_id}"):
            shared = self._answers.drawn(note.already_shared(), lang=person.lang)
            return self._panes.turned_into(shared, pane)
        click, origin = read
        thread_ts = origin.thread_ts if origin.channel_id == channel_id else ""
        posting = self._post(gesture.view_id, click, (response_url, thread_ts), person.lang)
        working = self._panes.begin(posting, pane)
        return await self._panes.acknowledged(gesture.view_id, working, pane)

    def _pane(self, gesture: Gesture) -> Pane:
        return Pane(self._members.lang(gesture.agent), is_search=False)

    async def _form(self, gesture: Gesture, click: Click) -> Content:
        person, refused = await self._members.asked(gesture.agent)
        if refused:
            return refused
        lang = click.lang or person.lang
        preview = await self._answers.clicked(click, Channel(""), lang=lang)
        origin = Origin.decoded(gesture.metadata) or Origin()
        return preview if preview.is_note else self._forms.share(click, origin, preview, lang)

    async def _obstacle(self, channel_id: str) -> NoteCard | None:
        if channel_id.startswith("D"):
            return note.no_channel()
        return await obstacle(self._client, channel_id)

    async def _post(self, view_id: str, click: Click, place: tuple[str, str], lang: str) -> Answer:
        """Post the card as all may see it; what was not posted may be tried again."""
        response_url, thread_ts = place
        answer = (await self._posts.clicked(click, Channel(""), lang=click.lang or lang)).latest()
        if not answer.is_note:
            post = {**answer.message, "replace_original": False, "response_type": "in_channel"}
            more = {"thread_ts": thread_ts} if thread_ts else {}
            if not await self._urls.say(response_url, {**post, **more}):
                return self._answers.drawn(search.now_shared(), lang=lang)
            answer = self._answers.drawn(search.not_shared(), lang=lang)
        await self._once.undone(f"share {view_id}")
        return answer


def _chosen(body: Json) -> tuple[str, str]:
    """Return where the card goes, and the address that Slack gave for that."""
    channel_id = str(values_of(body).get(SHARED) or "")
    for one in body.get("response_urls") or ():
        if one.get("channel_id") == channel_id:
            return channel_id, str(one.get("response_url", ""))
    return channel_id, ""
