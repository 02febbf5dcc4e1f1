"""objections taken back, rulings that did not wait, talks that never were; the window of shares of before"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("objection", sa.Column("recalled_for", sa.Text(), server_default="", nullable=False))
    op.add_column("objection", sa.Column("unheard_for", sa.Text(), server_default="", nullable=False))
    op.add_column("contact", sa.Column("is_denied", sa.Boolean(), server_default=sa.false(), nullable=False))
    _windows_of_before()
    op.add_column("suggestion", sa.Column("disputed_entries", sa.Integer(), server_default="0", nullable=False))
    op.create_index(
        "ix_suggestion_disputed",
        "suggestion",
        ["id"],
        unique=False,
        sqlite_where=sa.text("disputed_entries > 0"),
        postgresql_where=sa.text("disputed_entries > 0"),
    )
    op.create_index("ix_suggestion_author_state", "suggestion", ["author_id", "state"], unique=False)
    op.drop_index("ix_suggestion_author_id", "suggestion")
    with op.batch_alter_table("paper_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settled_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("settled_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("is_void", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("settlement", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("kept_texts", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.create_foreign_key(batch_op.f("fk_paper_entry_settled_by_id"), "person", ["settled_by_id"], ["id"])
    # What was disputed before nobody has looked into yet.
    op.execute(
        "UPDATE suggestion SET disputed_entries = (SELECT count(*) FROM paper_entry "
        "WHERE paper_entry.suggestion_id = suggestion.id AND paper_entry.is_disputed) "
        "WHERE id IN (SELECT suggestion_id FROM paper_entry WHERE is_disputed)"
    )


def _windows_of_before() -> None:
    """Shares assigned before there were objections have the ten days of Shenzhen's rule as well.

    No day would mean that they could be objected to for ever. What lies with the coordinator gets its day when sent on.
    """
    on_postgres = op.get_bind().dialect.name == "postgresql"
    last_day = "assigned_on + 10" if on_postgres else "date(assigned_on, '+10 days')"
    op.execute(
        f"UPDATE task SET objection_due_on = {last_day} WHERE objection_due_on IS NULL AND assigned_on IS NOT NULL"
    )


def downgrade() -> None:
    op.create_index("ix_suggestion_author_id", "suggestion", ["author_id"], unique=False)
    op.drop_index("ix_suggestion_author_state", "suggestion")
    op.drop_column("contact", "is_denied")
    op.drop_column("objection", "unheard_for")
    with op.batch_alter_table("paper_entry", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_paper_entry_settled_by_id"), type_="foreignkey")
        for name in ("kept_texts", "settlement", "is_void", "settled_at", "settled_by_id"):
            batch_op.drop_column(name)
    op.drop_index(
        "ix_suggestion_disputed",
        "suggestion",
        sqlite_where=sa.text("disputed_entries > 0"),
        postgresql_where=sa.text("disputed_entries > 0"),
    )
    op.drop_column("suggestion", "disputed_entries")
    op.drop_column("objection", "recalled_for")
