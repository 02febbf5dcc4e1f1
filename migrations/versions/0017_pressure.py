"""chasing of promises, reasons for lateness as offices state them, and what is chased found at once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

NAMED = {"commitment_id": "commitment", "unit_id": "unit"}
NUMBERS = ("chases", "pressure", "chases_open")


def upgrade() -> None:
    # Said in SQL: both engines add such a column in place, without building the table and its conditions anew.
    for column, table in NAMED.items():
        named = f"CONSTRAINT fk_chase_{column} REFERENCES {table} (id)"
        op.execute(f"ALTER TABLE chase ADD COLUMN {column} INTEGER {named}")
    _few("ix_chase_commitment_id", "chase", "commitment_id", where="commitment_id IS NOT NULL")
    for column in NUMBERS:
        op.add_column("commitment", sa.Column(column, sa.Integer(), server_default="0", nullable=False))
    op.add_column("commitment", sa.Column("chase_again", sa.JSON(), server_default="{}", nullable=False))
    _few("ix_commitment_chased", "commitment", "unit_id", where="chases > 0")
    _few("ix_task_chased", "task", "unit_id", where="chases > 0")
    _stated_reason()


def _stated_reason() -> None:
    op.create_table(
        "stated_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("late_days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("proposed", sa.String(length=32), nullable=True),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("late_days > 0", name=op.f("ck_stated_reason_late")),
        sa.CheckConstraint("reason NOT IN ('matter', 'other') OR words <> ''", name=op.f("ck_stated_reason_in_words")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_stated_reason_by_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_stated_reason_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_reason")),
    )
    op.create_index("ix_stated_reason_task_id", "stated_reason", ["task_id"], unique=False)


def _few(name: str, table: str, *columns: str, where: str) -> None:
    some = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
    op.create_index(name, table, list(columns), unique=False, **some)


def downgrade() -> None:
    op.drop_table("stated_reason")
    op.drop_index("ix_task_chased", table_name="task")
    op.drop_index("ix_commitment_chased", table_name="commitment")
    for column in ("chase_again", *reversed(NUMBERS)):
        op.drop_column("commitment", column)
    # The earlier program would read these as chases of a share.
    op.execute("DELETE FROM chase WHERE commitment_id IS NOT NULL")
    op.drop_index("ix_chase_commitment_id", table_name="chase")
    for column in reversed(NAMED):
        op.execute(f"ALTER TABLE chase DROP COLUMN {column}")
