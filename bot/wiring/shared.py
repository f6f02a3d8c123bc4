"""What use cases share: what was opened, and the adapters and services made once of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.silence import Silence
from bot.engine import Engine
from bot.jira.client import Jira
from bot.jira.connected.atlassian import Atlassian
from bot.jira.connected.directory import JiraDirectory
from bot.jira.connected.own import OwnAccounts
from bot.jira.sight import Sights
from bot.judging.looking import Looking
from bot.policies.peoples import PeoplesPolicies
from bot.ports import Poster
from bot.posting.delivery import Delivery
from bot.posting.replies import Replies
from bot.seal import Seal
from bot.settings import Settings
from bot.slack.directory import SlackDirectory
from bot.slack.installation import Installations
from bot.slack.people import SlackPeople
from bot.slack.reading.known import Knowledge
from bot.slack.seeing.audience import SlackAudience
from bot.slack.seeing.eyes import SlackEyes
from bot.slack.seeing.guests import SlackGuests
from bot.slack.sending.poster import SlackPoster
from bot.slack.sending.responder import Responder
from bot.store import Store
from bot.upkeep.admins import Admins
from bot.wiring.installing import Installing
from bot.wiring.resources import Opened


@dataclass(frozen=True, slots=True)
class Shared:
    engine: Engine
    store: Store
    jira: Jira
    sites: JiraDirectory
    atlassian: Atlassian | None
    knowledge: Knowledge
    policies: PeoplesPolicies
    installations: Installations
    directory: SlackDirectory
    people: SlackPeople
    eyes: SlackEyes
    own: OwnAccounts
    audience: SlackAudience
    poster: Poster
    delivery: Delivery
    replies: Replies
    admins: Admins
    looking: Looking
    silence: Silence
    seal: Seal
    clock: Callable[[], datetime]


def shared_of(settings: Settings, opened: Opened, installed: Installing, clock: Callable[[], datetime]) -> Shared:
    """Nothing is begun yet."""
    store, jira, sites, installations = opened.store, opened.jira, opened.sites, installed.installations
    admins, installers = (settings.admins, None) if installed.many is None else ((), installations.admins)
    poster = SlackPoster(installations, Responder(opened.seal, base_url=settings.slack_url, session=opened.session))
    people = SlackPeople(installations, admins)
    own = OwnAccounts(jira, sites, store.jira.people, settings.jira_gateway_url)
    eyes = SlackEyes(people, Sights(jira), own)
    guests = SlackGuests(installations) if settings.guests == "strangers" else None
    audience = SlackAudience(installations, store.channels, people, eyes, guests)
    store.talk.standing.serve(lambda: installations.sole)
    policies = PeoplesPolicies(opened.policies, store.talk.standing)
    return Shared(
        engine=opened.engine,
        store=store,
        jira=jira,
        sites=sites,
        atlassian=opened.atlassian,
        knowledge=opened.knowledge,
        policies=policies,
        installations=installations,
        directory=SlackDirectory(installations),
        people=people,
        eyes=eyes,
        own=own,
        audience=audience,
        poster=poster,
        delivery=Delivery(store.posts, poster, clock),
        replies=Replies(poster),
        admins=Admins(admins, store.notices, poster, clock, installers),
        looking=Looking(jira, policies, audience, store.channels, store.verdicts, clock),
        silence=Silence(store.channels, store.talk.mutes, settings.quiet_hours),
        seal=opened.seal,
        clock=clock,
    )
