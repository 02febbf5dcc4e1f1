"""appraisal of units: schemes in versions, points by hand, objections, results that never change"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

TABLES = ("appraisal_entry", "appraisal", "appraisal_indicator", "appraisal_result", "appraisal_contest")


def upgrade() -> None:
    _appraisal_entry()
    _appraisal()
    _appraisal_indicator()
    _appraisal_result()
    _appraisal_contest()
    _protect_results()


def _appraisal_entry() -> None:
    op.create_table(
        "appraisal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_appraisal_entry_not_negative")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_appraisal_entry_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_appraisal_entry_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_entry")),
        sa.UniqueConstraint("series", "code", "unit_id", name=op.f("uq_appraisal_entry_series_code_unit_id")),
    )


def _appraisal() -> None:
    op.create_table(
        "appraisal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=32), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("contest_by", sa.Date(), nullable=False),
        sa.Column("systems", sa.JSON(), nullable=False),
        sa.Column("reckoning", sa.String(length=32), nullable=False),
        sa.Column("goods_needed", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(), nullable=True),
        sa.Column("in_force_by_id", sa.Integer(), nullable=True),
        sa.Column("in_force_at", sa.DateTime(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("closed_at IS NULL OR in_force_at IS NOT NULL", name=op.f("ck_appraisal_in_force_first")),
        sa.CheckConstraint("contest_by >= ends_on", name=op.f("ck_appraisal_contest_after")),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_appraisal_days_in_order")),
        sa.CheckConstraint("in_force_at IS NULL OR proposed_at IS NOT NULL", name=op.f("ck_appraisal_proposed_first")),
        sa.CheckConstraint(
            "in_force_by_id IS NULL OR in_force_by_id <> proposed_by_id", name=op.f("ck_appraisal_two_persons")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_appraisal_closed_by_id")),
        sa.ForeignKeyConstraint(["in_force_by_id"], ["person.id"], name=op.f("fk_appraisal_in_force_by_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_appraisal_made_by_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_appraisal_proposed_by_id")),
        sa.ForeignKeyConstraint(["session_id"], ["congress_session.id"], name=op.f("fk_appraisal_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
        sa.UniqueConstraint("series", "edition", name=op.f("uq_appraisal_series_edition")),
    )
    op.create_index(
        "uq_appraisal_draft",
        "appraisal",
        ["series"],
        unique=True,
        sqlite_where=sa.text("in_force_at IS NULL"),
        postgresql_where=sa.text("in_force_at IS NULL"),
    )
    op.create_index(
        "uq_appraisal_in_force",
        "appraisal",
        ["series"],
        unique=True,
        sqlite_where=sa.text("in_force_at IS NOT NULL AND replaced_at IS NULL"),
        postgresql_where=sa.text("in_force_at IS NOT NULL AND replaced_at IS NULL"),
    )


def _appraisal_indicator() -> None:
    op.create_table(
        "appraisal_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=32),
            nullable=False,
        ),
        sa.Column("effect", sa.String(length=32), nullable=False),
        sa.Column("rate", sa.String(length=40), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("per_case", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("good_from", sa.Integer(), nullable=False),
        sa.Column("pass_from", sa.Integer(), nullable=False),
        sa.Column("pass_points", sa.Integer(), nullable=False),
        sa.Column("none_for_good", sa.JSON(), nullable=False),
        sa.Column("none_for_pass", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "pass_from >= 0 AND good_from >= pass_from AND good_from <= 10000",
            name=op.f("ck_appraisal_indicator_thresholds"),
        ),
        sa.CheckConstraint(
            "weight >= 0 AND per_case >= 0 AND cap >= 0 AND pass_points >= 0",
            name=op.f("ck_appraisal_indicator_not_negative"),
        ),
        sa.ForeignKeyConstraint(["appraisal_id"], ["appraisal.id"], name=op.f("fk_appraisal_indicator_appraisal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_indicator")),
        sa.UniqueConstraint("appraisal_id", "code", name=op.f("uq_appraisal_indicator_appraisal_id_code")),
    )


def _appraisal_result() -> None:
    op.create_table(
        "appraisal_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_name", sa.String(length=100), nullable=False),
        sa.Column("system", sa.String(length=32), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("grade", sa.String(length=32), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["appraisal_id"], ["appraisal.id"], name=op.f("fk_appraisal_result_appraisal_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_appraisal_result_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_result")),
        sa.UniqueConstraint("appraisal_id", "unit_id", name=op.f("uq_appraisal_result_appraisal_id_unit_id")),
    )


def _appraisal_contest() -> None:
    op.create_table(
        "appraisal_contest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=32), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("line_was", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column(
            "outcome",
            sa.String(length=32),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("excludes", sa.Boolean(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("grade", sa.String(length=32), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(outcome = 'open') = (decided_at IS NULL)", name=op.f("ck_appraisal_contest_decided")),
        sa.CheckConstraint(
            "outcome NOT IN ('accepted', 'refused') OR (decided_by_id IS NOT NULL AND decided_by_id <> made_by_id)",
            name=op.f("ck_appraisal_contest_two_persons"),
        ),
        sa.CheckConstraint("NOT excludes OR task_id IS NOT NULL", name=op.f("ck_appraisal_contest_excludes_a_case")),
        sa.ForeignKeyConstraint(["appraisal_id"], ["appraisal.id"], name=op.f("fk_appraisal_contest_appraisal_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_appraisal_contest_decided_by_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_appraisal_contest_made_by_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_appraisal_contest_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_appraisal_contest_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_contest")),
    )
    op.create_index("ix_appraisal_contest_series_unit_id", "appraisal_contest", ["series", "unit_id"], unique=False)
    op.create_index(
        "uq_appraisal_contest_open_case",
        "appraisal_contest",
        ["series", "code", "unit_id", "task_id"],
        unique=True,
        sqlite_where=sa.text("outcome = 'open' AND task_id IS NOT NULL"),
        postgresql_where=sa.text("outcome = 'open' AND task_id IS NOT NULL"),
    )
    op.create_index(
        "uq_appraisal_contest_open_line",
        "appraisal_contest",
        ["series", "code", "unit_id"],
        unique=True,
        sqlite_where=sa.text("outcome = 'open' AND task_id IS NULL"),
        postgresql_where=sa.text("outcome = 'open' AND task_id IS NULL"),
    )


def _protect_results() -> None:
    """A result is written once: the database itself refuses to change or drop one."""
    words = "results of an appraisal do not change"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER appraisal_result_no_{verb.lower()} BEFORE {verb} ON appraisal_result "
                f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION appraisal_result_is_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{words}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER appraisal_result_is_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON appraisal_result "
        "FOR EACH STATEMENT EXECUTE FUNCTION appraisal_result_is_frozen()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER appraisal_result_no_{verb}")
    else:
        op.execute("DROP TRIGGER appraisal_result_is_frozen ON appraisal_result")
        op.execute("DROP FUNCTION appraisal_result_is_frozen()")
    for table in reversed(TABLES):
        op.drop_table(table)
