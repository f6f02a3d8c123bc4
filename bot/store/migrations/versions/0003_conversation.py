"""What people said about tickets: judgements, mutes, answers under way, questions asked, hand-offs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Utc

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asks",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("issue_id", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False, comment="hash of the question's words"),
        sa.Column(
            "person",
            sa.String(length=128),
            nullable=False,
            comment="the Slack user, or Jira's account where there is none",
        ),
        sa.Column("asked_at", Utc(), nullable=False),
        sa.Column("reminded_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "site", "issue_id", "question", name=op.f("pk_asks")),
    )
    op.create_index(
        op.f("ix_asks_workspace_person_asked_at"), "asks", ["workspace", "person", "asked_at"], unique=False
    )
    op.create_table(
        "demotions",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("project", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("lifted_at", Utc(), nullable=True, comment="when somebody looked and let the rule count again"),
        sa.PrimaryKeyConstraint("workspace", "project", "code", name=op.f("pk_demotions")),
    )
    op.create_table(
        "handoffs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("issue_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("receiver", sa.String(length=16), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False, comment="the verdict at that moment"),
        sa.Column("given_to", sa.String(length=32), nullable=True),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("done_at", Utc(), nullable=True, comment="when its ticket was first seen done after that"),
        sa.Column(
            "asked_at", Utc(), nullable=True, comment="when somebody first asked something on the ticket after that"
        ),
        sa.Column("reopened_at", Utc(), nullable=True, comment="when its ticket was seen open again after it was done"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoffs")),
    )
    op.create_index(
        op.f("ix_handoffs_workspace_site_issue_id"), "handoffs", ["workspace", "site", "issue_id"], unique=False
    )
    op.create_table(
        "judgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("issue_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("project", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False, comment="of the rule"),
        sa.Column("kind", sa.String(length=16), nullable=False, comment="wrong or accepted"),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("until", sa.Date(), nullable=False, comment="last day on which the gap does not count"),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("undone_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
    )
    op.create_index(
        op.f("ix_judgements_workspace_project_code"), "judgements", ["workspace", "project", "code"], unique=False
    )
    op.create_index(
        op.f("ix_judgements_workspace_site_issue_id"), "judgements", ["workspace", "site", "issue_id"], unique=False
    )
    op.create_table(
        "mutes",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False, comment="empty for a person"),
        sa.Column(
            "subject",
            sa.String(length=32),
            nullable=False,
            comment="a thread, a person, or empty for the whole channel",
        ),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "channel", "subject", name=op.f("pk_mutes")),
    )
    op.create_table(
        "stirs",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("issue_id", sa.String(length=64), nullable=False),
        sa.Column(
            "run",
            sa.String(length=255),
            nullable=False,
            comment="the run of the latest change, which alone judges again",
        ),
        sa.Column("since", Utc(), nullable=False, comment="the first change that nobody has judged yet"),
        sa.PrimaryKeyConstraint("workspace", "site", "issue_id", name=op.f("pk_stirs")),
        comment="tickets that changed and are given a moment to come to rest",
    )
    op.create_table(
        "written",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("issue_id", sa.String(length=64), nullable=False),
        sa.Column(
            "comment", sa.String(length=64), nullable=True, comment="the one comment that is kept current in Jira"
        ),
        sa.Column("verdict_id", sa.Integer(), nullable=False, comment="what was last written there"),
        sa.PrimaryKeyConstraint("workspace", "site", "issue_id", name=op.f("pk_written")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("thread", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False, comment="which modal it is of"),
        sa.Column("verdict_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="what was typed; gone once it is written"),
        sa.Column(
            "stamp",
            sa.String(length=64),
            nullable=False,
            comment="hash of the place that the person saw before they confirmed",
        ),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["verdicts.id"], name=op.f("fk_drafts_verdict_id_verdicts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index(op.f("ix_drafts_at"), "drafts", ["at"], unique=False)
    op.create_index(op.f("ix_drafts_verdict_id"), "drafts", ["verdict_id"], unique=False)
