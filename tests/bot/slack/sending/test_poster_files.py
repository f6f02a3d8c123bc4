"""A file is staged, handed out once, and found again after a crash."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.errors import SlackError
from bot.message import Message
from bot.slack.sending.poster import SlackPoster
from tests.bot.slack.conftest import TEAM, FakeSlack, posted
from tests.bot.slack.sending.posting import BLOCK, HERE, NOW


async def test_a_file_is_given_to_slack_in_three_steps(
    poster: SlackPoster, fake_slack: FakeSlack, upload: list[bytes]
) -> None:
    assert await poster.stage(TEAM, "a.csv", b"key") == "F1"
    assert upload == [b"key"]
    assert fake_slack.called("files.completeUploadExternal") == [], "nobody sees it yet"
    await poster.hand_out(HERE, "F1", title="Tickets", since=NOW)
    [asked] = fake_slack.called("files.getUploadURLExternal")
    assert (asked["filename"], str(asked["length"])) == ("a.csv", "3")
    [done] = fake_slack.called("files.completeUploadExternal")
    assert (done["channel_id"], done["thread_ts"]) == ("C1", "1.0")


async def test_a_message_whose_picture_slack_refuses_is_posted_without_it(
    poster: SlackPoster, fake_slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.sending.poster.READING", 0.0)
    image = {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "3 ready"}

    def strict(args: Mapping[str, Any]) -> dict[str, Any]:
        return {"ok": False, "error": "invalid_blocks"} if "slack_file" in str(args["blocks"]) else posted(args)

    fake_slack.answers["chat.postMessage"] = strict
    await poster.post(HERE, Message("Digest", (BLOCK, image)), identity="d", intent_at=NOW)
    assert "slack_file" not in str(fake_slack.called("chat.postMessage")[-1]["blocks"])
    assert fake_slack.called("chat.postMessage")[-1]["blocks"]


@pytest.mark.parametrize(
    ("messages", "posted_again"),
    [
        ([{"ts": "3.0", "bot_id": "BBOT", "files": [{"id": "F1"}]}], 0),
        ([{"ts": "3.0", "bot_id": "BBOT", "files": [{"id": "F2"}]}, {"ts": "3.1", "bot_id": "BBOT"}], 1),
        ([{"ts": "3.0", "user": "U1", "files": [{"id": "F1"}]}], 1),
        ([], 1),
    ],
    ids=["there", "another file", "somebody else's", "nothing"],
)
async def test_after_a_crash_a_file_that_is_there_is_not_posted_again(
    poster: SlackPoster, fake_slack: FakeSlack, messages: list[dict[str, Any]], posted_again: int
) -> None:
    fake_slack.answers["conversations.replies"] = {"ok": True, "messages": messages}
    await poster.hand_out(HERE, "F1", title=None, since=NOW, again=True)
    assert len(fake_slack.called("files.completeUploadExternal")) == posted_again


async def test_after_a_crash_no_file_is_posted_where_too_much_was_said_since_to_look(
    poster: SlackPoster, fake_slack: FakeSlack
) -> None:
    fake_slack.answers["conversations.replies"] = {"ok": True, "messages": [], "has_more": True}
    with pytest.raises(SlackError, match="thread_too_long"):
        await poster.hand_out(HERE, "F1", title=None, since=NOW, again=True)
    assert fake_slack.called("files.completeUploadExternal") == []


@pytest.fixture
async def upload(fake_slack: FakeSlack) -> AsyncIterator[list[bytes]]:
    """Where files are sent to; what was sent."""
    sent: list[bytes] = []

    async def take(request: web.Request) -> web.Response:
        sent.append(await request.read())
        return web.Response(text="OK")

    application = web.Application()
    application.router.add_post("/upload", take)
    server = TestServer(application)
    await server.start_server()
    url = str(server.make_url("/upload"))
    fake_slack.answers["files.getUploadURLExternal"] = {"ok": True, "upload_url": url, "file_id": "F1"}
    fake_slack.answers["files.completeUploadExternal"] = {"ok": True, "files": []}
    yield sent
    await server.close()
