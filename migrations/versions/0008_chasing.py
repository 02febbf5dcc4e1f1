"""chasing (催办): what was sent to a unit about a share, what it said to that, and how it presses in lists"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

FORMS = ("reminder", "chase", "supervision", "chair")
SIDES = ("deputy", "committee", "desk", "coordinator", "clock")
# Numbers a row had before stand for nothing: none was ever chased.
NUMBERS = ("chases", "pressure", "chases_open")


def upgrade() -> None:
    _chase()
    for column in NUMBERS:
        op.add_column("task", sa.Column(column, sa.Integer(), server_default="0", nullable=False))
    for column in ("chase_again", "ladder_steps"):
        op.add_column("task", sa.Column(column, sa.JSON(), server_default="{}", nullable=False))
    for column in ("supervised_for", "put_to_chair_for"):
        op.add_column("task", sa.Column(column, sa.Date(), nullable=True))
    for column in ("chases", "pressure"):
        op.add_column("suggestion", sa.Column(column, sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_suggestion_pressure", "suggestion", ["pressure", "id"], unique=False)
    _few("ix_task_pressed", "task", "unit_id", "pressure", where="pressure > 0")
    _few("ix_task_chases_open", "task", "unit_id", where="chases_open > 0")


def _chase() -> None:
    clock = sa.String(length=32)
    op.create_table(
        "chase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Enum(*FORMS, name="form", native_enum=False, length=32), nullable=False),
        sa.Column("side", sa.Enum(*SIDES, name="side", native_enum=False, length=32), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=True),
        sa.Column("clock", clock, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=30), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "step IS NULL OR (due_on IS NOT NULL AND clock IS NOT NULL)", name=op.f("ck_chase_step_has_due_day")
        ),
        sa.CheckConstraint("(serial IS NULL) = (series IS NULL)", name=op.f("ck_chase_serial_in_series")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_chase_answered_by_somebody")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_chase_answered_by_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_chase_by_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_chase_suggestion_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_chase_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chase")),
        sa.UniqueConstraint("series", "serial", name=op.f("uq_chase_series_serial")),
        sa.UniqueConstraint("task_id", "step", "due_on", name=op.f("uq_chase_task_id_step_due_on")),
    )
    op.create_index("ix_chase_suggestion_id", "chase", ["suggestion_id"], unique=False)
    _few("ix_chase_chair", "chase", "made_at", where="form = 'chair'")


def _few(name: str, table: str, *columns: str, where: str) -> None:
    some = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
    op.create_index(name, table, list(columns), unique=False, **some)


def downgrade() -> None:
    for index in ("ix_task_chases_open", "ix_task_pressed"):
        op.drop_index(index, table_name="task")
    op.drop_index("ix_suggestion_pressure", table_name="suggestion")
    for column in ("pressure", "chases"):
        op.drop_column("suggestion", column)
    for column in ("put_to_chair_for", "supervised_for", "ladder_steps", "chase_again", *reversed(NUMBERS)):
        op.drop_column("task", column)
    op.drop_table("chase")
