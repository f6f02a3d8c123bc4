"""Room for the longest purpose of an attempt: the consent of a whole workspace."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("attempts") as table:
        table.alter_column("purpose", existing_type=sa.String(length=16), type_=sa.String(length=32))


def downgrade() -> None:
    with op.batch_alter_table("attempts") as table:
        table.alter_column("purpose", existing_type=sa.String(length=32), type_=sa.String(length=16))
