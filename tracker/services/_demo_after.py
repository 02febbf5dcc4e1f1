"""What comes after the rating in the demo congress: a matter taken up a second time, a look-back half way, and people
who have read most of what they were told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from tracker.db import db, transactional
from tracker.domain.actions import Action
from tracker.domain.look_backs import PROMISES, Scope
from tracker.domain.parties import Actor
from tracker.domain.permissions import may
from tracker.domain.ratings import Level, Question
from tracker.domain.roles import Role
from tracker.domain.states import RoundState
from tracker.models.escalations import Way
from tracker.models.look_backs import Finding, LookBackLine
from tracker.models.tasks import Round
from tracker.models.tellings import Telling
from tracker.queries.look_back_candidates import Candidate, candidates
from tracker.services import escalations, look_back_lines, look_backs, ratings, tellings
from tracker.services._demo_cast import CO_UNIT, HOME_UNIT
from tracker.services._demo_walk import Walk
from tracker.services._rating import Verdict
from tracker.services.escalations import Plan
from tracker.services.look_back_lines import Check, UnitForm
from tracker.services.look_backs import Campaign, Chosen

# So many lines, of which so many are filled in and so many checked.
LINES, FILLED, CHECKED = 12, 8, 5
FILL_BY, CHECK_BY, RATE_BY = 10, 20, 30
# So many notices of each person are still unread.
UNREAD = 12


def take_up(walk: Walk) -> None:
    """A second reply did not satisfy either: deputies and unit are to meet."""
    found = select(Round.id).where(Round.state == RoundState.DELIVERED, Round.no > 1).order_by(Round.id)
    for round_id in db.session.scalars(found).all():
        one = _round(round_id)
        waited = one.still_to_rate(walk.today)
        signers = [each for each in walk.scene.city.deputies if each.person_id in waited]
        if not waited or len(signers) != len(waited):
            continue
        for signer in signers:
            _rate(walk, signer, round_id)
        one = _round(round_id)
        if may(walk.who("chen"), Action.ESCALATE, one, today=walk.today):
            plan = Plan(Way.MEETING, walk.says["escalation"], walk.day(6), walk.says["escalation_place"])
            escalations.escalate(walk.who("chen"), round_id, plan, version=one.version, now=walk.now())
        return


def _round(round_id: int) -> Round:
    db.session.rollback()
    return db.session.get_one(Round, round_id, populate_existing=True)


def _rate(walk: Walk, signer: Actor, round_id: int) -> None:
    why = walk.says["dissatisfied_again"]
    said = {Question.ANSWER: Verdict(Level.DISSATISFIED, why), Question.PROCESS: Verdict(Level.SATISFIED)}
    ratings.rate(signer, round_id, said, version=_round(round_id).version, now=walk.now())


def look_back(walk: Walk) -> None:
    """A campaign over the replies of the year before: some lines filled in, some checked, some still to come."""
    year = walk.today.year - 1
    scope = Scope(year, frozenset(PROMISES), frozenset({"B"}), keys=True)
    found = candidates(scope, today=walk.today, most=500)
    # The cast's own units first, so that every log-in has something of it on its home.
    found.sort(key=lambda one: (one.unit not in (HOME_UNIT, CO_UNIT), one.commitment_id is None))
    chosen = _some(found)
    if not chosen:
        return
    days = {"fill_by": walk.day(FILL_BY), "check_by": walk.day(CHECK_BY), "rate_by": walk.day(RATE_BY)}
    campaign = Campaign(walk.says["look_back_name"].format(year=year), scope, walk.says["look_back"], **days)
    picked = Chosen([one.key for one in chosen], len(found) - len(chosen), walk.says["look_back_left_out"])
    made = look_backs.start(walk.who("chen"), campaign, picked, now=walk.now())
    lines = db.session.scalars(select(LookBackLine.id).where(LookBackLine.look_back_id == made)).all()
    for no, line_id in enumerate(lines[:FILLED]):
        _fill(walk, line_id, no)
    for no, line_id in enumerate(lines[: CHECKED - 1]):
        _check(walk, line_id, no)


def _some(found: Sequence[Candidate]) -> list[Candidate]:
    """Half of them promises, half replies."""
    promises = [one for one in found if one.commitment_id is not None][: LINES // 2]
    return promises + [one for one in found if one.commitment_id is None][: LINES - len(promises)]


def _line(line_id: int) -> LookBackLine:
    db.session.rollback()
    return db.session.get_one(LookBackLine, line_id, populate_existing=True)


def _fill(walk: Walk, line_id: int, no: int) -> None:
    line = _line(line_id)
    place = next((one for one in walk.scene.city.places.values() if one.id == line.unit_id), None)
    staff = place.staff.get(Role.UNIT_RECEIVER, []) if place else []
    if not staff or not may(staff[0], Action.FILL_LOOK_BACK, line.round, today=walk.today):
        return
    form = UnitForm(walk.says["look_back_measures"], walk.says["look_back_progress"], 40 + 10 * (no % 7))
    look_back_lines.fill(staff[0], line_id, form, version=line.version, now=walk.now())


def _check(walk: Walk, line_id: int, no: int) -> None:
    line = _line(line_id)
    if line.filled_at is None:
        return
    finding = (Finding.AS_SAID, Finding.PARTLY)[no % 2]
    seen = Check(finding, walk.today, walk.says["look_back_place"], "", walk.says["look_back_check"])
    who = next(one for one in (walk.who("ou"), walk.who("chen")) if _may_check(walk, one, line))
    look_back_lines.check(who, line_id, seen, version=line.version, now=walk.now())


def _may_check(walk: Walk, who: Actor, line: LookBackLine) -> bool:
    return may(who, Action.CHECK_LOOK_BACK, line.round, today=walk.today)


def tell(*, now: datetime) -> None:
    """Everybody is told what a running office would have told them, and has read all but the last."""
    while tellings.tell_due(now=now):
        pass
    tellings.remind(now=now)
    _read(now=now)


@transactional
def _read(*, now: datetime) -> int:
    newest = func.row_number().over(partition_by=Telling.person_id, order_by=Telling.id.desc())
    ranked = select(Telling.id, newest.label("place")).where(Telling.read_at.is_(None)).subquery()
    older = select(ranked.c.id).where(ranked.c.place > UNREAD)
    read = update(Telling).where(Telling.id.in_(older)).values(read_at=now, awaits_morning=False)
    done = db.session.execute(read, execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]
