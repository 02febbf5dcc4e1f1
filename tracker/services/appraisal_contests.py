"""Objections of units to their score, the desk's decisions on them, and points given by hand (绩效考核异议)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.appraisal import Grade, Indicator, Kind
from tracker.domain.parties import Actor, Party
from tracker.domain.roles import Capability
from tracker.models.appraisals import Appraisal, AppraisalContest, AppraisalEntry, Outcome, Standing
from tracker.models.record import Event, Notice
from tracker.models.tasks import Task
from tracker.queries.appraisal_scores import Scored, day_of_score, scores
from tracker.queries.appraisals import find, units_of
from tracker.queries.figures import AsOf, as_of
from tracker.services._load import Invalid, Missing, fresh
from tracker.services._office import require
from tracker.services._record import write_event
from tracker.services.appraisals import kept

KEEP, CONTEST = Capability.KEEP_APPRAISALS, Capability.CONTEST_APPRAISALS


@dataclass(frozen=True)
class Decision:
    """What the desk decides: refused, or accepted by leaving the case out, by other points or by another grade."""

    accepts: bool | None
    answer: str = ""
    excludes: bool = False
    points: int | None = None  # hundredths, without sign
    grade: Grade | None = None


@transactional
def contest(
    actor: Actor, appraisal_id: int, code: str, *, task_id: int | None, reason: str, version: int, now: datetime
) -> int:
    """Object to a line of one's own unit's score, or to one case in it, until the day set for that; returns its id.

    Raises `Invalid` while the figures are being counted anew: half of them would be kept as the line that was objected
    to, for good.
    """
    person_id = require(actor, CONTEST)
    one = fresh(Appraisal, appraisal_id, version=version)
    if actor.unit_id is None or actor.unit_id not in {each.id for each in units_of(actor, one)}:
        raise Missing(f"Appraisal {appraisal_id}")
    reach = as_of()
    line = _line(actor, one, code, actor.unit_id, reach)
    if one.standing is not Standing.IN_FORCE:
        raise Invalid(appraisal="not_in_force")
    if day_of(now) > one.contest_by:
        raise Invalid(appraisal="contest_is_over")
    if not reason.strip():
        raise Invalid(reason="missing")
    if reach is None or not reach.is_whole:
        raise Invalid(appraisal="contest_while_counting")
    if task_id is not None and not _is_ours(one, task_id, actor.unit_id):
        raise Missing(f"Task {task_id}")
    if _open_one(one.series, code, actor.unit_id, task_id) is not None:
        raise Invalid(reason="contest_is_open")
    made = AppraisalContest(
        series=one.series,
        appraisal_id=one.id,
        code=code,
        unit_id=actor.unit_id,
        task_id=task_id,
        reason=reason,
        line_was=_told(line),
        made_by_id=person_id,
        made_at=now,
    )
    db.session.add(made)
    _note(actor, "contest_appraisal", made, now=now, note=reason)
    return made.id


@transactional
def withdraw(actor: Actor, contest_id: int, *, version: int, now: datetime) -> int:
    """Take back an objection of one's own unit that is not decided yet; returns its id."""
    require(actor, CONTEST)
    one = fresh(AppraisalContest, contest_id, version=version)
    if one.unit_id != actor.unit_id:
        raise Missing(f"AppraisalContest {contest_id}")
    if one.outcome is not Outcome.OPEN:
        raise Invalid(contest="contest_is_decided")
    one.outcome, one.decided_by_id, one.decided_at = Outcome.WITHDRAWN, actor.person_id, now
    _note(actor, "withdraw_contest", one, now=now)
    return one.id


@transactional
def decide(actor: Actor, contest_id: int, decision: Decision, *, version: int, now: datetime) -> int:
    """Accept an objection with what is put right, or refuse it, with the reason, by another person than made it.

    The score changes with it and shows what it was before. Returns its id.
    """
    person_id = require(actor, KEEP)
    one = fresh(AppraisalContest, contest_id, version=version)
    kept(actor, one.appraisal_id)
    if one.outcome is not Outcome.OPEN:
        raise Invalid(contest="contest_is_decided")
    if one.made_by_id == person_id:
        raise Invalid(contest="contest_same_person")
    current = _current(one.series)
    wrong = _wrong(decision, one, _indicator(current, one.code))
    if wrong or decision.accepts is None:
        raise Invalid(**wrong)
    one.outcome = Outcome.ACCEPTED if decision.accepts else Outcome.REFUSED
    one.answer, one.decided_by_id, one.decided_at = decision.answer, person_id, now
    if decision.accepts:
        one.excludes, one.points, one.grade = decision.excludes, decision.points, decision.grade
    event = _note(actor, "accept_contest" if decision.accepts else "refuse_contest", one, now=now, note=decision.answer)
    # Those of the unit who may object hear of it, whoever of them did.
    for party in (Party.RECEIVER, Party.UNIT_SIGNER):
        db.session.add(Notice(event_seq=event.seq, party=party, unit_id=one.unit_id, made_at=now))
    return one.id


@transactional
def give_points(
    actor: Actor, appraisal_id: int, code: str, unit_id: int, *, points: int, reason: str, version: int, now: datetime
) -> int:
    """Give a unit points by hand, in hundredths without sign, with the reason; returns the entry's id.

    `version` is that of the entry, 0 where there is none yet. Only while the version is in force and not closed.
    """
    person_id = require(actor, KEEP)
    one = kept(actor, appraisal_id)
    indicator = _indicator(one, code)
    if indicator is None or indicator.kind is not Kind.MANUAL or unit_id not in {x.id for x in units_of(actor, one)}:
        raise Missing(f"Appraisal {appraisal_id}")
    if one.standing is not Standing.IN_FORCE:
        raise Invalid(appraisal="not_in_force")
    wrong = {} if reason.strip() else {"reason": "missing"}
    if not 0 <= points <= indicator.most:
        wrong["points"] = "points_out_of_bounds"
    if wrong:
        raise Invalid(**wrong)
    entry = _entry(one.series, code, unit_id, version)
    before = entry.points if entry.id else None
    entry.points, entry.reason, entry.by_id, entry.at = points, reason, person_id, now
    db.session.add(entry)
    db.session.flush()
    facts = {"code": code, "unit": unit_id, "points": points, "before": before}
    write_event(actor, "give_appraisal_points", now=now, subject=f"appraisal:{one.id}", note=reason, facts=facts)
    return entry.id


def _entry(series: str, code: str, unit_id: int, version: int) -> AppraisalEntry:
    wanted = select(AppraisalEntry.id).where(
        AppraisalEntry.series == series, AppraisalEntry.code == code, AppraisalEntry.unit_id == unit_id
    )
    there = db.session.scalar(wanted)
    if there is not None:
        return fresh(AppraisalEntry, there, version=version)
    return AppraisalEntry(series=series, code=code, unit_id=unit_id)


def _line(actor: Actor, one: Appraisal, code: str, unit_id: int, reach: AsOf | None) -> Scored:
    """The line as it stands now. Raises `Missing` where the version has none of this code or nothing is counted."""
    units = [each for each in units_of(actor, one) if each.id == unit_id]
    if find(actor, one.id) is None or reach is None or not units:
        raise Missing(f"Appraisal {one.id}")
    (score,) = scores(one, units, on=day_of_score(one, reach.through))
    for each in score.lines:
        if each.line.indicator.code == code:
            return each
    raise Missing(code)


def _told(scored: Scored) -> dict[str, Any]:
    line = scored.line
    grade = line.grade.value if line.grade else None
    return {"part": line.part, "whole": line.whole, "points": line.points, "grade": grade}


def _is_ours(one: Appraisal, task_id: int, unit_id: int) -> bool:
    task = db.session.get(Task, task_id)
    return task is not None and task.unit_id == unit_id and task.suggestion.session_id == one.session_id


def _open_one(series: str, code: str, unit_id: int, task_id: int | None) -> int | None:
    of_line = AppraisalContest.series == series, AppraisalContest.code == code, AppraisalContest.unit_id == unit_id
    wanted = select(AppraisalContest.id).where(*of_line, AppraisalContest.outcome == Outcome.OPEN)
    return db.session.scalar(wanted.where(AppraisalContest.task_id.is_not_distinct_from(task_id)))


def _current(series: str) -> Appraisal:
    """The version in force. Raises `Invalid` where it is closed: what is final does not change."""
    wanted = select(Appraisal).where(
        Appraisal.series == series, Appraisal.in_force_at.is_not(None), Appraisal.replaced_at.is_(None)
    )
    one = db.session.scalars(wanted).one()
    if one.standing is not Standing.IN_FORCE:
        raise Invalid(contest="appraisal_is_closed")
    return one


def _indicator(one: Appraisal, code: str) -> Indicator | None:
    return next((each for each in one.scheme.indicators if each.code == code), None)


def _wrong(decision: Decision, one: AppraisalContest, indicator: Indicator | None) -> dict[str, str]:
    wrong = {} if decision.answer.strip() else {"answer": "missing"}
    if decision.accepts is None:
        return wrong | {"accepts": "choose_one"}
    if not decision.accepts:
        return wrong
    if indicator is None:
        return wrong | {"accepts": "indicator_is_gone"}
    put_right = [decision.excludes, decision.points is not None, decision.grade is not None]
    if sum(put_right) != 1:
        wrong["accepts"] = "put_right_how"
    elif decision.excludes and one.task_id is None:
        wrong["accepts"] = "no_case_to_leave_out"
    elif decision.points is not None and not 0 <= decision.points <= indicator.most:
        wrong["points"] = "points_out_of_bounds"
    elif decision.grade is not None and indicator.kind is not Kind.GRADE:
        wrong["accepts"] = "put_right_how"
    return wrong


def _note(actor: Actor, action: str, one: AppraisalContest, *, now: datetime, note: str = "") -> Event:
    db.session.flush()
    facts = {"contest": one.id, "code": one.code, "unit": one.unit_id}
    if one.task_id is not None:
        facts["task"] = one.task_id
    return write_event(actor, action, now=now, subject=f"appraisal:{one.appraisal_id}", note=note, facts=facts)


__all__ = ["Decision", "contest", "decide", "give_points", "withdraw"]
