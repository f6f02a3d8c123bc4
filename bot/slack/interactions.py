"""Everything that people press and send: the listeners of buttons, modals, shortcuts and links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from slack_bolt.async_app import AsyncApp

from bot.conversation.ports import Drafts
from bot.ports import Verdicts
from bot.runs import Starter
from bot.seal import Seal
from bot.slack.acts import Acts
from bot.slack.clicks import CardButtons, Clicks, RulePages
from bot.slack.connects import Connects
from bot.slack.digest_clicks import DigestButtons
from bot.slack.drafts import Drafting
from bot.slack.forms import Forms
from bot.slack.known import Knowledge
from bot.slack.looks import LookListener
from bot.slack.unfurling import UnfurlListener
from bot.slack.workflow_step import StepListener


class Interactions:
    def __init__(
        self,
        starter: Starter,
        drafts: Drafts,
        verdicts: Verdicts,
        seal: Seal,
        knowledge: Knowledge,
        clock: Callable[[], datetime],
        connects: Connects | None = None,
    ) -> None:
        """`connects`: where people may connect Jira from Slack."""
        self.forms = Forms(starter, knowledge)
        drafting, connecting = Drafting(starter, drafts, verdicts, clock), (connects,) if connects else ()
        buttons = (RulePages(), self.forms, *connecting, DigestButtons(starter), drafting, Acts(starter))
        self._listeners = (
            self.forms,
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
