"""the unit's word on the suggestion (two-way rating), approved lines, lines taken off a look-back, where a meeting was held"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _quality_rating()
    op.add_column("round", sa.Column("asks_quality", sa.Boolean(), server_default=sa.false(), nullable=False))
    _approved_lines()
    _lines_taken_off()
    # A meeting may be held elsewhere than its notice said; the notice stays what it was.
    op.add_column("escalation", sa.Column("held_place", sa.String(length=200), server_default="", nullable=False))
    op.add_column("escalation", sa.Column("chaired_by", sa.String(length=100), server_default="", nullable=False))


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


def _approved_lines() -> None:
    op.create_table(
        "approved_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("current_no", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("is_wrong", sa.Boolean(), nullable=False),
        sa.Column("unit_told_at", sa.DateTime(), nullable=True),
        sa.Column("desk_told_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_approved_line_unit_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["person.id"], name=op.f("fk_approved_line_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approved_line")),
    )
    op.create_index("ix_approved_line_unit_id", "approved_line", ["unit_id"], unique=False)
    _line_versions()
    _line_uses()


def _line_versions() -> None:
    decision = sa.Enum("open", "approved", "returned", "replaced", name="linedecision", native_enum=False, length=32)
    op.create_table(
        "approved_line_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("decision", decision, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_approved_line_version_decided_by_id")),
        sa.ForeignKeyConstraint(["line_id"], ["approved_line.id"], name=op.f("fk_approved_line_version_line_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_approved_line_version_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approved_line_version")),
        sa.UniqueConstraint("line_id", "no", name=op.f("uq_approved_line_version_line_id_no")),
    )
    op.create_index(
        "uq_approved_line_version_open",
        "approved_line_version",
        ["line_id"],
        unique=True,
        sqlite_where=sa.text("decision = 'open'"),
        postgresql_where=sa.text("decision = 'open'"),
    )


def _line_uses() -> None:
    op.create_table(
        "approved_line_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_version_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("request_no", sa.Integer(), nullable=False),
        sa.Column("put_in_at", sa.DateTime(), nullable=False),
        sa.Column("put_in_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["line_version_id"], ["approved_line_version.id"], name=op.f("fk_approved_line_use_line_version_id")
        ),
        sa.ForeignKeyConstraint(["put_in_by_id"], ["person.id"], name=op.f("fk_approved_line_use_put_in_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_approved_line_use_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approved_line_use")),
        sa.UniqueConstraint(
            "round_id",
            "request_no",
            "line_version_id",
            name=op.f("uq_approved_line_use_round_id_request_no_line_version_id"),
        ),
    )
    op.create_index("ix_approved_line_use_line_version_id", "approved_line_use", ["line_version_id"], unique=False)


ON_THE_LIST = "uq_look_back_line_look_back_id_round_id_commitment_id"


def _lines_taken_off() -> None:
    with op.batch_alter_table("look_back_line") as batch_op:
        batch_op.add_column(sa.Column("taken_off_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("taken_off_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("why_taken_off", sa.Text(), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_look_back_line_taken_off_by_id"), "person", ["taken_off_by_id"], ["id"]
        )
        batch_op.drop_constraint(batch_op.f(ON_THE_LIST), type_="unique")
        batch_op.create_index(
            "uq_look_back_line_on_the_list",
            ["look_back_id", "round_id", "commitment_id"],
            unique=True,
            sqlite_where=sa.text("taken_off_at IS NULL"),
            postgresql_where=sa.text("taken_off_at IS NULL"),
        )


def _lines_put_back() -> None:
    # What was taken off was a deleted row before.
    op.execute("DELETE FROM look_back_line WHERE taken_off_at IS NOT NULL")
    with op.batch_alter_table("look_back_line") as batch_op:
        batch_op.drop_index("uq_look_back_line_on_the_list")
        batch_op.create_unique_constraint(batch_op.f(ON_THE_LIST), ["look_back_id", "round_id", "commitment_id"])
        batch_op.drop_constraint(batch_op.f("fk_look_back_line_taken_off_by_id"), type_="foreignkey")
        for column in ("why_taken_off", "taken_off_by_id", "taken_off_at"):
            batch_op.drop_column(column)


def downgrade() -> None:
    for column in ("chaired_by", "held_place"):
        op.drop_column("escalation", column)
    _lines_put_back()
    for table in ("approved_line_use", "approved_line_version", "approved_line"):
        op.drop_table(table)
    op.drop_column("round", "asks_quality")
    op.drop_table("quality_rating")
