"""Use case: the way to Atlassian's consent and back. A person's own short-lived link, a page that says who asked, a
state that is valid once in one browser, and finally a code that the same person types in Slack
(`bot.connecting.pairing`)."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Literal

import structlog

from bot.attempts import Attempt, Attempts
from bot.connecting.connections import Grant
from bot.connecting.pairing import Agreed, Pairing, shown_code
from bot.connecting.ports import Consents, Names, Resource, Sites
from bot.connecting.requests import PERSON, WORKSPACE, Purpose
from bot.ports import People
from bot.render.web.consent import START, asked_page, choose_page, code_page
from bot.render.web.page import WebPage
from bot.site_names import shown_name

Phase = Literal["begin", "consent", "choose"]
"""How far somebody has come; together with what is being connected, the purpose of an attempt."""
Why = Literal["stale", "cancelled", "no_site", "other_site", "not_manager", "refused", "silent"]
log = structlog.get_logger()


class Mishap(Exception):  # noqa: N818 - an answer to a person, not a fault
    """What went wrong, by the name of its page."""

    def __init__(self, why: Why, site: str = "") -> None:
        super().__init__(why)
        self.why, self.site = why, site


@dataclass(frozen=True, slots=True)
class Back:
    """How Atlassian sent a browser back. `browser` is the state that this browser was given when it left."""

    state: str
    browser: str
    code: str
    refused: bool


@dataclass(frozen=True, slots=True)
class Consenting:
    """Each phase gives a page, none of which contains a token. Raises: Mishap; JiraError where Atlassian is asked."""

    atlassian: Consents
    attempts: Attempts
    pairing: Pairing
    sites: Sites
    people: People
    names: Names
    own_url: str
    clock: Callable[[], datetime]

    async def link(self, workspace: str, user: str, purpose: Purpose, site: str = "") -> str:
        """A person's own link to the consent, valid for ten minutes and once."""
        begun = _at("begin", purpose)
        secret = await self.attempts.begin(workspace, user, begun, site=site, now=self.clock())
        return f"{self.own_url}{START}?for={purpose}&ticket={secret}"

    async def asked(self, purpose: str, secret: str, language: str) -> WebPage:
        """Who asked, for what. Nothing begins yet: machines fetch pages too, and people pass links on."""
        found = await self.attempts.look(secret, _at("begin", _purpose(purpose)), now=self.clock())
        if found is None:
            raise Mishap("stale")
        return asked_page(purpose, await self._who(found), shown_name(found.site), secret, language)

    async def left(self, purpose: str, secret: str) -> str:
        """The state with which a browser leaves for Atlassian, and must come back."""
        found = await self.attempts.take(secret, _at("begin", _purpose(purpose)), now=self.clock())
        if found is None:
            raise Mishap("stale")
        return await self._next(found, "consent", "")

    async def back(self, back: Back, language: str) -> WebPage:
        found = await self.attempts.take(back.state, _at("consent", WORKSPACE), now=self.clock())
        found = found or await self.attempts.take(back.state, _at("consent", PERSON), now=self.clock())
        if found is None or not hmac.compare_digest(back.state.encode(), back.browser.encode()):
            raise Mishap("stale")
        if back.refused or not back.code:
            raise Mishap("cancelled")
        grant = await self.atlassian.exchange(back.code)
        reached = await self.atlassian.resources(grant.access)
        if not reached:
            raise Mishap("no_site")
        if found.purpose == _at("consent", PERSON):
            return await self._person(found, grant, reached, language)
        if len(reached) == 1:
            return await self._workspace(found, grant, reached[0], language)
        held = grant.opened() | {"sites": [astuple(one) for one in reached]}
        ticket = await self._next(found, "choose", json.dumps(held))
        return choose_page([(one.cloud_id, one.url) for one in reached], ticket, language)

    async def chosen(self, ticket: str, site: str, language: str) -> WebPage:
        """One of several sites was chosen, by its cloud id."""
        found = await self.attempts.take(ticket, _at("choose", WORKSPACE), now=self.clock())
        held = json.loads(found.held) if found else {}
        chosen = next((Resource(*one) for one in held.get("sites", ()) if one[0] == site), None)
        if found is None or chosen is None:
            raise Mishap("stale")
        return await self._workspace(found, Grant.of(held), chosen, language)

    async def _workspace(self, found: Attempt, grant: Grant, chosen: Resource, language: str) -> WebPage:
        """Whoever began it must still be allowed to."""
        if not await self.people.manages(found.workspace, found.user, inviter=None):
            raise Mishap("not_manager")
        return await self._code(found, grant, chosen, WORKSPACE, language)

    async def _person(self, found: Attempt, grant: Grant, reached: tuple[Resource, ...], language: str) -> WebPage:
        site = next((one for one in await self.sites.of(found.workspace) if one.name == found.site), None)
        if site is None:
            raise Mishap("stale")
        mine = next((one for one in reached if one.url == site.url.rstrip("/")), None)
        if mine is None:
            raise Mishap("other_site", shown_name(found.site))
        return await self._code(found, grant, mine, PERSON, language)

    async def _code(self, found: Attempt, grant: Grant, chosen: Resource, purpose: Purpose, language: str) -> WebPage:
        """Nothing is connected yet: this browser may belong to another person than the one who asked in Slack."""
        account, name = await self.atlassian.myself(chosen.cloud_id, grant.access)
        agreed = Agreed(chosen.cloud_id, chosen.url, account, name)
        code = shown_code(await self.pairing.offer(found, purpose, grant, agreed))
        log.info("consent.given", purpose=purpose)
        return code_page(purpose, code, await self._who(found), name, chosen.url, language)

    async def _who(self, found: Attempt) -> str:
        return await self.names.name(found.workspace, found.user) or found.user

    async def _next(self, found: Attempt, phase: Phase, held: str) -> str:
        purpose = _at(phase, _purpose(found.purpose.partition(":")[2]))
        now = self.clock()
        return await self.attempts.begin(found.workspace, found.user, purpose, site=found.site, held=held, now=now)


def _at(phase: Phase, purpose: Purpose) -> str:
    return f"{phase}:{purpose}"


def _purpose(said: str) -> Purpose:
    """As an address says it, which anybody may have written."""
    if said == WORKSPACE:
        return WORKSPACE
    if said == PERSON:
        return PERSON
    raise Mishap("stale")
