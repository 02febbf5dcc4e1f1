"""what is looked up on every signature and every home: replies by their number, second replies, offered leads"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_index("ix_round_document_no", "round", ["document_no"], unique=False)
    _few("ix_event_second_reply", "event", "membership_id", where="action = 'fulfil'")
    _few("ix_suggestion_lead_offered_to_id", "suggestion", "lead_offered_to_id", where="lead_offered_to_id IS NOT NULL")


def _few(name: str, table: str, column: str, *, where: str) -> None:
    op.create_index(name, table, [column], unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_index("ix_suggestion_lead_offered_to_id", table_name="suggestion")
    op.drop_index("ix_event_second_reply", table_name="event")
    op.drop_index("ix_round_document_no", table_name="round")
