"""files.*: an upload in its three steps."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from bot.sandbox.slack.core import Core
from bot.sandbox.slack.delivery import announce
from bot.sandbox.slack.models import BOT_USER, Message
from bot.sandbox.slack.refusal import Refusal, invalid
from bot.sandbox.slack.web_api.chat import thread_of

Args = dict[str, Any]


async def get_upload_url(core: Core, args: Args) -> Args:
    if not str(args["length"]).isdigit() or int(args["length"]) == 0:
        raise invalid("length must be a positive number")
    file_id = core.workspace.id("F")
    core.workspace.files[file_id] = {"name": str(args["filename"]), "length": str(args["length"])}
    return {"upload_url": f"{core.url}/upload/{file_id}", "file_id": file_id}


async def receive(core: Core, request: web.Request) -> web.Response:
    """The second step: the bytes, without a token. Raw or as a form's file."""
    found = core.workspace.files.get(request.match_info["file"])
    if found is None or "content" in found:
        return web.Response(status=404)
    content = await request.read()
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        parts = [value for value in form.values() if isinstance(value, web.FileField)]
        content = parts[0].file.read() if parts else b""
    found["content"] = content
    return web.Response(text=f"OK - {len(content)}")


async def complete_upload(core: Core, args: Args) -> Args:
    wanted = json.loads(args["files"]) if isinstance(args["files"], str) else args["files"]
    files = [_file(core, item) for item in wanted]
    if args.get("channel_id"):
        channel = core.joined(args["channel_id"])
        thread = thread_of(core, channel.id, args.get("thread_ts"))
        text = str(args.get("initial_comment") or "")
        message = Message(
            core.workspace.ts(), channel.id, BOT_USER, text, None, thread, subtype="file_share", files=files
        )
        core.workspace.add(message)
        announce.said(core, message)
    return {"files": files}


def _file(core: Core, item: Args) -> dict[str, Any]:
    found = core.workspace.files.get(item.get("id", ""))
    if found is None or "content" not in found:
        raise Refusal("file_not_found")
    return {
        "id": item["id"],
        "name": found["name"],
        "title": item.get("title") or found["name"],
        "size": len(found["content"]),
        "url_private": f"{core.url}/files/{item['id']}",
        "permalink": f"{core.url}/files/{item['id']}",
    }


METHODS = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
}
