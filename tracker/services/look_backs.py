"""Campaigns that look back (回头看) on last year's replies and promises: begun, added to, closed with a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.hints import marked
from tracker.domain.look_backs import MOST_LINES, Scope, days_in_order, scope_of
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.look_backs import LookBack, LookBackLine
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries.look_back_candidates import Candidate, picked
from tracker.services._advance import advance
from tracker.services._load import Invalid, fresh
from tracker.services._office import require
from tracker.services._record import write_event
from tracker.services._succession import go_along
from tracker.services.look_back_lines import shut


@dataclass(frozen=True)
class Campaign:
    """What a form says of one: its name, what it looks back on, and by which days each side does its part."""

    name: str
    scope: Scope
    words: str = ""
    fill_by: date | None = None
    check_by: date | None = None
    rate_by: date | None = None


@dataclass(frozen=True)
class Chosen:
    """The lines a form puts on, by key, and why the others of its list are left out."""

    keys: Sequence[str]
    left_out: int = 0
    why_left_out: str = ""


@transactional
def start(actor: Actor, campaign: Campaign, chosen: Chosen, *, now: datetime) -> int:
    """Begin a campaign with its first lines, at most 500, in one transaction; units are told. Returns its id."""
    require(actor, Capability.KEEP_LOOK_BACKS)
    wrong = campaign_problems(campaign, now=now)
    lines, more = _chosen(campaign.scope, chosen, but=None, today=day_of(now))
    wrong |= more
    if wrong or campaign.fill_by is None or campaign.check_by is None or campaign.rate_by is None:
        raise Invalid(**wrong)
    one = LookBack(
        name=campaign.name.strip(),
        year=campaign.scope.year,
        scope=campaign.scope.as_facts() | _left_out(chosen),
        words=campaign.words,
        fill_by=campaign.fill_by,
        check_by=campaign.check_by,
        rate_by=campaign.rate_by,
        made_by_id=actor.person_id,
        made_at=now,
    )
    db.session.add(one)
    db.session.flush()
    write_event(actor, "start_look_back", now=now, subject=f"look_back:{one.id}", facts={"lines": len(lines)})
    _put_on(actor, one, lines, now=now)
    return one.id


def campaign_problems(campaign: Campaign, *, now: datetime) -> dict[str, str]:
    """What is wrong with name, scope and days, all at once, by field."""
    wrong = campaign.scope.wrong | days_in_order(campaign.fill_by, campaign.check_by, campaign.rate_by, day_of(now))
    name = campaign.name.strip()
    if not name:
        wrong["name"] = "missing"
    elif db.session.scalar(select(LookBack.id).where(LookBack.name == name)) is not None:
        wrong["name"] = "name_taken"
    return wrong


@transactional
def add_lines(
    actor: Actor, look_back_id: int, chosen: Chosen, *, version: int, now: datetime, scope: Scope | None = None
) -> int:
    """Put further lines on a campaign that runs; nothing is put on twice. Returns its id."""
    require(actor, Capability.KEEP_LOOK_BACKS)
    one = running(look_back_id, version=version)
    lines, wrong = _chosen(scope or scope_of(one.scope), chosen, but=one.id, today=day_of(now))
    if wrong:
        raise Invalid(**wrong)
    one.scope = one.scope | _left_out(chosen)
    write_event(actor, "add_to_look_back", now=now, subject=f"look_back:{one.id}", facts={"lines": len(lines)})
    _put_on(actor, one, lines, now=now)
    return one.id


@transactional
def keep_report(actor: Actor, look_back_id: int, *, report: str, version: int, now: datetime) -> int:
    """Keep the desk's words of one that runs, for the desk alone, until it is closed with them. Returns the version.

    Raises `Invalid` for a text marked as secret: nothing is stored (PB-10).
    """
    require(actor, Capability.KEEP_LOOK_BACKS)
    if marked({"report": report}):
        raise Invalid(report="secret")
    one = running(look_back_id, version=version)
    one.report = report
    db.session.flush()
    return one.version


@transactional
def close(actor: Actor, look_back_id: int, *, report: str, version: int, now: datetime) -> int:
    """End a campaign with the desk's words under its figures; what was not done stays said as not done.

    Ratings whose last day is over are settled first, even when the worker is late. Raises `Invalid` while deputies may
    still rate, and for a text marked as secret (PB-10). Returns its id.
    """
    require(actor, Capability.KEEP_LOOK_BACKS)
    one = running(look_back_id, version=version)
    wrong = {} if report.strip() else {"report": "missing"}
    if marked({"report": report}):
        wrong["report"] = "secret"
    elif day_of(now) <= one.rate_by and any(line.rating_shut_on is None for line in one.lines):
        wrong["report"] = "ratings_run"
    if wrong:
        raise Invalid(**wrong)
    for line in one.lines:
        if line.rating_shut_on is None:
            shut(line, now=now)
    one.report, one.closed_on = report, day_of(now)
    for round_id in [line.round_id for line in one.lines]:
        less = update(Round).where(Round.id == round_id)
        db.session.execute(less.values(look_backs_open=Round.look_backs_open - 1))
    write_event(actor, "close_look_back", now=now, subject=f"look_back:{one.id}", facts={"lines": len(one.lines)})
    return one.id


def running(look_back_id: int, *, version: int | None = None) -> LookBack:
    """A campaign that is not closed. Raises `Invalid` otherwise."""
    one = fresh(LookBack, look_back_id, version=version)
    if one.closed_on is not None:
        raise Invalid(look_back="look_back_is_closed")
    return one


def _chosen(scope: Scope, chosen: Chosen, *, but: int | None, today: date) -> tuple[list[Candidate], dict[str, str]]:
    if scope.wrong:
        return [], scope.wrong
    if not chosen.keys:
        return [], {"picks": "nothing_chosen"}
    if len(set(chosen.keys)) > MOST_LINES:
        return [], {"picks": "too_many"}
    lines = picked(chosen.keys, scope, today=today, but=but)
    if len(lines) != len(set(chosen.keys)):
        # Put on by a colleague meanwhile, or the promise has changed: the list is looked through again.
        return lines, {"picks": "list_has_changed"}
    if chosen.left_out and not chosen.why_left_out.strip():
        return lines, {"why_left_out": "left_out_without_words"}
    return lines, {}


def _left_out(chosen: Chosen) -> dict[str, object]:
    if not chosen.left_out:
        return {}
    return {"left_out": chosen.left_out, "why_left_out": chosen.why_left_out}


def _put_on(actor: Actor, look_back: LookBack, lines: Sequence[Candidate], *, now: datetime) -> None:
    rounds = _loaded({one.round_id for one in lines})
    made = [_line(look_back, rounds[one.round_id], one, now=now) for one in lines]
    # All at once: the write lock is held meanwhile.
    db.session.add_all(made)
    db.session.flush()
    for line in made:
        facts = {"line": line.id, "name": look_back.name, "fill_by": look_back.fill_by.isoformat()}
        facts |= {"commitment": line.commitment_id} if line.commitment_id else {}
        advance(rounds[line.round_id], Action.LOOK_BACK, actor, now=now, facts=facts)


def _line(look_back: LookBack, one: Round, candidate: Candidate, *, now: datetime) -> LookBackLine:
    unit = go_along(one.task, now=now)
    one.look_backs_open += 1
    return LookBackLine(
        look_back_id=look_back.id,
        round_id=one.id,
        commitment_id=candidate.commitment_id,
        unit_id=unit.id,
        letter_was=one.letter_now or one.letter,
    )


def _loaded(round_ids: set[int]) -> dict[int, Round]:
    """The rounds with all that putting them on looks at: one statement."""
    beside = joinedload(Round.task)
    wanted = (
        select(Round)
        .options(beside.joinedload(Task.suggestion).joinedload(Suggestion.session), beside.joinedload(Task.unit))
        .where(Round.id.in_(round_ids))
        .execution_options(populate_existing=True)
    )
    return {one.id: one for one in db.session.scalars(wanted)}
