"""Views of lists (常用视图): kept under a name, shared with colleagues, changed, dropped, opened first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select

from tracker.db import db, transactional
from tracker.domain.lists import MOST_VIEWS, NEEDS, QUERY, VIEW_NAME, VIEWED, Audience, ListCode, audiences
from tracker.domain.parties import Actor
from tracker.models.views import DefaultView, SavedView
from tracker.queries.views import found_by
from tracker.services._load import Invalid, Missing, Stale
from tracker.services._office import require
from tracker.services._record import write_event


@transactional
def keep(
    actor: Actor, code: ListCode, *, name: str, query: str, shared_with: Audience, now: datetime, first: bool = False
) -> int:
    """Keep a filter under a name; `first`: open the list with it from now on. Returns its id.

    Raises `Missing` when the hat does not have the list, `Invalid` when the name is taken or there are too many.
    """
    person_id = require(actor, NEEDS[code])
    if code not in VIEWED or actor.role is None:
        raise Missing(code)
    view = SavedView(owner_id=person_id, list=code, role=actor.role, unit_id=actor.unit_id, system=actor.system)
    if _how_many(view) >= MOST_VIEWS:
        raise Invalid(name="too_many_views")
    view.query, view.made_at = query[:QUERY], now
    _settle(actor, view, name=name, shared_with=shared_with)
    db.session.add(view)
    db.session.flush()
    if first:
        _open_with(actor, view)
    write_event(actor, "keep_view", now=now, subject=f"view:{view.id}", facts=_facts(view))
    return view.id


@transactional
def change(
    actor: Actor,
    view_id: int,
    *,
    name: str,
    shared_with: Audience,
    version: int,
    now: datetime,
    query: str | None = None,
) -> int:
    """Another name, other colleagues or, where one is given, another filter. Raises `Missing`, `Stale`, `Invalid`."""
    view = _own(actor, view_id)
    if view.version != version:
        raise Stale(view, version)
    _settle(actor, view, name=name, shared_with=shared_with)
    if query is not None:
        view.query = query[:QUERY]
    if shared_with is Audience.NOBODY:
        # Whom it is no longer shared with opens the list without it.
        others = DefaultView.person_id != view.owner_id
        db.session.execute(delete(DefaultView).where(DefaultView.view_id == view.id, others))
    write_event(actor, "change_view", now=now, subject=f"view:{view.id}", facts=_facts(view))
    return view.id


@transactional
def drop(actor: Actor, view_id: int, *, now: datetime) -> int:
    """Drop a view of one's own, for everybody; no row of any list is touched. One that is gone already stays so."""
    try:
        view = _own(actor, view_id)
    except Missing:
        return view_id
    db.session.execute(delete(DefaultView).where(DefaultView.view_id == view.id))
    write_event(actor, "drop_view", now=now, subject=f"view:{view.id}", facts=_facts(view))
    db.session.delete(view)
    return view_id


@transactional
def open_with(actor: Actor, code: ListCode, view_id: int | None, *, now: datetime) -> int:
    """Open the list with this view from now on, or with none. Raises `Missing` for a view that is not the reader's."""
    require(actor, NEEDS[code])
    if view_id is None:
        db.session.execute(delete(DefaultView).where(*_defaults(actor, code)))
    else:
        view = db.session.scalars(select(SavedView).where(SavedView.id == view_id, found_by(actor, code))).one_or_none()
        if view is None:
            raise Missing("view")
        _open_with(actor, view)
    write_event(actor, "open_with_view", now=now, subject=f"view:{view_id or 0}", facts={"list": code.value})
    return view_id or 0


def _open_with(actor: Actor, view: SavedView) -> None:
    held = db.session.scalars(select(DefaultView).where(*_defaults(actor, view.list))).one_or_none()
    if held is not None:
        held.view_id = view.id
    else:
        who = {"person_id": actor.person_id, "role": actor.role}
        db.session.add(DefaultView(**who, list=view.list, view_id=view.id))


def _defaults(actor: Actor, code: ListCode) -> tuple[ColumnElement[bool], ...]:
    mine = DefaultView.person_id == actor.person_id
    return mine, DefaultView.role == actor.role, DefaultView.list == code


def _own(actor: Actor, view_id: int) -> SavedView:
    wanted = select(SavedView).where(SavedView.id == view_id, SavedView.owner_id == actor.person_id)
    view = db.session.scalars(wanted.where(SavedView.role == actor.role)).one_or_none()
    if view is None:
        raise Missing("view")
    require(actor, NEEDS[view.list])
    return view


def _settle(actor: Actor, view: SavedView, *, name: str, shared_with: Audience) -> None:
    words = " ".join(name.split())
    if not words:
        raise Invalid(name="missing")
    if len(words) > VIEW_NAME:
        raise Invalid(name="name_too_long")
    if shared_with not in audiences(actor.role):
        raise Invalid(shared_with="unknown")
    same = select(SavedView.id).where(*_of_list(view), SavedView.name == words)
    if db.session.scalar(same.where(SavedView.id != (view.id or 0))) is not None:
        raise Invalid(name="taken")
    view.name, view.shared_with = words, shared_with


def _of_list(view: SavedView) -> tuple[ColumnElement[bool], ...]:
    mine = SavedView.owner_id == view.owner_id
    return mine, SavedView.role == view.role, SavedView.list == view.list


def _how_many(view: SavedView) -> int:
    return db.session.scalar(select(func.count()).select_from(SavedView).where(*_of_list(view))) or 0


def _facts(view: SavedView) -> dict[str, str]:
    return {"list": view.list.value, "name": view.name, "filter": view.query, "shared_with": view.shared_with.value}
