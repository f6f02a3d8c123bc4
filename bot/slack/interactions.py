"""Everything that people type, press and send: the listeners of the command, buttons, modals, shortcuts and links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from slack_bolt.async_app import AsyncApp

from bot.conversation.ports import Drafts
from bot.ports import Verdicts
from bot.runs import Starter
from bot.seal import Seal
from bot.slack.acts import ActButtons
from bot.slack.asking import AskListener, Plans
from bot.slack.clicks import CardButtons, Clicks, RulePages
from bot.slack.connects import ConnectListener
from bot.slack.digest_clicks import DigestButtons
from bot.slack.drafts import DraftListener
from bot.slack.forms import SettingsListener
from bot.slack.looks import LookListener
from bot.slack.reading.known import Knowledge
from bot.slack.unfurling import UnfurlListener
from bot.slack.workflow_step import StepListener


class Interactions:
    def __init__(
        self,
        starter: Starter,
        drafts: Drafts,
        verdicts: Verdicts,
        plans: Plans,
        seal: Seal,
        knowledge: Knowledge,
        clock: Callable[[], datetime],
        connects: ConnectListener | None = None,
    ) -> None:
        """`connects`: where people may connect Jira from Slack."""
        settings = SettingsListener(starter, knowledge)
        drafting, connecting = DraftListener(starter, drafts, verdicts, clock), (connects,) if connects else ()
        buttons = (RulePages(), settings, *connecting, DigestButtons(starter), drafting, ActButtons(starter))
        self._listeners = (
            AskListener(starter, knowledge, plans, settings, seal),
            settings,
            drafting,
            LookListener(starter, knowledge),
            StepListener(starter, knowledge),
            UnfurlListener(starter, knowledge, seal),
            *connecting,
            Clicks((*buttons, CardButtons(starter)), seal),
        )

    def register(self, app: AsyncApp) -> None:
        for listener in self._listeners:
            listener.register(app)
