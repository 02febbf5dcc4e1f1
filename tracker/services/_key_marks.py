"""Which papers a key item holds, and the marks they carry for it: the only code that sets `is_key` and
`is_leader_led`, inside the transaction of whoever brings it about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.key_items import LIVING, KeyStage
from tracker.domain.parties import CLOCK, Actor
from tracker.domain.permissions import may
from tracker.models.joint import HandlingGroup
from tracker.models.key_items import KeyItem, KeyPaper
from tracker.models.suggestions import Suggestion
from tracker.services._advance import advance
from tracker.services._key_acts import settle_reports
from tracker.services._load import Invalid, fresh


def name_papers(item: KeyItem, papers: Iterable[tuple[int, int | None]]) -> list[KeyPaper]:
    """Put papers, each with the group it comes with or none, into an item; what is in it already stays as it is."""
    held = {one.suggestion_id for one in item.papers if one.stands}
    made = [
        KeyPaper(item_id=item.id, suggestion_id=suggestion_id, group_id=group_id, is_led=item.is_led)
        for suggestion_id, group_id in papers
        if suggestion_id not in held
    ]
    item.papers.extend(made)
    db.session.flush()
    return made


def bind(actor: Actor, item: KeyItem, papers: Iterable[KeyPaper], *, now: datetime) -> None:
    """Let papers carry the mark from today (Asia/Shanghai): in their story all read it, and both sides are told.

    Raises `Invalid` where one is bound to another item of the same side, `Refused` where it is not on record.
    """
    db.session.flush()
    for one in papers:
        paper = fresh(Suggestion, one.suggestion_id)
        before = _bound(paper, is_led=item.is_led)
        goes_on = before is not None and before.item_id == item.continued_from_id
        if before is not None and not goes_on:
            raise Invalid(papers="key_already")
        if before is not None:
            before.left_on, before.why_left = day_of(now), f"转入{item.year}年"
            db.session.flush()
        one.bound_on = day_of(now)
        _mark(paper, one.group_id)
        advance(paper, Action.MADE_KEY, actor, now=now, facts=told(item) | ({"goes_on": True} if goes_on else {}))


def end(actor: Actor, one: KeyPaper, *, why: str, now: datetime) -> None:
    """Take one paper out of its item. What was only proposed says nothing in the paper's story."""
    db.session.flush()
    paper = fresh(Suggestion, one.suggestion_id)
    if one.bound_on is not None:
        # Told before the mark is gone: the committees are party to it by the mark. What the actor is no party to, such
        # as a paper of another system, follows by itself.
        by = actor if may(actor, Action.ENDED_KEY, paper, today=day_of(now)) else CLOCK
        advance(paper, Action.ENDED_KEY, by, now=now, note=why, facts=told(one.item))
    one.left_on, one.why_left = day_of(now), why
    db.session.flush()
    _mark(paper, one.group_id)


def end_all(actor: Actor, item: KeyItem, *, why: str, now: datetime) -> None:
    """Take every paper out that still stands."""
    for one in [each for each in item.papers if each.stands]:
        end(actor, one, why=why, now=now)


def end_with(suggestion: Suggestion, *, why: str, now: datetime) -> None:
    """A paper that is taken back or voided leaves every item it is in."""
    for one in _standing(KeyPaper.suggestion_id == suggestion.id):
        end(CLOCK, one, why=why, now=now)
        settle_reports(one.item)


def join_with_group(actor: Actor, suggestion: Suggestion, group: HandlingGroup, *, now: datetime) -> None:
    """A paper that joins a group comes into the items the group is in, with the same act (domain c.5, c.8).

    One that is in another item of the same side already stays there.
    """
    items = {one.item_id: one.item for one in _standing(KeyPaper.group_id == group.id)}
    for item in items.values():
        if item.stage is not KeyStage.PROPOSED and item.stage not in LIVING:
            continue
        if item.stage is not KeyStage.PROPOSED and _bound(suggestion, is_led=item.is_led) is not None:
            continue
        made = name_papers(item, [(suggestion.id, group.id)])
        if item.stage is not KeyStage.PROPOSED:
            bind(actor, item, made, now=now)
            settle_reports(item)
        _touch(item)


def leave_with_group(suggestion: Suggestion, group: HandlingGroup, *, now: datetime) -> None:
    """A paper that came with a group leaves the item with it: what was decided was the group's.

    Why it left the group is not for all who read that it is key no longer.
    """
    for one in _standing(KeyPaper.suggestion_id == suggestion.id, KeyPaper.group_id == group.id):
        end(CLOCK, one, why="移出并案", now=now)
        settle_reports(one.item)


def told(item: KeyItem) -> dict[str, Any]:
    """What an event in a paper's story says of the item."""
    return {
        "item": item.id,
        "kind": item.kind.value,
        "year": item.year,
        "title": item.title,
        "meeting": item.meeting,
        "decided_on": item.decided_on.isoformat() if item.decided_on else "",
        "committee": item.committee,
        "leader": item.leader,
    }


def taken(suggestion_ids: Iterable[int], *, is_led: bool, but: Iterable[int | None]) -> set[int]:
    """Which of these papers are bound to another item of the same side."""
    others = [one for one in but if one is not None]
    wanted = select(KeyPaper.suggestion_id).where(
        KeyPaper.suggestion_id.in_(list(suggestion_ids)),
        KeyPaper.is_led.is_(is_led),
        KeyPaper.bound_on.is_not(None),
        KeyPaper.left_on.is_(None),
        KeyPaper.item_id.not_in(others),
    )
    return set(db.session.scalars(wanted))


def _standing(*which: Any) -> list[KeyPaper]:
    wanted = select(KeyPaper).where(KeyPaper.left_on.is_(None), *which)
    return list(db.session.scalars(wanted.order_by(KeyPaper.id).execution_options(populate_existing=True)))


def _bound(suggestion: Suggestion, *, is_led: bool) -> KeyPaper | None:
    found = _standing(
        KeyPaper.suggestion_id == suggestion.id, KeyPaper.is_led.is_(is_led), KeyPaper.bound_on.is_not(None)
    )
    return found[0] if found else None


def _mark(suggestion: Suggestion, group_id: int | None) -> None:
    """Say on the paper, and on the group it came with, what the rows say."""
    db.session.flush()
    rows = _standing(KeyPaper.suggestion_id == suggestion.id, KeyPaper.bound_on.is_not(None))
    suggestion.is_key = any(not one.is_led for one in rows)
    suggestion.is_leader_led = any(one.is_led for one in rows)
    if group_id is not None:
        group = fresh(HandlingGroup, group_id)
        bound = select(func.count()).where(
            KeyPaper.group_id == group_id,
            KeyPaper.is_led.is_(False),
            KeyPaper.bound_on.is_not(None),
            KeyPaper.left_on.is_(None),
        )
        group.is_key = bool(db.session.scalar(bound))
    db.session.flush()


def _touch(item: KeyItem) -> None:
    """A form somebody has open on the item is late: it does not show what came in."""
    flag_modified(item, "title")
    db.session.flush()
