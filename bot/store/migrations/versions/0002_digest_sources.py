"""Digests: other sources than a query, language, what to do with an idle week, and how far a reading has come."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Utc

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    verdicts: tuple[sa.Column[Any], ...] = (
        sa.Column("weighty", sa.JSON(), nullable=True, comment="codes of the gaps that keep it from ready"),
        sa.Column("ticket_updated", Utc(), nullable=True, comment="when Jira said that the ticket last changed"),
        sa.Column(
            "secured", sa.Boolean(), server_default=sa.false(), nullable=False, comment="under an issue security level"
        ),
    )
    for column in verdicts:
        op.add_column("verdicts", column)
    digests: tuple[sa.Column[Any], ...] = (
        sa.Column("source", sa.String(length=16), server_default="jql", nullable=False),
        sa.Column(
            "board",
            sa.String(length=64),
            server_default="",
            nullable=False,
            comment="id of the board, where the source is one",
        ),
        sa.Column("language", sa.String(length=8), server_default="en", nullable=False),
        sa.Column(
            "idle",
            sa.String(length=8),
            server_default="line",
            nullable=False,
            comment="a line or nothing when nothing moved",
        ),
        sa.Column("stopped", sa.String(length=64), nullable=True, comment="why we paused it: Slack's error name"),
    )
    for column in digests:
        op.add_column("digests", column)
    op.add_column(
        "digest_runs", sa.Column("mark", sa.Text(), nullable=True, comment="how far the reading of Jira has come")
    )
    op.add_column(
        "digest_runs",
        sa.Column("looked", sa.Integer(), server_default="0", nullable=False, comment="tickets read so far"),
    )
    op.create_table(
        "digest_work",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("issue_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["digest_runs.id"],
            name=op.f("fk_digest_work_run_id_digest_runs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("run_id", "site", "issue_id", name=op.f("pk_digest_work")),
        comment="tickets that a digest has yet to read",
    )
