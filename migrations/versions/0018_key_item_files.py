"""files of key items: with an act on one, or with a unit's report while it is written; criteria kept in their words"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

LOOSE, WAS_LOOSE = "suggestion_id IS NULL AND key_item_id IS NULL", "suggestion_id IS NULL"
OF_ITEM = "key_item_id IS NOT NULL"
# What the codes of before meant: an item keeps the criteria as they stood when it was proposed.
WORDS = {
    "city_wide": "全市性或者社会关注度高",
    "raised_by_many": "多名代表提出",
    "broad_and_hard": "涉及面广、难度大",
    "years_work": "与年度工作要点相关",
}


def upgrade() -> None:
    with op.batch_alter_table("attachment") as table:
        table.drop_index("ix_attachment_loose")
        table.add_column(sa.Column("key_item_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("key_report_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_attachment_key_item_id"), "key_item", ["key_item_id"], ["id"])
        table.create_foreign_key(op.f("fk_attachment_key_report_id"), "key_report", ["key_report_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_attachment_in_one_place"), "suggestion_id IS NULL OR key_item_id IS NULL"
        )
        table.create_check_constraint(
            op.f("ck_attachment_report_of_an_item"), "key_report_id IS NULL OR key_item_id IS NOT NULL"
        )
        _loose(table, LOOSE)
        table.create_index(
            "ix_attachment_key_item_id",
            ["key_item_id"],
            unique=False,
            sqlite_where=sa.text(OF_ITEM),
            postgresql_where=sa.text(OF_ITEM),
        )
    op.add_column("key_report", sa.Column("document_no", sa.String(length=60), nullable=False, server_default=""))
    _rewrite(lambda one: {"code": one, "words": WORDS.get(one, one)} if isinstance(one, str) else one)


def downgrade() -> None:
    # Nothing of the earlier version knows these rows: left standing, they would pass for what nobody handed in.
    op.execute(f"DELETE FROM attachment WHERE {OF_ITEM}")
    with op.batch_alter_table("attachment") as table:
        table.drop_index("ix_attachment_key_item_id")
        table.drop_index("ix_attachment_loose")
        table.drop_constraint(op.f("ck_attachment_report_of_an_item"), type_="check")
        table.drop_constraint(op.f("ck_attachment_in_one_place"), type_="check")
        table.drop_constraint(op.f("fk_attachment_key_report_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_attachment_key_item_id"), type_="foreignkey")
        table.drop_column("key_report_id")
        table.drop_column("key_item_id")
        _loose(table, WAS_LOOSE)
    op.drop_column("key_report", "document_no")
    _rewrite(lambda one: one["code"] if isinstance(one, dict) else one)


def _loose(table: Any, where: str) -> None:
    table.create_index(
        "ix_attachment_loose",
        ["uploaded_at"],
        unique=False,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _rewrite(how: Any) -> None:
    item = sa.table("key_item", sa.column("id", sa.Integer()), sa.column("criteria", sa.JSON()))
    for item_id, held in op.get_bind().execute(sa.select(item.c.id, item.c.criteria)).all():
        made = [how(one) for one in held]
        op.get_bind().execute(item.update().where(item.c.id == item_id).values(criteria=made))
