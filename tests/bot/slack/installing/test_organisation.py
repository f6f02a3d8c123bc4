"""An Enterprise Grid organisation end to end: installed once for all its workspaces, heard from two of them, each channel
with its own settings and readers, and everything kept under the organisation."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest
import pytest_asyncio
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import select

from bot.connecting.connections import Connected
from bot.sandbox.slack.delivery.transport import Answer, Attempt, Kind, Transport
from bot.sandbox.slack.neighbours import Neighbours
from bot.site_names import name_within
from bot.slack.seeing.audience import SlackAudience
from bot.store.tables import cards, verdicts
from tests.bot.slack.installing.conftest import ACME, ADMIN, HOME, LEAD, ROOM, TEAMS, Town, watched
from tests.fakes.waiting import until

ORG = "E0ACME"
OTHER_ROOM, SHARED = "C0NORTH", "C0SHARED"
ROOMS = {HOME: ROOM, ACME: OTHER_ROOM}


class InOrganisation:
    """A road on which payloads say that the app is installed for the whole organisation
    (docs.slack.dev/enterprise/developing-for-enterprise-orgs)."""

    def __init__(self, road: Transport) -> None:
        self._road = road

    async def send(self, kind: Kind, payload: Mapping[str, Any], attempt: Attempt, within: float) -> Answer:
        org = {"is_enterprise_install": True}
        if kind == "events_api":
            whose = [{**one, **org, "enterprise_id": ORG, "team_id": None} for one in payload["authorizations"]]
            told = {**payload, "authorizations": whose, "context_enterprise_id": ORG, "enterprise_id": ORG}
        elif kind == "slash_commands":
            told = {**payload, **org, "is_enterprise_install": "true", "enterprise_id": ORG}
        else:
            told = {**payload, **org, "enterprise": {"id": ORG, "name": "Acme"}}
        return await self._road.send(kind, told, attempt, within)


@pytest.fixture
def one_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """The organisation's token is good in each of its workspaces: a call is for the one that has its channel."""

    async def call(self: Neighbours, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        given = json.loads(body) if body.startswith("{") else {k: v[0] for k, v in parse_qs(body).items()}
        channel = given.get("channel") or given.get("channel_id") or request.query.get("channel", "")
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        good = [one for one in self.slacks.values() if token in one.core.granted]
        whose = (one for one in good if channel in one.core.workspace.channels)
        return await next(whose, next(iter(good), self._first)).call(request)

    monkeypatch.setattr(Neighbours, "_call", call)


@pytest_asyncio.fixture
async def org(one_door: None, town: Town) -> AsyncIterator[Town]:
    town.many.oauth.org_wide.add(ACME)
    await town.install(ACME)
    north = town.slack(ACME).core.workspace.channels
    room = north.pop(ROOM)
    room.id, north[OTHER_ROOM] = OTHER_ROOM, room
    del town.slack(HOME).core.workspace.channels[SHARED]  # ids are one organisation's
    for slack in town.many.slacks.values():
        slack.core.granted |= town.slack(ACME).core.granted
        slack.core.enterprise = ORG
        slack.core.delivery.transport = InOrganisation(slack.core.delivery.transport)
    jira_site, address = town.sandbox.jira.site, town.sandbox.jira_url
    made = Connected(
        ORG, name_within(ORG, address), address, "token", jira_site.email, token=SecretStr(jira_site.token)
    )
    await town.bot._store.jira.connections.connect(ORG, made, None, user=ADMIN, now=datetime.now(UTC))
    yield town


async def turned_on(town: Town, team: str, projects: str) -> None:
    answer = await town.slack(team).users.command(ADMIN, ROOMS[team], f"/handoff on {projects}")
    assert answer.ok
    await watched(town, ORG, ROOMS[team])


async def said(town: Town, team: str, key: str, channel: str = "") -> str:
    """A link to a ticket; the `ts` of the message."""
    return (await town.slack(team).users.say(LEAD, channel or ROOMS[team], town.sandbox.link(key))).ts


def answers(town: Town, team: str, ts: str, channel: str = "") -> list[str]:
    return [one.text for one in town.slack(team).messages(channel or ROOMS[team], thread=ts)]


async def test_an_organisation_installs_once_and_both_its_workspaces_are_answered(org: Town) -> None:
    assert list(await org.rows()) == [ORG]
    await turned_on(org, HOME, "PAY")
    await turned_on(org, ACME, "WEB")
    first, second = await said(org, HOME, "PAY-12"), await said(org, ACME, "WEB-7")
    await until(lambda: answers(org, HOME, first) and answers(org, ACME, second))
    assert "PAY-12" in answers(org, HOME, first)[0] and "WEB-7" in answers(org, ACME, second)[0]
    async with org.bot._store.engine.connect() as connection:
        for table in (cards, verdicts):
            assert {row[0] for row in await connection.execute(select(table.c.workspace))} == {ORG}


async def test_each_channel_keeps_its_own_projects_and_readers(org: Town) -> None:
    await turned_on(org, HOME, "PAY")
    await turned_on(org, ACME, "WEB")
    store = org.bot._store.channels
    assert [(await store.channel(ORG, ROOMS[team])).projects for team in TEAMS] == [{"PAY"}, {"WEB"}]
    assert [(await store.channel(team, ROOMS[team])).projects for team in TEAMS] == [frozenset(), frozenset()]
    silent, carded = await said(org, ACME, "PAY-18"), await said(org, ACME, "WEB-7")
    await until(lambda: answers(org, ACME, carded))
    assert answers(org, ACME, silent) == [], "another channel's project, of the same organisation"
    audience: SlackAudience = org.bot._composed.listeners.audience
    assert await audience.reach(ORG, ROOM) == await audience.reach(ORG, OTHER_ROOM) == "internal"
    assert await audience.reach(ORG, SHARED) == "shared"


async def test_a_channel_that_is_turned_off_leaves_one_of_another_workspace_on(org: Town) -> None:
    for team in TEAMS:
        await turned_on(org, team, "PAY")
    answer = await org.slack(HOME).users.command(ADMIN, ROOM, "/handoff off")
    assert answer.ok
    await watched(org, ORG, ROOM, on=False)
    silent, carded = await said(org, HOME, "PAY-12"), await said(org, ACME, "PAY-12")
    await until(lambda: answers(org, ACME, carded))
    assert answers(org, HOME, silent) == []


async def test_a_workspace_that_leaves_the_organisation_takes_nothing_with_it(org: Town) -> None:
    await turned_on(org, HOME, "PAY")
    org.slack(ACME).core.delivery.event("team_access_revoked", {"type": "team_access_revoked", "team_ids": [ACME]})
    await org.slack(ACME).core.delivery.idle()
    carded = await said(org, HOME, "PAY-12")
    await until(lambda: answers(org, HOME, carded))
    assert list(await org.rows()) == [ORG]
