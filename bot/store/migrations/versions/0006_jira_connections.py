"""Jira connected by workspaces and by persons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Utc

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jira_connections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False, comment="its name, of which the workspace is a part"),
        sa.Column("url", sa.String(length=300), nullable=False, comment="what people browse"),
        sa.Column("kind", sa.String(length=16), nullable=False, comment="oauth, token, scoped or pat"),
        sa.Column("email", sa.String(length=254), nullable=False, comment="of the account that an API token is of"),
        sa.Column("cloud_id", sa.String(length=64), nullable=False),
        sa.Column("hook", sa.Text(), nullable=False, comment="the secret end of its webhook's address"),
        sa.Column("user", sa.String(length=32), nullable=False, comment="who connected it"),
        *_rotating(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jira_connections")),
        sa.UniqueConstraint("workspace", "site", name=op.f("uq_jira_connections_workspace_site")),
    )
    op.create_table(
        "jira_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=128), nullable=False, comment="Jira's account id"),
        sa.Column("name", sa.String(length=120), nullable=False, comment="what Jira calls the person"),
        sa.Column("cloud_id", sa.String(length=64), nullable=False),
        *_rotating(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jira_people")),
        sa.UniqueConstraint("workspace", "person", "site", name=op.f("uq_jira_people_workspace_person_site")),
    )


def _rotating() -> list[sa.Column[object]]:
    ends = "when the access token ends; null where tokens do not rotate"
    refused = "when its renewal was refused: it must be connected again"
    return [
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("refresh", sa.Text(), nullable=True),
        sa.Column("expires_at", Utc(), nullable=True, comment=ends),
        sa.Column("claimed_at", Utc(), nullable=True, comment="when a process began to renew it"),
        sa.Column("ends_at", Utc(), nullable=True, comment="when the connection ends whatever is done"),
        sa.Column("refused_at", Utc(), nullable=True, comment=refused),
        sa.Column("connected_at", Utc(), nullable=False),
    ]
