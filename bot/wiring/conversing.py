"""Wires the conversation: what keeps cards true, and what people do about them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.connecting.home import JiraHomes
from bot.conversation.answering.answerable import Answerable
from bot.conversation.answering.answering import Answering
from bot.conversation.answering.answers import Answers
from bot.conversation.answering.stage import Stage
from bot.conversation.answering.taking_back import TakingBack
from bot.conversation.answering.writing_down import WritingDown
from bot.conversation.asking.asking import Asking
from bot.conversation.asking.reminding import Reminders, Reminding
from bot.conversation.briefing import Briefing
from bot.conversation.buttons import Buttons
from bot.conversation.deciding import Deciding
from bot.conversation.homes import Homes
from bot.conversation.living.announcing import Announcing
from bot.conversation.living.heard import ChangeHeard
from bot.conversation.living.living import Living
from bot.conversation.living.looking_again import LookingAgain
from bot.conversation.living.reacting import Reacting
from bot.conversation.living.readers import ReadersChanged
from bot.conversation.living.sweep import Sweep
from bot.conversation.living.write_back import WriteBack
from bot.conversation.looks import Looks
from bot.conversation.requests import (
    ActRequest,
    ChangeRequest,
    DraftRequest,
    HomeRequest,
    LookRequest,
    ReadersRequest,
    RemindRequest,
    UnfurlRequest,
    WorkflowStepRequest,
)
from bot.conversation.unfurling import Unfurling
from bot.conversation.workflow_step import WorkflowStep
from bot.jira.editing.desk import JiraDesk
from bot.jira.webhook.bot_accounts import BotAccounts
from bot.jira.webhook.hook import JiraHook
from bot.posting.files import Files
from bot.posting.once import Once
from bot.runs import serve
from bot.settings import Settings
from bot.slack.unfurling import SlackUnfurls
from bot.slack.workflow_step import SlackWorkflowSteps
from bot.wiring.resources import secret_of
from bot.wiring.shared import Shared


@dataclass(frozen=True, slots=True)
class Conversing:
    """What the application opens beside the registered runs."""

    hook: JiraHook
    sweep: Sweep
    homes: Homes
    living: Living


def conversing(settings: Settings, shared: Shared) -> Conversing:
    """Register every run of the conversation."""
    engine, talk, clock = shared.engine, shared.store.talk, shared.clock
    desk, living = JiraDesk(shared.jira, shared.own), _living(shared)
    write_back = WriteBack(
        settings.writes,
        desk,
        shared.store.verdicts,
        talk.living,
        talk.written,
        shared.directory,
        shared.store.audits,
        clock,
    )
    deciding = Deciding(talk.judgements, talk.handoffs, living, write_back, shared.admins, talk.standing.forget, clock)
    homes = _homes(settings, shared)
    _pressed(shared, deciding, homes)
    _typed(settings, shared, desk, deciding, WritingDown(living, write_back, shared.store.audits, clock))
    _unasked(shared)
    heard = ChangeHeard(living, talk.living, talk.stirs, write_back, clock, quiet=settings.jira_settle)
    serve(engine, ChangeRequest, heard)
    serve(engine, ReadersRequest, ReadersChanged(talk.living, engine))
    secret, accounts = secret_of(settings.jira_webhook_secret), BotAccounts(shared.jira)
    hook = JiraHook(engine, shared.sites, secret, accounts, talk.living, talk.handoffs, clock)
    reminders = Reminders(talk.asks, settings.quiet_hours, engine, clock)
    ends = (talk.judgements, shared.policies.policies)
    sweep = Sweep(talk.living, shared.jira, engine, shared.sites, talk, clock, reminders, *ends)
    return Conversing(hook, sweep, homes, living)


def _living(shared: Shared) -> Living:
    store, talk, clock = shared.store, shared.store.talk, shared.clock
    reacting = Reacting(store.reactions, shared.replies, store.verdicts)
    looking = LookingAgain(
        shared.jira,
        shared.policies,
        shared.audience,
        store.channels,
        store.verdicts,
        talk.living,
        talk.handoffs,
        reacting,
        shared.silence,
        clock,
    )
    announcing = Announcing(store.verdicts, store.posts, shared.delivery, clock)
    return Living(looking, store.verdicts, store.cards, store.summaries, shared.delivery, reacting, announcing)


def _homes(settings: Settings, shared: Shared) -> Homes:
    store, talk, people = shared.store, shared.store.talk, shared.people
    consents = shared.atlassian is not None
    jira = JiraHomes(store.jira.connections, store.jira.people, shared.sites, people, consents)
    homes = Homes(
        talk.living,
        talk.mutes,
        talk.judgements,
        people,
        shared.eyes,
        shared.directory,
        shared.clock,
        jira if settings.own_keys else None,
    )
    serve(shared.engine, HomeRequest, homes)
    looks = Looks(shared.jira, shared.policies, shared.eyes, shared.poster, shared.clock)
    serve(shared.engine, LookRequest, looks)
    return homes


def _pressed(shared: Shared, deciding: Deciding, homes: Homes) -> None:
    """Buttons that need no modal."""
    jira, store, talk, clock = shared.jira, shared.store, shared.store.talk, shared.clock
    asking = Asking(jira, talk.asks, talk.mutes, shared.directory, store.posts, shared.delivery, clock)
    briefing = Briefing(jira, shared.policies, Files(shared.poster, clock), Once(store.posts, clock), clock)
    buttons = Buttons(
        shared.looking, store.verdicts, deciding, asking, briefing, homes, talk.mutes, shared.replies, clock
    )
    serve(shared.engine, ActRequest, buttons)


def _typed(settings: Settings, shared: Shared, desk: JiraDesk, deciding: Deciding, down: WritingDown) -> None:
    """What is typed into modals."""
    talk, clock = shared.store.talk, shared.clock
    stage = Stage(shared.poster, shared.replies)
    answering = Answering(
        shared.looking,
        shared.store.verdicts,
        talk.drafts,
        talk.living,
        deciding,
        stage,
        down,
        TakingBack(desk, talk.drafts, stage, down, clock),
        Answers(talk.drafts, desk, shared.directory, stage, down, settings.writes, clock),
        Answerable(shared.looking, shared.store.verdicts, talk.living),
    )
    serve(shared.engine, DraftRequest, answering)


def _unasked(shared: Shared) -> None:
    """What workflows, links and time bring about."""
    engine, store, talk, clock = shared.engine, shared.store, shared.store.talk, shared.clock
    reminding = Reminding(
        shared.jira,
        shared.policies,
        shared.audience,
        store.verdicts,
        talk.asks,
        shared.silence,
        shared.directory,
        store.posts,
        shared.delivery,
        clock,
    )
    steps = SlackWorkflowSteps(shared.installations)
    step = WorkflowStep(shared.looking, shared.delivery, store.verdicts, store.cards, shared.directory, steps)
    unfurling = Unfurling(
        shared.looking,
        store.channels,
        store.verdicts,
        store.cards,
        shared.silence,
        SlackUnfurls(shared.installations, shared.seal),
        clock,
    )
    serve(engine, RemindRequest, reminding)
    serve(engine, WorkflowStepRequest, step)
    serve(engine, UnfurlRequest, unfurling)
