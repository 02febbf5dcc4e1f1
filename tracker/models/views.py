"""Views of lists that people kept (常用视图), and which of them each opens a list with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.lists import QUERY, VIEW_NAME, Audience, ListCode
from tracker.domain.roles import Role, System
from tracker.models.people import Person


class SavedView(Base):
    """A filter, an order and columns under a name, as they stand in the address of the list: never any rows."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("owner_id", "role", "list", "name"),
        # Looked up with every page of a list: those of the reader's own post.
        Index("ix_saved_view_list_role", "list", "role", "unit_id"),
        CheckConstraint("name <> ''", name="has_name"),
        CheckConstraint("shared_with <> 'unit' OR unit_id IS NOT NULL", name="unit_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    list: Mapped[ListCode]
    name: Mapped[str] = mapped_column(String(VIEW_NAME))
    query: Mapped[str] = mapped_column(String(QUERY), default="")
    shared_with: Mapped[Audience] = mapped_column(default=Audience.NOBODY)
    # The post it was kept in, which says who its colleagues are; the statuses one can ask for depend on it too.
    role: Mapped[Role]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    system: Mapped[System | None]
    made_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    owner: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}


class DefaultView(Base):
    """The view a person opens a list with in one of his roles."""

    __tablename__ = "default_view"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)
    list: Mapped[ListCode] = mapped_column(primary_key=True)
    view_id: Mapped[int] = mapped_column(ForeignKey("saved_view.id"), index=True)
