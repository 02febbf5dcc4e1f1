"""objections taken back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("objection", sa.Column("recalled_for", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("objection", "recalled_for")
