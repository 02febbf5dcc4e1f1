"""a mail keeps its words while it may go out again; how long a door is left alone behind which nobody was"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("sending", sa.Column("letter", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("sending", sa.Column("shut_until", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("sending", "shut_until")
    op.drop_column("sending", "letter")
