"""what every signature and every home look up: replies by their number, second replies, offered leads, what was rated"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_index("ix_round_document_no", "round", ["document_no"], unique=False)
    _few("ix_event_second_reply", "event", "membership_id", where="action = 'fulfil'")
    _few("ix_suggestion_lead_offered_to_id", "suggestion", "lead_offered_to_id", where="lead_offered_to_id IS NOT NULL")
    _few("ix_rating_commitment_id", "rating", "commitment_id", "person_id", where="commitment_id IS NOT NULL")
    _few("ix_rating_look_back_line_id", "rating", "look_back_line_id", where="look_back_line_id IS NOT NULL")


def _few(name: str, table: str, *columns: str, where: str) -> None:
    some = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
    op.create_index(name, table, list(columns), unique=False, **some)


def downgrade() -> None:
    op.drop_index("ix_rating_look_back_line_id", table_name="rating")
    op.drop_index("ix_rating_commitment_id", table_name="rating")
    op.drop_index("ix_suggestion_lead_offered_to_id", table_name="suggestion")
    op.drop_index("ix_event_second_reply", table_name="event")
    op.drop_index("ix_round_document_no", table_name="round")
