"""The step of Workflow Builder that checks a ticket. Slack calls it only where the app was made from the manifest that
declares it (`handoff manifest --workflow-step`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from bot.conversation.requests import WorkflowStepRequest
from bot.errors import SlackError
from bot.requests import Place
from bot.runs import Starter, submit
from bot.slack.bolt import us
from bot.slack.calls import call
from bot.slack.installation import Installations
from bot.slack.payload import mapping, text
from bot.slack.reading.known import Knowledge
from bot.slack.reading.said import in_text
from checks.ticket import Receiver

STEP = "check_ticket"
TICKET_LIMIT = 300
CHANNEL = re.compile(r"[CG][A-Z0-9]{1,20}")
RECEIVERS: tuple[Receiver, ...] = get_args(Receiver)


def declared() -> dict[str, Any]:
    """The step as the manifest declares it (docs.slack.dev/reference/app-manifest, `functions`)."""
    return {
        STEP: {
            "title": "Check a ticket",
            "description": "Posts whether a Jira ticket can be handed off, and hands the verdict to the next steps",
            "input_parameters": {
                "properties": {
                    "ticket": _words("Ticket", "Its link or its key, for example PAY-12"),
                    "receiver": _words("Receiver", f"Who takes it: {', '.join(RECEIVERS)}; else the channel's own"),
                    "channel": {
                        "type": "slack#/types/channel_id",
                        "title": "Channel",
                        "description": "Where the card is posted; it must talk about the ticket's project",
                    },
                },
                "required": ["ticket", "channel"],
            },
            "output_parameters": {
                "properties": {
                    "verdict": _words("Verdict", "ready, questions, not_ready or undetermined"),
                    "readiness": _words("Readiness in words", "One sentence"),
                    "card": _words("Link to the card", "Where it stands in Slack"),
                },
                "required": ["verdict", "readiness", "card"],
            },
        }
    }


def _words(title: str, description: str) -> dict[str, str]:
    return {"type": "string", "title": title, "description": description}


@dataclass(frozen=True, slots=True)
class StepListener:
    starter: Starter
    knowledge: Knowledge

    def register(self, app: AsyncApp) -> None:
        app.function(STEP, auto_acknowledge=False)(self.on_step)

    async def on_step(self, ack: AsyncAck, event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        """What cannot be answered at all is acknowledged, and Slack ends the step on its own."""
        workspace, inputs = us(context).workspace, mapping(event, "inputs")
        execution, channel = text(event, "function_execution_id"), text(inputs, "channel")
        if execution and CHANNEL.fullmatch(channel):
            known = await self.knowledge.current(workspace)
            tickets = known.tickets_in(in_text(text(inputs, "ticket")[:TICKET_LIMIT], aside=True), asked=True)
            site, key = (tickets[0].site, tickets[0].key) if tickets else ("", "")
            wanted = text(inputs, "receiver").strip().lower()
            receiver = next((one for one in RECEIVERS if one == wanted), None)
            identity, place = f"{workspace}:{execution}", Place(workspace, channel)
            await submit(self.starter, WorkflowStepRequest(identity, place, execution, site, key, receiver))
        await ack()


class SlackWorkflowSteps:
    """Says how a step went. Implements `bot.conversation.workflow_step.WorkflowSteps`."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    async def succeed(self, workspace: str, execution: str, outputs: Mapping[str, str]) -> None:
        client = await self._installations.client(workspace)
        done = client.functions_completeSuccess(function_execution_id=execution, outputs=dict(outputs))
        await self._ended("functions.completeSuccess", done)

    async def fail(self, workspace: str, execution: str, error: str) -> None:
        client = await self._installations.client(workspace)
        done = client.functions_completeError(function_execution_id=execution, error=error)
        await self._ended("functions.completeError", done)

    async def _ended(self, method: str, done: Any) -> None:
        try:
            await call(method, done)
        except SlackError as error:
            if error.error != "execution_not_in_running_state":  # ended already, by an attempt before a crash
                raise
