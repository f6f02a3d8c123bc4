"""The story of changes: tickets are edited in Jira, its webhook tells, cards follow and Jira gets the verdict back."""

from __future__ import annotations

from collections import Counter
from functools import partial

from bot.conversation.living.announcing import DAILY
from bot.sandbox.jira.tickets import Issue
from tests.chaos.asked import Asked
from tests.chaos.stage import PATIENCE, Stage, until

GOOD = "PAY-12"
"""A ticket that is ready; its words close every gap of another."""
KEYS = ("PAY-15", "PAY-18", "PAY-21")
VAGUE = "Do it."


class Changes:
    """Every ticket is made ready and vague in turn. Its card, one comment, one label, one link and one property of it
    must say so, and one line in the thread; after some of those a day, the last of them."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._threads: dict[str, str] = {}
        self._flips: Counter[str] = Counter()
        jira = stage.sandbox.jira
        self._good = jira.issue(GOOD).description.as_wiki() or ""
        self._summary = jira.issue(GOOD).summary

    async def ready(self, _: str) -> None:
        """Each ticket is vague and has a card that somebody asked for."""
        if self._threads:
            return
        for key in KEYS:
            self._stage.sandbox.jira.edit(key, description=VAGUE, summary="Something")
            self._threads[key] = await self._stage.say(f"@handoff {key}")
        await until(lambda: all(self._stage.said(ts) for ts in self._threads.values()), PATIENCE)

    async def act(self, _: str) -> list[Asked]:
        asked = []
        for key in KEYS:
            self._flips[key] += 1
            ready = self._flips[key] % 2 == 1
            words = self._good if ready else f"{VAGUE} {self._flips[key]}"
            self._stage.sandbox.jira.edit(key, description=words, summary=self._summary if ready else "Something")
            asked.append(Asked(key, partial(self._stands, key, ready), partial(self._extra, key)))
        return asked

    def _stands(self, key: str, ready: bool) -> bool:
        issue = self._stage.sandbox.jira.issue(key)
        comments = self._comments(issue)
        return (
            ("is ready for" in self._stage.card(self._threads[key])) is ready
            and bool(comments)
            and ("is ready for" in comments[-1]) is ready
            and ("handoff-ready" in issue.labels, "handoff-needs-info" in issue.labels) == (ready, not ready)
            and (issue.properties.get("handoff.verdict", {}).get("verdict") == "ready") is ready
            and bool(issue.remote_links)
            and len(self._news(key)) >= min(self._flips[key], DAILY)
            and ("is now ready for" in self._news(key)[-1]) is ready
        )

    def _extra(self, key: str) -> int:
        issue = self._stage.sandbox.jira.issue(key)
        news, told = len(self._news(key)), min(self._flips[key], DAILY)
        return sum(
            max(0, count - most)
            for count, most in ((len(self._comments(issue)), 1), (len(issue.remote_links), 1), (news, told))
        )

    def _news(self, key: str) -> list[str]:
        """What was said of its changes in the thread, below its card."""
        return [message.text for message in self._stage.said(self._threads[key])[1:]]

    @staticmethod
    def _comments(issue: Issue) -> list[str]:
        return [comment.body.as_wiki() or "" for comment in issue.comments if comment.author == "handoff"]
