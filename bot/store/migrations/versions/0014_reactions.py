"""Which messages have the bot's reaction, so that it goes when a ticket slips."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reactions",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False, comment="of the message that named the ticket"),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("issue_id", sa.String(length=64), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False, comment="what it stands for"),
        sa.Column("ready", sa.Boolean(), nullable=False, comment="the ticket still is"),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["verdicts.id"], name=op.f("fk_reactions_verdict_id_verdicts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace", "channel", "ts", "site", "issue_id", name=op.f("pk_reactions")),
    )
    op.create_index(op.f("ix_reactions_verdict_id"), "reactions", ["verdict_id"])
    op.create_index(op.f("ix_reactions_workspace_site_issue_id"), "reactions", ["workspace", "site", "issue_id"])


def downgrade() -> None:
    op.drop_table("reactions")
