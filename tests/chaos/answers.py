"""The story of answers: a person types one in Slack and confirms it, and it must be in the ticket once."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.chaos.asked import Asked
from tests.chaos.boundaries import BOUNDARIES
from tests.chaos.stage import PATIENCE, USER, Stage, until

AS_COMMENT, AS_EDIT = "PAY-1", "WEB-13"
"""A ticket of a project whose answers become comments, and one whose answers go into the description; none of those whose
comments the story of changes counts."""


class Answers:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._serial: Iterator[int] = itertools.count(1)
        self._words = ""
        self._key = ""

    async def ready(self, fault: str) -> None:
        """A modal stands open that shows what will be written."""
        stage, self._key = self._stage, AS_EDIT if BOUNDARIES[fault].method == "write" else AS_COMMENT
        self._words = f"Answer number {next(self._serial)} of somebody."
        stage.sandbox.slack.workspace.modals.clear()
        thread = await stage.say(f"@handoff {self._key}")
        await until(lambda: bool(stage.said(thread)), PATIENCE)
        card = stage.said(thread)[0]
        block, action, value = next(_buttons(card.blocks or []))
        await stage.sandbox.slack.users.click(USER, card, action, block_id=block, value=value)
        await until(lambda: self._shown("handoff_answer"), PATIENCE)
        await stage.sandbox.slack.users.submit(USER, {"answer": self._words})
        await until(lambda: self._shown("handoff_change"), PATIENCE)

    async def act(self, _: str) -> list[Asked]:
        self._stage.route(self._stage.ports[0])
        await self._stage.sandbox.slack.users.submit(USER)
        words, key = self._words, self._key
        return [Asked(words, partial(self._stands, words, key), partial(self._extra, words, key))]

    def _shown(self, callback: str) -> bool:
        stack = self._stage.sandbox.slack.workspace.modals.get(USER) or []
        return bool(stack) and stack[-1].view.get("callback_id") == callback

    def _stands(self, words: str, key: str) -> bool:
        return self._count(words, key) > 0

    def _extra(self, words: str, key: str) -> int:
        return max(0, self._count(words, key) - 1)

    def _count(self, words: str, key: str) -> int:
        issue = self._stage.sandbox.jira.issue(key)
        written = [issue.description, *(comment.body for comment in issue.comments)]
        return sum(json.dumps(markup.as_adf()).count(words) for markup in written)


def _buttons(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, str, str | None]]:
    """Block, action and chosen option of each gap's answer, in its menu or beside it."""
    for block in blocks:
        for element in block.get("elements", ()):
            if element.get("action_id") == "handoff_answer":
                yield block["block_id"], "handoff_answer", None
            for option in element.get("options", ()):
                if option["value"].startswith("handoff_answer "):
                    yield block["block_id"], "handoff_more", option["value"]
