"""Every use case made from its ports and given to the engine under its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
from pydantic import SecretStr

from bot.channels.channel import ChannelAgreement, ChannelMoved, Say, Welcome
from bot.channels.form import ChannelForms
from bot.channels.saving import ChannelSaving
from bot.channels.surroundings import Surroundings
from bot.channels.trying import Trying
from bot.connecting.home import JiraHomes
from bot.conversation.hours import Hours
from bot.conversation.hush import Hush
from bot.conversation.policies import PeoplesPolicies
from bot.digest.compose import digest_use_cases
from bot.digest.making import MakeDigest
from bot.digest.ticker import Ticker
from bot.engine import Engine
from bot.jira.atlassian import Atlassian
from bot.jira.client import Jira
from bot.jira.directory import JiraDirectory
from bot.jira.own import OwnAccounts
from bot.jira.sight import Sights
from bot.judging.judge import Judge
from bot.judging.looking import Looking
from bot.judging.recheck import Clicked
from bot.policies.in_force import Policies
from bot.posting.delivery import Delivery
from bot.posting.replies import Replies
from bot.requests import (
    ClickRequest,
    DigestRequest,
    FormRequest,
    JudgeRequest,
    ListRequest,
    MovedRequest,
    SaveRequest,
    SayRequest,
    SettingsRequest,
    TryRequest,
    WelcomeRequest,
)
from bot.runs import serve
from bot.seal import Seal
from bot.settings import Settings
from bot.slack.audience import SlackAudience
from bot.slack.directory import SlackDirectory
from bot.slack.eyes import SlackEyes
from bot.slack.guests import SlackGuests
from bot.slack.installation import Installations
from bot.slack.interactions import Interactions
from bot.slack.known import Knowledge
from bot.slack.listeners import Listeners
from bot.slack.people import SlackPeople
from bot.slack.poster import SlackPoster
from bot.slack.responder import Responder
from bot.store import Store
from bot.upkeep.admins import Admins
from bot.upkeep.housekeeping import Expiring, Housekeeping
from bot.upkeep.requests import ExpiryRequest
from bot.wiring.connections import Connections, connections
from bot.wiring.conversing import Around, Conversing, conversing
from bot.wiring.installing import Installing, installing


@dataclass(frozen=True, slots=True)
class Opened:
    """What has been opened, and is closed by whoever opened it."""

    session: aiohttp.ClientSession
    seal: Seal
    store: Store
    jira: Jira
    sites: JiraDirectory
    atlassian: Atlassian | None
    knowledge: Knowledge
    policies: Policies
    engine: Engine


@dataclass(frozen=True, slots=True)
class Composed:
    """What takes orders: from Slack, from Jira, from the clock."""

    installing: Installing
    listeners: Listeners
    ticker: Ticker
    house: Housekeeping
    conversation: Conversing
    connections: Connections | None
    own: OwnAccounts

    @property
    def installations(self) -> Installations:
        return self.installing.installations

    async def workspace(self) -> str:
        """The one workspace of a bot token."""
        return (await self.installations.workspaces())[0]


def compose(settings: Settings, opened: Opened, clock: Callable[[], datetime]) -> Composed:
    """Make every use case and register it with the engine, which is not launched yet."""
    session, seal, store, jira = opened.session, opened.seal, opened.store, opened.jira
    knowledge, judged, engine = opened.knowledge, opened.policies, opened.engine
    installed = installing(settings, session, store, engine, clock)
    installations = installed.installations
    responder = Responder(seal, base_url=settings.slack_url, session=session)
    poster = SlackPoster(installations, responder)
    many = installed.many is not None
    people = SlackPeople(installations, () if many else settings.admins)
    guests = SlackGuests(installations) if settings.guests == "strangers" else None
    own = OwnAccounts(jira, opened.sites, store.jira.people, settings.jira_gateway_url)
    eyes = SlackEyes(people, Sights(jira), own)
    audience = SlackAudience(installations, store.channels, people, eyes, guests)
    store.talk.standing.serve(lambda: installations.sole)
    policies = PeoplesPolicies(judged, store.talk.standing)
    delivery = Delivery(store.posts, poster, clock)
    replies = Replies(poster)
    admins = Admins(
        () if many else settings.admins, store.notices, poster, clock, installations.admins if many else None
    )
    looking = Looking(jira, policies, audience, store.channels, store.verdicts, clock)
    shown = (store.verdicts, store.posts, store.cards, store.summaries)
    digests = digest_use_cases(store, jira, policies, audience, poster, delivery, admins, people, clock)
    sites = opened.sites
    hours = Hours(store.channels, settings.quiet_hours)
    hushed = Hush(
        Judge(looking, delivery, replies, admins, *shown, store.reactions),
        store.talk.mutes,
        store.talk.living,
        clock,
        cooldown=timedelta(minutes=settings.cooldown),
        hours=hours,
    )
    serve(engine, JudgeRequest, hushed)
    serve(engine, DigestRequest, digests.settings)
    serve(engine, ListRequest, digests.whole)
    serve(engine, MakeDigest, digests.maker)
    surroundings = Surroundings(audience, jira, sites)
    serve(engine, SettingsRequest, ChannelAgreement(store.channels, people, replies, surroundings, clock))
    serve(
        engine, WelcomeRequest, Welcome(store.channels, surroundings, audience, store.posts, delivery, replies, clock)
    )
    serve(engine, SayRequest, Say(store.posts, delivery, replies))
    serve(engine, MovedRequest, ChannelMoved(store.channels))
    trying = Trying(jira, policies, audience, store.talk.living, clock)
    forms = ChannelForms(
        store.channels,
        store.digests,
        surroundings,
        people,
        poster,
        sites,
        trying,
        settings.quiet_hours,
        digests.preview,
    )
    serve(engine, FormRequest, forms)
    serve(engine, TryRequest, forms.changed)
    serve(engine, SaveRequest, ChannelSaving(store.channels, people, digests.settings, replies, surroundings, clock))
    serve(engine, ExpiryRequest, Expiring(admins))
    around = Around(
        engine,
        store,
        jira,
        policies,
        audience,
        people,
        eyes,
        own,
        installations,
        poster,
        delivery,
        replies,
        admins,
        looking,
        seal,
        clock,
    )
    homes = JiraHomes(store.jira.connections, store.jira.people, sites, people, opened.atlassian is not None)
    conversation = conversing(
        around,
        sites,
        secret=secret_of(settings.jira_webhook_secret),
        quiet=settings.jira_settle,
        writes=settings.writes,
        hours=hours,
        connections=homes if settings.own_keys else None,
    )
    serve(engine, ClickRequest, Clicked(looking, delivery, replies, *shown, conversation.living.missed))
    connecting = (
        connections(settings, opened, people, poster, SlackDirectory(installations), conversation.homes, clock)
        if settings.own_keys
        else None
    )
    connects = connecting.connects if connecting else None
    interactions = Interactions(
        engine, store.talk.drafts, store.verdicts, store.digests, seal, knowledge, clock, connects
    )
    listeners = Listeners(
        engine,
        knowledge,
        store.channels,
        store.talk.asks,
        audience,
        installations,
        interactions,
        clock,
    )
    ticker = Ticker(store.digests, engine, clock)
    kept = timedelta(days=settings.keep_days)
    house = Housekeeping(engine, store, sites.endings, clock, kept)

    return Composed(installed, listeners, ticker, house, conversation, connecting, own)


def secret_of(value: SecretStr | None) -> str:
    return "" if value is None else value.get_secret_value()
