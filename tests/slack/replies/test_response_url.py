"""Posts to a response_url: sent again only when it surely did not arrive, never said twice."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.slack.replies.response_url import UNREACHABLE, ResponseUrls

CARD = {"text": "words", "blocks": [{"type": "divider"}]}


class Slack:
    """A response_url that answers in turn what it is told to, and keeps what it was sent."""

    def __init__(self, *answers: Callable[[], web.Response] | None) -> None:
        self._answers = list(answers)
        self.sent: list[dict[str, Any]] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.sent.append(await request.json())
        answer = self._answers.pop(0) if self._answers else ok
        if answer is None:
            assert request.transport
            request.transport.abort()
            return web.Response()
        return answer()


def ok() -> web.Response:
    return web.Response(text="ok")


def refused() -> web.Response:
    return web.Response(status=400, text="invalid_blocks")


def busy() -> web.Response:
    return web.Response(status=429, headers={"retry-after": "0"})


@asynccontextmanager
async def served(slack: Slack) -> AsyncIterator[tuple[ResponseUrls, str]]:
    app = web.Application()
    app.router.add_post("/answer", slack.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        yield ResponseUrls(session), f"http://127.0.0.1:{runner.addresses[0][1]}/answer"
    await runner.cleanup()


async def test_an_answer_is_posted_once() -> None:
    slack = Slack()
    async with served(slack) as (urls, url):
        await urls.say(url, CARD)
    assert slack.sent == [CARD]


async def test_a_card_that_slack_refuses_goes_out_as_text() -> None:
    slack = Slack(refused)
    async with served(slack) as (urls, url):
        await urls.say(url, CARD)
    assert slack.sent[0] == CARD
    assert slack.sent[-1] == {"text": "words"}


async def test_a_busy_slack_is_asked_again() -> None:
    slack = Slack(busy)
    async with served(slack) as (urls, url):
        await urls.say(url, CARD)
    assert slack.sent == [CARD, CARD]


async def test_a_slack_that_stays_busy_can_be_asked_later() -> None:
    slack = Slack(busy, busy, busy, busy)
    async with served(slack) as (urls, url):
        assert await urls.say(url, CARD) == UNREACHABLE
    assert slack.sent == [CARD] * 4


def failed() -> web.Response:
    return web.Response(status=500, text="fatal_error")


@pytest.mark.parametrize(("answer", "logged"), [(None, "broke off"), (failed, "answered 500")])
async def test_what_may_have_arrived_is_not_said_twice(
    caplog: pytest.LogCaptureFixture, answer: Callable[[], web.Response] | None, logged: str
) -> None:
    slack = Slack(answer)
    async with served(slack) as (urls, url):
        await urls.say(url, CARD)
    assert slack.sent == [CARD]
    assert logged in caplog.text


async def test_a_slack_that_cannot_be_reached_is_tried_again_and_then_given_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with aiohttp.ClientSession() as session:
        await ResponseUrls(session).say(f"http://127.0.0.1:{port}/answer", CARD)
    assert "could not be reached" in caplog.text
