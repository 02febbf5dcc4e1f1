"""from how many marks on a unit is ranked: lines of so many points must have been judged"""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"

IN_BOUNDS = "CONSTRAINT ck_appraisal_rank_from CHECK (rank_from BETWEEN 0 AND 10000)"


def upgrade() -> None:
    # Said in SQL: both engines add such a column in place, without building the table and its conditions anew.
    op.execute(f"ALTER TABLE appraisal ADD COLUMN rank_from INTEGER DEFAULT 5000 NOT NULL {IN_BOUNDS}")
    # What is final was ranked without it, and says so.
    op.execute("UPDATE appraisal SET rank_from = 0 WHERE closed_at IS NOT NULL")


def downgrade() -> None:
    op.execute("ALTER TABLE appraisal DROP COLUMN rank_from")
