"""reports with their text blocks, and their figures frozen with the cases behind them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_FIRST = sa.text("unit_id IS NOT NULL AND corrects_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("lists", sa.LargeBinary(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("finished_by_id", sa.Integer(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("signed_by", sa.String(length=60), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'unit') = (unit_id IS NOT NULL)", name=op.f("ck_report_unit_writes_its_own")),
        sa.CheckConstraint("(finished_at IS NULL) = (signed_by = '')", name=op.f("ck_report_final_is_signed")),
        sa.CheckConstraint("(corrects_id IS NULL) = (why = '')", name=op.f("ck_report_correction_says_why")),
        sa.ForeignKeyConstraint(["corrects_id"], ["report.id"], name=op.f("fk_report_corrects_id")),
        sa.ForeignKeyConstraint(["finished_by_id"], ["person.id"], name=op.f("fk_report_finished_by_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_report_made_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_report_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_report_corrects_id")),
    )
    op.create_index("ix_report_kind", "report", ["kind", "scope", "as_of"], unique=False)
    op.create_index(
        "uq_report_summary", "report", ["unit_id", "scope"], unique=True, sqlite_where=_FIRST, postgresql_where=_FIRST
    )
    op.create_table(
        "report_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("put_away", sa.Text(), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("edited_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edited_by_id"], ["person.id"], name=op.f("fk_report_block_edited_by_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_block_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_block")),
        sa.UniqueConstraint("report_id", "code", name=op.f("uq_report_block_report_id_code")),
    )


def downgrade() -> None:
    op.drop_table("report_block")
    op.drop_index("uq_report_summary", table_name="report")
    op.drop_index("ix_report_kind", table_name="report")
    op.drop_table("report")
