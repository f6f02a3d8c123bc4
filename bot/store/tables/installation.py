"""The tables of installations by OAuth: one row a workspace or organisation; and of what is being installed or connected."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, String, Table, Text

from bot.store.tables import KEY, SEALED, SLACK_ID, Utc, metadata

UNTOLD = {**SEALED, "untold": True}
"""Marks a sealed column that no export opens: what is in it lets whoever reads it act as the bot."""

installations = Table(
    "installations",
    metadata,
    Column("workspace", SLACK_ID, primary_key=True, comment="the enterprise id of an org-wide one, else the team id"),
    Column("team", SLACK_ID, comment="null where it is org-wide"),
    Column("enterprise", SLACK_ID),
    Column("app", SLACK_ID, nullable=False),
    Column("bot", SLACK_ID, nullable=False),
    Column("bot_user", SLACK_ID, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("token", Text, nullable=False, info=UNTOLD),
    Column("refresh", Text, info=UNTOLD),
    Column("expires_at", Utc, comment="when the token ends; null where tokens do not rotate"),
    Column("user", SLACK_ID, nullable=False, comment="who installed it"),
    Column("installed_at", Utc, nullable=False),
    Column("mark", String(32), nullable=False, comment="another with each installation, so that two are told apart"),
    Column("claimed_at", Utc, comment="when a process began to renew the token"),
    Column("dead", String(64), comment="Slack's error name, once it refuses the token or its renewal"),
    Index(None, "expires_at"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("mark", String(64), primary_key=True, comment="hash of what the browser or the modal carries"),
    Column("workspace", SLACK_ID, nullable=False, comment="empty where nobody knows yet whose it will be"),
    Column("user", SLACK_ID, nullable=False),
    Column("purpose", String(32), nullable=False, comment="what is made, and how far it is"),
    Column("site", KEY, nullable=False, comment="empty where it is not known yet"),
    Column("held", Text, nullable=False, info=UNTOLD, comment="what is connected with, until it is"),
    Column("at", Utc, nullable=False),
)
