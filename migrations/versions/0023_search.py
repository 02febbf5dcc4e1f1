"""what is searched: folded texts, and their tokens in the form each engine searches quickly"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

COLUMNS = {"search_paper": ("title", "body", "reply"), "search_beside": ("title", "body")}

# Exactly what `domain/finding.tokens` makes of a folded text, without their places. It is dear: the planner must never
# think of computing it for a row instead of reading the index.
TOKENS = """
CREATE FUNCTION search_tokens(folded text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100000 AS $$
  SELECT array_to_tsvector(coalesce(array_agg(DISTINCT token), '{}')) FROM (
    SELECT CASE WHEN octet_length(following) > 1 THEN sign || following ELSE sign END AS token
    FROM (SELECT sign, lead(sign) OVER (ORDER BY place) AS following
          FROM unnest(string_to_array(folded, NULL)) WITH ORDINALITY AS signs(sign, place)) AS neighbours
    WHERE octet_length(sign) > 1
    UNION ALL SELECT word[1] FROM regexp_matches(folded, '[0-9a-z]+', 'g') AS words(word)
  ) AS tokens
$$
"""


def upgrade() -> None:
    place = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "search_paper",
        sa.Column("place", place, autoincrement=False, nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_search_paper"),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name="fk_search_paper_suggestion_id"),
        sa.UniqueConstraint("suggestion_id", name="uq_search_paper_suggestion_id"),
    )
    op.create_table(
        "search_beside",
        sa.Column("place", place, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("attachment_key", sa.String(32), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_search_beside"),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name="fk_search_beside_suggestion_id"),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name="fk_search_beside_commitment_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_search_beside_unit_id"),
        sa.UniqueConstraint("commitment_id", name="uq_search_beside_commitment_id"),
        sa.UniqueConstraint("attachment_key", name="uq_search_beside_attachment_key"),
        sa.CheckConstraint(
            "(kind = 'promise') = (commitment_id IS NOT NULL)", name="ck_search_beside_promise_is_named"
        ),
        sa.CheckConstraint("(kind = 'file') = (attachment_key IS NOT NULL)", name="ck_search_beside_file_is_named"),
    )
    op.create_index("ix_search_beside_suggestion_id", "search_beside", ["suggestion_id"])
    op.create_table(
        "search_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tokeniser", sa.Integer(), nullable=False),
        sa.Column("rebuilt_at", sa.DateTime(), nullable=True),
        sa.Column("compared_at", sa.DateTime(), nullable=True),
        sa.Column("mended", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_state"),
    )
    # Where there is something already, the index is to be made first; else it is complete as it is.
    there = "CASE WHEN EXISTS (SELECT 1 FROM suggestion) THEN 0 ELSE 1 END"
    op.execute(f"INSERT INTO search_state (id, tokeniser, mended) SELECT 1, {there}, 0")
    if op.get_bind().dialect.name == "postgresql":
        _gin()
    else:
        _fts()


def _gin() -> None:
    op.execute(TOKENS)
    for table, columns in COLUMNS.items():
        # Without the list of pending entries: reading through it made the same page several times as slow.
        every = " || ' ' || ".join(columns)
        op.execute(
            f"CREATE INDEX ix_{table}_tokens ON {table} USING gin (search_tokens({every})) WITH (fastupdate = off)"
        )
    op.execute(
        "CREATE INDEX ix_search_paper_title_tokens ON search_paper USING gin (search_tokens(title)) "
        "WITH (fastupdate = off)"
    )


def _fts() -> None:
    for table, columns in COLUMNS.items():
        # Bytes beyond ASCII are all part of tokens: the tokens are cut already, and newer characters than SQLite knows
        # are characters too. Kept is in which column a token stands, not where: that would double it.
        kept = "content='', detail=column, tokenize='ascii'"
        op.execute(f"CREATE VIRTUAL TABLE {table}_fts USING fts5({', '.join(columns)}, {kept})")


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in COLUMNS:
        if not postgresql:
            op.execute(f"DROP TABLE {table}_fts")
        op.drop_table(table)
    op.drop_table("search_state")
    if postgresql:
        op.execute("DROP FUNCTION search_tokens(text)")
