"""The end of a period of appraisal: scores, places and cases are written down once, and never change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from tracker.clock import day_of, end_of
from tracker.db import db, transactional
from tracker.domain.appraisal import Kind
from tracker.domain.parties import Actor, Party
from tracker.domain.roles import Capability
from tracker.models.appraisals import Appraisal, AppraisalEntry, AppraisalResult, Standing
from tracker.models.record import Event, Notice
from tracker.queries.appraisal_evidence import everything
from tracker.queries.appraisal_frozen import written
from tracker.queries.appraisal_scores import Score, scores
from tracker.queries.appraisals import entries, open_contests, units_of
from tracker.queries.figures import AsOf, as_of
from tracker.services._load import Invalid
from tracker.services._office import require
from tracker.services._record import write_event
from tracker.services.appraisals import kept

TOLD = (Party.RECEIVER, Party.UNIT_SIGNER)


@transactional
def close(actor: Actor, appraisal_id: int, *, version: int, now: datetime) -> int:
    """Make an appraisal final; returns its id.

    Only when the period and the days for objections are over, every objection is decided, points by hand are given
    and all that happened by the last day of the period (Asia/Shanghai) has been counted.
    """
    person_id = require(actor, Capability.KEEP_APPRAISALS)
    one = kept(actor, appraisal_id, version=version)
    units = units_of(actor, one)
    found = scores(one, units, on=one.ends_on, all_units=True)
    problem = hindrance(one, found, as_of(), now=now)
    if problem:
        raise Invalid(appraisal=problem)
    measures = {each for indicator in one.scheme.indicators for each in indicator.evidence}
    cases, given = everything(one, measures, on=one.ends_on), entries(one.series)
    db.session.add_all([_result(one, score, cases.get(score.unit.id, {}), given) for score in found])
    one.closed_by_id, one.closed_at = person_id, now
    db.session.flush()
    facts = {"units": len(found), "ranked": sum(score.rank is not None for score in found)}
    event = write_event(actor, "close_appraisal", now=now, subject=f"appraisal:{one.id}", facts=facts)
    # Each unit that has a score is told that it is final; one without work has none.
    told = [(party, score.unit.id) for score in found if score.has_work for party in TOLD]
    db.session.add_all(Notice(event_seq=event.seq, party=party, unit_id=unit, made_at=now) for party, unit in told)
    return one.id


def hindrance(one: Appraisal, found: Sequence[Score], reach: AsOf | None, *, now: datetime) -> str:
    """Why an appraisal cannot be made final yet, as a code; reads only, inside or outside of a transaction."""
    if one.standing is not Standing.IN_FORCE:
        return "not_in_force"
    if day_of(now) <= one.contest_by:
        return "contest_runs"
    if open_contests(one.series):
        return "contests_open"
    if any(_waits(score) for score in found):
        return "points_missing"
    if reach is None or not reach.is_whole or reach.through < one.ends_on or reach.seq < _last_of(one):
        return "figures_behind"
    return ""


def _waits(score: Score) -> bool:
    by_hand = [each.line for each in score.lines if each.line.indicator.kind is Kind.MANUAL]
    return score.has_work and any(line.points is None for line in by_hand)


def _last_of(one: Appraisal) -> int:
    """The last act of the period."""
    return db.session.scalar(select(func.max(Event.seq)).where(Event.at <= end_of(one.ends_on))) or 0


def _result(
    one: Appraisal,
    score: Score,
    cases: Mapping[str, list[Any]],
    given: Mapping[tuple[int, str], AppraisalEntry],
) -> AppraisalResult:
    ours = {code: [entry.points, entry.reason] for (unit_id, code), entry in given.items() if unit_id == score.unit.id}
    return AppraisalResult(
        appraisal_id=one.id,
        unit_id=score.unit.id,
        unit_name=score.unit.name,
        system=score.unit.system,
        points=score.total.points,
        grade=score.total.grade,
        rank=score.rank,
        facts=written(score, cases, ours),
    )
