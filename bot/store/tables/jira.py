"""The tables of connections to Jira: those of workspaces, those of persons, and those that somebody is making."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Integer, String, Table, Text, UniqueConstraint

from bot.store.tables import KEY, SLACK_ID, Utc, metadata
from bot.store.tables.installation import UNTOLD


def _rotating() -> tuple[Column[Any], ...]:
    """The columns of tokens that OAuth rotates. Of other kinds `token` alone is filled."""
    return (
        Column("token", Text, nullable=False, info=UNTOLD),
        Column("refresh", Text, info=UNTOLD),
        Column("expires_at", Utc, comment="when the access token ends; null where tokens do not rotate"),
        Column("claimed_at", Utc, comment="when a process began to renew it"),
        Column("ends_at", Utc, comment="when the connection ends whatever is done"),
        Column("refused_at", Utc, comment="when its renewal was refused: it must be connected again"),
        Column("connected_at", Utc, nullable=False),
    )


jira_connections = Table(
    "jira_connections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", SLACK_ID, nullable=False),
    Column("site", KEY, nullable=False, comment="its name, of which the workspace is a part"),
    Column("url", String(300), nullable=False, comment="what people browse"),
    Column("kind", String(16), nullable=False, comment="oauth, token, scoped or pat"),
    Column("email", String(254), nullable=False, comment="of the account that an API token is of"),
    Column("cloud_id", KEY, nullable=False),
    Column("hook", Text, nullable=False, info=UNTOLD, comment="the secret end of its webhook's address"),
    Column("user", SLACK_ID, nullable=False, comment="who connected it"),
    *_rotating(),
    UniqueConstraint("workspace", "site"),
)

jira_people = Table(
    "jira_people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", SLACK_ID, nullable=False),
    Column("person", SLACK_ID, nullable=False),
    Column("site", KEY, nullable=False),
    Column("account", String(128), nullable=False, comment="Jira's account id"),
    Column("name", String(120), nullable=False, comment="what Jira calls the person"),
    Column("cloud_id", KEY, nullable=False),
    *_rotating(),
    UniqueConstraint("workspace", "person", "site"),
)
