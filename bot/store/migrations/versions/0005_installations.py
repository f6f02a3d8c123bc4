"""The workspaces the bot is installed in by OAuth."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Utc

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installations",
        sa.Column(
            "workspace",
            sa.String(length=32),
            nullable=False,
            comment="the enterprise id of an org-wide one, else the team id",
        ),
        sa.Column("team", sa.String(length=32), nullable=True, comment="null where it is org-wide"),
        sa.Column("enterprise", sa.String(length=32), nullable=True),
        sa.Column("app", sa.String(length=32), nullable=False),
        sa.Column("bot", sa.String(length=32), nullable=False),
        sa.Column("bot_user", sa.String(length=32), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("refresh", sa.Text(), nullable=True),
        sa.Column("expires_at", Utc(), nullable=True, comment="when the token ends; null where tokens do not rotate"),
        sa.Column("user", sa.String(length=32), nullable=False, comment="who installed it"),
        sa.Column("installed_at", Utc(), nullable=False),
        sa.Column(
            "mark",
            sa.String(length=32),
            nullable=False,
            comment="another with each installation, so that two are told apart",
        ),
        sa.Column("claimed_at", Utc(), nullable=True, comment="when a process began to renew the token"),
        sa.Column(
            "dead",
            sa.String(length=64),
            nullable=True,
            comment="Slack's error name, once it refuses the token or its renewal",
        ),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_installations")),
    )
    op.create_index(op.f("ix_installations_expires_at"), "installations", ["expires_at"], unique=False)
    op.create_table(
        "attempts",
        sa.Column(
            "mark", sa.String(length=64), nullable=False, comment="hash of what the browser or the modal carries"
        ),
        sa.Column(
            "workspace", sa.String(length=32), nullable=False, comment="empty where nobody knows yet whose it will be"
        ),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False, comment="what is made, and how far it is"),
        sa.Column("site", sa.String(length=64), nullable=False, comment="empty where it is not known yet"),
        sa.Column("held", sa.Text(), nullable=False, comment="what is connected with, until it is"),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_attempts")),
    )
