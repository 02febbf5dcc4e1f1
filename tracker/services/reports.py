"""Reports: begun with figures frozen, their text edited block by block, signed off, corrected by another.

What is frozen is read before the transaction (`queries/report_figures.py`): the write lock is held for writing only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from tracker.clock import day_of
from tracker.db import db, transactional
from tracker.domain.hints import marked
from tracker.domain.limits import NAME
from tracker.domain.parties import Actor
from tracker.domain.report_drafts import Segment, plain
from tracker.domain.report_figures import Frozen
from tracker.domain.report_texts import draft
from tracker.domain.reports import BLOCK, PLANS, ReportKind, When, corrected_title
from tracker.domain.roles import Capability
from tracker.models.reports import Report, ReportBlock
from tracker.queries.report_figures import Gathered
from tracker.queries.reports import alike, correction_of, may_correct, may_discard, may_finish, may_write
from tracker.services._load import Invalid, Missing, Stale, fresh
from tracker.services._office import NOBODY, require
from tracker.services._record import write_event

# Between two saves of one person at one section: longer, and he has come back to it.
SITTING = timedelta(minutes=30)


@transactional
def start(actor: Actor, gathered: Gathered, *, now: datetime, due_on: date | None = None, again: bool = False) -> int:
    """Begin a report with its figures frozen and its text drafted from them. Returns its id.

    The operator on the command line may do so too (`NOBODY`). Raises `Invalid` for a second summary of one unit, and
    where a draft of this title is there, or one signed off of this day, unless there is to be another (`again`).
    """
    if actor is not NOBODY:
        require(actor, Capability.KEEP_REPORTS)
    wanted = gathered.wanted
    if not again and wanted.unit_id is None and alike(wanted.title, wanted.sides[When.NOW].on):
        raise Invalid(again="report_alike")
    return _started(actor, gathered, now=now, due_on=due_on).id


@transactional
def ask_units(actor: Actor, gathered: Mapping[int, Gathered], *, due_on: date | None, now: datetime) -> list[int]:
    """Draft the yearly summary of every unit that has none of this session yet, to be handed in by a day of
    Asia/Shanghai. Raises `Invalid` where the day has passed or nobody is left to be asked. Returns their ids."""
    require(actor, Capability.KEEP_REPORTS)
    if due_on is None or due_on < day_of(now):
        raise Invalid(due_on="missing" if due_on is None else "day_has_passed")
    made = [
        _started(actor, one, now=now, due_on=due_on).id
        for unit_id, one in gathered.items()
        if not _has_summary(unit_id, one.wanted.code)
    ]
    if not made:
        raise Invalid(scope="summaries_asked")
    return made


def _has_summary(unit_id: int, scope: str) -> bool:
    wanted = select(Report.id).where(Report.unit_id == unit_id, Report.scope == scope)
    return db.session.scalar(wanted.limit(1)) is not None


def _started(actor: Actor, gathered: Gathered, *, now: datetime, due_on: date | None) -> Report:
    wanted = gathered.wanted
    if wanted.unit_id is not None and _has_summary(wanted.unit_id, wanted.code):
        raise Invalid(unit="summary_is_there")
    one = Report(
        kind=wanted.kind,
        title=wanted.title,
        scope=wanted.code,
        unit_id=wanted.unit_id,
        due_on=due_on,
        made_by_id=actor.person_id,
        made_at=now,
    )
    _freeze(one, gathered, now=now)
    db.session.add(one)
    db.session.flush()
    for no, section in enumerate(PLANS[wanted.kind], start=1):
        words = draft(section.code, gathered.frozen, wanted.kind)
        db.session.add(ReportBlock(report_id=one.id, no=no, code=section.code, words=plain(words), draft=_kept(words)))
    _tell(actor, "start_report", one, now=now)
    return one


def _freeze(one: Report, gathered: Gathered, *, now: datetime) -> None:
    one.figures, one.lists = gathered.kept, gathered.lists
    one.as_of, one.seq, one.frozen_at = gathered.wanted.sides[When.NOW].on, gathered.seq, now


def _kept(words: list[Segment]) -> list[list[str]]:
    return [[text, code] for text, code in words]


@transactional
def refresh(actor: Actor, report_id: int, gathered: Gathered, *, version: int, now: datetime) -> int:
    """Freeze the figures anew for a draft. Blocks nobody edited are drafted anew; edited ones keep their words, and the
    page says what they would say now. Returns its id."""
    one = _draft(actor, report_id, version=version)
    _freeze(one, gathered, now=now)
    for block in _blocks(one.id):
        if block.edited_at is None:
            words = draft(block.code, gathered.frozen, one.kind)
            block.words, block.draft = plain(words), _kept(words)
    _tell(actor, "refresh_report", one, now=now)
    return one.id


@transactional
def edit(actor: Actor, block_id: int, *, words: str, version: int, now: datetime) -> int:
    """Write the text of one block. Raises `Invalid` for a text too long or marked as secret: nothing is stored (PB-10).
    What says the same as before changes nothing. Returns the block's version."""
    block = fresh(ReportBlock, block_id)
    one = _draft(actor, block.report_id)
    _same(block, version)
    if words == block.words:
        return block.version
    if len(words) > BLOCK:
        raise Invalid(words="too_long")
    if marked({"words": words}):
        raise Invalid(words="secret")
    goes_on = _goes_on(block, actor, now=now)
    block.words = words
    block.edited_by_id, block.edited_at = actor.person_id, now
    _touch(one)
    if not goes_on:
        _tell(actor, "edit_report", one, now=now)
    return block.version


def _goes_on(block: ReportBlock, actor: Actor, *, now: datetime) -> bool:
    """Whether this person is still writing: the page saves every few seconds, and one sitting is one act on record."""
    if block.edited_at is None or block.edited_by_id != actor.person_id:
        return False
    return now - block.edited_at < SITTING


@transactional
def redraft(actor: Actor, block_id: int, *, version: int, now: datetime) -> int:
    """Replace the words of a block by what the figures say now; the words it had are put away beside it. Returns the
    report's id."""
    block = fresh(ReportBlock, block_id)
    one = _draft(actor, block.report_id)
    _same(block, version)
    words = draft(block.code, Frozen(one.figures), one.kind)
    if block.edited_at is not None and block.words.strip():
        block.put_away = block.words
    block.words, block.draft = plain(words), _kept(words)
    block.edited_by_id = block.edited_at = None
    _touch(one)
    _tell(actor, "redraft_report", one, now=now)
    return one.id


@transactional
def finish(actor: Actor, report_id: int, *, signed_by: str, version: int, now: datetime) -> int:
    """Sign a report off: from now on nothing of it changes; a unit's summary is handed in by this. Only the unit's
    signer may do it for a unit. Raises `Invalid` without the name of who answers for it, or where one of this title
    and day is signed off and stands: what is wrong with that one is corrected. Returns its id."""
    one = _draft(actor, report_id, version=version)
    if not may_finish(actor, one):
        raise Missing(f"Report {report_id}")
    name = signed_by.strip()
    if not name or len(name) > NAME:
        raise Invalid(signed_by="missing" if not name else "too_long")
    if one.corrects_id is None and any(other.finished_at for other in alike(one.title, one.as_of)):
        raise Invalid(report="report_signed_alike")
    one.signed_by, one.finished_by_id, one.finished_at = name, actor.person_id, now
    _tell(actor, "finish_report", one, now=now)
    return one.id


@transactional
def correct(actor: Actor, report_id: int, *, why: str, version: int, now: datetime) -> int:
    """Begin a correction of a report that was signed off: a new draft with its figures and words. The old one stays as
    it was, and says what corrects it once that is signed off. Raises `Invalid` without a reason, or where one has
    begun. Returns the new one's id."""
    old = _loaded(report_id, version=version)
    if not may_correct(actor, old):
        raise Missing(f"Report {report_id}")
    if not why.strip():
        raise Invalid(why="missing")
    if marked({"why": why}):
        raise Invalid(why="secret")
    if correction_of(old.id) is not None:
        raise Invalid(why="correction_begun")
    one = Report(kind=old.kind, title=corrected_title(old.title), scope=old.scope, unit_id=old.unit_id, due_on=None)
    one.figures, one.lists, one.as_of, one.seq = old.figures, old.lists, old.as_of, old.seq
    one.frozen_at, one.corrects_id, one.why = old.frozen_at, old.id, why
    one.made_by_id, one.made_at = actor.person_id, now
    db.session.add(one)
    db.session.flush()
    for block in _blocks(old.id):
        again = ReportBlock(report_id=one.id, no=block.no, code=block.code, words=block.words, draft=block.draft)
        again.edited_by_id, again.edited_at = block.edited_by_id, block.edited_at
        db.session.add(again)
    _tell(actor, "correct_report", one, now=now)
    return one.id


@transactional
def discard(actor: Actor, report_id: int, *, version: int, now: datetime) -> int:
    """Throw a draft away with its text; the record keeps that it was there. Raises `Invalid` for what is signed off,
    `Missing` for a summary a unit was asked for. Returns its id."""
    one = _draft(actor, report_id, version=version)
    if not may_discard(actor, one):
        raise Missing(f"Report {report_id}")
    _tell(actor, "discard_report", one, now=now)
    db.session.execute(delete(ReportBlock).where(ReportBlock.report_id == one.id))
    db.session.execute(delete(Report).where(Report.id == one.id))
    return report_id


def _draft(actor: Actor, report_id: int, *, version: int | None = None) -> Report:
    """A draft this actor may write. Raises `Missing`, `Stale`, and `Invalid` once it is signed off."""
    one = _loaded(report_id, version=version)
    if one.finished_at is not None:
        raise Invalid(report="report_is_final")
    if not may_write(actor, one):
        raise Missing(f"Report {report_id}")
    return one


def _loaded(report_id: int, *, version: int | None) -> Report:
    wanted = select(Report).where(Report.id == report_id).options(undefer(Report.figures), undefer(Report.lists))
    one = db.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if one is None:
        raise Missing(f"Report {report_id}")
    if version is not None and one.version != version:
        raise Stale(one, version)
    return one


def _same(block: ReportBlock, version: int) -> None:
    if block.version != version:
        raise Stale(block, version)


def _touch(one: Report) -> None:
    """Who signs it off signs what he saw: a block edited meanwhile makes that form stale."""
    one.version += 1
    db.session.flush()


def _blocks(report_id: int) -> list[ReportBlock]:
    wanted = select(ReportBlock).where(ReportBlock.report_id == report_id).order_by(ReportBlock.no)
    return list(db.session.scalars(wanted))


def _tell(actor: Actor, action: str, one: Report, *, now: datetime) -> None:
    facts = {"kind": one.kind.value, "as_of": one.as_of.isoformat(), "unit": one.unit_id}
    write_event(actor, action, now=now, subject=f"report:{one.id}", facts=facts)


__all__ = ["ReportKind", "ask_units", "correct", "discard", "edit", "finish", "redraft", "refresh", "start"]
