"""Schemes of appraisal (绩效考核方案): drawn up by the desk, put in force by a second person, changed by versions."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm.attributes import flag_modified

from tracker.db import db, transactional
from tracker.domain.appraisal import FULL, Indicator, Reckoning
from tracker.domain.appraisal_checks import flaws
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability, Role, System
from tracker.models.appraisals import COPIED, Appraisal, AppraisalIndicator, Standing
from tracker.models.organs import Congress, CongressSession, Term
from tracker.queries.appraisals import find, keeps, latest_before, templates
from tracker.services._load import Invalid, Missing, fresh
from tracker.services._office import require
from tracker.services._record import write_event

KEEP = Capability.KEEP_APPRAISALS
# A period of appraisal is a year or a session; a day further off is a slip of the pen.
LONGEST = timedelta(days=3 * 365)


@dataclass(frozen=True)
class Plan:
    """What a form says of one: name, papers of which session, days of Asia/Shanghai, units of which systems."""

    name: str
    session_id: int | None
    begins_on: date | None
    ends_on: date | None
    contest_by: date | None
    systems: Sequence[str] = ()
    note: str = ""
    goods_needed: int | None = None
    # In hundredths of a point; None leaves what the scheme has.
    rank_from: int | None = None


@transactional
def start(actor: Actor, plan: Plan, *, template: str, now: datetime) -> int:
    """Draw up a scheme from one that comes with the program, or from one of ours (`#12`); returns its id."""
    person_id = require(actor, KEEP)
    wrong = _wrong(plan) | _beyond(actor, plan)
    shipped = {one.code: one for one in templates()}
    copied = find(actor, int(template[1:])) if _is_own(template) else None
    if template not in shipped and copied is None:
        wrong["template"] = "choose_one"
    if wrong:
        raise Invalid(**wrong)
    one = Appraisal(series=secrets.token_hex(16), made_by_id=person_id, made_at=now, template=template)
    begun_from = copied if copied is not None else shipped[template]
    scheme, one.note = begun_from.scheme, begun_from.note
    one.reckoning, one.goods_needed, one.rank_from = scheme.reckoning, scheme.goods_needed, scheme.rank_from
    one.is_provisional = copied is None and begun_from.is_provisional
    _fill(one, replace(plan, note=plan.note or one.note))
    db.session.add(one)
    _put(one, scheme.indicators)
    _note(actor, "start_appraisal", one, now=now)
    return one.id


@transactional
def change(actor: Actor, appraisal_id: int, plan: Plan, *, version: int, now: datetime) -> int:
    """Change name, days, systems or note of a draft; returns its id."""
    require(actor, KEEP)
    one = draft(actor, appraisal_id, version=version)
    if wrong := _wrong(plan) | _beyond(actor, plan):
        raise Invalid(**wrong)
    _fill(one, plan)
    _note(actor, "change_appraisal", one, now=now)
    return one.id


@transactional
def put_indicator(
    actor: Actor, appraisal_id: int, indicator: Indicator, *, ordinal: int, version: int, now: datetime
) -> int:
    """Add an indicator to a draft, or put another in the place of the one with its code; returns the draft's id."""
    require(actor, KEEP)
    one = draft(actor, appraisal_id, version=version)
    others = [each for each in one.indicators if each.code != indicator.code]
    if not indicator.name.strip():
        raise Invalid(name="missing")
    if indicator.name in {each.name for each in others}:
        raise Invalid(name="taken")
    row = next((each for each in one.indicators if each.code == indicator.code), None)
    if row is None:
        row = AppraisalIndicator(code=indicator.code or f"i{secrets.token_hex(4)}")
        one.indicators.append(row)
    _write(row, indicator)
    others.insert(min(max(ordinal, 1), len(others) + 1) - 1, row)
    for number, each in enumerate(others, 1):
        each.ordinal = number
    _touch(one)
    _note(actor, "change_appraisal", one, now=now, facts={"indicator": row.code})
    return one.id


@transactional
def take_off(actor: Actor, appraisal_id: int, code: str, *, version: int, now: datetime) -> int:
    """Take an indicator off a draft; returns the draft's id."""
    require(actor, KEEP)
    one = draft(actor, appraisal_id, version=version)
    row = next((each for each in one.indicators if each.code == code), None)
    if row is None:
        raise Invalid(code="indicator_is_gone")
    one.indicators.remove(row)
    db.session.delete(row)
    _touch(one)
    _note(actor, "change_appraisal", one, now=now, facts={"taken_off": code})
    return one.id


@transactional
def propose(actor: Actor, appraisal_id: int, *, version: int, now: datetime) -> int:
    """Hand a draft without flaws to a second person; returns its id."""
    person_id = require(actor, KEEP)
    one = draft(actor, appraisal_id, version=version)
    if flaws(one.scheme):
        raise Invalid(appraisal="scheme_has_flaws")
    one.proposed_by_id, one.proposed_at = person_id, now
    _note(actor, "propose_appraisal", one, now=now)
    return one.id


@transactional
def approve(actor: Actor, appraisal_id: int, *, version: int, now: datetime) -> int:
    """Put a proposed version in force, by another person; it takes the place of the version before. Returns its id."""
    person_id = require(actor, KEEP)
    one = _proposed(actor, appraisal_id, version=version)
    if one.proposed_by_id == person_id:
        raise Invalid(appraisal="appraisal_same_person")
    before = latest_before(one)
    if before is not None and before.replaced_at is None:
        before.replaced_at = now
        db.session.flush()
    one.in_force_by_id, one.in_force_at = person_id, now
    _note(actor, "approve_appraisal", one, now=now, note=one.why)
    return one.id


@transactional
def send_back(actor: Actor, appraisal_id: int, *, reason: str, version: int, now: datetime) -> int:
    """Give a proposed version back to be changed, with a reason; whoever proposed it may, too. Returns its id."""
    require(actor, KEEP)
    one = _proposed(actor, appraisal_id, version=version)
    if not reason.strip():
        raise Invalid(reason="missing")
    one.proposed_by_id = one.proposed_at = None
    _note(actor, "send_back_appraisal", one, now=now, note=reason)
    return one.id


@transactional
def new_version(actor: Actor, appraisal_id: int, *, why: str, version: int, now: datetime) -> int:
    """Begin a further version of one in force or closed, with the reason; returns the id of the new draft.

    The version it is made from stays in force, and what was frozen stays as it is, whatever becomes of the draft.
    """
    person_id = require(actor, KEEP)
    one = kept(actor, appraisal_id, version=version)
    if one.standing not in (Standing.IN_FORCE, Standing.CLOSED):
        raise Invalid(appraisal="not_the_last_version")
    if not why.strip():
        raise Invalid(why="missing")
    newest = db.session.scalar(select(func.max(Appraisal.edition)).where(Appraisal.series == one.series)) or 0
    if newest != one.edition:
        raise Invalid(appraisal="draft_is_there")
    same = ("name", "session_id", "begins_on", "ends_on", "contest_by", "reckoning", "goods_needed", "template", "note")
    further = Appraisal(series=one.series, edition=newest + 1, made_by_id=person_id, made_at=now, why=why)
    for name in (*same, "rank_from", "is_provisional"):
        setattr(further, name, getattr(one, name))
    further.systems = list(one.systems)
    db.session.add(further)
    _put(further, one.scheme.indicators)
    _note(actor, "new_appraisal_version", further, now=now, note=why)
    return further.id


@transactional
def discard(actor: Actor, appraisal_id: int, *, version: int, now: datetime) -> int:
    """Throw a draft away; the version in force stays. Returns its id."""
    require(actor, KEEP)
    one = draft(actor, appraisal_id, version=version)
    _note(actor, "discard_appraisal", one, now=now)
    db.session.execute(delete(AppraisalIndicator).where(AppraisalIndicator.appraisal_id == one.id))
    db.session.execute(delete(Appraisal).where(Appraisal.id == one.id))
    return appraisal_id


def draft(actor: Actor, appraisal_id: int, *, version: int) -> Appraisal:
    """A version that may still be changed. Raises `Invalid` otherwise."""
    one = kept(actor, appraisal_id, version=version)
    if one.standing is not Standing.DRAFT:
        raise Invalid(appraisal="no_draft_any_more")
    return one


def kept(actor: Actor, appraisal_id: int, *, version: int | None = None) -> Appraisal:
    """A version this actor keeps. Raises `Missing` for one that is another's, such as a scheme for all systems."""
    one = fresh(Appraisal, appraisal_id, version=version)
    if not keeps(actor, one):
        raise Missing(f"Appraisal {appraisal_id}")
    return one


def _proposed(actor: Actor, appraisal_id: int, *, version: int) -> Appraisal:
    one = kept(actor, appraisal_id, version=version)
    if one.standing is not Standing.PROPOSED:
        raise Invalid(appraisal="not_proposed")
    return one


def _is_own(template: str) -> bool:
    number = template.removeprefix("#")
    return template.startswith("#") and number.isascii() and number.isdecimal() and len(number) < 10


def _wrong(plan: Plan) -> dict[str, str]:
    wrong = {} if plan.name.strip() else {"name": "missing"}
    days = {"begins_on": plan.begins_on, "ends_on": plan.ends_on, "contest_by": plan.contest_by}
    wrong |= {name: "missing" for name, day in days.items() if day is None}
    if plan.session_id is None or not _is_ours(plan.session_id):
        wrong["session_id"] = "choose_one"
    if plan.begins_on and plan.ends_on:
        if plan.ends_on < plan.begins_on:
            wrong["ends_on"] = "days_out_of_order"
        elif plan.ends_on - plan.begins_on > LONGEST:
            wrong["ends_on"] = "look_back_too_far"
    if plan.ends_on and plan.contest_by:
        if plan.contest_by < plan.ends_on:
            wrong["contest_by"] = "days_out_of_order"
        elif plan.contest_by - plan.ends_on > LONGEST:
            wrong["contest_by"] = "look_back_too_far"
    if any(one not in set(System) for one in plan.systems):
        wrong["systems"] = "unknown"
    if plan.rank_from is not None and not 0 <= plan.rank_from <= FULL:
        wrong["rank_from"] = "not_a_percentage"
    return wrong


def _beyond(actor: Actor, plan: Plan) -> dict[str, str]:
    """A coordinator appraises the units of its own system and no others."""
    own = actor.role is Role.COORDINATOR
    return {"systems": "own_system_only"} if own and tuple(plan.systems) != (actor.system,) else {}


def _is_ours(session_id: int) -> bool:
    wanted = select(CongressSession.id).join(Term).join(Congress).where(CongressSession.id == session_id)
    return db.session.scalar(wanted.where(Congress.is_ours)) is not None


def _fill(one: Appraisal, plan: Plan) -> None:
    assert plan.session_id and plan.begins_on and plan.ends_on and plan.contest_by, "looked at before"
    one.name, one.session_id, one.note = plan.name.strip(), plan.session_id, plan.note
    one.begins_on, one.ends_on, one.contest_by = plan.begins_on, plan.ends_on, plan.contest_by
    one.systems = sorted(set(plan.systems))
    if plan.goods_needed is not None and one.reckoning is Reckoning.GRADES:
        one.goods_needed = plan.goods_needed
    if plan.rank_from is not None and one.reckoning is Reckoning.POINTS:
        one.rank_from = plan.rank_from


def _put(one: Appraisal, indicators: Sequence[Indicator]) -> None:
    for ordinal, each in enumerate(indicators, 1):
        row = AppraisalIndicator(ordinal=ordinal)
        _write(row, each)
        one.indicators.append(row)


def _write(row: AppraisalIndicator, indicator: Indicator) -> None:
    for name in COPIED:
        value = getattr(indicator, name)
        if name == "code":
            value = value or row.code
        elif name == "rate":
            value = value.value if value else ""
        elif isinstance(value, tuple):
            value = [each.value for each in value]
        setattr(row, name, value)


def _touch(one: Appraisal) -> None:
    """Whoever has the draft open elsewhere is to notice: its indicators have a version together with it."""
    flag_modified(one, "name")


def _note(
    actor: Actor, action: str, one: Appraisal, *, now: datetime, note: str = "", facts: dict[str, str] | None = None
) -> None:
    db.session.flush()
    told = {"name": one.name, "edition": one.edition} | (facts or {})
    write_event(actor, action, now=now, subject=f"appraisal:{one.id}", note=note, facts=told)
