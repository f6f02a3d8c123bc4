"""Wires the conversation: what keeps cards true, and what people do about them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.connecting.home import JiraHomes
from bot.conversation.announcing import Announcing
from bot.conversation.answerable import Answerable
from bot.conversation.answering import Answering
from bot.conversation.answers import Answers
from bot.conversation.asking import Asking
from bot.conversation.briefing import Briefing
from bot.conversation.buttons import Buttons
from bot.conversation.deciding import Deciding
from bot.conversation.heard import ChangeHeard
from bot.conversation.homes import Homes
from bot.conversation.living import Living
from bot.conversation.looking_again import LookingAgain
from bot.conversation.looks import Looks
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
from bot.conversation.sweep import Sweep
from bot.conversation.taking_back import TakingBack
from bot.conversation.unfurling import Unfurling
from bot.conversation.workflow_step import WorkflowStep
from bot.conversation.write_back import WriteBack
from bot.conversation.writing_down import WritingDown
from bot.jira.editing.desk import JiraDesk
from bot.jira.webhook.bot_accounts import BotAccounts
from bot.jira.webhook.hook import JiraHook
from bot.posting.files import Files
from bot.runs import serve
from bot.settings import Settings
from bot.slack.unfurling import SlackUnfurls
from bot.slack.workflow_step import SlackSteps
from bot.wiring.around import Around
from bot.wiring.resources import secret_of


@dataclass(frozen=True, slots=True)
class Conversing:
    """What the application opens beside the registered runs."""

    hook: JiraHook
    sweep: Sweep
    homes: Homes
    living: Living


def conversing(settings: Settings, around: Around) -> Conversing:
    """Register every run of the conversation."""
    engine, talk, clock = around.engine, around.store.talk, around.clock
    desk, living = JiraDesk(around.jira, around.own), _living(around)
    write_back = WriteBack(
        settings.writes,
        desk,
        around.store.verdicts,
        talk.living,
        talk.written,
        around.directory,
        around.store.audits,
        clock,
    )
    deciding = Deciding(talk.judgements, talk.handoffs, living, write_back, around.admins, talk.standing.forget, clock)
    homes = _homes(settings, around)
    _pressed(around, deciding, homes)
    _typed(settings, around, desk, deciding, WritingDown(living, write_back, around.store.audits, clock))
    _unasked(around)
    heard = ChangeHeard(living, talk.living, talk.stirs, write_back, clock, quiet=settings.jira_settle)
    serve(engine, ChangeRequest, heard)
    secret, accounts = secret_of(settings.jira_webhook_secret), BotAccounts(around.jira)
    hook = JiraHook(engine, around.sites, secret, accounts, talk.living, talk.handoffs, clock)
    reminders = Reminders(talk.asks, settings.quiet_hours, engine, clock)
    sweep = Sweep(talk.living, around.jira, engine, around.sites, talk, clock, reminders)
    return Conversing(hook, sweep, homes, living)


def _living(around: Around) -> Living:
    store, talk, clock = around.store, around.store.talk, around.clock
    reacting = Reacting(store.reactions, around.replies, store.verdicts)
    looking = LookingAgain(
        around.jira,
        around.policies,
        around.audience,
        store.channels,
        store.verdicts,
        talk.living,
        talk.handoffs,
        reacting,
        around.silence,
        clock,
    )
    announcing = Announcing(store.verdicts, store.posts, around.delivery, clock)
    return Living(looking, store.verdicts, store.cards, store.summaries, around.delivery, reacting, announcing)


def _homes(settings: Settings, around: Around) -> Homes:
    store, talk, people = around.store, around.store.talk, around.people
    consents = around.atlassian is not None
    jira = JiraHomes(store.jira.connections, store.jira.people, around.sites, people, consents)
    homes = Homes(
        talk.living,
        talk.mutes,
        talk.judgements,
        people,
        around.eyes,
        around.directory,
        around.clock,
        jira if settings.own_keys else None,
    )
    serve(around.engine, HomeRequest, homes)
    looks = Looks(around.jira, around.policies, around.eyes, around.poster, around.clock)
    serve(around.engine, LookRequest, looks)
    return homes


def _pressed(around: Around, deciding: Deciding, homes: Homes) -> None:
    """Buttons that need no modal."""
    jira, store, talk, clock = around.jira, around.store, around.store.talk, around.clock
    asking = Asking(jira, talk.asks, talk.mutes, around.directory, store.posts, around.delivery, clock)
    briefing = Briefing(jira, around.policies, Files(around.poster, clock), clock)
    buttons = Buttons(
        around.looking, store.verdicts, deciding, asking, briefing, homes, talk.mutes, around.replies, clock
    )
    serve(around.engine, ActRequest, buttons)


def _typed(settings: Settings, around: Around, desk: JiraDesk, deciding: Deciding, down: WritingDown) -> None:
    """What is typed into modals."""
    talk, clock = around.store.talk, around.clock
    stage = Stage(around.poster, around.replies)
    answering = Answering(
        around.looking,
        around.store.verdicts,
        talk.drafts,
        talk.living,
        deciding,
        stage,
        down,
        TakingBack(desk, talk.drafts, stage, down, clock),
        Answers(talk.drafts, desk, around.directory, stage, down, settings.writes, clock),
        Answerable(around.looking, around.store.verdicts, talk.living),
    )
    serve(around.engine, DraftRequest, answering)


def _unasked(around: Around) -> None:
    """What workflows, links and time bring about."""
    engine, store, talk, clock = around.engine, around.store, around.store.talk, around.clock
    reminding = Reminding(
        around.jira,
        around.policies,
        around.audience,
        store.verdicts,
        talk.asks,
        around.silence,
        around.directory,
        store.posts,
        around.delivery,
        clock,
    )
    steps = SlackSteps(around.installations)
    step = WorkflowStep(around.looking, around.delivery, store.verdicts, store.cards, around.directory, steps)
    unfurling = Unfurling(
        around.looking,
        store.channels,
        store.verdicts,
        store.cards,
        around.silence,
        SlackUnfurls(around.installations, around.seal),
        clock,
    )
    serve(engine, RemindRequest, reminding)
    serve(engine, StepRequest, step)
    serve(engine, UnfurlRequest, unfurling)
