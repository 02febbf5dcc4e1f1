"""key items (重点督办、领办、领衔督办): one matter in one year, its papers, plan, occasions, demands, reports"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    _items()
    _papers()
    _supervision()
    _of_units()
    op.add_column("suggestion", sa.Column("is_leader_led", sa.Boolean(), server_default=sa.false(), nullable=False))
    _few("ix_suggestion_key", where="is_key")
    _few("ix_suggestion_leader_led", where="is_leader_led")
    _marked_before()


def _items() -> None:
    op.create_table(
        "key_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("supervised", "led", "watched", name="keykind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "proposed",
                "running",
                "reported",
                "concluded",
                "refused",
                "taken_back",
                name="keystage",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("proposed_committee", sa.String(length=100), nullable=False),
        sa.Column("proposed_leader", sa.String(length=100), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "proposed_role",
            sa.Enum(
                "deputy",
                "assistant",
                "desk",
                "delegation_clerk",
                "bill_group",
                "coordinator",
                "unit_receiver",
                "unit_handler",
                "unit_reviewer",
                "unit_signer",
                "committee",
                "system_admin",
                "security_admin",
                "auditor",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("proposed_for", sa.String(length=100), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("meeting", sa.String(length=100), nullable=False),
        sa.Column("document_no", sa.String(length=60), nullable=False),
        sa.Column("decision_words", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("committee", sa.String(length=100), nullable=False),
        sa.Column("leader", sa.String(length=100), nullable=False),
        sa.Column("plan_due_on", sa.Date(), nullable=True),
        sa.Column("report_due_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("without_report", sa.Text(), nullable=False),
        sa.Column("goes_on", sa.Boolean(), nullable=False),
        sa.Column("concluded_by_id", sa.Integer(), nullable=True),
        sa.Column("continued_from_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(stage = 'concluded') = (concluded_on IS NOT NULL)", name=op.f("ck_key_item_concluded_has_its_day")
        ),
        sa.CheckConstraint("kind <> 'led' OR committee = ''", name=op.f("ck_key_item_led_has_no_committee")),
        sa.CheckConstraint(
            "stage IN ('proposed','refused','taken_back') OR decided_on IS NOT NULL",
            name=op.f("ck_key_item_decided_has_its_day"),
        ),
        sa.ForeignKeyConstraint(["concluded_by_id"], ["person.id"], name=op.f("fk_key_item_concluded_by_id")),
        sa.ForeignKeyConstraint(["continued_from_id"], ["key_item.id"], name=op.f("fk_key_item_continued_from_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_key_item_decided_by_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_key_item_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_item")),
        sa.UniqueConstraint("continued_from_id", name=op.f("uq_key_item_continued_from_id")),
    )
    op.create_index("ix_key_item_stage", "key_item", ["stage", "committee"], unique=False)
    op.create_index("ix_key_item_year", "key_item", ["year", "stage"], unique=False)


def _papers() -> None:
    op.create_table(
        "key_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("is_led", sa.Boolean(), nullable=False),
        sa.Column("bound_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("why_left", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["handling_group.id"], name=op.f("fk_key_paper_group_id")),
        sa.ForeignKeyConstraint(["item_id"], ["key_item.id"], name=op.f("fk_key_paper_item_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_key_paper_suggestion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_paper")),
    )
    op.create_index(
        "ix_key_paper_group_id",
        "key_paper",
        ["group_id"],
        unique=False,
        sqlite_where=sa.text("group_id IS NOT NULL"),
        postgresql_where=sa.text("group_id IS NOT NULL"),
    )
    op.create_index("ix_key_paper_suggestion_id", "key_paper", ["suggestion_id"], unique=False)
    op.create_index(
        "uq_key_paper_bound",
        "key_paper",
        ["suggestion_id", "is_led"],
        unique=True,
        sqlite_where=sa.text("bound_on IS NOT NULL AND left_on IS NULL"),
        postgresql_where=sa.text("bound_on IS NOT NULL AND left_on IS NULL"),
    )
    op.create_index(
        "uq_key_paper_named",
        "key_paper",
        ["item_id", "suggestion_id"],
        unique=True,
        sqlite_where=sa.text("left_on IS NULL"),
        postgresql_where=sa.text("left_on IS NULL"),
    )


def _supervision() -> None:
    op.create_table(
        "key_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "occasion",
            sa.Enum(
                "inspection",
                "investigation",
                "hearing",
                "symposium",
                "tv_inquiry",
                "on_site",
                name="occasion",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("who_came", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["key_item.id"], name=op.f("fk_key_event_item_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_key_event_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_event")),
    )
    op.create_index("ix_key_event_item_id", "key_event", ["item_id"], unique=False)
    op.create_table(
        "key_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["key_item.id"], name=op.f("fk_key_plan_item_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_key_plan_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_plan")),
        sa.UniqueConstraint("item_id", "no", name=op.f("uq_key_plan_item_id_no")),
    )


def _of_units() -> None:
    op.create_table(
        "key_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("handed_in_by_id", sa.Integer(), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(), nullable=True),
        sa.Column("by_principal", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["handed_in_by_id"], ["person.id"], name=op.f("fk_key_report_handed_in_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["key_item.id"], name=op.f("fk_key_report_item_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_key_report_saved_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_key_report_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_report")),
        sa.UniqueConstraint("item_id", "unit_id", "no", name=op.f("uq_key_report_item_id_unit_id_no")),
    )
    op.create_index(
        "uq_key_report_draft",
        "key_report",
        ["item_id", "unit_id"],
        unique=True,
        sqlite_where=sa.text("handed_in_at IS NULL"),
        postgresql_where=sa.text("handed_in_at IS NULL"),
    )
    op.create_table(
        "key_demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name=op.f("ck_key_demand_answered_in_words")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_key_demand_answered_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["key_event.id"], name=op.f("fk_key_demand_event_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_key_demand_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_demand")),
    )
    op.create_index("ix_key_demand_event_id", "key_demand", ["event_id"], unique=False)
    op.create_index(
        "ix_key_demand_open",
        "key_demand",
        ["unit_id"],
        unique=False,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )


def _few(name: str, *, where: str) -> None:
    some = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
    op.create_index(name, "suggestion", ["due_sort", "id"], unique=False, **some)


def _marked_before() -> None:
    """A mark nobody decided on becomes a proposal with these papers, which the desk puts before the chair meeting."""
    connection = op.get_bind()
    marked = list(connection.execute(sa.text("SELECT id FROM suggestion WHERE is_key ORDER BY id")).scalars())
    connection.execute(sa.text("UPDATE handling_group SET is_key = :no WHERE is_key"), {"no": False})
    if not marked:
        return
    now = datetime.now(UTC).replace(tzinfo=None)
    connection.execute(sa.insert(_ITEM).values(**_PROPOSED, year=now.year, proposed_at=now))
    item = connection.execute(sa.text("SELECT max(id) FROM key_item")).scalar_one()
    row = {"item_id": item, "is_led": False, "why_left": ""}
    connection.execute(sa.insert(_PAPER), [row | {"suggestion_id": one} for one in marked])
    connection.execute(sa.text("UPDATE suggestion SET is_key = :no WHERE is_key"), {"no": False})


_PROPOSED = {
    "kind": "supervised",
    "title": "以前标为重点的建议",
    "stage": "proposed",
    "criteria": ["city_wide"],
    "grounds": "升级以前标为重点，没有登记主任会议的决定。请核对后提请主任会议，或者撤回。",
    "proposed_committee": "",
    "proposed_leader": "",
    "proposed_role": "desk",
    "proposed_for": "",
    "meeting": "",
    "document_no": "",
    "decision_words": "",
    "committee": "",
    "leader": "",
    "result": "",
    "without_report": "",
    "goes_on": False,
    "version": 1,
}
_ITEM = sa.table(
    "key_item",
    *(sa.column(name, sa.JSON() if name == "criteria" else None) for name in _PROPOSED),
    sa.column("year"),
    sa.column("proposed_at", sa.DateTime()),
)
_PAPER = sa.table("key_paper", *(sa.column(name) for name in ("item_id", "suggestion_id", "is_led", "why_left")))


def downgrade() -> None:
    op.drop_index("ix_suggestion_leader_led", table_name="suggestion")
    op.drop_index("ix_suggestion_key", table_name="suggestion")
    op.drop_column("suggestion", "is_leader_led")
    op.drop_table("key_paper")
    op.drop_table("key_demand")
    op.drop_table("key_report")
    op.drop_table("key_plan")
    op.drop_table("key_event")
    op.drop_table("key_item")
