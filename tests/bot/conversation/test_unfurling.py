"""A verdict below a link: only where the channel may read it, and never beside a card."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.ports import ChannelSettings
from bot.sandbox.slack.models import Message
from bot.slack.manifest import manifest
from bot.slack.manifest_variants import with_unfurls
from tests.bot.conversation.conftest import LEAD, ROOM, Life, lived

TEAM = "T0SANDBOX"


@pytest.fixture
async def links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    """A channel that talks about a project, and is answered only when somebody asks."""
    async for made in lived(tmp_path, monkeypatch, with_unfurls(manifest(), ["example.atlassian.net"])):
        await agreed(made, watching=False)
        yield made


async def agreed(life: Life, *, watching: bool) -> None:
    settings = ChannelSettings(watching, frozenset({"PAY"}))
    await life.bot._store.channels.agree(TEAM, ROOM, settings, user=LEAD, now=datetime.now(UTC))


async def posted(life: Life, key: str, *, channel: str = ROOM, thread: str | None = None) -> Message:
    said = await life.sandbox.slack.users.say(LEAD, channel, f"See {life.sandbox.link(key)}", thread=thread)
    await life.rest()
    return said


async def test_the_verdict_stands_below_the_link(links: Life) -> None:
    said = await posted(links, "PAY-12")
    await links.until(lambda: said.attachments)
    [one] = said.attachments
    assert one["from_url"] == links.sandbox.link("PAY-12")
    assert "PAY-12 is ready for a contractor." in json.dumps(one["blocks"])
    assert links.thread(said.ts) == [], "and nothing beside it"


async def test_a_channel_that_gets_cards_for_links_gets_no_second_answer(links: Life) -> None:
    await agreed(links, watching=True)
    said = await posted(links, "PAY-15")
    await links.until(lambda: links.thread(said.ts))
    assert said.attachments == []


async def test_in_the_thread_of_a_card_no_link_is_told_of(links: Life) -> None:
    card = await links.card("PAY-15")
    said = await posted(links, "PAY-12", thread=card.thread_ts)
    assert said.attachments == []


@pytest.mark.parametrize(
    ("key", "channel"), [("OPS-3", ROOM), ("PAY-12", "C0SHARED"), ("PAY-12", "C0QUIET"), ("PAY-12", "C0NOBOT")]
)
async def test_nothing_is_shown_where_the_audience_is_not_sure(links: Life, key: str, channel: str) -> None:
    said = await posted(links, key, channel=channel)
    assert said.attachments == []


async def test_who_mutes_the_bot_sees_no_verdicts_below_their_links(links: Life) -> None:
    await links.bot._store.talk.mutes.put(TEAM, "", LEAD, True, user=LEAD, now=datetime.now(UTC))
    assert (await posted(links, "PAY-12")).attachments == []


async def test_slack_may_want_to_be_asked_again(links: Life) -> None:
    links.sandbox.slack.fail("chat.unfurl", error="cannot_unfurl_url")
    said = await posted(links, "PAY-12")
    await links.until(lambda: said.attachments)


async def test_an_app_that_claims_no_host_hears_of_no_links(life: Life) -> None:
    await agreed(life, watching=False)
    assert (await posted(life, "PAY-12")).attachments == []
    assert not any("link_shared" in json.dumps(sent) for sent in life.sandbox.slack.core.delivery.sent)
