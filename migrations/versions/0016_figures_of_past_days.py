"""figures of past days: what changed on each, and all of it at the end of each month"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    # Filled by the count from the beginning that the higher number of the definitions asks for.
    op.add_column("figure_entry", sa.Column("until", sa.Date(), nullable=True))
    op.add_column("figure_mark", sa.Column("days_to", sa.Date(), nullable=True))
    op.create_table(
        "figure_past",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("in_session", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_sum", sa.Boolean(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_past")),
        sa.UniqueConstraint(
            "by", "is_sum", "day", "session_id", "in_session",
            name=op.f("uq_figure_past_by_is_sum_day_session_id_in_session"),
        ),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("figure_past")
    op.drop_column("figure_mark", "days_to")
    op.drop_column("figure_entry", "until")
