"""who is told of what and what went out of it: tellings, reminders, sendings, group robots, the office's own rules"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # Nobody was told of these, and nobody is told now of what is long done: telling begins with this version.
    op.execute("UPDATE notice SET sent_at = made_at WHERE sent_at IS NULL")
    _rules()
    _group_robot()
    _sending()
    _reminder()
    _telling()


def _rules() -> None:
    op.create_table(
        "notice_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "timing", sa.Enum("at_once", "digest", "off", name="timing", native_enum=False, length=32), nullable=False
        ),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_choice_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "notice_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "timing", sa.Enum("at_once", "digest", "off", name="timing", native_enum=False, length=32), nullable=False
        ),
        sa.Column(
            "channel", sa.Enum("app", "mail", "robot", name="channel", native_enum=False, length=32), nullable=False
        ),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_notice_rule_changed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_rule")),
        sa.UniqueConstraint("code", name=op.f("uq_notice_rule_code")),
    )


def _group_robot() -> None:
    op.create_table(
        "group_robot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("wecom", "dingtalk", "feishu", name="robotkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_group_robot_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_robot")),
    )
    op.create_index(op.f("ix_group_robot_unit_id"), "group_robot", ["unit_id"], unique=False)


def _sending() -> None:
    op.create_table(
        "sending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("news", "morning", "trial", name="sendingkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("robot_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "sent", "failed", "dropped", "settled", name="sendingstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_note", sa.Text(), nullable=False),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name=op.f("ck_sending_sent_has_time")),
        sa.CheckConstraint("(person_id IS NULL) <> (robot_id IS NULL)", name=op.f("ck_sending_to_person_or_group")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_sending_membership_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sending_person_id")),
        sa.ForeignKeyConstraint(["robot_id"], ["group_robot.id"], name=op.f("fk_sending_robot_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_sending_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending")),
        sa.UniqueConstraint("key", name=op.f("uq_sending_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_sending_message_id")),
    )
    op.create_index(
        "ix_sending_failed",
        "sending",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'failed'"),
        postgresql_where=sa.text("state = 'failed'"),
    )
    op.create_index("ix_sending_person_id", "sending", ["person_id"], unique=False)
    op.create_index("ix_sending_robot_id", "sending", ["robot_id"], unique=False)
    op.create_index(
        "ix_sending_waiting",
        "sending",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_sending_waiting_person",
        "sending",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def _reminder() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_reminder_clock_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("clock_id", "rule", "period", name=op.f("uq_reminder_clock_id_rule_period")),
    )


def _telling() -> None:
    op.create_table(
        "telling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=32), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=True),
        sa.Column("event_seq", sa.Integer(), nullable=True),
        sa.Column("reminder_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("awaits_morning", sa.Boolean(), nullable=False),
        sa.Column("sending_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(event_seq IS NULL) <> (reminder_id IS NULL)", name=op.f("ck_telling_of_act_or_limit")),
        sa.ForeignKeyConstraint(["event_seq"], ["event.seq"], name=op.f("fk_telling_event_seq")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_telling_membership_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_telling_person_id")),
        sa.ForeignKeyConstraint(["reminder_id"], ["reminder.id"], name=op.f("fk_telling_reminder_id")),
        sa.ForeignKeyConstraint(["sending_id"], ["sending.id"], name=op.f("fk_telling_sending_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_telling_suggestion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling")),
        sa.UniqueConstraint("person_id", "event_seq", name=op.f("uq_telling_person_id_event_seq")),
        sa.UniqueConstraint("person_id", "reminder_id", name=op.f("uq_telling_person_id_reminder_id")),
    )
    op.create_index(
        "ix_telling_for_morning",
        "telling",
        ["membership_id"],
        unique=False,
        sqlite_where=sa.text("awaits_morning = 1"),
        postgresql_where=sa.text("awaits_morning"),
    )
    op.create_index("ix_telling_person_id_id", "telling", ["person_id", "id"], unique=False)
    op.create_index("ix_telling_reminder_id", "telling", ["reminder_id"], unique=False)
    op.create_index("ix_telling_sending_id", "telling", ["sending_id"], unique=False)
    op.create_index("ix_telling_suggestion_id", "telling", ["suggestion_id"], unique=False)
    op.create_index(
        "ix_telling_unread",
        "telling",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    for table in ("telling", "reminder", "sending", "group_robot", "notice_rule", "notice_choice"):
        op.drop_table(table)
