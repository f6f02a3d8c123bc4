"""Who did what that others live with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Utc

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column(
            "user",
            sa.String(length=32),
            nullable=False,
            comment="empty for the bot itself and for the operator's command line",
        ),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False, comment="empty where none is meant"),
        sa.Column("site", sa.String(length=64), nullable=False, comment="empty where no ticket is meant"),
        sa.Column("issue_id", sa.String(length=64), nullable=False),
        sa.Column(
            "about",
            sa.String(length=200),
            nullable=False,
            comment="ids, codes and names of settings; nobody's words",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audits")),
    )
    op.create_index(op.f("ix_audits_workspace_at"), "audits", ["workspace", "at"], unique=False)
