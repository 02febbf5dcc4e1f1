"""before the reply"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("alg", sa.String(length=12), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column(
            "scan",
            sa.Enum("waiting", "clean", "infected", "failed", name="scan", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("scan_words", sa.String(length=400), nullable=False),
        sa.Column("scanned_at", sa.DateTime(), nullable=True),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "handling_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_handling_group_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handling_group")),
    )
    op.create_table(
        "hand_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_unit_id", sa.Integer(), nullable=False),
        sa.Column("to_unit_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["from_unit_id"], ["unit.id"], name=op.f("fk_hand_over_from_unit_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_hand_over_given_by_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_hand_over_made_by_id")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["person.id"], name=op.f("fk_hand_over_taken_by_id")),
        sa.ForeignKeyConstraint(["to_unit_id"], ["unit.id"], name=op.f("fk_hand_over_to_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    op.create_table(
        "group_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("why_joined", sa.Text(), nullable=False),
        sa.Column("why_left", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["handling_group.id"], name=op.f("fk_group_membership_group_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_group_membership_suggestion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_membership")),
    )
    with op.batch_alter_table("group_membership", schema=None) as batch_op:
        batch_op.create_index("ix_group_membership_group_id", ["group_id"], unique=False)
        batch_op.create_index("ix_group_membership_suggestion_id", ["suggestion_id"], unique=False)
        batch_op.create_index(
            "uq_group_membership_open",
            ["suggestion_id"],
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )

    op.create_table(
        "intended_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("refuse", "letter", "withdraw", "convert", name="intended", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("ground", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column(
            "reception",
            sa.Enum("agreed", "contested", "silent", "recalled", name="reception", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_intended_outcome_answered_by_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_intended_outcome_by_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_intended_outcome_suggestion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intended_outcome")),
    )
    with op.batch_alter_table("intended_outcome", schema=None) as batch_op:
        batch_op.create_index("ix_intended_outcome_suggestion_id", ["suggestion_id"], unique=False)
        batch_op.create_index(
            "uq_intended_outcome_open",
            ["suggestion_id"],
            unique=True,
            sqlite_where=sa.text("reception IS NULL"),
            postgresql_where=sa.text("reception IS NULL"),
        )

    op.create_table(
        "lead_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("from_person_id", sa.Integer(), nullable=True),
        sa.Column("to_person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=True),
        sa.Column("offered_at", sa.DateTime(), nullable=False),
        sa.Column("was_taken", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["from_person_id"], ["person.id"], name=op.f("fk_lead_change_from_person_id")),
        sa.ForeignKeyConstraint(["offered_by_id"], ["person.id"], name=op.f("fk_lead_change_offered_by_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_lead_change_suggestion_id")),
        sa.ForeignKeyConstraint(["to_person_id"], ["person.id"], name=op.f("fk_lead_change_to_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_change")),
    )
    with op.batch_alter_table("lead_change", schema=None) as batch_op:
        batch_op.create_index("ix_lead_change_suggestion_id", ["suggestion_id"], unique=False)
        batch_op.create_index(
            "uq_lead_change_open",
            ["suggestion_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "suggestion_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("follow_up", "repeat", "refiled", "converted", name="linkkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("later_id <> earlier_id", name=op.f("ck_suggestion_link_not_to_itself")),
        sa.ForeignKeyConstraint(["earlier_id"], ["suggestion.id"], name=op.f("fk_suggestion_link_earlier_id")),
        sa.ForeignKeyConstraint(["later_id"], ["suggestion.id"], name=op.f("fk_suggestion_link_later_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_suggestion_link_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_link")),
        sa.UniqueConstraint("later_id", "earlier_id", name=op.f("uq_suggestion_link_later_id_earlier_id")),
    )
    with op.batch_alter_table("suggestion_link", schema=None) as batch_op:
        batch_op.create_index("ix_suggestion_link_earlier_id", ["earlier_id"], unique=False)

    op.create_table(
        "disagreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("lead_words", sa.Text(), nullable=False),
        sa.Column("co_words", sa.Text(), nullable=False),
        sa.Column("raised_by_unit_id", sa.Integer(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("lead_unit_id", sa.Integer(), nullable=False),
        sa.Column("co_unit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["co_unit_id"], ["unit.id"], name=op.f("fk_disagreement_co_unit_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_disagreement_decided_by_id")),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=op.f("fk_disagreement_lead_unit_id")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["person.id"], name=op.f("fk_disagreement_raised_by_id")),
        sa.ForeignKeyConstraint(["raised_by_unit_id"], ["unit.id"], name=op.f("fk_disagreement_raised_by_unit_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_disagreement_suggestion_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_disagreement_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disagreement")),
    )
    with op.batch_alter_table("disagreement", schema=None) as batch_op:
        batch_op.create_index("ix_disagreement_suggestion_id", ["suggestion_id"], unique=False)
        batch_op.create_index(
            "uq_disagreement_open",
            ["task_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "explanation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_explanation_by_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_explanation_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explanation")),
    )
    with op.batch_alter_table("explanation", schema=None) as batch_op:
        batch_op.create_index("ix_explanation_task_id", ["task_id"], unique=False)

    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("was_due_on", sa.Date(), nullable=False),
        sa.Column("asked_until", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("granted_until", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_extension_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_extension_decided_by_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_extension_suggestion_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_extension_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index("ix_extension_task_id", ["task_id"], unique=False)
        batch_op.create_index(
            "uq_extension_open",
            ["task_id"],
            unique=True,
            sqlite_where=sa.text("is_granted IS NULL"),
            postgresql_where=sa.text("is_granted IS NULL"),
        )

    op.create_table(
        "hand_over_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hand_over_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["hand_over_id"], ["hand_over.id"], name=op.f("fk_hand_over_line_hand_over_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_hand_over_line_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over_line")),
        sa.UniqueConstraint("hand_over_id", "task_id", name=op.f("uq_hand_over_line_hand_over_id_task_id")),
    )
    with op.batch_alter_table("hand_over_line", schema=None) as batch_op:
        batch_op.create_index("ix_hand_over_line_task_id", ["task_id"], unique=False)

    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("duty_clause", sa.Text(), nullable=False),
        sa.Column("better_unit_id", sa.Integer(), nullable=False),
        sa.Column("signer_name", sa.String(length=100), nullable=False),
        sa.Column("by_principal", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("to_arbiter", sa.Boolean(), nullable=False),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("ruled_by_id", sa.Integer(), nullable=True),
        sa.Column("arbiter_name", sa.String(length=100), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("document_no", sa.String(length=100), nullable=False),
        sa.Column("ruled_at", sa.DateTime(), nullable=True),
        sa.Column("new_task_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["better_unit_id"], ["unit.id"], name=op.f("fk_objection_better_unit_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_objection_by_id")),
        sa.ForeignKeyConstraint(["new_task_id"], ["task.id"], name=op.f("fk_objection_new_task_id")),
        sa.ForeignKeyConstraint(["ruled_by_id"], ["person.id"], name=op.f("fk_objection_ruled_by_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_objection_suggestion_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_objection_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_objection_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("task_id", "no", name=op.f("uq_objection_task_id_no")),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index("ix_objection_better_unit_id", ["better_unit_id"], unique=False)
        batch_op.create_index("ix_objection_ruled_at", ["ruled_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_suggestion_id"), ["suggestion_id"], unique=False)
        batch_op.create_index(
            "uq_objection_open",
            ["task_id"],
            unique=True,
            sqlite_where=sa.text("is_upheld IS NULL"),
            postgresql_where=sa.text("is_upheld IS NULL"),
        )

    op.create_table(
        "review_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("text_no", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_mark_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_mark")),
    )
    with op.batch_alter_table("review_mark", schema=None) as batch_op:
        batch_op.create_index("ix_review_mark_review_id", ["review_id"], unique=False)

    op.create_table(
        "hearing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "heard_on", sa.Enum("draft", "objection", name="heardon", native_enum=False, length=32), nullable=False
        ),
        sa.Column(
            "role",
            sa.Enum("sole", "lead", "co", "separate", name="taskrole", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("part", sa.JSON(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column(
            "say", sa.Enum("ours", "not_ours", "silent", name="say", native_enum=False, length=32), nullable=True
        ),
        sa.Column("better_unit_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["better_unit_id"], ["unit.id"], name=op.f("fk_hearing_better_unit_id")),
        sa.ForeignKeyConstraint(["objection_id"], ["objection.id"], name=op.f("fk_hearing_objection_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_hearing_said_by_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_hearing_suggestion_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_hearing_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_hearing_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
    )
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.create_index(
            "ix_hearing_open_unit",
            ["unit_id", "suggestion_id"],
            unique=False,
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        )
        batch_op.create_index("ix_hearing_suggestion_id", ["suggestion_id"], unique=False)

    op.create_table(
        "paper_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column(
            "what",
            sa.Enum("suggestion", "signature", "sign_for", "reply", name="entered", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum("screen", "paper", "fax", "mail", "phone", name="channel", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("on_paper_of", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("is_disputed", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR unit_id IS NOT NULL", name=op.f("ck_paper_entry_belongs_to_somebody")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_paper_entry_answered_by_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_paper_entry_entered_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_paper_entry_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_paper_entry_round_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_paper_entry_suggestion_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_paper_entry_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_paper_entry_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_entry")),
    )
    with op.batch_alter_table("paper_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_paper_entry_open_person",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.create_index(
            "ix_paper_entry_open_unit",
            ["unit_id"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.create_index("ix_paper_entry_suggestion_id", ["suggestion_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("event_seq", sa.Integer(), nullable=True),
        sa.Column("taken_out_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["digest"], ["stored_file.digest"], name=op.f("fk_attachment_digest")),
        sa.ForeignKeyConstraint(["event_seq"], ["event.seq"], name=op.f("fk_attachment_event_seq")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_attachment_round_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_attachment_suggestion_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_attachment_task_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_attachment_uploaded_by_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_digest"), ["digest"], unique=False)
        batch_op.create_index(
            "ix_attachment_loose",
            ["uploaded_at"],
            unique=False,
            sqlite_where=sa.text("suggestion_id IS NULL"),
            postgresql_where=sa.text("suggestion_id IS NULL"),
        )
        batch_op.create_index("ix_attachment_suggestion_id", ["suggestion_id"], unique=False)

    with op.batch_alter_table("co_opinion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("no", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("is_current", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("is_accepted", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("judged_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("judged_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("judgement", sa.Text(), nullable=False, server_default=""))
        batch_op.drop_constraint(batch_op.f("uq_co_opinion_task_id"), type_="unique")
        batch_op.create_index(
            "uq_co_opinion_current",
            ["task_id"],
            unique=True,
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        )
        batch_op.create_unique_constraint(batch_op.f("uq_co_opinion_task_id_no"), ["task_id", "no"])
        batch_op.create_foreign_key(batch_op.f("fk_co_opinion_judged_by_id"), "person", ["judged_by_id"], ["id"])

    with op.batch_alter_table("congress_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bills_until", sa.DateTime(), nullable=True))

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "rank",
                sa.Enum(
                    "principal", "deputy_head", "section_head", "handler", name="rank", native_enum=False, length=32
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("corrected_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("correction", sa.Text(), nullable=False, server_default=""))
        batch_op.create_index(
            "ix_contact_awaits",
            ["with_person_id", "task_id"],
            unique=False,
            sqlite_where=sa.text("with_person_id IS NOT NULL AND confirmed_at IS NULL AND corrected_at IS NULL"),
            postgresql_where=sa.text("with_person_id IS NOT NULL AND confirmed_at IS NULL AND corrected_at IS NULL"),
        )

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("assists_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_principal", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(batch_op.f("fk_membership_assists_id"), "person", ["assists_id"], ["id"])

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("decided_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("document_no", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("committee", sa.String(length=100), nullable=False, server_default=""))

    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("without_co_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("copied_opening", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("closing", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("by_unit_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("signer_name", sa.String(length=100), nullable=False, server_default=""))
        batch_op.create_foreign_key(batch_op.f("fk_round_by_unit_id"), "unit", ["by_unit_id"], ["id"])

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("opened_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("opinion", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("agrees_to_withdraw", sa.Boolean(), nullable=True))

    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.create_index(
            "ix_suggestion_bill",
            ["state", "id"],
            unique=False,
            sqlite_where=sa.text("kind = 'bill'"),
            postgresql_where=sa.text("kind = 'bill'"),
        )
        batch_op.add_column(
            sa.Column(
                "proposer",
                sa.Enum("deputies", "delegation", name="proposer", native_enum=False, length=32),
                nullable=False,
                server_default="deputies",
            )
        )
        batch_op.add_column(sa.Column("needs_check", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("checked_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("lead_offered_to_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("withdrawal_asked_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reviewer_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("review_since", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("intended", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("intended_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("intended_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reception", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("circulates", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("circulated_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("open_hearings", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("open_entries", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_suggestion_group_id"), ["group_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_suggestion_intended_by_id"), "person", ["intended_by_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_suggestion_reviewer_id"), "person", ["reviewer_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_suggestion_group_id"), "handling_group", ["group_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_suggestion_lead_offered_to_id"), "person", ["lead_offered_to_id"], ["id"]
        )

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moves", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("asked", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("objections", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("objection_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("objection_is_open", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("objection_is_arbiters", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("delay_explained_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("extension_is_open", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(
            sa.Column("extension_is_coordinators", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("extended_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("disagreement_is_open", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("open_contacts", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("came_from_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_task_came_from",
            ["came_from_id", "suggestion_id"],
            unique=False,
            sqlite_where=sa.text("came_from_id IS NOT NULL"),
            postgresql_where=sa.text("came_from_id IS NOT NULL"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_task_came_from_id"), "unit", ["came_from_id"], ["id"])
        batch_op.create_index(
            "ix_task_objection_open",
            ["system"],
            unique=False,
            sqlite_where=sa.text("objection_is_open = 1"),
            postgresql_where=sa.text("objection_is_open"),
        )
        batch_op.create_index(
            "ix_task_extension_open",
            ["system"],
            unique=False,
            sqlite_where=sa.text("extension_is_open = 1"),
            postgresql_where=sa.text("extension_is_open"),
        )

    # Entries of before are as unconfirmed as new ones.
    op.execute(
        "UPDATE task SET open_contacts = (SELECT count(*) FROM contact WHERE contact.task_id = task.id)"
        " WHERE state IN ('handling', 'replied')"
    )

    # Who has a paper in review stood in the record alone.
    latest = (
        "FROM event WHERE event.suggestion_id = suggestion.id AND event.action = 'take_up' ORDER BY seq DESC LIMIT 1"
    )
    op.execute(
        f"UPDATE suggestion SET reviewer_id = (SELECT person_id {latest}), review_since = (SELECT at {latest})"
        " WHERE state = 'in_review'"
    )


def downgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_task_objection_open",
            sqlite_where=sa.text("objection_is_open = 1"),
            postgresql_where=sa.text("objection_is_open"),
        )
        batch_op.drop_index(
            "ix_task_extension_open",
            sqlite_where=sa.text("extension_is_open = 1"),
            postgresql_where=sa.text("extension_is_open"),
        )
        batch_op.drop_constraint(batch_op.f("fk_task_came_from_id"), type_="foreignkey")
        batch_op.drop_index(
            "ix_task_came_from",
            sqlite_where=sa.text("came_from_id IS NOT NULL"),
            postgresql_where=sa.text("came_from_id IS NOT NULL"),
        )
        batch_op.drop_column("came_from_id")
        batch_op.drop_column("open_contacts")
        batch_op.drop_column("disagreement_is_open")
        batch_op.drop_column("extended_from")
        batch_op.drop_column("extension_is_coordinators")
        batch_op.drop_column("extension_is_open")
        batch_op.drop_column("delay_explained_on")
        batch_op.drop_column("objection_is_arbiters")
        batch_op.drop_column("objection_is_open")
        batch_op.drop_column("objection_due_on")
        batch_op.drop_column("objections")
        batch_op.drop_column("asked")
        batch_op.drop_column("moves")

    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.drop_index("ix_suggestion_bill")
        batch_op.drop_constraint(batch_op.f("fk_suggestion_lead_offered_to_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_suggestion_group_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_suggestion_reviewer_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_suggestion_intended_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_suggestion_group_id"))
        batch_op.drop_column("group_id")
        batch_op.drop_column("open_entries")
        batch_op.drop_column("open_hearings")
        batch_op.drop_column("circulated_until")
        batch_op.drop_column("circulates")
        batch_op.drop_column("reception")
        batch_op.drop_column("intended_until")
        batch_op.drop_column("intended_by_id")
        batch_op.drop_column("intended")
        batch_op.drop_column("review_since")
        batch_op.drop_column("reviewer_id")
        batch_op.drop_column("withdrawal_asked_on")
        batch_op.drop_column("lead_offered_to_id")
        batch_op.drop_column("checked_on")
        batch_op.drop_column("needs_check")
        batch_op.drop_column("proposer")

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_column("agrees_to_withdraw")
        batch_op.drop_column("opinion")
        batch_op.drop_column("opened_at")
        batch_op.drop_column("answer_by")

    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_round_by_unit_id"), type_="foreignkey")
        batch_op.drop_column("signer_name")
        batch_op.drop_column("by_unit_id")
        batch_op.drop_column("closing")
        batch_op.drop_column("copied_opening")
        batch_op.drop_column("without_co_reason")

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_column("committee")
        batch_op.drop_column("document_no")
        batch_op.drop_column("decided_on")
        batch_op.drop_column("answer_by")

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_membership_assists_id"), type_="foreignkey")
        batch_op.drop_column("is_principal")
        batch_op.drop_column("assists_id")

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_awaits")
        batch_op.drop_column("correction")
        batch_op.drop_column("corrected_at")
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("rank")

    with op.batch_alter_table("congress_session", schema=None) as batch_op:
        batch_op.drop_column("bills_until")

    with op.batch_alter_table("co_opinion", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_co_opinion_judged_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_co_opinion_task_id_no"), type_="unique")
        batch_op.drop_index(
            "uq_co_opinion_current", sqlite_where=sa.text("is_current"), postgresql_where=sa.text("is_current")
        )
        batch_op.create_unique_constraint(batch_op.f("uq_co_opinion_task_id"), ["task_id"])
        batch_op.drop_column("judgement")
        batch_op.drop_column("judged_at")
        batch_op.drop_column("judged_by_id")
        batch_op.drop_column("is_accepted")
        batch_op.drop_column("is_current")
        batch_op.drop_column("no")

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index("ix_attachment_suggestion_id")
        batch_op.drop_index(
            "ix_attachment_loose",
            sqlite_where=sa.text("suggestion_id IS NULL"),
            postgresql_where=sa.text("suggestion_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_attachment_digest"))

    op.drop_table("attachment")
    with op.batch_alter_table("paper_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_paper_entry_suggestion_id")
        batch_op.drop_index(
            "ix_paper_entry_open_unit",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_paper_entry_open_person",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.drop_table("paper_entry")
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.drop_index("ix_hearing_suggestion_id")
        batch_op.drop_index(
            "ix_hearing_open_unit",
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        )

    op.drop_table("hearing")
    with op.batch_alter_table("review_mark", schema=None) as batch_op:
        batch_op.drop_index("ix_review_mark_review_id")

    op.drop_table("review_mark")
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_objection_open",
            sqlite_where=sa.text("is_upheld IS NULL"),
            postgresql_where=sa.text("is_upheld IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_objection_suggestion_id"))
        batch_op.drop_index("ix_objection_ruled_at")
        batch_op.drop_index("ix_objection_better_unit_id")

    op.drop_table("objection")
    with op.batch_alter_table("hand_over_line", schema=None) as batch_op:
        batch_op.drop_index("ix_hand_over_line_task_id")

    op.drop_table("hand_over_line")
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_extension_open",
            sqlite_where=sa.text("is_granted IS NULL"),
            postgresql_where=sa.text("is_granted IS NULL"),
        )
        batch_op.drop_index("ix_extension_task_id")

    op.drop_table("extension")
    with op.batch_alter_table("explanation", schema=None) as batch_op:
        batch_op.drop_index("ix_explanation_task_id")

    op.drop_table("explanation")
    with op.batch_alter_table("disagreement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_disagreement_open",
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )
        batch_op.drop_index("ix_disagreement_suggestion_id")

    op.drop_table("disagreement")
    with op.batch_alter_table("suggestion_link", schema=None) as batch_op:
        batch_op.drop_index("ix_suggestion_link_earlier_id")

    op.drop_table("suggestion_link")
    with op.batch_alter_table("lead_change", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_lead_change_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index("ix_lead_change_suggestion_id")

    op.drop_table("lead_change")
    with op.batch_alter_table("intended_outcome", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_intended_outcome_open",
            sqlite_where=sa.text("reception IS NULL"),
            postgresql_where=sa.text("reception IS NULL"),
        )
        batch_op.drop_index("ix_intended_outcome_suggestion_id")

    op.drop_table("intended_outcome")
    with op.batch_alter_table("group_membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_group_membership_open",
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )
        batch_op.drop_index("ix_group_membership_suggestion_id")
        batch_op.drop_index("ix_group_membership_group_id")

    op.drop_table("group_membership")
    op.drop_table("hand_over")
    op.drop_table("handling_group")
    op.drop_table("stored_file")
