"""papers are looked up by their number with every search that has a digit in it"""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_index("ix_suggestion_number", "suggestion", ["number"])


def downgrade() -> None:
    op.drop_index("ix_suggestion_number", table_name="suggestion")
