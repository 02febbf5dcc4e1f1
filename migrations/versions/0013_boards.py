"""boards: what falls due when, and the sheets of the weekly meeting as they were printed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("figure_entry", sa.Column("due_on", sa.Date(), nullable=True))
    op.create_index("ix_figure_entry_due_on", "figure_entry", ["due_on", "measure"], unique=False)
    op.create_index("ix_figure_entry_unit_id", "figure_entry", ["unit_id", "due_on"], unique=False)
    op.create_table(
        "weekly_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("of", sa.String(length=20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("no > 0", name=op.f("ck_weekly_sheet_counts_from_one")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_weekly_sheet_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_sheet")),
        sa.UniqueConstraint("no", name=op.f("uq_weekly_sheet_no")),
    )
    op.create_index("ix_weekly_sheet_of", "weekly_sheet", ["of", "no"], unique=False)


def downgrade() -> None:
    op.drop_table("weekly_sheet")
    op.drop_index("ix_figure_entry_unit_id", table_name="figure_entry")
    op.drop_index("ix_figure_entry_due_on", table_name="figure_entry")
    op.drop_column("figure_entry", "due_on")
