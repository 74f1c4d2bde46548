"""Uploads to Slack in three steps (docs.slack.dev/messaging/working-with-files)."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient


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
