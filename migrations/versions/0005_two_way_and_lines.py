"""the unit's word on the suggestion (two-way rating)"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _quality_rating()


def _quality_rating() -> None:
    quality = sa.Enum("good", "fair", "to_improve", name="quality", native_enum=False, length=32)
    op.create_table(
        "quality_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("problem", quality, nullable=False),
        sa.Column("analysis", quality, nullable=False),
        sa.Column("proposal", quality, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_quality_rating_membership_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quality_rating_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_quality_rating_round_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_quality_rating_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_rating")),
    )
    op.create_index("ix_quality_rating_round_id", "quality_rating", ["round_id"], unique=False)
    op.create_index(
        "uq_quality_rating_current",
        "quality_rating",
        ["round_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )


def downgrade() -> None:
    op.drop_table("quality_rating")
