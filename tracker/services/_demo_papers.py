"""What the office of the demo congress writes from its figures: reports, a sheet for the weekly meeting, an appraisal
with an objection; a few chases, and a robot that is not used any more."""

from __future__ import annotations

from datetime import date, timedelta

from flask import current_app
from sqlalchemy import select

from tracker.db import db
from tracker.domain.reports import ReportKind, When, a_year_before
from tracker.domain.states import TaskState
from tracker.models.appraisals import Appraisal
from tracker.models.reports import Report, ReportBlock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.models.tellings import GroupRobot, RobotKind
from tracker.queries.figures import Scope, as_of
from tracker.queries.report_figures import Gathered, Side, Wanted, gather
from tracker.queries.sessions_held import Held, sessions_held
from tracker.services import appraisal_contests, appraisals, chases, figures, reports, robots, weekly_sheets
from tracker.services._demo_cast import HOME_UNIT
from tracker.services._demo_walk import Walk
from tracker.services.appraisals import Plan
from tracker.services.chases import Said
from tracker.services.robots import RobotDraft

CHASED = 3
ANSWER_IN = timedelta(days=7)
OBJECT_IN = timedelta(days=20)


def chase_late(walk: Walk) -> None:
    """The desk chases a few of those that are latest, each of another paper."""
    late = (
        select(Task.id)
        .join(Suggestion, Suggestion.id == Task.suggestion_id)
        .where(Task.state.in_((TaskState.SIGNED_FOR, TaskState.HANDLING)), Task.due_on < walk.today)
        .where(Task.was_replaced.is_(False), Task.unit_id != walk.unit(HOME_UNIT))
        .order_by(Task.due_on, Task.id)
    )
    tasks = list(db.session.scalars(late.limit(CHASED)))
    db.session.rollback()
    for task_id in tasks:
        said = Said(walk.says["chase_words"], walk.today + ANSWER_IN)
        chases.chase(walk.who("chen"), task_id, said, now=walk.now())


def stop_a_robot(walk: Walk) -> None:
    """A group that was tried once: stopped, its address forgotten."""
    hosts = current_app.config["ROBOT_HOSTS"]
    if not hosts:
        return
    address = f"https://{hosts[0]}/example/invented"
    draft = RobotDraft(walk.says["robot_name"], RobotKind.WECOM, walk.unit(HOME_UNIT), address)
    one = robots.add(walk.who("xi"), draft, now=walk.now())
    version = db.session.get_one(GroupRobot, one, populate_existing=True).version
    db.session.rollback()
    robots.stop(walk.who("xi"), one, version=version, now=walk.now())


def write_from_figures(walk: Walk) -> None:
    """Count once, then write: last session's report signed off, this one's begun, a sheet, an appraisal."""
    figures.keep_up(now=walk.now(), most=None)
    held, reach = sessions_held(), as_of()
    db.session.rollback()
    if reach is None or not reach.is_whole or len(held) < 2:
        return
    now, last = held[0], held[1]
    done = reports.start(walk.who("chen"), _gathered(last, None, now.opens_on - timedelta(days=1)), now=walk.now())
    _write(walk, done, "next", "report_next")
    signed = walk.says["report_signed_by"]
    reports.finish(walk.who("chen"), done, signed_by=signed, version=_report(done).version, now=walk.now())
    draft = reports.start(walk.who("chen"), _gathered(now, last, reach.through), now=walk.now())
    _write(walk, draft, "problems", "report_problems")
    scope = Scope((now.id,))
    weekly_sheets.settle(walk.who("chen"), f"s{now.id}", scope, of_words=_words(now), now=walk.now())
    _appraise(walk, now)


def _gathered(one: Held, before: Held | None, on: date) -> Gathered:
    """The annual report of a session as of a day, beside the same of the session before."""
    sides = {When.NOW: _side(one, on)}
    if before is not None:
        sides |= {When.BEFORE: _side(before, a_year_before(on)), When.LAST: _side(before, on)}
    compared = "上年同期" if before is not None else ""
    return gather(Wanted(ReportKind.ANNUAL, f"s{one.id}", sides, compared, None, ""))


def _side(one: Held, on: date) -> Side:
    return Side(Scope((one.id,)), _words(one), on)


def _words(one: Held) -> str:
    return f"{one.term_name}{one.name}"


def _report(report_id: int) -> Report:
    db.session.rollback()
    return db.session.get_one(Report, report_id, populate_existing=True)


def _write(walk: Walk, report_id: int, code: str, says: str) -> None:
    wanted = select(ReportBlock).where(ReportBlock.report_id == report_id, ReportBlock.code == code)
    block = db.session.scalars(wanted).one()
    block_id, version = block.id, block.version
    db.session.rollback()
    reports.edit(walk.who("chen"), block_id, words=walk.says[says], version=version, now=walk.now())


def _appraise(walk: Walk, now: Held) -> None:
    """The scheme of this year in force, and one objection of the education bureau that waits."""
    ends = date(now.opens_on.year, 12, 31)
    ends = max(ends, walk.today)
    name = walk.says["appraisal_name"] % now.opens_on.year
    plan = Plan(name, now.id, now.opens_on, ends, ends + OBJECT_IN)
    one = appraisals.start(walk.who("chen"), plan, template="hundred-points", now=walk.now())
    appraisals.propose(walk.who("chen"), one, version=_at(one), now=walk.now())
    appraisals.approve(walk.who("lu"), one, version=_at(one), now=walk.now())
    reason = walk.says["appraisal_objection"]
    how = {"task_id": None, "reason": reason, "version": _at(one), "now": walk.now()}
    appraisal_contests.contest(walk.who("cheng"), one, "on_time", **how)


def _at(appraisal_id: int) -> int:
    db.session.rollback()
    return db.session.get_one(Appraisal, appraisal_id, populate_existing=True).version
