"""How much of its verdict a card shows, so that it is drawn again when its channel may see more or less."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cards", sa.Column("shown", sa.String(length=16), nullable=True, comment="how much of it was shown"))


def downgrade() -> None:
    op.drop_column("cards", "shown")
