"""the figures as a ledger: what is counted more or less from which day on, and what it comes to"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0006"


def upgrade() -> None:
    _entries()
    op.create_table(
        "figure_sum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("in_session", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_sum")),
        sa.UniqueConstraint(
            "session_id", "in_session", "by", "part", name=op.f("uq_figure_sum_session_id_in_session_by_part")
        ),
    )
    op.create_table(
        "figure_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("definitions", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("rebuilt_to", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_figure_mark_is_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_mark")),
    )


def _entries() -> None:
    op.create_table(
        "figure_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("in_session", sa.Boolean(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("letter", sa.String(length=8), nullable=False),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        *_references(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_entry")),
    )
    op.create_index("ix_figure_entry_suggestion_id", "figure_entry", ["suggestion_id"], unique=False)
    op.create_index("ix_figure_entry_measure", "figure_entry", ["measure", "session_id", "day"], unique=False)
    op.create_index("ix_figure_entry_day", "figure_entry", ["day"], unique=False)


_TABLES = {"session_id": "congress_session"}


def _references() -> list[sa.ForeignKeyConstraint]:
    columns = (
        "suggestion_id",
        "task_id",
        "round_id",
        "commitment_id",
        "session_id",
        "delegation_id",
        "category_id",
        "unit_id",
    )
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{_TABLES.get(column, column.removesuffix('_id'))}.id"], name=op.f(f"fk_figure_entry_{column}")
        )
        for column in columns
    ]


def downgrade() -> None:
    op.drop_table("figure_mark")
    op.drop_table("figure_sum")
    op.drop_table("figure_entry")
