"""Tickets from their words alone, as a person would type them."""

from __future__ import annotations

from bot.jira.issue import ticket_of
from checks.ticket import Ticket


def worded(summary: str, description: str, kind: str = "Story") -> Ticket:
    """A ticket of Jira type `kind`; its description is Markdown."""
    fields = {"summary": summary, "description": description, "issuetype": {"name": kind}}
    return ticket_of({"key": "EX-1", "markup": "markdown", "fields": fields})
