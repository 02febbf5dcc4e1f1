"""proposing units: what past assignments taught, and how the proposals fared"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "routing_word",
        sa.Column(
            "word",
            sa.String(length=4).with_variant(sa.String(length=4, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_routing_word")),
    )
    op.create_table(
        "routing_unit",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_routing_unit_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_routing_unit")),
    )
    op.create_table(
        "routing_paper",
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_routing_paper_suggestion_id")),
        sa.ForeignKeyConstraint(["text_id"], ["suggestion_text.id"], name=op.f("fk_routing_paper_text_id")),
        sa.PrimaryKeyConstraint("suggestion_id", name=op.f("pk_routing_paper")),
    )
    op.create_table(
        "routing_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("definitions", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.Integer(), nullable=False),
        sa.Column("walked_to", sa.Integer(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_routing_mark_is_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_mark")),
    )
    op.create_table(
        "routing_choice",
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("proposed", sa.JSON(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("offered", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("place_now", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "place BETWEEN 0 AND 3 AND place_now BETWEEN 0 AND 3", name=op.f("ck_routing_choice_in_three")
        ),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_routing_choice_suggestion_id")),
        sa.PrimaryKeyConstraint("suggestion_id", name=op.f("pk_routing_choice")),
    )
    op.create_index("ix_routing_choice_assigned_on", "routing_choice", ["assigned_on"], unique=False)


def downgrade() -> None:
    for table in ("routing_choice", "routing_mark", "routing_paper", "routing_unit", "routing_word"):
        op.drop_table(table)
