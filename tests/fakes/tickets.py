"""Tickets from their words alone, as a person would type them."""

from __future__ import annotations

from bot.jira.issue import ticket_of
from checks.catalogue import by_code
from checks.evaluate import case_of
from checks.rule import Observation
from checks.ticket import Ticket


def worded(summary: str, description: str, kind: str = "Story") -> Ticket:
    """A ticket of Jira type `kind`; its description is Markdown."""
    fields = {"summary": summary, "description": description, "issuetype": {"name": kind}}
    return ticket_of({"key": "EX-1", "markup": "markdown", "fields": fields})


def observe(code: str, summary: str, description: str, kind: str = "Story") -> Observation:
    """What one rule says of such a ticket."""
    rule = by_code()[code]
    return rule.check(case_of(worded(summary, description, kind)), rule.options)
