"""Uploads to Slack in three steps (docs.slack.dev/messaging/working-with-files).

Slack scans a file after its upload and says nowhere that it is done; `files.info` knows its type
from then on (slackapi/node-slack-sdk#2040, slackapi/java-slack-sdk#1349).
"""

import asyncio
from typing import Final

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

_PATIENCE: Final = 15.0  # seconds for Slack to scan a file: reports go up to 12
_FIRST, _LONGEST = 0.25, 2.0  # seconds between two looks whether it is scanned


class NotTaken(Exception):
    """Slack's place for files did not take the bytes."""


async def upload(
    client: AsyncWebClient,
    session: aiohttp.ClientSession,
    content: bytes,
    *,
    filename: str,
    title: str,
    channel: str | None = None,
    thread_ts: str | None = None,
) -> str:
    """Upload, for ourselves alone or into a conversation; return the file's id.

    `alt_txt` is left out: files that have one are lost (slackapi/python-slack-sdk#1818).
    """
    length = len(content)
    asked = await client.files_getUploadURLExternal(filename=filename, length=length)
    file_id = str(asked.get("file_id"))
    async with session.post(str(asked.get("upload_url")), data=content) as answer:
        if answer.status != 200:
            raise NotTaken(f"Slack answers an upload with HTTP {answer.status}")
    await client.files_completeUploadExternal(
        files=[{"id": file_id, "title": title}], channel_id=channel, thread_ts=thread_ts
    )
    return file_id


async def scanned(client: AsyncWebClient, file_id: str) -> None:
    """Wait until a file can stand in a message; raise TimeoutError if that takes too long."""
    pause = _FIRST
    async with asyncio.timeout(_PATIENCE):
        while True:
            file = (await client.files_info(file=file_id)).get("file") or {}
            if file.get("mimetype") and file.get("filetype"):
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST)
