"""a year the holiday library knows is filed as a proposal where it would move due dates: nobody proposed it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

# SQLite builds the table anew, and what is reflected of it knows no conditions.
CONDITIONS = {
    "ck_calendar_change_two_persons": (
        "decision <> 'approved' OR (decided_by_id IS NOT NULL AND decided_by_id <> proposed_by_id)"
    ),
    "ck_calendar_change_decided": "(decision = 'open') = (decided_at IS NULL)",
}


def upgrade() -> None:
    _proposer(may_lack=True)


def downgrade() -> None:
    # What waits is filed again by the same command; what was decided on nobody's proposal cannot be told there.
    op.execute("DELETE FROM calendar_change WHERE proposed_by_id IS NULL AND decision = 'open'")
    left = op.get_bind().scalar(sa.text("SELECT count(*) FROM calendar_change WHERE proposed_by_id IS NULL"))
    if left:
        raise RuntimeError(
            f"{left} decided calendar year(s) came from the holiday library; the earlier program needs a proposer"
        )
    _proposer(may_lack=False)


def _proposer(*, may_lack: bool) -> None:
    checks = [sa.CheckConstraint(words, name=op.f(name)) for name, words in CONDITIONS.items()]
    with op.batch_alter_table("calendar_change", table_args=checks) as table:
        table.alter_column("proposed_by_id", existing_type=sa.Integer(), nullable=may_lack)
