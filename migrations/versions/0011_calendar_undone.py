"""what a notice replaced: days that are over are explained by the calendar they were counted with"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("calendar_change", sa.Column("law_version", sa.Integer(), nullable=True))
    op.add_column("calendar_change", sa.Column("replaced", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("calendar_change") as table:
        table.drop_column("replaced")
        table.drop_column("law_version")
