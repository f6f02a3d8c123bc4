"""The rows of one ticket, by the columns that every table about tickets has."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table

from checks.ticket import TicketId


def keys_of(workspace: str, ticket: TicketId) -> dict[str, str]:
    return {"workspace": workspace, "site": ticket.site, "issue_id": ticket.issue_id}


def about(table: Table, workspace: str, ticket: TicketId) -> tuple[ColumnElement[bool], ...]:
    return tuple(table.c[name] == value for name, value in keys_of(workspace, ticket).items())
