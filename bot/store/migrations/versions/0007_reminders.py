"""Questions asked: where, about which verdict, by which run, and whether they still wait."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Utc

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column(
            "channel",
            sa.String(length=32),
            server_default="",
            nullable=False,
            comment="where; empty where no reminder may follow",
        ),
        sa.Column("thread", sa.String(length=32), server_default="", nullable=False),
        sa.Column("verdict_id", sa.Integer(), server_default="0", nullable=False, comment="what was asked about"),
        sa.Column(
            "run", sa.String(length=255), server_default="", nullable=False, comment="which run asked or reminded last"
        ),
        sa.Column("closed_at", Utc(), nullable=True, comment="since when no reminder is due any more"),
    )
    for column in columns:
        op.add_column("asks", column)
