"""What a summary says of each of its tickets, so that it follows them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "summary_tickets",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False, comment="in the order of the summary"),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column(
            "issue_id",
            sa.String(length=64),
            nullable=True,
            comment="null where Jira did not give the ticket, or nothing of it may be said",
        ),
        sa.Column("verdict_id", sa.Integer(), nullable=True, comment="what it shows of the ticket"),
        sa.Column("show", sa.String(length=16), nullable=False, comment="how much of it is shown"),
        sa.Column("failed", sa.String(length=16), nullable=True, comment="why there is no verdict"),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_summary_tickets_post_id_posts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["verdicts.id"], name=op.f("fk_summary_tickets_verdict_id_verdicts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "place", name=op.f("pk_summary_tickets")),
    )
    op.create_index(op.f("ix_summary_tickets_verdict_id"), "summary_tickets", ["verdict_id"])
    op.create_index(
        op.f("ix_summary_tickets_workspace_site_issue_id"), "summary_tickets", ["workspace", "site", "issue_id"]
    )


def downgrade() -> None:
    op.drop_table("summary_tickets")
