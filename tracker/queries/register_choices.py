"""What the filters of the register offer: sessions, units, categories and delegations of our own congress."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, String, literal_column, select, union_all

from tracker.db import db
from tracker.models.organs import Category, Congress, CongressSession, Delegation, Term, Unit


def choices() -> dict[str, list[tuple[int, str]]]:
    """Sessions, units, categories and delegations of our own congress, by kind: one statement."""
    found: dict[str, list[tuple[int, str]]] = {name: [] for name in KINDS}
    for kind, number, words in db.session.execute(_choices()):
        found[kind].append((number, words))
    found["session"].reverse()
    return found


KINDS = ("session", "unit", "category", "delegation")


@cache
def _choices() -> CompoundSelect[*tuple[Any, ...]]:
    kind = {name: literal_column(f"'{name}'", String) for name in KINDS}
    sessions = (
        select(kind["session"].label("kind"), CongressSession.id, (Term.name + CongressSession.name).label("words"))
        .join(Term, Term.id == CongressSession.term_id)
        .join(Congress, Congress.id == Term.congress_id)
        .where(Congress.is_ours)
    )
    units = (
        select(kind["unit"], Unit.id, Unit.short_name)
        .join(Congress, Congress.id == Unit.congress_id)
        .where(Congress.is_ours)
    )
    categories = select(kind["category"], Category.id, Category.path).where(Category.scheme == "")
    delegations = (
        select(kind["delegation"], Delegation.id, Delegation.name)
        .join(Term, Term.id == Delegation.term_id)
        .join(Congress, Congress.id == Term.congress_id)
        .where(Congress.is_ours)
    )
    return union_all(sessions, units, categories, delegations).order_by("kind", "id")
