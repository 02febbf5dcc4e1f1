"""Key items as far as a reader may know them: what judgement needs, one item with its papers, the lists of a year.

`seen` is the SQL twin of `domain.key_items.detail`; a test compares the two for every side and stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.domain.key_items import DECIDED, Detail, Item, KeyKind, KeyStage, detail
from tracker.domain.limits import PAGE
from tracker.domain.parties import Actor, SignatureState, TaskRole
from tracker.domain.roles import UNIT_ROLES, Role
from tracker.domain.states import TaskState
from tracker.models.key_items import KeyDemand, KeyEvent, KeyItem, KeyPaper, KeyReport
from tracker.models.organs import Unit
from tracker.models.people import Membership
from tracker.models.suggestions import Signature, Suggestion
from tracker.models.tasks import Task
from tracker.queries.asker import MY_SYSTEM, MY_UNIT, values
from tracker.queries.key_item_duties import WAITS
from tracker.queries.key_item_papers import paper_rows

ANSWERING = (TaskRole.SOLE, TaskRole.LEAD, TaskRole.SEPARATE)
_WITH_UNIT = and_(Task.state != TaskState.WITH_COORDINATOR, Task.was_replaced.is_(False))


@dataclass(frozen=True)
class Found:
    """An item with what judgement needs of it, and how much of it the reader reads."""

    item: KeyItem
    facts: Item
    detail: Detail


def facts_of(item: KeyItem) -> Item:
    """What the table of key items judges by: two statements."""
    shares = db.session.execute(
        select(Task.unit_id, Task.system, Task.role, Task.state, KeyPaper.left_on)
        .join(KeyPaper, KeyPaper.suggestion_id == Task.suggestion_id)
        .where(*_belongs(item), Task.was_replaced.is_(False))
    ).all()
    ours = [one for one in shares if one.state is not TaskState.WITH_COORDINATOR]
    return Item(
        stage=item.stage,
        kind=item.kind,
        committee=item.committee,
        proposed_role=item.proposed_role,
        proposed_for=item.proposed_for,
        units=frozenset(one.unit_id for one in ours),
        answering=frozenset(one.unit_id for one in ours if one.role in ANSWERING and one.left_on is None),
        systems=frozenset(one.system for one in shares),
        raised_by=frozenset(db.session.scalars(_raised(*_belongs(item)))),
    )


def _belongs(item: KeyItem) -> tuple[ColumnElement[bool], ...]:
    """The papers that make somebody a party to an item: of a decided one those it bound, also where they left since;
    what a proposal had let go before never was part of it."""
    of = KeyPaper.item_id == item.id
    return (of, KeyPaper.bound_on.is_not(None)) if item.stage in DECIDED else (of,)


def _raised(*which: ColumnElement[bool]) -> Any:
    of = select(KeyPaper.suggestion_id).where(*which)
    leads = select(Suggestion.author_id).where(Suggestion.id.in_(of), Suggestion.author_id.is_not(None))
    signs = select(Signature.person_id).where(Signature.suggestion_id.in_(of), Signature.state == SignatureState.AGREED)
    return leads.union(signs)


def seen(role: Role | None) -> ColumnElement[bool]:
    """The items somebody who wears such a hat may know of, with the parameters of `asker`."""
    decided = KeyItem.stage.in_(sorted(DECIDED))
    if role in (Role.DESK, Role.COMMITTEE):
        return true()
    if role in (Role.DEPUTY, Role.ASSISTANT):
        return decided
    if role is Role.COORDINATOR:
        own = and_(KeyItem.proposed_role == Role.COORDINATOR, KeyItem.proposed_for == MY_SYSTEM)
        return or_(own, and_(decided, has_share(Task.system == MY_SYSTEM, Task.was_replaced.is_(False))))
    if role in UNIT_ROLES:
        return and_(decided, has_share(Task.unit_id == MY_UNIT, _WITH_UNIT))
    return false()


def has_share(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether some task on a paper that the item bound is such; what its proposal let go before never was in it."""
    wanted = select(Task.id).join(KeyPaper, KeyPaper.suggestion_id == Task.suggestion_id)
    bound = KeyPaper.item_id == KeyItem.id, KeyPaper.bound_on.is_not(None)
    return exists(wanted.where(*bound, *conditions).correlate(KeyItem))


def find(actor: Actor, item_id: int) -> Found | None:
    """One item with all that hangs on it, where the actor may know of it."""
    wanted = (
        select(KeyItem)
        .options(
            selectinload(KeyItem.papers).joinedload(KeyPaper.group),
            selectinload(KeyItem.plans),
            selectinload(KeyItem.events).selectinload(KeyEvent.demands).joinedload(KeyDemand.unit),
            selectinload(KeyItem.reports).options(
                joinedload(KeyReport.unit), joinedload(KeyReport.saved_by), joinedload(KeyReport.handed_in_by)
            ),
            joinedload(KeyItem.proposed_by),
            joinedload(KeyItem.continued_from),
            joinedload(KeyItem.continued_as),
        )
        .where(KeyItem.id == item_id)
    )
    item = db.session.scalars(wanted).one_or_none()
    if item is None:
        return None
    facts = facts_of(item)
    how = detail(actor, facts)
    return Found(item, facts, how) if how is not None else None


def papers(actor: Actor, item: KeyItem) -> tuple[list[Any], int]:
    """The papers that stand in the item and that this actor may read, and how many others do: one statement.

    Of an item that is over, those it held to the end.
    """
    held = [one for one in item.papers if one.stands or _to_the_end(item, one)]
    return paper_rows(actor, [one.suggestion_id for one in held]), len(held)


def listed(actor: Actor, *, today: date, year: int | None, show: str, kind: KeyKind | None, page: int) -> Any:
    """One page of the items this actor may know of, the newest year first, and how many there are."""
    conditions = [seen(actor.role)]
    if year is not None:
        conditions.append(KeyItem.year == year)
    if kind is not None:
        conditions.append(KeyItem.kind == kind)
    if show in WAITS:
        conditions.append(WAITS[show](actor.role))
    elif show:
        conditions.append(KeyItem.stage == show)
    asked = values(actor, today=today)
    not_taken = and_(KeyItem.stage.in_((KeyStage.REFUSED, KeyStage.TAKEN_BACK)), KeyPaper.why_left != "")
    to_the_end = and_(KeyPaper.bound_on.is_not(None), KeyPaper.left_on >= KeyItem.concluded_on)
    standing = or_(KeyPaper.left_on.is_(None), to_the_end, not_taken)
    count = select(func.count()).where(KeyPaper.item_id == KeyItem.id, standing).correlate(KeyItem).scalar_subquery()
    planned = exists(select(1).where(KeyItem.plans.any()).correlate(KeyItem))
    wanted = select(KeyItem, count.label("papers"), planned.label("is_planned")).where(*conditions)
    order = (KeyItem.year.desc(), KeyItem.kind.desc(), KeyItem.id.desc())
    rows = db.session.execute(wanted.order_by(*order).limit(PAGE).offset(PAGE * (page - 1)), asked).all()
    return rows, db.session.scalar(select(func.count(KeyItem.id)).where(*conditions), asked) or 0


def years(actor: Actor) -> list[int]:
    """The years this actor knows an item of, the newest first."""
    wanted = select(KeyItem.year).where(seen(actor.role)).distinct().order_by(KeyItem.year.desc())
    return list(db.session.scalars(wanted, values(actor)))


def proposals() -> Sequence[KeyItem]:
    """What waits for the chair meeting, in the order of its list."""
    wanted = select(KeyItem).options(selectinload(KeyItem.papers), joinedload(KeyItem.continued_from))
    waiting = wanted.where(KeyItem.stage == KeyStage.PROPOSED)
    return db.session.scalars(waiting.order_by(KeyItem.year, KeyItem.kind.desc(), KeyItem.id)).all()


def proposals_seen(actor: Actor) -> list[KeyItem]:
    """Those of them this actor may know of: a coordinator its own."""
    known = select(KeyItem.id).where(KeyItem.stage == KeyStage.PROPOSED, seen(actor.role))
    ids = set(db.session.scalars(known, values(actor)))
    return [one for one in proposals() if one.id in ids]


def committees(today: date) -> list[str]:
    """The committees that have somebody in office on a day of Asia/Shanghai."""
    wanted = select(Membership.committee).where(
        Membership.role == Role.COMMITTEE,
        Membership.committee != "",
        Membership.starts_on <= today,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
    )
    return sorted(set(db.session.scalars(wanted)))


def of_suggestion(suggestion_id: int) -> Sequence[KeyPaper]:
    """The items that a paper is or was bound to, the oldest first: one statement."""
    wanted = select(KeyPaper).options(joinedload(KeyPaper.item))
    bound = wanted.where(KeyPaper.suggestion_id == suggestion_id, KeyPaper.bound_on.is_not(None))
    return db.session.scalars(bound.order_by(KeyPaper.id)).all()


def has_principal(unit_id: int, today: date) -> bool:
    """Whether the unit has a principal in office on a day of Asia/Shanghai."""
    wanted = select(Membership.id).where(
        Membership.role == Role.UNIT_SIGNER,
        Membership.unit_id == unit_id,
        Membership.is_principal,
        Membership.starts_on <= today,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
    )
    return db.session.scalar(wanted.limit(1)) is not None


def _to_the_end(item: KeyItem, one: KeyPaper) -> bool:
    """Whether a paper that left was in it until the item was over; what a proposal let go before has no reason."""
    if item.concluded_on is not None:
        return one.bound_on is not None and one.left_on is not None and one.left_on >= item.concluded_on
    return item.stage in (KeyStage.REFUSED, KeyStage.TAKEN_BACK) and one.why_left != ""


def units_of(item: KeyItem) -> list[tuple[int, str]]:
    """The units that have a share of a paper of the item, for choosing."""
    wanted = select(Unit.id, Unit.short_name).where(Unit.id.in_(list(facts_of(item).units)))
    return [(unit_id, name) for unit_id, name in db.session.execute(wanted.order_by(Unit.short_name))]
