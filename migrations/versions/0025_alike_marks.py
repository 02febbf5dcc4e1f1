"""what papers that are alike are found by: a few marks of each, and how rare pairs of characters are"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "alike_mark",
        sa.Column("token", sa.String(12), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("token", "suggestion_id", name="pk_alike_mark"),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name="fk_alike_mark_suggestion_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_alike_mark_suggestion_id", "alike_mark", ["suggestion_id"])
    op.create_table(
        "alike_rarity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("counted_to", sa.Integer(), nullable=False),
        sa.Column("held", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alike_rarity"),
    )


def downgrade() -> None:
    op.drop_table("alike_rarity")
    op.drop_table("alike_mark")
