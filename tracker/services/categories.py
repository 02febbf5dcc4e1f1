"""Subject categories (类别) as the desk keeps them: a tree of at most three levels; ended, never deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.organs import Category
from tracker.services._load import Invalid, fresh
from tracker.services._office import require
from tracker.services._record import write_event

LEVELS = 3
OWN = ""  # foreign schemes carry their name; ours carries none


@transactional
def add(actor: Actor, name: str, *, parent_id: int | None, now: datetime) -> int:
    """Add a category below another or at the top; returns its id."""
    require(actor, Capability.KEEP_CATEGORIES)
    parent = _parent(parent_id)
    path = f"{parent.path}/{name}" if parent else name
    _check(name, path)
    ordinal = db.session.scalar(select(func.count()).select_from(Category).where(Category.scheme == OWN)) or 0
    category = Category(scheme=OWN, path=path, name=name, parent_id=parent_id, ordinal=ordinal)
    db.session.add(category)
    db.session.flush()
    write_event(actor, "add_category", now=now, subject=f"category:{category.id}", facts={"path": path})
    return category.id


@transactional
def rename(actor: Actor, category_id: int, name: str, *, version: int, now: datetime) -> int:
    """Give a category another name; what is filed under it stays filed under it. Returns its id."""
    require(actor, Capability.KEEP_CATEGORIES)
    category = _own(category_id, version=version)
    above = category.path.rpartition("/")[0]
    path, before = (f"{above}/{name}" if above else name), category.path
    _check(name, path, but=category.id)
    for below in db.session.scalars(
        select(Category).where(Category.scheme == OWN, Category.path.startswith(f"{before}/", autoescape=True))
    ):
        below.path = path + below.path.removeprefix(before)
    category.name, category.path = name, path
    facts = {"before": before, "path": path}
    write_event(actor, "rename_category", now=now, subject=f"category:{category.id}", facts=facts)
    return category.id


@transactional
def move(actor: Actor, category_id: int, *, up: bool, now: datetime) -> int:
    """Change places with the neighbour above or below; returns the category's id."""
    require(actor, Capability.KEEP_CATEGORIES)
    category = _own(category_id)
    row = list(
        db.session.scalars(
            select(Category)
            .where(Category.scheme == OWN, Category.parent_id.is_not_distinct_from(category.parent_id))
            .order_by(Category.ordinal, Category.id)
        )
    )
    for ordinal, one in enumerate(row):
        one.ordinal = ordinal
    place = row.index(category)
    other = place - 1 if up else place + 1
    if 0 <= other < len(row):
        row[place].ordinal, row[other].ordinal = other, place
        write_event(actor, "move_category", now=now, subject=f"category:{category.id}", facts={"to": other})
    return category.id


@transactional
def end(actor: Actor, category_id: int, *, version: int, now: datetime) -> int:
    """Offer a category no more; old papers keep it. Returns its id. Raises `Invalid` while one below is offered."""
    require(actor, Capability.KEEP_CATEGORIES)
    category = _own(category_id, version=version)
    if db.session.scalar(
        select(Category.id).where(Category.parent_id == category.id, Category.ended_on.is_(None)).limit(1)
    ):
        raise Invalid(category="has_children")
    category.ended_on = day_of(now)
    write_event(actor, "end_category", now=now, subject=f"category:{category.id}", facts={"path": category.path})
    return category.id


def _own(category_id: int, *, version: int | None = None) -> Category:
    category = fresh(Category, category_id, version=version)
    if category.scheme != OWN:
        raise Invalid(category="foreign")
    return category


def _parent(parent_id: int | None) -> Category | None:
    if parent_id is None:
        return None
    parent = _own(parent_id)
    if parent.path.count("/") + 1 >= LEVELS or parent.ended_on is not None:
        raise Invalid(parent="too_deep")
    return parent


def _check(name: str, path: str, *, but: int = 0) -> None:
    if not name.strip():
        raise Invalid(name="missing")
    if "/" in name:
        raise Invalid(name="no_slash")
    if db.session.scalar(select(Category.id).where(Category.scheme == OWN, Category.path == path, Category.id != but)):
        raise Invalid(name="taken")
