"""Wires the conversation: what keeps cards true, and what people do about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.connecting.home import JiraHomes
from bot.conversation.acting import Acting
from bot.conversation.announcing import Announcing
from bot.conversation.answering import Answering
from bot.conversation.answers import Answers
from bot.conversation.asking import Asking
from bot.conversation.briefing import Briefing
from bot.conversation.deciding import Deciding
from bot.conversation.heard import ChangeHeard
from bot.conversation.homes import Homes, Looks
from bot.conversation.hours import Hours
from bot.conversation.landing import Landing
from bot.conversation.living import Living
from bot.conversation.policies import PeoplesPolicies
from bot.conversation.reacting import Reacting
from bot.conversation.reminding import Reminders, Reminding
from bot.conversation.requests import (
    ActRequest,
    ChangeRequest,
    DraftRequest,
    HomeRequest,
    LookRequest,
    RemindRequest,
    StepRequest,
    UnfurlRequest,
)
from bot.conversation.stage import Stage
from bot.conversation.stepping import Stepping
from bot.conversation.sweep import Sweep
from bot.conversation.taking_back import TakingBack
from bot.conversation.unfurling import Unfurling
from bot.conversation.writing_down import WritingDown
from bot.engine import Engine
from bot.jira.bot_accounts import BotAccounts
from bot.jira.client import Jira
from bot.jira.desk import JiraDesk
from bot.jira.directory import JiraDirectory
from bot.jira.hook import JiraHook
from bot.jira.own import OwnAccounts
from bot.judging.looking import Looking
from bot.ports import Poster, Write
from bot.posting.delivery import Delivery
from bot.posting.files import Files
from bot.posting.replies import Replies
from bot.runs import serve
from bot.seal import Seal
from bot.slack.audience import SlackAudience
from bot.slack.directory import SlackDirectory
from bot.slack.eyes import SlackEyes
from bot.slack.installation import Installations
from bot.slack.people import SlackPeople
from bot.slack.unfurling import SlackUnfurls
from bot.slack.workflow_step import SlackSteps
from bot.store import Store
from bot.upkeep.admins import Admins

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Conversing:
    """What the application opens beside the registered runs."""

    hook: JiraHook
    sweep: Sweep
    homes: Homes
    living: Living


@dataclass(frozen=True, slots=True)
class Around:
    """What the conversation shares with the rest of the bot."""

    engine: Engine
    store: Store
    jira: Jira
    policies: PeoplesPolicies
    audience: SlackAudience
    people: SlackPeople
    eyes: SlackEyes
    own: OwnAccounts
    installations: Installations
    poster: Poster
    delivery: Delivery
    replies: Replies
    admins: Admins
    looking: Looking
    seal: Seal
    clock: Clock


def conversing(
    around: Around,
    sites: JiraDirectory,
    *,
    secret: str,
    quiet: float,
    writes: Mapping[str, frozenset[Write]],
    hours: Hours,
    connections: JiraHomes | None,
) -> Conversing:
    """Register every run of the conversation. `quiet`: seconds a changed ticket is left to come to rest. `secret`: of
    Jira's webhook; empty refuses all. `writes`: what may be written to tickets, by project. `hours`: when
    nothing is announced. `connections`: of Jira, where people may connect it from Slack."""
    store, talk, jira, clock = around.store, around.store.talk, around.jira, around.clock
    directory, desk = SlackDirectory(around.installations), JiraDesk(jira, around.own)
    living = Living(
        jira,
        around.policies,
        around.audience,
        store.channels,
        store.verdicts,
        store.cards,
        store.summaries,
        talk.living,
        talk.mutes,
        talk.handoffs,
        around.delivery,
        Reacting(store.reactions, around.replies, store.verdicts),
        Announcing(store.verdicts, store.posts, around.delivery, clock),
        hours,
        clock,
    )
    landing = Landing(writes, desk, store.verdicts, talk.living, talk.written, directory, store.audits, clock)
    down = WritingDown(living, landing, store.audits, clock)
    stage = Stage(around.poster, around.replies)
    back = TakingBack(desk, talk.drafts, stage, down, clock)
    deciding = Deciding(talk.judgements, talk.handoffs, living, landing, around.admins, talk.standing.forget, clock)
    asking = Asking(jira, talk.asks, talk.mutes, directory, store.posts, around.delivery, clock)
    briefing = Briefing(jira, around.policies, Files(around.poster, clock), clock)
    homes = Homes(talk.living, talk.mutes, talk.judgements, around.people, around.eyes, directory, clock, connections)
    acting = Acting(
        around.looking, store.verdicts, deciding, asking, briefing, homes, talk.mutes, around.replies, clock
    )
    answers = Answers(talk.drafts, desk, directory, stage, down, writes, clock)
    answering = Answering(
        around.looking, store.verdicts, talk.drafts, talk.living, deciding, stage, down, back, answers
    )
    engine = around.engine
    serve(engine, ChangeRequest, ChangeHeard(living, talk.living, talk.stirs, landing, clock, quiet=quiet))
    serve(engine, ActRequest, acting)
    reminding = Reminding(
        jira,
        around.policies,
        around.audience,
        store.verdicts,
        talk.asks,
        talk.mutes,
        directory,
        store.posts,
        around.delivery,
        clock,
    )
    serve(engine, RemindRequest, reminding)
    serve(engine, DraftRequest, answering)
    serve(engine, HomeRequest, homes)
    serve(engine, LookRequest, Looks(jira, around.policies, around.eyes, around.poster, clock))
    reminders = Reminders(talk.asks, hours.default, around.engine, clock)
    stepping = Stepping(
        around.looking, around.delivery, store.verdicts, store.cards, directory, SlackSteps(around.installations)
    )
    serve(engine, StepRequest, stepping)
    unfurling = Unfurling(
        around.looking,
        store.channels,
        store.verdicts,
        store.cards,
        talk.mutes,
        hours,
        SlackUnfurls(around.installations, around.seal),
        clock,
    )
    serve(engine, UnfurlRequest, unfurling)
    accounts = BotAccounts(jira)
    hook = JiraHook(around.engine, sites, secret, accounts, talk.living, talk.handoffs, clock)
    return Conversing(hook, Sweep(talk.living, jira, around.engine, sites, talk, clock, reminders), homes, living)
