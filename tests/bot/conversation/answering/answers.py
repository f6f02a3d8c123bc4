"""An answer as a person types and confirms it, and where it stands then."""

from __future__ import annotations

from tests.bot.conversation.conftest import LEAD, Life

DONE = "- A pending payment can be cancelled within 30 minutes; the answer is 204.\n- A settled one answers 409."


async def typed(life: Life, code: str, words: str) -> None:
    await life.shown("answer")
    assert await life.sandbox.slack.users.submit(LEAD, {"answer": words}) == {}
    await life.shown("change")


async def answered(life: Life, key: str, code: str) -> None:
    await life.press(await life.card(key), "answer", code)
    await typed(life, code, DONE)
    await life.sandbox.slack.users.submit(LEAD)


def description(life: Life, key: str) -> str:
    return life.sandbox.jira.issue(key).description.as_wiki() or ""
