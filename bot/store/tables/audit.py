"""The table of who did what that others live with: settings, waivers, writes to Jira, keys and data."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table

from bot.store.tables import KEY, SLACK_ID, Utc, metadata

audits = Table(
    "audits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", SLACK_ID, nullable=False),
    Column("at", Utc, nullable=False),
    Column("user", SLACK_ID, nullable=False, comment="empty for the bot itself and for the operator's command line"),
    Column("act", String(32), nullable=False),
    Column("channel", SLACK_ID, nullable=False, comment="empty where none is meant"),
    Column("site", KEY, nullable=False, comment="empty where no ticket is meant"),
    Column("issue_id", KEY, nullable=False),
    Column("about", String(200), nullable=False, comment="ids, codes and names of settings; nobody's words"),
    Index(None, "workspace", "at"),
)
