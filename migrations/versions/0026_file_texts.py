"""the text of attachments, read once for each digest, to be searched"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

STATES = sa.Enum("waiting", "read", "no_text", "no_reader", "failed", name="textstate", native_enum=False, length=32)
UNREAD = "state IN ('waiting', 'failed')"


def upgrade() -> None:
    # Files from before have no row: the worker finds them by that.
    op.create_table(
        "file_text",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("state", STATES, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("was_cut", sa.Boolean(), nullable=False),
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(state = 'waiting') = (read_at IS NULL)", name=op.f("ck_file_text_waiting")),
        sa.CheckConstraint("(state = 'read') = (characters > 0)", name=op.f("ck_file_text_read")),
        sa.ForeignKeyConstraint(["digest"], ["stored_file.digest"], name=op.f("fk_file_text_digest_stored_file")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_file_text")),
    )
    op.create_index(
        "ix_file_text_unread", "file_text", ["state"], sqlite_where=sa.text(UNREAD), postgresql_where=sa.text(UNREAD)
    )


def downgrade() -> None:
    op.drop_table("file_text")
