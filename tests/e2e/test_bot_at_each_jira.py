"""The real bot, as a process of its own, at each kind of Jira it can be connected to, well and ill."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio

from bot.sandbox import App, Pace, Sandbox
from bot.sandbox.demo import serving
from bot.sandbox.slack.models import Message
from bot.slack.manifest import manifest
from tests.fakes.waiting import PATIENCE

pytestmark = [pytest.mark.asyncio(loop_scope="module")]

ROOM, LEAD = "C0PAYMENTS", "U0LEAD"
Kind = Literal["site", "gateway", "data center"]


class Scoped(Sandbox):
    """A Cloud site whose bot has a scoped token, which works on the gateway alone."""

    def environment(self) -> dict[str, str]:
        jira_site = self.jira.site
        api = {"HANDOFF_JIRA_AUTH": "scoped", "HANDOFF_JIRA_API_URL": self.jira.gateway_url}
        return super().environment() | api | {"HANDOFF_JIRA_TOKEN": jira_site.scoped_token}


def made(kind: Kind) -> Sandbox:
    app, pace = App.of_manifest(manifest()), Pace.fast()
    if kind == "gateway":
        return Scoped(app, pace=pace)
    return Sandbox(app, pace=pace, jira="datacenter" if kind == "data center" else "cloud")


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["site", "gateway", "data center"])
async def sandbox(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sandbox]:
    folder: Path = tmp_path_factory.mktemp("bot")
    async with made(request.param) as running, serving(running, folder):
        yield running


async def whispered(sandbox: Sandbox, key: str) -> Message:
    """What `/handoff KEY` is answered with."""
    seen = len(sandbox.slack.whispers(LEAD))
    await sandbox.slack.users.command(LEAD, ROOM, f"/handoff {key}")
    await sandbox.slack.workspace.until(lambda: len(sandbox.slack.whispers(LEAD)) > seen, PATIENCE)
    return sandbox.slack.whispers(LEAD)[-1]


async def test_a_link_gets_one_card_in_its_thread(sandbox: Sandbox) -> None:
    message = await sandbox.slack.users.say(LEAD, ROOM, sandbox.link("PAY-21"))
    await sandbox.slack.workspace.until(lambda: sandbox.slack.messages(ROOM, thread=message.ts), PATIENCE)
    await sandbox.slack.core.delivery.idle()
    [card] = sandbox.slack.messages(ROOM, thread=message.ts)
    assert "PAY-21" in card.text
    assert f"{sandbox.jira_url}/browse/PAY-21" in str(card.blocks)


async def test_a_moved_ticket_is_answered_by_its_new_key(sandbox: Sandbox) -> None:
    sandbox.jira.state.move(sandbox.jira.issue("WEB-11"), "PAY")
    assert sandbox.jira.issue("WEB-11").key in (await whispered(sandbox, "WEB-11")).text


async def test_a_jira_that_stumbles_is_asked_again(sandbox: Sandbox) -> None:
    sandbox.jira.fail(
        "GET */issue/WEB-7", status=429, headers={"Retry-After": "1", "RateLimit-Reason": "jira-burst-based"}
    )
    sandbox.jira.fail("GET */issue/WEB-7", status=503)
    assert "WEB-7 is" in (await whispered(sandbox, "WEB-7")).text


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"status": 404}, "cannot find"),
        ({"status": 403}, "does not let my account"),
        ({"body": "<html>Sign in</html>", "content_type": "text/html"}, "not a ticket"),
        ({"body": '{"key": "WEB-'}, "not a ticket"),
    ],
    ids=["missing", "forbidden", "a sign-in page", "a cut answer"],
)
async def test_what_jira_will_not_give_is_said_in_one_sentence(
    sandbox: Sandbox, fault: dict[str, object], words: str
) -> None:
    sandbox.jira.fail("GET */issue/WEB-4", times=None, **fault)  # type: ignore[arg-type]
    try:
        assert words in (await whispered(sandbox, "WEB-4")).text
    finally:
        sandbox.jira.site.faults.clear()


async def test_a_refused_credential_is_told_to_the_admin_once(sandbox: Sandbox) -> None:
    sandbox.jira.site.expired = True
    try:
        await whispered(sandbox, "PAY-12")
        await whispered(sandbox, "PAY-12")
    finally:
        sandbox.jira.site.expired = False
    admin = sandbox.slack.workspace.direct("U0ADMIN").id
    await sandbox.slack.workspace.until(lambda: sandbox.slack.messages(admin))
    [told] = sandbox.slack.messages(admin)
    assert "handoff doctor" in told.text


async def test_the_bot_comes_back_when_slack_asks_it_to_reconnect(sandbox: Sandbox) -> None:
    await sandbox.slack.core.socket.disconnect()
    await sandbox.slack.workspace.until(lambda: sandbox.slack.core.socket.connected, PATIENCE)
    assert "PAY-12" in (await whispered(sandbox, "PAY-12")).text
