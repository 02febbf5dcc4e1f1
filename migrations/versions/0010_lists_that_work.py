"""views of lists that people kept, which of them a list opens with, secret addresses for calendar programs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ROLES = (
    "deputy", "assistant", "desk", "delegation_clerk", "bill_group", "coordinator", "unit_receiver", "unit_handler",
    "unit_reviewer", "unit_signer", "committee", "system_admin", "security_admin", "auditor",
)  # fmt: skip
SYSTEMS = ("government", "party", "court", "procuratorate", "supervisory", "congress", "other")


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)


def _lists() -> sa.Enum:
    return _words("listcode", "register", "mine", "promises", "shares", "look-back")


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("list", _lists(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("shared_with", _words("audience", "nobody", "post", "unit"), nullable=False),
        sa.Column("role", _words("role", *ROLES), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("system", _words("system", *SYSTEMS), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_view_has_name")),
        sa.CheckConstraint("shared_with <> 'unit' OR unit_id IS NOT NULL", name=op.f("ck_saved_view_unit_is_known")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_saved_view_owner_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_saved_view_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("owner_id", "role", "list", "name", name=op.f("uq_saved_view_owner_id_role_list_name")),
    )
    op.create_index("ix_saved_view_list_role", "saved_view", ["list", "role", "unit_id"], unique=False)
    op.create_table(
        "default_view",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", _words("role", *ROLES), nullable=False),
        sa.Column("list", _lists(), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_default_view_person_id")),
        sa.ForeignKeyConstraint(["view_id"], ["saved_view.id"], name=op.f("fk_default_view_view_id")),
        sa.PrimaryKeyConstraint("person_id", "role", "list", name=op.f("pk_default_view")),
    )
    op.create_index(op.f("ix_default_view_view_id"), "default_view", ["view_id"], unique=False)
    _calendar_feed()


def _calendar_feed() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_calendar_feed_key_digest")),
    )
    live = sa.text("revoked_at IS NULL")
    op.create_index(
        "uq_calendar_feed_live",
        "calendar_feed",
        ["person_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )


def downgrade() -> None:
    op.drop_index("uq_calendar_feed_live", table_name="calendar_feed")
    op.drop_table("calendar_feed")
    op.drop_index(op.f("ix_default_view_view_id"), table_name="default_view")
    op.drop_table("default_view")
    op.drop_index("ix_saved_view_list_role", table_name="saved_view")
    op.drop_table("saved_view")
