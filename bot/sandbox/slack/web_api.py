"""The door of Slack's Web API: arguments, tokens, scopes, faults and the journal."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox.slack import chat, conversation, listing, unfurl, upload, view
from bot.sandbox.slack.fault import Faults
from bot.sandbox.slack.file import is_readable
from bot.sandbox.slack.journal import findings_json
from bot.sandbox.slack.method import Method, SlackError, invalid, kind_of
from bot.sandbox.slack.people import BOT, BOT_USER, TEAM

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.slack.exchange import ResponseUrls
    from bot.sandbox.slack.journal import Journal
    from bot.sandbox.slack.judge import Finding, Json
    from bot.sandbox.slack.socket_mode import Sockets
    from bot.sandbox.slack.workspace import Workspace

MAX_UPLOAD = 20 * 1024 * 1024
# Whoever may not see a file gets no error, but where to sign in.
_SIGN_IN = "<!DOCTYPE html><title>Sign in | Slack</title>"
_JSON_ARGUMENTS = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
    "files": "invalid_arguments",
    "unfurls": "invalid_unfurls_format",
}
METHODS: dict[str, Method] = {
    **chat.METHODS,
    **conversation.METHODS,
    **listing.METHODS,
    **unfurl.METHODS,
    **upload.METHODS,
    **view.METHODS,
}


# The app's; they open nothing but the sandbox.
BOT_TOKEN = "xoxb-sandbox"  # noqa: S105
APP_TOKEN = "xapp-sandbox"  # noqa: S105


@dataclass
class Call:
    """One request of the app: a method, `response_url` or `upload`; `answer` is what went out."""

    method: str
    arguments: Json
    at: float
    status: int = 0
    answer: Any = None
    fault: str | None = None
    findings: list[Finding] = field(default_factory=list)
    id: int = 0
    changed_at: int = 0

    def as_json(self) -> Json:
        """The request for a page."""
        return {
            "id": self.id,
            "at": self.at,
            "kind": "from_app",
            "method": self.method,
            "arguments": self.arguments,
            "status": self.status,
            "answer": self.answer,
            "fault": self.fault,
            "findings": findings_json(self.findings),
        }


@dataclass
class Answer:
    """What a request gets."""

    body: Json | str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def response(self) -> web.Response:
        """The same for aiohttp."""
        if isinstance(self.body, str):
            return web.Response(text=self.body, status=self.status, headers=self.headers)
        return web.json_response(self.body, status=self.status, headers=self.headers)


class WebApi:
    """Serves the Web API, uploads and response_urls over one workspace."""

    def __init__(
        self,
        space: Workspace,
        sockets: Sockets,
        urls: ResponseUrls,
        journal: Journal,
    ) -> None:
        self.faults = Faults()
        self._journal = journal
        self._space = space
        self._sockets = sockets
        self._urls = urls

    def routes(self) -> list[web.RouteDef]:
        """All addresses an app calls."""
        return [
            web.route("*", "/api/{method}", self._call),
            web.route("*", "/upload/v1/{file_id}", self._upload),
            web.post("/response/{place}/{key}", self._respond),
            web.get("/files-pri/{file}/{name:[^/]+}", self._download),
            web.get("/files-pri/{file}/download/{name:[^/]+}", self._download),
        ]

    async def _call(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        try:
            arguments = await _arguments(request)
        except SlackError as error:
            return web.json_response(error.answer)
        given = str(arguments.pop("token", "") or "")
        token = _bearer(request) or given
        return await self._serve(
            request, name, arguments, lambda: self._answer(name, arguments, token)
        )

    async def _upload(self, request: web.Request) -> web.Response:
        file_id = request.match_info["file_id"]
        content = await _uploaded(request)

        def act() -> Answer:
            status, text = upload.send(self._space, file_id, content)
            return Answer(text, status)

        return await self._serve(request, "upload", {"file": file_id, "bytes": len(content)}, act)

    async def _download(self, request: web.Request) -> web.Response:
        """https://docs.slack.dev/messaging/working-with-files: url_private, for the bot alone."""
        file = self._space.files.get(request.match_info["file"].removeprefix(f"{TEAM}-"))
        if file is None or _bearer(request) != BOT_TOKEN:
            return web.Response(status=404 if file is None else 403)
        has_scope = "files:read" in self._space.scopes
        if not has_scope or not is_readable(self._space, file, BOT_USER):
            return web.Response(text=_SIGN_IN, content_type="text/html")
        return web.Response(body=file.content, content_type=file.kind[0])

    async def _respond(self, request: web.Request) -> web.Response:
        key, text = request.match_info["key"], await request.text()
        try:
            payload = json.loads(text)
        except ValueError:
            payload = None

        def act() -> Answer:
            status, said, findings = self._urls.use(key, payload)
            if findings and (exchange := self._urls.exchange(key)):
                self._journal.tell_again(exchange)
            return Answer(said, status, findings=findings)

        arguments = payload if isinstance(payload, dict) else {"body": text}
        return await self._serve(request, "response_url", {"key": key} | arguments, act)

    async def _serve(
        self, request: web.Request, name: str, arguments: Json, act: Callable[[], Answer]
    ) -> web.Response:
        self._space.url = self._space.url or str(request.url.origin())
        fault = self.faults.take(name)
        kind = fault.kind if fault else None
        call = Call(name, arguments, self._space.now(), fault=kind)
        self._journal.add(call)
        if fault and kind == "slow":
            await asyncio.sleep(fault.seconds)
        if kind == "drop":
            return _hang_up(request)
        if fault and kind == "429":
            answer = _too_fast(fault.seconds)
        elif kind == "500":
            answer = Answer("internal error", 500)
        else:
            answer = act()
        if kind == "fatal_error":
            answer = Answer({"ok": False, "error": kind})
        call.status, call.answer, call.findings = answer.status, answer.body, answer.findings
        self._journal.tell_again(call)
        return _hang_up(request) if kind == "lost" else answer.response()

    def _answer(self, name: str, arguments: Json, token: str) -> Answer:
        headers = {"x-oauth-scopes": ",".join(sorted(self._space.scopes))}
        try:
            return Answer({"ok": True} | self._run(name, arguments, token), headers=headers)
        except SlackError as error:
            if error.code == "ratelimited":
                pace = self._space.pace if name in chat.METHODS else self._space.history_pace
                return _too_fast(pace.interval)
            return Answer(error.answer, headers=headers, findings=error.findings)

    def _run(self, name: str, arguments: Json, token: str) -> Json:
        if name == "api.test":
            return {"args": arguments}
        if name not in METHODS and name not in _OWN_METHODS:
            raise SlackError("unknown_method", req_method=name)
        self._authenticate(name, token)
        if name == "auth.test":
            return self._who()
        if name == "apps.connections.open":
            return {"url": "ws" + self._space.url.removeprefix("http") + self._sockets.new_path()}
        method = METHODS[name]
        for argument in method.needs:
            if arguments.get(argument) in (None, ""):
                raise _missing(argument)
        self._authorize(method, arguments)
        return method.run(self._space, arguments)

    def _authenticate(self, name: str, token: str) -> None:
        if not token:
            raise SlackError("not_authed")
        if token not in {BOT_TOKEN, APP_TOKEN}:
            raise SlackError("invalid_auth")
        needed = APP_TOKEN if name == "apps.connections.open" else BOT_TOKEN
        if token != needed:
            raise SlackError("not_allowed_token_type")

    def _authorize(self, method: Method, arguments: Json) -> None:
        needed = method.scope
        if isinstance(needed, dict):
            channel = self._space.channels.get(str(arguments["channel"]))
            needed = needed[kind_of(channel)] if channel else ""
        if needed and needed not in self._space.scopes:
            provided = ",".join(sorted(self._space.scopes))
            raise SlackError("missing_scope", needed=needed, provided=provided)

    def _who(self) -> Json:
        return {
            "url": "https://sandbox.slack.com/",
            "team": "Sandbox",
            "user": self._space.people[BOT_USER].name,
            "team_id": TEAM,
            "user_id": BOT_USER,
            "bot_id": BOT,
            "is_enterprise_install": False,
        }


_OWN_METHODS = {"auth.test", "apps.connections.open"}


def _too_fast(seconds: float) -> Answer:
    return Answer(
        {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(max(1, round(seconds)))}
    )


def _missing(argument: str) -> SlackError:
    if argument == "channel":
        return SlackError("channel_not_found")
    return invalid(f"missing required field: {argument}")


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _bearer(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


async def _uploaded(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for value in (await request.post()).values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""


async def _arguments(request: web.Request) -> Json:
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        arguments |= _object(await request.text())
    elif request.can_read_body:
        arguments |= {key: str(value) for key, value in (await request.post()).items()}
    for name, error in _JSON_ARGUMENTS.items():
        if isinstance(text := arguments.get(name), str):
            try:
                arguments[name] = json.loads(text)
            except ValueError:
                raise SlackError(error) from None
    return arguments


def _object(text: str) -> Json:
    try:
        found = json.loads(text)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(found, dict):
        raise SlackError("json_not_object")
    return found
