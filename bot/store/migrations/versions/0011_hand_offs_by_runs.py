"""Which run noted a hand-off: one that is repeated after a crash notes it once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("run", sa.String(length=255), nullable=True, comment="which run noted it"))
    op.create_index(op.f("ix_handoffs_workspace_run"), "handoffs", ["workspace", "run"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_handoffs_workspace_run"), "handoffs")
    op.drop_column("handoffs", "run")
