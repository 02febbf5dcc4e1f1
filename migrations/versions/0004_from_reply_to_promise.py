"""from reply to kept promise: clearance, papers, two ratings, escalation, commitments, look-back"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ONE_ANSWER = ["round_id", "person_id", "question"]
CURRENT_BEFORE = "is_current"
CURRENT = "is_current AND commitment_id IS NULL AND look_back_line_id IS NULL"


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    _tables()
    _columns()

    op.drop_index("uq_rating_current", "rating", **_where(CURRENT_BEFORE))
    op.create_index("uq_rating_current", "rating", ONE_ANSWER, unique=True, **_where(CURRENT))
    _as_they_stand()


def _as_they_stand() -> None:
    """What is under way goes on: a draft sent up lies with its signer, promises keep their first day."""
    op.execute("UPDATE round SET stage = 'sign', versions_sent = 1 WHERE state = 'in_clearance'")
    op.execute("UPDATE round SET versions_sent = 1 WHERE delivered_on IS NOT NULL")
    op.execute("UPDATE commitment SET state = 'settled' WHERE state = 'kept'")
    op.execute("UPDATE commitment SET state = 'past_due' WHERE state = 'unkept'")
    op.execute(
        "UPDATE commitment SET first_due_on = due_on, "
        "promised_on = (SELECT delivered_on FROM round WHERE round.id = commitment.round_id)"
    )
    op.execute(_REPLACED)


# What a later reply of the same share promised anew in the same words, for no later a day, is owed once.
_REPLACED = """
UPDATE commitment SET state = 'replaced' WHERE state IN ('open', 'past_due') AND EXISTS (
  SELECT 1 FROM commitment AS newer
  JOIN round AS newer_round ON newer_round.id = newer.round_id
  JOIN round AS older_round ON older_round.id = commitment.round_id
  WHERE newer_round.task_id = older_round.task_id AND newer_round.no > older_round.no
    AND newer.request_no = commitment.request_no AND newer.due_on <= commitment.due_on
    AND newer.promise = commitment.promise AND newer.unit_id = commitment.unit_id)
"""


def _tables() -> None:
    op.create_table(
        "document_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["stored_file.digest"], name=op.f("fk_document_template_digest")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_document_template_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_template")),
        sa.UniqueConstraint("kind", "no", name=op.f("uq_document_template_kind_no")),
    )
    with op.batch_alter_table("document_template", schema=None) as batch_op:
        batch_op.create_index(
            "uq_document_template_current",
            ["kind"],
            unique=True,
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        )

    op.create_table(
        "look_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("fill_by", sa.Date(), nullable=False),
        sa.Column("check_by", sa.Date(), nullable=False),
        sa.Column("rate_by", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_look_back_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_back")),
    )
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("meeting", "experts", "chair_meeting", name="way", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("who_came", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_binding", sa.Boolean(), nullable=False),
        sa.Column("document_no", sa.String(length=60), nullable=False),
        sa.Column(
            "came_to", sa.Enum("again", "higher", "closed", name="cameto", native_enum=False, length=32), nullable=True
        ),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_escalation_by_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_escalation_closed_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_escalation_round_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_escalation_suggestion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.create_index("ix_escalation_suggestion_id", ["suggestion_id"], unique=False)
        batch_op.create_index(
            "uq_escalation_open",
            ["round_id"],
            unique=True,
            sqlite_where=sa.text("came_to IS NULL"),
            postgresql_where=sa.text("came_to IS NULL"),
        )

    op.create_table(
        "reply_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("review", "sign", "check", name="clearancestage", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_reply_remark_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_reply_remark_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_remark")),
    )
    with op.batch_alter_table("reply_remark", schema=None) as batch_op:
        batch_op.create_index("ix_reply_remark_round_id", ["round_id"], unique=False)

    op.create_table(
        "reply_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_reply_version_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_reply_version_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_version")),
        sa.UniqueConstraint("round_id", "no", name=op.f("uq_reply_version_round_id_no")),
    )
    op.create_table(
        "commitment_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("move", "drop", name="changekind", native_enum=False, length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("was_due_on", sa.Date(), nullable=False),
        sa.Column("asked_until", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_commitment_change_by_id")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_change_commitment_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_commitment_change_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_change")),
    )
    with op.batch_alter_table("commitment_change", schema=None) as batch_op:
        batch_op.create_index("ix_commitment_change_commitment_id", ["commitment_id"], unique=False)
        batch_op.create_index(
            "uq_commitment_change_open",
            ["commitment_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "commitment_dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("settlement", sa.Text(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_commitment_dispute_answered_by_id")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_dispute_commitment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_commitment_dispute_person_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_commitment_dispute_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_dispute")),
    )
    with op.batch_alter_table("commitment_dispute", schema=None) as batch_op:
        batch_op.create_index("ix_commitment_dispute_commitment_id", ["commitment_id"], unique=False)
        batch_op.create_index(
            "uq_commitment_dispute_open",
            ["commitment_id"],
            unique=True,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.create_table(
        "commitment_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("event_seq", sa.Integer(), nullable=True),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_commitment_progress_by_id")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_progress_commitment_id")
        ),
        sa.ForeignKeyConstraint(["event_seq"], ["event.seq"], name=op.f("fk_commitment_progress_event_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_progress")),
    )
    with op.batch_alter_table("commitment_progress", schema=None) as batch_op:
        batch_op.create_index("ix_commitment_progress_commitment_id", ["commitment_id"], unique=False)

    op.create_table(
        "look_back_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("look_back_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("letter_was", sa.String(length=8), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("proposed_letter", sa.String(length=8), nullable=False),
        sa.Column("filled_by_id", sa.Integer(), nullable=True),
        sa.Column("filled_at", sa.DateTime(), nullable=True),
        sa.Column(
            "finding",
            sa.Enum("as_said", "partly", "not_so", name="finding", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("who_came", sa.Text(), nullable=False),
        sa.Column("check_words", sa.Text(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.Column(
            "level",
            sa.Enum("satisfied", "basically_satisfied", "dissatisfied", name="level", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("rating_shut_on", sa.Date(), nullable=True),
        sa.Column("letter", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["checked_by_id"], ["person.id"], name=op.f("fk_look_back_line_checked_by_id")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_look_back_line_commitment_id")),
        sa.ForeignKeyConstraint(["filled_by_id"], ["person.id"], name=op.f("fk_look_back_line_filled_by_id")),
        sa.ForeignKeyConstraint(["look_back_id"], ["look_back.id"], name=op.f("fk_look_back_line_look_back_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_look_back_line_round_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_look_back_line_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_back_line")),
        sa.UniqueConstraint(
            "look_back_id",
            "round_id",
            "commitment_id",
            name=op.f("uq_look_back_line_look_back_id_round_id_commitment_id"),
        ),
    )
    with op.batch_alter_table("look_back_line", schema=None) as batch_op:
        batch_op.create_index("ix_look_back_line_round_id", ["round_id"], unique=False)
        batch_op.create_index("ix_look_back_line_unit_id", ["unit_id", "look_back_id"], unique=False)

    op.create_table(
        "rating_link",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("good_until", sa.Date(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("code_until", sa.DateTime(), nullable=True),
        sa.Column("code_asked_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("grant_digest", sa.String(length=64), nullable=False),
        sa.Column("grant_until", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_rating_link_commitment_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_rating_link_made_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rating_link_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_rating_link_round_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_rating_link")),
    )
    with op.batch_alter_table("rating_link", schema=None) as batch_op:
        batch_op.create_index("ix_rating_link_round_id", ["round_id", "person_id"], unique=False)

    op.create_table(
        "letter_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("look_back_line_id", sa.Integer(), nullable=True),
        sa.Column("was", sa.String(length=8), nullable=False),
        sa.Column("letter", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_letter_change_by_id")),
        sa.ForeignKeyConstraint(
            ["look_back_line_id"], ["look_back_line.id"], name=op.f("fk_letter_change_look_back_line_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_letter_change_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_change")),
    )
    with op.batch_alter_table("letter_change", schema=None) as batch_op:
        batch_op.create_index("ix_letter_change_round_id", ["round_id"], unique=False)

    op.create_table(
        "paper_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("private_note", sa.Text(), nullable=False),
        sa.Column(
            "wish", sa.Enum("again", "meeting", "nothing", name="wish", native_enum=False, length=32), nullable=True
        ),
        sa.Column("attachment_key", sa.String(length=32), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("is_rejected", sa.Boolean(), nullable=False),
        sa.Column("rejection", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_key"], ["attachment.key"], name=op.f("fk_paper_rating_attachment_key")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"], name=op.f("fk_paper_rating_commitment_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_paper_rating_confirmed_by_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_paper_rating_entered_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_paper_rating_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_paper_rating_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_rating")),
    )
    with op.batch_alter_table("paper_rating", schema=None) as batch_op:
        batch_op.create_index("ix_paper_rating_round_id", ["round_id"], unique=False)
        batch_op.create_index(
            "uq_paper_rating_open",
            ["round_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("confirmed_at IS NULL AND NOT is_rejected AND commitment_id IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND NOT is_rejected AND commitment_id IS NULL"),
        )
        batch_op.create_index(
            "uq_paper_rating_of_commitment_open",
            ["commitment_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("confirmed_at IS NULL AND NOT is_rejected AND commitment_id IS NOT NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND NOT is_rejected AND commitment_id IS NOT NULL"),
        )


def _columns() -> None:
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("promise_measure", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("promise_unit_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_answer_promise_unit_id"), "unit", ["promise_unit_id"], ["id"])

    with op.batch_alter_table("clock", schema=None) as batch_op:
        batch_op.add_column(sa.Column("commitment_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_clock_commitment_id"), "commitment", ["commitment_id"], ["id"])

    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("measure", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("promised_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("first_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("moves", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("percent", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("progress_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("change_is_open", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("is_disputed", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("fulfilled_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("second_document_no", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(sa.Column("second_reply", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("signed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rating_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("rating_shut_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "implementation",
                sa.Enum("satisfied", "basically_satisfied", "dissatisfied", name="level", native_enum=False, length=32),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column(
                "earlier_level",
                sa.Enum("satisfied", "basically_satisfied", "dissatisfied", name="level", native_enum=False, length=32),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("explained_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("rating_window", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("open_paper_ratings", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("dropped_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("replaced_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("quiet_told_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.create_index(
            "ix_commitment_rating_due",
            ["rating_due_on"],
            unique=False,
            sqlite_where=sa.text("rating_due_on IS NOT NULL"),
            postgresql_where=sa.text("rating_due_on IS NOT NULL"),
        )
        batch_op.create_index("ix_commitment_unit_state_due", ["unit_id", "state", "due_on"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_commitment_replaced_by_id"), "commitment", ["replaced_by_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_commitment_signed_by_id"), "person", ["signed_by_id"], ["id"])

    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.add_column(sa.Column("commitment_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("look_back_line_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "wish", sa.Enum("again", "meeting", "nothing", name="wish", native_enum=False, length=32), nullable=True
            )
        )
        batch_op.add_column(sa.Column("paper_rating_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("window", sa.Integer(), nullable=True))
        batch_op.create_index(
            "uq_rating_in_look_back",
            ["look_back_line_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("is_current AND look_back_line_id IS NOT NULL"),
            postgresql_where=sa.text("is_current AND look_back_line_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_rating_of_commitment",
            ["commitment_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("is_current AND commitment_id IS NOT NULL AND look_back_line_id IS NULL"),
            postgresql_where=sa.text("is_current AND commitment_id IS NOT NULL AND look_back_line_id IS NULL"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_rating_commitment_id"), "commitment", ["commitment_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_rating_paper_rating_id"), "paper_rating", ["paper_rating_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_rating_look_back_line_id"), "look_back_line", ["look_back_line_id"], ["id"]
        )

    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "stage",
                sa.Enum("review", "sign", "check", name="clearancestage", native_enum=False, length=32),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("needs_check", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("principal_signs", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("another_signs", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("versions_sent", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("reviewed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reviewed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("signed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("checked_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("checked_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("checked_letter", sa.String(length=8), server_default="", nullable=False))
        batch_op.add_column(sa.Column("check_words", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column(
                "publication",
                sa.Enum("full", "abstract", "none", name="publicmode", native_enum=False, length=32),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("publication_reason", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column(
                "deputy_view",
                sa.Enum("agrees", "objects", "not_asked", name="deputyview", native_enum=False, length=32),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("deputy_words", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("letter_now", sa.String(length=8), server_default="", nullable=False))
        batch_op.add_column(sa.Column("escalation_is_open", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("open_paper_ratings", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("look_backs_open", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index(
            "ix_round_escalation_open",
            ["delivered_on"],
            unique=False,
            sqlite_where=sa.text("escalation_is_open = 1"),
            postgresql_where=sa.text("escalation_is_open"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_round_reviewed_by_id"), "person", ["reviewed_by_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_round_checked_by_id"), "person", ["checked_by_id"], ["id"])

    with op.batch_alter_table("kept_text", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kept_until", sa.DateTime(), nullable=True))


def _as_they_stood() -> None:
    """What the earlier program has no word for is taken out; the record of acts stays as it was written."""
    op.execute(f"DELETE FROM clock WHERE kind IN ({_NEW_CLOCKS}) OR commitment_id IS NOT NULL")
    op.execute(_NEAREST_DAY)
    op.execute(_NEAREST_KIND)
    op.execute("DELETE FROM job WHERE kind IN ('look_backs', 'promises', 'lapse_implementation')")
    op.execute("DELETE FROM job WHERE kind IN ('mail_rating_link', 'mail_rating_code')")
    # What is talked over stands before a decision again, or nobody could ever decide.
    op.execute("UPDATE round SET decision = NULL WHERE decision = 'escalate' AND escalation_is_open")


_NEW_CLOCKS = "'office_check', 'escalation', 'promise_change', 'implementation'"
_RUNS = "clock.suggestion_id = suggestion.id AND clock.stopped_on IS NULL AND clock.kind <> 'objection'"
_NEAREST_DAY = f"""
UPDATE suggestion SET due_on = (SELECT min(clock.due_on) FROM clock WHERE {_RUNS})
WHERE due_kind IN ({_NEW_CLOCKS})
"""
_NEAREST_KIND = f"""
UPDATE suggestion SET due_sort = coalesce(due_on, '9999-12-31'), due_kind = (
  SELECT clock.kind FROM clock WHERE {_RUNS} AND clock.due_on = suggestion.due_on
  ORDER BY CASE WHEN clock.kind = 'suggestion_reply' THEN 1 ELSE 0 END, clock.id LIMIT 1)
WHERE due_kind IN ({_NEW_CLOCKS})
"""


def downgrade() -> None:
    _as_they_stood()
    op.execute("UPDATE commitment SET state = 'unkept' WHERE state = 'past_due'")
    op.execute("UPDATE commitment SET state = 'kept' WHERE state IN ('fulfilled', 'settled', 'dropped', 'replaced')")
    op.execute("DELETE FROM rating WHERE commitment_id IS NOT NULL OR look_back_line_id IS NOT NULL")
    op.drop_index("uq_rating_current", "rating", **_where(CURRENT))
    op.create_index("uq_rating_current", "rating", ONE_ANSWER, unique=True, **_where(CURRENT_BEFORE))

    with op.batch_alter_table("kept_text", schema=None) as batch_op:
        batch_op.drop_column("kept_until")

    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_round_escalation_open",
            sqlite_where=sa.text("escalation_is_open = 1"),
            postgresql_where=sa.text("escalation_is_open"),
        )
        batch_op.drop_constraint(batch_op.f("fk_round_checked_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_round_reviewed_by_id"), type_="foreignkey")
        batch_op.drop_column("look_backs_open")
        batch_op.drop_column("open_paper_ratings")
        batch_op.drop_column("escalation_is_open")
        batch_op.drop_column("letter_now")
        batch_op.drop_column("deputy_words")
        batch_op.drop_column("deputy_view")
        batch_op.drop_column("publication_reason")
        batch_op.drop_column("publication")
        batch_op.drop_column("check_words")
        batch_op.drop_column("checked_letter")
        batch_op.drop_column("checked_at")
        batch_op.drop_column("checked_by_id")
        batch_op.drop_column("signed_at")
        batch_op.drop_column("reviewed_at")
        batch_op.drop_column("reviewed_by_id")
        batch_op.drop_column("versions_sent")
        batch_op.drop_column("another_signs")
        batch_op.drop_column("principal_signs")
        batch_op.drop_column("needs_check")
        batch_op.drop_column("stage")

    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_rating_look_back_line_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_rating_paper_rating_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_rating_commitment_id"), type_="foreignkey")
        batch_op.drop_index(
            "uq_rating_of_commitment",
            sqlite_where=sa.text("is_current AND commitment_id IS NOT NULL AND look_back_line_id IS NULL"),
            postgresql_where=sa.text("is_current AND commitment_id IS NOT NULL AND look_back_line_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_rating_in_look_back",
            sqlite_where=sa.text("is_current AND look_back_line_id IS NOT NULL"),
            postgresql_where=sa.text("is_current AND look_back_line_id IS NOT NULL"),
        )
        batch_op.drop_column("window")
        batch_op.drop_column("paper_rating_id")
        batch_op.drop_column("wish")
        batch_op.drop_column("look_back_line_id")
        batch_op.drop_column("commitment_id")

    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_commitment_signed_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_commitment_replaced_by_id"), type_="foreignkey")
        batch_op.drop_index("ix_commitment_unit_state_due")
        batch_op.drop_index(
            "ix_commitment_rating_due",
            sqlite_where=sa.text("rating_due_on IS NOT NULL"),
            postgresql_where=sa.text("rating_due_on IS NOT NULL"),
        )
        batch_op.drop_column("version")
        batch_op.drop_column("quiet_told_on")
        batch_op.drop_column("reminded_on")
        batch_op.drop_column("replaced_by_id")
        batch_op.drop_column("dropped_on")
        batch_op.drop_column("open_paper_ratings")
        batch_op.drop_column("rating_window")
        batch_op.drop_column("explained_on")
        batch_op.drop_column("earlier_level")
        batch_op.drop_column("implementation")
        batch_op.drop_column("rating_shut_on")
        batch_op.drop_column("rating_due_on")
        batch_op.drop_column("signed_by_id")
        batch_op.drop_column("second_reply")
        batch_op.drop_column("second_document_no")
        batch_op.drop_column("fulfilled_on")
        batch_op.drop_column("is_disputed")
        batch_op.drop_column("change_is_open")
        batch_op.drop_column("progress_on")
        batch_op.drop_column("percent")
        batch_op.drop_column("moves")
        batch_op.drop_column("first_due_on")
        batch_op.drop_column("promised_on")
        batch_op.drop_column("measure")

    with op.batch_alter_table("clock", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_clock_commitment_id"), type_="foreignkey")
        batch_op.drop_column("commitment_id")

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_answer_promise_unit_id"), type_="foreignkey")
        batch_op.drop_column("promise_unit_id")
        batch_op.drop_column("promise_measure")

    with op.batch_alter_table("paper_rating", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_paper_rating_of_commitment_open",
            sqlite_where=sa.text("confirmed_at IS NULL AND NOT is_rejected AND commitment_id IS NOT NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND NOT is_rejected AND commitment_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_paper_rating_open",
            sqlite_where=sa.text("confirmed_at IS NULL AND NOT is_rejected AND commitment_id IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND NOT is_rejected AND commitment_id IS NULL"),
        )
        batch_op.drop_index("ix_paper_rating_round_id")

    op.drop_table("paper_rating")
    with op.batch_alter_table("letter_change", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_change_round_id")

    op.drop_table("letter_change")
    with op.batch_alter_table("rating_link", schema=None) as batch_op:
        batch_op.drop_index("ix_rating_link_round_id")

    op.drop_table("rating_link")
    with op.batch_alter_table("look_back_line", schema=None) as batch_op:
        batch_op.drop_index("ix_look_back_line_unit_id")
        batch_op.drop_index("ix_look_back_line_round_id")

    op.drop_table("look_back_line")
    with op.batch_alter_table("commitment_progress", schema=None) as batch_op:
        batch_op.drop_index("ix_commitment_progress_commitment_id")

    op.drop_table("commitment_progress")
    with op.batch_alter_table("commitment_dispute", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_commitment_dispute_open",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.drop_index("ix_commitment_dispute_commitment_id")

    op.drop_table("commitment_dispute")
    with op.batch_alter_table("commitment_change", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_commitment_change_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index("ix_commitment_change_commitment_id")

    op.drop_table("commitment_change")
    op.drop_table("reply_version")
    with op.batch_alter_table("reply_remark", schema=None) as batch_op:
        batch_op.drop_index("ix_reply_remark_round_id")

    op.drop_table("reply_remark")
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_escalation_open", sqlite_where=sa.text("came_to IS NULL"), postgresql_where=sa.text("came_to IS NULL")
        )
        batch_op.drop_index("ix_escalation_suggestion_id")

    op.drop_table("escalation")
    op.drop_table("look_back")
    with op.batch_alter_table("document_template", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_document_template_current", sqlite_where=sa.text("is_current"), postgresql_where=sa.text("is_current")
        )

    op.drop_table("document_template")
