"""Every hostile input of the list, against the code that meets it first."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.connecting.ports import AddressError
from bot.errors import SlackError
from bot.jira.sites import Site
from bot.jira.transport.addresses import Addresses
from bot.message import Message
from bot.render.card.card import card
from bot.requests import JudgeRequest
from bot.seal import Seal, derived_key
from bot.slack.reading import intake
from bot.slack.reading.known import Known
from bot.slack.reading.said import in_message
from bot.slack.sending.responder import Responder
from bot.views import CardView
from checks.evaluate import evaluate
from checks.reading.markdown import read
from checks.ticket import Ticket
from tests.bot.slack.conftest import SECRET, TEAM, Edge, edge, fake_slack, session, signature
from tests.hostile.cases import (
    ADDRESSES,
    CLICKS,
    COMMANDS,
    GROUPS,
    IGNORED,
    JUDGED,
    LINKS,
    NOT_FOLLOWED,
    REPLIES,
    REQUESTS,
    WORDS,
    Case,
)
from tests.hostile.page import PAGE, page

__all__ = ["edge", "fake_slack", "session"]
US = intake.Us(TEAM, "UBOT")
KNOWN = Known((Site("main", "https://example.atlassian.net"),), {"main": frozenset({"PAY", "OPS"})}, frozenset({"UTC"}))
SECONDS = 2.0
"""Of processor time for the largest input, on a busy machine; most take none that can be measured."""


def named(cases: tuple[Case, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case.name for case in cases])


@named(LINKS)
def test_links(case: Case) -> None:
    rich = {"type": "rich_text_section", "elements": [{"type": "link", "url": case.given}]}
    said = in_message({"blocks": [{"type": "rich_text", "elements": [rich]}]})
    found = [ref.key for ref in Known(KNOWN.sites).tickets_in(said, asked=False)]
    assert found == ([] if case.outcome == NOT_FOLLOWED else [case.outcome])


@named(COMMANDS)
async def test_commands(case: Case, edge: Edge) -> None:
    began = time.process_time()
    status, body = await edge.command(case.given.encode("utf-8", "replace").decode())
    assert time.process_time() - began < SECONDS
    assert status == 200
    if case.outcome == JUDGED:
        [(name, _, payload)] = edge.started.runs
        assert (name, payload["tickets"]) == ("judge", [{"site": "main", "key": "PAY-1"}])
    else:
        assert edge.started.runs == []
        assert_harmless(Message(json.loads(body)["text"], tuple(json.loads(body)["blocks"])))


@named(REQUESTS)
async def test_requests(case: Case, edge: Edge) -> None:
    body, kind, how = case.given
    signed = signature(how.get("of", body), at=time.time() - how.get("age", 0), secret=how.get("secret", SECRET))
    headers = (signed if how.get("sign", True) else {}) | {"Content-Type": kind}
    status, _ = await edge.send(body, **headers | {name: value for name, value in how.items() if name.startswith("X-")})
    assert str(status) == case.outcome.partition(",")[0]
    assert edge.started.runs == []


@named(CLICKS)
async def test_clicks(case: Case, edge: Edge) -> None:
    action_id, value = case.given
    clicked = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": "U2"},
        "channel": {"id": "C1"},
        "container": {"type": "message", "channel_id": "C1", "message_ts": "6.6"},
        "trigger_id": "9.9.y",
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value}],
    }
    body = urlencode({"payload": json.dumps(clicked)}).encode()
    assert (await edge.signed(body, "application/x-www-form-urlencoded"))[0] == 200
    assert case.outcome == IGNORED
    assert edge.started.runs == []


@named(REPLIES)
async def test_replies(case: Case, edge: Edge) -> None:
    seal = Seal([derived_key("hostile")])
    responder = Responder(seal, base_url=edge.slack.url, session=edge.session)
    with pytest.raises(SlackError, match="foreign_url"):
        await responder.send(seal.close(case.given), {"text": "secret"})


@named(ADDRESSES)
async def test_addresses(case: Case) -> None:
    with pytest.raises(AddressError) as refused:
        await Addresses().checked(case.given)
    assert refused.value.why == case.outcome


@named(WORDS)
def test_words(case: Case) -> None:
    began = time.process_time()
    ticket = Ticket(
        "PAY-1",
        summary=case.given,
        description=read(f"{case.given}\n\nAdd POST /refunds."),
        project="PAY",
        site="main",
        issue_id="1",
        url="https://example.atlassian.net/browse/PAY-1",
    )
    verdict = evaluate(ticket)
    message = card(CardView(verdict, ticket.summary, "full", "v1"))
    assert time.process_time() - began < SECONDS
    assert verdict.error is None
    assert_harmless(message)


def assert_harmless(message: Message) -> None:
    """Nothing that Slack would act on: no token, no link but the ticket's own, no formatting, nobody mentioned."""
    json.dumps(message.blocks).encode("utf-8")
    for kind, words in texts(message):
        if kind == "mrkdwn":
            assert "<" not in words.replace("&lt;", ""), words
            assert "://" not in words
    for element in elements(list(message.blocks)):
        assert element.get("type") not in {"user", "usergroup", "broadcast", "emoji", "image"}
        if element.get("type") == "link":
            assert element["url"].startswith("https://example.atlassian.net/browse/PAY-1")
        if element.get("type") == "button":
            assert "url" not in element


def texts(message: Message) -> Iterator[tuple[str, str]]:
    """Top-level text is mrkdwn, and so is every text object that says so."""
    yield "mrkdwn", message.text
    for element in elements(list(message.blocks)):
        if isinstance(element.get("text"), str):
            yield str(element.get("type")), element["text"]


def elements(tree: Any) -> Iterator[dict[str, Any]]:
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack.extend(node.values())
        elif isinstance(node, list | tuple):
            stack.extend(node)


def test_the_page_is_fresh_and_long_enough() -> None:
    assert PAGE.read_text("utf-8") == page(), "Write it anew: python -m tests.hostile.page"
    assert sum(len(cases) for _, _, cases in GROUPS) >= 150


def test_names_are_told_apart() -> None:
    for title, _, cases in GROUPS:
        assert len({case.name for case in cases}) == len(cases), title


def test_a_hostile_key_never_reaches_a_request() -> None:
    for case in (*LINKS, *COMMANDS):
        event = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.2", "text": f"<@UBOT> {case.given}"}
        request = intake.of_mention(event, US, KNOWN)
        if isinstance(request, JudgeRequest):
            assert all(ref.key.isascii() and ref.key.replace("-", "").isalnum() for ref in request.tickets), case.name
