"""A ticket's parent is read only where whoever sees the ticket may see it: not in an excluded project, not with a level."""

from __future__ import annotations

from typing import Any

import pytest

from bot.requests import TicketRef
from checks.ticket import Ticket
from tests.bot.jira.small_jira import Connect, SmallJira

UNSEEN = "description of the parent ticket"
WHY = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "We buy Initech."}]}]}


async def fetched(small: SmallJira, connect: Connect, parent: str, given: dict[str, Any], **site: Any) -> Ticket:
    small.answer("/issue/PAY-12", {"key": "PAY-12", "fields": {"summary": "x", "parent": {"key": parent}}})
    small.answer(f"/issue/{parent}", {"key": parent, **given})
    return await connect(**site).fetch(TicketRef("acme", "PAY-12"))


def hidden(ticket: Ticket) -> bool:
    assert ticket.parent is not None
    return not ticket.parent.description and not ticket.parent.summary and UNSEEN in ticket.not_seen


async def test_a_parent_in_a_project_that_is_left_out_is_not_even_asked_for(small: SmallJira, connect: Connect) -> None:
    said = {"fields": {"summary": "Merger", "description": WHY}}
    assert hidden(await fetched(small, connect, "SEC-9", said, projects=frozenset({"PAY"})))
    assert not any("SEC-9" in path for path in small.paths)


async def test_a_parent_that_moved_to_a_project_that_is_left_out_is_not_read(
    small: SmallJira, connect: Connect
) -> None:
    moved = {"key": "SEC-9", "fields": {"summary": "Merger", "description": WHY}}
    assert hidden(await fetched(small, connect, "PAY-1", moved, projects=frozenset({"PAY"})))


async def test_a_parent_with_a_security_level_is_not_read(small: SmallJira, connect: Connect) -> None:
    said = {"fields": {"summary": "Merger", "description": WHY, "security": {"id": "1"}}}
    assert hidden(await fetched(small, connect, "PAY-1", said))
    asked = next(request for request in small.asked if request.path.endswith("/issue/PAY-1"))
    assert "security" in asked.query["fields"].split(",")


@pytest.mark.parametrize("projects", [frozenset(), frozenset({"PAY", "PLAN"})])
async def test_a_parent_in_another_project_that_may_be_read_is_read(
    small: SmallJira, connect: Connect, projects: frozenset[str]
) -> None:
    said = {"fields": {"summary": "Merger", "description": WHY, "security": None}}
    ticket = await fetched(small, connect, "PLAN-9", said, projects=projects)
    assert ticket.parent is not None and ticket.parent.description.text == "We buy Initech."
    assert UNSEEN not in ticket.not_seen
