"""Who wrote a reply that somebody takes as the answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    author = sa.Column(
        "author", sa.String(length=32), server_default="", nullable=False, comment="who wrote a reply that is taken"
    )
    op.add_column("drafts", author)


def downgrade() -> None:
    op.drop_column("drafts", "author")
