"""The tables of what people said about tickets: judgements, mutes, answers under way, questions asked, hand-offs."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from bot.store.tables import KEY, SEALED, SLACK_ID, Utc, metadata

judgements = Table(
    "judgements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", SLACK_ID, nullable=False),
    Column("site", KEY, nullable=False),
    Column("issue_id", KEY, nullable=False),
    Column("key", KEY, nullable=False),
    Column("project", KEY, nullable=False),
    Column("code", String(16), nullable=False, comment="of the rule"),
    Column("kind", String(16), nullable=False, comment="wrong or accepted"),
    Column("reason", String(500), nullable=False),
    Column("until", Date, nullable=False, comment="last day on which the gap does not count"),
    Column("user", SLACK_ID, nullable=False),
    Column("at", Utc, nullable=False),
    Column("undone_at", Utc),
    Column("run", String(255), comment="which run said it"),
    Column("undone_run", String(255), comment="which run took it back"),
    Index(None, "workspace", "run", unique=True),
    Index(None, "workspace", "site", "issue_id"),
    Index(None, "workspace", "project", "code"),
)

demotions = Table(
    "demotions",
    metadata,
    Column("workspace", SLACK_ID, primary_key=True),
    Column("project", KEY, primary_key=True),
    Column("code", String(16), primary_key=True),
    Column("at", Utc, nullable=False),
    Column("lifted_at", Utc, comment="when somebody looked and let the rule count again"),
    Column("run", String(255), comment="which run demoted it"),
)

mutes = Table(
    "mutes",
    metadata,
    Column("workspace", SLACK_ID, primary_key=True),
    Column("channel", SLACK_ID, primary_key=True, comment="empty for a person"),
    Column("subject", SLACK_ID, primary_key=True, comment="a thread, a person, or empty for the whole channel"),
    Column("user", SLACK_ID, nullable=False),
    Column("at", Utc, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", SLACK_ID, nullable=False),
    Column("channel", SLACK_ID, nullable=False),
    Column("thread", SLACK_ID, nullable=False),
    Column("user", SLACK_ID, nullable=False),
    Column("kind", String(16), nullable=False, comment="which modal it is of"),
    Column("verdict_id", ForeignKey("verdicts.id", ondelete="CASCADE"), nullable=True),
    Column("code", String(16), nullable=False),
    Column("text", Text, nullable=False, comment="what was typed; gone once it is written", info=SEALED),
    Column("stamp", String(64), nullable=False, comment="hash of the place that the person saw before they confirmed"),
    Column("at", Utc, nullable=False),
    Column("author", SLACK_ID, nullable=False, server_default="", comment="who wrote a reply that is taken"),
    Index(None, "at"),
    Index(None, "verdict_id"),
)

asks = Table(
    "asks",
    metadata,
    Column("workspace", SLACK_ID, primary_key=True),
    Column("site", KEY, primary_key=True),
    Column("issue_id", KEY, primary_key=True),
    Column("question", String(64), primary_key=True, comment="hash of the question's words"),
    Column("person", String(128), nullable=False, comment="the Slack user, or Jira's account where there is none"),
    Column("channel", SLACK_ID, nullable=False, server_default="", comment="where; empty where no reminder may follow"),
    Column("thread", SLACK_ID, nullable=False, server_default=""),
    Column("verdict_id", Integer, nullable=False, server_default="0", comment="what was asked about"),
    Column("run", String(255), nullable=False, server_default="", comment="which run asked or reminded last"),
    Column("asked_at", Utc, nullable=False),
    Column("reminded_at", Utc),
    Column("closed_at", Utc, comment="since when no reminder is due any more"),
    Index(None, "workspace", "person", "asked_at"),
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace", SLACK_ID, nullable=False),
    Column("site", KEY, nullable=False),
    Column("issue_id", KEY, nullable=False),
    Column("key", KEY, nullable=False),
    Column("receiver", String(16), nullable=False),
    Column("decision", String(16), nullable=False, comment="the verdict at that moment"),
    Column("given_to", SLACK_ID),
    Column("user", SLACK_ID, nullable=False),
    Column("at", Utc, nullable=False),
    Column("done_at", Utc, comment="when its ticket was first seen done after that"),
    Column("asked_at", Utc, comment="when somebody first asked something on the ticket after that"),
    Column("reopened_at", Utc, comment="when its ticket was seen open again after it was done"),
    Column("run", String(255), comment="which run noted it"),
    Index(None, "workspace", "run", unique=True),
    Index(None, "workspace", "site", "issue_id"),
)

stirs = Table(
    "stirs",
    metadata,
    Column("workspace", SLACK_ID, primary_key=True),
    Column("site", KEY, primary_key=True),
    Column("issue_id", KEY, primary_key=True),
    Column("run", String(255), nullable=False, comment="the run of the latest change, which alone judges again"),
    Column("since", Utc, nullable=False, comment="the first change that nobody has judged yet"),
    comment="tickets that changed and are given a moment to come to rest",
)

written = Table(
    "written",
    metadata,
    Column("workspace", SLACK_ID, primary_key=True),
    Column("site", KEY, primary_key=True),
    Column("issue_id", KEY, primary_key=True),
    Column("comment", KEY, comment="the one comment that is kept current in Jira"),
    Column("verdict_id", Integer, nullable=False, comment="what was last written there"),
)
