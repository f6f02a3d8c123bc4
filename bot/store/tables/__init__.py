"""The tables. Every row carries its workspace, and site and Jira issue id where a ticket is meant (design decision 11)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)


class Utc(TypeDecorator[datetime]):
    """A moment in UTC, aware on the way in and out; SQLite keeps no offset of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SLACK_ID = String(32)
"""Workspaces, channels, users and message timestamps."""
KEY = String(64)
SEALED = {"sealed": True}
"""Marks a column whose values only a key of ours opens (`handoff keys rotate` finds it by that)."""


def _workspace() -> Column[Any]:
    return Column("workspace", SLACK_ID, nullable=False)


channels = Table(
    "channels",
    metadata,
    Column("workspace", SLACK_ID, primary_key=True),
    Column("channel", SLACK_ID, primary_key=True),
    Column("watching", Boolean, nullable=False, server_default=false()),
    Column("projects", JSON, nullable=False),
    Column("receiver", String(16), nullable=False),
    Column("quietness", JSON, nullable=False),
    Column("inviter", SLACK_ID),
    Column("closed", String(64), comment="Slack's error name, once the channel cannot be written to"),
    Column("changed_by", SLACK_ID),
    Column("changed_at", Utc, nullable=False),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("id", Integer, primary_key=True),
    _workspace(),
    Column("site", KEY, nullable=False),
    Column("issue_id", KEY, nullable=False),
    Column("key", KEY, nullable=False),
    Column("project", KEY, nullable=False),
    Column("title", String(300), nullable=False),
    Column("done", Boolean, nullable=False),
    Column("receiver", String(16), nullable=False),
    Column("decision", String(16), nullable=False),
    Column("readiness", Float, nullable=False),
    Column("gaps", JSON, nullable=False, comment="codes of the gaps that count"),
    Column("weighty", JSON, comment="codes of the gaps that keep it from ready"),
    Column("verdict", JSON, nullable=False),
    Column("policy_hash", String(64), nullable=False),
    Column("rules_version", String(32), nullable=False),
    Column("model_version", String(32), nullable=False),
    Column("asker", SLACK_ID, nullable=False),
    Column("ticket_updated", Utc, comment="when Jira said that the ticket last changed"),
    Column("secured", Boolean, nullable=False, server_default=false(), comment="under an issue security level"),
    Column("judged_at", Utc, nullable=False),
    Index(None, "workspace", "site", "issue_id", "judged_at"),
    Index(None, "judged_at"),
)

cards = Table(
    "cards",
    metadata,
    Column("id", Integer, primary_key=True),
    _workspace(),
    Column("channel", SLACK_ID, nullable=False),
    Column("thread", SLACK_ID, nullable=False),
    Column("site", KEY, nullable=False),
    Column("issue_id", KEY, nullable=False),
    Column("post_id", ForeignKey("posts.id", ondelete="CASCADE"), nullable=False),
    Column("verdict_id", ForeignKey("verdicts.id", ondelete="CASCADE"), nullable=False, comment="what it shows"),
    Column("asker", SLACK_ID),
    Column("shown", String(16), comment="how much of it was shown"),
    UniqueConstraint("workspace", "channel", "thread", "site", "issue_id"),
    Index(None, "workspace", "site", "issue_id"),
    Index(None, "post_id"),
    Index(None, "verdict_id"),
)

posts = Table(
    "posts",
    metadata,
    Column("id", Integer, primary_key=True),
    _workspace(),
    Column("channel", SLACK_ID, nullable=False),
    Column("thread", SLACK_ID, nullable=False, comment="empty at channel level"),
    Column("identity", String(255), nullable=False, comment="travels with the message as metadata"),
    Column("kind", String(16), nullable=False),
    Column("owner", String(255), nullable=False, comment="the run that may post it"),
    Column("intent_at", Utc, nullable=False),
    Column("tried_at", Utc, nullable=False, comment="the owner's last attempt"),
    Column("ts", SLACK_ID, comment="null while only the intent to post stands"),
    UniqueConstraint("workspace", "identity"),
    Index(None, "workspace", "channel", "ts"),
    Index(None, "intent_at"),
)

summaries = Table(
    "summaries",
    metadata,
    Column("post_id", ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True),
    _workspace(),
    Column("tickets", JSON, nullable=False, comment="site and key of each"),
    Column("receiver", String(16)),
    Column("asker", SLACK_ID),
)

summary_tickets = Table(
    "summary_tickets",
    metadata,
    Column("post_id", ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False, comment="in the order of the summary"),
    _workspace(),
    Column("site", KEY, nullable=False),
    Column("issue_id", KEY, comment="null where Jira did not give the ticket, or nothing of it may be said"),
    Column("verdict_id", ForeignKey("verdicts.id", ondelete="CASCADE"), comment="what it shows of the ticket"),
    Column("show", String(16), nullable=False, comment="how much of it is shown"),
    Column("failed", String(16), comment="why there is no verdict"),
    Index(None, "workspace", "site", "issue_id"),
    Index(None, "verdict_id"),
)

reactions = Table(
    "reactions",
    metadata,
    Column("workspace", SLACK_ID, primary_key=True),
    Column("channel", SLACK_ID, primary_key=True),
    Column("ts", SLACK_ID, primary_key=True, comment="of the message that named the ticket"),
    Column("site", KEY, primary_key=True),
    Column("issue_id", KEY, primary_key=True),
    Column("verdict_id", ForeignKey("verdicts.id", ondelete="CASCADE"), nullable=False, comment="what it stands for"),
    Column("ready", Boolean, nullable=False, comment="the ticket still is"),
    Index(None, "workspace", "site", "issue_id"),
    Index(None, "verdict_id"),
)

digests = Table(
    "digests",
    metadata,
    Column("workspace", SLACK_ID, primary_key=True),
    Column("channel", SLACK_ID, primary_key=True),
    Column("weekday", Integer, nullable=False),
    Column("at", String(5), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("site", KEY, nullable=False),
    Column("jql", Text, nullable=False),
    Column("source", String(16), nullable=False, server_default="jql"),
    Column("board", KEY, nullable=False, server_default="", comment="id of the board, where the source is one"),
    Column("language", String(8), nullable=False, server_default="en"),
    Column("idle", String(8), nullable=False, server_default="line", comment="a line or nothing when nothing moved"),
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("stopped", String(64), comment="why we paused it: Slack's error name"),
    Column("due_at", Utc, nullable=False, comment="the next moment it is due"),
    Column("set_by", SLACK_ID, nullable=False),
    Column("set_at", Utc, nullable=False),
    Index(None, "paused", "due_at"),
)

digest_runs = Table(
    "digest_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    _workspace(),
    Column("channel", SLACK_ID, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("identity", String(255), nullable=False, comment="the run that makes it"),
    Column("begun_at", Utc, nullable=False),
    Column("judged_at", Utc, comment="null until its tickets are judged"),
    Column("cut", Boolean, nullable=False, server_default=false(), comment="more tickets matched than were judged"),
    Column("mark", Text, comment="how far the reading of Jira has come"),
    Column("looked", Integer, nullable=False, server_default="0", comment="tickets read so far"),
    UniqueConstraint("workspace", "channel", "local_date"),
)

digest_work = Table(
    "digest_work",
    metadata,
    Column("run_id", ForeignKey("digest_runs.id", ondelete="CASCADE"), primary_key=True),
    _workspace(),
    Column("site", KEY, primary_key=True),
    Column("issue_id", KEY, primary_key=True),
    comment="tickets that a digest has yet to read",
)

digest_tickets = Table(
    "digest_tickets",
    metadata,
    Column("run_id", ForeignKey("digest_runs.id", ondelete="CASCADE"), primary_key=True),
    _workspace(),
    Column("site", KEY, primary_key=True),
    Column("issue_id", KEY, primary_key=True),
    Column("verdict_id", ForeignKey("verdicts.id", ondelete="CASCADE"), nullable=False),
    Column("show", String(16), nullable=False),
    Index(None, "verdict_id"),
)

notices = Table(
    "notices",
    metadata,
    Column("workspace", SLACK_ID, primary_key=True),
    Column("what", String(32), primary_key=True),
    Column("subject", String(128), primary_key=True),
    Column("told_at", Utc, nullable=False),
    Column("run", String(255), comment="which run tells of it; null once it did"),
)
