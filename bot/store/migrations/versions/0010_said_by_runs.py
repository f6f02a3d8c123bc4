"""Which run said, took back, demoted or tells of something: one that is repeated after a crash gets the same answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("judgements", sa.Column("run", sa.String(length=255), nullable=True, comment="which run said it"))
    undone = sa.Column("undone_run", sa.String(length=255), nullable=True, comment="which run took it back")
    op.add_column("judgements", undone)
    op.create_index(op.f("ix_judgements_workspace_run"), "judgements", ["workspace", "run"], unique=True)
    op.add_column("demotions", sa.Column("run", sa.String(length=255), nullable=True, comment="which run demoted it"))
    telling = sa.Column("run", sa.String(length=255), nullable=True, comment="which run tells of it; null once it did")
    op.add_column("notices", telling)


def downgrade() -> None:
    op.drop_column("notices", "run")
    op.drop_column("demotions", "run")
    op.drop_index(op.f("ix_judgements_workspace_run"), "judgements")
    op.drop_column("judgements", "undone_run")
    op.drop_column("judgements", "run")
