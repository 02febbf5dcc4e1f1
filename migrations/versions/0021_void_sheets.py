"""a sheet of the weekly meeting that was settled by mistake is kept as void, with who said so and why"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    with op.batch_alter_table("weekly_sheet") as table:
        table.add_column(sa.Column("voided_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("voided_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("void_reason", sa.Text(), server_default="", nullable=False))
        table.create_foreign_key(op.f("fk_weekly_sheet_voided_by_id"), "person", ["voided_by_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_weekly_sheet_says_why_it_is_void"), "voided_at IS NULL OR void_reason <> ''"
        )


def downgrade() -> None:
    # A void sheet stays in the list: the earlier version numbers and compares on from it, as it did then.
    with op.batch_alter_table("weekly_sheet") as table:
        table.drop_constraint(op.f("ck_weekly_sheet_says_why_it_is_void"), type_="check")
        table.drop_constraint(op.f("fk_weekly_sheet_voided_by_id"), type_="foreignkey")
        table.drop_column("void_reason")
        table.drop_column("voided_by_id")
        table.drop_column("voided_at")
