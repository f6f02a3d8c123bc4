"""First tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channels",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("watching", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("projects", sa.JSON(), nullable=False),
        sa.Column("receiver", sa.String(length=16), nullable=False),
        sa.Column("quietness", sa.JSON(), nullable=False),
        sa.Column("inviter", sa.String(length=32), nullable=True),
        sa.Column(
            "closed",
            sa.String(length=64),
            nullable=True,
            comment="Slack's error name, once the channel cannot be written to",
        ),
        sa.Column("changed_by", sa.String(length=32), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "channel", name=op.f("pk_channels")),
    )
    op.create_table(
        "digest_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("identity", sa.String(length=255), nullable=False, comment="the run that makes it"),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True, comment="null until its tickets are judged"),
        sa.Column(
            "cut",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="more tickets matched than were judged",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_runs")),
        sa.UniqueConstraint(
            "workspace", "channel", "local_date", name=op.f("uq_digest_runs_workspace_channel_local_date")
        ),
    )
    op.create_table(
        "digests",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("jql", sa.Text(), nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, comment="the next moment it is due"),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "channel", name=op.f("pk_digests")),
    )
    op.create_index(op.f("ix_digests_paused_due_at"), "digests", ["paused", "due_at"])

    op.create_table(
        "notices",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "what", "subject", name=op.f("pk_notices")),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("thread", sa.String(length=32), nullable=False, comment="empty at channel level"),
        sa.Column("identity", sa.String(length=255), nullable=False, comment="travels with the message as metadata"),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=255), nullable=False, comment="the run that may post it"),
        sa.Column("intent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False, comment="the owner's last attempt"),
        sa.Column("ts", sa.String(length=32), nullable=True, comment="null while only the intent to post stands"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("workspace", "identity", name=op.f("uq_posts_workspace_identity")),
    )
    op.create_index(op.f("ix_posts_intent_at"), "posts", ["intent_at"])
    op.create_index(op.f("ix_posts_workspace_channel_ts"), "posts", ["workspace", "channel", "ts"])

    op.create_table(
        "verdicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("issue_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("project", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("receiver", sa.String(length=16), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("readiness", sa.Float(), nullable=False),
        sa.Column("gaps", sa.JSON(), nullable=False, comment="codes of the gaps that count"),
        sa.Column("verdict", sa.JSON(), nullable=False),
        sa.Column("policy_hash", sa.String(length=64), nullable=False),
        sa.Column("rules_version", sa.String(length=32), nullable=False),
        sa.Column("model_version", sa.String(length=32), nullable=False),
        sa.Column("asker", sa.String(length=32), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
    )
    op.create_index(op.f("ix_verdicts_judged_at"), "verdicts", ["judged_at"])
    op.create_index(
        op.f("ix_verdicts_workspace_site_issue_id_judged_at"),
        "verdicts",
        ["workspace", "site", "issue_id", "judged_at"],
    )

    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("thread", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("issue_id", sa.String(length=64), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False, comment="what it shows"),
        sa.Column("asker", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_cards_post_id_posts"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["verdicts.id"], name=op.f("fk_cards_verdict_id_verdicts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint(
            "workspace",
            "channel",
            "thread",
            "site",
            "issue_id",
            name=op.f("uq_cards_workspace_channel_thread_site_issue_id"),
        ),
    )
    op.create_index(op.f("ix_cards_post_id"), "cards", ["post_id"])
    op.create_index(op.f("ix_cards_verdict_id"), "cards", ["verdict_id"])
    op.create_index(op.f("ix_cards_workspace_site_issue_id"), "cards", ["workspace", "site", "issue_id"])

    op.create_table(
        "digest_tickets",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("issue_id", sa.String(length=64), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False),
        sa.Column("show", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["digest_runs.id"], name=op.f("fk_digest_tickets_run_id_digest_runs"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["verdicts.id"], name=op.f("fk_digest_tickets_verdict_id_verdicts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "site", "issue_id", name=op.f("pk_digest_tickets")),
    )
    op.create_index(op.f("ix_digest_tickets_verdict_id"), "digest_tickets", ["verdict_id"])

    op.create_table(
        "summaries",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("tickets", sa.JSON(), nullable=False, comment="site and key of each"),
        sa.Column("receiver", sa.String(length=16), nullable=True),
        sa.Column("asker", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_summaries_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_summaries")),
    )


def downgrade() -> None:
    for table in (
        "summaries",
        "digest_tickets",
        "cards",
        "verdicts",
        "posts",
        "notices",
        "digests",
        "digest_runs",
        "channels",
    ):
        op.drop_table(table)
